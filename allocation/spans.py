"""Spans: between which values a formula lies, and how steep it is, while one value runs over an interval.

A span holds for certain: its ends are decimals rounded outwards at every step (`allocation.outward`). The
slope bounds every quotient of differences, jumps included: one that is nowhere below zero belongs to a value
that never falls. Where a formula may divide by zero there is no span (None).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce

from attrs import frozen

from allocation.expressions import (
    Apportion,
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    IsYes,
    Logistic,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
)
from allocation.logistic import decided_of
from allocation.numbers import scaled
from allocation.outward import DOWN, PRECISION, UP, Ends
from allocation.remainders import shares_of
from allocation.renderings import Rendering

_ZERO, _ONE, _INF = Decimal(0), Decimal(1), Decimal("Infinity")
LEVEL: Ends = (_ZERO, _ZERO)
RISING: Ends = (_ZERO, _INF)
FALLING: Ends = (-_INF, _ZERO)
ANY: Ends = (-_INF, _INF)


@frozen
class Span:
    """The value lies in `range`, and of any two points the quotient of differences in `slope`.

    Not `always`: here and there may be no value at all (a pot that is no whole number of units).
    """

    range: Ends
    slope: Ends = LEVEL
    always: bool = True

    @property
    def point(self) -> bool:
        """Whether there is only one value that it can be."""
        return self.range[0] == self.range[1]

    @property
    def settled(self) -> bool:
        """Whether it is one and the same value everywhere."""
        return self.point and self.always

    @property
    def monotone(self) -> bool:
        """Whether the value never falls, or never rises."""
        return self.always and (self.slope[0] >= 0 or self.slope[1] <= 0)

    def may_be(self, value: Fraction) -> bool:
        """Whether a value lies within the range."""
        return self.range[0] <= value <= self.range[1]


Spans = Sequence[Span | None]
"""One span per municipality, in order of code; of a national value one."""


def constant(value: Fraction) -> Span:
    """A value that does not run."""
    return Span(_around(value))


def running(low: Fraction, high: Fraction) -> Span:
    """The value that runs, itself."""
    return Span((_around(low)[0], _around(high)[1]), (_ONE, _ONE))


def _around(value: Fraction) -> Ends:
    above, below = Decimal(value.numerator), Decimal(value.denominator)
    return DOWN.divide(above, below), UP.divide(above, below)


def _plus(a: Ends, b: Ends) -> Ends:
    return DOWN.add(a[0], b[0]), UP.add(a[1], b[1])


def _minus(a: Ends) -> Ends:
    return a[1].copy_negate(), a[0].copy_negate()


def _times(a: Ends, b: Ends) -> Ends:
    pairs = [(x, y) for x in a for y in b]
    return min(_product(DOWN, x, y) for x, y in pairs), max(_product(UP, x, y) for x, y in pairs)


def _product(context: Context, x: Decimal, y: Decimal) -> Decimal:
    """What does not change is level, however steep the other."""
    return context.multiply(x, y) if x and y else _ZERO


def _hull(a: Ends, b: Ends) -> Ends:
    return min(a[0], b[0]), max(a[1], b[1])


def _of(ends: Ends, slope: Ends, *parts: Span) -> Span:
    """A span made of parts: there is a value where each of them has one."""
    return Span(ends, slope, all(part.always for part in parts))


def add(a: Span, b: Span) -> Span:
    """The sum."""
    return _of(_plus(a.range, b.range), _plus(a.slope, b.slope), a, b)


def subtract(a: Span, b: Span) -> Span:
    """The difference."""
    return _of(_plus(a.range, _minus(b.range)), _plus(a.slope, _minus(b.slope)), a, b)


def multiply(a: Span, b: Span) -> Span:
    """The product."""
    slope = _plus(_times(a.slope, b.range), _times(a.range, b.slope))
    return _of(_times(a.range, b.range), slope, a, b)


def divide(a: Span, b: Span) -> Span | None:
    """The quotient; None where the divisor may be zero."""
    low, high = b.range
    if low <= 0 <= high:
        return None
    over = DOWN.divide(_ONE, high), UP.divide(_ONE, low)
    steep = _plus(_times(a.slope, b.range), _minus(_times(a.range, b.slope)))
    return _of(_times(a.range, over), _times(steep, _times(over, over)), a, b)


def _bound(kind: str, a: Span, b: Span) -> Span:
    pick = min if kind == "min" else max
    lower, upper = (a, b) if a.range[1] <= b.range[0] else (b, a)
    if lower.range[1] <= upper.range[0]:
        only = lower if kind == "min" else upper
        return _of(only.range, only.slope, a, b)
    ends = pick(a.range[0], b.range[0]), pick(a.range[1], b.range[1])
    return _of(ends, _hull(a.slope, b.slope), a, b)


def _rounded(a: Span, decimals: int) -> Span:
    unit = Decimal(1).scaleb(-decimals)
    return _in_steps(a, *(end.quantize(unit, ROUND_HALF_UP, Context(2 * PRECISION)) for end in a.range))


def _logistic(a: Span, decimals: int) -> Span:
    ends = (decided_of(*end.as_integer_ratio(), decimals) for end in a.range)
    return _in_steps(a, *(scaled(end, decimals) for end in ends))


def _in_steps(a: Span, low: Decimal, high: Decimal) -> Span:
    """What goes up with a value, in steps, between two ends."""
    if low == high:
        return _of((low, high), LEVEL, a)
    steep = RISING if a.slope[0] >= 0 else FALLING if a.slope[1] <= 0 else ANY
    return _of((low, high), steep, a)


_COMPARED: Mapping[str, Callable[[Ends, Ends], bool]] = {
    "<": lambda a, b: a[1] < b[0],
    "<=": lambda a, b: a[1] <= b[0],
    ">": lambda a, b: a[0] > b[1],
    ">=": lambda a, b: a[0] >= b[1],
    "==": lambda a, b: a == b and a[0] == a[1],
    "!=": lambda a, b: a[1] < b[0] or a[0] > b[1],
}
"""Whether a comparison holds for certain."""
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def _compare(op: str, a: Span, b: Span) -> Span:
    if _COMPARED[op](a.range, b.range):
        return _of((_ONE, _ONE), LEVEL, a, b)
    if _COMPARED[_OPPOSITE[op]](a.range, b.range):
        return _of(LEVEL, LEVEL, a, b)
    return _of((_ZERO, _ONE), ANY, a, b)


def _where(condition: Span, then: Span | None, otherwise: Span | None) -> Span | None:
    chosen = [then, otherwise] if not condition.point else [then if condition.range[0] else otherwise]
    spans = [span for span in chosen if span is not None]
    if len(spans) < len(chosen):
        return None
    ends = reduce(_hull, (span.range for span in spans))
    return _of(ends, spans[0].slope if condition.point else ANY, condition, *spans)


def _is_yes(a: Span) -> Span:
    return _compare("!=", a, Span(LEVEL))


_OPERATIONS: Mapping[str, Callable[[Span, Span], Span | None]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}
Known = Mapping[str, Spans]


def _each(operation: Callable[..., Span | None], *rows: Spans) -> Spans:
    """An operation on each municipality, where all it works on is there; a national value is of each."""
    length = max(map(len, rows))
    even = [row if len(row) == length else list(row) * length for row in rows]
    return [None if None in spans else operation(*spans) for spans in zip(*even, strict=True)]


def _choose(node: Where, known: Known) -> Spans:
    rows = [spans_of(part, known) for part in (node.condition, node.then, node.otherwise)]
    length = max(map(len, rows))
    even = [row if len(row) == length else list(row) * length for row in rows]
    return [None if c is None else _where(c, a, b) for c, a, b in zip(*even, strict=True)]


def added(row: Spans) -> Span | None:
    """The sum of all; None where one of them may not be there."""
    spans = [span for span in row if span is not None]
    return reduce(add, spans) if len(spans) == len(row) else None


def _apportion(node: Apportion, known: Known) -> Spans:
    """The shares; where the pot runs there may be none: it must be whole, and nothing may be below zero."""
    [pot], weights = spans_of(node.pot, known), spans_of(node.weights, known)
    whole = added(weights)
    if pot is None or whole is None:
        return [None] * len(weights)
    units = multiply(pot, constant(Fraction(10**node.decimals)))
    quotas = [divide(multiply(units, weight), whole) for weight in weights if weight is not None]
    if None in quotas:
        return [None] * len(weights)
    shares = shares_of(units.range, [quota.range for quota in quotas if quota is not None])
    exact = units.point and units.range[0] == units.range[0].to_integral_value()
    positive = all(span is not None and span.range[0] >= 0 for span in (units, *weights))
    always = exact and positive and pot.always and whole.always
    return [_share(share, node.decimals, always=always) for share in shares]


def _share(share: tuple[int, int], decimals: int, *, always: bool) -> Span:
    low, high = (scaled(units, decimals) for units in share)
    return Span((low, high), LEVEL if low == high else ANY, always)


def _several(node: Both | Either | Count, known: Known) -> Sequence[Spans]:
    return [spans_of(part, known) for part in node.conditions]


def spans_of(node: Node, known: Known) -> Spans:
    """The spans of a formula, given those of the symbols in it; of a condition within 0 and 1."""
    return _SPANS(node, known)


_SPANS: Rendering[Spans] = Rendering(
    "span",
    {
        Number: lambda node, _: [constant(node.value)],
        Symbol: lambda node, known: known[node.name],
        Arithmetic: lambda node, known: _each(
            _OPERATIONS[node.op], spans_of(node.left, known), spans_of(node.right, known)
        ),
        Bound: lambda node, known: _each(
            lambda a, b: _bound(node.kind, a, b), spans_of(node.left, known), spans_of(node.right, known)
        ),
        Comparison: lambda node, known: _each(
            lambda a, b: _compare(node.op, a, b), spans_of(node.left, known), spans_of(node.right, known)
        ),
        Both: lambda node, known: _each(
            lambda *all_of: reduce(lambda a, b: _bound("min", a, b), all_of), *_several(node, known)
        ),
        Either: lambda node, known: _each(
            lambda *all_of: reduce(lambda a, b: _bound("max", a, b), all_of), *_several(node, known)
        ),
        Count: lambda node, known: _each(lambda *all_of: reduce(add, all_of), *_several(node, known)),
        Not: lambda node, known: _each(
            lambda a: subtract(constant(Fraction(1)), a), spans_of(node.condition, known)
        ),
        IsYes: lambda node, known: _each(_is_yes, spans_of(node.symbol, known)),
        YesNo: lambda node, known: spans_of(node.condition, known),
        Where: _choose,
        Total: lambda node, known: [added(spans_of(node.operand, known))],
        Round: lambda node, known: _each(lambda a: _rounded(a, node.decimals), spans_of(node.operand, known)),
        Logistic: lambda node, known: _each(
            lambda a: _logistic(a, node.decimals), spans_of(node.operand, known)
        ),
        Apportion: _apportion,
    },
)
