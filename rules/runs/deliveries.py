"""Inputs of a publication year, from files and from what other publications compute."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem, RuleError
from allocation.inputs import InputSpec
from allocation.result import Result
from allocation.territory import Parts
from rules.library.schema import Columns, Delivery, PublicationYear, Taken
from rules.reading.columns import Table, read_columns
from rules.reading.csv_table import Reader
from rules.territory.carry import Carried, carry
from rules.territory.municipalities import municipalities
from rules.territory.naming import names_by_code, normalised

PARTLY = ", or others_stay = true, to replace only these rows and leave all others as they are"


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
    columns = _columns(delivery, specs, names_by_code(municipalities(day)), read, instead)
    if delivery.others_get_zero:
        expected = pl.DataFrame({CODE: municipalities(day)[CODE]})
        columns = expected.join(columns, CODE, "left").fill_null(0)
    return carry(specs, columns, day, year.territory, parts)


def from_outcome(
    taken: Taken, specs: Sequence[InputSpec], result: Result, source: PublicationYear, year: PublicationYear,
    parts: Parts,
) -> dict[str, Carried]:  # fmt: skip
    """What another publication computes, on the territory of `year` and then of what-if `parts`."""
    columns = result.values.select(CODE, *(_rule(result, spec, taken) for spec in specs))
    return carry(specs, columns, source.territory, year.territory, parts)


def replacing(
    delivery: Delivery, spec: InputSpec, year: PublicationYear, read: Reader
) -> Mapping[str, Fraction]:
    """The rows by which a file replaces those below. Raises InputError for those of another territory."""
    if delivery.territory not in (None, year.territory):
        found = f"others_stay, with rows on the territory of {delivery.territory}"
        raise InputError([Problem(delivery.file.name, found, f"rows on that of {year.territory}")])
    names = names_by_code(municipalities(year.territory))
    columns = _columns(delivery, [spec], names, read)
    return {code: Fraction(value) for code, value in columns.select(CODE, spec.name).rows()}


def _columns(
    delivery: Delivery,
    specs: Sequence[InputSpec],
    expected: Mapping[str, str],
    read: Reader,
    instead: str = "",
) -> pl.DataFrame:
    sheet = rows(read(delivery.file, delivery.sheet), delivery)
    complete = not (delivery.others_get_zero or delivery.others_stay)
    pairs = [(spec, delivery.columns[spec.name]) for spec in specs]
    columns, problems = read_columns(sheet, delivery.key, pairs, expected, complete=complete, instead=instead)
    if problems:
        raise InputError(problems)
    return columns


def _rule(result: Result, spec: InputSpec, taken: Taken) -> pl.Expr:
    rule = taken.columns[spec.name]
    if rule not in result.values.columns or rule in result.endless:
        raise RuleError(
            f"[[taken]] {spec.name}: {taken.source} has no {rule} per municipality in whole decimals; "
            "take an amount that is rounded"
        )
    return pl.col(rule).alias(spec.name)


def rows(sheet: Table, chosen: Columns) -> Table:
    """The rows of a sheet that a TOML entry asks for, with codes in one notation."""
    problems = [
        Problem(
            sheet.place,
            f"there is no column {name!r}",
            f"it in the header, the first row ({', '.join(sheet.frame.columns[1:])})",
        )
        for name in [*chosen.rows, chosen.key]
        if name not in sheet.frame.columns
    ]
    if problems:
        raise InputError(problems)
    frame = sheet.frame
    for name, value in chosen.rows.items():
        frame = frame.filter(pl.col(name) == value)
    if frame.is_empty():
        wanted = " with " + ", ".join(f"{name} = {value}" for name, value in chosen.rows.items())
        found = f"no rows{wanted if chosen.rows else ''}"
        raise InputError([Problem(sheet.place, found, "a row per municipality")])
    return Table(sheet.place, frame.with_columns(normalised(pl.col(chosen.key))))
