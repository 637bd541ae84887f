"""Largest remainders: a number of units over weights, exact to the last unit.

Everyone gets the quota units x weight / sum of weights rounded down; the units that are left go
to the largest remainders. Equal remainders: the first in order of code. Both forms below do the
same, one on Python's integers, one on those of polars; the tests hold them against each other.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

import polars as pl
from attrs import frozen

from allocation.errors import RuleError

NOT_WHOLE = "de pot is geen geheel aantal; rond hem af in een eigen regel, met de grondslag"
NEGATIVE = "een pot en de gewichten kunnen niet negatief zijn"
WEIGHTLESS = "er is een pot, maar elk gewicht is nul"


def largest_remainders(units: Fraction, weights: Sequence[Fraction]) -> list[int]:
    """Divide `units` over `weights` (in order of code) with integers only.

    Raises RuleError when `units` is not whole, anything is negative, or there is a pot but no weight.
    """
    refuse(units, min(weights), sum(weights, Fraction(0)))
    if not sum(weights):
        return [0] * len(weights)
    quotas = _quotas(units, weights)
    shares = [quota for quota, _ in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: -quotas[i][1])
    for i in by_remainder[: int(units) - sum(shares)]:
        shares[i] += 1
    return shares


def refuse(units: Fraction, lowest: Fraction | int, whole: Fraction | int) -> None:
    """Raise RuleError for what cannot be divided: `lowest` is the least of the weights, `whole` their sum."""
    if units.denominator != 1:
        raise RuleError(NOT_WHOLE)
    if units < 0 or lowest < 0:
        raise RuleError(NEGATIVE)
    if units and not whole:
        raise RuleError(WEIGHTLESS)


def tied_at_last_unit(units: Fraction, weights: Sequence[Fraction]) -> tuple[list[int], list[int]]:
    """The rows with the remainder that got the last unit: who got one, and who did not."""
    if not sum(weights):
        return [], []
    shares, quotas = largest_remainders(units, weights), _quotas(units, weights)
    extra = [share - quota for share, (quota, _) in zip(shares, quotas, strict=True)]
    last = min((rest for got, (_, rest) in zip(extra, quotas, strict=True) if got), default=None)
    tied = [i for i, (_, rest) in enumerate(quotas) if rest == last]
    return [i for i in tied if extra[i]], [i for i in tied if not extra[i]]


def _quotas(units: Fraction, weights: Sequence[Fraction]) -> list[tuple[int, int]]:
    """Whole part and remainder of each quota, the remainders over one denominator."""
    common = lcm(*(weight.denominator for weight in weights))
    whole_weights = [int(weight * common) for weight in weights]
    whole = sum(whole_weights)
    return [divmod(int(units) * weight, whole) for weight in whole_weights]


@frozen
class Division:
    """The shares of a pot in whole units, and the rows equal at the last unit that got one or did not."""

    shares: pl.Series
    granted: list[int]
    denied: list[int]


def divide(units: int, weights: pl.Series) -> Division:
    """`units` over `weights`, whole numbers (Int128) in order of code.

    The caller knows that `refuse` lets them pass, and that units x the sum of the weights is below 2^127.
    """
    whole = int(weights.sum())
    if not whole:
        return Division(weights, [], [])
    products, below = weights * _whole(units), _whole(whole)
    quotas, rests = products // below, products % below
    left = units - int(quotas.sum())
    if not left:
        return Division(quotas, [], [])
    last = rests.sort(descending=True)[left - 1]
    equal, above = rests == last, rests > last
    extra = above | (equal & (equal.cum_sum() <= left - int(above.sum())))
    granted, denied = ((equal & mask).arg_true().to_list() for mask in (extra, ~extra))
    return Division(quotas + extra.cast(pl.Int128), granted, denied)


Tied = tuple[list[int], list[int]]
"""The places of those equal at the last unit: who got one, and who did not."""


@frozen(eq=False, slots=False)
class Divisions:
    """`divide` of many pots (`units`): each over the next `size` weights, in order of code."""

    units: Sequence[int]
    weights: pl.Series
    size: int

    @cached_property
    def _frame(self) -> pl.DataFrame:
        pots = pl.Series("pot", self.units, dtype=pl.Int128)
        one = pl.int_range(pl.len(), dtype=pl.Int64) // self.size
        whole, rest = pl.col("whole"), pl.col("rest")
        frame = pl.DataFrame([self.weights.alias("weight")]).with_columns(one.alias("one"))
        frame = frame.with_columns(
            pots.gather(frame["one"]), pl.col("weight").sum().over("one").alias("whole")
        )
        product, below = pl.col("weight") * pl.col("pot"), pl.when(whole > 0).then(whole).otherwise(1)
        frame = frame.with_columns((product // below).alias("quota"), (product % below).alias("rest"))
        left = pl.col("pot") - pl.col("quota").sum().over("one")
        extra = (rest.rank("ordinal", descending=True).over("one") <= left) & (whole > 0)
        return frame.select("one", "quota", "rest", extra.alias("extra"))

    @cached_property
    def shares(self) -> pl.Series:
        """What each gets, in units; without weights 0."""
        return self._frame.select(pl.col("quota") + pl.col("extra").cast(pl.Int128)).to_series()

    @cached_property
    def tied(self) -> Mapping[int, Tied]:
        """By pot that has a tie at its last unit those who are in it."""
        last = pl.col("rest").filter("extra").min().over("one")
        found: dict[int, Tied] = {}
        place = pl.int_range(pl.len(), dtype=pl.Int64) % self.size
        rows = self._frame.select(
            "one", "extra", place.alias("place"), (pl.col("rest") == last).alias("equal")
        )
        for one, extra, at in rows.filter("equal").select("one", "extra", "place").iter_rows():
            found.setdefault(one, ([], []))[0 if extra else 1].append(at)
        return {one: of for one, of in found.items() if of[1]}


def _whole(number: int) -> pl.Series:
    return pl.Series([number], dtype=pl.Int128)
