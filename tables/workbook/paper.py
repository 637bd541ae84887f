"""A sheet on paper: which columns go together on a page, so that all of it can be read."""

from collections.abc import Sequence
from math import ceil

from attrs import frozen

from tables.workbook.charts import ROWS_BELOW, below
from tables.workbook.layout import FROZEN_COLUMNS, LETTERS_PER_CHARACTER, Layout
from tables.workbook.model import Sheet, Workbook
from tables.workbook.style import LOOKS

WIDEST = 160
"""So many characters of 10 points wide is an A4 across that prints at 7 points or more, in any font."""
CHART = 145
"""The width of a chart below a table, in characters, amply."""
EMPTY_COLUMN = 10
"""The width of a column with nothing in it, in characters."""
LONGEST_HEADING, LONGEST_TITLE, LONGEST_RUNNING = 252, 120, 200
"""Excel takes no header of more than 255 characters, with the signs for its place and a new line."""
ONE_PAGE = 1


@frozen
class Area:
    """A part of a sheet that prints by itself: its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def areas(laid: Layout) -> list[Area]:
    """The parts of a sheet, each as wide as a page.

    The first has the lines above the tables. A further one starts with the table; in front of it stand the
    columns that are repeated on every page. A chart below a table has a page of its own: it is never cut.
    """
    bottom = len(laid.rows) - 1
    groups = _groups(laid)
    if not laid.sheet.printed:
        return [Area(0, 0, laid.body - 1, groups[0][-1])]
    first, *others = groups
    right = first[-1] if others else max(first[-1], _reach(laid))
    top = laid.body if laid.sheet.facts or not laid.headers else laid.headers[0]
    parts = [Area(0, 0, bottom, right), *(Area(top, group[0], bottom, group[-1]) for group in others)]
    return [*parts, *(Area(row, 0, row + ROWS_BELOW, _chart_reach(laid)) for row in below(laid))]


def repeats_names(laid: Layout) -> bool:
    """Whether code and name are repeated on pages with further columns."""
    return laid.sheet.printed and len(_groups(laid)) > ONE_PAGE


def _groups(laid: Layout) -> list[list[int]]:
    """The columns by page; of several tables all together, since they have no columns in common."""
    widths = laid.widths
    if len(laid.headers) != 1:
        return [list(range(max(len(widths), 1)))]
    names = sum(widths[:FROZEN_COLUMNS])
    groups: list[list[int]] = [[]]
    wide = 0
    for column, width in enumerate(widths):
        if groups[-1] and column >= FROZEN_COLUMNS and wide + width > WIDEST:
            groups.append([])
            wide = names
        groups[-1].append(column)
        wide += width
    return groups


def _chart_reach(laid: Layout) -> int:
    """The last column, from 0, that a chart below the table reaches."""
    over = CHART - sum(laid.widths)
    return len(laid.widths) - 1 + max(ceil(over / EMPTY_COLUMN), 0)


def _reach(laid: Layout) -> int:
    """The last column, from 0, that the longest line above the tables reaches."""
    heads = [(value, LOOKS[kind]) for row in laid.rows for value, (kind, _, _) in row[:1]]
    longest = max((_width(value, look.size) for value, look in heads if not look.framed), default=0)
    over = longest - sum(laid.widths)
    return len(laid.widths) - 1 + max(ceil(over / EMPTY_COLUMN), 0)


def _width(value: object, size: int) -> int:
    """How wide a line above the tables is in bold, in characters of 10 points."""
    return ceil(len(str(value)) * size / 10 / LETTERS_PER_CHARACTER * 1.1)


def heading(sheet: Sheet) -> list[str]:
    """What stands above every page; where not all fits the title is cut: it stands in the cells too."""
    running = _cut(sheet.running, LONGEST_RUNNING)
    title = _cut(sheet.title, min(LONGEST_TITLE, LONGEST_HEADING - len(running)))
    return [line for line in (title, running) if line]


def _cut(text: str, most: int) -> str:
    """As many of its words as fit."""
    return text if len(text) <= most else text[: most + 1].rpartition(" ")[0]


def footing(book: Workbook, sheet: Sheet) -> Sequence[str]:
    """What stands below every page, to the left and in the middle; to the right is the number of the page."""
    return sheet.name, book.version
