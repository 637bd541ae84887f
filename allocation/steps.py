"""The bound of a rule, from its tree: how many steps of rounding stand between its exact value and a float.

A value that `allocation.bounded` computes is off by at most `steps` x 2^-52 x its size, where the size of a
formula is the formula itself with every part taken without its sign: of a + b and of a - b the sum of the
sizes, of a / b that of a times that of b over b squared. So a difference of two large numbers has a large
size, and a rule that is rounded has no steps: what comes out is exact, or is done again on fractions.
"""

from collections.abc import Mapping

from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Count,
    Expression,
    Logistic,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
)
from allocation.renderings import Rendering
from allocation.rules import Rule

READ = 3
"""Decimals over a divisor become a float by five roundings, of half a step each."""
ADDED = 2
"""A total: one step, and one for what is cut off its parts as they become whole numbers."""


def steps_of(rules: Mapping[str, Rule]) -> Mapping[str, int]:
    """The steps of each rule, given in the order in which they are computed."""
    found: dict[str, int] = {}
    for name, rule in rules.items():
        found[name] = _STEPS(rule.formula, found)
    return found


def _several(*nodes: Expression, known: Mapping[str, int]) -> list[int]:
    return [_STEPS(node, known) for node in nodes]


def _arithmetic(node: Arithmetic, known: Mapping[str, int]) -> int:
    a, b = _several(node.left, node.right, known=known)
    return (max(a, b) if node.op in "+-" else a + b) + 1


_STEPS: Rendering[int] = Rendering(
    "number of steps",
    {
        Number: lambda *_: 1,
        Symbol: lambda node, known: max(READ, known.get(node.name, 0)),
        Arithmetic: _arithmetic,
        Bound: lambda node, known: max(_several(node.left, node.right, known=known)),
        Where: lambda node, known: max(_several(node.then, node.otherwise, known=known)),
        Total: lambda node, known: _STEPS(node.operand, known) + ADDED,
        **dict.fromkeys((Round, Logistic), lambda node, _: 1 if node.decimals else 0),
        Count: lambda *_: 0,
        YesNo: lambda *_: 0,
        Apportion: lambda *_: 0,
    },
)
