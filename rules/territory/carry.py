"""Inputs of an older territory, carried to that of the publication."""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import evolve, frozen

from allocation.case import CODE
from allocation.column import Column, of_decimals, of_fractions
from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec
from allocation.territory import Parts, origins, restated, restated_share, then
from rules.territory.municipalities import carried

Origins = Mapping[str, Mapping[str, Fraction]]
"""Of each municipality that is not simply what it was: from which others, and which part of each."""


@frozen
class Carried:
    """One input on the territory of the publication, and whom its values came from."""

    column: Column
    origins: Origins

    def by_code(self, codes: Sequence[str]) -> dict[str, Fraction]:
        """The exact values; `codes` are those of the municipalities, in order."""
        return dict(zip(codes, self.column.exact, strict=True))


def carry(
    specs: Sequence[InputSpec],
    columns: pl.DataFrame,
    start: datetime.date,
    end: datetime.date,
    what_if: Parts | None = None,
) -> dict[str, Carried]:
    """The inputs in `columns`, which are on the territory of `start`, on that of `end`.

    `what_if` is a reorganisation of the territory of `end` that no law says yet. Counts and amounts
    move by part and are conserved exactly; a share is computed again from the input that it is a
    share of. Raises InputError for a share without one, and when `end` comes first.
    """
    columns = columns.sort(CODE)
    before = {spec.name: of_decimals(columns[spec.name]) for spec in specs}
    return carry_columns(specs, before, list(columns[CODE]), start, end, what_if)


def carry_columns(
    specs: Sequence[InputSpec],
    columns: Mapping[str, Column],
    codes: Sequence[str],
    start: datetime.date,
    end: datetime.date,
    what_if: Parts | None = None,
) -> dict[str, Carried]:
    """The same of exact columns, in order of `codes`."""
    parts = carried(start, end) if start != end else {}
    if what_if:
        parts = then(parts, what_if, codes)
    from_whom = origins(parts, codes)
    if not from_whom:
        return {spec.name: Carried(columns[spec.name], {}) for spec in specs}
    values = {spec.name: dict(zip(codes, columns[spec.name].exact, strict=True)) for spec in specs}
    return _moved(specs, values, parts, from_whom, f"op de gemeenten van {start}", str(end))


def carry_on(
    specs: Sequence[InputSpec], before: Mapping[str, Carried], codes: Sequence[str], parts: Parts
) -> dict[str, Carried]:
    """What was carried to municipalities with these `codes`, in order, carried on over what-if `parts`."""
    values = {spec.name: before[spec.name].by_code(codes) for spec in specs}
    from_whom = origins(parts, codes)
    after = _moved(specs, values, parts, from_whom, "before a what-if", "after it")
    return {name: evolve(one, origins={**before[name].origins, **one.origins}) for name, one in after.items()}


def replaced(below: Carried, codes: Sequence[str], rows: Mapping[str, Fraction]) -> Carried:
    """The same input with other values for the municipalities in `rows`; `codes` are all, in order."""
    values = below.by_code(codes) | dict(rows)
    came_from = {code: olds for code, olds in below.origins.items() if code not in rows}
    return Carried(of_fractions([values[code] for code in codes]), came_from)


def _moved(
    specs: Sequence[InputSpec],
    values: Mapping[str, Mapping[str, Fraction]],
    parts: Parts,
    from_whom: Origins,
    where: str,
    until: str,
) -> dict[str, Carried]:
    """Exact values by name and code, carried; `where` they were, `until` when, in words."""
    result = {}
    for spec in specs:
        if spec.kind != "aandeel":
            now = restated(values[spec.name], parts)
        elif spec.of in values:
            now = restated_share(values[spec.name], values[spec.of], parts)
        else:
            expected = f"waarvan het een aandeel is (of = ...) in hetzelfde bestand, of een tabel van {until}"
            found = f"een aandeel, {where}, is niet op te tellen"
            raise InputError([Problem(f"gegeven {spec.name} ({spec.label})", found, expected)])
        result[spec.name] = Carried(of_fractions([now[code] for code in sorted(now)]), from_whom)
    return result
