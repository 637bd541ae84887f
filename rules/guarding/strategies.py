"""Strategies (Hypothesis) of all that rules are tried on: public, so that another's rules get the same guard.

    from rules.guarding.strategies import values
    from rules.guarding.units import own_rules, units

    @given(data=st.data())
    def test_ours(data):
        for unit in units(own_rules(Path("regels"))):
            data.draw(values(unit))

`values` and `perturbed_values` are written apart: one knows nothing but bounds, the other real publications.
Both put some of what they make exactly on a bound, on a threshold, or on a tie at the last unit.
"""

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random

import polars as pl
from hypothesis import strategies as st

from allocation.case import Case
from allocation.column import of_fractions
from allocation.runs import Runs
from allocation.trial import Trial
from rules.guarding.making import CHOICES, Values, from_nothing, mended, steered
from rules.guarding.pool import Pool, perturbed
from rules.guarding.units import Unit
from rules.library.layers import SCENARIO, Layer, layer
from rules.library.model import Library
from rules.library.schema import Document, FigureEntry, PublicationYear, Value
from rules.runs.outcome import Outcome
from rules.territory.municipalities import municipalities

MOST = 6
"""So many municipalities at most: enough for every way in which they can differ, and small enough to read."""
STEERED = 3
"""One of so many is put on a bound, a threshold or a tie."""


def _numbers(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, CHOICES - 1), min_size=count, max_size=count)


@st.composite
def values(draw: st.DrawFn, unit: Unit) -> Values:
    """A row for every input and figure of a unit, from nothing but their bounds."""
    count, more = draw(st.integers(1, MOST)), draw(_numbers(3))
    numbers = iter(draw(_numbers(count * len(unit.book.inputs) + len(unit.book.figures))))
    return _finished(unit, from_nothing(unit, numbers, count), more)


@st.composite
def perturbed_values(draw: st.DrawFn, unit: Unit, real: Pool) -> Values:
    """The same, of what real municipalities have."""
    count, more = draw(st.integers(2, MOST)), draw(_numbers(3))
    numbers = _and_on(draw(_numbers(8 + len(unit.book.inputs) + len(unit.book.figures))))
    return _finished(unit, perturbed(unit, real, numbers, count), more)


def _finished(unit: Unit, made: Values, more: list[int]) -> Values:
    whole = mended(unit, made)
    return whole if more[0] % STEERED else mended(unit, steered(unit, whole, more[1], more[2]))


def _and_on(first: list[int]) -> Iterator[int]:
    """What was drawn, and from there on what follows from it."""
    yield from first
    chance = Random(str(first))  # noqa: S311 - the same values each time
    while True:
        yield chance.randrange(CHOICES)


@st.composite
def trials(draw: st.DrawFn, unit: Unit, real: Pool | None = None) -> Trial:
    """Values with a choice of who and what is changed in them; with a pool those of real municipalities."""
    made = draw(values(unit) if real is None else perturbed_values(unit, real))
    return Trial(unit.books, made, Random(draw(st.integers(0, CHOICES - 1))))  # noqa: S311 - drawn


def case_of_values(unit: Unit, made: Mapping[str, object]) -> Case:
    """Values as a case that the engine computes."""
    rows: Mapping[str, list[Fraction]] = made  # type: ignore[assignment]
    count = max((len(rows[name]) for name in unit.book.inputs), default=1)
    return Case(
        book=unit.book,
        codes=tuple(f"{place:04}" for place in range(count)),
        inputs={name: of_fractions(rows[name]) for name in unit.book.inputs},
        figures={name: rows[name][0] for name in unit.book.figures},
        statuses=dict.fromkeys([*unit.book.inputs, *unit.book.figures], "indicatief"),
    )


def territories() -> st.SearchStrategy[pl.DataFrame]:
    """The municipalities of a day since 2012, with their codes and provinces."""
    days = st.dates(datetime.date(2012, 1, 1), datetime.date(2026, 1, 1))
    return days.map(municipalities)


def figures(library: Library) -> st.SearchStrategy[tuple[str, Fraction]]:
    """A figure of a library with a value that its bounds allow."""

    def value(name: str) -> st.SearchStrategy[tuple[str, Fraction]]:
        bounds, scale = library.figures[name].bounds, 10 ** library.figures[name].decimals
        least, most = (end if end is not None else Fraction(10**12) for end in (bounds.least, bounds.most))
        units = st.integers(-int(-least * scale // 1), int(most * scale // 1))
        return units.map(lambda one: (name, Fraction(one, scale)))

    return st.sampled_from(sorted(library.figures)).flatmap(value)


def layers(library: Library, publication: str, year: int) -> st.SearchStrategy[Layer]:
    """A layer that says one figure of a publication year otherwise."""

    def said(one: tuple[str, Fraction]) -> Layer:
        name, value = one
        entry = FigureEntry(values=[Value(year, value, "indicatief", [publication], source="verondersteld")])
        return layer(f"{SCENARIO}:{name}", [Document(Path(f"{name}.toml"), figures={name: entry})])

    return figures(library).map(said)


def publications(library: Library) -> st.SearchStrategy[tuple[str, PublicationYear]]:
    """A publication of a library, and one of its years."""
    every = [(name, year) for name, one in sorted(library.publications.items()) for year in one.years]
    return st.sampled_from(every)


@st.composite
def worlds(draw: st.DrawFn, outcome: Outcome) -> Runs:
    """Some worlds of an outcome, in each of which one figure is some per cents otherwise."""
    case = outcome.prepared.case
    name = draw(st.sampled_from(sorted(case.figures)))
    percents = draw(st.lists(st.integers(50, 150), min_size=1, max_size=MOST, unique=True))
    made = [case.figures[name] * percent / 100 for percent in percents]
    return Runs(case, tuple(f"{percent}%" for percent in percents), {name: made})
