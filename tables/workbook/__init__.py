"""A workbook as data, its look and its two file formats; knows no publication."""
