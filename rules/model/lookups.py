"""Both tables of weights as lookups: the sum of the weights for every combination of the bits of a column."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add

import polars as pl
from attrs import frozen

from rules.model import law
from rules.model.layout import Layout
from rules.model.weights import CONSTANT, Weights


@frozen(eq=False)
class Lane:
    """One of both tables: x is what is looked up, a constant, and what is measured times its weight."""

    constant: int
    measured: list[tuple[str, int]]

    def x(self, looked_up: pl.Expr, ten: int) -> pl.Expr:
        """X of a household, in its units; what is looked up is in `ten` of those."""
        terms = (pl.col(name).cast(pl.Int64) * weight for name, weight in self.measured)
        return reduce(add, terms, looked_up * ten + self.constant)


@frozen(eq=False)
class Lookups:
    """Both tables at once: a lookup gives `shift` times the sum for the chance, plus that for the price.

    That is half of the lookups, and nothing else takes as long. The sum for the price is never below 0 (its
    constant makes up for that), so that a division finds each back. `kind` holds both sums.
    """

    columns: list[tuple[str, pl.Series]]
    kind: pl.DataType
    shift: int
    ten: int
    chance: Lane
    price: Lane

    def xs(self, frame: pl.LazyFrame, *keep: str) -> pl.LazyFrame:
        """`x` of the chance and of the price (`y`) of packed households, in units of 10^-scale."""
        bits = pl.struct(column for column, _ in self.columns)
        both, shift = pl.col("both"), pl.lit(self.shift, self.kind)
        chance, price = (part.cast(pl.Int64) for part in (both // shift, both % shift))
        return frame.with_columns(
            both=bits.map_batches(self._looked_up, self.kind, is_elementwise=True)
        ).select(*keep, x=self.chance.x(chance, self.ten), y=self.price.x(price, self.ten))

    def _looked_up(self, rows: pl.Series) -> pl.Series:
        """Both sums, batch by batch: the one thing that is not left to polars."""
        batch = rows.struct.unnest()
        return reduce(add, (table[batch[column]] for column, table in self.columns))  # `gather` is slower


def lookups(weights: Weights, made: Layout) -> Lookups:
    """Both tables of a version for a layout: in 64 bits where those hold both sums, else in 128."""
    ten = 10 ** law.document()["measured"]["decimals"]
    units = [{row.name: weights.units(row.value) for row in t.rows} for t in (weights.chance, weights.price)]
    of_columns = [[_combinations(of, names, ten) for _, names in made.columns] for of in units]
    (low, high), (least, most) = ([sum(map(end, of)) for end in (min, max)] for of in of_columns)
    shift = 2 ** (most - least).bit_length()
    kind = pl.Int64() if (max(-low, high) + 1) * shift < 2**63 else pl.Int128()
    of_columns[1][0] = [one - least for one in of_columns[1][0]]
    columns = [
        (column, pl.Series([one * shift + other for one, other in zip(*both, strict=True)], dtype=kind))
        for (column, _), *both in zip(made.columns, *of_columns, strict=True)
    ]
    lanes = (
        Lane(of[CONSTANT] + raised, [(n, of[n] // ten) for n in weights.measured if of.get(n)])
        for of, raised in zip(units, (0, least * ten), strict=True)
    )
    return Lookups(columns, kind, shift, ten, *lanes)


def _combinations(units: Mapping[str, int], names: Iterable[str], ten: int) -> list[int]:
    """The sum of the weights for every combination of bits, in so many units: they have those to spare."""
    sums = [0]
    for name in names:
        sums += [one + units.get(name, 0) // ten for one in sums]
    return sums
