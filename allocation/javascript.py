"""A formula as JavaScript: calls of the functions of `tables/site/static/engine.js`, which keep all exact."""

import json

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
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
)
from allocation.renderings import Rendering

OPERATIONS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "min": "min", "max": "max"}
COMPARISONS = {"<": "lt", "<=": "le", "==": "eq", "!=": "ne", ">=": "ge", ">": "gt"}


def in_javascript(formula: Expression) -> str:
    """An expression of JavaScript in which `E` is the engine and `v` has the value of every name.

    A condition is 1 or 0. Raises RuleError for a sum to another level than the whole.
    """
    return _JAVASCRIPT(formula)


def _call(name: str, *nodes: Node) -> str:
    return f"E.{name}({','.join(map(_JAVASCRIPT, nodes))})"


_JAVASCRIPT: Rendering[str] = Rendering(
    "JavaScript",
    {
        Number: lambda node: f"E.n({node.value.numerator}n,{node.value.denominator}n)",
        Symbol: lambda node: f"v[{json.dumps(node.name)}]",
        Arithmetic: lambda node: _call(OPERATIONS[node.op], node.left, node.right),
        Bound: lambda node: _call(OPERATIONS[node.kind], node.left, node.right),
        Comparison: lambda node: _call(COMPARISONS[node.op], node.left, node.right),
        Both: lambda node: _call("all", *node.conditions),
        Either: lambda node: _call("any", *node.conditions),
        Count: lambda node: _call("count", *node.conditions),
        Not: lambda node: _call("not", node.condition),
        IsYes: lambda node: _call("yes", node.symbol),
        YesNo: lambda node: _JAVASCRIPT(node.condition),
        Where: lambda node: _call("where", node.condition, node.then, node.otherwise),
        Total: lambda node: _call("total", node.operand),
        Round: lambda node: f"E.round({_JAVASCRIPT(node.operand)},{node.decimals})",
        Apportion: lambda node: (
            f"E.apportion({_JAVASCRIPT(node.pot)},{_JAVASCRIPT(node.weights)},{node.decimals})"
        ),
    },
)
