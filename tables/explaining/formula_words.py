"""A formula in words and in numbers, as a reader with a pocket calculator would write it."""

from collections.abc import Callable

from allocation.expressions import (
    Apportion,
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
from allocation.numbers import decimals_of
from allocation.renderings import Rendering
from allocation.rules import Rule
from allocation.trace import name_of, total_of, totals_in, without_totals
from tables.words import number

SIGNS = {
    "+": "+",
    "-": "-",
    "*": "×",
    "/": "÷",
    "<": "<",
    "<=": "≤",
    "==": "=",
    "!=": "≠",
    ">=": "≥",
    ">": ">",
}
OPEN, COMPARED, SUM, PRODUCT, WHOLE = range(5)
"""How firmly the parts of a text hold together: what is looser than its place asks is put in brackets."""
STRENGTH = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}

Name = Callable[[str], str]
Text = tuple[str, int]
"""A part of a formula in words, and how firmly it holds together."""


def written(node: Expression, name: Name, unit: str = "") -> str:
    """The formula, with each symbol as `name` has it; `unit` is that of the result."""
    match node:
        case Round(operand, decimals):
            to = f"hele {unit}" if not decimals else f"{decimals} decimalen"
            return f"{written(operand, name)}, afgerond op {to.strip()}"
        case Apportion(pot, weights, decimals):
            whole = f"hele {unit}" if not decimals else f"{decimals} decimalen"
            share = f"{_part(pot, name, PRODUCT)} × {_part(weights, name, PRODUCT)} ÷ {name(total_of(node))}"
            return f"{share}, naar beneden op {whole}; wat over is gaat naar de grootste resten"
        case _:
            return _part(node, name, OPEN)


def of_rule(rule: Rule, name: Name) -> str:
    """The formula of a rule, with each symbol as `name` has it; of a national total what is added."""
    sums = {name_of(total): total.operand for total in totals_in(rule.formula)}
    if isinstance(rule.formula, Apportion):
        sums[total_of(rule.formula)] = rule.formula.weights

    def called(symbol: str) -> str:
        added = sums.get(symbol)
        return name(symbol) if added is None else f"som van ({written(added, called)})"

    return written(without_totals(rule.formula), called, str(rule.unit))


def _part(node: Node, name: Name, around: int) -> str:
    text, strength = _TEXTS(node, name)
    return f"({text})" if strength < around else text


def _number(node: Number, _: Name) -> Text:
    return number(node.value, decimals_of(node.value) or 0), WHOLE


def _symbol(node: Symbol, name: Name) -> Text:
    text = name(node.name)
    return text, SUM if text.startswith("-") else WHOLE


def _arithmetic(node: Arithmetic, name: Name) -> Text:
    own = STRENGTH[node.op]
    after = own + 1 if node.op in "-/" else own
    return f"{_part(node.left, name, own)} {SIGNS[node.op]} {_part(node.right, name, after)}", own


def _comparison(node: Comparison, name: Name) -> Text:
    return f"{_part(node.left, name, SUM)} {SIGNS[node.op]} {_part(node.right, name, SUM)}", COMPARED


def _several(node: Both | Either, name: Name, word: str) -> Text:

    def around(part: Node) -> int:
        return OPEN if type(part) is type(node) else COMPARED

    return f" {word} ".join(_part(part, name, around(part)) for part in node.conditions), OPEN


def _not(node: Not, name: Name) -> Text:
    return f"niet {_part(node.condition, name, WHOLE)}", COMPARED


def _count(node: Count, name: Name) -> Text:
    *some, last = (f"[{_part(part, name, OPEN)}]" for part in node.conditions)
    return f"hoe vaak geldt: {', '.join(some)} en {last}", OPEN


def _bound(node: Bound, name: Name) -> Text:
    which = "grootste" if node.kind == "max" else "kleinste"
    return f"het {which} van [{_part(node.left, name, OPEN)}] en [{_part(node.right, name, OPEN)}]", OPEN


def _where(node: Where, name: Name) -> Text:
    chosen = f"als {_part(node.condition, name, OPEN)} dan {_part(node.then, name, SUM)}"
    return f"{chosen}, anders {_part(node.otherwise, name, SUM)}", OPEN


def _round(node: Round, name: Name) -> Text:
    return f"afgerond op {node.decimals} decimalen [{_part(node.operand, name, OPEN)}]", WHOLE


def _logistic(node: Logistic, name: Name) -> Text:
    x = _part(node.operand, name, OPEN)
    return f"afgerond op {node.decimals} decimalen [1 ÷ (1 + e tot de macht −({x}))]", WHOLE


_TEXTS: Rendering[Text] = Rendering(
    "words",
    {
        Number: _number,
        Symbol: _symbol,
        Arithmetic: _arithmetic,
        Comparison: _comparison,
        Both: lambda node, name: _several(node, name, "en"),
        Either: lambda node, name: _several(node, name, "of"),
        Not: _not,
        IsYes: lambda node, name: _TEXTS(node.symbol, name),
        Count: _count,
        YesNo: lambda node, name: _TEXTS(node.condition, name),
        Bound: _bound,
        Where: _where,
        Round: _round,
        Logistic: _logistic,
    },
)
