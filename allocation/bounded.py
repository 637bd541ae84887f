"""Values known within a bound: floats, each with the most that it can be off.

What decimals of 38 digits do not carry (a sum of quotients that each have a divisor of their own) is computed
so for many worlds at once. Each operation adds what it can be off itself, so that the true value always lies
within the bound. A decision (a rounding, a comparison) that the bound leaves open is no decision: its row is
in `doubt`, and who asked does it again on fractions. What is rounded without doubt is exact from there on.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from attrs import define, field, frozen

from allocation.column import Column, Quotients, of_decimals, scale_of
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
    Not,
    Number,
    Round,
    Symbol,
    Where,
    YesNo,
)
from allocation.renderings import Rendering
from allocation.terms import NotCarriedError

STEP = 2.0**-52
"""An operation on floats is off by no more than this part of its outcome: twice what the machine promises."""
ROOM = 1 + 2.0**-30
"""A bound is computed in floats itself: so much larger it holds."""
LARGEST = 2.0**53
"""Whole numbers below this are exact as floats."""
CONVERTED = 8
"""Making a float of a quotient of decimals is a few operations: no more than so many."""


@frozen(eq=False)
class Bounded:
    """Floats, and of each how far the true value can be from it (both in the unit of the value)."""

    value: pl.Series
    off: pl.Series

    def gather(self, places: pl.Series) -> "Bounded":
        """The values at some places, one after another."""
        return Bounded(self.value.gather(places), self.off.gather(places))


def of_column(column: Column) -> Bounded:
    """A column as floats."""
    held = column.held
    if isinstance(held, Quotients):
        units = held.numerators.to_physical().cast(pl.Float64)
        value = units / 10.0 ** scale_of(held.numerators)
        if held.plain:  # a whole number of so few digits is itself, without any bound
            known = (units.abs() < LARGEST) & (value == value.floor())
            return Bounded(value, _either(known, value * 0.0, value.abs() * (CONVERTED * STEP)))
        if isinstance(held.divisors, int):
            value = value / float(held.divisors)
        else:
            value = value / (held.divisors.to_physical().cast(pl.Float64) / 10.0 ** scale_of(held.divisors))
    else:
        value = pl.Series([float(each) for each in held], dtype=pl.Float64)
    return Bounded(value, value.abs() * (CONVERTED * STEP))


@define(eq=False)
class Work:
    """A formula at work on `size` rows; `doubt` says of each row whether a decision was left open."""

    values: Mapping[str, Bounded | Column | Fraction]
    size: int
    doubt: pl.Series = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.doubt = pl.repeat(value=False, n=self.size, eager=True)

    def value(self, node: Expression) -> Bounded:
        """A node as bounded floats."""
        return _VALUES(node, self)

    def holds(self, node: Condition) -> pl.Series:
        """A condition; where it is in doubt what it seems to be."""
        holds: pl.Series = _CONDITIONS(node, self)
        return holds

    def rounded(self, node: Round) -> Column:
        """A formula that is rounded as a whole: exact decimals, but where it is in doubt."""
        units = self._units(node)
        whole = units.cast(pl.Int64, strict=False).fill_null(0).cast(pl.Decimal(38, 0))
        if not node.decimals:
            return of_decimals(whole)
        return Column(Quotients(whole, 10**node.decimals))

    def _units(self, node: Round) -> pl.Series:
        """The whole number of units of the last decimal, half away from zero."""
        exact = self.value(node.operand)
        scale = 10.0**node.decimals
        units = exact.value.abs() * scale
        off = (exact.off * scale + units * STEP) * ROOM + STEP
        down = units.floor()
        self.unsure((units - down - 0.5).abs() <= off)
        self.unsure(~(units < LARGEST / 4))
        rounded = down + (units - down >= 0.5).cast(pl.Float64)
        return pl.select(pl.when(exact.value < 0).then(-rounded).otherwise(rounded)).to_series()

    def unsure(self, rows: pl.Series) -> None:
        """Some decisions are left open; what is no number is as well."""
        self.doubt = self.doubt | rows.fill_null(value=True)


def constant(value: Fraction, size: int) -> Bounded:
    """One number for all rows."""
    number = float(value)
    off = 0.0 if Fraction(number) == value else abs(number) * STEP
    return Bounded(pl.repeat(number, size, dtype=pl.Float64, eager=True), pl.repeat(off, size, eager=True))


def total(parts: Bounded, of: pl.Series) -> Bounded:
    """The sum of each group of rows; in whatever order floats are added, it is off by no more than this."""
    frame = pl.DataFrame({"of": of, "value": parts.value, "off": parts.off, "size": parts.value.abs()})
    sums = frame.group_by("of", maintain_order=True).agg(pl.col("value", "off", "size").sum(), pl.len())
    off = (sums["off"] + sums["size"] * (sums["len"].cast(pl.Float64) * STEP)) * ROOM
    return Bounded(sums["value"], off)


def _symbol(node: Symbol, work: Work) -> Bounded:
    value = work.values[node.name]
    if isinstance(value, Fraction):
        return constant(value, work.size)
    return value if isinstance(value, Bounded) else of_column(value)


def _made(value: pl.Series, off: pl.Series) -> Bounded:
    return Bounded(value, (off + value.abs() * STEP) * ROOM)


def _plus(a: Bounded, b: Bounded, _work: Work) -> Bounded:
    return _made(a.value + b.value, a.off + b.off)


def _minus(a: Bounded, b: Bounded, _work: Work) -> Bounded:
    return _made(a.value - b.value, a.off + b.off)


def _times(a: Bounded, b: Bounded, _work: Work) -> Bounded:
    return _made(a.value * b.value, a.value.abs() * b.off + b.value.abs() * a.off + a.off * b.off)


def _over(a: Bounded, b: Bounded, work: Work) -> Bounded:
    least = b.value.abs() - b.off
    if ((b.value == 0) & (b.off == 0)).any():
        raise NotCarriedError  # divides by zero: the fractions say for whom
    work.unsure(least <= 0)
    value = a.value / b.value
    return _made(value, (a.off + value.abs() * b.off) / least)


_ARITHMETIC: Mapping[str, Callable[[Bounded, Bounded, Work], Bounded]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _over,
}


def _bound(node: Bound, work: Work) -> Bounded:
    """Within the bounds of both whichever is taken: no decision is needed."""
    a, b = work.value(node.left), work.value(node.right)
    first = a.value < b.value if node.kind == "min" else a.value > b.value
    off = pl.select(pl.max_horizontal(a.off, b.off)).to_series()
    return Bounded(_either(first, a.value, b.value), off)


def _where(node: Where, work: Work) -> Bounded:
    holds = work.holds(node.condition)
    a, b = work.value(node.then), work.value(node.otherwise)
    return Bounded(_either(holds, a.value, b.value), _either(holds, a.off, b.off))


def _either(holds: pl.Series, a: pl.Series, b: pl.Series) -> pl.Series:
    return pl.select(pl.when(holds).then(a).otherwise(b)).to_series()


def _round(node: Round, work: Work) -> Bounded:
    return of_column(work.rounded(node))


def _compared(op: str, a: Bounded, b: Bounded, work: Work) -> pl.Series:
    gap, off = a.value - b.value, a.off + b.off
    work.unsure((gap.abs() <= (off + gap.abs() * STEP) * ROOM) & ~((gap == 0) & (off == 0)))
    decided: pl.Series = _COMPARED[op](gap)
    return decided


_COMPARED: Mapping[str, Callable[[pl.Series], Any]] = {
    "<": lambda gap: gap < 0,
    "<=": lambda gap: gap <= 0,
    "==": lambda gap: gap == 0,
    "!=": lambda gap: gap != 0,
    ">=": lambda gap: gap >= 0,
    ">": lambda gap: gap > 0,
}


def _several(node: Both | Either | Count, work: Work, combine: Callable[..., pl.Expr]) -> pl.Series:
    return pl.select(combine(*(work.holds(part) for part in node.conditions))).to_series()


def _number(holds: pl.Series) -> Bounded:
    value = holds.cast(pl.Float64)
    return Bounded(value, value * 0.0)


_CONDITIONS: Rendering[Any] = Rendering(
    "bounded condition",
    {
        Comparison: lambda node, work: _compared(
            node.op, work.value(node.left), work.value(node.right), work
        ),
        Both: lambda node, work: _several(node, work, pl.all_horizontal),
        Either: lambda node, work: _several(node, work, pl.any_horizontal),
        Not: lambda node, work: ~work.holds(node.condition),
        IsYes: lambda node, work: _compared(
            "!=", work.value(node.symbol), constant(Fraction(0), work.size), work
        ),
    },
)

_VALUES: Rendering[Bounded] = Rendering(
    "bounded value",
    {
        Number: lambda node, work: constant(node.value, work.size),
        Symbol: _symbol,
        Arithmetic: lambda node, work: _ARITHMETIC[node.op](
            work.value(node.left), work.value(node.right), work
        ),
        Bound: _bound,
        Where: _where,
        Round: _round,
        Count: lambda node, work: _number(_several(node, work, pl.sum_horizontal)),
        YesNo: lambda node, work: _number(work.holds(node.condition)),
    },
)
