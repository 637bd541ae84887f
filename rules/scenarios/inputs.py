"""The inputs of a scenario: another column or file, or what multiplies what there was."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from allocation.errors import InputError, Problem
from allocation.units import YES_NO
from rules.library.layers import Entry, Key
from rules.library.model import Library
from rules.library.schema import Delivery, Scaled
from rules.scenarios.known import unknown
from rules.scenarios.schema import InputChange, Scenario
from rules.scenarios.when import moments


def input_entries(scenario: Scenario, below: Library) -> dict[Key, Entry]:
    """What the scenario says of inputs, on top of a library. Raises InputError with all that is wrong."""
    entries: dict[Key, Entry] = {}
    problems: list[Problem] = []
    for change in scenario.input:
        place = f"{scenario.path.name}, gegeven {change.name}"
        if change.name not in below.inputs:
            problems.append(unknown(place, change.name, below.inputs, "gegeven"))
            continue
        if below.inputs[change.name].kind == YES_NO and not change.column:
            problems.append(Problem(place, "ja of nee wordt vermenigvuldigd", "een andere kolom"))
            continue
        try:
            found = list(_entries(_One(scenario, change, below)))
        except InputError as error:
            problems += error.problems
            continue
        if not found:
            asked = ", ".join([*map(str, change.years), *change.publication]) or "welke publicatie ook"
            expected = "een jaar en publicatie waarin iets het levert"
            problems.append(Problem(place, f"niets levert het in {asked}", expected))
        for key, entry in found:
            if key in entries:
                problems.append(Problem(place, f"{key[1]} in {key[0]} staat er twee keer", "één keer"))
            entries[key] = entry
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return entries


@frozen
class _One:
    """One change, and what it lies on."""

    scenario: Scenario
    change: InputChange
    below: Library

    @property
    def source(self) -> str:
        """Who says it."""
        return self.change.source or self.scenario.scenario.source


def _entries(one: _One) -> Iterator[tuple[Key, Entry]]:
    change = one.change
    for name, year in moments(one.scenario, change.publication, change.years, one.below):
        stack = one.below.entries(change.name, name, year)
        if not stack and not (change.file and (change.years or change.publication)):
            continue
        entry = stack[-1].entry if stack else None
        delivery = entry if isinstance(entry, Delivery) else None
        if not change.column:
            yield (name, year, change.name), _scaled(one, name, year, delivery)
        elif change.file or delivery:
            yield (name, year, change.name), _swapped(one, name, year, delivery)


def _scaled(one: _One, publication: str, year: int, below: Delivery | None) -> Scaled:
    """What was a stand-in stays one."""
    change, approximates = one.change, below.approximates if below else ""
    times, plus = Fraction(1) if change.times is None else change.times, change.plus or Fraction(0)
    if change.value is not None:
        times, plus = Fraction(0), change.value
    return Scaled(
        file=one.scenario.path,
        year=year,
        columns={change.name: ""},
        status="indicatief" if approximates else change.status,
        source=one.source,
        publication=[publication],
        note=change.note,
        approximates=approximates,
        times=times,
        plus=plus,
        municipalities=change.municipalities,
    )


def _swapped(one: _One, publication: str, year: int, below: Delivery | None) -> Delivery:
    """Another column of the file that is read now (a stand-in stays one), or one of another file."""
    change = one.change
    delivery = below
    if change.file or delivery is None:
        assert change.file is not None
        delivery = Delivery(
            file=change.file,
            sheet=change.sheet,
            key=change.key,
            year=year,
            columns={},
            status=change.status,
            source=one.source,
        )
    return evolve(
        delivery,
        columns={change.name: change.column},
        publication=[publication],
        status="indicatief" if delivery.approximates else change.status,
        source=one.source,
        note=change.note,
    )
