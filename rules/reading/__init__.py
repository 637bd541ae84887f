"""Tables that are handed in, read as text and checked."""
