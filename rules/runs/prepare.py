"""From the library to a case: the rulebook of a year, its figures, and every input checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case
from allocation.errors import InputError, Problem
from allocation.evaluation import evaluate
from allocation.figures import FigureValue, worst
from allocation.result import Result
from allocation.rulebook import Rulebook
from allocation.territory import Parts
from rules.library.model import Library
from rules.library.schema import Delivery, Publication, PublicationYear, Taken
from rules.reading.csv_table import Reader
from rules.runs.deliveries import from_files, from_results
from rules.runs.rulebooks import book_for, lacking, publication, unread, years
from rules.territory.carry import Carried, Origins
from rules.territory.municipalities import carried, municipalities
from rules.territory.reorganisation import WhatIf


@frozen
class Prepared:
    """One year of one publication, ready to run, with the origin of all that goes in.

    `territory` has `code`, `naam` and `provincie`; `deliveries` are the inputs from files, `taken`
    those that another publication computed; `origins` says of each input that was carried from an
    older territory which municipalities it came from.
    """

    library: Library
    publication: Publication
    year: PublicationYear
    territory: pl.DataFrame
    figures: Mapping[str, FigureValue]
    deliveries: Mapping[str, Delivery]
    taken: Mapping[str, "Source"]
    case: Case
    origins: Mapping[str, Origins]
    what_if: WhatIf | None

    def is_own(self, name: str) -> bool:
        """Whether a figure or input of this shipped publication comes from a folder of the user."""
        said_by = self.figures[name].publication if name in self.figures else self.publication.name
        own = (said_by, self.year.year, name) in self.library.own
        return own and self.publication.name not in self.library.own_publications

    @property
    def own_data(self) -> list[str]:
        """The labels of what comes from a folder of the user, also behind what is taken."""
        library = self.library
        labels = {name: figure.label for name, figure in library.figures.items()}
        labels |= {name: spec.label for name, spec in library.inputs.items()}
        here = [labels[n] for n in (*self.figures, *self.deliveries, *self.taken) if self.is_own(n)]
        return list(dict.fromkeys([*here, *(name for o in self.sources for name in o.prepared.own_data)]))

    @property
    def sources(self) -> list["Outcome"]:
        """The outcomes of other publications that this one takes something from, each once."""
        found: list[Outcome] = []
        for source in self.taken.values():
            if not any(source.outcome is outcome for outcome in found):
                found.append(source.outcome)
        return found

    @property
    def files(self) -> set[Path]:
        """Every file with inputs, also those behind what is taken from other publications."""
        own = {delivery.file for delivery in self.deliveries.values()}
        return own.union(*(outcome.prepared.files for outcome in self.sources))


@frozen
class Outcome:
    """What was prepared, and what came out."""

    prepared: Prepared
    result: Result


@frozen
class Source:
    """A rule of another publication, of which the values are taken over."""

    outcome: Outcome
    rule: str


def prepare(
    library: Library,
    of: Publication,
    year: PublicationYear,
    read: Reader,
    amounts: Sequence[str] | None = None,
    what_if: WhatIf | None = None,
    behind: Sequence[tuple[str, int]] = (),
) -> Prepared:
    """Collect and check everything that `amounts` (names of rules; all that it shows) rest on.

    `what_if` is a reorganisation to reckon with that no law says yet. What was split by inhabitants is
    an estimate, so at best `afgeleid`. `behind` are the publications that this one is taken for.
    Raises RuleError, or InputError with all that is missing or wrong.
    """
    shown = amounts or year.shown
    book = book_for(library, of, year, shown)
    problems = lacking(library, of, year, shown, book) + unread(library, of, year, shown)
    entries = {name: library.deliveries.get((of.name, year.year, name)) for name in book.inputs}
    deliveries = {name: entry for name, entry in entries.items() if isinstance(entry, Delivery)}
    parts: Parts = what_if.parts if what_if else {}
    files = from_files([(library.inputs[n], d) for n, d in deliveries.items()], year, read, parts)
    outcomes: list[tuple[Taken, Outcome]] = []

    def result_of(taken: Taken) -> tuple[Result, PublicationYear, Parts]:
        chain = [*behind, (of.name, year.year)]
        if (taken.source, taken.source_year) in chain:
            circle = " -> ".join(f"{n} ({y})" for n, y in [*chain, (taken.source, taken.source_year)])
            raise InputError([Problem(of.name, f"publications are taken in a circle: {circle}", "no circle")])
        other = publication(library, taken.source)
        [source] = years(other, taken.source_year)
        same = source.territory <= year.territory and not carried(source.territory, year.territory)
        rules = [*dict.fromkeys(taken.columns.values())]
        prepared = prepare(library, other, source, read, rules, what_if if same else None, chain)
        outcomes.append((taken, Outcome(prepared, evaluate(prepared.case))))
        return outcomes[-1][1].result, source, {} if same else parts

    entries_taken = {name: entry for name, entry in entries.items() if isinstance(entry, Taken)}
    results = from_results([(library.inputs[n], t) for n, t in entries_taken.items()], year, result_of)
    problems += [*files.problems, *results.problems]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    taken = {
        name: Source(next(o for known, o in outcomes if known is entry), entry.columns[name])
        for name, entry in entries_taken.items()
    }
    return _prepared(library, of, year, book, {**files.inputs, **results.inputs}, deliveries, taken, what_if)


def _prepared(
    library: Library,
    of: Publication,
    year: PublicationYear,
    book: Rulebook,
    inputs: Mapping[str, Carried],
    deliveries: Mapping[str, Delivery],
    taken: Mapping[str, Source],
    what_if: WhatIf | None,
) -> Prepared:
    territory = municipalities(year.territory)
    if what_if:
        territory = what_if.territory(territory)
    figures = {name: library.figures[name].at(year.year, of.name) for name in book.figures}
    statuses: dict[str, str] = {name: value.status for name, value in figures.items()}
    statuses |= {name: delivery.status for name, delivery in deliveries.items()}
    statuses |= {name: source.outcome.result.statuses[source.rule] for name, source in taken.items()}
    for name, found in inputs.items():
        if any(share != 1 for olds in found.origins.values() for share in olds.values()):
            statuses[name] = worst([statuses[name], "afgeleid"])
    case = Case(
        book,
        tuple(territory[CODE]),
        {name: inputs[name].column for name in book.inputs},
        {name: value.value for name, value in figures.items()},
        statuses,
    )
    origins = {name: found.origins for name, found in inputs.items() if found.origins}
    return Prepared(library, of, year, territory, figures, deliveries, taken, case, origins, what_if)
