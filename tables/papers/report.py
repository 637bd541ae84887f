"""The tables of a paper as text: what is printed, what is computed, and the difference."""

from collections.abc import Iterator, Sequence

from rules.analysis.paper import PaperCell, PaperRow
from rules.library.paper import Paper, PaperTable
from tables.comparing.report import signed
from tables.listing import as_text
from tables.words import number

Tables = Sequence[tuple[PaperTable, Sequence[PaperRow]]]
COMPUTED_DECIMALS = 2
"""What is computed is shown with so many decimals more than whole numbers, where it has them."""


def lines(paper: Paper, tables: Tables) -> Iterator[str]:
    """All of a paper: its tables, the notes to their lines, and where it says two things."""
    yield f"{paper.title} ({paper.source})"
    for table, rows in tables:
        yield ""
        yield f"{table.title}{f', {table.unit}' if table.unit else ''}"
        yield from as_text(list(_table(table, rows)))
        yield from (f"  {row.line.label}: {row.line.note}" for row in rows if row.line.note)
        if table.note:
            yield f"  {table.note}"
    if paper.note:
        yield ""
        yield "Waar het stuk twee dingen zegt:"
        yield from (f"{one.number:3}. {one.place} | {one.against} | {one.verdict}" for one in paper.note)


def _table(table: PaperTable, rows: Sequence[PaperRow]) -> Iterator[Sequence[str]]:
    columns = [part for column in table.columns for part in (column.name, "berekend", "verschil")]
    yield ("regel", *columns)
    for row in rows:
        if row.line.chapter:
            yield (row.line.chapter, *("" for _ in columns))
        label = row.line.label if row.line.total else f"  {row.line.label}"
        yield (label, *(text for cell in row.cells for text in texts(cell)))


def texts(cell: PaperCell) -> tuple[str, str, str]:
    """What is printed, what is computed, and the difference in the decimals that are printed."""
    printed = "" if cell.printed is None else number(cell.printed, cell.decimals)
    if cell.computed is None:
        return printed, "", ""
    whole = cell.computed.denominator == 1
    computed = number(cell.computed, 0 if whole else max(cell.decimals, COMPUTED_DECIMALS))
    return printed, computed, "" if not cell.gap else signed(cell.gap, cell.decimals)
