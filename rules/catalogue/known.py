"""Outcomes to look things up in, and an amount to be computed again with other values."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from attrs import frozen

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.expressions import names as names_in
from allocation.expressions import of_all
from allocation.figures import Figure
from allocation.inputs import InputSpec
from allocation.numbers import round_half_away
from allocation.rulebook import Rulebook
from rules.catalogue.books import complete
from rules.catalogue.library import library
from rules.catalogue.model import Library
from rules.catalogue.prepare import Outcome, prepare
from rules.catalogue.schema import Publication, PublicationYear
from rules.catalogue.sheets import Reader

SHOWN = 2
"""The decimals of an amount that is not rounded, as it is printed."""


@frozen
class Known:
    """An outcome, with what is looked up in it time and again."""

    outcome: Outcome

    @cached_property
    def moment(self) -> str:
        """The publication and the year, in words."""
        prepared = self.outcome.prepared
        return f"{prepared.publication.title}, uitkeringsjaar {prepared.year.year}"

    @cached_property
    def names(self) -> dict[str, str]:
        """The municipalities by code, in order."""
        return dict(self.outcome.prepared.territory.select(CODE, "naam").iter_rows())

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each municipality, by code."""
        return {code: place for place, code in enumerate(self.outcome.result.values[CODE])}

    @cached_property
    def given(self) -> Mapping[str, exact.Row]:
        """The exact values of the figures and inputs."""
        return exact.given(self.outcome.prepared.case)

    @cached_property
    def all(self) -> Mapping[str, exact.Row]:
        """The exact values of figures, inputs and rules."""
        return {**self.given, **exact.evaluate(self.outcome.prepared.case)}

    @cached_property
    def amounts(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The amounts by rule and code, as they are printed."""
        values = self.outcome.result.values
        return {
            rule: {
                code: round_half_away(Fraction(value), SHOWN)
                for code, value in zip(values[CODE], values[rule], strict=True)
            }
            for rule in values.columns
            if rule != CODE
        }

    def value(self, name: str, code: str) -> exact.Value:
        """A figure, or the input of a municipality; None where it is not known."""
        row = self.given.get(name, [])
        if not row or (len(row) > 1 and code not in self.places):
            return None
        return row[self.places[code] if len(row) > 1 else 0]


def elsewhere(here: Outcome, data: Path | None, read: Reader) -> list[Known]:
    """Every other publication year that has one of the amounts of `here`, computed, with all it takes."""
    lib = library(data)
    found = []
    for of, year, shared in _others(lib, here):
        try:
            prepared = prepare(lib, of, year, read, shared)
            found.append(Known(Outcome(prepared, evaluate(prepared.case))))
        except AllocationError:  # an other publication that cannot be computed explains nothing
            continue
    return found


def _others(lib: Library, here: Outcome) -> Iterator[tuple[Publication, PublicationYear, list[str]]]:
    own = (here.prepared.publication.name, here.prepared.year.year)
    for of in lib.publications.values():
        for year in of.years:
            shared = [amount for amount in here.prepared.year.amounts if amount in year.amounts]
            if shared and (of.name, year.year) != own and complete(lib, of, year, shared):
                yield of, year, shared


@frozen
class Amount:
    """An amount of all municipalities, to be computed again with other figures or inputs."""

    known: Known
    rule: str

    @cached_property
    def steps(self) -> dict[str, set[str]]:
        """The rules behind the amount, and the figures and inputs that each rests on."""
        book = self.book
        return {step: set(book.reads(step)) for step in book.behind(self.rule)}

    @cached_property
    def book(self) -> Rulebook:
        """The rules, figures and inputs that the amount takes."""
        return self.known.outcome.prepared.case.book.needed([self.rule])

    @cached_property
    def names(self) -> list[str]:
        """The inputs and figures in the formulas behind the amount, the inputs first."""
        read = {name for step in self.steps for name in names_in(self.book.rules[step].formula)}
        return [name for name in (*self.book.inputs, *self.book.figures) if name in read]

    @cached_property
    def shared(self) -> bool:
        """Whether a step looks at other municipalities, so that all are computed again."""
        return any(of_all(self.book.rules[step].formula) for step in self.steps)

    def national(self, name: str) -> bool:
        """Whether this is a figure."""
        return name in self.book.figures

    def said(self, name: str) -> Figure | InputSpec:
        """What is said of a figure or an input."""
        library = self.known.outcome.prepared.library
        return library.figures[name] if self.national(name) else library.inputs[name]

    def again(self, code: str, values: Mapping[str, Fraction]) -> exact.Value:
        """The amount of a municipality with other values of its own or of the country, if there is one."""
        place = self.known.places[code]
        steps = [step for step, read in self.steps.items() if read & set(values)]
        if any(of_all(self.book.rules[step].formula) for step in steps):
            return self._computed(steps, self.known.all, place, values)[place]
        alone = {name: [row[place]] if len(row) > 1 else row for name, row in self.known.all.items()}
        return self._computed(steps, alone, 0, values)[0]

    def for_everyone(self, figures: Mapping[str, Fraction]) -> exact.Row:
        """The amount of every municipality with other figures."""
        steps = [step for step, read in self.steps.items() if read & set(figures)]
        return self._computed(steps, self.known.all, 0, figures)

    def _computed(
        self, steps: Sequence[str], known: Mapping[str, exact.Row], place: int, values: Mapping[str, Fraction]
    ) -> exact.Row:
        again = dict(known)
        for name, value in values.items():
            row = list(again[name])
            row[place if len(row) > 1 else 0] = value
            again[name] = row
        try:
            for step in steps:
                again[step] = exact.value_of(self.book.rules[step].formula, again)
        except AllocationError:  # values at which the law gives nothing
            return [None] * len(known[self.rule])
        return [None if value is None else round_half_away(value, SHOWN) for value in again[self.rule]]
