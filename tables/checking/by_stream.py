"""A sheet with a row per stream, of one municipality."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rules.analysis.lines import parts_of
from tables.checking.amount_column import amount_column
from tables.checking.headings import header_row, heading, headings, is_called, title
from tables.checking.received import AmountCells, ReceivedSheet, is_number
from tables.checking.titles import municipalities, named
from tables.words import first_few

VOLUME, PER_UNIT = r"\bvolumes?\b|\baantal", r"\bper eenheid\b|\btarief\b"
"""How the columns of a specification per unit are called."""


def by_stream(sheet: ReceivedSheet, key: int | None, wanted: str, asked: str) -> AmountCells:
    """A row per stream, of the municipality `wanted` (a code; "" where the sheet says whose it is)."""
    grid = sheet.grid
    names_in, streams = _streams(sheet)
    header = header_row(sheet, names_in, streams[0])
    key, codes = _municipalities(sheet, key, names_in, streams, wanted)
    code = _whose(sheet, {code for code in codes if code} or _titled(sheet, streams[0], header), wanted)
    # rows of other municipalities say nothing here
    names = _names(sheet, names_in)
    texts = [text if codes[row] in ("", code) else "" for row, text in enumerate(names)]
    rows, double = _rows(sheet, texts, code)
    heads = headings(sheet, names_in, header)
    filled = _given(sheet, heads, header, {names_in, key}, rows, asked)
    amounts_in = amount_column(sheet, heads, filled, rows, code)
    sheet.refuse_other(streams[0], code)
    cells = {(code, rule): (row, amounts_in) for rule, row in rows.items()}
    parts = _parts(sheet, heads, {c for c in filled if c != amounts_in}, rows)
    cells |= {(code, rule): place for rule, place in parts.items()}
    columns = f"namen: {heading(sheet, names_in, header)}, bedragen: {heading(sheet, amounts_in, header)}"
    matched = sheet.matched({rule: f"rij {texts[row]!r}" for rule, row in rows.items()})
    amounts = [is_number(row[amounts_in]) and n != header for n, row in enumerate(grid.rows)]
    said = [columns, *matched, *_unread(texts, amounts, rows, double)]
    return AmountCells([code], cells, header, said, finer=[(code, rule) for rule in parts])


def _parts(
    sheet: ReceivedSheet, heads: Sequence[str], columns: Collection[int], rows: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Of each line its volume and its amount per unit, where those have columns of their own."""
    places = {}
    for line, beside in parts_of(sheet.outcome).items():
        for rule, called in zip(beside, (VOLUME, PER_UNIT), strict=True):
            found = [c for c in columns if re.search(called, heads[c].casefold())] if line in rows else []
            if len(found) == 1 and is_number(sheet.grid.rows[rows[line]][found[0]]):
                places[rule] = rows[line], found[0]
    return places


def _streams(sheet: ReceivedSheet) -> tuple[int, list[int]]:
    """The column with most names of streams, and the rows that they are in."""
    best = {column: sheet.names.best(_names(sheet, column)) for column in range(sheet.grid.width)}
    names = {column: {text for each in texts.values() for text in each} for column, texts in best.items()}
    names_in = max(best, key=lambda column: len(best[column]))
    _refuse_unknown(sheet, set().union(*names.values()))
    rows = [row for row, text in enumerate(_names(sheet, names_in)) if text in names[names_in]]
    return names_in, rows


def _names(sheet: ReceivedSheet, column: int) -> list[str]:
    """The texts of a column, one that may be of several streams with the heading above it."""
    context, texts = " ".join(title(sheet, len(sheet.grid.rows))), []
    for row, text in enumerate(sheet.grid.column(column)):
        amounts = any(is_number(cell) for cell in sheet.grid.rows[row])
        context = text if text and not amounts else context
        texts.append(sheet.in_context(text, context) if amounts else text)
    return texts


def _whose(sheet: ReceivedSheet, codes: Collection[str], wanted: str) -> str:
    """The municipality that is asked, or the only one that is there."""
    if not wanted and len(codes) != 1:
        raise sheet.refusal("geen kolom die één gemeente noemt", "--gemeente, om te zeggen van wie het is")
    if codes and wanted and wanted not in codes:
        raise sheet.other(codes, wanted)
    return wanted or next(iter(codes))


def _rows(sheet: ReceivedSheet, texts: Sequence[str], code: str) -> tuple[dict[str, int], list[str]]:
    """The row of each stream, and the names that are there more than once, which are not read.

    Of two rows that may be a stream the one with an amount is. A stream of the publication that is there
    twice is refused; a step behind it only where nothing else is left.
    """
    filled = [text if any(map(is_number, sheet.grid.rows[row])) else "" for row, text in enumerate(texts)]
    best = sheet.best(texts, filled)
    rows = {rule: texts.index(text) for rule, text in best.items() if texts.count(text) == 1}
    double = {rule: text for rule, text in best.items() if texts.count(text) > 1}
    refused = [repr(text) for rule, text in double.items() if rule in sheet.amounts or not rows]
    if refused:
        raise sheet.refusal(f"{first_few(refused)} meer dan één keer", "elke geldstroom één keer")
    sheet.refuse_years("rijen", best.values())
    if not rows:
        raise sheet.refusal(f"geen rij die één geldstroom is van {sheet.municipality(code)}", _wanted(sheet))
    return rows, list(double.values())


def _unread(
    texts: Sequence[str], amounts: Sequence[bool], rows: Mapping[str, int], double: Sequence[str]
) -> Iterator[str]:
    """What was not read: above the first stream whatever has an amount beside it, below it all."""
    if double:
        yield f"staat er meer dan eens, niet gelezen: {first_few(double)}"
    first, known = min(rows.values()), {*rows.values()}
    others = [
        text
        for row, text in enumerate(texts)
        if (row > first or amounts[row]) and text and row not in known and text not in double
    ]
    if others:
        yield f"niet herkend, niet gelezen: {first_few(others)}"


def _given(
    sheet: ReceivedSheet,
    heads: Sequence[str],
    header: int | None,
    taken: set[int | None],
    rows: Mapping[str, int],
    asked: str,
) -> list[int]:
    """The columns with something beside the streams; of these the one that a user names."""
    grid = sheet.grid
    filled = [c for c in range(grid.width) if c not in taken and any(grid.rows[r][c] for r in rows.values())]
    chosen = [column for column in filled if not asked or is_called(sheet, column, asked, heads, header)]
    if asked and len(chosen) != 1:
        shown = ", ".join(heads[column] or grid.letters[column] for column in filled)
        raise sheet.refusal(f"geen kolom {asked!r} met bedragen", f"een van {shown}")
    return chosen


def _municipalities(
    sheet: ReceivedSheet, key: int | None, names_in: int, streams: Sequence[int], wanted: str
) -> tuple[int | None, list[str]]:
    """The column of municipalities beside the streams, and which one each row is of."""
    none = [""] * len(sheet.grid.rows)
    if key is None or key == names_in:
        return None, none
    codes = sheet.codes(key)
    beside = {codes[row] for row in streams if codes[row]}
    digits = all(sheet.grid.rows[row][key].isdigit() for row in streams)
    if not beside or (digits and wanted and wanted not in beside):  # a heading, or codes of the streams
        return None, none
    return key, codes


def _titled(sheet: ReceivedSheet, first: int, header: int | None) -> set[str]:
    """The municipalities that the titles name, or that stand above a column."""
    heads = sheet.grid.rows[header] if header is not None else []
    above = {code for cell in heads if not cell.isdigit() and (code := named(cell, sheet.naming))}
    return above or municipalities(sheet.grid, first, sheet.naming)


def _refuse_unknown(sheet: ReceivedSheet, streams: Collection[str]) -> None:
    """Say of a sheet without streams, or of a row of them without municipalities, what it is."""
    rows = sheet.grid.rows
    for row, cells in enumerate(rows):
        columns = [column for column, cell in enumerate(cells) if cell in streams]
        under = any(is_number(below[column]) for below in rows[row + 1 :] for column in columns)
        beside = any(is_number(cell) for cell in cells)
        if under and not beside:
            read = first_few([next(filter(None, below)) for below in rows[row + 1 :] if any(below)])
            heads = first_few([cell for cell in cells if cell])
            problem = f"geen gemeente van deze publicatie onder {heads} (gelezen: {read})"
            raise sheet.refusal(problem, "namen of codes van gemeenten (verdeel list gemeenten)")
    if not streams:
        texts = [cell for cells in rows for cell in cells if re.search(r"[^\W\d_]{2}", cell)]
        read = f"niets dat heet als een van de geldstromen (gelezen: {first_few(texts)})"
        raise sheet.refusal(read if texts else "geen namen", _wanted(sheet))


def _wanted(sheet: ReceivedSheet) -> str:
    return f"een rij of een kolom voor {' of '.join(map(sheet.label, sheet.amounts))}"
