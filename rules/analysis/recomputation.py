"""An amount, to be computed again with other values."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from allocation import exact
from allocation.errors import AllocationError
from allocation.expressions import names as names_in
from allocation.expressions import of_all
from allocation.figures import Figure
from allocation.inputs import InputSpec
from allocation.rulebook import Rulebook
from rules.analysis.outcome_index import OutcomeIndex


@frozen
class Recomputation:
    """An amount of all municipalities, to be computed again with other figures or inputs."""

    known: OutcomeIndex
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
        return [None if value is None else self.known.printed(value) for value in again[self.rule]]
