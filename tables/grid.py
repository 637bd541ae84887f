"""A table of any shape as it was received: every cell of a sheet, as text."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from attrs import frozen
from xlsxwriter.utility import xl_col_to_name

from tables.readers import refusal, spreadsheet


@frozen
class Grid:
    """The cells of a sheet as text ("" for an empty one), with the numbers of the rows; none is a header."""

    place: str
    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    letters: bool

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> str:
        """The text of a cell."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def column(self, column: int) -> list[str]:
        """The cells of a column."""
        return [self.at(row, column) for row in range(len(self.rows))]

    def cell(self, row: int, column: int, heading: str = "") -> str:
        """The place of a cell, in words; a column without a heading by its place."""
        return f"{self.place}, row {self.numbers[row]}, column {heading or self.letter(column)}"

    def letter(self, column: int) -> str:
        """What a column is called: a letter in a spreadsheet, else a number."""
        return xl_col_to_name(column) if self.letters else str(column + 1)


def read_grid(path: Path, sheet: str = "") -> Grid:
    """All cells of a sheet (the first, where none is named), of which none needs to be a header.

    Raises InputError when the file is absent, empty, broken or of another kind.
    """
    plain = path.suffix.lower() == ".csv"
    if plain and not path.is_file():
        raise refusal(path, "there is no such file")
    place, cells = (path.name, _csv(path)) if plain else spreadsheet(path, sheet)
    rows = [(n, [_typed(cell) for cell in row]) for n, row in enumerate(cells, start=1)]
    filled = [(n, row) for n, row in rows if any(row)]
    if not filled:
        raise refusal(path, "there is nothing in it")
    return Grid(place, [n for n, _ in filled], [row for _, row in filled], letters=not plain)


def _typed(cell: object) -> str:
    """A cell as a Dutch reader would type it: a number has a comma, so that a point can only be thousands."""
    if isinstance(cell, float | Decimal):
        return format(Decimal(repr(cell) if isinstance(cell, float) else cell).normalize(), "f").replace(
            ".", ","
        )
    return "" if cell is None else str(cell).strip()


def _csv(path: Path) -> list[list[object]]:
    """The rows of a CSV file, in UTF-8 or as a Dutch Excel saves it."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    separator = next((sign for sign in ";\t" if sign in text), ",")
    return [[*row] for row in csv.reader(text.splitlines(), delimiter=separator)]
