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
    """1 / (1 + exp(-x)) as a float in units of the last decimal; `exponent` is x as a float.

    Beyond what a float can hold it is 0 or 10^decimals, as it must be.
    """
    return 10.0**decimals / (1.0 + exp(-exponent))


def doubtful(value: pl.Expr) -> pl.Expr:
    """Whether what `near` gave is too close to a half to be believed."""
    return _lowest(value) != (value + (0.5 + MARGIN)).cast(pl.Int64)


def _lowest(value: pl.Expr) -> pl.Expr:
    """Half up, or one less where it is doubtful; a cast cuts off, and no value is below 0."""
    return (value + (0.5 - MARGIN)).cast(pl.Int64)


def fixed_of(above: pl.Expr, below: pl.Expr | None, unit: Fraction, decimals: int) -> pl.Expr:
    """The rounded value of x = above / below x unit, in units of 10^-decimals; null where x is.

    `above` and `below` (None: 1) are whole numbers.
    """
    return settled(near(exponent(above, below, unit), decimals=decimals), above, below, unit, decimals)


def settled(
    value: pl.Expr, above: pl.Expr, below: pl.Expr | None, unit: Fraction, decimals: int = DECIMALS
) -> pl.Expr:
    """The same, of who has what `near` gives.

    All but what is doubtful is left to polars, so that a population streams through all processors.
    """
    columns = [_lowest(value).alias("made"), doubtful(value).alias("doubtful"), above.alias("x")]
    columns += [] if below is None else [below.alias("y")]

    def sure(x: int, y: int = 1) -> int:
        return decided_of(x * unit.numerator, y * unit.denominator, decimals)

    def batch(of: pl.Series) -> pl.Series:
        return _decided(of.struct.unnest(), sure)

    return pl.struct(columns).map_batches(batch, pl.Int64, is_elementwise=True)


def _decided(rows: pl.DataFrame, sure: Callable[..., int]) -> pl.Series:
    """What was made of each, and where that is doubtful what is `sure`."""
    made, doubt, *ratio = rows.get_columns()
    if not doubt.any():
        return made
    places = doubt.arg_true()
    return made.scatter(places, [sure(*row) for row in zip(*(one[places] for one in ratio), strict=True)])


def exponent(above: pl.Expr, below: pl.Expr | None, unit: Fraction) -> pl.Expr:
    """X as a float."""
    x = above.cast(pl.Float64) * float(unit)
    return x if below is None else x / below.cast(pl.Float64)
