"""A sheet with a row per stream, of one municipality."""

import re
from collections.abc import Collection, Mapping, Sequence

from tables.matching import NO_AMOUNT
from tables.received import Found, Received, is_number
from tables.words import few

WHICH = "one; say which with --column"


def by_stream(sheet: Received, key: int | None, wanted: str, asked: str) -> Found:
    """A row per stream."""
    grid = sheet.grid
    by_column = {column: sheet.names.best(grid.column(column)) for column in range(grid.width)}
    names_in = max(by_column, key=lambda column: len(by_column[column]))
    _refuse_unknown(sheet, {text for best in by_column.values() for texts in best.values() for text in texts})
    column = grid.column(names_in)
    streams = [
        row
        for row, text in enumerate(column)
        if text in {t for ts in by_column[names_in].values() for t in ts}
    ]
    codes = sheet.codes(key) if key is not None and key != names_in else [""] * len(column)
    if not any(codes[row] for row in streams):  # a column of amounts, headed by the municipality
        key, codes = None, [""] * len(column)
    named = {code for code in codes if code} or sheet.named_in(streams[0])
    if not wanted and len(named) != 1:
        raise sheet.refusal("no column that names one municipality", "--gemeente, to say whose it is")
    if named and wanted and wanted not in named:
        shown = few([sheet.municipality(code) for code in sorted(named)])
        raise sheet.refusal(f"this is of {shown}, not of {sheet.municipality(wanted)}", "a row for it")
    code = wanted or next(iter(named))
    texts = [text if codes[row] in ("", code) else "" for row, text in enumerate(column)]
    best = sheet.best(texts)
    double = [repr(text) for rule, text in best.items() if texts.count(text) > 1 and rule in sheet.amounts]
    if double:
        raise sheet.refusal(f"{few(double)} more than once", "each stream once")
    wrong = [text for text in best.values() if sheet.names.years(text) - {sheet.names.year}]
    if wrong:
        raise sheet.refusal(f"rows {few(wrong)}", f"rows for {sheet.names.year}, or another --year")
    rows = {rule: texts.index(text) for rule, text in best.items() if texts.count(text) == 1}
    first = min(rows.values())
    header = sheet.header(names_in, first)
    amounts_in = _amount_column(sheet, {names_in, key}, sorted(rows.values()), code, asked)
    sheet.refuse_other(first, code)
    cells = {(code, rule): (row, amounts_in) for rule, row in rows.items()}
    said = [f"namen: {sheet.named(names_in, header)}, bedragen: {sheet.named(amounts_in, header)}"]
    said += sheet.matched({rule: f"rij {texts[row]!r}" for rule, row in rows.items()})
    more = [text for text in best.values() if texts.count(text) > 1]
    if more:
        said.append(f"staat er meer dan eens, niet gelezen: {few(more)}")
    others = [
        text
        for row, text in enumerate(texts)
        if row > first and text and row not in rows.values() and text not in more
    ]
    if others:
        said.append(f"niet herkend, niet gelezen: {few(others)}")
    return Found([code], cells, header, said)


def _refuse_unknown(sheet: Received, streams: Collection[str]) -> None:
    """Say of a sheet without streams, or of a row of them without municipalities, what it is."""
    rows = sheet.grid.rows
    for row, cells in enumerate(rows):
        columns = [column for column, cell in enumerate(cells) if cell in streams]
        under = any(is_number(below[column]) for below in rows[row + 1 :] for column in columns)
        beside = any(is_number(cell) for cell in cells)
        if under and not beside:
            read = few([next(filter(None, below)) for below in rows[row + 1 :] if any(below)])
            heads = few([cell for cell in cells if cell])
            found = f"no municipality of this publication below {heads} (read: {read})"
            raise sheet.refusal(found, "names or codes of municipalities (verdeel list gemeenten)")
    if not streams:
        texts = [cell for cells in rows for cell in cells if re.search(r"[^\W\d_]{2}", cell)]
        read = f"nothing that is called like one of the streams (read: {few(texts)})"
        expected = f"a row or a column for {' or '.join(map(sheet.label, sheet.amounts))}"
        raise sheet.refusal(read if texts else "no names", expected)


def _amount_column(
    sheet: Received, taken: set[int | None], rows: Sequence[int], code: str, asked: str
) -> int:
    """The column that is asked, or the one whose heading says that it has the amounts of the year."""
    grid = sheet.grid
    above = {
        column: " ".join(cell for cell in grid.column(column)[: rows[0]] if cell)
        for column in range(grid.width)
        if column not in taken and any(grid.rows[row][column] for row in rows)
    }
    shown = {column: text or grid.letters[column] for column, text in above.items()}
    if asked:
        return _asked_column(sheet, shown, asked)
    nearest = {c: next(filter(None, reversed(grid.column(c)[: rows[0]])), "") for c in above}
    columns = [column for column, text in nearest.items() if not re.search(NO_AMOUNT, text.casefold())]
    if not columns:
        raise sheet.refusal("no column with amounts beside the names", "one")
    columns = _years(sheet, {column: above[column] for column in columns}) or columns
    numbers = {column: sum(is_number(grid.rows[row][column]) for row in rows) for column in columns}
    columns = [column for column in columns if numbers[column] == max(numbers.values())]
    names = [sheet.municipality(code), *map(sheet.label, sheet.amounts)]
    plainest = [column for column in columns if not sheet.names.more(above[column], names)]
    columns = plainest or columns
    columns = [column for column in columns if above[column]] or columns
    if len(columns) > 1:
        which = ", ".join(shown[column] for column in columns)
        raise sheet.refusal(f"more than one column with amounts ({which})", WHICH)
    return columns[0]


def _asked_column(sheet: Received, shown: Mapping[int, str], asked: str) -> int:
    """The column that a user names, by its heading or its letter."""
    wanted = asked.casefold()
    found = [c for c, text in shown.items() if wanted in (text.casefold(), sheet.grid.letters[c].casefold())]
    if len(found) != 1:
        raise sheet.refusal(f"no column {asked!r} with amounts", f"one of {', '.join(shown.values())}")
    return found[0]


def _years(sheet: Received, above: Mapping[int, str]) -> list[int]:
    """The columns of the year that is asked, and of no other; none where no heading names a year."""
    year = sheet.names.year
    years = {column: sheet.names.years(text) for column, text in above.items()}
    found = [column for column, said in years.items() if said == {year}]
    if not found and any(years.values()):
        others = ", ".join(sorted({each for said in years.values() for each in said}))
        raise sheet.refusal(f"amounts for {others}", f"a column for {year} alone, or another --year")
    return [column for column in found if above[column] == year] or found
