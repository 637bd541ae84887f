"""Books rewritten: the same names, with other formulas.

Each shows what a part of the formulas does: without rounding, or without bounds too. What a condition decides
is no part of that, so it stays as it was: `settled` says under which name a condition reads a rule of the
book that was rewritten.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import evolve

from allocation.expressions import (
    Apportion,
    Bound,
    Expression,
    Node,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    equals,
    rebuilt,
)
from allocation.rulebook import Rulebook

Change = Callable[[Expression], Expression]
Settled = Mapping[str, str]
"""Under which name a condition reads each rule."""


def proportional(pot: Expression, weights: Expression) -> Expression:
    """The share of a pot without any rounding; nothing where all weights together are zero."""
    whole = Total(weights)
    return Where(equals(whole, 0), Number(Fraction(0)), pot * weights / whole)


def unrounded(book: Rulebook, settled: Settled = MappingProxyType({})) -> Rulebook:
    """The book as if nothing were rounded."""

    def without(node: Expression, strip: Change) -> Expression | None:
        match node:
            case Round(operand, _):
                return strip(operand)
            case Apportion(pot, weights, _):
                return proportional(strip(pot), strip(weights))
            case _:
                return None

    return _rewritten(book, without, settled)


def unbounded(book: Rulebook, settled: Settled = MappingProxyType({})) -> Rulebook:
    """The book as if nothing were bounded: of each bound the side that differs by municipality stays.

    (Bounds that make up a weight, as between 0 and 1, leave the pot as it is, and so are left in.)
    """

    def without(node: Expression, strip: Change) -> Expression | None:
        match node:
            case Bound(_, left, right) if book.is_national(left) != book.is_national(right):
                return strip(right if book.is_national(left) else left)
            case _:
                return None

    return _rewritten(book, without, settled)


def _rewritten(
    book: Rulebook, without: Callable[[Expression, Change], Expression | None], settled: Settled
) -> Rulebook:
    def as_settled(node: Node) -> Node:
        if isinstance(node, Symbol):
            return Symbol(settled.get(node.name, node.name))
        return rebuilt(node, as_settled)

    def strip(node: Expression) -> Expression:
        changed = without(node, strip)
        return rebuilt(node, part) if changed is None else changed

    def part(node: Node) -> Node:
        return strip(node) if isinstance(node, Expression) else as_settled(node)

    rules = {name: evolve(rule, formula=strip(rule.formula)) for name, rule in book.rules.items()}
    return evolve(book, rules=rules)


def settled_names(book: Rulebook) -> dict[str, str]:
    """A name for each rule that no rule, input or figure of the book has."""
    taken = {*book.rules, *book.inputs, *book.figures}
    names = {}
    for rule in book.rules:
        name = f"{rule}'"
        while name in taken:
            name += "'"
        taken.add(name)
        names[rule] = name
    return names
