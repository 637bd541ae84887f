"""The sheets and files of a publication."""
