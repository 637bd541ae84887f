"""The logistic function 1 / (1 + exp(-x)), rounded to declared decimals, the same on every machine.

exp differs in its last bit between libraries, so a float is only believed where it cannot matter: where it
lies within MARGIN of a half (in units of the last decimal) it is decided in Decimal, whose exp is correctly
rounded by its standard, with ever more digits until an interval that holds the true value has no half in it.
"""

from collections.abc import Callable
from decimal import Context, Decimal, localcontext

import polars as pl

DECIMALS = 9
"""The decimals that a float carries with room to spare: its error is some 1e-6 of a unit."""
MARGIN = 1e-5
"""In units of the last decimal. Some twenty values in a million are within it, and decided in Decimal."""
REACH = 600
"""The largest |x|: beyond it exp leaves what a float can hold."""
_GUARD = 25
_WIDE = Context(prec=100)


def decided(units: int, scale: int, decimals: int = DECIMALS) -> int:
    """1 / (1 + exp(-x)) for x = units x 10^-scale, in units of 10^-decimals, half up; without any float.

    It ends: of a rational x other than 0 the value is irrational, so never on a half; of 0 it is 0.5.
    """
    exponent = Decimal(-units).scaleb(-scale, _WIDE)
    extra = _GUARD
    while True:
        low, high = _within(exponent, decimals, extra)
        if low == high:
            return low
        extra += extra


def _within(exponent: Decimal, decimals: int, extra: int) -> tuple[int, int]:
    """The rounded value at both ends of an interval that holds the true one."""
    with localcontext() as context:
        context.prec = decimals + extra
        power = exponent.exp()
        one, room = Decimal(1), Decimal(10) ** (3 - context.prec)  # four operations of half a unit each
        value = one / (one + power)
        unit, half = Decimal(10) ** decimals, Decimal("0.5")
        low, high = (int((value * (one + side)) * unit + half) for side in (-room, room))
    return low, high


def near(exponent: pl.Expr, exp: Callable[[pl.Expr], pl.Expr] = pl.Expr.exp) -> pl.Expr:
    """1 / (1 + exp(-x)) as a float in units of the last decimal; `exponent` is x as a float."""
    return 10.0**DECIMALS / (1.0 + exp(-exponent))


def fixed(
    units: pl.Series, scale: int, exp: Callable[[pl.Expr], pl.Expr] = pl.Expr.exp
) -> tuple[pl.Series, int]:
    """The rounded value of each of `units` (in 10^-scale), and how many were decided in Decimal.

    Raises OverflowError where an x is beyond REACH.
    """
    most = units.abs().max() or 0
    assert isinstance(most, int)
    if most > REACH * 10**scale:
        raise OverflowError(f"x = {most} x 10^-{scale} is beyond {REACH}")
    exponent = pl.col("x").cast(pl.Float64) / 10.0**scale
    value = pl.DataFrame({"x": units}).select(near(exponent, exp) + 0.5).to_series()  # exp is dear: once
    made = value.cast(pl.Int64)  # cuts off; no value is below 0
    doubtful = (value - made.cast(pl.Float64) - 0.5).abs() > 0.5 - MARGIN
    if not doubtful.any():
        return made, 0
    rows = doubtful.arg_true()
    sure = [decided(x, scale) for x in units.gather(rows).to_list()]
    return made.scatter(rows, sure), rows.len()
