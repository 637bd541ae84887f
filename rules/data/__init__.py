"""Public data, and the scripts that derive from it what is not public."""
