"""Years after those of a publication: what is not known yet stays as it last was, and says so."""

from collections.abc import Sequence

from attrs import evolve

from allocation.errors import InputError, Problem
from allocation.figures import Status
from allocation.lags import unlagged
from rules.library.layers import COMPUTED, Layer
from rules.library.model import Library
from rules.library.schema import FigureEntry, Value
from rules.runs.outcome import Prepared
from rules.runs.projection import with_years
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace

STATUS: Status = "indicatief"


def ahead(space: Workspace, name: str, years: Sequence[int]) -> Workspace:
    """A workspace in which a publication has these years too, each with its own law and municipalities.

    Of a year after its last one every figure and input is what it was in that, unless a folder of one's own
    says otherwise; all of it `indicatief`. Scenarios come on top of it, and so hold for these years. Raises
    InputError where only some rows of the last year were replaced, and an AllocationError where that year is
    not to be computed.
    """
    of = publication(space.library, name)
    last = max(year.year for year in of.years)
    later = [year for year in years if year > last]
    if not later:
        return space
    prepared = space.outcome(name, last).prepared
    _refuse_rows(prepared)
    layer = _as_last(space.library, prepared, later)
    return space.over(evolve(layer, publications={name: with_years(of, later)}))


def _refuse_rows(of: Prepared) -> None:
    """Rows that replace some of an input are of one year: nothing says what they are in a later one."""
    if of.replacements:
        year, library = of.year.year, of.library
        labels = ", ".join(library.inputs[unlagged(name)[0]].label for name in of.replacements)
        found = f"rijen die alleen {year} wijzigen: {labels}"
        expected = f"een hele kolom, of hoogstens het jaar {year} (--to {year})"
        raise InputError([Problem(f"jaren na {year}", found, expected)])


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
