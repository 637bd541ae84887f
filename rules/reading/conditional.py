"""Inputs that count for some municipalities only: what another column says yes to, or no.

A late account is delivered as it is: empty in the column of T-2 and filled in that of T-3, which is empty for
all others. Where a value counts there must be one; a column that is empty where it does not count has none
there at all.
"""

from collections.abc import Mapping

import polars as pl

from allocation.errors import Problem
from allocation.inputs import InputSpec
from rules.reading.counted import first, row_numbers
from rules.reading.interpret import MISSING
from rules.reading.table import ROW, Table


def where_counted(
    table: Table, known: pl.DataFrame, spec: InputSpec, column: str, asked: Mapping[str, str]
) -> tuple[pl.Series, list[Problem]]:
    """The column with 0 where it does not count and is empty, and values that are there and do not count.

    `asked` has the column of each input that says where another one counts.
    """
    cells, other = known[column], spec.where or spec.where_not
    if other not in asked or asked[other] not in known.columns:
        return cells, []
    answers, counts = known[asked[other]], "1" if spec.where else "0"
    idle = (answers.is_in(["0", "1"]) & (answers != counts)).fill_null(value=False)
    empty = cells.is_null() | cells.is_in(MISSING)
    left = idle & empty
    extra = known.filter(idle & ~empty & (cells != "0")) if left.any() else known.clear()
    zero = pl.when(pl.Series(left)).then(pl.lit("0")).otherwise(cells)
    filled = known.select(zero.alias(column))[column]
    if extra.is_empty():
        return filled, []
    place = f"{table.place}, kolom {column}, {row_numbers(extra[ROW].to_list())}"
    values = first(map(repr, extra[column]))
    expected = f"niets waar {asked[other]} niet {counts} is, zoals in andere rijen: daar telt het niet"
    return filled, [Problem(place, values, expected)]
