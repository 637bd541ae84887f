"""A table of a user's own, carried to a later territory, with a report of what moved."""

import datetime
from collections.abc import Sequence
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.apportion import largest_remainders
from allocation.case import CODE
from allocation.column import scale_of
from allocation.errors import InputError
from allocation.inputs import InputSpec, Kind
from allocation.numbers import decimal, scaled
from rules.reading.columns import Table, read_columns
from rules.territory.carry import Carried, Origins, carry
from rules.territory.municipalities import municipalities
from rules.territory.naming import names_by_code, normalised
from tables.words import part

SHARE_DECIMALS = 12
MOST = 20
"""With no more decimals than this a value is written as it is."""


@frozen
class Restated:
    """The table on the later territory, as text, and in words what moved."""

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    report: list[str]


def columns(counts: Sequence[str], amounts: Sequence[str], shares: Sequence[str]) -> list[InputSpec]:
    """The columns of a user's own table; a share is written "COLUMN=OF"."""
    kinds: list[tuple[str, Kind, str]] = [(name, "aantal", "") for name in counts]
    kinds += [(name, "bedrag", "") for name in amounts]
    kinds += [(name, "aandeel", of) for name, _, of in (share.partition("=") for share in shares)]
    return [InputSpec(name, name, "", kind, 0, "", of) for name, kind, of in kinds]


def restate(
    sheet: Table, key: str, specs: Sequence[InputSpec], start: datetime.date, end: datetime.date
) -> Restated:
    """Carry the columns of `sheet` from the territory of `start` to that of `end`.

    A count or amount keeps its decimals and its total: what a split leaves over by rounding goes to
    the largest remainders. Raises InputError with everything that is wrong in the table.
    """
    before, after = municipalities(start), municipalities(end)
    if key in sheet.frame.columns:
        sheet = Table(sheet.place, sheet.frame.with_columns(normalised(pl.col(key))))
    names = names_by_code(before)
    columns, problems = read_columns(sheet, key, [(spec, spec.name) for spec in specs], names)
    if problems:
        raise InputError(problems)
    carried = carry(specs, columns, start, end)
    written = [_written(spec, carried[spec.name], columns[spec.name]) for spec in specs]
    places = after.select(CODE, "naam").rows()
    report = [f"{sheet.place}: {before.height} gemeenten van {start}, {after.height} van {end}"]
    origins: Origins = next(iter(carried.values())).origins
    for code, naam in places:
        if code in origins:
            parts = [f"{names[old]}{part(share)}" for old, share in sorted(origins[code].items())]
            report.append(f"  {code} {naam} uit {', '.join(parts)}")
    sums = [(spec.name, columns[spec.name].sum()) for spec in specs if spec.kind != "aandeel"]
    report += [f"  {name}: totaal {whole}, voor en na gelijk" for name, whole in sums]
    return Restated(
        header=("gemeentecode", "naam", *(spec.name for spec in specs)),
        rows=[(*place, *cells) for place, *cells in zip(places, *written, strict=True)],
        report=report,
    )


def _written(spec: InputSpec, carried: Carried, given: pl.Series) -> list[str]:
    """The values as text: exact where they end, else rounded so that the total stays what it was."""
    column = carried.column
    if not column.endless and scale_of(column.shown) <= MOST:
        return [format(value, "f") for value in column.shown]
    values = column.exact
    if spec.kind == "aandeel":
        return [format(decimal(value, SHARE_DECIMALS), "f") for value in values]
    scale = given.dtype.scale if isinstance(given.dtype, pl.Decimal) else 0
    units = largest_remainders(sum(values, Fraction(0)) * 10**scale, values)
    return [format(scaled(unit, scale), "f") for unit in units]
