"""Why an amount is what it is, step by step, in words."""
