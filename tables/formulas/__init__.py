"""A publication as a workbook of formulas."""
