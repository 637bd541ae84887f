"""From the library to a case: the rulebook of a year, its figures, and every input checked."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case, Result
from allocation.errors import InputError, Problem, RuleError
from allocation.evaluation import evaluate
from allocation.figures import FigureValue, missing, worst
from allocation.rulebook import Rulebook, rulebook
from allocation.territory import Parts
from rules.catalogue.carry import Carried, Origins
from rules.catalogue.deliver import from_files, from_results
from rules.catalogue.library import Library
from rules.catalogue.municipalities import municipalities
from rules.catalogue.schema import Delivery, Publication, PublicationYear, Taken
from rules.catalogue.sheets import Reader
from rules.catalogue.what_if import WhatIf


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

    @property
    def replaced(self) -> list[str]:
        """The labels of the shipped figures and inputs whose place a folder of the user took."""
        library = self.library
        labels = {name: figure.label for name, figure in library.figures.items()}
        labels |= {name: spec.label for name, spec in library.inputs.items()}
        moment = (self.publication.name, self.year.year)
        used = [*self.figures, *self.deliveries]
        here = [labels[name] for name in used if (*moment, name) in library.replaced]
        return list(dict.fromkeys([*here, *(name for o in self.sources for name in o.prepared.replaced)]))

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


def publication(library: Library, name: str) -> Publication:
    """The publication of that name. Raises InputError with the names that come near."""
    if name not in library.publications:
        near = get_close_matches(name, library.publications, n=3) or sorted(library.publications)
        raise InputError([Problem("publication", repr(name), f"one such as {', '.join(near)}")])
    return library.publications[name]


def years(of: Publication, year: int | None) -> list[PublicationYear]:
    """The years of a publication, or the one asked for. Raises InputError for any other."""
    chosen = [y for y in of.years if year in (None, y.year)]
    if not chosen:
        known = " or ".join(str(y.year) for y in of.years)
        raise InputError([Problem(f"{of.name}, uitkeringsjaar", str(year), known)])
    return chosen


def book_of(library: Library, year: int, given: Iterable[str] = ()) -> Rulebook:
    """The rulebook of a year, in which what is `given` as an input or a figure is not computed.

    A name may be that of a rule and of an input or figure (a macrobudget is announced, or added up
    from its parts): the rule holds where nothing is given.
    """
    given = set(given)
    rules = [rule for rule in library.rules if rule.name not in given]
    computed = {rule.name for rule in rules}
    inputs = [name for name in library.inputs if name not in computed]
    figures = [name for name in library.figures if name not in computed]
    return rulebook(rules, inputs, figures, year)


def given(library: Library, of: Publication, year: PublicationYear) -> set[str]:
    """The names of rules whose outcome is delivered, or stands in a figure, for that year."""
    return {
        name
        for name in {rule.name for rule in library.rules}
        if (of.name, year.year, name) in library.deliveries
        or (name in library.figures and library.figures[name].has(year.year, of.name))
    }


def book_for(
    library: Library,
    of: Publication,
    year: PublicationYear,
    shown: Sequence[str],
    besides: Iterable[str] = (),
) -> Rulebook:
    """The part of the rulebook behind `shown`, computing neither what is given nor `besides`.

    Raises RuleError for a rule that is not in force.
    """
    book = book_of(library, year.year, {*given(library, of, year), *besides})
    for name in shown:
        versions = [rule for rule in library.rules if rule.name == name]
        if versions and name not in {*book.rules, *book.inputs, *book.figures}:
            first = min(rule.valid_from for rule in versions)
            last = max((rule for rule in versions), key=lambda rule: rule.valid_from).valid_to
            known = f"{first} to {last}" if last else f"from {first}"
            note = f". {of.note}" if of.note else ""
            raise RuleError(f"{of.name}: rule {name} is not in force in {year.year} (only {known}){note}")
    for name in (name for name in year.amounts if book.national(name)):
        raise RuleError(f"rule {name} is one national value, and no amount that a municipality gets")
    return book.needed(shown)


def lacking(library: Library, of: Publication, year: PublicationYear, book: Rulebook) -> list[Problem]:
    """Every figure and input behind the amounts of a year that nothing gives.

    What may be given or computed, and of which all that it would be computed from is lacking, is named
    itself instead of all that.
    """

    def there(name: str) -> bool:
        figure = library.figures.get(name)
        moment = (of.name, year.year, name)
        return moment in library.deliveries or bool(figure and figure.has(year.year, of.name))

    shown = [name for name in year.shown if name in book.rules or name in book.inputs]
    hopeless: list[str] = []
    for name in book.rules:
        if name not in shown and (name in library.inputs or name in library.figures):
            behind = {n for n in book.reads(name) if n in book.inputs or n in book.figures}
            asked = behind & {*book.inputs} or behind
            elsewhere = behind & book_for(library, of, year, shown, [name]).reads(*shown)
            if not elsewhere and not any(map(there, asked)):
                hopeless.append(name)
    rest = book_for(library, of, year, shown, hopeless)
    problems = missing([library.figures[name] for name in rest.figures], year.year, of.name)
    for name in rest.inputs:
        if not there(name):
            found = f"nothing delivers {name} ({library.inputs[name].label})"
            if name in hopeless:
                found += ", nor what it can be computed from"
            problems.append(
                Problem(f"{of.name}, {year.year}", found, "a [[data]] entry with a column for it")
            )
    return problems


def complete(library: Library, of: Publication, year: PublicationYear) -> bool:
    """Whether everything behind a publication year is there, also of what it is taken from."""
    try:
        book = book_for(library, of, year, year.shown)
    except RuleError:
        return False
    entries = [library.deliveries.get((of.name, year.year, name)) for name in book.inputs]
    sources = {(entry.source, entry.source_year) for entry in entries if isinstance(entry, Taken)}
    return not lacking(library, of, year, book) and all(
        complete(library, other, source)
        for name, number in sources
        for other in [publication(library, name)]
        for source in years(other, number)
    )


def prepare(
    library: Library,
    of: Publication,
    year: PublicationYear,
    read: Reader,
    amounts: Sequence[str] | None = None,
    what_if: WhatIf | None = None,
    behind: Sequence[str] = (),
) -> Prepared:
    """Collect and check everything that `amounts` (names of rules; all that it shows) rest on.

    `what_if` is a reorganisation to reckon with that no law says yet. What was split by inhabitants is
    an estimate, so at best `afgeleid`. `behind` are the publications that this one is taken for.
    Raises RuleError, or InputError with all that is missing or wrong.
    """
    book = book_for(library, of, year, amounts or year.shown)
    problems = lacking(library, of, year, book)
    if amounts is None:
        problems += _unread(library, of, year, book)
    entries = {name: library.deliveries.get((of.name, year.year, name)) for name in book.inputs}
    deliveries = {name: entry for name, entry in entries.items() if isinstance(entry, Delivery)}
    parts: Parts = what_if.parts if what_if else {}
    files = from_files([(library.inputs[n], d) for n, d in deliveries.items()], year, read, parts)
    outcomes: list[tuple[Taken, Outcome]] = []

    def result_of(taken: Taken) -> tuple[Result, PublicationYear, Parts]:
        if taken.source in (of.name, *behind):
            circle = " -> ".join([*behind, of.name, taken.source])
            raise InputError([Problem(of.name, f"publications are taken in a circle: {circle}", "no circle")])
        other = publication(library, taken.source)
        [source] = years(other, taken.source_year)
        same = source.territory == year.territory
        rules = [*dict.fromkeys(taken.columns.values())]
        prepared = prepare(library, other, source, read, rules, what_if if same else None, (*behind, of.name))
        outcomes.append((taken, Outcome(prepared, evaluate(prepared.case))))
        return outcomes[-1][1].result, source, {} if same else parts

    entries_taken = {name: entry for name, entry in entries.items() if isinstance(entry, Taken)}
    results = from_results([(library.inputs[n], t) for n, t in entries_taken.items()], year, result_of)
    problems += [*files.problems, *results.problems]
    if problems:
        raise InputError(problems)
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
    for name, carried in inputs.items():
        if any(share != 1 for olds in carried.origins.values() for share in olds.values()):
            statuses[name] = worst([statuses[name], "afgeleid"])
    columns = {name: inputs[name].column for name in book.inputs}
    case = Case(
        book,
        pl.DataFrame({CODE: territory[CODE], **columns}),
        {name: value.value for name, value in figures.items()},
        statuses,
        {name: carried.exact for name, carried in inputs.items() if carried.exact},
    )
    origins = {name: carried.origins for name, carried in inputs.items() if carried.origins}
    return Prepared(library, of, year, territory, figures, deliveries, taken, case, origins, what_if)


def _unread(library: Library, of: Publication, year: PublicationYear, book: Rulebook) -> list[Problem]:
    """What the user's own folder gives for this year, and nothing reads: it would be lost in silence."""
    read = {*book.inputs, *book.figures}
    return [
        Problem(
            f"{of.name}, {year.year}",
            f"your own {name} is read by no rule behind its amounts",
            f"one of {', '.join(sorted(read))}",
        )
        for name in sorted(
            own for publication_, year_, own in library.own if (publication_, year_) == (of.name, year.year)
        )
        if name not in read
    ]
