"""The national series after what is known: as a projection carries it on, on assumptions that it states."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from rules.analysis.restate import values_of
from rules.analysis.series import Known, Line
from rules.analysis.years import ahead
from rules.runs.outcome import Outcome
from rules.runs.projection import project
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace


def _plain(space: Workspace) -> Workspace:
    return space


def projected(
    space: Workspace, lines: Sequence[Line], above: Callable[[Workspace], Workspace] = _plain
) -> list[Line]:
    """The lines, each with the years that a projection adds to what is known; none takes the place of that.

    `above` puts scenarios on top of those years. Raises an AllocationError where the projection lacks
    something.
    """
    how = space.library.law.projection
    if how is None:
        return [*lines]
    first = min(year.year for year in publication(space.library, how.publication).years)
    years = range(first, max((line.part.valid_to for line in lines if line.part), default=first) + 1)
    wider = above(ahead(space, how.publication, years))
    made = {one.prepared.year.year: one for one in project(wider, how.publication, years)}
    return with_years_of(made, how.rules, lines)


def with_years_of(made: Mapping[int, Outcome], rules: Mapping[str, str], lines: Sequence[Line]) -> list[Line]:
    """The lines, each with what its rule comes to in the years that were made and it does not know."""
    return [_longer(line, rules.get(line.name, ""), made) for line in lines]


def _longer(line: Line, rule: str, made: Mapping[int, Outcome]) -> Line:
    more = {
        year: known
        for year, outcome in made.items()
        if year not in line.values and (line.part is None or line.part.valid_to >= year)
        for known in [_known(outcome, rule)]
        if known
    }
    return evolve(line, values=dict(sorted({**line.values, **more}.items())))


def _known(outcome: Outcome, rule: str) -> Known | None:
    """What a rule comes to for the country; None in a year in which it is not computed."""
    result = outcome.result
    if rule not in result.statuses:
        return None
    whole = [*values_of(outcome, rule).values()] if rule not in result.national else [result.national[rule]]
    value = Outcome.together(whole)
    return Known(value, result.statuses[rule], outcome.prepared.publication.name, projected=True)
