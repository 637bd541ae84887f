"""A policy paper on the terminal and as a workbook: what it prints beside what is computed."""
