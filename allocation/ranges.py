"""Ranges: between which values a formula lies, whatever is given within the bounds of inputs and figures.

Only as sharp as signs and parts of one need: it decides in which direction a product or quotient goes.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from allocation.bounds import Bounds
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Count,
    Expression,
    Logistic,
    Node,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
)
from allocation.renderings import Rendering

End = Fraction | None
"""None: there is no end."""
Range = tuple[End, End]
Ranges = Mapping[str, Range]
ANY: Range = (None, None)
ZERO: Range = (Fraction(0), Fraction(0))
PART: Range = (Fraction(0), Fraction(1))


def of_bounds(bounds: Bounds) -> Range:
    """The range of what lies within bounds."""
    return bounds.least, bounds.most


def range_of(node: Node, known: Ranges) -> Range:
    """The range of an expression, given those of what it reads."""
    return _RANGE(node, known)


def sign(found: Range) -> int:
    """1 where it is never below zero, -1 where never above, 0 where it may be either."""
    low, high = found
    return 1 if low is not None and low >= 0 else -1 if high is not None and high <= 0 else 0


def _arithmetic(node: Arithmetic, known: Ranges) -> Range:
    (low, high), (low2, high2) = range_of(node.left, known), range_of(node.right, known)
    if node.op == "+":
        return _sum(low, low2), _sum(high, high2)
    if node.op == "-":
        return _sum(low, _minus(high2)), _sum(high, _minus(low2))
    both = sign((low, high)) * sign((low2, high2))
    if node.op == "*" and None not in (low, high, low2, high2):
        corners = [x * y for x in (low, high) for y in (low2, high2) if x is not None and y is not None]
        return min(corners), max(corners)
    return (Fraction(0), None) if both > 0 else (None, Fraction(0)) if both < 0 else ANY


def _sum(one: End, other: End) -> End:
    return None if one is None or other is None else one + other


def _minus(end: End) -> End:
    return None if end is None else -end


def _least(*ends: End) -> End:
    known = [end for end in ends if end is not None]
    return min(known) if len(known) == len(ends) else None


def _most(*ends: End) -> End:
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _bound(node: Bound, known: Ranges) -> Range:
    (low, high), (low2, high2) = range_of(node.left, known), range_of(node.right, known)
    if node.kind == "min":
        highs = [end for end in (high, high2) if end is not None]
        return _least(low, low2), min(highs, default=None)
    lows = [end for end in (low, low2) if end is not None]
    return max(lows, default=None), _most(high, high2)


def _hull(node: Where, known: Ranges) -> Range:
    (low, high), (low2, high2) = range_of(node.then, known), range_of(node.otherwise, known)
    return _least(low, low2), _most(high, high2)


def _total(operand: Expression, known: Ranges) -> Range:
    found = range_of(operand, known)
    if found == ZERO:
        return ZERO
    signs: Mapping[int, Range] = {1: (Fraction(0), None), -1: (None, Fraction(0)), 0: ANY}
    return signs[sign(found)]


def _round(node: Round, known: Ranges) -> Range:
    low, high = range_of(node.operand, known)
    step = Fraction(1, 10**node.decimals)
    return (
        None if low is None else (low // step) * step,
        None if high is None else -((-high) // step) * step,
    )


_TABLE: Mapping[type[Node], Callable[..., Range]] = {
    Number: lambda node, _: (node.value, node.value),
    Symbol: lambda node, known: known[node.name],
    Arithmetic: _arithmetic,
    Where: _hull,
    Bound: _bound,
    Total: lambda node, known: _total(node.operand, known),
    Round: _round,
    Apportion: lambda node, known: (Fraction(0), range_of(node.pot, known)[1]),
    Count: lambda node, _: (Fraction(0), Fraction(len(node.conditions))),
    YesNo: lambda *_: PART,
    Logistic: lambda *_: PART,
}
_RANGE: Rendering[Range] = Rendering("range", _TABLE)
