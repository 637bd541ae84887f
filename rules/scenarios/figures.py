"""The figures of a scenario: what each is in every year of every publication that it is for."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from allocation.errors import FigureError, InputError, Problem
from allocation.figures import FigureValue
from allocation.lags import unlagged
from allocation.numbers import as_written, decimals_of, round_half_away
from rules.library.model import Library, YearKey
from rules.library.schema import FigureEntry, Value
from rules.scenarios.formula import computed, read_names
from rules.scenarios.known import unknown
from rules.scenarios.schema import FigureChange, Scenario
from rules.scenarios.when import moments


def figure_entries(scenario: Scenario, below: Library) -> dict[str, FigureEntry]:
    """By figure what the scenario says, on top of a library; "costs[-1]" of 2025 is `costs` of 2024.

    Raises InputError with all that is wrong.
    """
    values: dict[str, dict[YearKey, Value]] = {}
    problems: list[Problem] = []
    for change in scenario.figure:
        place = f"{scenario.path.name}, cijfer {change.name}"
        if wrong := _unknown(place, change, below):
            problems += wrong
            continue
        try:
            found = list(_values(scenario, change, below))
        except FigureError as error:
            problems.append(Problem(place, str(error), "een waarde voor elk jaar en elke publicatie"))
            continue
        except InputError as error:
            problems += error.problems
            continue
        problems += [] if found else [_nowhere(place, change, below)]
        known = values.setdefault(unlagged(change.name)[0], {})
        for moment, value in found:
            if moment in known:
                problems.append(Problem(place, f"{moment[1]} in {moment[0]} staat er twee keer", "één keer"))
            known[moment] = value
            problems += _out_of_bounds(place, change.name, value, below)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return {
        name: FigureEntry(decimals=_decimals(of_figure), values=list(of_figure.values()))
        for name, of_figure in values.items()
    }


def _unknown(place: str, change: FigureChange, below: Library) -> list[Problem]:
    try:
        names = [change.name, *(read_names(change.formula) if change.formula else ())]
    except FigureError as error:
        return [Problem(place, "niet te lezen", str(error))]
    return [unknown(place, name, below.figures, "cijfer") for name in names if name not in below.figures]


def _values(scenario: Scenario, change: FigureChange, below: Library) -> Iterator[tuple[YearKey, Value]]:
    path = _path(change)
    for name, year in moments(scenario, change.publication, change.years, below):
        has = below.has_figure(change.name, name, year)
        if path:
            new = path.get(year)
        elif change.relative and has:
            old = below.figure(change.name, name, year).value
            new = old * (1 if change.times is None else change.times) + (change.plus or 0)
        elif change.formula and all(below.has_figure(one, name, year) for one in read_names(change.formula)):
            new = computed(change.formula, lambda one, at=(name, year): below.figure(one, *at).value)  # type: ignore[misc]
        elif change.value is not None and (has or change.years or change.publication):
            new = change.value
        else:
            new = None
        if new is not None:
            old_value = below.figure(change.name, name, year) if has else None
            rounded = new if change.decimals is None else round_half_away(new, change.decimals)
            then = name, year - unlagged(change.name)[1]
            yield then, _value(scenario, change, rounded, then, old_value)


def _path(change: FigureChange) -> Mapping[int, Fraction]:
    """The values by year: as they are listed, or on a line from each year that is named to the next."""
    stated = {int(year): value for year, value in sorted((change.by_year or change.path).items())}
    if not change.path:
        return stated
    between = {
        year: start + (end - start) * (year - first) / (last - first)
        for (first, start), (last, end) in pairwise(stated.items())
        for year in range(first, last)
    }
    return {**between, **stated}


def _value(
    scenario: Scenario, change: FigureChange, new: Fraction, moment: YearKey, old: FigureValue | None
) -> Value:
    """What was a stand-in stays one: nobody has said yet what it is."""
    approximates = old.approximates if old else ""
    return Value(
        year=moment[1],
        value=new,
        status="indicatief" if approximates else change.status,
        publication=[moment[0]],
        source=change.source or scenario.scenario.source,
        note=change.note,
        approximates=approximates,
    )


def _nowhere(place: str, change: FigureChange, below: Library) -> Problem:
    """That a change is for nothing: no publication year has the figure, or none is of these years."""
    figure = below.figures[change.name]
    asked = ", ".join([*map(str, change.years), *change.publication]) or "welke publicatie ook"
    return Problem(
        place,
        f"het heeft geen waarde in {asked}",
        f"jaren en publicaties waarin het die heeft: {figure.known}",
    )


def _out_of_bounds(place: str, name: str, value: Value, below: Library) -> list[Problem]:
    bounds = below.figures[name].bounds
    if bounds.allow(value.value):
        return []
    return [Problem(f"{place}, {value.year}", as_written(value.value), bounds.words)]


def _decimals(values: Mapping[YearKey, Value]) -> int:
    """The decimals that its values need, of those that end."""
    return max((decimals_of(value.value) or 0 for value in values.values()), default=0)
