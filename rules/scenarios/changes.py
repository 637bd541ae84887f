"""What a stack of scenarios changes in a publication year: each value as it was and as it is, by whom."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.case import CODE
from allocation.numbers import added
from allocation.units import NO_UNIT, Unit
from rules.library.layers import SCENARIO, Layer, kind, scenario_of
from rules.library.schema import Delivery, Scaled
from rules.runs.outcome import Outcome, Prepared, Replacement
from rules.territory.municipalities import municipalities
from rules.territory.naming import find


@frozen
class Altered:
    """One change: of a figure, an input (of `codes`, or of all), a rule, or a municipality.

    `old` and `new` are values where there are any (of an input added up, but of shares); `scale` is how an
    input was changed, `publication` and `year` are those in which it is read.
    """

    scenario: str
    what: str
    name: str
    label: str
    publication: str
    year: int
    unit: Unit = NO_UNIT
    old: Fraction | None = None
    new: Fraction | None = None
    status: str = ""
    source: str = ""
    note: str = ""
    scale: Scaled | None = None
    codes: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def changes(before: Outcome | None, after: Outcome) -> list[Altered]:
    """Everything that the scenarios of `after` change of what is read, in the order of the stack.

    Also behind what is taken from other publications; `before` is the same without them (None: of inputs it
    is not said what they were).
    """
    was = {_moment(one.prepared): one for one in (before, *before.prepared.behind)} if before else {}
    found: list[Altered] = []
    for one in (after, *after.prepared.behind):
        prepared = one.prepared
        found += [*_figures(prepared), *_inputs(was.get(_moment(prepared)), prepared), *_rules(prepared)]
    found += _moved(after.prepared)
    order = [scenario_of(layer.name) for layer in after.prepared.library.layers]
    return sorted(dict.fromkeys(found), key=lambda one: order.index(one.scenario))


def unread(after: Outcome, found: Sequence[Altered]) -> list[tuple[str, str]]:
    """What each scenario gives for this publication year and nothing reads: scenario and name."""
    prepared, known = after.prepared, {(one.scenario, one.name) for one in found}
    return [
        (scenario_of(layer.name), name)
        for layer in prepared.library.layers
        if kind(layer.name) == SCENARIO
        for name in sorted({*_given(layer, *_moment(prepared)), *(rule.name for rule in layer.others)})
        if (scenario_of(layer.name), name) not in known
    ]


def _given(layer: Layer, publication: str, year: int) -> set[str]:
    """What a layer gives for one year of one publication itself, and not of an earlier one."""
    return {name for p, y, name in (*layer.values, *layer.entries) if (p, y) == (publication, year)}


def _moment(prepared: Prepared) -> tuple[str, int]:
    return prepared.publication.name, prepared.year.year


def _figures(prepared: Prepared) -> Iterator[Altered]:
    """Of each scenario that says a figure: what the layers below it say, and what it says."""
    for name in prepared.figures:
        said = list(prepared.library.every_value(name, *_moment(prepared)))
        figure = prepared.library.figures[name]
        for place, (value, origin) in enumerate(said):
            if kind(origin.layer) != SCENARIO:
                break
            below = said[place + 1][0].value if place + 1 < len(said) else None
            yield Altered(
                scenario_of(origin.layer), "figure", name, figure.label, *_moment(prepared), figure.unit,
                below, value.value, value.status, value.source, value.note,
            )  # fmt: skip


def _inputs(before: Outcome | None, prepared: Prepared) -> Iterator[Altered]:
    for name in prepared.case.book.inputs:
        above = [one for one in prepared.replacements.get(name, ()) if kind(one.origin.layer) == SCENARIO]
        for one in above:
            yield _scaled(before, prepared, name, one, alone=len(above) == 1)
        below = prepared.below(name)
        if kind(below.layer) == SCENARIO and isinstance(delivery := prepared.deliveries.get(name), Delivery):
            spec = prepared.library.inputs[name]
            old = before and before.prepared.deliveries.get(name)
            yield Altered(
                scenario_of(below.layer), "input", name, spec.label, *_moment(prepared), spec.unit,
                _sum(before.prepared if before else None, name), _sum(prepared, name),
                delivery.status, delivery.source, delivery.note,
                before=f"{old.file.name}, {old.column(name, prepared.year.year)}" if old else "",
                after=f"{delivery.file.name}, {delivery.column(name, prepared.year.year)}",
            )  # fmt: skip


def _scaled(
    before: Outcome | None, prepared: Prepared, name: str, one: Replacement, *, alone: bool
) -> Altered:
    """An input that is scaled; its sums where no other scenario changes it too."""
    assert isinstance(one.delivery, Scaled)
    spec, there = prepared.library.inputs[name], municipalities(prepared.year.territory)
    codes = tuple(find(there, text) for text in one.delivery.municipalities)
    old = new = None
    if alone and before and not codes:
        old, new = _sum(before.prepared, name), _sum(prepared, name)
    elif alone and before and len(codes) == 1 and codes[0] in before.prepared.case.codes:
        old, new = _at(before.prepared, name, codes[0]), one.rows[codes[0]]
    return Altered(
        scenario_of(one.origin.layer), "input", name, spec.label, *_moment(prepared), spec.unit, old, new,
        one.delivery.status, one.delivery.source, one.delivery.note, one.delivery, codes,
    )  # fmt: skip


def _sum(prepared: Prepared | None, name: str) -> Fraction | None:
    """The total of an input; None of what does not add up."""
    if prepared is None or name not in prepared.case.inputs:
        return None
    spec = prepared.library.inputs[name]
    return added(prepared.case.inputs[name].exact) if spec.adds else None


def _at(prepared: Prepared, name: str, code: str) -> Fraction | None:
    """The value of an input of one municipality; None where it is computed there."""
    if name not in prepared.case.inputs:
        return None
    return prepared.case.inputs[name].exact[prepared.case.codes.index(code)]


def _rules(prepared: Prepared) -> Iterator[Altered]:
    for layer, rule in prepared.other_rules:
        if kind(layer) == SCENARIO:
            yield Altered(
                scenario_of(layer), "rule", rule.name, rule.label, *_moment(prepared), source=rule.source,
                after=rule.validity,
            )  # fmt: skip


def _moved(prepared: Prepared) -> Iterator[Altered]:
    """A row per municipality that merges or splits."""
    there = dict(municipalities(prepared.year.territory).select(CODE, "naam").iter_rows())
    for layer in prepared.library.layers:
        if kind(layer.name) != SCENARIO:
            continue
        names = prepared.library.reorganisation.names
        for old, into in layer.reorganisation.parts.items():
            goals = ", ".join(f"{names.get(new) or there.get(new, new)} ({new})" for new in into)
            shares = "" if len(into) == 1 else ": " + ", ".join(map(str, into.values()))
            yield Altered(
                scenario_of(layer.name), "territory", old, f"{there.get(old, old)} ({old})",
                *_moment(prepared), before=there.get(old, old), after=f"{goals}{shares}",
            )  # fmt: skip
