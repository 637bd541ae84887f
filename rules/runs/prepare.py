"""From the library to a case: the rulebook of a year, its figures, and every input checked."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case, Result
from allocation.errors import InputError, Problem
from allocation.figures import FigureValue, worst
from allocation.inputs import InputSpec
from allocation.rulebook import Rulebook
from rules.library.layers import WHAT_IF, Given, Origin, Reorganisation
from rules.library.model import Library
from rules.library.schema import Delivery, Publication, PublicationYear, Taken
from rules.reading.csv_table import Reader
from rules.runs.deliveries import PARTLY, from_file, from_outcome, replacing
from rules.territory.carry import Carried, Origins, carry_on, replaced
from rules.territory.municipalities import municipalities
from rules.territory.reorganisation import reorganised


@frozen
class Prepared:
    """One year of one publication, ready to run, with the origin of all that goes in.

    `territory` has `code`, `naam` and `provincie`; `deliveries` are the inputs from files, `taken`
    those that another publication computed, `replacements` the rows that later layers put in their place,
    the last word first; `came_from` says of each input that was carried from an older territory which
    municipalities it came from.
    """

    library: Library
    publication: Publication
    year: PublicationYear
    territory: pl.DataFrame
    figures: Mapping[str, FigureValue]
    deliveries: Mapping[str, Delivery]
    taken: Mapping[str, "Source"]
    replacements: Mapping[str, Sequence["Replacement"]]
    case: Case
    came_from: Mapping[str, Origins]
    reorganisation: Reorganisation

    def origin(self, name: str, code: str = "") -> Origin:
        """Who says a figure or an input: of one municipality, or the last who says something of any."""
        if name in self.figures:
            return self.library.figure_origin(name, self.figures[name])
        for replacement in self.replacements.get(name, ()):
            if not code or code in replacement.rows:
                return replacement.origin
        return self.below(name)

    def below(self, name: str) -> Origin:
        """Who gives an input for the municipalities of which it is not replaced."""
        return self.library.entries(name, self.publication.name, self.year.year)[-1].origin

    def delivery(self, name: str, code: str) -> Delivery | None:
        """The entry that gives the input of one municipality; None where it is taken over."""
        for replacement in self.replacements.get(name, ()):
            if code in replacement.rows:
                return replacement.delivery
        return self.deliveries.get(name)

    def origins(self) -> Mapping[str, Sequence[str]]:
        """Every layer that is not the publication's own and says something, the last first.

        With the labels of what it says, also behind what is taken; of a reorganisation there are none.
        """
        library = self.library
        labels = {name: figure.label for name, figure in library.figures.items()}
        labels |= {name: spec.label for name, spec in library.inputs.items()}
        told: dict[str, list[str]] = {layer.name: [] for layer in reversed(library.layers)}
        for name in (*self.figures, *self.deliveries, *self.taken):
            if library.above(self.publication.name, self.origin(name).layer):
                told[self.origin(name).layer].append(labels[name])
        for source in self.sources:
            for layer, names in source.prepared.origins().items():
                told[layer] += names
        shown = {layer: list(dict.fromkeys(names)) for layer, names in told.items()}
        return {layer: names for layer, names in shown.items() if names or layer == WHAT_IF}

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
        own |= {each.delivery.file for rows in self.replacements.values() for each in rows}
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


@frozen
class Replacement:
    """The municipalities (by code) of which a file replaces the value of an input, and who says so."""

    delivery: Delivery
    origin: Origin
    rows: Mapping[str, Fraction]


@frozen
class Plan:
    """What a publication year is made of: the rules, and of each input the entries that fill it."""

    library: Library
    publication: Publication
    year: PublicationYear
    book: Rulebook
    stacks: Mapping[str, Sequence[Given]]

    def groups(self) -> dict[Delivery | Taken, list[InputSpec]]:
        """The inputs by the entry that fills them for every municipality."""
        together: dict[Delivery | Taken, list[InputSpec]] = {}
        for name, stack in self.stacks.items():
            together.setdefault(stack[-1].entry, []).append(self.library.inputs[name])
        return together

    def partly(self, spec: InputSpec) -> bool:
        """Whether rows of an input are replaced."""
        return len(self.stacks[spec.name]) > 1

    def waits(self, entry: Delivery | Taken) -> bool:
        """Whether rows of what an entry fills are replaced, so that a reorganisation comes after that."""
        return any(map(self.partly, self.groups()[entry]))

    def covers(self, spec: InputSpec) -> bool:
        """Whether what fills an input takes the place of something below it."""
        every = self.library.every_entry(spec.name, self.publication.name, self.year.year)
        return len(every) > len(self.stacks[spec.name])


class CircleError(InputError):
    """Publications that take from each other."""


Outcomes = Callable[[Taken], Outcome]
"""Computes what is taken from another publication."""


def prepare(plan: Plan, read: Reader, outcome_of: Outcomes, problems: Sequence[Problem] = ()) -> Prepared:
    """Read, carry and check everything that a publication year rests on.

    What was split by inhabitants is an estimate, so at best `afgeleid`. Raises RuleError, or InputError
    with all that is missing or wrong: `problems`, and whatever reading finds.
    """
    problems = list(problems)
    inputs: dict[str, Carried] = {}
    taken: dict[str, Source] = {}
    replacements: dict[str, list[Replacement]] = {}
    for entry, specs in plan.groups().items():
        try:
            outcome = None
            if isinstance(entry, Taken):
                outcome = outcome_of(entry)
                taken |= {spec.name: Source(outcome, entry.columns[spec.name]) for spec in specs}
            for spec in filter(plan.partly, specs):
                replacements[spec.name] = _replacements(plan, spec, read)
            inputs |= _filled(plan, entry, specs, read, outcome, replacements)
        except CircleError:
            raise
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return _prepared(plan, inputs, taken, replacements)


def _replacements(plan: Plan, spec: InputSpec, read: Reader) -> list[Replacement]:
    """The rows of an input that are replaced, the last word first."""
    *partly, below = plan.stacks[spec.name]
    made = []
    for given in partly:
        delivery = given.entry
        assert isinstance(delivery, Delivery)
        unit = (isinstance(below.entry, Delivery) and below.entry.unit) or spec.unit
        if (delivery.unit or unit) != unit:
            found = f"{spec.name} in {delivery.unit}, for some municipalities"
            raise InputError([Problem(delivery.file.name, found, f"it in {unit}, as the others have it")])
        made.append(Replacement(delivery, given.origin, replacing(delivery, spec, plan.year, read)))
    return made


def _filled(
    plan: Plan,
    entry: Delivery | Taken,
    specs: Sequence[InputSpec],
    read: Reader,
    outcome: Outcome | None,
    replacements: Mapping[str, Sequence[Replacement]],
) -> dict[str, Carried]:
    """The inputs that one entry fills, with rows replaced, and then on what-if territory."""
    year, parts = plan.year, plan.library.reorganisation.parts
    late = plan.waits(entry)
    carried_before = late or (outcome and outcome.prepared.reorganisation.parts)
    now = {} if carried_before else parts
    if isinstance(entry, Taken):
        assert outcome is not None
        inputs = from_outcome(entry, specs, outcome.result, outcome.prepared.year, year, now)
    else:
        instead = PARTLY if any(map(plan.covers, specs)) else ""
        inputs = from_file(entry, specs, year, read, now, instead)
    if not late:
        return inputs
    codes = list(municipalities(year.territory)[CODE])
    for spec in specs:
        for replacement in reversed(replacements.get(spec.name, ())):
            inputs[spec.name] = replaced(inputs[spec.name], codes, replacement.rows)
    return carry_on(specs, inputs, codes, parts) if parts else inputs


def _prepared(
    plan: Plan,
    inputs: Mapping[str, Carried],
    taken: Mapping[str, Source],
    replacements: Mapping[str, Sequence[Replacement]],
) -> Prepared:
    library, book, moment = plan.library, plan.book, (plan.publication.name, plan.year.year)
    territory = reorganised(municipalities(plan.year.territory), library.reorganisation)
    figures = {name: library.figure(name, *moment) for name in book.figures}
    entries = {name: stack[-1].entry for name, stack in plan.stacks.items()}
    deliveries = {name: entry for name, entry in entries.items() if isinstance(entry, Delivery)}
    statuses: dict[str, str] = {name: value.status for name, value in figures.items()}
    statuses |= {name: delivery.status for name, delivery in deliveries.items()}
    statuses |= {name: source.outcome.result.statuses[source.rule] for name, source in taken.items()}
    for name, rows in replacements.items():
        statuses[name] = worst([statuses[name], *(each.delivery.status for each in rows)])
    for name, found in inputs.items():
        if any(share != 1 for olds in found.origins.values() for share in olds.values()):
            statuses[name] = worst([statuses[name], "afgeleid"])
    columns = {name: inputs[name].column for name in book.inputs}
    case = Case(
        book,
        pl.DataFrame({CODE: territory[CODE], **columns}),
        {name: value.value for name, value in figures.items()},
        statuses,
        {name: found.exact for name, found in inputs.items() if found.exact},
    )
    came_from = {name: inputs[name].origins for name in book.inputs if inputs[name].origins}
    in_order = {name: taken[name] for name in plan.stacks if name in taken}
    return Prepared(
        library, plan.publication, plan.year, territory, figures, deliveries, in_order, replacements, case,
        came_from, library.reorganisation,
    )  # fmt: skip
