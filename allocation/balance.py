"""The balance of a pot: what was handed out, what is left, and why.

A rule that rounds each municipality, or that has a floor or a ceiling, does not hand out exactly
its pot. How much each of these does is measured by taking it out of the formulas: without
rounding, or else without bounds too, they must hand out the pot to the last decimal.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from allocation.case import Value
from allocation.column import Column
from allocation.errors import PotError
from allocation.numbers import decimal
from allocation.result import Balance
from allocation.rewrites import Settled, unbounded, unrounded
from allocation.rulebook import Rulebook
from allocation.rules import Rule


@frozen(eq=False)
class Worlds:
    """The values as they are, without rounding, and without bounds too.

    `compute` gives those of a book that is rewritten so.
    """

    actual: Mapping[str, Value]
    compute: Callable[[Callable[[Rulebook, Settled], Rulebook]], Mapping[str, Value]]

    @cached_property
    def unrounded(self) -> Mapping[str, Value]:
        """The values if nothing were rounded."""
        return self.compute(unrounded)

    @cached_property
    def unbounded(self) -> Mapping[str, Value]:
        """The values if nothing were rounded or bounded."""
        return self.compute(lambda book, settled: unbounded(unrounded(book, settled), settled))


def balance(rule: Rule, worlds: Worlds) -> Balance:
    """The balance of the pot of `rule`. Raises PotError as `closed` does."""
    assert rule.pot is not None
    actual, smooth = (
        (_whole(values[rule.pot]), _whole(values[rule.name])) for values in (worlds.actual, worlds.unrounded)
    )
    free = smooth[1] if smooth[1] == smooth[0] else _whole(worlds.unbounded[rule.name])
    return closed(rule, actual, smooth, free)


def closed(
    rule: Rule, actual: tuple[Fraction, Fraction], smooth: tuple[Fraction, Fraction], free: Fraction
) -> Balance:
    """The balance of a pot: the pot and what was handed out, the same without rounding, and without bounds.

    Raises PotError for a pot below zero, and a remainder that neither rounding nor bounds explain.
    """
    assert rule.pot is not None
    (available, handed_out), (pot, unrounded_out) = actual, smooth
    if available < 0:
        raise PotError(
            f"pot {rule.pot} is kleiner dan nul: {decimal(available, 2)} {rule.unit}, dus er is niets dat "
            f"regel {rule.name} kan verdelen; staat een gegeven in een andere eenheid, "
            "of is het groter dan zijn totaal?"
        )
    if free != pot:
        raise PotError(
            f"pot {rule.pot} sluit niet: regel {rule.name} verdeelt "
            f"{decimal(handed_out, 2)} van {decimal(available, 2)} {rule.unit}, "
            f"en {decimal(pot - free, 6)} van het verschil komt niet door afronding, "
            "en niet door een minimum of maximum"
        )
    return Balance(
        pot=rule.pot,
        rule=rule.name,
        available=available,
        handed_out=handed_out,
        pot_rounding=available - pot,
        bounds=free - unrounded_out,
        rounding=unrounded_out - handed_out,
    )


def _whole(value: Value) -> Fraction:
    return value.total if isinstance(value, Column) else value
