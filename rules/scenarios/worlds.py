"""The worlds that a stack of scenarios spans: a grid of what it varies, times what it draws."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.numbers import as_written
from rules.runs.outcome import Outcome
from rules.scenarios.draws import drawn
from rules.scenarios.known import unknown
from rules.scenarios.schema import Scenario
from rules.scenarios.varied import Draw, Vary

UNSURE = ("afgeleid", "indicatief", "onbevestigd")
"""Only what is not official is drawn: what was published is known."""
KINDS = {"figure": "cijfer", "input": "gegeven"}


@frozen
class Dimension:
    """A figure or an input that is another one in each world: its numbers, which may be factors."""

    scenario: str
    kind: str
    name: str
    numbers: Sequence[Fraction]
    factor: bool


@frozen
class Span:
    """All worlds: of a grid by `varied`, each point as often as there are draws.

    They are worlds through all `years`: what one of those reads of an earlier one is what that world had.
    """

    varied: Sequence[Dimension]
    draws: Sequence[Dimension]
    count: int
    years: frozenset[int]

    @property
    def names(self) -> tuple[str, ...]:
        """What each world is called: the point in the grid, and the draw."""
        points = len(list(self._grid()))
        wide, deep = len(str(points)), len(str(self.count))
        return tuple(
            f"{point + 1:0{wide}}-{draw + 1:0{deep}}" for point in range(points) for draw in range(self.count)
        )

    def runs(self, outcomes: Sequence[Outcome]) -> int:
        """How many runs they are for some publication years."""
        return len(self.names) * len(outcomes)

    def _grid(self) -> Iterator[tuple[Fraction, ...]]:
        return product(*(one.numbers for one in self.varied))

    def numbers(self) -> dict[Dimension, list[Fraction]]:
        """Of each dimension its number in every world, in order of the names."""
        points = list(self._grid())
        found = {
            one: [point[place] for point in points for _ in range(self.count)]
            for place, one in enumerate(self.varied)
        }
        return found | {one: [*one.numbers] * len(points) for one in self.draws}


def span(scenarios: Sequence[Scenario], outcomes: Sequence[Outcome], draws: int, seed: int) -> Span:
    """The worlds. Raises InputError for what is not there, what is official, and where nothing varies."""
    problems = [
        problem
        for scenario in scenarios
        for one in _every(scenario)
        for problem in _problems(scenario, one, outcomes)
    ]
    alone = [_subject(one) for scenario in scenarios for one in _every(scenario)]
    varied = [
        Dimension(scenario.name, *_subject(one), tuple(one.every), one.relative)
        for scenario in scenarios
        for one in scenario.vary
    ]
    of_draws = [
        Dimension(scenario.name, kind, name, tuple(drawn(one, name, draws, seed)), one.times)
        for scenario in scenarios
        for one in scenario.draw
        for kind, name in _subjects(one, outcomes)
        if not (one.every and (kind, name) in alone)
    ]
    names = [(one.kind, one.name) for one in (*varied, *of_draws)]
    twice = sorted({name for kind, name in names if names.count((kind, name)) > 1})
    problems += [
        Problem("scenario", f"{name} varieert of wordt geloot, twee keer", "één keer") for name in twice
    ]
    if not names and not problems:
        found = "niets varieert of wordt geloot"
        problems.append(
            Problem("scenario", found, "[[vary]] of [[draw]] in een scenario (docs/scenarios.md)")
        )
    if problems:
        raise InputError(problems)
    years = frozenset(outcome.prepared.year.year for outcome in outcomes)
    return Span(varied, of_draws, draws if of_draws else 1, years)


def _every(scenario: Scenario) -> Iterator[Vary | Draw]:
    yield from scenario.vary
    yield from scenario.draw


def _subject(one: Vary | Draw) -> tuple[str, str]:
    return ("figure", one.figure) if one.figure else ("input", one.input)


def _subjects(one: Draw, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """What is drawn: one, or every figure of some statuses that is read (and not named elsewhere)."""
    if not one.every:
        return [_subject(one)]
    found = dict.fromkeys(
        name
        for outcome in outcomes
        for name, value in outcome.prepared.figures.items()
        if value.status in one.every
    )
    return [("figure", name) for name in found]


def _problems(scenario: Scenario, one: Vary | Draw, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    place = f"{scenario.path.name}, [[{'vary' if isinstance(one, Vary) else 'draw'}]]"
    if isinstance(one, Draw) and one.every:
        if not _subjects(one, outcomes):
            yield Problem(
                place, f"geen cijfer is {' of '.join(one.every)}", "een status die een cijfer heeft"
            )
        return
    kind, name = _subject(one)
    known = {
        each
        for o in outcomes
        for each in (o.prepared.figures if kind == "figure" else o.prepared.case.inputs)
    }
    if name not in known:
        yield unknown(place, name, known, f"{KINDS[kind]} dat de bedragen van deze publicatie zelf lezen")
        return
    statuses = [o.prepared.case.statuses.get(name, "") for o in outcomes]
    if isinstance(one, Draw) and not {*statuses} & {*UNSURE}:
        unsure = sorted(n for o in outcomes for n in known if o.prepared.case.statuses.get(n) in UNSURE)
        expected = f"wat niet zeker is, zoals {', '.join(dict.fromkeys(unsure))}" if unsure else "[[vary]]"
        yield Problem(place, f"{name} is officieel: het is bekend", expected)
    if kind == "figure":
        yield from _out_of_bounds(place, one, name, outcomes)


def _out_of_bounds(place: str, one: Vary | Draw, name: str, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Every value that the figure cannot have in one of the years."""
    ends, factor = (one.every, one.relative) if isinstance(one, Vary) else ([one.least, one.most], one.times)
    for outcome in outcomes:
        if name in outcome.prepared.figures:
            bounds = outcome.prepared.library.figures[name].bounds
            base = outcome.prepared.figures[name].value if factor else Fraction(1)
            wrong = [base * end for end in ends if not bounds.allow(base * end)]
            yield from (Problem(f"{place}, {name}", as_written(value), bounds.words) for value in wrong)
