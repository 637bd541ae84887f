"""Inputs of a publication year, from files and from what other publications compute."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import polars as pl
from attrs import frozen

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

_Entry = TypeVar("_Entry", Delivery, Taken)


@frozen
class Delivered:
    """The inputs on the territory of the year, by name, and every problem found."""

    inputs: Mapping[str, Carried]
    problems: Sequence[Problem]


def from_files(
    wanted: Iterable[tuple[InputSpec, Delivery]], year: PublicationYear, read: Reader, what_if: Parts
) -> Delivered:
    """Read every file once, and carry what is in it to the territory of `year`."""
    inputs: dict[str, Carried] = {}
    problems: list[Problem] = []
    for delivery, specs in _together(wanted):
        day = delivery.territory or year.territory
        pairs = [(spec, delivery.columns[spec.name]) for spec in specs]
        try:
            expected = names_by_code(municipalities(day))
            sheet = rows(read(delivery.file, delivery.sheet), delivery)
            complete = not delivery.others_get_zero
            columns, found = read_columns(sheet, delivery.key, pairs, expected, complete=complete)
            problems += found
            if not found:
                if delivery.others_get_zero:
                    columns = pl.DataFrame({CODE: list(expected)}).join(columns, CODE, "left").fill_null(0)
                inputs |= carry(specs, columns, day, year.territory, what_if)
        except InputError as error:
            problems += error.problems
    return Delivered(inputs, problems)


def from_results(
    wanted: Iterable[tuple[InputSpec, Taken]],
    year: PublicationYear,
    result_of: Callable[[Taken], tuple[Result, PublicationYear, Parts]],
) -> Delivered:
    """What other publications compute, on the territory of `year`.

    `result_of` computes one: its result, its year, and the what-if that it must still be carried over.
    """
    inputs: dict[str, Carried] = {}
    problems: list[Problem] = []
    for taken, specs in _together(wanted):
        try:
            result, source, parts = result_of(taken)
            columns = result.values.select(CODE, *(_rule(result, spec, taken) for spec in specs))
            inputs |= carry(specs, columns, source.territory, year.territory, parts)
        except InputError as error:
            problems += error.problems
    return Delivered(inputs, problems)


def _rule(result: Result, spec: InputSpec, taken: Taken) -> pl.Expr:
    rule = taken.columns[spec.name]
    if rule not in result.values.columns or rule in result.endless:
        raise RuleError(
            f"[[taken]] {spec.name}: {taken.source} has no {rule} per municipality in whole decimals; "
            "take an amount that is rounded"
        )
    return pl.col(rule).alias(spec.name)


def _together(wanted: Iterable[tuple[InputSpec, _Entry]]) -> list[tuple[_Entry, list[InputSpec]]]:
    """The inputs that come from one entry, together."""
    found: list[tuple[_Entry, list[InputSpec]]] = []
    for spec, entry in wanted:
        known = next((specs for other, specs in found if other is entry), None)
        if known is None:
            found.append((entry, [spec]))
        else:
            known.append(spec)
    return found


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
