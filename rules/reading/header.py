"""From cells to a table: which row is the header, and what stands under it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import compress

import polars as pl

from rules.reading.cells import Cell, Cells, as_text, filled, is_typed, refusal
from rules.reading.table import ROW, Aside, Table

DEEP = 60
"""A header stands among so many rows."""


def as_table(cells: Cells, names: Collection[str] = ()) -> Table:
    """The rows below the header: the first row that has all `names`, or else the first that is no title.

    Raises InputError when there is nothing in it.
    """
    if not cells.rows:
        raise refusal(cells.place, "het blad is leeg")
    at = _header(cells, names)
    heads = [_heading(cell) for cell in cells.rows[at][1]]
    body = cells.rows[at + 1 :]
    place_of = {text: column for column, text in reversed([*enumerate(heads)]) if text}
    columns = {text: place_of[text] for text in heads if text}
    texts = {text: [_text(row, at) for _, row in body] for text, at in columns.items()}
    frame = pl.DataFrame(
        {ROW: [number for number, _ in body], **texts},
        schema={ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)},
    )
    typed = {} if cells.plain else dict(_typed(body, columns))
    doubled = frozenset(text for text, times in Counter(heads).items() if text and times > 1)
    beyond, asides = _beside(cells, body, heads)
    return Table(cells.place, frame, cells, typed, doubled=doubled, beyond=beyond, asides=asides)


def headed(table: Table, names: Collection[str]) -> Table:
    """The table under the header that has all `names`, where titles stand above it."""
    if table.cells is None or {*names} <= {*table.header}:
        return table
    other = as_table(table.cells, names)
    return other if {*names} <= {*other.header} else table


def _header(cells: Cells, names: Collection[str]) -> int:
    """Of the first rows the one with all names; else the first with as much in it as a header has."""
    top = [row for _, row in cells.rows[:DEEP]]
    if names:
        wanted = {*names}
        for at, row in enumerate(top):
            if wanted <= {*map(_heading, row)}:
                return at
    counts = [sum(map(filled, row)) for row in top]
    least = max(2, (max(counts) + 1) // 2)
    return next((at for at, count in enumerate(counts) if count >= least), 0)


def _heading(cell: Cell) -> str:
    return " ".join((as_text(cell) or "").split())


def _text(row: Sequence[Cell], column: int) -> str | None:
    return as_text(row[column]) if column < len(row) else None


def _typed(
    body: Sequence[tuple[int, Sequence[Cell]]], columns: dict[str, int]
) -> Iterator[tuple[str, frozenset[int]]]:
    for text, at in columns.items():
        yield text, frozenset(number for number, row in body if at < len(row) and is_typed(row[at]))


def _beside(
    cells: Cells, body: Sequence[tuple[int, Sequence[Cell]]], heads: Sequence[str]
) -> tuple[tuple[int, ...], tuple[Aside, ...]]:
    """Rows with more cells than the header (shifted, in a text); hidden ones; cells under no heading."""
    beyond = [number for number, row in body if any(map(filled, row[len(heads) :]))]
    bare = [not text for text in heads]
    under = [number for number, row in body if any(map(filled, compress(row, bare)))]
    unheaded = under if cells.plain else sorted({*under, *beyond})
    hidden = sorted({number for number, _ in body} & {*cells.hidden})
    asides = (
        Aside("hidden", cells.place, tuple(hidden)),
        Aside("unheaded", cells.place, tuple(unheaded)),
    )
    return tuple(beyond) if cells.plain else (), tuple(aside for aside in asides if aside.rows)
