"""What comes of households: whole numbers, per municipality and norm.

The chance of a household and the part of its norm that is paid are fixed at nine decimals, multiplied and
added as whole numbers: the outcome does not depend on order, batches, threads or machines.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256

import polars as pl
from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.logistic import DECIMALS, REACH, doubtful, exponent, near, settled
from rules.model import law
from rules.model.checks import NORM, PLACE
from rules.model.layout import Layout
from rules.model.lookups import lookups
from rules.model.weights import Weights

UNIT = 10**DECIMALS
Key = tuple[str, str]


@frozen
class Sum:
    """Households, their chances (10^-9) and chance x fraction of the norm (10^-18), added up."""

    rows: int
    chance: int
    paid: int

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.rows + other.rows, self.chance + other.chance, self.paid + other.paid)


@frozen
class Sums:
    """By municipality and norm; `decided` is how many values were decided in Decimal."""

    by: Mapping[Key, Sum]
    decided: int

    @property
    def hash(self) -> str:
        """One hash of all of it, whatever the order or the cut."""
        said = sorted((*key, s.rows, s.chance, s.paid) for key, s in self.by.items())
        return sha256(repr(said).encode()).hexdigest()


def merged(parts: Iterable[Sums]) -> Sums:
    """The sums of all parts; each part is to be there once."""
    by: dict[Key, Sum] = {}
    decided = 0
    for part in parts:
        decided += part.decided
        for key, one in part.by.items():
            by[key] = by[key] + one if key in by else one
    return Sums(by, decided)


def sums(frame: pl.LazyFrame, weights: Weights, made: Layout) -> Sums:
    """The sums of packed households, in one streaming pass. Raises InputError for weights beyond reason."""
    refuse_beyond(weights)
    found = (
        rounded(frame, weights, made)
        .group_by(PLACE, NORM)
        .agg(
            pl.len().alias("rows"),
            pl.col("chance").sum(),  # of as many rows as polars counts it stays below 2^63
            (pl.col("chance") * pl.col("part")).cast(pl.Int128).sum().alias("paid"),
            pl.col("decided").sum(),
        )
        .collect(engine="streaming")
    )
    by = {
        (made.codes[place], made.norms[norm]): Sum(rows, chance, paid)
        for place, norm, rows, chance, paid, _ in found.iter_rows()
    }
    return Sums(by, int(found["decided"].sum()))


def rounded(frame: pl.LazyFrame, weights: Weights, made: Layout) -> pl.LazyFrame:
    """Packed households with their chance, the part of their norm, and how many of both were decided."""
    unit = Fraction(1, 10**weights.scale)
    x, y, p, f = map(pl.col, "xypf")
    return (
        lookups(weights, made)
        .xs(frame, PLACE, NORM)
        .with_columns(p=near(exponent(x, None, unit)), f=near(exponent(y, None, unit)))  # exp is dear: once
        .select(
            PLACE,
            NORM,
            chance=settled(p, x, None, unit),
            part=settled(f, y, None, unit),
            decided=doubtful(p).cast(pl.UInt32) + doubtful(f),
        )
    )


def refuse_beyond(weights: Weights) -> None:
    """No x that weights can give may be beyond what the logistic function and 64 bits reach."""
    most = law.document()["measured"]["most"]
    for table in (weights.chance, weights.price):
        reach = sum(abs(row.value) * most.get(row.name, 1) for row in table.rows if row.value is not None)
        if reach > REACH or reach * 10**weights.scale >= 2**62:
            found = f"de gewichten van {table.part} tellen op tot {reach}"
            raise InputError([Problem(weights.file, found, "gewichten van de orde van de gedrukte tabellen")])
