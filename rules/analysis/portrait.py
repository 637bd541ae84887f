"""What municipalities get: each amount of each year as last published, and what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from attrs import frozen

from allocation.errors import InputError
from allocation.figures import STATUSES
from allocation.territory import restated
from rules.analysis.compare import compare_publications
from rules.analysis.differences import Difference
from rules.analysis.history import STANDS, History, history
from rules.analysis.restate import values_of
from rules.library.model import YearKey
from rules.library.schema import Publication, PublicationYear
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace
from rules.territory.municipalities import inhabitants_on

LEAST_PERSONS = Fraction(1)
MINISTRY = "Ministerie"
"""What the name of an issuer begins with that publishes what municipalities get."""


@frozen
class Share:
    """What one municipality gets: in the unit of the amount, per inhabitant, and as a part of the country.

    None where the inhabitants of that year are not known, or the country gets nothing.
    """

    amount: Fraction
    per_inhabitant: Fraction | None
    of_country: Fraction | None


@frozen(eq=False)
class Stream:
    """An amount in a year, as the last publication has it; beside it what changed since the one before.

    `since` is the change since the publication before it that has the same year; None where there is none on
    these or earlier municipalities.
    """

    outcome: Outcome
    rule: str
    since: Difference | None
    since_title: str

    @property
    def year(self) -> int:
        """The uitkeringsjaar."""
        return self.outcome.prepared.year.year

    @cached_property
    def values(self) -> Mapping[str, Fraction]:
        """By code, in the unit of the rule."""
        return values_of(self.outcome, self.rule)

    @cached_property
    def persons(self) -> Mapping[str, Fraction]:
        """The inhabitants on 1 January of the year, by code, as far as they are known."""
        year = self.outcome.prepared.year
        return restated(inhabitants_on(year.year, year.territory), self.outcome.prepared.reorganisation.parts)

    @cached_property
    def sure(self) -> frozenset[str]:
        """How sure the amounts of municipalities are."""
        return frozenset(self.outcome.sure(self.rule))

    @cached_property
    def total(self) -> Fraction:
        """Of all municipalities together."""
        return sum(self.values.values(), Fraction(0))

    @cached_property
    def together(self) -> Share:
        """The country."""
        return self.of(*self.values)

    def has(self, codes: Iterable[str]) -> bool:
        """Whether the publication has all of these: one on earlier municipalities has not."""
        return self.values.keys() >= {*codes}

    def of(self, *codes: str) -> Share:
        """One municipality, or several together. Raises KeyError for one that it does not have."""
        amount = sum((self.values[code] for code in codes), Fraction(0))
        known = self.persons.keys() >= {*codes}
        persons = sum((self.persons[code] for code in codes), Fraction(0)) if known else Fraction(0)
        return Share(
            amount,
            amount / persons if persons >= LEAST_PERSONS else None,
            amount / self.total if self.total else None,
        )


def published(publication: Publication) -> bool:
    """Whether a ministry publishes it; all else is computed here, from public papers."""
    return publication.issuer.startswith(MINISTRY)


def streams(space: Workspace) -> list[Stream]:
    """Every amount of every year that can be computed, as last published; the latest year first."""
    last: dict[tuple[str, int], tuple[tuple[str, int], Publication, PublicationYear]] = {}
    for publication, year in _complete(space):
        for rule in year.amounts:
            moment = (publication.date, STANDS.index(year.stand))
            if (rule, year.year) not in last or last[rule, year.year][0] < moment:
                last[rule, year.year] = (moment, publication, year)
    found = sorted(last.items(), key=lambda item: (-item[0][1], item[1][1].name, item[0][0]))
    return [_stream(space, publication, year, rule) for (rule, _), (_, publication, year) in found]


def most_telling(known: Sequence[Stream]) -> Stream:
    """The largest amount of money that is as sure as can be, of a year whose inhabitants are known."""
    money = [
        one
        for one in known
        if one.together.per_inhabitant and one.outcome.prepared.case.book.rules[one.rule].unit.is_money
    ]
    return min(money, key=lambda one: (STATUSES.index(one.outcome.result.statuses[one.rule]), -one.total))


def publications(space: Workspace) -> list[Publication]:
    """Every publication of which each year can be computed, the latest first."""
    found = [
        one
        for one in space.library.publications.values()
        if all(space.complete(one.name, year.year) for year in one.years)
    ]
    return sorted(found, key=lambda one: (one.date, one.name), reverse=True)


def comparable(space: Workspace) -> list[tuple[YearKey, YearKey]]:
    """Every two publication years that have an amount in common, the earlier one first: (name, year) of each.

    Earlier is the older municipalities, then the year that the amounts are for, then the day of publication.
    """
    ordered = sorted(
        _complete(space),
        key=lambda of: (of[1].territory, of[1].year, of[0].date, STANDS.index(of[1].stand), of[0].name),
    )
    return [
        ((old.name, then.year), (new.name, now.year))
        for (old, then), (new, now) in combinations(ordered, 2)
        if not {*then.amounts}.isdisjoint(now.amounts)
    ]


def _complete(space: Workspace) -> Iterator[tuple[Publication, PublicationYear]]:
    for publication in space.library.publications.values():
        for year in publication.years:
            if space.complete(publication.name, year.year):
                yield publication, year


def _stream(space: Workspace, publication: Publication, year: PublicationYear, rule: str) -> Stream:
    outcome = space.outcome(publication.name, year.year)
    if not published(publication):  # it has no publication before it
        return Stream(outcome, rule, None, "")
    before = [
        (other.date, STANDS.index(then.stand), other)
        for other, then in _complete(space)
        if (other.issuer, then.year) == (publication.issuer, year.year)
        and rule in then.amounts
        and (other.date, STANDS.index(then.stand)) < (publication.date, STANDS.index(year.stand))
    ]
    earlier = max(before, key=lambda found: found[:2])[2] if before else None
    since = _difference(space, earlier, publication, year.year, rule) if earlier else None
    return Stream(outcome, rule, since, earlier.title if earlier and since else "")


def _difference(
    space: Workspace, old: Publication, new: Publication, year: int, rule: str
) -> Difference | None:
    try:
        compared = compare_publications(space, old.name, new.name, year)
    except InputError:  # on municipalities that cannot be put beside each other
        return None
    return next(found for found in compared.differences if found.rule == rule)


def histories(space: Workspace) -> dict[str, History]:
    """The history of every amount that more than one publication or year has."""
    rules = dict.fromkeys(rule for _, year in _complete(space) for rule in year.amounts)
    made = {rule: history(space, rule) for rule in rules}
    return {rule: of for rule, of in made.items() if len(of.moments) > 1}
