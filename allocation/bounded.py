"""Values known within a bound: floats, each with the most that it can be off.

What decimals of 38 digits do not carry (a sum of quotients that each have a divisor of their own) is computed
so for many worlds at once. Each operation adds what it can be off itself, so that the true value always lies
within the bound. A decision (a rounding, a comparison) that the bound leaves open is no decision: its row is
in `doubt`, and who asked does it again on fractions. What is rounded without doubt is exact from there on.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import frexp, isfinite

import polars as pl
from attrs import define, field, frozen

from allocation.column import DIGITS, Column, Quotients, scale_of
from allocation.expressions import (
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Condition,
    Count,
    Either,
    Expression,
    IsYes,
    Logistic,
    Not,
    Number,
    Round,
    Symbol,
    Where,
    YesNo,
)
from allocation.logistic import MARGIN, near
from allocation.renderings import Rendering
from allocation.terms import NotCarriedError

STEP = 2.0**-52
"""An operation on floats is off by no more than this part of its outcome: twice what the machine promises."""
ROOM = 1 + 2.0**-30
"""A bound is computed in floats itself: so much larger it holds."""
LARGEST = 2.0**53
"""Whole numbers below this are exact as floats."""
CONVERTED = 3
"""Making a float of a quotient of decimals is five roundings, of half a step each."""
BITS, MOST_BITS = 126, 900
"""A sum of whole numbers fits in so many bits; a float has no finer unit than so many bits below one."""


@frozen(eq=False)
class Bounded:
    """Floats, and of each how far the true value can be from it (both in the unit of the value)."""

    value: pl.Series
    off: pl.Series

    def repeated(self, times: int) -> "Bounded":
        """All of the values, so many times over."""
        return Bounded(*(pl.concat([each] * times, rechunk=True) for each in (self.value, self.off)))

    def gather(self, places: pl.Series) -> "Bounded":
        """The values at some places, one after another."""
        return Bounded(self.value.gather(places), self.off.gather(places))


def of_column(column: Column) -> Bounded:
    """A column as floats; whole numbers of so few digits are themselves, without any bound."""
    held = column.held
    if not isinstance(held, Quotients):
        near = pl.Series([n / d for n, d in column.pairs], dtype=pl.Float64)
        return Bounded(near, near.abs() * STEP)
    units = pl.lit(held.numerators.to_physical()).cast(pl.Float64)
    value = units / 10.0 ** scale_of(held.numerators)
    unsure = (units.abs() >= LARGEST) | (value != value.floor())
    if not held.plain:
        unsure = pl.lit(value=True)
        below = pl.lit(float(held.divisors)) if isinstance(held.divisors, int) else _decimals(held.divisors)
        value = value / below
    off = value.abs() * (CONVERTED * STEP) * unsure.cast(pl.Float64)
    made = pl.LazyFrame().select(value.alias("value"), off.alias("off")).collect()
    return Bounded(made["value"], made["off"])


def _decimals(series: pl.Series) -> pl.Expr:
    return pl.lit(series.to_physical()).cast(pl.Float64) / 10.0 ** scale_of(series)


@frozen(eq=False)
class _Term:
    """Expressions for values, and for how far each may be off."""

    value: pl.Expr
    off: pl.Expr


@define(eq=False)
class Work:
    """A formula at work on `size` rows: one query over the columns that it reads.

    After it `doubt` says of each row whether a decision was left open. Raises NotCarriedError where something
    is divided by zero: fractions say for whom.
    """

    size: int
    frame: pl.DataFrame
    terms: Mapping[str, _Term]
    doubt: pl.Series
    unsure: list[pl.Expr] = field(factory=list)
    zeros: list[pl.Expr] = field(factory=list)

    def value(self, node: Expression) -> Bounded:
        """A formula as bounded floats."""
        term = _TERMS(node, self)
        made = self._made(term.value.alias("value"), (term.off * ROOM).alias("off"))
        return Bounded(made["value"], made["off"])

    def holds(self, node: Condition) -> pl.Series:
        """A condition; where it is in doubt what it seems to be."""
        return self._made(_CONDITIONS(node, self).alias("holds"))["holds"]

    def rounded(self, node: Round | Logistic) -> Column:
        """A formula that is rounded as a whole: exact decimals, but where it is in doubt."""
        units = self._made(self.units(node).cast(pl.Int64, strict=False).alias("units"))["units"]
        return Column(Quotients(units.fill_null(0).cast(pl.Decimal(DIGITS, 0)), 10**node.decimals))

    def units(self, node: Round | Logistic) -> pl.Expr:
        """The whole number of units of the last decimal, half away from zero."""
        if isinstance(node, Logistic):
            return self._nearest(*_chance(node, self))
        exact = _TERMS(node.operand, self)
        value, off = exact.value, exact.off
        if node.decimals:
            value, off = value * 10.0**node.decimals, off * 10.0**node.decimals
        return self._nearest(value, (off + value.abs() * STEP) * ROOM + STEP)

    def _nearest(self, value: pl.Expr, off: pl.Expr) -> pl.Expr:
        """The whole number nearest to what is known within a bound."""
        self.unsure += [(value - value.floor() - 0.5).abs() <= off, (value.abs() < LARGEST / 4).not_()]
        return (value + 0.5).floor()  # beside a half, which is in doubt, both ways to round are one

    def _made(self, *expressions: pl.Expr) -> pl.DataFrame:
        """The outcome, with what it decides: what is no number is in doubt too."""
        doubt = pl.any_horizontal(each.fill_null(value=True) for each in [pl.lit(value=False), *self.unsure])
        zero = pl.any_horizontal([pl.lit(value=False), *self.zeros])
        query = self.frame.lazy().select("row", *expressions, doubt.alias("doubt"), zero.alias("zero"))
        made = query.collect()  # lazily, so that what stands in it twice is computed once
        if made["zero"].any():
            raise NotCarriedError
        self.doubt = made["doubt"]
        return made


def work(values: Mapping[str, Bounded | Column | Fraction], size: int) -> Work:
    """What a formula reads, by name, ready to compute it for `size` rows."""
    columns = {"row": pl.repeat(0, size, eager=True)}
    terms = {}
    for place, (name, value) in enumerate(values.items()):
        if isinstance(value, Fraction):
            terms[name] = _constant(value)
            continue
        made = of_column(value) if isinstance(value, Column) else value
        columns |= {f"{place}": made.value, f"{place}~": made.off}
        terms[name] = _Term(pl.col(f"{place}"), pl.col(f"{place}~"))
    return Work(size, pl.DataFrame(columns), terms, pl.repeat(value=False, n=size, eager=True))


def _constant(value: Fraction) -> _Term:
    number = float(value)
    return _Term(pl.lit(number), pl.lit(0.0 if Fraction(number) == value else abs(number) * STEP))


def total(parts: Bounded, size: int) -> Bounded:
    """The sum of every `size` rows, as whole numbers: adding floats up would be off by one a row."""
    largest = parts.value.abs().max()
    if not isinstance(largest, float) or not isfinite(largest) or parts.value.null_count():
        raise NotCarriedError
    fine = min(BITS - frexp(largest)[1] - size.bit_length(), MOST_BITS)
    whole = pl.select(pl.lit(parts.value * 2.0**fine).cast(pl.Int128)).to_series()
    value = each_sum(whole, size).cast(pl.Float64) / 2.0**fine
    off = (each_sum(parts.off, size) + value.abs() * STEP + size / 2.0**fine) * ROOM
    return Bounded(value, off)


def each_sum(values: pl.Series, size: int) -> pl.Series:
    """The sum of every `size` rows; that it fits is known to who asks."""
    return values.reshape((len(values) // size, size)).arr.sum()


def _made(value: pl.Expr, off: pl.Expr) -> _Term:
    """One operation more; what is lost in adding offs themselves up is in `ROOM`, where they decide."""
    return _Term(value, off + value.abs() * STEP)


def _times(a: _Term, b: _Term, _work: Work) -> _Term:
    return _made(a.value * b.value, a.value.abs() * b.off + b.value.abs() * a.off + a.off * b.off)


def _over(a: _Term, b: _Term, work: Work) -> _Term:
    least, value = b.value.abs() * (2 - ROOM) - b.off * ROOM, a.value / b.value
    work.zeros.append((b.value == 0) & (b.off == 0))
    work.unsure.append(least <= 0)
    return _made(value, (a.off + value.abs() * b.off) / least)


_ARITHMETIC: Mapping[str, Callable[[_Term, _Term, Work], _Term]] = {
    "+": lambda a, b, _: _made(a.value + b.value, a.off + b.off),
    "-": lambda a, b, _: _made(a.value - b.value, a.off + b.off),
    "*": _times,
    "/": _over,
}


def _arithmetic(node: Arithmetic, work: Work) -> _Term:
    return _ARITHMETIC[node.op](_TERMS(node.left, work), _TERMS(node.right, work), work)


def _bound(node: Bound, work: Work) -> _Term:
    """Within the bounds of both whichever is taken: no decision is needed."""
    a, b = _TERMS(node.left, work), _TERMS(node.right, work)
    choose = pl.min_horizontal if node.kind == "min" else pl.max_horizontal
    return _Term(choose(a.value, b.value), pl.max_horizontal(a.off, b.off))


def _where(node: Where, work: Work) -> _Term:
    holds = _CONDITIONS(node.condition, work)
    a, b = _TERMS(node.then, work), _TERMS(node.otherwise, work)
    return _Term(*(pl.when(holds).then(x).otherwise(y) for x, y in ((a.value, b.value), (a.off, b.off))))


def _round(node: Round | Logistic, work: Work) -> _Term:
    value = work.units(node) / 10.0**node.decimals
    return _Term(value, value.abs() * STEP if node.decimals else pl.lit(0.0))


def _chance(node: Logistic, work: Work) -> tuple[pl.Expr, pl.Expr]:
    """In units of the last decimal. It is nowhere steeper than a quarter; a float of it is within MARGIN."""
    x = _TERMS(node.operand, work)
    return near(x.value, decimals=node.decimals), x.off * (10.0**node.decimals / 4) * ROOM + MARGIN


def _comparison(node: Comparison, work: Work) -> pl.Expr:
    return _compared(node.op, _TERMS(node.left, work), _TERMS(node.right, work), work)


def _compared(op: str, a: _Term, b: _Term, work: Work) -> pl.Expr:
    gap, off = a.value - b.value, a.off + b.off
    work.unsure.append((gap.abs() <= (off + gap.abs() * STEP) * ROOM) & ((gap == 0) & (off == 0)).not_())
    return _COMPARED[op](gap)


_COMPARED: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "<": lambda gap: gap < 0,
    "<=": lambda gap: gap <= 0,
    "==": lambda gap: gap == 0,
    "!=": lambda gap: gap != 0,
    ">=": lambda gap: gap >= 0,
    ">": lambda gap: gap > 0,
}


def _several(node: Both | Either | Count, work: Work, combine: Callable[..., pl.Expr]) -> pl.Expr:
    return combine(*(_CONDITIONS(part, work) for part in node.conditions))


def _number(holds: pl.Expr) -> _Term:
    return _Term(holds.cast(pl.Float64), pl.lit(0.0))


_CONDITIONS: Rendering[pl.Expr] = Rendering(
    "bounded condition",
    {
        Comparison: _comparison,
        Both: lambda node, work: _several(node, work, pl.all_horizontal),
        Either: lambda node, work: _several(node, work, pl.any_horizontal),
        Not: lambda node, work: _CONDITIONS(node.condition, work).not_(),
        IsYes: lambda node, work: _compared("!=", _TERMS(node.symbol, work), _constant(Fraction(0)), work),
    },
)

_TERMS: Rendering[_Term] = Rendering(
    "bounded value",
    {
        Number: lambda node, _: _constant(node.value),
        Symbol: lambda node, work: work.terms[node.name],
        Arithmetic: _arithmetic,
        Bound: _bound,
        Where: _where,
        Round: _round,
        Logistic: _round,
        Count: lambda node, work: _number(_several(node, work, pl.sum_horizontal)),
        YesNo: lambda node, work: _number(_CONDITIONS(node.condition, work)),
    },
)
