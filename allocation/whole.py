"""Sums, products and chances of whole columns as whole numbers of 128 bits, as fast as polars has them.

They wrap around in silence where they are too large, so each knows the largest that any step of it can be:
whoever uses one proves first, or with what was in the columns afterwards, that this fits.
"""

from collections.abc import Callable
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.expressions import Arithmetic, Expression, Logistic, Number, Symbol
from allocation.logistic import decided, fixed_of
from allocation.numbers import decimals_of


@frozen(eq=False)
class Whole:
    """Whole numbers, in units of 10^-scale, from `low` to `high`; no step to them is larger than `most`."""

    expr: pl.Expr
    scale: int
    low: int
    high: int
    most: int


def column(expr: pl.Expr, scale: int, low: int, high: int) -> Whole:
    """A column of whole numbers or decimals."""
    return Whole(expr.to_physical().cast(pl.Int128), scale, low, high, max(abs(low), abs(high)))


def whole_of(node: Expression, symbol: Callable[[str], Whole | None]) -> Whole | None:
    """A formula of + - * and logistic() as whole numbers; None for any other, or a constant without end."""
    match node:
        case Symbol(name):
            return symbol(name)
        case Number(value):
            scale = decimals_of(value)
            if scale is None or abs(units := int(value * 10**scale)) >= 2**63:
                return None
            return Whole(pl.lit(units, dtype=pl.Int128), scale, units, units, abs(units))
        case Arithmetic("*", left, right):
            return _both(whole_of(left, symbol), whole_of(right, symbol), _times)
        case Arithmetic("+", left, right):
            return _both(whole_of(left, symbol), whole_of(right, symbol), _plus)
        case Arithmetic("-", left, right):
            return _both(whole_of(left, symbol), whole_of(right, symbol), lambda a, b: _plus(a, _minus(b)))
        case Logistic(operand, decimals):
            x = whole_of(operand, symbol)
            return x and _logistic(x, decimals)
        case _:
            return None


def _both(a: Whole | None, b: Whole | None, combine: Callable[[Whole, Whole], Whole]) -> Whole | None:
    return combine(a, b) if a and b else None


def _times(a: Whole, b: Whole) -> Whole:
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    most = max(a.most, b.most, *map(abs, corners))
    return Whole(a.expr * b.expr, a.scale + b.scale, min(corners), max(corners), most)


def _logistic(x: Whole, decimals: int) -> Whole:
    unit = 10**decimals
    if x.low == x.high:  # a constant is no column to go through
        units = decided(x.low, x.scale, decimals)
        return Whole(pl.lit(units, dtype=pl.Int128), decimals, units, units, max(x.most, units))
    units_of = fixed_of(x.expr, None, Fraction(1, 10**x.scale), decimals).cast(pl.Int128)
    return Whole(units_of, decimals, 0, unit, max(x.most, unit))


def _minus(a: Whole) -> Whole:
    # polars has no negative of 128 bits
    return Whole(pl.lit(0, dtype=pl.Int128) - a.expr, a.scale, -a.high, -a.low, a.most)


def _plus(a: Whole, b: Whole) -> Whole:
    scale = max(a.scale, b.scale)
    a, b = _finer(a, scale), _finer(b, scale)
    low, high = a.low + b.low, a.high + b.high
    return Whole(a.expr + b.expr, scale, low, high, max(a.most, b.most, abs(low), abs(high)))


def _finer(a: Whole, scale: int) -> Whole:
    """The same in smaller units."""
    if scale == a.scale:
        return a
    factor = 10 ** (scale - a.scale)
    unit = Whole(pl.lit(factor, dtype=pl.Int128), scale - a.scale, factor, factor, factor)
    return _times(a, unit)
