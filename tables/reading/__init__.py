"""Files that users hand in: spreadsheets, and raw grids of cells."""
