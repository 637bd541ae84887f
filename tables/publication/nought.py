"""A table where most municipalities have nothing shows the others, and says so in a line."""

from collections.abc import Sequence

from attrs import evolve

from rules import Outcome
from tables.workbook.model import Block, Column, Sheet

ABSENT = "staan niet in de tabel"


def without_nought(sheet: Sheet, outcome: Outcome, amounts: Sequence[str]) -> Sheet:
    """The sheet without the rows of who has nothing of any of the amounts, where those are most of them."""
    values = [outcome.result.column(name).to_list() for name in amounts]
    values += [outcome.published(name) for name in amounts if name in outcome.official]
    rows = range(len(outcome.prepared.territory))
    kept = [row for row in rows if any(of[row] for of in values)]
    nought = len(rows) - len(kept)
    if nought <= len(kept) or not kept:
        return sheet
    said = f"{nought} van {len(rows)} gemeenten krijgen hier niets, en {ABSENT}; het totaal is dat van alle."
    return evolve(
        sheet,
        subtitle=f"{sheet.subtitle}\n{said}",
        blocks=[_only(table, kept) for table in sheet.blocks],
    )


def _only(table: Block, kept: Sequence[int]) -> Block:
    columns = [_marked(column, kept) for column in table.columns]
    return evolve(table, columns=columns, rows=[table.rows[row] for row in kept])


def _marked(column: Column, kept: Sequence[int]) -> Column:
    return evolve(column, marks=[column.marks[row] for row in kept]) if column.marks else column
