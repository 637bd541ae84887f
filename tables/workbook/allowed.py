"""Where on a sheet something may be filled in, and what."""

from collections.abc import Iterator
from itertools import groupby

from attrs import frozen

from tables.workbook.layout import Layout
from tables.workbook.model import Allowed


@frozen
class Run:
    """Cells below each other in which the same is allowed: a column and its rows, counted from 0."""

    column: int
    first: int
    last: int
    allowed: Allowed


def runs(laid: Layout) -> Iterator[Run]:
    """All cells of a sheet in which not everything is allowed."""
    for number, fact in enumerate(laid.sheet.facts):
        if fact.allowed:
            yield Run(number, laid.body + 1, laid.body + 1, fact.allowed)
    for table, top in zip(laid.sheet.blocks, laid.headers, strict=True):
        for number, column in enumerate(table.columns):
            places = enumerate(column.allowed, start=top + 1)
            for allowed, group in groupby(places, key=lambda place: place[1]):
                rows = [row for row, _ in group]
                yield Run(number, rows[0], rows[-1], allowed)
