"""Reading a table that is text. Spreadsheets are read by whoever knows those (see `Reader`)."""

from collections.abc import Callable
from pathlib import Path

from rules.reading.header import as_table
from rules.reading.table import Table
from rules.reading.text_file import text_cells

Reader = Callable[[Path, str], Table]
"""Reads the table in a file; the text names the sheet ("" for the first)."""


def read_csv(path: Path, sheet: str = "") -> Table:  # noqa: ARG001 - a Reader; a text has one sheet
    """The table in a text file. Raises InputError when there is no such file, nothing in it, or no table."""
    return as_table(text_cells(path))
