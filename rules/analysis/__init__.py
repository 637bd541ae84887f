"""Questions about outcomes: what differs, is it right, who is in which group."""
