"""Scaling: what a formula does when weights grow together, and whether it adds up over municipalities.

Read off the formula, without rounding. `weights` are the inputs that can be multiplied together, so that the
rule is multiplied too, to a degree: of a share of a pot 0. What decides which rule holds (a size, compared
with a bound of the law) and what is measured against a national amount is no weight.
"""

from collections.abc import Collection, Mapping

from attrs import evolve, frozen

from allocation.expressions import (
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
    Symbol,
    Total,
    Where,
    YesNo,
    expression,
    names,
    parts,
)
from allocation.renderings import Rendering
from allocation.rewrites import unbounded, unrounded
from allocation.rulebook import Rulebook

Degree = int | None
"""None: of zero, which has every degree."""


class _MixedError(Exception):
    """Two quantities of unlike degree are added, compared or chosen between: `sides` are the two."""

    def __init__(self, *sides: Node) -> None:
        super().__init__()
        self.sides = sides


@frozen
class Scale:
    """The inputs of a rule that may be multiplied together, and to which degree the rule then is."""

    weights: tuple[str, ...]
    degree: Degree


def scale(book: Rulebook, rule: str, counted: Collection[str]) -> Scale:
    """The most inputs of a rule, of those that are counted, that may be multiplied together.

    Of what divides a pot it is the share of the pot that counts: the pot itself may grow as it likes.
    """
    smooth, pot = unrounded(book).needed([rule]), book.rules[rule].pot or ""
    read = pot in smooth.rules and any(pot in names(smooth.rules[one].formula) for one in smooth.behind(rule))
    if read:
        smooth = evolve(smooth, rules={name: one for name, one in smooth.rules.items() if name != pot})
        smooth = evolve(smooth, figures=[*smooth.figures, pot]).needed([rule])
    weights = [name for name in smooth.inputs if name in counted]
    while True:
        known: dict[str, Degree] = dict.fromkeys((*smooth.inputs, *smooth.figures), 0)
        known |= dict.fromkeys(weights, 1)
        try:
            for one in smooth.rules.values():
                known[one.name] = _DEGREE(one.formula, known)
        except _MixedError as error:
            dropped = _drivers(error.sides, known, smooth)
            weights = [name for name in weights if name not in dropped]
            continue
        own, whole = known[rule], known.get(pot, 0)
        return Scale(tuple(weights), own if own is None or not pot else own - (whole or 0))


def _drivers(sides: Collection[Node], known: Mapping[str, Degree], book: Rulebook) -> set[str]:
    """The inputs behind the side of the higher degree; of all sides where that has none."""
    high = max(sides, key=lambda side: _DEGREE(side, known) or 0)
    found = _moving(high, known, book) or set().union(*(_moving(side, known, book) for side in sides))
    return found or {name for name in book.inputs if known[name]}


def _moving(node: Node, known: Mapping[str, Degree], book: Rulebook) -> set[str]:
    if isinstance(node, Symbol):
        if not known[node.name]:
            return set()
        if node.name in book.rules:
            return _moving(book.rules[node.name].formula, known, book)
        return {node.name}
    return set().union(*(_moving(part, known, book) for part in parts(node)))


def _even(known: Mapping[str, Degree], *sides: Node) -> Degree:
    degrees = [(_DEGREE(side, known), side) for side in sides]
    those = [(degree, side) for degree, side in degrees if degree is not None]
    if len({degree for degree, _ in those}) > 1:
        raise _MixedError(*(side for _, side in those))
    return those[0][0] if those else None


def _arithmetic(node: Arithmetic, known: Mapping[str, Degree]) -> Degree:
    if node.op in "+-":
        return _even(known, node.left, node.right)
    one, other = _DEGREE(node.left, known), _DEGREE(node.right, known)
    if one is None:
        return None
    if other is None:
        return None if node.op == "*" else one
    return one + other if node.op == "*" else one - other


def _where(node: Where, known: Mapping[str, Degree]) -> Degree:
    _DEGREE(node.condition, known)
    return _even(known, node.then, node.otherwise)


def _condition(node: Node, known: Mapping[str, Degree]) -> Degree:
    for part in parts(node):
        _DEGREE(part, known)
    return 0


def _compared(node: Comparison, known: Mapping[str, Degree]) -> Degree:
    _even(known, node.left, node.right)
    return 0


def _bare(node: Logistic, known: Mapping[str, Degree]) -> Degree:
    _even(known, node.operand, expression(1))
    return 0


_DEGREE: Rendering[Degree] = Rendering(
    "degree",
    {
        Number: lambda node, _: 0 if node.value else None,
        Symbol: lambda node, known: known[node.name],
        Arithmetic: _arithmetic,
        Where: _where,
        Bound: lambda node, known: _even(known, node.left, node.right),
        Total: lambda node, known: _DEGREE(node.operand, known),
        Logistic: _bare,
        Comparison: _compared,
        Both: _condition,
        Either: _condition,
        Not: _condition,
        Count: _condition,
        IsYes: lambda *_: 0,
        YesNo: _condition,
    },
)


def additive(book: Rulebook, rule: str, counted: Collection[str]) -> bool:
    """Whether a rule, without rounding and bounds, of two municipalities together is the sum of both."""
    plain = unbounded(unrounded(book)).needed([rule])
    known: dict[str, str] = dict.fromkeys(plain.figures, _FIXED)
    known |= {name: _ADDS if name in counted else _NEITHER for name in plain.inputs}
    for one in plain.rules.values():
        known[one.name] = _KIND(one.formula, known)
    return known[rule] == _ADDS


_FIXED, _ADDS, _NOTHING, _NEITHER = "fixed", "adds", "nothing", "neither"
"""The same before and after a merger; the sum of both; zero, which is either; anything else."""


def _alike(known: Mapping[str, str], *sides: Node) -> str:
    kinds = {_KIND(side, known) for side in sides} - {_NOTHING}
    return kinds.pop() if len(kinds) == 1 else _NEITHER if kinds else _NOTHING


def _combined(node: Arithmetic, known: Mapping[str, str]) -> str:
    if node.op in "+-":
        return _alike(known, node.left, node.right)
    one, other = _KIND(node.left, known), _KIND(node.right, known)
    if node.op == "*" and other == _ADDS:
        one, other = other, one
    if one == _NOTHING or (node.op == "*" and other == _NOTHING):
        return _NOTHING
    return one if other == _FIXED else _NEITHER


def _chosen(node: Where, known: Mapping[str, str]) -> str:
    fixed = all(known.get(name) in (_FIXED, _NOTHING) for name in _read_of_a_row(node.condition))
    return _alike(known, node.then, node.otherwise) if fixed else _NEITHER


def _read_of_a_row(node: Node) -> list[str]:
    """The names in a condition that are not summed."""
    if isinstance(node, Total):
        return []
    if isinstance(node, Symbol):
        return [node.name]
    return [name for part in parts(node) for name in _read_of_a_row(part)]


def _summed(node: Total, known: Mapping[str, str]) -> str:
    kind = _KIND(node.operand, known)
    return {_ADDS: _FIXED, _NOTHING: _NOTHING}.get(kind, _NEITHER)


def _yes(node: Node, known: Mapping[str, str]) -> str:
    return _FIXED if all(known[name] in (_FIXED, _NOTHING) for name in names(node)) else _NEITHER


_KIND: Rendering[str] = Rendering(
    "kind",
    {
        Number: lambda node, _: _FIXED if node.value else _NOTHING,
        Symbol: lambda node, known: known[node.name],
        Arithmetic: _combined,
        Where: _chosen,
        Bound: lambda node, known: (
            _NEITHER
            if _alike(known, node.left, node.right) == _ADDS
            else _alike(known, node.left, node.right)
        ),
        Total: _summed,
        Logistic: _yes,
        Count: _yes,
        YesNo: _yes,
    },
)
