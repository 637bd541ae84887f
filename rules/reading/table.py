"""A table that was handed in: a header, and rows of text under it."""

from collections.abc import Mapping
from typing import Literal

import polars as pl
from attrs import Factory, frozen

from rules.reading.cells import Cells

ROW = "\0row"
"""The column of a Table that holds the number of the row, as its reader sees it."""

Kind = Literal[
    "hidden",  # rows that the spreadsheet does not show: read like all others
    "areas",  # of the country, or of a part of it that is no municipality: passed over
    "totals",  # sums: passed over
    "remarks",  # without any value: passed over
    "unheaded",  # cells under no heading: not read
]


@frozen
class Aside:
    """Rows of a table that whoever handed it in must know of: what they are, and what stands in them."""

    kind: Kind
    place: str
    rows: tuple[int, ...]
    texts: tuple[str, ...] = ()


@frozen(eq=False)
class Table:
    """A table as handed in: `place` says which file and sheet; every cell is text or null.

    `cells` are those it was made of; `typed` are by column the rows where a cell was a number for its
    spreadsheet, so that a point in it can only be for decimals. `decimal` is the sign before decimals, where
    the one who hands it in says so; in the columns that are `settled` it is a point. `doubled` are names of
    more than one column, `beyond` rows of a text with more cells than its header.
    """

    place: str
    frame: pl.DataFrame
    cells: Cells | None = None
    typed: Mapping[str, frozenset[int]] = Factory(dict)
    decimal: str = ""
    settled: frozenset[str] = frozenset()
    doubled: frozenset[str] = frozenset()
    beyond: tuple[int, ...] = ()
    asides: tuple[Aside, ...] = ()

    def cell(self, row: object, column: str) -> str:
        """The place of one cell, in words."""
        return f"{self.place}, rij {row}, kolom {column}"

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column for column in self.frame.columns if column != ROW]
