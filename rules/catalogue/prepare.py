"""From the library to a case: the rulebook of a year, its figures, and every input checked."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case, Result
from allocation.errors import FigureError, InputError, Problem
from allocation.figures import FigureValue, missing
from allocation.inputs import InputSpec, Sheet, read_columns
from allocation.rulebook import rulebook
from rules.catalogue.library import Library
from rules.catalogue.municipalities import municipalities, normalised
from rules.catalogue.schema import Columns, Delivery, Publication, PublicationYear
from rules.catalogue.sheets import Reader


@frozen
class Prepared:
    """One year of one publication, ready to run, with the origin of all that goes in.

    `territory` has `code`, `naam` and `provincie`.
    """

    library: Library
    publication: Publication
    year: PublicationYear
    territory: pl.DataFrame
    figures: Mapping[str, FigureValue]
    deliveries: Mapping[str, Delivery]
    case: Case


@frozen
class Outcome:
    """What was prepared, and what came out."""

    prepared: Prepared
    result: Result


def publication(library: Library, name: str) -> Publication:
    """The publication of that name. Raises InputError with the names that come near."""
    if name not in library.publications:
        near = get_close_matches(name, library.publications, n=3) or sorted(library.publications)
        raise InputError([Problem("publication", repr(name), f"one such as {', '.join(near)}")])
    return library.publications[name]


def years(of: Publication, year: int | None) -> list[PublicationYear]:
    """The years of a publication, or the one asked for. Raises InputError for any other."""
    chosen = [y for y in of.years if year in (None, y.year)]
    if not chosen:
        known = " or ".join(str(y.year) for y in of.years)
        raise InputError([Problem(f"{of.name}, uitkeringsjaar", str(year), known)])
    return chosen


def prepare(
    library: Library,
    of: Publication,
    year: PublicationYear,
    read: Reader,
    amounts: Sequence[str] | None = None,
) -> Prepared:
    """Collect and check everything that `amounts` (names of rules; all that it publishes) rest on.

    Raises RuleError, FigureError or InputError, each with all that is wrong of its kind.
    """
    book = rulebook(library.rules, library.inputs, library.figures, year.year).needed(amounts or year.amounts)
    lacking = missing(library.figures.values(), book.figures, year.year, of.name)
    if lacking:
        raise FigureError("\n".join(lacking))
    figures = {name: library.figures[name].at(year.year, of.name) for name in book.figures}
    territory = municipalities(year.territory)
    deliveries, inputs = _inputs(library, of, year, [library.inputs[n] for n in book.inputs], read, territory)
    statuses = {name: value.status for name, value in figures.items()}
    statuses |= {name: delivery.status for name, delivery in deliveries.items()}
    case = Case(book, inputs, {name: value.value for name, value in figures.items()}, statuses)
    return Prepared(library, of, year, territory, figures, deliveries, case)


def _inputs(
    library: Library,
    of: Publication,
    year: PublicationYear,
    specs: Sequence[InputSpec],
    read: Reader,
    territory: pl.DataFrame,
) -> tuple[dict[str, Delivery], pl.DataFrame]:
    """The delivery of each input, and all of them side by side, by code."""
    deliveries: dict[str, Delivery] = {}
    problems: list[Problem] = []
    for spec in specs:
        delivery = library.deliveries.get((of.name, year.year, spec.name))
        if delivery is None:
            problems.append(
                Problem(
                    f"{of.name}, {year.year}",
                    f"nothing delivers {spec.name} ({spec.label})",
                    "a [[data]] entry with a column for it",
                )
            )
        else:
            deliveries[spec.name] = delivery
    frame = territory.select(CODE)
    expected = dict(territory.select(CODE, "naam").iter_rows())
    files: list[Delivery] = []
    for delivery in deliveries.values():
        if not any(delivery is file for file in files):
            files.append(delivery)
    for file in files:
        wanted = [(s, file.columns[s.name]) for s in specs if deliveries.get(s.name) is file]
        try:
            sheet = rows(read(file.file, file.sheet), file)
        except InputError as error:
            problems += error.problems
            continue
        columns, found = read_columns(sheet, file.key, wanted, expected)
        problems += found
        if not problems:
            frame = frame.join(columns, on=CODE, how="left", maintain_order="left")
    if problems:
        raise InputError(problems)
    return deliveries, frame


def rows(sheet: Sheet, chosen: Columns) -> Sheet:
    """The rows of a sheet that a TOML entry asks for, with codes in one notation."""
    problems = [
        Problem(
            sheet.place,
            f"there is no column {name!r}",
            f"one of that name among {', '.join(sheet.frame.columns[1:])}",
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
        wanted = ", ".join(f"{name} = {value}" for name, value in chosen.rows.items()) or "at all"
        raise InputError([Problem(sheet.place, f"no rows with {wanted}", "a row per municipality")])
    return Sheet(sheet.place, frame.with_columns(normalised(pl.col(chosen.key))))
