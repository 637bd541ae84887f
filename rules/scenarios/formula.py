"""A formula of figures, in exact arithmetic: "(extra_budget + 2 * eerder_budget) / 3"."""

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction

from allocation.errors import FigureError
from allocation.numbers import exact

OPERATIONS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
}
FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {"min": min, "max": max}
MADE_OF = "cijfers, getallen, + - * / ( ), min(...) en max(...)"


def read_names(text: str) -> list[str]:
    """The names of the figures that a formula reads, each once. Raises FigureError for what is no formula."""
    found = (node.id for node in ast.walk(_parsed(text)) if isinstance(node, ast.Name))
    return [name for name in dict.fromkeys(found) if name not in FUNCTIONS]


def computed(text: str, value_of: Callable[[str], Fraction]) -> Fraction:
    """What a formula comes to. Raises FigureError for what is no formula, and a division by zero."""

    def value(node: ast.AST) -> Fraction:
        match node:
            case ast.Expression(body):
                return value(body)
            case ast.BinOp(left, operation, right) if type(operation) in OPERATIONS:
                return OPERATIONS[type(operation)](value(left), value(right))
            case ast.UnaryOp(ast.USub(), operand):
                return -value(operand)
            case ast.Call(ast.Name(name), arguments, []) if name in FUNCTIONS and arguments:
                return FUNCTIONS[name](*map(value, arguments))
            case ast.Constant():
                return exact(ast.get_source_segment(text, node) or "")  # as written: never a float
            case ast.Name(name):
                return value_of(name)
            case _:
                raise FigureError(f"{text!r}: een formule bestaat uit {MADE_OF}")

    try:
        return value(_parsed(text))
    except ZeroDivisionError:
        raise FigureError(f"{text!r} divides by zero") from None


def _parsed(text: str) -> ast.Expression:
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        raise FigureError(f"{text!r}: een formule bestaat uit {MADE_OF}") from None
