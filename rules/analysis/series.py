"""The national amounts of every stream, year by year: as last published or computed, gaps as gaps."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from rules.analysis.history import STANDS
from rules.analysis.portrait import published
from rules.analysis.restate import values_of
from rules.library.model import Library
from rules.library.schema import Publication, PublicationYear
from rules.library.schema import Stream as Part
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace


@frozen
class Known:
    """A national value in its unit: of which publication ("" is the law itself), and how sure it is.

    `projected`: nobody published it, it is what a projection comes to.
    """

    value: Fraction
    status: str
    publication: str
    projected: bool = False


@frozen
class Line:
    """What one part of the money was, by year; a year in which it ran and that is not known is not there.

    `name` is the rule or figure that says it; `part` says through which payment it ran, and from and to when,
    None for what is no money.
    """

    name: str
    label: str
    unit: str
    part: Part | None
    values: Mapping[int, Known]


def national_series(space: Workspace) -> list[Line]:
    """Every part of the money with its national amount in each year of which that is known."""
    return [*(_line(space, parts) for parts in _together(space)), *_beside(space)]


@frozen
class Move:
    """A part of the money that went from one payment to another, in the first year of that."""

    year: int
    part: str
    before: str
    after: str


def moves(library: Library) -> list[Move]:
    """What ends in one payment and goes on in another the year after."""
    ends = {(part.part, part.valid_to + 1): part.payment for part in library.streams}
    return [
        Move(one.valid_from, one.part, before, one.payment)
        for one in library.streams
        if (before := ends.get((one.part, one.valid_from), one.payment)) != one.payment
    ]


def _together(space: Workspace) -> list[list[Part]]:
    """The parts of the streams; those that one rule pays in one payment are not told apart."""
    found: dict[tuple[str, str], list[Part]] = {}
    for part in space.library.streams:
        found.setdefault((part.rule or part.part, part.payment), []).append(part)
    return list(found.values())


def _line(space: Workspace, parts: list[Part]) -> Line:
    first = min(parts, key=lambda part: part.valid_from)
    years = range(first.valid_from, max(part.valid_to for part in parts) + 1)
    values = {year: known for year in years if (known := _known(space, first, year))}
    return Line(first.rule, " en ".join(part.part for part in parts), "EUR", first, values)


def _beside(space: Workspace) -> Iterator[Line]:
    """What the law shows below its streams, such as numbers of places: figures, as last said."""
    for name in space.library.law.beside:
        figure, values = space.library.figures[name], {}
        for value in figure.values:
            values[value.year] = Known(value.value, value.status, value.publication)
        yield Line(name, figure.label, str(figure.unit), None, dict(sorted(values.items())))


def _known(space: Workspace, part: Part, year: int) -> Known | None:
    """The last publication of that year that computes the part, or else says its national amount."""
    if not part.rule:
        return None
    moments = sorted(
        (
            (published(of), of.date, STANDS.index(moment.stand), of.name, of, moment)
            for of in space.library.publications.values()
            for moment in of.years
            if moment.year == year
        ),
        key=lambda found: found[:4],
        reverse=True,
    )
    for *_, of, moment in moments:
        if found := _computed(space, part.rule, of, moment) or _said(space, part, of, moment):
            return found
    return None


def _computed(space: Workspace, rule: str, of: Publication, moment: PublicationYear) -> Known | None:
    if not space.complete(of.name, moment.year):
        return None
    outcome = space.outcome(of.name, moment.year)
    book = outcome.prepared.case.book
    if rule not in {*book.rules, *book.inputs} or book.national(rule):
        return None
    values = values_of(outcome, rule)
    status = outcome.result.statuses.get(rule) or outcome.prepared.case.statuses[rule]
    return Known(Outcome.together([*values.values()]), status, of.name)


def _said(space: Workspace, part: Part, of: Publication, moment: PublicationYear) -> Known | None:
    """The figure that the part divides, as this publication itself says it."""
    library = space.library
    pots = [one.pot for one in library.rules if one.name == part.rule and one.valid_in(moment.year)]
    for name in filter(None, [*pots, part.figure]):
        if name in library.figures:
            for value in library.figures[name].values:
                if (value.year, value.publication) == (moment.year, of.name):
                    return Known(value.value, value.status, of.name)
    return None
