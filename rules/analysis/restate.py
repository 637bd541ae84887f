"""Values carried to a later territory: those of a table of a user's own, and the amounts of an outcome."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.apportion import largest_remainders
from allocation.case import CODE
from allocation.column import scale_of
from allocation.errors import InputError
from allocation.inputs import InputSpec
from allocation.numbers import decimal, scaled
from allocation.territory import Parts, origins, restated
from rules.reading.columns import Table, read_columns
from rules.reading.header import headed
from rules.reading.interpret import interpreted
from rules.reading.stated import Purpose
from rules.reading.table import Aside
from rules.runs.outcome import Outcome
from rules.runs.places import places
from rules.territory.carry import Carried, Origins, carry
from rules.territory.municipalities import carried, municipalities

SHARE_DECIMALS = 12
MOST = 20
"""With no more decimals than this a value is written as it is."""


@frozen
class Restated:
    """A table on a later territory: per column a value for every municipality of `after` (code and name).

    `before` names those of the earlier territory by code, `origins` says which of them are in each that
    changed, and which part; `totals` are those of the counts and amounts, the same before and after.
    `asides` are rows of the table that were passed over, or that its spreadsheet does not show.
    """

    before: Mapping[str, str]
    after: Sequence[tuple[str, str]]
    columns: Mapping[str, Sequence[Decimal]]
    origins: Origins
    totals: Mapping[str, Decimal]
    asides: Sequence[Aside] = ()


def restate(
    table: Table, key: str, specs: Sequence[InputSpec], start: datetime.date, end: datetime.date
) -> Restated:
    """Carry the columns of `table` from the territory of `start` to that of `end`.

    A count or amount keeps its decimals and its total: what a split leaves over by rounding goes to
    the largest remainders. A share may be per 100 or 1,000: it stays what it is.

    Raises InputError with everything that is wrong in the table.
    """
    there = places(start, "--from {day}")
    names = [spec.name for spec in specs]
    table = headed(table, [key, *names])
    table = interpreted(table, key, names, there)
    columns, problems = read_columns(
        table, key, [(spec, spec.name) for spec in specs], there, Purpose(), per=0
    )
    if problems:
        raise InputError(problems)
    moved = carry(specs, columns, start, end)
    return Restated(
        before=there.names,
        after=municipalities(end).select(CODE, "naam").rows(),
        columns={spec.name: _ended(spec, moved[spec.name], columns[spec.name]) for spec in specs},
        origins=next(iter(moved.values())).origins,
        totals={spec.name: Decimal(columns[spec.name].sum()) for spec in specs if spec.kind != "aandeel"},
        asides=table.asides,
    )


def _ended(spec: InputSpec, moved: Carried, source: pl.Series) -> list[Decimal]:
    """Values that end: exact where they do, else rounded so that the total stays what it was."""
    if not moved.column.endless and scale_of(moved.column.shown) <= MOST:
        return moved.column.shown.to_list()
    values = moved.column.exact
    if spec.kind == "aandeel":
        return [decimal(value, SHARE_DECIMALS) for value in values]
    assert isinstance(source.dtype, pl.Decimal)  # as it was read
    scale = source.dtype.scale
    units = largest_remainders(sum(values, Fraction(0)) * 10**scale, values)
    return [scaled(unit, scale) for unit in units]


def values_of(outcome: Outcome, amount: str) -> dict[str, Fraction]:
    """An amount (or input) by code, as it is shown, in its unit."""
    values = zip(outcome.result.values[CODE], outcome.result.column(amount), strict=True)
    return {code: Fraction(value) for code, value in values}


@frozen
class LaterTerritory:
    """Amounts of an outcome, added up over the municipalities (code and name) of a later day.

    `origins`: by code which municipalities went into it; `amounts` by name and code, in their units.
    """

    places: Sequence[tuple[str, str]]
    origins: Origins
    amounts: Mapping[str, Mapping[str, Fraction]]


def on_later_territory(outcome: Outcome, amounts: Iterable[str], date: datetime.date) -> LaterTerritory:
    """The amounts on the territory of `date`; raises InputError where that is an earlier one."""
    prepared = outcome.prepared
    parts = carried(prepared.year.territory, date)
    return LaterTerritory(
        places=municipalities(date).select(CODE, "naam").rows(),
        origins=origins(parts, list(prepared.territory[CODE])),
        amounts={name: restated(values_of(outcome, name), parts) for name in amounts},
    )


@frozen
class BeforeAndAfter:
    """An amount before and after a reorganisation that no law knows, of one municipality or of all others.

    `code` is "" for all others. `before` is what those in `origins` have today, together.
    """

    code: str
    origins: Mapping[str, Fraction]
    before: Fraction
    after: Fraction

    @property
    def difference(self) -> Fraction:
        """How much more it would be (or less)."""
        return self.after - self.before


def what_if_effects(before: Outcome, after: Outcome, amount: str, parts: Parts) -> list[BeforeAndAfter]:
    """What a reorganisation (`parts`) would change: per municipality that takes part, and for all others."""
    now, then = values_of(before, amount), values_of(after, amount)
    together, came_from = restated(now, parts), origins(parts, now)
    codes = list(after.prepared.territory[CODE])
    effects = [BeforeAndAfter(c, came_from[c], together[c], then[c]) for c in codes if c in came_from]
    others = [code for code in then if code not in came_from]
    sums = (sum((values[code] for code in others), Fraction(0)) for values in (together, then))
    return [*effects, BeforeAndAfter("", {}, *sums)]
