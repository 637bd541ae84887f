"""A formula in words and in numbers, as a reader with a pocket calculator would write it."""

from collections.abc import Callable

from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Comparison,
    Expression,
    Number,
    Round,
    Symbol,
    Where,
)
from allocation.numbers import decimals_of
from allocation.trace import total_of
from tables.words import number

SIGNS = {"+": "+", "-": "-", "*": "×", "/": "÷", "<": "<", "<=": "≤", "==": "="}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
WHOLE = 3
"""The strength of what needs no brackets."""


def written(node: Expression | Comparison, name: Callable[[str], str], unit: str = "") -> str:
    """The formula, with each symbol as `name` has it; `unit` is that of the result."""
    match node:
        case Round(operand, decimals):
            to = f"hele {unit}" if not decimals else f"{decimals} decimalen"
            return f"{written(operand, name)}, afgerond op {to.strip()}"
        case Apportion(pot, weights, decimals):
            whole = f"hele {unit}" if not decimals else f"{decimals} decimalen"
            share = f"{_part(pot, name, 2)} × {_part(weights, name, 2)} ÷ {name(total_of(node))}"
            return f"{share}, naar beneden op {whole}; wat over is gaat naar de grootste resten"
        case _:
            return _part(node, name, 0)


def _part(node: Expression | Comparison, name: Callable[[str], str], around: int) -> str:
    text, strength = _written(node, name)
    return f"({text})" if strength < around else text


def _written(node: Expression | Comparison, name: Callable[[str], str]) -> tuple[str, int]:
    match node:
        case Number(value):
            return number(value, decimals_of(value) or 0), WHOLE
        case Symbol(symbol):
            text = name(symbol)
            return text, 1 if text.startswith("-") else WHOLE
        case Arithmetic(op, left, right):
            own = STRENGTH[op]
            after = own + 1 if op in "-/" else own
            return f"{_part(left, name, own)} {SIGNS[op]} {_part(right, name, after)}", own
        case Comparison(op, left, right):
            return f"{_part(left, name, 1)} {SIGNS[op]} {_part(right, name, 1)}", 0
        case Bound(kind, left, right):
            which = "grootste" if kind == "max" else "kleinste"
            return f"het {which} van [{_part(left, name, 0)}] en [{_part(right, name, 0)}]", 0
        case Where(condition, then, otherwise):
            chosen = f"als {_part(condition, name, 0)} dan {_part(then, name, 1)}"
            return f"{chosen}, anders {_part(otherwise, name, 1)}", 0
        case Round(operand, decimals):
            return f"afgerond op {decimals} decimalen [{_part(operand, name, 0)}]", WHOLE
        case _:
            raise TypeError(node)
