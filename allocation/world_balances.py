"""The balances and the ties of many worlds: of every pot, in each of them, as in that world alone."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from allocation.balance import closed
from allocation.evaluation import evaluate
from allocation.laid import NotDecidedError
from allocation.many import Worlds
from allocation.result import Balance, Tie
from allocation.rewrites import settled_names, unbounded, unrounded
from allocation.rulebook import Rulebook
from allocation.rules import Rule

Closed = tuple[tuple[Balance, ...], tuple[Tie, ...]]
"""The balances and the ties of one world."""


def closings(actual: Worlds) -> Sequence[Closed]:
    """Of each world, in order. Raises PotError where a pot of one of them does not close.

    What is known within a bound is not decided so: those worlds are computed on fractions, one by one.
    """
    pots = [rule for rule in actual.book.rules.values() if rule.pot]
    try:
        found = _together(actual, pots)
    except NotDecidedError:
        return [_alone(actual, name) for name in actual.runs.names]
    ties = [_ties(actual, place) for place in range(len(actual.runs.names))]
    return [(tuple(of_world), ties[place]) for place, of_world in enumerate(zip(*found, strict=True))] or [
        ((), tie) for tie in ties
    ]


def _together(actual: Worlds, pots: Sequence[Rule]) -> list[list[Balance]]:
    """By pot its balance in every world."""
    settled = settled_names(actual.book)

    def rewritten(book: Rulebook) -> Worlds:
        other = actual.rewritten(book, settled)
        if not other.doubt <= actual.doubt:
            raise NotDecidedError
        return other

    smooth = rewritten(unrounded(actual.book, settled))
    free = smooth
    if any(_pot(smooth, rule) != smooth.totals(rule.name) for rule in pots):
        free = rewritten(unbounded(unrounded(actual.book, settled), settled))
    return [_balances(rule, actual, smooth, free) for rule in pots]


def _balances(rule: Rule, actual: Worlds, smooth: Worlds, free: Worlds) -> list[Balance]:
    """Of one pot. Where rounding explains all, no bound is looked at, as in a world alone."""
    rows = zip(
        _pot(actual, rule),
        actual.totals(rule.name),
        _pot(smooth, rule),
        smooth.totals(rule.name),
        free.totals(rule.name),
        strict=True,
    )
    return [
        closed(rule, (pot, out), (even, even_out), even_out if even == even_out else last)
        for pot, out, even, even_out, last in rows
    ]


def _pot(worlds: Worlds, rule: Rule) -> Sequence[Fraction]:
    assert rule.pot is not None
    return worlds.totals(rule.pot)


def _ties(actual: Worlds, place: int) -> tuple[Tie, ...]:
    codes = actual.runs.case.codes
    return tuple(
        Tie(rule, *(tuple(codes[at] for at in places) for places in division.tied[place]))
        for rule, division in actual.divisions.items()
        if place in division.tied
    )


def _alone(actual: Worlds, name: str) -> Closed:
    case = actual.runs.world(name)
    result = evaluate(evolve(case, book=actual.book))
    return result.balances, result.ties
