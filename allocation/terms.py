"""Exact quotients as polars expressions.

A quotient is not computed but carried as numerator and denominator until a rule rounds it, so
nothing is lost on the way. A quotient by zero is null, and so is all that rests on it.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import evolve, frozen

from allocation.numbers import decimals_of, scaled

DIGITS = 38


class DigitsRunOutError(Exception):
    """A value that cannot be carried exactly in decimals of 38 digits."""


@frozen
class Denominator:
    """What a numerator is over: above zero, or null for a division by zero."""

    expr: pl.Expr
    scale: int
    national: bool


@frozen
class Term:
    """A value as `num`, a Decimal with `scale` decimals, over `den` (None: over 1)."""

    num: pl.Expr
    scale: int
    den: Denominator | None
    national: bool


def constant(value: Fraction) -> Term:
    """A constant: a terminating decimal, or a quotient of two whole numbers."""
    decimals = decimals_of(value)
    if decimals is not None and decimals <= DIGITS:
        return Term(literal(value, decimals), decimals, None, national=True)
    den = Denominator(literal(Fraction(value.denominator), 0), 0, national=True)
    return Term(literal(Fraction(value.numerator), 0), 0, den, national=True)


def literal(value: Fraction, scale: int) -> pl.Expr:
    """`value`, which has at most `scale` decimals, as a polars literal."""
    unscaled = int(value * 10**scale)
    if abs(unscaled) >= 10**DIGITS:
        raise DigitsRunOutError
    return pl.lit(scaled(unscaled, scale), dtype=pl.Decimal(DIGITS, scale))


def add(a: Term, b: Term) -> Term:
    """The sum."""
    a, b = over_one(a, b)
    return Term(a.num + b.num, max(a.scale, b.scale), a.den, a.national and b.national)


def negate(a: Term) -> Term:
    """The opposite."""
    return evolve(a, num=-a.num)


def multiply(a: Term, b: Term) -> Term:
    """The product."""
    num, scale = _times(a.num, a.scale, b.num, b.scale)
    return Term(num, scale, _product(a.den, b.den), a.national and b.national)


def divide(a: Term, b: Term) -> Term:
    """The quotient: the sign of b moves to the numerator, its zero makes the denominator null."""
    num, scale = _scaled(a, b.den)
    num = pl.when(b.num < 0).then(-num).otherwise(num)
    divisor = Denominator(pl.when(b.num != 0).then(b.num.abs()), b.scale, b.national)
    return Term(num, scale, _product(a.den, divisor), a.national and b.national)


def over_one(a: Term, b: Term) -> tuple[Term, Term]:
    """Both terms over one and the same denominator."""
    if a.den is b.den:
        return a, b
    den = _product(a.den, b.den)
    a_num, a_scale = _scaled(a, b.den)
    b_num, b_scale = _scaled(b, a.den)
    return Term(a_num, a_scale, den, a.national), Term(b_num, b_scale, den, b.national)


def compare(op: str, a: Term, b: Term) -> pl.Expr:
    """The condition a `op` b; null where either divides by zero."""
    a, b = over_one(a, b)
    holds = _COMPARED[op](a.num, b.num)
    return holds if a.den is None else pl.when(a.den.expr.is_not_null()).then(holds)


_COMPARED: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def decided(condition: pl.Expr, *, national: bool) -> Term:
    """A condition as a number: 1 where it holds, 0 where not, null where it divides by zero."""
    yes, no = (literal(Fraction(value), 0) for value in (1, 0))
    return Term(pl.when(condition).then(yes).when(condition.not_()).then(no), 0, None, national)


def together(conditions: Sequence[pl.Expr], combine: Callable[..., pl.Expr]) -> pl.Expr:
    """Conditions combined (all, any, how many); null where one of them is null."""
    known = pl.all_horizontal(condition.is_not_null() for condition in conditions)
    return pl.when(known).then(combine(*conditions))


def choose(condition: pl.Expr, then: Term, otherwise: Term, *, national: bool) -> Term:
    """One of two terms; null where the condition is (polars alone would take `otherwise`).

    `national` says that the condition is. Only the chosen term counts: the other may divide by zero.
    """

    def pick(a: pl.Expr, b: pl.Expr, scale: int) -> pl.Expr:
        chosen = pl.when(condition).then(a).when(condition.not_()).then(b)
        return chosen.cast(pl.Decimal(DIGITS, scale))

    scale = max(then.scale, otherwise.scale)
    num = pick(then.num, otherwise.num, scale)
    both = national and then.national and otherwise.national
    if then.den is otherwise.den:
        return Term(num, scale, then.den, both)
    one = Denominator(literal(Fraction(1), 0), 0, national=True)
    a, b = then.den or one, otherwise.den or one
    den_scale = max(a.scale, b.scale)
    den = Denominator(pick(a.expr, b.expr, den_scale), den_scale, national and a.national and b.national)
    return Term(num, scale, den, both)


def total(term: Term) -> Term:
    """The sum over all rows. Raises DigitsRunOutError where each row has its own denominator."""
    if term.den is not None and not term.den.national:
        raise DigitsRunOutError
    return Term(term.num.sum(), term.scale, term.den, national=True)


def round_half_away(term: Term, decimals: int) -> Term:
    """Half away from zero, decided on the exact quotient: floor((2 |n| 10^k + d) / 2d)."""
    if term.den is None:
        if term.scale <= decimals:
            return term
        num = term.num.round(decimals, mode="half_away_from_zero")
        return Term(num.cast(pl.Decimal(DIGITS, decimals)), decimals, None, term.national)
    twice, scale = _times(term.num.abs(), term.scale, literal(Fraction(2 * 10**decimals), 0), 0)
    aligned = pl.Decimal(DIGITS, max(scale, term.den.scale))
    units = (twice + term.den.expr).cast(aligned) // (term.den.expr * literal(Fraction(2), 0)).cast(aligned)
    signed = pl.when(term.num < 0).then(-units).otherwise(units).cast(pl.Decimal(DIGITS, 0))
    value, scale = _times(signed, 0, literal(Fraction(1, 10**decimals), decimals), decimals)
    return Term(value, scale, None, term.national)


def _times(a: pl.Expr, a_scale: int, b: pl.Expr, b_scale: int) -> tuple[pl.Expr, int]:
    """An exact product. Polars keeps the larger scale of a product, so one side gets both first."""
    scale = a_scale + b_scale
    if scale > DIGITS:
        raise DigitsRunOutError
    return (a.cast(pl.Decimal(DIGITS, scale)) if b_scale else a) * b, scale


def _scaled(term: Term, by: Denominator | None) -> tuple[pl.Expr, int]:
    """The numerator of `term` times a denominator."""
    return (term.num, term.scale) if by is None else _times(term.num, term.scale, by.expr, by.scale)


def _product(a: Denominator | None, b: Denominator | None) -> Denominator | None:
    if a is None or b is None:
        return b if a is None else a
    expr, scale = _times(a.expr, a.scale, b.expr, b.scale)
    return Denominator(expr, scale, a.national and b.national)
