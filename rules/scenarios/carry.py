"""A scenario carried to the next circular: what it rests on has moved there, and what becomes of it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from attrs import evolve, frozen

from allocation.errors import InputError, Problem
from allocation.numbers import added
from allocation.units import Unit
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace
from rules.scenarios.known import unknown
from rules.scenarios.schema import Scenario
from rules.scenarios.stack import layer_of


@frozen
class At:
    """A figure or an input (added up, but of shares) in a publication: without the scenario, and with it."""

    base: Fraction | None
    mine: Fraction | None


@frozen
class Moved:
    """One change of a scenario in the circular that it was made for (`before`), and in the next (`after`).

    `stays`: it is a value of its own, which what it lies on does not move.
    """

    kind: str
    name: str
    label: str
    unit: Unit
    before: At
    after: At
    stays: bool


def carried(scenario: Scenario, source: str, target: str, name: str) -> Scenario:
    """The scenario under another name, with what it says of publication `source` said of `target`."""

    def moved(names: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(target if one == source else one for one in names))

    return evolve(
        scenario,
        scenario=evolve(scenario.scenario, name=name),
        figure=[evolve(one, publication=moved(one.publication)) for one in scenario.figure],
        input=[evolve(one, publication=moved(one.publication)) for one in scenario.input],
    )


def carried_text(scenario: Scenario, source: str, target: str, name: str) -> str:
    """The file of the carried scenario: as it was written, with the other names."""
    text = scenario.path.read_text(encoding="utf-8-sig")
    return text.replace(f'"{scenario.name}"', f'"{name}"', 1).replace(f'"{source}"', f'"{target}"')


def refuse_elsewhere(scenario: Scenario, folder: Path) -> None:
    """Refuse to write a carried scenario away from the files that it names."""
    if any(one.file for one in scenario.input) and folder.resolve() != scenario.path.parent.resolve():
        found = f"{scenario.path.name} noemt bestanden van zijn eigen map"
        raise InputError([Problem(str(folder), found, f"--out {scenario.path.parent}")])


def moved(space: Workspace, scenario: Scenario, source: Outcome, target: Outcome) -> list[Moved]:
    """Every figure and input of a scenario, in the publication year that it was made for and in the next.

    `source` and `target` are without it. Raises InputError for what the next has not.
    """
    names = (source.prepared.publication.name, target.prepared.publication.name)
    next_one = carried(scenario, *names, scenario.name)
    with_source = _with(space, scenario, source)
    with_target = _with(space, next_one, target)
    rows = []
    for kind, changes in (("figure", scenario.figure), ("input", scenario.input)):
        for name in dict.fromkeys(change.name for change in changes):
            library = space.library
            item = library.figures[name] if kind == "figure" else library.inputs[name]
            before = At(_value(source, name), _value(with_source, name))
            after = At(_value(target, name), _value(with_target, name))
            stays = any(change.name == name and change.absolute for change in changes)
            rows.append(Moved(kind, name, item.label, item.unit, before, after, stays))
    return rows


def _with(space: Workspace, scenario: Scenario, outcome: Outcome) -> Outcome:
    above = space.supposing(layer_of(scenario, space.library))
    return above.outcome(outcome.prepared.publication.name, outcome.prepared.year.year)


def _value(outcome: Outcome, name: str) -> Fraction | None:
    """The value of a figure, the total of an input; None of what is not read, and of a share."""
    prepared = outcome.prepared
    if name in prepared.figures:
        return prepared.figures[name].value
    if name not in prepared.case.inputs or not prepared.library.inputs[name].adds:
        return None
    return added(prepared.case.inputs[name].exact)


def named(known: Mapping[str, Scenario], name: str) -> Scenario:
    """One scenario. Raises InputError where there is none of that name, or it is a stack."""
    if "+" in name:
        raise InputError([Problem("scenario", f"{name} is een stapel", "één scenario tegelijk")])
    if name not in known:
        raise InputError([unknown("scenario", name, known, "scenario")])
    return known[name]
