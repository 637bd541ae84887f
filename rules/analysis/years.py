"""Years after those of a publication: what is not known yet stays as it last was, and says so."""

from collections.abc import Sequence

from attrs import evolve

from allocation.errors import InputError, Problem
from allocation.figures import FigureValue, Status
from allocation.lags import unlagged
from allocation.rules import Rule
from rules.library.layers import COMPUTED, Entry, Key, Layer
from rules.library.model import Library
from rules.library.schema import FigureEntry, PublicationYear, Taken, Value
from rules.runs.outcome import Prepared
from rules.runs.projection import with_years
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace

STATUS: Status = "indicatief"


def ahead(space: Workspace, name: str, years: Sequence[int], law: int | None = None) -> Workspace:
    """A workspace in which a publication has these years too, each with its own law and municipalities.

    Of a year after its last one every figure and input that it asks is what it was in that, unless a folder
    of one's own says otherwise, or that last year computed it itself; all of it `indicatief`. `law` is
    another year, whose rules hold in all later ones. Scenarios come on top of it, and so hold for these
    years. Raises InputError where only some rows of the last year were replaced, and an AllocationError
    where that year is not to be computed.
    """
    of = publication(space.library, name)
    last = max(year.year for year in of.years)
    later = [year for year in years if year > last]
    if not later:
        return space
    prepared = space.outcome(name, last).prepared
    _refuse_rows(prepared)
    whole = with_years(of, later)
    rules, others = _rules_of(space.library, law, later) if law else ((), ())
    layer = Layer(COMPUTED, publications={name: whole}, rules=rules, others=others)
    wider = space.over(layer)
    asked = [year for year in whole.years if year.year in later]
    return space.over(_as_last(wider, prepared, layer, asked))


def _refuse_rows(of: Prepared) -> None:
    """Rows that replace some of an input are of one year: nothing says what they are in a later one."""
    if of.replacements:
        year, library = of.year.year, of.library
        labels = ", ".join(library.inputs[unlagged(name)[0]].label for name in of.replacements)
        found = f"rijen die alleen {year} wijzigen: {labels}"
        expected = f"een hele kolom, of hoogstens het jaar {year} (--to {year})"
        raise InputError([Problem(f"jaren na {year}", found, expected)])


def _rules_of(library: Library, law: int, later: Sequence[int]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """All versions of every rule that holds longer than its law says, and those that do."""
    rules: list[Rule] = []
    others: list[Rule] = []
    for name in dict.fromkeys(rule.name for rule in library.rules):
        versions = [rule for rule in library.rules if rule.name == name]
        held = next((rule for rule in versions if rule.valid_in(law)), None)
        if held is None or all(held.valid_in(year) for year in later):
            continue
        source = f"{held.source}, zoals in {law}"
        mine = evolve(held, valid_from=later[0], valid_to=None, source=source)
        before = [
            evolve(one, valid_to=min(one.valid_to or later[0] - 1, later[0] - 1))
            for one in versions
            if one.valid_from < later[0]
        ]
        rules += [*before, mine]
        others.append(mine)
    return tuple(rules), tuple(others)


def _as_last(space: Workspace, of: Prepared, layer: Layer, later: Sequence[PublicationYear]) -> Layer:
    """What the last year had, for every later one that asks it and has nothing of its own."""
    name, library = of.publication.name, space.library
    figures: dict[str, FigureEntry] = {}
    entries: dict[Key, Entry] = {}
    computed = {*of.case.book.rules}
    known = [one for one in (*of.figures, *of.case.inputs) if not _of_before(one, computed)]
    for year in later:
        book = space.books.behind(library.publications[name], year, year.shown, known)
        for called in book.figures:
            base, before = unlagged(called)
            value, then = _last_value(of, base), year.year - before
            if value is None or library.has_figure(base, name, then):
                continue
            entry = figures.get(base) or FigureEntry()
            if then not in {one.year for one in entry.values}:
                figures[base] = evolve(entry, values=[*entry.values, _kept(value, then, of)])
        for called in book.inputs:
            if called in of.case.inputs and not library.delivered(called, name, year.year):
                entries[name, year.year, called] = _later(of, called, year.year)
    return evolve(layer, figures=figures, entries=entries)


def _of_before(called: str, computed: set[str]) -> bool:
    """Whether it is of an earlier year, and the last year computes it: then later years do too."""
    base, before = unlagged(called)
    return before > 0 and base in computed


def _last_value(of: Prepared, base: str) -> FigureValue | None:
    """What a figure was in the last year, or else the last year before it of which that is read."""
    read = [called for called in of.figures if unlagged(called)[0] == base]
    return of.figures[min(read, key=lambda called: unlagged(called)[1])] if read else None


def _kept(value: FigureValue, year: int, of: Prepared) -> Value:
    note = f"zoals in {of.year.year}: niets is geraamd"
    return Value(year, value.value, STATUS, [of.publication.name], source=value.source or note, note=note)


def _later(of: Prepared, called: str, year: int) -> Entry:
    """What filled an input in the last year, for a later one: on the municipalities that it was of."""
    given = of.library.entries(called, of.publication.name, of.year.year)[-1].entry
    shift = year - of.year.year
    if isinstance(given, Taken):
        return evolve(given, year=given.year + shift, publication=[of.publication.name])
    day = given.territory or of.year.territory
    return evolve(
        given, year=given.year + shift, publication=[of.publication.name], status=STATUS, territory=day
    )
