"""Inputs of a publication year, from files and from what other publications compute."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain

import polars as pl
from attrs import evolve

from allocation.case import CODE
from allocation.column import Column
from allocation.errors import InputError, Problem, RuleError
from allocation.inputs import InputSpec
from allocation.result import Result
from allocation.territory import Parts
from rules.library.layers import OWN
from rules.library.schema import Columns, Delivery, PublicationYear, Taken
from rules.reading.columns import Table, column_problems, read_columns
from rules.reading.csv_table import Reader
from rules.reading.header import headed
from rules.reading.interpret import chosen_rows, interpreted
from rules.reading.places import Places
from rules.reading.stated import Purpose
from rules.reading.table import Aside
from rules.runs.outcome import Prepared
from rules.runs.places import TERRITORY, places
from rules.territory.carry import Carried, carry, carry_columns
from rules.territory.municipalities import municipalities

PARTLY = ", of others_stay = true, om alleen deze rijen te vervangen en alle andere te laten zoals ze zijn"


def from_file(
    delivery: Delivery,
    specs: Sequence[InputSpec],
    year: PublicationYear,
    read: Reader,
    parts: Parts,
    instead: str = "",
) -> dict[str, Carried]:
    """The columns of a file, on the territory of `year` and then of what-if `parts`.

    Raises InputError with all that is wrong in it; `instead` is what may be done about absent rows.
    """
    day = delivery.territory or year.territory
    columns = _columns(delivery, specs, evolve(year, territory=day), read, instead)
    if delivery.others_get_zero:
        expected = pl.DataFrame({CODE: municipalities(day)[CODE]})
        columns = expected.join(columns, CODE, "left").fill_null(0)
    return carry(specs, columns, day, year.territory, parts)


def from_outcome(
    taken: Taken, specs: Sequence[InputSpec], result: Result, source: PublicationYear, year: PublicationYear,
    parts: Parts,
) -> dict[str, Carried]:  # fmt: skip
    """What another publication computes, on the territory of `year` and then of what-if `parts`."""
    columns = {spec.name: _rule(result, taken, spec, year) for spec in specs}
    return carry_columns(specs, columns, result.case.codes, source.territory, year.territory, parts)


def replacing(
    delivery: Delivery, spec: InputSpec, year: PublicationYear, read: Reader
) -> Mapping[str, Fraction]:
    """The rows by which a file replaces those below. Raises InputError for those of another territory."""
    if delivery.territory not in (None, year.territory):
        found = (
            f"others_stay (anderen blijven zoals ze zijn), met rijen op de gemeenten van {delivery.territory}"
        )
        raise InputError([Problem(delivery.file.name, found, f"rijen op die van {year.territory}")])
    columns = _columns(delivery, [spec], year, read)
    return {code: Fraction(value) for code, value in columns.select(CODE, spec.name).rows()}


def _columns(
    delivery: Delivery,
    specs: Sequence[InputSpec],
    year: PublicationYear,
    read: Reader,
    instead: str = "",
) -> pl.DataFrame:
    there = places(year.territory, TERRITORY)
    sheet = rows(read(delivery.file, delivery.sheet), delivery, there)
    complete = not (delivery.others_get_zero or delivery.others_stay)
    pairs = [(spec, delivery.column(spec.name, year.year)) for spec in specs]
    purpose = Purpose(delivery.publication, delivery.year, delivery.rows)
    columns, problems = read_columns(
        sheet,
        delivery.key,
        pairs,
        there,
        purpose,
        complete=complete,
        instead=instead,
        per=delivery.per,
        columns_of=delivery.columns,
    )
    if problems:
        raise InputError(problems)
    return columns


def _rule(result: Result, taken: Taken, spec: InputSpec, year: PublicationYear) -> Column:
    rule = taken.column(spec.name, year.year)
    if rule not in result.columns:
        raise RuleError(f"[[taken]] {spec.name}: {taken.source} heeft geen {rule} per gemeente")
    return result.columns[rule]


def rows(sheet: Table, chosen: Columns, there: Places) -> Table:
    """The rows of a sheet that a TOML entry asks for, with codes and numbers in one notation."""
    wanted = [*chosen.rows, chosen.key, *chosen.read]
    sheet = headed(sheet, wanted)
    if problems := column_problems(sheet, [*chosen.rows, chosen.key]):
        raise InputError(problems)
    sheet = evolve(sheet, frame=chosen_rows(sheet, chosen.rows), decimal=chosen.decimal)
    return interpreted(sheet, chosen.key, chosen.read, there)


def own_asides(prepared: Prepared, read: Reader) -> list[Aside]:
    """What was passed over in the tables of a user's own, and what was read though nobody sees it."""
    entries = [each.delivery for each in chain(*prepared.replacements.values()) if each.origin.layer == OWN]
    entries += [entry for name, entry in prepared.deliveries.items() if prepared.below(name).layer == OWN]
    tables = [
        rows(
            read(entry.file, entry.sheet),
            entry,
            places(entry.territory or prepared.year.territory, TERRITORY),
        )
        for entry in dict.fromkeys(entries)
    ]
    return list(dict.fromkeys(aside for table in tables for aside in table.asides))
