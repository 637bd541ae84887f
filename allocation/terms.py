"""Exact quotients as polars expressions, each with the largest and smallest that it can be.

A quotient is not computed but carried as numerator and divisor until a rule rounds it, so nothing is lost on
the way. A quotient by zero is null, and so is all that rests on it. From the bounds of what goes in follow
those of what comes out: what may need more than 38 digits raises NotCarriedError before anything is computed.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm

import polars as pl
from attrs import evolve, frozen

from allocation.column import DIGITS, LIMIT
from allocation.logistic import fixed_of
from allocation.numbers import decimals_of, scaled


class NotCarriedError(Exception):
    """Decimals of 38 digits may not carry a value: it is computed on fractions instead."""


@frozen(eq=False)
class Divisor:
    """What each numerator is over: above zero, or null for a division by zero.

    `low` and `high` bound it, in units of 10^-scale.
    """

    expr: pl.Expr
    scale: int
    low: int
    high: int


@frozen(eq=False)
class Term:
    """A value per municipality: `num`, a decimal with `scale` decimals, over `common` and over `own`.

    `common` is one whole number for all, `own` a divisor of each. `low` and `high` bound the numerator, in
    units of 10^-scale.
    """

    num: pl.Expr
    scale: int
    low: int
    high: int
    common: int = 1
    own: Divisor | None = None

    def __attrs_post_init__(self) -> None:
        _fits(self.scale, self.low, self.high, self.common)

    @property
    def largest(self) -> int:
        """The numerator is no larger than this, whatever its sign."""
        return max(abs(self.low), abs(self.high))


def _fits(scale: int, *units: int) -> None:
    if scale > DIGITS or any(abs(number) >= LIMIT for number in units):
        raise NotCarriedError


def constant(value: Fraction) -> Term:
    """A constant: a decimal that ends, or a quotient of two whole numbers."""
    decimals = decimals_of(value)
    if decimals is not None and decimals <= DIGITS:
        units = int(value * 10**decimals)
        return Term(literal(units, decimals), decimals, units, units)
    units = value.numerator
    return Term(literal(units, 0), 0, units, units, value.denominator)


def literal(units: int, scale: int = 0) -> pl.Expr:
    """`units` x 10^-scale as a polars literal."""
    _fits(scale, units)
    return pl.lit(scaled(units, scale), dtype=pl.Decimal(DIGITS, scale))


def add(a: Term, b: Term) -> Term:
    """The sum."""
    a, b = over_one(a, b)
    scale = max(a.scale, b.scale)
    (a_low, a_high), (b_low, b_high) = _units(a, scale), _units(b, scale)
    return Term(a.num + b.num, scale, a_low + b_low, a_high + b_high, a.common, a.own)


def negate(a: Term) -> Term:
    """The opposite."""
    return evolve(a, num=-a.num, low=-a.high, high=-a.low)


def multiply(a: Term, b: Term) -> Term:
    """The product."""
    num, scale, low, high = _times((a.num, a.scale, a.low, a.high), (b.num, b.scale, b.low, b.high))
    return Term(num, scale, low, high, a.common * b.common, _product(a.own, b.own))


def divide(a: Term, b: Term) -> Term:
    """The quotient: the sign of b moves to the numerator, its zero makes the divisor null."""
    a = _over(a, b.common, b.own)
    num = pl.when(b.num < 0).then(-a.num).otherwise(a.num)
    least = min(abs(b.low), abs(b.high)) if b.low * b.high > 0 else 1
    divisor = Divisor(pl.when(b.num != 0).then(b.num.abs()), b.scale, least, max(b.largest, 1))
    return Term(num, a.scale, -a.largest, a.largest, a.common, _product(a.own, divisor))


def over_one(a: Term, b: Term) -> tuple[Term, Term]:
    """Both terms over the same divisors."""
    common = lcm(a.common, b.common)
    own, a_lacks, b_lacks = (a.own, None, None) if a.own is b.own else (_product(a.own, b.own), b.own, a.own)
    first, second = _over(a, common // a.common, a_lacks), _over(b, common // b.common, b_lacks)
    return evolve(first, common=common, own=own), evolve(second, common=common, own=own)


def compare(op: str, a: Term, b: Term) -> pl.Expr:
    """The condition a `op` b; null where either divides by zero."""
    a, b = over_one(a, b)
    holds = _COMPARED[op](a.num, b.num)
    return holds if a.own is None else pl.when(a.own.expr.is_not_null()).then(holds)


_COMPARED: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def together(conditions: Sequence[pl.Expr], combine: Callable[..., pl.Expr]) -> pl.Expr:
    """Conditions combined (all, any, how many); null where one of them is null."""
    known = pl.all_horizontal(condition.is_not_null() for condition in conditions)
    return pl.when(known).then(combine(*conditions))


def counted(number: pl.Expr, most: int) -> Term:
    """A whole number from 0 to `most` (of a condition: 1 where it holds)."""
    return Term(number.cast(pl.Int64).cast(pl.Decimal(DIGITS, 0)), 0, 0, most)


def choose(condition: pl.Expr, then: Term, otherwise: Term) -> Term:
    """One of two terms; null where the condition is (polars alone would take `otherwise`).

    Only the chosen term counts: the other may divide by zero.
    """

    def pick(a: pl.Expr, b: pl.Expr, scale: int) -> pl.Expr:
        chosen = pl.when(condition).then(a).when(condition.not_()).then(b)
        return chosen.cast(pl.Decimal(DIGITS, scale))

    common = lcm(then.common, otherwise.common)
    then = _over(then, common // then.common, None)
    otherwise = _over(otherwise, common // otherwise.common, None)
    scale = max(then.scale, otherwise.scale)
    ranges = (*_units(then, scale), *_units(otherwise, scale))
    num, own = pick(then.num, otherwise.num, scale), then.own
    if then.own is not otherwise.own:
        one = Divisor(literal(1), 0, 1, 1)
        a, b = then.own or one, otherwise.own or one
        finest = max(a.scale, b.scale)
        low = min(a.low * 10 ** (finest - a.scale), b.low * 10 ** (finest - b.scale))
        high = max(a.high * 10 ** (finest - a.scale), b.high * 10 ** (finest - b.scale))
        own = Divisor(pick(a.expr, b.expr, finest), finest, low, high)
    return Term(num, scale, min(ranges), max(ranges), common, own)


def round_half_away(term: Term, decimals: int) -> Term:
    """Half away from zero, decided on the exact quotient: floor((2 |n| 10^k + d) / 2d)."""
    if term.own is None and term.common == 1:
        if term.scale <= decimals:
            return term
        num = term.num.round(decimals, mode="half_away_from_zero").cast(pl.Decimal(DIGITS, decimals))
        factor = 10 ** (term.scale - decimals)
        return Term(num, decimals, term.low // factor - 1, term.high // factor + 1)
    own = joined(term)
    twice, scale, _, high = _times((term.num.abs(), term.scale, 0, term.largest), _whole(2 * 10**decimals))
    finest = max(scale, own.scale)
    above = high * 10 ** (finest - scale) + own.high * 10 ** (finest - own.scale)
    below = 2 * 10 ** (finest - own.scale)
    _fits(finest, above, below * own.high)
    aligned = pl.Decimal(DIGITS, finest)
    # as whole numbers: a quotient of decimals would need room for decimals that it does not have
    dividend = (twice + own.expr).cast(aligned).to_physical()
    units = (dividend // (own.expr * literal(2)).cast(aligned).to_physical()).cast(pl.Decimal(DIGITS, 0))
    signed = pl.when(term.num < 0).then(-units).otherwise(units)
    most = above // (below * own.low)
    return Term(*_times((signed, 0, -most, most), (literal(1, decimals), decimals, 1, 1)))


def logistic(term: Term, decimals: int) -> Term:
    """1 / (1 + exp(-x)), to a number of decimals."""
    above, unit, below = term.num.to_physical(), Fraction(1, 10**term.scale * term.common), None
    if term.own is not None:
        below, unit = term.own.expr.to_physical(), unit * 10**term.own.scale
    units = fixed_of(above, below, unit, decimals).cast(pl.Decimal(DIGITS, 0))
    return Term(*_times((units, 0, 0, 10**decimals), (literal(1, decimals), decimals, 1, 1)))


_Part = tuple[pl.Expr, int, int, int]
"""Decimals as an expression, their scale, and the smallest and largest that they can be, in units."""


def _whole(number: int) -> _Part:
    return literal(number), 0, number, number


def _times(a: _Part, b: _Part) -> _Part:
    """An exact product. Polars keeps the larger scale of a product, so one side gets both first."""
    if max(map(abs, b[2:])) * 10 ** a[1] < max(map(abs, a[2:])) * 10 ** b[1]:
        a, b = b, a  # the one that stays smaller gets the decimals
    (a_expr, a_scale, a_low, a_high), (b_expr, b_scale, b_low, b_high) = a, b
    scale = a_scale + b_scale
    corners = [x * y for x in (a_low, a_high) for y in (b_low, b_high)]
    _fits(scale, *corners, a_low * 10**b_scale, a_high * 10**b_scale)
    widened = a_expr.cast(pl.Decimal(DIGITS, scale)) if b_scale else a_expr
    return widened * b_expr, scale, min(corners), max(corners)


def _units(term: Term, scale: int) -> tuple[int, int]:
    """The bounds of a numerator in units of another scale, which is no smaller."""
    low, high = term.low * 10 ** (scale - term.scale), term.high * 10 ** (scale - term.scale)
    _fits(scale, low, high)
    return low, high


def _over(term: Term, factor: int, divisor: Divisor | None) -> Term:
    """`term` with its numerator times `factor` and `divisor`; its own divisors stay what they are."""
    part: _Part = (term.num, term.scale, term.low, term.high)
    if factor != 1:
        part = _times(part, _whole(factor))
    if divisor is not None:
        part = _times(part, (divisor.expr, divisor.scale, divisor.low, divisor.high))
    num, scale, low, high = part
    return evolve(term, num=num, scale=scale, low=low, high=high)


def _product(a: Divisor | None, b: Divisor | None) -> Divisor | None:
    if a is None or b is None:
        return b if a is None else a
    return Divisor(*_times((a.expr, a.scale, a.low, a.high), (b.expr, b.scale, b.low, b.high)))


def joined(term: Term) -> Divisor:
    """The common divisor and the own ones as one."""
    common = Divisor(*_whole(term.common))
    return _product(term.own, common) or common
