"""The balance of a pot: what was handed out, what is left, and why.

A rule that rounds each municipality, or that has a floor or a ceiling, does not hand out exactly
its pot. How much each of these does is measured by taking it out of the formula: without
rounding, or else without bounds too, the formula must hand out the pot to the last decimal. (Bounds
that make up a weight, as between 0 and 1, leave the pot as it is, and so are left in.)
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from allocation.case import Balance
from allocation.errors import PotError
from allocation.expressions import (
    Apportion,
    Bound,
    Condition,
    Expression,
    Node,
    Round,
    Symbol,
    Total,
    equals,
    parts,
    rebuilt,
    total,
    where,
)
from allocation.numbers import decimal
from allocation.rulebook import Rulebook
from allocation.rules import Rule

UNROUNDED, UNBOUNDED = "#unrounded", "#unbounded"


def sides(rule: Rule, variants: Mapping[str, Expression]) -> Mapping[str, Expression]:
    """The formulas behind a balance, each one national value."""
    assert rule.pot is not None

    def variant(name: str, suffix: str) -> Symbol:
        return Symbol(name + suffix if name + suffix in variants else name)

    return {
        "available": Symbol(rule.pot),
        "handed_out": Total(Symbol(rule.name)),
        "pot_unrounded": variant(rule.pot, UNROUNDED),
        "unrounded": Total(variant(rule.name, UNROUNDED)),
        "unbounded": Total(variant(rule.name, UNBOUNDED)),
    }


def balance(rule: Rule, side: Callable[[str], Fraction]) -> Balance:
    """The balance of the pot of `rule`; `side` gives the value of one of its `sides`.

    Raises PotError for a pot below zero, and a remainder that neither rounding nor bounds explain.
    """
    assert rule.pot is not None
    available, handed_out = side("available"), side("handed_out")
    if available < 0:
        raise PotError(
            f"pot {rule.pot} is below zero: {decimal(available, 2)} {rule.unit}, so there is nothing for "
            f"rule {rule.name} to divide; is an input in another unit, or larger than its total?"
        )
    pot, unrounded = side("pot_unrounded"), side("unrounded")
    unbounded = unrounded if unrounded == pot else side("unbounded")
    if unbounded != pot:
        raise PotError(
            f"pot {rule.pot} does not close: rule {rule.name} hands out "
            f"{decimal(handed_out, 2)} of {decimal(available, 2)} {rule.unit}, "
            f"and {decimal(pot - unbounded, 6)} of the difference is explained neither by its rounding "
            "nor by its floors and ceilings"
        )
    return Balance(
        pot=rule.pot,
        rule=rule.name,
        available=available,
        handed_out=handed_out,
        pot_rounding=available - pot,
        bounds=unbounded - unrounded,
        rounding=unrounded - handed_out,
    )


def variants(book: Rulebook) -> dict[str, Expression]:
    """The formulas of the rules behind the pots as if nothing were rounded, and also nothing bounded.

    Under the name of the rule with UNROUNDED or UNBOUNDED behind it, each after those it reads; a
    rule that neither rounds nor bounds, itself or in what it reads, has no variants.
    """
    behind = [name for rule in book.rules.values() if rule.pot for name in (rule.name, rule.pot)]
    found: dict[str, Expression] = {}
    for name, rule in book.needed(n for n in behind if n in book.rules).rules.items():
        if _changes(rule.formula, found):
            found[name + UNROUNDED] = _stripped(rule.formula, found, UNROUNDED, book)
            found[name + UNBOUNDED] = _stripped(rule.formula, found, UNBOUNDED, book)
    return found


def _changes(node: Node, found: Mapping[str, Expression]) -> bool:
    if isinstance(node, Condition):  # it decides as it did
        return False
    if isinstance(node, (Round, Apportion, Bound)):
        return True
    if isinstance(node, Symbol):
        return node.name + UNROUNDED in found
    return any(_changes(part, found) for part in parts(node))


def _stripped(node: Expression, found: Mapping[str, Expression], suffix: str, book: Rulebook) -> Expression:
    """The formula without rounding; without bounds too (of each the municipal side stays)."""

    def strip(node: Expression) -> Expression:
        match node:
            case Round(operand, _):
                return strip(operand)
            case Apportion(pot, weights, _):
                exact, whole = strip(weights), total(strip(weights))
                return where(equals(whole, 0), 0, strip(pot) * exact / whole)
            case Bound(_, left, right) if suffix == UNBOUNDED and (
                book.is_national(left) != book.is_national(right)
            ):
                return strip(right if book.is_national(left) else left)
            case Symbol(name) if name + suffix in found:
                return Symbol(name + suffix)
            case _:
                return rebuilt(node, part)

    def part(node: Node) -> Node:
        """A condition decides as it did."""
        return strip(node) if isinstance(node, Expression) else node

    return strip(node)
