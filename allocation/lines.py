"""Lines: what a formula is along one input, between the bounds that it has: straight, or a share of a whole.

Everything that a formula without rounding is made of is a quotient of two polynomials in any one input. Of
which degree follows from the formula; a straight line has degree 1 over 0, so that its second differences are
zero; a share has degree 1 over 1.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Count,
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
from allocation.rulebook import Rulebook


@frozen
class Shape:
    """A polynomial of at most degree `above`, over one of at most degree `below`."""

    above: int = 0
    below: int = 0


@frozen
class _Form:
    """What stands above the line has a degree; below it stand divisors, each so many times, with a degree."""

    above: int
    below: Mapping[Node, tuple[int, int]]

    @property
    def shape(self) -> Shape:
        return Shape(self.above, sum(times * degree for times, degree in self.below.values()))


_FLAT = _Form(0, {})
_CURVED = _Form(10**6, {})
"""The logistic function is no quotient of polynomials: of a degree that nobody tries."""
_Pair = tuple[_Form, _Form]
"""Of the municipality whose input runs, and of any other."""


def shapes(book: Rulebook, name: str) -> dict[str, Shape]:
    """What every rule of a book without rounding is, for who has it, along the input `name`."""
    known: dict[str, _Pair] = dict.fromkeys((*book.inputs, *book.figures), (_FLAT, _FLAT))
    known[name] = (_Form(1, {}), _FLAT)
    for rule in book.rules.values():
        known[rule.name] = _FORM(rule.formula, known)
    return {rule: known[rule][0].shape for rule in book.rules}


def _sum(*forms: _Form) -> _Form:
    below: dict[Node, tuple[int, int]] = {}
    for form in forms:
        for node, (times, degree) in form.below.items():
            below[node] = (max(times, below.get(node, (0, 0))[0]), degree)
    above = 0
    for form in forms:
        lacks = sum((times - form.below.get(n, (0, 0))[0]) * degree for n, (times, degree) in below.items())
        above = max(above, form.above + lacks)
    return _Form(above, below)


def _product(one: _Form, other: _Form) -> _Form:
    below = dict(one.below)
    for node, (times, degree) in other.below.items():
        below[node] = (below.get(node, (0, 0))[0] + times, degree)
    return _Form(one.above + other.above, below)


def _over(one: _Form, other: _Form, by: Node) -> _Form:
    turned = other.shape.below
    below = {by: (1, other.above)} if other.above else {}
    return _product(one, _Form(turned, below))


def _arithmetic(node: Arithmetic, known: Mapping[str, _Pair]) -> _Pair:
    left, right = _FORM(node.left, known), _FORM(node.right, known)
    if node.op in "+-":
        return _sum(left[0], right[0]), _sum(left[1], right[1])
    if node.op == "*":
        return _product(left[0], right[0]), _product(left[1], right[1])
    return _over(left[0], right[0], node.right), _over(left[1], right[1], node.right)


def _logistic(node: Logistic, known: Mapping[str, _Pair]) -> _Pair:
    own, others = (_FLAT if form == _FLAT else _CURVED for form in _FORM(node.operand, known))
    return own, others


def _total(node: Total, known: Mapping[str, _Pair]) -> _Pair:
    whole = _sum(*_FORM(node.operand, known))
    return whole, whole


def _either(*sides: Node) -> Callable[[Mapping[str, _Pair]], _Pair]:
    def of(known: Mapping[str, _Pair]) -> _Pair:
        one, other = (_FORM(side, known) for side in sides)
        return _sum(one[0], other[0]), _sum(one[1], other[1])

    return of


_FORM: Rendering[_Pair] = Rendering(
    "line",
    {
        Number: lambda *_: (_FLAT, _FLAT),
        Symbol: lambda node, known: known[node.name],
        Arithmetic: _arithmetic,
        Bound: lambda node, known: _either(node.left, node.right)(known),
        Where: lambda node, known: _either(node.then, node.otherwise)(known),
        Round: lambda node, known: _FORM(node.operand, known),
        Logistic: _logistic,
        Apportion: lambda node, known: _FORM(node.weights, known),
        Total: _total,
        Count: lambda *_: (_FLAT, _FLAT),
        YesNo: lambda *_: (_FLAT, _FLAT),
    },
)


def fits(shape: Shape, points: Sequence[Fraction], values: Sequence[Fraction]) -> bool:
    """Whether values at points lie on one quotient of two polynomials of a shape: exactly.

    It takes above + below + 2 points. Of a straight line: whether the second difference is zero.
    """
    rows = [
        [
            *(x**power for power in range(shape.above + 1)),
            *(-y * x**power for power in range(shape.below + 1)),
        ]
        for x, y in zip(points, values, strict=True)
    ]
    return _singular(rows)


def _singular(rows: list[list[Fraction]]) -> bool:
    """Whether a square of numbers has a determinant of zero."""
    size = len(rows)
    for column in range(size):
        pivot = next((place for place in range(column, size) if rows[place][column]), None)
        if pivot is None:
            return True
        rows[column], rows[pivot] = rows[pivot], rows[column]
        first = rows[column]
        for place in range(column + 1, size):
            if factor := rows[place][column] / first[column]:
                rows[place] = [
                    value - factor * other for value, other in zip(rows[place], first, strict=True)
                ]
    return False
