"""A table of any shape as it was received: every cell of a sheet, as text."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import frozen
from xlsxwriter.utility import xl_col_to_name

from rules.reading.cells import Cell, Cells, refusal
from tables.reading.spreadsheets import SHEET, sheets


@frozen
class Grid:
    """The cells of a sheet as text ("" for an empty one), and what its rows and columns are called.

    None of the rows is a header. `turned` says that the rows are the columns of the sheet, `hidden`
    are the numbers of rows that the spreadsheet does not show.
    """

    place: str
    numbers: Sequence[str]
    rows: Sequence[Sequence[str]]
    letters: Sequence[str]
    turned: bool = False
    hidden: Sequence[int] = ()

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
        where = f"rij {name}, kolom {line}" if self.turned else f"rij {line}, kolom {name}"
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
        return Grid(self.place, self.letters, rows, self.numbers, not self.turned, self.hidden)


def read_grids(path: Path, sheet: str = "", likely: Collection[str] = ()) -> Iterator[Grid]:
    """All cells of each sheet that has any (or of the one that is named).

    Those with most of the `likely` words in their name come first.

    Raises InputError when the file is absent, empty, broken or of another kind, or has no such sheet.
    """
    any_filled = False
    for cells in sheets(path, sheet, likely):
        if cells.rows:
            any_filled = True
            yield _grid(cells)
    if not any_filled:
        raise refusal(path, "er staat niets in")


def _grid(cells: Cells) -> Grid:
    typed = [[_typed(cell) for cell in row] for _, row in cells.rows]
    width = max(max((at for at, text in enumerate(row, start=1) if text), default=0) for row in typed)
    rows = [row[:width] + [""] * (width - len(row)) for row in typed]
    letters = [str(column + 1) if cells.plain else xl_col_to_name(column) for column in range(width)]
    numbers = [str(number) for number, _ in cells.rows]
    return Grid(cells.place, numbers, rows, letters, hidden=cells.hidden)


def _typed(cell: Cell) -> str:
    """A cell as a Dutch reader would type it: a number has a comma, so that a point can only be thousands."""
    if isinstance(cell, float | Decimal):
        return format(Decimal(repr(cell) if isinstance(cell, float) else cell).normalize(), "f").replace(
            ".", ","
        )
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return "" if cell is None else " ".join(str(cell).split())
