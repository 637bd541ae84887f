"""Largest remainders: a number of units over weights, exact to the last unit.

Everyone gets the quota units x weight / sum of weights rounded down; the units that are left go
to the largest remainders. Equal remainders: the first in order of code. Both forms below do the
same, one on integers, one as a polars expression; the tests hold them against each other.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import polars as pl

from allocation.errors import RuleError

NOT_WHOLE = "the pot is no whole number of units; round it in a rule of its own, with its ground"
NEGATIVE = "a pot and its weights cannot be negative"
WEIGHTLESS = "there is a pot, but every weight is zero"

DECIMAL = pl.Decimal(38, 0)


def largest_remainders(units: Fraction, weights: Sequence[Fraction]) -> list[int]:
    """Divide `units` over `weights` (in order of code) with integers only.

    Raises RuleError when `units` is not whole, anything is negative, or there is a pot but no weight.
    """
    if units.denominator != 1:
        raise RuleError(NOT_WHOLE)
    if units < 0 or any(weight < 0 for weight in weights):
        raise RuleError(NEGATIVE)
    if not sum(weights):
        if units:
            raise RuleError(WEIGHTLESS)
        return [0] * len(weights)
    quotas = _quotas(units, weights)
    shares = [quota for quota, _ in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: -quotas[i][1])
    for i in by_remainder[: int(units) - sum(shares)]:
        shares[i] += 1
    return shares


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


def add_division(
    frame: pl.LazyFrame, name: str, units: pl.Expr, weights: pl.Expr, scale: int = 0
) -> pl.LazyFrame:
    """`frame`, its rows in order of code, with the shares of each row as Decimal column `name`.

    `units` is a national Decimal without decimals, `weights` a Decimal column with `scale`
    decimals. Two columns more show ties: `name#extra`, who got one of the units that were left;
    `name#tied`, whose remainder equals the last that got one. Where the weights are all zero so
    are the shares; the caller checks what `largest_remainders` refuses.
    """
    part = {p: f"{name}#{p}" for p in ("units", "weight", "whole", "quota", "rest", "left", "last")}
    unit, weight, whole, quota, rest, left, last = (pl.col(column) for column in part.values())
    equal, above = rest == last, rest > last
    extra = (left > 0) & (above | (equal & (equal.cum_sum() <= left - above.sum())))
    integers = (weights * 10**scale).cast(DECIMAL) if scale else weights
    largest = units * integers.sum()  # no product below is larger; as a Decimal it raises beyond 38 digits
    return (
        frame.with_columns(
            units.cast(pl.Int128).alias(part["units"]),
            integers.cast(pl.Int128).alias(part["weight"]),
            largest.alias(f"{name}#largest"),
        )
        .with_columns(pl.when(weight.sum() != 0).then(weight.sum()).otherwise(1).alias(part["whole"]))
        .with_columns((weight * unit // whole).alias(part["quota"]))
        .with_columns(
            (weight * unit - quota * whole).alias(part["rest"]),
            (unit.first() - quota.sum()).alias(part["left"]),
        )
        .with_columns(_nth_largest(rest, left.first()).alias(part["last"]))
        .with_columns(extra.alias(f"{name}#extra"), ((left > 0) & equal).alias(f"{name}#tied"))
        .with_columns((quota + pl.col(f"{name}#extra")).cast(DECIMAL).alias(name))
        .drop(part.values())
    )


def _nth_largest(values: pl.Expr, n: pl.Expr) -> pl.Expr:
    """The n-th largest value; the largest or the smallest, where there are not that many."""
    index = (n - 1).clip(0, pl.len().cast(pl.Int128) - 1)
    return values.sort(descending=True).gather(index).first()
