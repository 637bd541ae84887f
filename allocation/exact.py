"""The oracle: the same rules on Fractions, one plain walk over the tree. Slow and exact.

A value that divides by zero is None, and so is all that rests on it.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from allocation.apportion import largest_remainders, tied_at_last_unit
from allocation.case import Case
from allocation.column import Column
from allocation.errors import RuleError
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
    parts,
)
from allocation.logistic import decided_of
from allocation.numbers import added, round_half_away
from allocation.renderings import Rendering
from allocation.rulebook import Rulebook

Value = Fraction | None
Row = Sequence[Value]
"""One value per municipality, in order of code; a national value is a row of one."""

OPERATIONS: dict[str, Callable[[Fraction, Fraction], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
    "min": min,
    "max": max,
    "<": lambda a, b: Fraction(a < b),
    "<=": lambda a, b: Fraction(a <= b),
    "==": lambda a, b: Fraction(a == b),
    "!=": lambda a, b: Fraction(a != b),
    ">=": lambda a, b: Fraction(a >= b),
    ">": lambda a, b: Fraction(a > b),
}


def evaluate(case: Case) -> dict[str, Row]:
    """Every rule's exact values, in order of code; a national rule has a row of one."""
    return evaluated(case.book, given(case))


def evaluated(book: Rulebook, known: Mapping[str, Row]) -> dict[str, Row]:
    """Every rule of a book, given the rows of its inputs and figures."""
    known = dict(known)
    for name, rule in book.rules.items():
        try:
            known[name] = value_of(rule.formula, known)
        except RuleError as error:
            raise RuleError(f"regel {name}: {error}") from None
    return {name: known[name] for name in book.rules}


def given(case: Case) -> dict[str, Row]:
    """The figures and inputs of a case."""
    return {name: row(value) for name, value in case.given.items()}


def row(value: Column | Fraction) -> Row:
    """A value as a row: one number where it is national."""
    return [value] if isinstance(value, Fraction) else value.exact


def value_of(node: Node, known: Mapping[str, Row]) -> Row:
    """The value of a formula, given the values of the symbols in it; of a condition 1 or 0."""
    return _VALUES(node, known)


def _two(node: Arithmetic | Bound | Comparison, operation: str, known: Mapping[str, Row]) -> Row:
    compute = OPERATIONS[operation]
    rows = zip(*_even(_VALUES(node.left, known), _VALUES(node.right, known)), strict=True)
    return [None if a is None or b is None else compute(a, b) for a, b in rows]


def _several(node: Both | Either | Count, known: Mapping[str, Row], decide: Callable[..., int]) -> Row:
    """Of conditions together; where one divides by zero there is no outcome."""
    rows = zip(*_even(*(_VALUES(part, known) for part in node.conditions)), strict=True)
    return [None if None in values else Fraction(decide(map(bool, values))) for values in rows]


def _not(node: Not, known: Mapping[str, Row]) -> Row:
    return [None if value is None else Fraction(not value) for value in _VALUES(node.condition, known)]


def _is_yes(node: IsYes, known: Mapping[str, Row]) -> Row:
    return [None if value is None else Fraction(bool(value)) for value in _VALUES(node.symbol, known)]


def _where(node: Where, known: Mapping[str, Row]) -> Row:
    rows = _even(*(_VALUES(part, known) for part in (node.condition, node.then, node.otherwise)))
    return [None if c is None else a if c else b for c, a, b in zip(*rows, strict=True)]


def _total(node: Total, known: Mapping[str, Row]) -> Row:
    row = complete(_VALUES(node.operand, known))
    return [None if row is None else added(row)]


def _round(node: Round, known: Mapping[str, Row]) -> Row:
    row = _VALUES(node.operand, known)
    return [None if value is None else round_half_away(value, node.decimals) for value in row]


def logistic(value: Fraction, decimals: int) -> Fraction:
    """1 / (1 + exp(-x)), to a number of decimals."""
    return Fraction(decided_of(*value.as_integer_ratio(), decimals), 10**decimals)


def _logistic(node: Logistic, known: Mapping[str, Row]) -> Row:
    row = _VALUES(node.operand, known)
    return [None if value is None else logistic(value, node.decimals) for value in row]


def _apportion(node: Apportion, known: Mapping[str, Row]) -> Row:
    (available,), weights = _VALUES(node.pot, known), _VALUES(node.weights, known)
    row = complete(weights)
    if available is None or row is None:
        return [None] * len(weights)
    shares = largest_remainders(available * 10**node.decimals, row)
    return [Fraction(share, 10**node.decimals) for share in shares]


_VALUES: Rendering[Row] = Rendering(
    "exact value",
    {
        Number: lambda node, _: [node.value],
        Symbol: lambda node, known: known[node.name],
        Arithmetic: lambda node, known: _two(node, node.op, known),
        Bound: lambda node, known: _two(node, node.kind, known),
        Comparison: lambda node, known: _two(node, node.op, known),
        Both: lambda node, known: _several(node, known, all),
        Either: lambda node, known: _several(node, known, any),
        Count: lambda node, known: _several(node, known, sum),
        Not: _not,
        IsYes: _is_yes,
        YesNo: lambda node, known: _VALUES(node.condition, known),
        Where: _where,
        Total: _total,
        Round: _round,
        Logistic: _logistic,
        Apportion: _apportion,
    },
)


def _even(*rows: Row) -> list[Row]:
    """Rows of equal length: a national value stands for every municipality."""
    length = max(map(len, rows))
    return [row if len(row) == length else list(row) * length for row in rows]


def complete(row: Row) -> list[Fraction] | None:
    """The values of a row, or None where one of them divides by zero."""
    values = [value for value in row if value is not None]
    return values if len(values) == len(row) else None


def ties(node: Node, known: Mapping[str, Row]) -> list[tuple[list[int], list[int]]]:
    """Of every division in a formula that ended in a tie: the rows that got a unit, and did not."""
    found = [tie for part in parts(node) for tie in ties(part, known)]
    if isinstance(node, Apportion):
        pot, weights = complete(value_of(node.pot, known)), complete(value_of(node.weights, known))
        if pot is not None and weights is not None:
            tie = tied_at_last_unit(pot[0] * 10**node.decimals, weights)
            found += [tie] if tie[1] else []
    return found
