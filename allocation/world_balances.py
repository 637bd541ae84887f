"""The balances and the ties of many worlds: of every pot, in each of them, as in that world alone."""

from collections.abc import Mapping, Sequence
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
    names = actual.runs.names
    pots = {rule.name: rule for rule in actual.book.rules.values() if rule.pot}
    try:
        found = _together(actual, pots)
    except NotDecidedError:
        return [_alone(actual, name) for name in names]
    return [(tuple(of_pot[place] for of_pot in found), _ties(actual, place)) for place in range(len(names))]


def _together(actual: Worlds, pots: Mapping[str, Rule]) -> list[list[Balance]]:
    """By pot its balance in every world. Where rounding explains all, no bound is looked at."""
    settled = settled_names(actual.book)

    def rewritten(book: Rulebook) -> Worlds:
        other = actual.rewritten(book, settled)
        if not other.doubt <= actual.doubt:
            raise NotDecidedError
        return other

    paid, even = _sums(actual, pots), _sums(rewritten(unrounded(actual.book, settled)), pots)
    free = {name: out for name, (_, out) in even.items()}
    if any(pot != out for of_rule in even.values() for pot, out in zip(*of_rule, strict=True)):
        without = rewritten(unbounded(unrounded(actual.book, settled), settled))
        free = {name: without.totals(name) for name in pots}
    return [
        [
            closed(rule, both, smooth, smooth[1] if smooth[0] == smooth[1] else last)
            for both, smooth, last in zip(
                zip(*paid[name], strict=True), zip(*even[name], strict=True), free[name], strict=True
            )
        ]
        for name, rule in pots.items()
    ]


def _sums(
    worlds: Worlds, pots: Mapping[str, Rule]
) -> Mapping[str, tuple[Sequence[Fraction], Sequence[Fraction]]]:
    """By rule its pot, and what was handed out of it, in every world."""
    return {name: (worlds.totals(rule.pot or ""), worlds.totals(name)) for name, rule in pots.items()}


def _ties(actual: Worlds, place: int) -> tuple[Tie, ...]:
    codes = actual.runs.case.codes
    return tuple(
        Tie(rule, *(tuple(codes[at] for at in places) for places in tied[place]))
        for rule in actual.book.rules
        if place in (tied := actual.tied(rule))
    )


def _alone(actual: Worlds, name: str) -> Closed:
    case = actual.runs.world(name)
    result = evaluate(evolve(case, book=actual.book))
    return result.balances, result.ties
