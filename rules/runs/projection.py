"""Years in order, each with its own law, figures and territory; what one computes, later ones may read."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from allocation.errors import RuleError
from allocation.inputs import InputSpec, Kind
from allocation.lags import unlagged
from allocation.rules import Rule
from rules.library.layers import COMPUTED, Layer
from rules.library.schema import FigureEntry, Publication, PublicationYear, Taken, Value
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace
from rules.territory.municipalities import last_list

Wanted = Mapping[int, Sequence[str]]
"""By year the rules that are computed: what is shown, and what later years read of it."""


def project(
    space: Workspace, name: str, years: Sequence[int], amounts: Sequence[str] = ()
) -> Iterator[Outcome]:
    """The years of a publication, and years that it does not have itself, computed one after another.

    What a year reads of an earlier one (`lag`) is what is given for it, or else what that one computed.
    A year that the publication does not have is like the nearest before it (or else the first), `indicatief`,
    on the municipalities of its own 1 January as far as those are known. Raises an AllocationError that says
    what is lacking of a year; the years before it have been computed then. `amounts` are the rules that are
    wanted, where that is not all that the publication shows.
    """
    whole = with_years(publication(space.library, name), sorted(years))
    space = space.over(Layer(COMPUTED, publications={name: whole}))
    chosen = [year for year in whole.years if year.year in years]
    wanted = _wanted(space, whole, chosen, amounts)
    done: dict[int, Outcome] = {}
    for year in chosen:
        layer = _computed(space, whole, year, wanted, done)
        known = {(name, number): outcome for number, outcome in done.items()}
        done[year.year] = space.over(layer, known).outcome(name, year.year, wanted[year.year])
        yield done[year.year]


def with_years(base: Publication, years: Sequence[int]) -> Publication:
    """The publication with each of these years; one that it does not have is like the nearest before it."""
    own = {year.year: year for year in base.years}
    for number in years:
        if number not in own:
            before = [year for year in base.years if year.year < number]
            like = before[-1] if before else base.years[0]
            day = datetime.date(min(number, last_list()), 1, 1)
            own[number] = evolve(like, year=number, territory=day, stand="indicatief")
    return evolve(base, years=[own[number] for number in sorted(own)])


def _wanted(
    space: Workspace, of: Publication, years: Sequence[PublicationYear], amounts: Sequence[str]
) -> Wanted:
    """The rules of each year; from the last year back, for what an earlier one must compute."""
    wanted = {year.year: list(amounts or year.shown) for year in years}
    for year in reversed(years):
        book = space.books.behind(of, year, wanted[year.year])
        for base, before in map(unlagged, book.rules):
            earlier = wanted.get(year.year - before, []) if before else []
            if earlier and base not in earlier:
                earlier.append(base)
    return wanted


def _computed(
    space: Workspace, of: Publication, year: PublicationYear, wanted: Wanted, done: Mapping[int, Outcome]
) -> Layer:
    """What earlier years computed of that which this one would compute of them itself."""
    book = space.books.behind(of, year, wanted[year.year])
    layer = Layer(COMPUTED, publications={of.name: of})
    for name, rule in book.rules.items():
        base, before = unlagged(name)
        then = year.year - before
        if not before or then not in done:
            continue
        if book.national(name):
            value = _value(rule, base, then, of, done[then])
            entry = layer.figures.get(base) or _figure(space, rule, base)
            entry = evolve(entry, values=[*entry.values, value])
            layer = evolve(layer, figures={**layer.figures, base: entry})
        else:
            taken = Taken(year.year, of.name, {name: base}, [of.name], then)
            entries = {**layer.entries, (of.name, year.year, name): taken}
            layer = evolve(layer, entries=entries, inputs={**layer.inputs, base: _spec(space, rule, base)})
    return layer


def _spec(space: Workspace, rule: Rule, base: str) -> InputSpec:
    """A rule as an input: as it is declared, or else of the kind that its unit says."""
    if base in space.library.inputs:
        return space.library.inputs[base]
    kind: Kind = "ja of nee" if rule.unit.is_yes_no else "bedrag" if rule.unit.adds else "aandeel"
    return InputSpec(base, rule.label, rule.unit, kind, 0, rule.source)


def _figure(space: Workspace, rule: Rule, base: str) -> FigureEntry:
    """A national rule as a figure: as it is declared, or else as the rule is."""
    known = space.library.figures.get(base)
    label, unit, decimals = (known.label, known.unit, known.decimals) if known else (rule.label, rule.unit, 0)
    return FigureEntry(label, unit, decimals, rule.source, negative=True)


def _value(rule: Rule, base: str, then: int, of: Publication, outcome: Outcome) -> Value:
    """What a year computed of a national rule."""
    result = outcome.result
    if base not in result.national:
        raise RuleError(f"{rule.name}: {base} of {then} is one value for each municipality, and not national")
    status: Any = result.statuses[base]
    return Value(then, result.national[base], status, [of.name], source=f"berekend: {of.title}, {then}")
