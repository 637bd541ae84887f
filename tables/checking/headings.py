"""The rows of headings on a sheet that was received, and what stands above each column."""

import re
from collections.abc import Sequence

from tables.checking.received import ReceivedSheet, is_number
from tables.checking.stream_names import YEAR

NAMING = r"(gm|cbs)?[- ]?(gemeente)?[- ]?(naam|code|nummer|nr\.?)?"
"""What heads a column of the names or codes of the same municipalities, and of nothing else."""


def headings(sheet: ReceivedSheet, key: int, last: int | None) -> list[str]:
    """All that stands above each column in the rows of headings, of which `last` is the last.

    What is above one column is above the next too, where that has nothing of its own.
    """
    above = [""] * sheet.grid.width
    if last is None:
        return above
    for row in range(_first(sheet, key, last), last + 1):
        before = ""
        for column, cell in enumerate(sheet.grid.rows[row]):
            text = cell or before
            above[column] = f"{above[column]} {text}".strip()
            before = text if column > key and row < last else ""
    return above


def _first(sheet: ReceivedSheet, key: int, last: int) -> int:
    """The first of the rows of headings.

    They follow on each other, have no amounts, something beside the names, and of the names one heading.
    """
    first, rows = last, sheet.grid.rows
    while first and sheet.grid.follows(first):
        cells, headed = rows[first - 1], any(row[key] for row in rows[first : last + 1])
        numbers = any(is_number(cell) and not re.fullmatch(YEAR, cell) for cell in cells)
        if numbers or not any(cells[key + 1 :]) or (headed and cells[key]):
            break
        first -= 1
    return first


def stream_heads(sheet: ReceivedSheet, key: int, header: int) -> list[str]:
    """The headings of what may be amounts; where there is one, and one stream, with its name."""
    naming = {key, *naming_columns(sheet, header)}
    heads = ["" if c in naming else text for c, text in enumerate(headings(sheet, key, header))]
    below = sheet.grid.rows[header + 1 :]
    filled = [
        c for c in range(sheet.grid.width) if c not in naming and any(is_number(row[c]) for row in below)
    ]
    filled = [c for c in filled if sheet.names.years(heads[c]) == {sheet.names.year}] or filled
    if len(filled) == len(sheet.amounts) == 1 and not sheet.names.best(heads):
        [column], [rule] = filled, sheet.amounts
        if not sheet.names.more(heads[column], [*sheet.names.numbered, sheet.label(rule)]):
            heads[column] = f"{sheet.label(rule)} {heads[column]}".strip()
    return heads


def naming_columns(sheet: ReceivedSheet, header: int) -> list[int]:
    """The columns headed as names or codes of municipalities, and as nothing else."""
    heads = enumerate(sheet.grid.rows[header])
    return [column for column, text in heads if text and re.fullmatch(NAMING, text.casefold())]


def is_called(
    sheet: ReceivedSheet, column: int, asked: str, heads: Sequence[str], header: int | None
) -> bool:
    """Whether a user means this column: by its headings, the last of them, or its letter."""
    last = sheet.grid.rows[header][column] if header is not None else ""
    names = (heads[column], last, sheet.grid.letters[column])
    return asked.casefold() in [name.casefold() for name in names if name]


def header_row(sheet: ReceivedSheet, names: int, first: int) -> int | None:
    """The last row above the first stream with, beside its name, a year or a text that is no amount."""
    for row in reversed(range(first)):
        cells = [cell for column, cell in enumerate(sheet.grid.rows[row]) if column != names and cell]
        if any(re.fullmatch(YEAR, cell) or not is_number(cell) for cell in cells):
            return row
    return None


def heading(sheet: ReceivedSheet, column: int, header: int | None) -> str:
    """A column by its heading, or by its place."""
    text = sheet.grid.rows[header][column] if header is not None else ""
    return f"{sheet.grid.words()[1]} {repr(text) if text else sheet.grid.letters[column]}"
