"""Which municipalities are most alike, on criteria that a reader chooses."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from rules.analysis.portrait import Stream


@frozen(eq=False)
class Criterion:
    """What municipalities can be alike in; `stream` is None for the number of inhabitants.

    `values` by code: inhabitants, euros per inhabitant, or (`is_share`) the part of the country.
    """

    stream: Stream | None
    is_share: bool
    values: Mapping[str, Fraction]

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """By code how many municipalities have less."""
        ordered = sorted(self.values.values())
        first: dict[Fraction, int] = {}
        for place, value in enumerate(ordered):
            first.setdefault(value, place)
        return {code: first[value] for code, value in self.values.items()}


def criteria(streams: Sequence[Stream], persons: Mapping[str, Fraction]) -> list[Criterion]:
    """The inhabitants; and of each amount of money, in the last year of which that is known, two more.

    These are the amount per inhabitant, and the part of the country. `persons` says which municipalities
    there are; an amount that not all of them have is none. The streams are the latest year first.
    """
    found: dict[str, list[Criterion]] = {}
    for one in streams:
        is_money = one.outcome.prepared.case.book.rules[one.rule].unit.is_money
        if one.rule in found or not is_money or not one.has(persons):
            continue
        shares = {code: one.of(code) for code in persons}
        per = {code: s.per_inhabitant for code, s in shares.items() if s.per_inhabitant is not None}
        parts = {code: s.of_country for code, s in shares.items() if s.of_country is not None}
        if len(per) == len(parts) == len(persons):
            found[one.rule] = [
                Criterion(one, is_share=False, values=per),
                Criterion(one, is_share=True, values=parts),
            ]
    return [Criterion(None, is_share=False, values=persons), *(c for pair in found.values() for c in pair)]


def apart(chosen: Sequence[Criterion], one: str, other: str) -> int:
    """How many places two municipalities are apart, on the lists of all chosen criteria together."""
    return sum(abs(criterion.ranks[one] - criterion.ranks[other]) for criterion in chosen)


def alike(chosen: Sequence[Criterion], code: str, among: Sequence[str]) -> list[str]:
    """The municipalities of `among` that are most like one, the nearest first; of equal ones by code."""
    return sorted(
        (other for other in among if other != code), key=lambda other: (apart(chosen, code, other), other)
    )
