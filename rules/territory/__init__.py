"""The territory of the Netherlands: municipalities on a date, their names, and what is carried across it."""
