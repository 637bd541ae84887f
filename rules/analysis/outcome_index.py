"""Outcomes to look things up in, and an amount to be computed again with other values."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.numbers import round_half_away
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace
from rules.territory.naming import names_by_code

SHOWN = 2
"""The decimals of an amount that is not rounded, as it is printed."""


@frozen
class OutcomeIndex:
    """An outcome, with what is looked up in it time and again."""

    outcome: Outcome

    @cached_property
    def moment(self) -> str:
        """The publication and the year, in words."""
        prepared = self.outcome.prepared
        return f"{prepared.publication.title}, uitkeringsjaar {prepared.year.year}"

    @cached_property
    def names(self) -> dict[str, str]:
        """The municipalities by code, in order."""
        return names_by_code(self.outcome.prepared.territory)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each municipality, by code."""
        return {code: place for place, code in enumerate(self.outcome.result.values[CODE])}

    @property
    def all(self) -> Mapping[str, exact.Row]:
        """The exact values of figures, inputs and rules."""
        return self.outcome.result.rows

    @cached_property
    def amounts(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The amounts by rule and code, as they are printed."""
        values = self.outcome.result.values
        return {
            rule: {
                code: round_half_away(Fraction(value), SHOWN)
                for code, value in zip(values[CODE], values[rule], strict=True)
            }
            for rule in values.columns
            if rule != CODE
        }

    def value(self, name: str, code: str) -> exact.Value:
        """A figure, or the input of a municipality; None where it is not known."""
        row = self.all.get(name, [])
        if not row or (len(row) > 1 and code not in self.places):
            return None
        return row[self.places[code] if len(row) > 1 else 0]


def elsewhere(space: Workspace, here: Outcome) -> list[OutcomeIndex]:
    """Every other publication year that has one of the amounts of `here`, computed, with all it takes."""
    found = []
    for name, year, shared in _others(space, here):
        try:
            found.append(OutcomeIndex(space.outcome(name, year, shared)))
        except AllocationError:  # an other publication that cannot be computed explains nothing
            continue
    return found


def _others(space: Workspace, here: Outcome) -> Iterator[tuple[str, int, list[str]]]:
    own = (here.prepared.publication.name, here.prepared.year.year)
    for of in space.library.publications.values():
        for year in of.years:
            shared = [amount for amount in here.prepared.year.amounts if amount in year.amounts]
            if shared and (of.name, year.year) != own and space.complete(of.name, year.year, shared):
                yield of.name, year.year, shared
