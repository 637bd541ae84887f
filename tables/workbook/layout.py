"""A sheet laid out: every cell in its place, for xlsx and ODS alike."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from math import ceil
from textwrap import wrap

from attrs import frozen

from tables.words import JA_NEE, answer, number
from tables.workbook.model import Blank, Block, CellValue, Column, Fact, Formula, Sheet
from tables.workbook.style import LOOKS, MARKS, CellKind, header, shown_decimals

Style = tuple[CellKind, int | None, str]
"""How a cell looks: its kind, the decimals of its number (None: text), its mark."""
Cell = tuple[CellValue, Style]

LINE = 13
"""The height of a line, in points."""
SPARE = 3
"""Between rows of more lines, in points."""
TITLE = 20
"""The height of the line of a title, in points."""
TALLEST = 31
"""No row of a spreadsheet is higher than so many lines."""
LETTERS_PER_CHARACTER = 0.9
BOLD_LETTERS_PER_CHARACTER = 0.74
"""Widths are of digits of Arial; so many letters fit of a wide font, which who has no Arial may get."""
LEAST = 14
"""The width of a column that only facts stand in, in characters."""
LONGEST_WORD = 26
"""A column is as wide as its longest word, up to so many letters."""
FROZEN_COLUMNS = 2
"""How many columns stay in sight: code and name."""
HEAD = 100
"""The lines above the tables are broken at so many letters."""


@frozen
class Layout:
    """A sheet laid out: its rows, which of them are headers, columns in characters, rows in lines.

    `points` are the heights of the rows, None where one line of any font decides. `body` is the first row
    below the lines above the tables.
    """

    sheet: Sheet
    rows: Sequence[Sequence[Cell]]
    headers: Sequence[int]
    widths: Sequence[int]
    heights: Sequence[int]
    points: Sequence[int | None]
    body: int


def lay_out(sheet: Sheet) -> Layout:
    """Everything on the sheet, for every kind of workbook, so that cells have the same address in all."""
    heads: tuple[tuple[str, CellKind], ...] = (
        (sheet.title, "title"),
        (sheet.warning, "warning"),
        (sheet.subtitle, "subtitle"),
    )
    rows = [[_styled(line, kind)] for text, kind in heads if text for line in head_lines(text)]
    body = len(rows)
    if sheet.facts:
        rows.append([_styled(header(fact.label, fact.mark), "fact label") for fact in sheet.facts])
        rows.append([_fact(fact) for fact in sheet.facts])
    headers = []
    for table in sheet.blocks:
        rows += [[]] if rows else []
        rows += [[_styled(table.caption, "caption")]] if table.caption else []
        headers.append(len(rows))
        rows += _block_rows(table)
    wide = _widths(sheet, rows)
    heights = [_lines(row, wide) for row in rows]
    points = [_points(row, height) for row, height in zip(rows, heights, strict=True)]
    rows = [_in_line(row) if height == 1 else row for row, height in zip(rows, heights, strict=True)]
    return Layout(sheet, rows, headers, wide, heights, points, body)


def head_lines(text: str) -> list[str]:
    """What stands above the tables, in lines that fit on a page: nothing there can wrap, or be merged."""
    return [part for line in text.split("\n") for part in wrap(line, HEAD) or [""]]


def _block_rows(table: Block) -> Iterator[list[Cell]]:
    """The header, the rows (an empty one where there is none), and the totals."""
    columns = table.columns
    yield [_styled(header(c.header, c.mark), "header", _around(c)) for c in columns]
    for place, values in enumerate(table.rows or [[None] * len(columns)]):
        cells = zip(values, columns, strict=True)
        yield [_styled(value, _kind(value, c), c.decimals, _mark(value, c, place)) for value, c in cells]
    if table.totals:
        cells = zip(table.totals, columns, strict=True)
        yield [_styled(value, _total_kind(value), _around(c), c.mark) for value, c in cells]


def _fact(fact: Fact) -> Cell:
    """A value; what a reader chooses looks like what is to be filled in."""
    return _styled(fact.value, "blank" if fact.allowed else "fact", fact.decimals, fact.mark)


def _kind(value: CellValue, column: Column) -> CellKind:
    return "blank" if isinstance(value, Blank) else "given" if column.given else "cell"


def _total_kind(value: CellValue) -> CellKind:
    """A number does not wrap."""
    return "total label" if isinstance(value, str) else "total"


def _around(column: Column) -> int | None:
    """The decimals of a header and a total; the total of what is yes or no says how many are."""
    return 0 if column.decimals == JA_NEE else column.decimals


def _in_line(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row of one line."""
    return [
        (value, ("line" if kind == "cell" else kind, decimals, mark)) for value, (kind, decimals, mark) in row
    ]


def _mark(value: CellValue, column: Column, place: int) -> str:
    """The status of a row, or of the column; a cell that names a status looks like what it names."""
    if column.marks:
        return column.marks[place]
    if column.mark:
        return column.mark
    return value if isinstance(value, str) and value in MARKS else ""


def _styled(value: CellValue, kind: CellKind, decimals: int | None = None, mark: str = "") -> Cell:
    return value, (kind, shown_decimals(value, decimals), mark)


def _widths(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Per column what its tables ask for, or more where a number would show as ###."""
    asked = [
        max(column.width for column in place if column)
        for place in zip_longest(*(table.columns for table in sheet.blocks))
    ]
    asked += [LEAST] * (len(sheet.facts) - len(asked))
    widest: dict[tuple[int, int | None, bool], int | Decimal] = {}
    for row in rows:
        for place, (value, (_, decimals, _)) in enumerate(row):
            if isinstance(value, Formula):
                value = value.result  # noqa: PLW2901 - what it shows
            if place < len(asked):
                asked[place] = max(asked[place], _longest_word(value, row[place][1][0]))
            if isinstance(value, (int, Decimal)):
                key = (place, decimals, value < 0)
                further = min if value < 0 else max
                widest[key] = further(value, widest.get(key, value))
    for (place, decimals, _), value in widest.items():
        asked[place] = max(asked[place], len(shown(value, decimals)) + 3)
    return asked


def _points(row: Sequence[Cell], lines: int) -> int | None:
    if row and row[0][1][0] == "title":
        return TITLE
    return LINE * lines + SPARE if lines > 1 else None


def _longest_word(value: CellValue, kind: CellKind) -> int:
    """The width that the longest word of a text takes, which should not be broken; 0 of another value."""
    if not (isinstance(value, str) and LOOKS[kind].framed):
        return 0
    longest = max(map(len, re.split(r"[\s\-/]+", value)), default=0)
    return ceil(min(longest, LONGEST_WORD) / _letters(kind)) + 1


def _letters(kind: CellKind) -> float:
    """How many letters fit for each digit of a width."""
    return BOLD_LETTERS_PER_CHARACTER if LOOKS[kind].bold else LETTERS_PER_CHARACTER


def _lines(row: Sequence[Cell], wide: Sequence[int]) -> int:
    """How many lines the text that wraps most takes, and what is to be filled in."""
    return max(map(_lines_of, row, wide), default=1)


def _lines_of(cell: Cell, width: int) -> int:
    value, (kind, _, _) = cell
    if isinstance(value, Blank):
        return value.lines
    if not (isinstance(value, str) and LOOKS[kind].wrap):
        return 1
    fit = max(int((width - 1) * _letters(kind)), 1)
    # What fits is one line; most does, and wrapping is slow.
    return min(sum(1 if len(line) <= fit else len(wrap(line, fit)) for line in value.split("\n")), TALLEST)


def shown(value: int | Decimal, decimals: int | None) -> str:
    """The number as a Dutch reader sees it."""
    if decimals is None:
        return str(value)
    if decimals == JA_NEE:
        return answer(Fraction(value))
    return number(Fraction(value), decimals)
