"""What another value in one cell does to every amount: of the municipality itself, and of all others.

Two questions: what does a mistake cost (the amounts as they are paid, rounded), and what does one unit more
bring in (the same rules without rounding, so that a unit is not lost in whole euros). Both are exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from allocation.case import Case
from allocation.errors import AllocationError
from allocation.numbers import added
from allocation.rewrites import unrounded
from allocation.runs import Runs
from allocation.worlds import Batch, evaluate_runs
from rules.analysis.given_values import Cell, Changed, declared, value_of
from rules.library.model import Library
from rules.runs.outcome import Outcome, Prepared

NOW = "now"
PERCENT = Fraction(1, 100)
MONEY = Fraction(1000)
"""Of an amount of money so many euros more: of one euro the effect is cents."""


@frozen
class Effect:
    """What a changed value does: per amount by how much each municipality gets more, in order of code.

    `was` is the value that it had. `error` says why nothing can be computed with it ("" where it can).
    """

    changed: Changed
    was: Fraction
    amounts: Mapping[str, Sequence[Fraction]]
    error: str = ""


@frozen
class Told:
    """Of one amount what an effect is for one municipality, and for all others together."""

    own: Fraction
    others: Fraction

    @property
    def any(self) -> bool:
        """Whether it does anything to the totals of either."""
        return bool(self.own or self.others)


def told(prepared: Prepared, row: Sequence[Fraction], code: str) -> Told:
    """The effect on one municipality and on all others together."""
    own = row[prepared.case.codes.index(code)]
    return Told(own, added(row) - own)


def together(row: Sequence[Fraction]) -> Fraction:
    """The effect on all municipalities together."""
    return added(row)


def per_year(library: Library, name: str, amount: Fraction) -> tuple[int, Fraction] | None:
    """Of an input that is a mean of years: of how many, and what one unit in one of them is in each year.

    One unit in one year counts for a part in as many years, so that together it is `amount`.
    """
    years = library.law.averaged.get(name)
    return (years, amount / years) if years else None


def cells_of(prepared: Prepared, code: str) -> list[Cell]:
    """Every input of a municipality, in the order in which the rules read them."""
    return [Cell(name, code) for name in prepared.case.inputs]


def one_more(prepared: Prepared, cell: Cell) -> Changed:
    """The cell with one unit more: of a share a percent, of money 1,000 euros, of yes or no the other."""
    now, item = value_of(prepared, cell), declared(prepared, cell.name)
    if item.unit.is_yes_no:
        return Changed(cell, 1 - now)
    step = PERCENT if item.bounds.most == 1 else MONEY if item.unit.is_money else Fraction(1)
    return Changed(cell, now + step if item.bounds.allow(now + step) else now - step)


def effects(outcome: Outcome, changes: Sequence[Changed], *, rounded: bool = True) -> Iterator[Effect]:
    """What each change does alone to the amounts of the outcome, in the unit of each amount.

    Not `rounded`: as if no rule rounded, so that the effect of one unit can be read from it.
    """
    case = outcome.prepared.case if rounded else _without_rounding(outcome.prepared.case)
    amounts = outcome.prepared.year.amounts
    cells = list(dict.fromkeys(change.cell for change in changes))
    found: dict[str, Effect] = {}
    for cell in cells:
        of_cell = [(str(i), one) for i, one in enumerate(changes) if one.cell == cell]
        values = [value_of(outcome.prepared, cell), *(one.value for _, one in of_cell)]
        batches = list(
            evaluate_runs(_runs(case, cell, [NOW, *(name for name, _ in of_cell)], values), amounts)
        )
        rows = {name: batch for batch in batches for name in batch.names}
        failed = {name: error for batch in batches for name, error in batch.failed.items()}
        for name, one in of_cell:
            found[name] = _effect(one, values[0], amounts, rows, failed, name)
    yield from (found[str(i)] for i in range(len(changes)))


def _effect(
    one: Changed,
    was: Fraction,
    amounts: Sequence[str],
    rows: Mapping[str, Batch],
    failed: Mapping[str, AllocationError],
    name: str,
) -> Effect:
    if name in failed:
        return Effect(one, was, {}, str(failed[name]))
    pairs = {rule: (rows[NOW].exact(rule, NOW), rows[name].exact(rule, name)) for rule in amounts}
    return Effect(
        one,
        was,
        {rule: [b - a for a, b in zip(now, then, strict=True)] for rule, (now, then) in pairs.items()},
    )


def _runs(case: Case, cell: Cell, names: Sequence[str], values: Sequence[Fraction]) -> Runs:
    if not cell.code:
        return Runs(case, tuple(names), {cell.name: values})
    return Runs(case, tuple(names), {}, {cell.name: {cell.code: values}})


def _without_rounding(case: Case) -> Case:
    return evolve(case, book=unrounded(case.book))


def for_every_municipality(outcome: Outcome) -> Iterator[tuple[str, list[Effect]]]:
    """Of each input: what one unit more in each municipality does, in order of code.

    All municipalities of an input are one run, each a world of it.
    """
    for name in outcome.prepared.case.inputs:
        yield name, one_in_each(outcome, name)


def one_in_each(outcome: Outcome, name: str) -> list[Effect]:
    """What one unit more of an input does in each municipality, in order of code."""
    prepared = outcome.prepared
    case = _without_rounding(prepared.case)
    amounts, codes = prepared.year.amounts, case.codes
    changes = [one_more(prepared, Cell(name, code)) for code in codes]
    now = case.inputs[name].exact
    worlds = {
        code: [
            now[place],
            *(change.value if change.cell.code == code else now[place] for change in changes),
        ]
        for place, code in enumerate(codes)
    }
    batches = list(evaluate_runs(Runs(case, (NOW, *codes), {}, {name: worlds}), amounts))
    rows = {world: batch for batch in batches for world in batch.names}
    failed = {world: error for batch in batches for world, error in batch.failed.items()}
    return [
        _effect(change, now[place], amounts, rows, failed, change.cell.code)
        for place, change in enumerate(changes)
    ]
