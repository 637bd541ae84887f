"""Reading a table as text: CSV. Spreadsheets are read by whoever knows those (see `Reader`)."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from allocation.errors import InputError, Problem
from rules.reading.columns import ROW, Table

Reader = Callable[[Path, str], Table]
"""Reads the table in a file; the text names the sheet ("" for the first)."""


def read_csv(path: Path, sheet: str = "") -> Table:  # noqa: ARG001 - a Reader; a CSV has one sheet
    """A CSV file in UTF-8 with a header row; comma or semicolon between the cells.

    Raises InputError when there is no such file, nothing in it, or no table.
    """
    if not path.is_file():
        raise InputError([Problem(str(path), "there is no such file", "a file that is there")])
    content = path.read_bytes()
    head = content[: 1 << 16]
    if not head.strip():
        raise InputError([Problem(str(path), "the file is empty", "a header row and a row per municipality")])
    header = head.splitlines()[0].decode("utf-8-sig", "replace")
    separator = ";" if header.count(";") > header.count(",") else ","
    refuse_double_names(path.name, next(csv.reader([header], delimiter=separator)))
    try:
        frame = pl.read_csv(
            content, separator=separator, infer_schema=False, row_index_name=ROW, row_index_offset=2
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            [Problem(str(path), f"this is no CSV in UTF-8 ({reason})", "a table saved as CSV UTF-8")]
        ) from None
    return Table(path.name, tidy(frame.rename(str.strip)))


def refuse_double_names(place: str, names: Iterable[str | None]) -> None:
    """Refuse two columns of one name: it is not clear which of them is meant."""
    double = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if double:
        raise InputError([Problem(place, f"two columns are called {double[0]!r}", "one name per column")])


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells without the spaces around them; an empty cell is null; empty rows are gone."""
    text = pl.exclude(ROW).str.strip_chars()
    frame = frame.with_columns(pl.when(text != "").then(text))
    return frame.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
