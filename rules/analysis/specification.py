"""What one municipality is told of its money: every amount and volume beside those of the country."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from allocation.case import CODE
from allocation.territory import restated
from rules.analysis.groups import Grouping, groupings
from rules.analysis.lines import lines_of, with_lines
from rules.analysis.overview import Overview, Values
from rules.analysis.restate import values_of
from rules.runs.outcome import Outcome
from rules.territory.municipalities import carried

PER_CENT = 100


@frozen
class Line:
    """An amount or a volume: its values in order of code, and those of the publication before, if any.

    `money`: it is in EUR, so that it is told per inhabitant; `adds`: its total says something.
    """

    name: str
    values: Sequence[Fraction]
    before: Values
    money: bool
    adds: bool


@frozen
class Told:
    """What is told of a line for one municipality; None where it is not known, or says nothing.

    `share` is per cent of the country; the three amounts per inhabitant are of the municipality, of the
    country and of the municipalities of its size.
    """

    own: Fraction
    country: Fraction | None
    share: Fraction | None
    per_inhabitant: Fraction | None
    of_country: Fraction | None
    of_size: Fraction | None
    before: Fraction | None
    change: Fraction | None


@frozen(eq=False)
class Specification:
    """All lines of a publication year, for every municipality."""

    overview: Overview
    per_maatstaf: bool = True

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome, with the lines per maatstaf where the law has them and they are asked."""
        return with_lines(self.overview.outcome) if self.per_maatstaf else self.overview.outcome

    @cached_property
    def codes(self) -> list[str]:
        """The municipalities, in order of code."""
        return list(self.outcome.prepared.territory[CODE])

    @cached_property
    def groups(self) -> list[Grouping]:
        """Every way in which the municipalities are grouped."""
        return groupings(self.outcome.prepared)

    @cached_property
    def sizes(self) -> Grouping | None:
        """The size classes, where their bounds are known."""
        return next((each for each in self.groups if each.kind == "size"), None)

    @cached_property
    def lines(self) -> list[Line]:
        """What was computed of the amounts and the overview, what is paid per maatstaf, and the volumes."""
        year, book = self.outcome.prepared.year, self.outcome.prepared.case.book
        names = [*year.amounts, *year.overview, *lines_of(self.outcome), *book.inputs]
        there = {*book.rules, *book.inputs}
        named = [name for name in dict.fromkeys(names) if name in there]
        return [self._line(name) for name in named if not book.national(name)]

    def _line(self, name: str) -> Line:
        book, library = self.outcome.prepared.case.book, self.outcome.prepared.library
        of = values_of(self.outcome, name)
        if name in book.rules:
            unit = book.rules[name].unit
            money, adds = unit.is_money, unit.adds
        else:
            unit = library.inputs[name].unit
            money, adds = unit.is_money, library.inputs[name].adds
        before = self._before(name) if name in self.overview.money else {}
        return Line(name, [of[c] for c in self.codes], [before.get(c) for c in self.codes], money, adds)

    def _before(self, name: str) -> Mapping[str, Fraction]:
        """The same amount in the publication before it, on the municipalities of this one."""
        previous = self.overview.previous
        if previous is None:
            return {}
        parts = carried(previous.prepared.year.territory, self.outcome.prepared.year.territory)
        return restated(values_of(previous, name), parts)

    def told(self, line: Line, row: int) -> Told:
        """What is told of a line for the municipality on a row in order of code."""
        own, persons, size = line.values[row], self.overview.persons, [*self._of_size(row)]
        country = sum(line.values, Fraction(0)) if line.adds else None
        per_inhabitant = line.money and all(persons)
        same = [line.values[place] for place in size]
        before = line.before[row]
        return Told(
            own=own,
            country=country,
            share=own * PER_CENT / country if country else None,
            per_inhabitant=_per(own, [persons[row]]) if per_inhabitant else None,
            of_country=_per(country, persons) if per_inhabitant else None,
            of_size=_per(sum(same), [persons[at] for at in size]) if per_inhabitant and size else None,
            before=before,
            change=None if before is None else own - before,
        )

    def _of_size(self, row: int) -> Iterator[int]:
        """The rows of the municipalities that are as large."""
        if self.sizes:
            mine = self.sizes.of[self.codes[row]]
            yield from (place for place, code in enumerate(self.codes) if self.sizes.of[code] == mine)


def _per(amount: Fraction | int | None, persons: Values) -> Fraction | None:
    """An amount per inhabitant."""
    together = Outcome.together(persons)
    return amount / together if amount is not None and together else None
