"""What is other in each world of a publication year, and the runs that come of it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from attrs import frozen

from allocation.case import Case
from allocation.lags import unlagged
from allocation.numbers import round_half_away
from allocation.runs import Runs
from rules.runs.outcome import Outcome
from rules.scenarios.worlds import Dimension, Span

Numbers = Mapping[str, Sequence[Fraction]]
"""By the name of a dimension its number in each world."""


@frozen
class Other:
    """A figure or input that is other in each world, by the numbers of the dimension `by`.

    A figure is `base` times the number, with so many `decimals` (None: all that it has); an input is that of
    each municipality times the number.
    """

    name: str
    by: str
    base: Fraction = Fraction(1)
    decimals: int | None = None

    def figures(self, numbers: Sequence[Fraction]) -> list[Fraction]:
        """The figure in each world."""
        values = [self.base * number for number in numbers]
        return values if self.decimals is None else [round_half_away(v, self.decimals) for v in values]


@frozen(eq=False, slots=False)
class Setting:
    """All but the worlds: what a year is computed with in each of them, and what is wanted of it."""

    year: int
    case: Case
    others: tuple[Other, ...]
    wanted: tuple[str, ...]
    closing: bool

    @cached_property
    def digest(self) -> str:
        """A hash of all that amounts follow from, but the numbers of the worlds: rules, figures, inputs."""
        book = self.case.book.needed(self.wanted)
        inputs = [(name, self.case.inputs[name].exact) for name in sorted(book.inputs)]
        figures = [(name, self.case.figures[name]) for name in sorted(book.figures)]
        said = (self.year, book, self.case.codes, inputs, figures, self.others, self.wanted, self.closing)
        return sha256(repr(said).encode()).hexdigest()

    def runs(self, names: Sequence[str], numbers: Numbers) -> Runs:
        """Some worlds, with their numbers."""
        case = self.case
        figures: dict[str, Sequence[Fraction]] = {}
        inputs: dict[str, Mapping[str, Sequence[Fraction]]] = {}
        for one in self.others:
            if one.name in case.figures:
                figures[one.name] = one.figures(numbers[one.by])
            else:
                values = zip(case.codes, case.inputs[one.name].exact, strict=True)
                inputs[one.name] = {code: [value * n for n in numbers[one.by]] for code, value in values}
        return Runs(case, tuple(names), figures, inputs)


def setting(worlds: Span, outcome: Outcome, *, closing: bool = False) -> Setting:
    """The setting of the amounts of a publication year; with `closing` of its balances too."""
    prepared = outcome.prepared
    wanted = tuple(name for name in prepared.year.amounts if name in prepared.case.book.rules)
    return Setting(prepared.year.year, prepared.case, tuple(_others(worlds, outcome)), wanted, closing)


def numbers(worlds: Span) -> Numbers:
    """Of each dimension its number in every world, in order of the names."""
    return {one.name: values for one, values in worlds.numbers().items()}


def values(worlds: Span, outcome: Outcome) -> dict[str, list[Fraction]]:
    """Every figure that is other in a year, in each world."""
    every = numbers(worlds)
    return {
        one.name: one.figures(every[one.by])
        for one in _others(worlds, outcome)
        if one.name in outcome.prepared.case.figures
    }


def _others(worlds: Span, outcome: Outcome) -> Iterator[Other]:
    """A factor is times what the figure is in that year.

    What is drawn or multiplied of a figure gets the decimals of the figure (a budget is in whole euros),
    unless its own value has not got those either: a ratio stays one.
    """
    case, known = outcome.prepared.case, outcome.prepared.library.figures
    for one, name in _varying(worlds, outcome):
        if name not in case.figures:
            yield Other(name, one.name)
            continue
        decimals = known[unlagged(name)[0]].decimals
        in_decimals = round_half_away(case.figures[name], decimals) == case.figures[name]
        rounds = in_decimals and (one.factor or one in worlds.draws)
        base = case.figures[name] if one.factor else Fraction(1)
        yield Other(name, one.name, base, decimals if rounds else None)


def _varying(worlds: Span, outcome: Outcome) -> Iterator[tuple[Dimension, str]]:
    """What is other in a year, and by what: also as it was in an earlier year of the worlds.

    What is drawn of an earlier year by itself gives way to what that year itself has.
    """
    case, year = outcome.prepared.case, outcome.prepared.year.year
    every = (*worlds.varied, *worlds.draws)
    for one in sorted(every, key=lambda one: unlagged(one.name)[1], reverse=True):
        for name in case.figures if one.kind == "figure" else case.inputs:
            base, before = unlagged(name)
            earlier = base == one.name and before and year - before in worlds.years
            if name == one.name or earlier:
                yield one, name
