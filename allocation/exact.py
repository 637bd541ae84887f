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
    Bound,
    Comparison,
    Expression,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    parts,
)
from allocation.numbers import added, round_half_away

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
}


def evaluate(case: Case) -> dict[str, Row]:
    """Every rule's exact values, in order of code; a national rule has a row of one."""
    known = given(case)
    for name, rule in case.book.rules.items():
        try:
            known[name] = value_of(rule.formula, known)
        except RuleError as error:
            raise RuleError(f"rule {name}: {error}") from None
    return {name: known[name] for name in case.book.rules}


def given(case: Case) -> dict[str, Row]:
    """The figures and inputs of a case."""
    return {name: row(value) for name, value in case.given.items()}


def row(value: Column | Fraction) -> Row:
    """A value as a row: one number where it is national."""
    return [value] if isinstance(value, Fraction) else value.exact


def value_of(node: Expression | Comparison, known: Mapping[str, Row]) -> Row:
    """The value of an expression, given the values of the symbols in it."""
    match node:
        case Number(value):
            return [value]
        case Symbol(name):
            return known[name]
        case Arithmetic(op, left, right) | Bound(op, left, right) | Comparison(op, left, right):
            rows = zip(*_even(value_of(left, known), value_of(right, known)), strict=True)
            operation = OPERATIONS[op]
            return [None if a is None or b is None else operation(a, b) for a, b in rows]
        case Where(condition, then, otherwise):
            chosen = zip(
                *_even(*(value_of(part, known) for part in (condition, then, otherwise))),
                strict=True,
            )
            return [None if c is None else a if c else b for c, a, b in chosen]
        case Total(operand):
            row = complete(value_of(operand, known))
            return [None if row is None else added(row)]
        case Round(operand, decimals):
            return [None if v is None else round_half_away(v, decimals) for v in value_of(operand, known)]
        case Apportion(pot, weights, decimals):
            (available,), given_row = value_of(pot, known), value_of(weights, known)
            row = complete(given_row)
            if available is None or row is None:
                return [None] * len(given_row)
            shares = largest_remainders(available * 10**decimals, row)
            return [Fraction(share, 10**decimals) for share in shares]
        case _:
            raise TypeError(node)


def _even(*rows: Row) -> list[Row]:
    """Rows of equal length: a national value stands for every municipality."""
    length = max(map(len, rows))
    return [row if len(row) == length else list(row) * length for row in rows]


def complete(row: Row) -> list[Fraction] | None:
    """The values of a row, or None where one of them divides by zero."""
    values = [value for value in row if value is not None]
    return values if len(values) == len(row) else None


def ties(node: Expression | Comparison, known: Mapping[str, Row]) -> list[tuple[list[int], list[int]]]:
    """Of every division in a formula that ended in a tie: the rows that got a unit, and did not."""
    found = [tie for part in parts(node) for tie in ties(part, known)]
    if isinstance(node, Apportion):
        pot, weights = complete(value_of(node.pot, known)), complete(value_of(node.weights, known))
        if pot is not None and weights is not None:
            tie = tied_at_last_unit(pot[0] * 10**node.decimals, weights)
            found += [tie] if tie[1] else []
    return found
