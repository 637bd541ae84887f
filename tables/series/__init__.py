"""The national series of all streams: as text, as a workbook, as CSV."""
