"""A formula as a spreadsheet computes it, in the notation that the file format asks for."""

from collections.abc import Callable
from fractions import Fraction

from allocation.expressions import (
    Arithmetic,
    Bound,
    Comparison,
    Expression,
    Number,
    Round,
    Symbol,
    Where,
)
from allocation.numbers import decimal, decimals_of
from tables.explaining.formula_words import STRENGTH, WHOLE

COMPARED = 1
"""What is compared is a sum at the loosest."""
FACTOR = 2
"""What is multiplied is a product at the loosest."""
NUDGE = "(1+4E-15)"
"""For a spreadsheet 2,675 times 100 may be just below 267,5. So much more makes it a half again."""


def in_cells(node: Expression, place: Callable[[str], str]) -> str:
    """The formula, with for each symbol what `place` has for it: an address, a name, a sum.

    Rounding is that of the engine: half away from zero. Totals must be symbols, and a division by largest
    remainders takes cells of its own.
    """
    return _part(node, place, 0)


def _part(node: Expression, place: Callable[[str], str], around: int) -> str:
    text, strength = _written(node, place)
    return f"({text})" if strength < around else text


def _written(node: Expression, place: Callable[[str], str]) -> tuple[str, int]:
    match node:
        case Number(value):
            return constant(value), WHOLE if value >= 0 and decimals_of(value) is not None else 0
        case Symbol(name):
            return place(name), WHOLE
        case Arithmetic(op, left, right):
            own = STRENGTH[op]
            after = own + 1 if op in "-/" else own
            return f"{_part(left, place, own)}{op}{_part(right, place, after)}", own
        case Bound(kind, left, right):
            return f"{kind.upper()}({_part(left, place, 0)},{_part(right, place, 0)})", WHOLE
        case Where(Comparison(op, left, right), then, otherwise):
            sign = "=" if op == "==" else op
            condition = f"{_part(left, place, COMPARED)}{sign}{_part(right, place, COMPARED)}"
            return f"IF({condition},{_part(then, place, 0)},{_part(otherwise, place, 0)})", WHOLE
        case Round(operand, decimals):
            return f"ROUND({_part(operand, place, FACTOR)}*{NUDGE},{decimals})", WHOLE
        case _:
            raise TypeError(node)


def constant(value: Fraction) -> str:
    """A number; one that does not end as a ratio."""
    decimals = decimals_of(value)
    return f"{value.numerator}/{value.denominator}" if decimals is None else f"{decimal(value, decimals):f}"
