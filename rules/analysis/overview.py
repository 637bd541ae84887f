"""What an overview tells of a municipality besides its amounts: together, per inhabitant, and before."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from allocation.case import CODE
from allocation.territory import restated
from rules.analysis.history import STANDS
from rules.analysis.restate import values_of
from rules.library.schema import Publication, PublicationYear
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace
from rules.territory.municipalities import carried, inhabitants_on

Values = Sequence[Fraction | None]
"""Per municipality, in the order of the case; None where it is not known."""


DEFINITIVE = 2025
"""The last year of which the inhabitants are known to be definitive (rules/data/README.md)."""


@frozen(eq=False)
class Overview:
    """An outcome beside the same amounts of the publication before it (`previous`, None without one).

    Only amounts of money are added up, in EUR.
    """

    outcome: Outcome
    previous: Outcome | None = None

    @cached_property
    def money(self) -> list[str]:
        """The amounts in EUR, of those that were computed."""
        rules = self.outcome.prepared.case.book.rules
        amounts = self.outcome.prepared.year.amounts
        return [name for name in amounts if name in rules and rules[name].unit.is_money]

    @cached_property
    def together(self) -> list[Fraction]:
        """All amounts of money of each municipality."""
        values = [values_of(self.outcome, name) for name in self.money]
        return [sum((of[code] for of in values), Fraction(0)) for code in self._codes]

    @cached_property
    def persons(self) -> Values:
        """The inhabitants on 1 January of the uitkeringsjaar."""
        prepared = self.outcome.prepared
        known = inhabitants_on(prepared.year.year, prepared.year.territory)
        moved = restated(known, prepared.reorganisation.parts)
        return [moved.get(code) for code in self._codes]

    @property
    def counted(self) -> bool:
        """Whether the inhabitants are known to be definitive, and are not those of a what-if."""
        prepared = self.outcome.prepared
        return prepared.year.year <= DEFINITIVE and not prepared.reorganisation.parts

    @cached_property
    def per_inhabitant(self) -> Values:
        """The amounts of money together, per inhabitant."""
        return [_quotient(sums, of) for sums, of in zip(self.together, self.persons, strict=True)]

    @cached_property
    def of_the_country(self) -> Fraction | None:
        """The same, of all municipalities together."""
        return _quotient(Outcome.together(self.together), Outcome.together(self.persons))

    @cached_property
    def before(self) -> Values:
        """What the publication before it gave, on the municipalities of this one."""
        if self.previous is None:
            return [None] * len(self._codes)
        parts = carried(self.previous.prepared.year.territory, self.outcome.prepared.year.territory)
        values = [restated(values_of(self.previous, name), parts) for name in self.money]
        return [
            None if any(code not in of for of in values) else sum((of[code] for of in values), Fraction(0))
            for code in self._codes
        ]

    @cached_property
    def change(self) -> Values:
        """How much more it is than before."""
        both = zip(self.together, self.before, strict=True)
        return [None if then is None else now - then for now, then in both]

    @property
    def _codes(self) -> list[str]:
        return list(self.outcome.prepared.territory[CODE])


def _quotient(above: Fraction, below: Fraction | None) -> Fraction | None:
    return above / below if below else None


def overview_of(space: Workspace, outcome: Outcome) -> Overview:
    """An outcome with the publication before it; not where something of a user's own is in it."""
    found = None if outcome.prepared.origins() else _before(space, outcome)
    if found is None:
        return Overview(outcome)
    amounts = Overview(outcome).money
    return Overview(outcome, space.outcome(found.name, outcome.prepared.year.year, amounts))


def _before(space: Workspace, outcome: Outcome) -> Publication | None:
    """The last publication before it, of the same issuer, that has all amounts of money of the same year."""
    prepared, money = outcome.prepared, Overview(outcome).money
    own = space.library.publications[prepared.publication.name]
    [now] = [year for year in own.years if year.year == prepared.year.year]
    earlier = [
        (_moment(of, year), of.name)
        for of in space.library.publications.values()
        for year in of.years
        if (of.issuer, year.year) == (own.issuer, now.year)
        and year.territory <= now.territory
        and _moment(of, year) < _moment(own, now)
        and {*money} <= {*year.amounts}
        and space.complete(of.name, year.year, money)
    ]
    return space.library.publications[max(earlier)[1]] if earlier and money else None


def _moment(of: Publication, year: PublicationYear) -> tuple[str, int]:
    return of.date, STANDS.index(year.stand)
