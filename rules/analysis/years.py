"""The years of a publication and some after them: what is not known yet stays as it last was, and says so."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from allocation.figures import Status
from allocation.lags import unlagged
from rules.library.layers import COMPUTED, Layer
from rules.library.model import Library
from rules.library.schema import FigureEntry, Value
from rules.runs.outcome import Outcome, Prepared
from rules.runs.projection import project
from rules.runs.workspace import Workspace

STATUS: Status = "indicatief"


def multi_year(space: Workspace, name: str, years: Sequence[int]) -> Iterator[Outcome]:
    """Each year with its own law and municipalities; a year that the publication has is as it is published.

    Of a later year every figure and input is what it was in the last year of the publication, unless a layer
    of the workspace (a scenario, own data) says otherwise; all of it `indicatief`. Raises an AllocationError
    that says what is lacking of a year.
    """
    own = [year.year for year in space.library.publications[name].years]
    last = max(year for year in own if year <= min(max(own), max(years)))
    later = [year for year in years if year > last]
    if later:
        space = space.over(_as_last(space.library, space.outcome(name, last).prepared, later))
    yield from project(space, name, years)


def _as_last(library: Library, of: Prepared, later: Sequence[int]) -> Layer:
    """What every later year has as the last one had it."""
    name, year = of.publication.name, of.year.year
    note = f"zoals in {year}: niets is geraamd"
    figures: dict[str, FigureEntry] = {}
    for called, value in of.figures.items():
        base, before = unlagged(called)
        wanted = [y - before for y in later if not library.has_figure(base, name, y - before)]
        values = [
            Value(y, value.value, STATUS, [name], source=value.source or note, note=note) for y in wanted
        ]
        entry = figures.get(base) or FigureEntry()
        known = {one.year for one in entry.values}
        figures[base] = evolve(entry, values=[*entry.values, *(v for v in values if v.year not in known)])
    entries = {}
    for called in of.case.inputs:
        for y in later:
            given = of.deliveries.get(called)
            if given is not None:
                entries[name, y, called] = evolve(given, year=y, publication=[name], status=STATUS)
    return Layer(COMPUTED, figures=figures, entries=entries)
