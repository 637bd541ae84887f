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


def stream_heads(sheet: ReceivedSheet, key: int, header: int, asked: str) -> list[str]:
    """The headings of what may be amounts, with the name of the stream where a heading leaves that out.

    That is where there is one column and one stream, and where a user names both.
    """
    naming = {key, *naming_columns(sheet, header)}
    heads = ["" if c in naming else text for c, text in enumerate(headings(sheet, key, header))]
    above = " ".join(title(sheet, header))
    if asked and len(sheet.amounts) == 1:
        chosen = [c for c in range(sheet.grid.width) if is_called(sheet, c, asked, heads, header)]
        if len(chosen) == 1 and not sheet.names.best([heads[chosen[0]]]):
            return [sheet.label(sheet.amounts[0]) if c in chosen else "" for c in range(sheet.grid.width)]
    heads = [sheet.in_context(text, above) for text in heads]
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


def title(sheet: ReceivedSheet, before: int) -> list[str]:
    """The name of the sheet and the titles above a row: rows with one text alone."""
    above = [{*filter(None, row)} for row in sheet.grid.rows[:before]]
    return [sheet.grid.sheet, *(text for texts in above if len(texts) == 1 for text in texts)]


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
    """The last row above the first stream with, beside its name, a year or a text that is no amount.

    One that has no amounts, and something to the right of the names, goes before a line with a number or a
    letter before its name.
    """
    with_text = []
    for row in reversed(range(first)):
        cells = [cell for column, cell in enumerate(sheet.grid.rows[row]) if column != names and cell]
        years = [bool(re.fullmatch(YEAR, cell)) for cell in cells]
        texts = [year or not is_number(cell) for cell, year in zip(cells, years, strict=True)]
        if any(sheet.grid.rows[row][names + 1 :]) and cells and all(texts):
            return row
        if any(texts):
            with_text.append(row)
    return next(iter(with_text), None)


def heading(sheet: ReceivedSheet, column: int, header: int | None) -> str:
    """A column by its heading, or by its place."""
    text = sheet.grid.rows[header][column] if header is not None else ""
    return f"{sheet.grid.words()[1]} {repr(text) if text else sheet.grid.letters[column]}"
