"""The cells of a sheet as they were handed in, before anyone says which of them are a header."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

from allocation.errors import InputError, Problem

Cell = str | int | float | Decimal | bool | datetime.date | datetime.time | datetime.timedelta | None
"""A text file has text only; in a spreadsheet a number is a number, whatever it looks like."""

WANTED = "een csv-, tsv-, txt-, xlsx- of ods-bestand met een rij koppen en een rij per gemeente"


@frozen(eq=False)
class Cells:
    """The rows of a sheet that have anything in them, each with its number, as its reader sees it.

    `place` says which file and sheet. `plain` is a text file: every cell is text. `hidden` are the numbers
    of rows that a spreadsheet does not show; they are read like all others.
    """

    place: str
    rows: Sequence[tuple[int, Sequence[Cell]]]
    plain: bool = False
    hidden: Sequence[int] = ()


def filled(cell: Cell) -> bool:
    """Whether there is anything in a cell."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def is_typed(cell: Cell) -> bool:
    """Whether a cell is a number for its spreadsheet, and not a text that may be one."""
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def as_text(cell: Cell) -> str | None:
    """A cell as it would be typed: a number with a point and all its digits, nothing else."""
    match cell:
        case None:
            return None
        case bool():
            return str(cell)
        case int():
            return str(cell)
        case float() | Decimal():
            text = format(Decimal(repr(cell)) if isinstance(cell, float) else cell, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return str(cell).strip() or None


def refusal(place: object, problem: str, expected: str = WANTED) -> InputError:
    """What to raise when a file cannot be read."""
    return InputError([Problem(str(place), problem, expected)])
