"""Exact values as pairs of whole numbers that are not brought to lowest terms within a rule.

What decimals of 38 digits do not carry is computed so. What is the same for all municipalities (a pot, a sum
of hundreds of quotients) stays apart, as one factor. The oracle (`exact`) has a fraction in lowest terms at
every step: another arithmetic, and a slow one where divisors have hundreds of digits.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

from attrs import frozen

from allocation.case import Value
from allocation.column import ONE, Column, Pair, Quotients, Ratios
from allocation.exact import OPERATIONS, logistic
from allocation.expressions import (
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
from allocation.numbers import added_pairs, round_half_away
from allocation.renderings import Rendering

Ratio = Pair | None
"""A numerator and a divisor above zero; None for what divides by zero, and what rests on that."""


@frozen(eq=False)
class Row:
    """A ratio for each municipality, times one factor for all."""

    pairs: Sequence[Ratio]
    factor: Fraction = ONE

    def folded(self) -> Sequence[Ratio]:
        """The ratios themselves."""
        if self.factor == ONE:
            return self.pairs
        above, below = self.factor.as_integer_ratio()
        return [pair and (pair[0] * above, pair[1] * below) for pair in self.pairs]


Operand = Row | Fraction | None
"""A value per municipality or for the country; None for a national one that divides by zero."""


def operand_of(value: Value) -> Operand:
    """A value to reckon with."""
    if isinstance(value, Fraction):
        return value
    held = value.held
    return Row(value.pairs) if isinstance(held, Quotients) else Row(held.pairs, held.factor)


def value_of(node: Node, known: Mapping[str, Operand]) -> Operand:
    """The value of a formula, given those of the symbols in it; of a condition 1 or 0."""
    return _VALUES(node, known)


def decided(operand: Operand) -> Value | None:
    """The value; None where that of one municipality or more divides by zero."""
    if not isinstance(operand, Row):
        return operand
    pairs = tuple(_reduced(pair) for pair in operand.pairs if pair is not None)
    return Column(Ratios(pairs, operand.factor)) if len(pairs) == len(operand.pairs) else None


def _reduced(pair: Pair) -> Pair:
    """In lowest terms: what one rule hands to the next must not grow from rule to rule."""
    common = gcd(*pair)
    return pair[0] // common, pair[1] // common


def _spread(*operands: Operand) -> Iterator[Sequence[Ratio]]:
    """Ratios of each operand, as many as there are municipalities."""
    length = max(len(one.pairs) for one in operands if isinstance(one, Row))
    for one in operands:
        if isinstance(one, Row):
            yield one.folded()
        else:
            yield [None if one is None else one.as_integer_ratio()] * length


def _national(*operands: Operand) -> bool:
    return not any(isinstance(one, Row) for one in operands)


def _each(compute: Callable[[Pair, Pair], Ratio], a: Iterable[Ratio], b: Iterable[Ratio]) -> list[Ratio]:
    return [None if x is None or y is None else compute(x, y) for x, y in zip(a, b, strict=True)]


def _plus(a: Pair, b: Pair) -> Pair:
    (n, d), (m, e) = a, b
    return (n + m, d) if d == e else (n * e + m * d, d * e)


def _times(a: Pair, b: Pair) -> Pair:
    return a[0] * b[0], a[1] * b[1]


def _over(a: Pair, b: Pair) -> Ratio:
    n, d = a[0] * b[1], a[1] * b[0]
    return None if d == 0 else (-n, -d) if d < 0 else (n, d)


def _gap(a: Pair, b: Pair) -> int:
    """Below, at or above zero as a is below, at or above b."""
    return a[0] * b[1] - b[0] * a[1]


_PAIRED: Mapping[str, Callable[[Pair, Pair], Ratio]] = {
    "+": _plus,
    "-": lambda a, b: _plus(a, (-b[0], b[1])),
    "*": _times,
    "/": _over,
    "min": lambda a, b: a if _gap(a, b) <= 0 else b,
    "max": lambda a, b: a if _gap(a, b) >= 0 else b,
}
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def _two(operation: str, a: Operand, b: Operand) -> Operand:
    if a is None or b is None or _national(a, b):
        return _spread_none(a, b) if not _national(a, b) else _both(OPERATIONS[operation], a, b)
    if operation in "*/":
        return _scaled(operation, a, b)
    if operation in "+-":
        return _added(operation, a, b)
    return Row(_each(_PAIRED[operation], *_spread(a, b)))


def _added(operation: str, a: Row | Fraction, b: Row | Fraction) -> Row:
    """A sum or difference: what divides all of either side stays in the factor, so divisors stay small."""
    factors = [one.factor if isinstance(one, Row) else one for one in (a, b)]
    below = lcm(*(factor.denominator for factor in factors))
    length = max(len(one.pairs) for one in (a, b) if isinstance(one, Row))
    sides: list[Sequence[Ratio]] = []
    for one, factor in zip((a, b), factors, strict=True):
        times = factor.numerator * (below // factor.denominator)
        pairs = one.pairs if isinstance(one, Row) else [(1, 1)] * length
        sides.append([pair and (pair[0] * times, pair[1]) for pair in pairs])
    return Row(_each(_PAIRED[operation], *sides), Fraction(1, below))


def _both(compute: Callable[[Fraction, Fraction], Operand], a: Operand, b: Operand) -> Operand:
    return compute(a, b) if isinstance(a, Fraction) and isinstance(b, Fraction) else None


def _spread_none(*operands: Operand) -> Row:
    return Row([None for _ in next(_spread(*operands))])


def _scaled(operation: str, a: Operand, b: Operand) -> Row:
    """A product or quotient: what is national goes into the factor."""
    one, other = (x.factor if isinstance(x, Row) else x for x in (a, b))
    assert one is not None
    assert other is not None
    if operation == "/" and not other:
        return _spread_none(a, b)
    factor = one * other if operation == "*" else one / other
    if isinstance(a, Row) and isinstance(b, Row):
        return Row(_each(_PAIRED[operation], a.pairs, b.pairs), factor)
    if isinstance(a, Row):
        return Row(a.pairs, factor)
    assert isinstance(b, Row)
    if operation == "*":
        return Row(b.pairs, factor)
    return Row([pair and _over((1, 1), pair) for pair in b.pairs], factor)


def _comparison(node: Comparison, known: Mapping[str, Operand]) -> Operand:
    a, b = _VALUES(node.left, known), _VALUES(node.right, known)
    if _national(a, b):
        return _both(OPERATIONS[node.op], a, b)
    holds = _COMPARED[node.op]
    return Row(_each(lambda x, y: (int(holds(_gap(x, y), 0)), 1), *_spread(a, b)))


def _several(
    node: Both | Either | Count, known: Mapping[str, Operand], decide: Callable[..., int]
) -> Operand:
    """Of conditions together; where one divides by zero there is no outcome."""
    held = [_VALUES(part, known) for part in node.conditions]
    if _national(*held):
        return None if None in held else Fraction(decide(map(bool, held)))
    each = zip(*_spread(*held), strict=True)
    return Row(
        [None if None in all_of else (int(decide(bool(p and p[0]) for p in all_of)), 1) for all_of in each]
    )


def _yes(operand: Operand, *, wanted: bool) -> Operand:
    """Whether it is not zero (or is)."""
    if not isinstance(operand, Row):
        return None if operand is None else Fraction(bool(operand) is wanted)
    return Row([pair and (int(bool(pair[0]) is wanted), 1) for pair in operand.folded()])


def _where(node: Where, known: Mapping[str, Operand]) -> Operand:
    condition, then, otherwise = (
        _VALUES(part, known) for part in (node.condition, node.then, node.otherwise)
    )
    if not isinstance(condition, Row) and condition is not None:
        return then if condition else otherwise
    if _national(condition, then, otherwise):
        return None
    rows = zip(*_spread(condition, then, otherwise), strict=True)
    return Row([None if c is None else a if c[0] else b for c, a, b in rows])


def _round(node: Round, known: Mapping[str, Operand]) -> Operand:
    """Half away from zero: floor((2 |n| 10^k + d) / 2d)."""
    operand, unit = _VALUES(node.operand, known), 10**node.decimals
    if not isinstance(operand, Row):
        return None if operand is None else round_half_away(operand, node.decimals)

    def rounded(pair: Pair) -> Pair:
        n, d = pair
        units = (2 * abs(n) * unit + d) // (2 * d)
        return (-units if n < 0 else units), unit

    return Row([pair and rounded(pair) for pair in operand.folded()])


def _logistic(node: Logistic, known: Mapping[str, Operand]) -> Operand:
    operand, unit = _VALUES(node.operand, known), 10**node.decimals
    if not isinstance(operand, Row):
        return None if operand is None else logistic(operand, node.decimals)
    return Row([pair and (decided_of(*pair, node.decimals), unit) for pair in operand.folded()])


def _total(node: Total, known: Mapping[str, Operand]) -> Operand:
    operand = _VALUES(node.operand, known)
    assert isinstance(operand, Row)
    pairs = [pair for pair in operand.pairs if pair is not None]
    return operand.factor * Fraction(*added_pairs(pairs)) if len(pairs) == len(operand.pairs) else None


_VALUES: Rendering[Operand] = Rendering(
    "ratio",
    {
        Number: lambda node, _: node.value,
        Symbol: lambda node, known: known[node.name],
        Arithmetic: lambda node, known: _two(node.op, _VALUES(node.left, known), _VALUES(node.right, known)),
        Bound: lambda node, known: _two(node.kind, _VALUES(node.left, known), _VALUES(node.right, known)),
        Comparison: _comparison,
        Both: lambda node, known: _several(node, known, all),
        Either: lambda node, known: _several(node, known, any),
        Count: lambda node, known: _several(node, known, sum),
        Not: lambda node, known: _yes(_VALUES(node.condition, known), wanted=False),
        IsYes: lambda node, known: _yes(_VALUES(node.symbol, known), wanted=True),
        YesNo: lambda node, known: _VALUES(node.condition, known),
        Where: _where,
        Total: _total,
        Round: _round,
        Logistic: _logistic,
    },
)
