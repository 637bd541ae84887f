"""A table of any shape as it was received: every cell of a sheet, as text."""

import csv
import datetime
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

from attrs import frozen
from xlsxwriter.utility import xl_col_to_name

from allocation.errors import InputError, Problem
from tables.reading.spreadsheets import SHEET, refusal, spreadsheets


@frozen
class Grid:
    """The cells of a sheet as text ("" for an empty one), and what its rows and columns are called.

    None of the rows is a header. `turned` says that the rows are the columns of the sheet.
    """

    place: str
    numbers: Sequence[str]
    rows: Sequence[Sequence[str]]
    letters: Sequence[str]
    turned: bool = False

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.letters)

    def column(self, column: int) -> list[str]:
        """The cells of a column."""
        return [row[column] for row in self.rows]

    def cell(self, row: int, column: int, heading: str = "") -> str:
        """The place of a cell, in words; a column without a heading by what it is called."""
        line, name = self.numbers[row], heading or self.letters[column]
        where = f"row {name}, column {line}" if self.turned else f"row {line}, column {name}"
        return f"{self.place}, {where}"

    @property
    def sheet(self) -> str:
        """The name of the sheet; nothing for a CSV."""
        return self.place.partition(SHEET)[2]

    def follows(self, row: int) -> bool:
        """Whether a row stands right below the one before it; empty rows are not here."""
        return self.turned or int(self.numbers[row - 1]) + 1 == int(self.numbers[row])

    def words(self) -> tuple[str, str]:
        """What a row and a column are called in Dutch."""
        return ("kolom", "rij") if self.turned else ("rij", "kolom")

    def turn(self) -> "Grid":
        """The rows as columns."""
        rows = list(zip(*self.rows, strict=True))
        return Grid(self.place, self.letters, rows, self.numbers, not self.turned)


def read_grids(path: Path, sheet: str = "", likely: Collection[str] = ()) -> Iterator[Grid]:
    """All cells of each sheet that has any (or of the one that is named).

    Those with most of the `likely` words in their name come first.

    Raises InputError when the file is absent, empty, broken or of another kind, or has no such sheet.
    """
    plain = path.suffix.lower() == ".csv"
    if plain and not path.is_file():
        raise refusal(path, "there is no such file")
    if plain and sheet:
        raise InputError(
            [Problem(str(path), f"a CSV has no sheet {sheet!r}", "--sheet with a spreadsheet only")]
        )
    any_filled = False
    for place, cells in [(path.name, _csv(path))] if plain else spreadsheets(path, sheet, likely):
        grid = _grid(place, cells, plain=plain)
        if grid.rows:
            any_filled = True
            yield grid
    if not any_filled:
        raise refusal(path, "there is nothing in it")


def _grid(place: str, cells: Iterable[Sequence[object]], *, plain: bool) -> Grid:
    typed = [(n, [_typed(cell) for cell in row]) for n, row in enumerate(cells, start=1)]
    filled = [(n, row) for n, row in typed if any(row)]
    width = max((len(row) for _, row in filled), default=0)
    rows = [row + [""] * (width - len(row)) for _, row in filled]
    letters = [str(column + 1) if plain else xl_col_to_name(column) for column in range(width)]
    return Grid(place, [str(n) for n, _ in filled], rows, letters)


def _typed(cell: object) -> str:
    """A cell as a Dutch reader would type it: a number has a comma, so that a point can only be thousands."""
    if isinstance(cell, float | Decimal):
        return format(Decimal(repr(cell) if isinstance(cell, float) else cell).normalize(), "f").replace(
            ".", ","
        )
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return "" if cell is None else " ".join(str(cell).split())


def _csv(path: Path) -> list[list[object]]:
    """The rows of a CSV file, in UTF-8, in UTF-16 or as a Dutch Excel saves it."""
    content = path.read_bytes()
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    lines = re.sub(r'"[^"]*"', "", text).splitlines()
    separator = next((sign for sign in ";\t" if 2 * sum(sign in line for line in lines) >= len(lines)), ",")
    try:
        return [[*row] for row in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise refusal(path, f"this is no CSV ({error})") from None
