"""What if the weights were others: the effect on O of every municipality, divided over groups of weights.

By Shapley's value, exactly: what a group did is its average effect over all orders in which the groups can
change, and together they are the change. The same households are computed for every set of groups.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from attrs import Factory, evolve, frozen

from allocation.attribution import shapley
from allocation.errors import InputError, Problem
from allocation.evaluation import evaluate
from allocation.numbers import decimal
from rules.model import law
from rules.model.layout import layout
from rules.model.run import Run, Setting, again
from rules.model.weights import Table, Weight, Weights
from rules.parts.engines import How
from rules.runs.outcome import Outcome

MOST = 6
"""Groups of weights that are told apart: each more doubles the number of runs."""


@frozen(eq=False)
class Effect:
    """O of each municipality with both tables, in order of code, and what each group of weights did.

    No group at all where there are too many, or nothing differs. `known` is O with some groups changed.
    """

    codes: Sequence[str]
    before: Sequence[Fraction]
    after: Sequence[Fraction]
    parts: dict[str, list[Fraction]]
    known: Mapping[frozenset[str], Sequence[Fraction]] = Factory(dict)

    @property
    def change(self) -> list[Fraction]:
        """Of each municipality."""
        return [b - a for a, b in zip(self.before, self.after, strict=True)]


def united(one: Weights, other: Weights) -> tuple[Weights, Weights]:
    """Both with all rows of either; a row that one lacks has the weight 0 there."""
    chance = _united(one.chance, other.chance)
    price = _united(one.price, other.price)
    return evolve(one, chance=chance[0], price=price[0]), evolve(other, chance=chance[1], price=price[1])


def _united(one: Table, other: Table) -> tuple[Table, Table]:
    rows = {row.name: row for row in (*one.rows, *other.rows)}
    held = [{row.name: row for row in table.rows} for table in (one, other)]
    made = [
        evolve(
            table, rows=tuple(has.get(name) or evolve(row, value=Decimal(0)) for name, row in rows.items())
        )
        for table, has in zip((one, other), held, strict=True)
    ]
    return made[0], made[1]


def with_weights(of: Setting, weights: Weights) -> Setting:
    """The same with other weights."""
    return evolve(of, weights=weights, layout=layout(weights, of.layout.codes, of.layout.norms))


def differing(one: Weights, other: Weights) -> list[str]:
    """The groups in which a weight differs, as "deelmodel: groep"."""
    pairs = [
        (f"{a.part}: {row.group}", row, now)
        for a, b in ((one.chance, other.chance), (one.price, other.price))
        for row, now in zip(a.rows, b.rows, strict=True)
    ]
    return list(dict.fromkeys(group for group, row, now in pairs if (row.value or 0) != (now.value or 0)))


def effect(first: Run, other: Weights, folder: Path, how: How | None = None) -> Effect:
    """The effect of `other` weights, of which both have all rows (`united`)."""
    before = first.setting.weights
    known: dict[frozenset[str], list[Fraction]] = {frozenset(): [one.outcome for one in first.outcomes]}

    def value(taken: frozenset[str]) -> list[Fraction]:
        if taken not in known:
            mixed = with_weights(first.setting, _mixed(before, other, taken))
            known[taken] = [one.outcome for one in again(first, mixed, folder / "wat-als", how).outcomes]
        return known[taken]

    groups = differing(before, other)
    parts = shapley(groups, value) if len(groups) <= MOST else {}
    return Effect(first.setting.layout.codes, value(frozenset()), value(frozenset(groups)), parts, known)


def _mixed(one: Weights, other: Weights, taken: frozenset[str]) -> Weights:
    """The weights of one, and of the groups in `taken` those of the other."""
    return evolve(
        other, chance=_mix(one.chance, other.chance, taken), price=_mix(one.price, other.price, taken)
    )


def _mix(one: Table, other: Table, taken: frozenset[str]) -> Table:
    def row(old: Weight, new: Weight) -> Weight:
        return new if f"{one.part}: {old.group}" in taken else old

    return evolve(one, rows=tuple(row(old, new) for old, new in zip(one.rows, other.rows, strict=True)))


@frozen(eq=False)
class Budgets:
    """What the amounts of a publication are with both outcomes of the model, in order of code.

    `parts` is what each group of weights did to them, where the effect on O is divided too.
    """

    rule: str
    before: Sequence[Fraction]
    after: Sequence[Fraction]
    parts: dict[str, list[Fraction]] = Factory(dict)


def budgets(outcome: Outcome, of: Effect) -> Budgets:
    """Through to the budget: the year of a publication with O before and after, all else the same.

    Raises InputError where the publication does not read the outcome of the model on these municipalities.
    """
    name = str(law.document()["outcome"])
    case = outcome.prepared.case
    if name not in case.inputs or case.codes != tuple(of.codes):
        found = "deze publicatie leest geen uitkomst van het model, of van andere gemeenten"
        raise InputError(
            [Problem(outcome.prepared.publication.name, found, "een publicatie van budgetten van dit jaar")]
        )
    rule = outcome.prepared.year.amounts[0]

    def amounts(values: Sequence[Fraction]) -> list[Fraction]:
        return list(
            evaluate(case.with_values(inputs={name: dict(zip(of.codes, values, strict=True))})).exact(rule)
        )

    every = {taken: amounts(values) for taken, values in of.known.items() if of.parts}
    parts = shapley(list(of.parts), every.__getitem__)
    ends = (frozenset[str](), of.before), (frozenset(of.parts), of.after)
    was, now = (every[taken] if taken in every else amounts(values) for taken, values in ends)
    return Budgets(rule, was, now, parts)


def rows(of: Effect, names: dict[str, str], through: Budgets | None) -> list[list[str]]:
    """A table as text: O in cents; the parts in ten decimals, which add up but for that rounding."""
    groups = list(of.parts)
    header = ["gemeentecode", "naam", "uitkomst_voor", "uitkomst_na", "verschil", *groups]
    money = [f"budget_door {group}" for group in through.parts] if through else []
    made = [[*header, *(["budget_voor", "budget_na", "herverdeeleffect", *money] if through else [])]]
    for n, (code, change) in enumerate(zip(of.codes, of.change, strict=True)):
        values = [f"{decimal(value, 2)}" for value in (of.before[n], of.after[n], change)]
        parts = [f"{decimal(of.parts[group][n], 10)}" for group in groups]
        made.append([code, names[code], *values, *parts, *(_budget(through, n) if through else [])])
    return made


def _budget(through: Budgets, place: int) -> list[str]:
    before, after = through.before[place], through.after[place]
    parts = [f"{decimal(values[place], 10)}" for values in through.parts.values()]
    return [*(f"{decimal(value, 0)}" for value in (before, after, after - before)), *parts]


def of_country(values: Sequence[Fraction]) -> Fraction:
    """All municipalities together."""
    return sum(values, Fraction(0))
