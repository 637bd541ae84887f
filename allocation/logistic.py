"""The logistic function 1 / (1 + exp(-x)), rounded to declared decimals, the same on every machine.

exp differs in its last bit between libraries, so a float is only believed where it cannot matter: where it
lies within MARGIN of a half (in units of the last decimal) it is decided in Decimal, whose exp is correctly
rounded by its standard, with ever more digits until an interval that holds the true value has no half in it.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl

DECIMALS = 9
"""The decimals that a float carries with room to spare: its error is some 1e-6 of a unit."""
MARGIN = 1e-5
"""In units of the last decimal. Some twenty values in a million are within it, and decided in Decimal."""
REACH = 600
"""The largest |x|: beyond it exp leaves what a float can hold, and the value is 0 or 1 in 260 decimals."""
_GUARD = 25


def decided(units: int, scale: int, decimals: int = DECIMALS) -> int:
    """1 / (1 + exp(-x)) for x = units x 10^-scale, in units of 10^-decimals, half up; without any float."""
    return decided_of(units, 10**scale, decimals)


def decided_of(above: int, below: int, decimals: int = DECIMALS) -> int:
    """The same for x = above / below; `below` is above zero.

    It ends: of a rational x other than 0 the value is irrational, so never on a half; of 0 it is 0.5.
    """
    whole: int = 10**decimals
    if not above:
        return (whole + 1) // 2
    if abs(above) > REACH * below:
        return whole if above > 0 else 0
    extra = _GUARD
    while True:
        low, high = _within(above, below, decimals, extra)
        if low == high:
            return low
        extra += extra


def _within(above: int, below: int, decimals: int, extra: int) -> tuple[int, int]:
    """The rounded value at both ends of an interval that holds the true one."""
    with localcontext() as context:
        context.prec = decimals + extra
        power = (Decimal(-above) / below).exp()
        one = Decimal(1)
        # four operations of half a unit each, and exp of an x that is off by half a unit of its up to REACH
        room = Decimal(10) ** (6 - context.prec)
        value = one / (one + power)
        unit, half = Decimal(10) ** decimals, Decimal("0.5")
        low, high = (int((value * (one + side)) * unit + half) for side in (-room, room))
    return low, high


def near(
    exponent: pl.Expr, exp: Callable[[pl.Expr], pl.Expr] = pl.Expr.exp, decimals: int = DECIMALS
) -> pl.Expr:
    """1 / (1 + exp(-x)) as a float in units of the last decimal; `exponent` is x as a float."""
    return 10.0**decimals / (1.0 + exp(-exponent))


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
    return _rounded(pl.DataFrame({"x": units}), near(exponent, exp), lambda x: decided(x, scale))


def fixed_of(above: pl.Expr, below: pl.Expr | None, unit: Fraction, decimals: int) -> pl.Expr:
    """The rounded value of x = above / below x unit, in units of 10^-decimals; null where x is.

    `above` and `below` (None: 1) are whole numbers. It goes through a population batch by batch.
    """
    columns = [above.alias("x"), *([] if below is None else [below.alias("y")])]
    exponent = pl.col("x").cast(pl.Float64) * float(unit)
    if below is not None:
        exponent = exponent / pl.col("y").cast(pl.Float64)
    value = near(exponent, decimals=decimals)  # of an exp beyond all floats it is 0, as it must be

    def sure(x: int, y: int = 1) -> int:
        return decided_of(x * unit.numerator, y * unit.denominator, decimals)

    def batch(of: pl.Series) -> pl.Series:
        return _rounded(of.struct.unnest(), value, sure)[0]

    return pl.struct(columns).map_batches(batch, pl.Int64, is_elementwise=True)


def _rounded(rows: pl.DataFrame, near_by: pl.Expr, sure: Callable[..., int]) -> tuple[pl.Series, int]:
    """Half up: a float where that is believed, else what is `sure` of the row."""
    value = rows.select(v=near_by + 0.5)["v"]  # exp is dear: once
    made = value.cast(pl.Int64)  # cuts off; no value is below 0
    doubtful = (value - made.cast(pl.Float64) - 0.5).abs() > 0.5 - MARGIN
    if not doubtful.any():
        return made, 0
    places = doubtful.arg_true()
    return made.scatter(places, [sure(*row) for row in rows[places].iter_rows()]), places.len()
