"""Figures and inputs of an outcome, asked by name or label, and other values for them."""

from difflib import get_close_matches
from fractions import Fraction

from attrs import frozen

from allocation.case import Case
from allocation.errors import InputError, Problem
from allocation.figures import Figure
from allocation.inputs import InputSpec
from rules.runs.outcome import Prepared


@frozen
class Cell:
    """One figure (of code ""), or the input of one municipality."""

    name: str
    code: str = ""


@frozen
class Changed:
    """A cell with another value."""

    cell: Cell
    value: Fraction


def declared(prepared: Prepared, name: str) -> Figure | InputSpec:
    """What is declared of a figure or an input."""
    library = prepared.library
    return library.figures[name] if name in prepared.case.figures else library.inputs[name]


def value_of(prepared: Prepared, cell: Cell) -> Fraction:
    """What a cell is now."""
    case = prepared.case
    if not cell.code:
        return case.figures[cell.name]
    return case.inputs[cell.name].exact[case.codes.index(cell.code)]


def cell_named(prepared: Prepared, text: str, code: str = "") -> Cell:
    """The figure or input (of municipality `code`) that is called so, by name or label.

    Raises InputError for any other, with what comes near, and for an input without a municipality.
    """
    case = prepared.case
    called: dict[str, str] = {}
    for name in (*case.figures, *case.inputs):
        called |= {declared(prepared, name).label.casefold(): name, name.casefold(): name}
    asked = text.strip().casefold()
    if asked not in called:
        near = [name for said, name in called.items() if asked and asked in said]
        near += [called[said] for said in get_close_matches(asked, called, n=3)]
        shown = list(dict.fromkeys(near))[:5] or [*case.figures, *case.inputs]
        expected = f"een cijfer of gegeven waar haar bedragen op berusten, zoals {', '.join(shown)}"
        raise InputError([Problem(prepared.publication.name, f"{text!r}", expected)])
    name = called[asked]
    if name in case.figures:
        return Cell(name)
    if not code:
        raise InputError([Problem(name, "een gegeven heeft per gemeente een waarde", "van wie het is")])
    return Cell(name, code)


def refuse_out_of_bounds(prepared: Prepared, changes: list[Changed]) -> None:
    """Raise InputError for every value that such a figure or input cannot have."""
    problems = []
    for change in changes:
        item = declared(prepared, change.cell.name)
        if not item.bounds.allow(change.value):
            place = f"{change.cell.name} {change.cell.code}".rstrip()
            problems.append(Problem(place, str(change.value), item.bounds.words))
    if problems:
        raise InputError(problems)


def with_changes(case: Case, changes: list[Changed]) -> Case:
    """The case in which some cells have another value."""
    figures = {one.cell.name: one.value for one in changes if not one.cell.code}
    inputs: dict[str, dict[str, Fraction]] = {}
    for one in changes:
        if one.cell.code:
            inputs.setdefault(one.cell.name, {})[one.cell.code] = one.value
    return case.with_values(figures=figures, inputs=inputs)
