"""A stack of scenarios on a workspace: each is a layer on top of those before it."""

from collections.abc import Callable
from functools import reduce
from typing import TypeVar

from attrs import evolve

from allocation.errors import InputError, Problem, RuleError
from allocation.rulebook import check_validity
from rules.library.layers import Layer, Reorganisation, scenario_layer
from rules.library.model import Library
from rules.library.units import check_library_units
from rules.runs.workspace import Workspace
from rules.scenarios.figures import figure_entries
from rules.scenarios.inputs import input_entries
from rules.scenarios.known import stack
from rules.scenarios.replaced_rules import NONE, replaced_rules
from rules.scenarios.schema import Scenario
from rules.territory.municipalities import table
from rules.territory.reorganisation import parse

_Part = TypeVar("_Part")


def with_scenarios(space: Workspace, text: str) -> Workspace:
    """The workspace with the scenarios that `text` names ("one+other"); the same one for "basis".

    Raises InputError with all that is wrong, also for a scenario that changes nothing there is.
    """
    layers: list[Layer] = []
    for scenario in stack(space.library, text):
        below = reduce(Library.over, layers, space.library)
        layers.append(layer_of(scenario, below))
    return space.supposing(*layers)


def layer_of(scenario: Scenario, below: Library) -> Layer:
    """A scenario as a layer on top of a library. Raises InputError with all that is wrong in it."""
    problems: list[Problem] = []
    rules, others = _or(problems, NONE, lambda: replaced_rules(scenario, below))
    layer = Layer(
        scenario_layer(scenario.name),
        figures=_or(problems, {}, lambda: figure_entries(scenario, below)),
        entries=_or(problems, {}, lambda: input_entries(scenario, below)),
        rules=rules,
        others=others,
        reorganisation=_or(problems, Reorganisation(), lambda: _reorganisation(scenario, below)),
        path=scenario.path,
    )
    if problems:
        raise InputError(problems)
    if layer.rules:
        _check_rules(scenario, below.over(layer))
    return layer


def _or(problems: list[Problem], otherwise: _Part, make: Callable[[], _Part]) -> _Part:
    """What `make` makes; where that is wrong, something else, and what is wrong added to `problems`."""
    try:
        return make()
    except InputError as error:
        problems += error.problems
        return otherwise


def _reorganisation(scenario: Scenario, below: Library) -> Reorganisation:
    """The mergers and splits; what one scenario adds to a municipality, the next cannot move on."""
    try:
        moved = parse(scenario.territory.merge, scenario.territory.split)
    except InputError as error:
        place = scenario.path.name
        raise InputError([evolve(one, place=f"{place}, {one.place}") for one in error.problems]) from None
    before = below.reorganisation.parts
    made = {new for into in before.values() for new in into} - {*before}
    known = {*table("gemeenten_per_jaar.csv")["gemeentecode"]}
    if both := sorted(made & known & {*moved.parts}):
        what = (
            f"{', '.join(both)} krijgt in een eerder scenario een deel van een andere, en gaat dan zelf over"
        )
        raise InputError([Problem(f"{scenario.path.name}, territory", what, "beide in één scenario")])
    return moved


def _check_rules(scenario: Scenario, library: Library) -> None:
    """Refuse rules that do not go together with all others."""
    try:
        check_validity(library.rules)
        check_library_units(library)
    except RuleError as error:
        found = f"de regels gaan niet samen: {error}"
        raise InputError([Problem(scenario.path.name, found, "een regel die leest wat er is")]) from None
