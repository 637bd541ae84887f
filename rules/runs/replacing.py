"""What lies above the entry that fills an input: rows that replace some of it, and what is scaled."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import polars as pl
from attrs import evolve

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec
from allocation.numbers import as_written
from allocation.territory import Parts
from rules.library.schema import Delivery, Scaled
from rules.reading.csv_table import Reader
from rules.runs.deliveries import replacing
from rules.runs.outcome import Replacement
from rules.runs.plan import Plan
from rules.territory.carry import Carried, replaced
from rules.territory.naming import find


def replacements_of(plan: Plan, spec: InputSpec, read: Reader) -> list[Replacement]:
    """The rows that replace some of an input, the last word first; what is scaled has none yet."""
    *partly, below = plan.stacks[spec.name]
    replacements = []
    for given in partly:
        delivery = given.entry
        assert isinstance(delivery, Delivery)
        unit = (isinstance(below.entry, Delivery) and below.entry.unit) or spec.unit
        if (delivery.unit or unit) != unit:
            what = f"{spec.name} in {delivery.unit}, voor enkele gemeenten"
            raise InputError([Problem(delivery.file.name, what, f"het in {unit}, zoals bij de andere")])
        rows = {} if isinstance(delivery, Scaled) else replacing(delivery, spec, plan.year, read)
        replacements.append(Replacement(delivery, given.origin, rows))
    return replacements


def over(
    below: Carried, replacements: Sequence[Replacement], spec: InputSpec, there: pl.DataFrame
) -> tuple[Carried, list[Replacement]]:
    """An input with all that lies above it, the last word last; and the same rows, of what is scaled too.

    `there` are the municipalities that it is on. Raises InputError for a municipality that is not there, and
    for a value that the input cannot have.
    """
    codes, done = list(there[CODE]), []
    for one in reversed(replacements):
        rows = _scaled(one.delivery, below, spec, there) if isinstance(one.delivery, Scaled) else one.rows
        after = replaced(below, codes, rows)
        below = evolve(after, origins=below.origins) if one.scaled else after
        done.append(evolve(one, rows=rows))
    return below, done[::-1]


def _scaled(scale: Scaled, below: Carried, spec: InputSpec, there: pl.DataFrame) -> dict[str, Fraction]:
    values = below.by_code(list(there[CODE]))
    whom = [find(there, text) for text in scale.municipalities] or list(values)
    rows = {code: values[code] * scale.times + scale.plus for code in whom}
    wrong = [
        Problem(f"{scale.file.name}, {spec.name} ({code})", as_written(value), spec.bounds.words)
        for code, value in rows.items()
        if not spec.bounds.allow(value)
    ]
    if wrong:
        raise InputError(wrong)
    return rows


def reorganised_rows(replacements: Iterable[Replacement], parts: Parts) -> list[Replacement]:
    """Whose values are scaled after a what-if too: also of who is made of one whose value was."""
    return [
        evolve(
            one,
            rows={
                **one.rows,
                **{new: one.rows[old] for old in parts if old in one.rows for new in parts[old]},
            },
        )
        if one.scaled
        else one
        for one in replacements
    ]
