"""One year of one publication: its rulebook, what it is computed with, and the outcome."""
