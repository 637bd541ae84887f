"""The balance of a pot: what was handed out, what is left, and why.

A rule that rounds each municipality, or that has a floor or a ceiling, does not hand out exactly
its pot. How much each of these does is measured by taking it out of the formula: without
rounding and without bounds the formula must hand out the pot to the last decimal.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from allocation.case import Balance
from allocation.errors import PotError
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Expression,
    Round,
    Symbol,
    Total,
    Where,
    equals,
    parts,
    total,
    where,
)
from allocation.numbers import decimal
from allocation.rulebook import Rulebook
from allocation.rules import Rule

SIDES = ("available", "handed_out", "pot_unrounded", "unrounded", "unbounded")


def sides(rule: Rule, book: Rulebook) -> Mapping[str, Expression]:
    """The formulas behind a balance, each one national value."""
    assert rule.pot is not None
    pot, amount = Symbol(rule.pot), Symbol(rule.name)
    without_rounding = unrounded(amount, book)
    return {
        "available": pot,
        "handed_out": Total(amount),
        "pot_unrounded": unrounded(pot, book),
        "unrounded": Total(without_rounding),
        "unbounded": Total(unbounded(without_rounding, book)),
    }


def balance(rule: Rule, side: Mapping[str, Fraction]) -> Balance:
    """Refuses a remainder that neither rounding nor bounds explain."""
    assert rule.pot is not None
    unexplained = side["pot_unrounded"] - side["unbounded"]
    if unexplained:
        raise PotError(
            f"pot {rule.pot} does not close: rule {rule.name} hands out "
            f"{decimal(side['handed_out'], 2)} of {decimal(side['available'], 2)} {rule.unit}, "
            f"and {decimal(unexplained, 6)} of the difference is explained neither by its rounding "
            "nor by its floors and ceilings"
        )
    return Balance(
        pot=rule.pot,
        rule=rule.name,
        available=side["available"],
        handed_out=side["handed_out"],
        pot_rounding=side["available"] - side["pot_unrounded"],
        bounds=side["unbounded"] - side["unrounded"],
        rounding=side["unrounded"] - side["handed_out"],
    )


def unrounded(node: Expression, book: Rulebook) -> Expression:
    """The formula as if nothing were rounded, in it or in the rules that it reads."""

    def strip(node: Expression) -> Expression:
        match node:
            case Round(operand, _):
                return strip(operand)
            case Apportion(pot, weights, _):
                exact, whole = strip(weights), total(strip(weights))
                return where(equals(whole, 0), 0, strip(pot) * exact / whole)
            case Symbol(name) if name in book.rules and _differs(name, book):
                return strip(book.rules[name].formula)
            case _:
                return _rebuilt(node, strip)

    return strip(node)


def unbounded(node: Expression, book: Rulebook) -> Expression:
    """An unrounded formula without its floors and ceilings: of each, the municipal side stays."""

    def strip(node: Expression) -> Expression:
        match node:
            case Bound(_, left, right) if book.is_national(left) != book.is_national(right):
                return strip(right if book.is_national(left) else left)
            case Symbol(name) if name in book.rules and _differs(name, book):
                return strip(book.rules[name].formula)
            case _:
                return _rebuilt(node, strip)

    return strip(node)


def _differs(name: str, book: Rulebook) -> bool:
    """Whether a rule, or one it reads, rounds or bounds: only then is its formula written out."""

    def inside(node: object) -> bool:
        if isinstance(node, (Round, Apportion, Bound)):
            return True
        if isinstance(node, Symbol):
            return node.name in book.rules and _differs(node.name, book)
        return any(inside(part) for part in parts(node))  # type: ignore[arg-type]

    return inside(book.rules[name].formula)


def _rebuilt(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The node with its operands changed (a condition decides as it did)."""
    match node:
        case Arithmetic(op, left, right):
            return Arithmetic(op, change(left), change(right))
        case Bound(kind, left, right):
            return Bound(kind, change(left), change(right))
        case Where(condition, then, otherwise):
            return Where(condition, change(then), change(otherwise))
        case Total(operand):
            return Total(change(operand))
        case _:
            return node
