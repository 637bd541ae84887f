"""Two publications side by side, as text and as a workbook."""
