"""A formula as a spreadsheet computes it, in the notation that the file format asks for."""

from collections.abc import Callable
from fractions import Fraction

from allocation.expressions import (
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    Expression,
    IsYes,
    Logistic,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Where,
    YesNo,
)
from allocation.numbers import decimal, decimals_of
from allocation.renderings import Rendering
from tables.explaining.formula_words import COMPARED, OPEN, PRODUCT, STRENGTH, SUM, WHOLE, Text

SIGNS = {"==": "=", "!=": "<>"}
"""The comparisons that a spreadsheet writes in another way."""
NUDGE = "(1+4E-15)"
"""For a spreadsheet 2,675 times 100 may be just below 267,5. So much more makes it a half again."""


Place = Callable[[str], str]
"""What stands in a formula for a symbol: an address, a name, a sum."""


def in_cells(node: Expression, place: Place) -> str:
    """The formula, with for each symbol what `place` has for it.

    Rounding is that of the engine: half away from zero. Totals must be symbols, and a division by largest
    remainders takes cells of its own. What is yes or no is 1 or 0.
    """
    return _part(node, place, OPEN)


def _part(node: Node, place: Place, around: int) -> str:
    text, strength = _CELLS(node, place)
    return f"({text})" if strength < around else text


def _number(node: Number, _: Place) -> Text:
    whole = node.value >= 0 and decimals_of(node.value) is not None
    return constant(node.value), WHOLE if whole else OPEN


def _arithmetic(node: Arithmetic, place: Place) -> Text:
    own = STRENGTH[node.op]
    after = own + 1 if node.op in "-/" else own
    return f"{_part(node.left, place, own)}{node.op}{_part(node.right, place, after)}", own


def _comparison(node: Comparison, place: Place) -> Text:
    sign = SIGNS.get(node.op, node.op)
    return f"{_part(node.left, place, SUM)}{sign}{_part(node.right, place, SUM)}", COMPARED


def _function(name: str, place: Place, *nodes: Node) -> Text:
    return f"{name}({','.join(_part(node, place, OPEN) for node in nodes)})", WHOLE


def _count(node: Count, place: Place) -> Text:
    return "+".join(f"IF({_part(part, place, OPEN)},1,0)" for part in node.conditions), SUM


def _round(node: Round, place: Place) -> Text:
    return f"ROUND({_part(node.operand, place, PRODUCT)}*{NUDGE},{node.decimals})", WHOLE


def _logistic(node: Logistic, place: Place) -> Text:
    """A spreadsheet's EXP is a float: beside a half it may be a last decimal off."""
    return f"ROUND(1/(1+EXP(-({_part(node.operand, place, OPEN)}))),{node.decimals})", WHOLE


_CELLS: Rendering[Text] = Rendering(
    "Excel formula",
    {
        Number: _number,
        Symbol: lambda node, place: (place(node.name), WHOLE),
        Arithmetic: _arithmetic,
        Comparison: _comparison,
        Both: lambda node, place: _function("AND", place, *node.conditions),
        Either: lambda node, place: _function("OR", place, *node.conditions),
        Not: lambda node, place: _function("NOT", place, node.condition),
        IsYes: lambda node, place: _CELLS(node.symbol, place),
        Count: _count,
        YesNo: lambda node, place: (f"IF({_part(node.condition, place, OPEN)},1,0)", WHOLE),
        Bound: lambda node, place: _function(node.kind.upper(), place, node.left, node.right),
        Where: lambda node, place: _function("IF", place, node.condition, node.then, node.otherwise),
        Round: _round,
        Logistic: _logistic,
    },
)


def constant(value: Fraction) -> str:
    """A number; one that does not end as a ratio."""
    decimals = decimals_of(value)
    return f"{value.numerator}/{value.denominator}" if decimals is None else f"{decimal(value, decimals):f}"
