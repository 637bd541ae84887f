"""From the library to a case: the rulebook of a year, its figures, and every input checked."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case, Result
from allocation.errors import InputError, Problem, RuleError
from allocation.figures import FigureValue, missing, worst
from allocation.inputs import InputSpec, Sheet, read_columns
from allocation.rulebook import rulebook
from rules.catalogue.carry import Carried, Origins, carry
from rules.catalogue.library import Library
from rules.catalogue.municipalities import municipalities, normalised
from rules.catalogue.schema import Columns, Delivery, Publication, PublicationYear
from rules.catalogue.sheets import Reader
from rules.catalogue.what_if import WhatIf


@frozen
class Prepared:
    """One year of one publication, ready to run, with the origin of all that goes in.

    `territory` has `code`, `naam` and `provincie`; `origins` says of each input that was carried from
    an older territory which municipalities it came from.
    """

    library: Library
    publication: Publication
    year: PublicationYear
    territory: pl.DataFrame
    figures: Mapping[str, FigureValue]
    deliveries: Mapping[str, Delivery]
    case: Case
    origins: Mapping[str, Origins]
    what_if: WhatIf | None

    @property
    def replaced(self) -> list[str]:
        """The labels of the shipped figures and inputs whose place a folder of the user took."""
        library = self.library
        labels = {name: figure.label for name, figure in library.figures.items()}
        labels |= {name: spec.label for name, spec in library.inputs.items()}
        moment = (self.publication.name, self.year.year)
        used = [*self.figures, *self.deliveries]
        return [labels[name] for name in used if (*moment, name) in library.replaced]


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
    what_if: WhatIf | None = None,
) -> Prepared:
    """Collect and check everything that `amounts` (names of rules; all that it publishes) rest on.

    `what_if` is a reorganisation to reckon with that no law says yet. What was split by inhabitants is
    an estimate, so at best `afgeleid`. Raises RuleError, or InputError with all that is missing or wrong.
    """
    book = rulebook(library.rules, library.inputs, library.figures, year.year)
    for amount in (name for name in amounts or year.amounts if name not in book.rules):
        known = ", ".join(rule.validity for rule in library.rules if rule.name == amount)
        raise RuleError(f"rule {amount} is not in force in {year.year} (only {known})")
    for amount in (name for name in amounts or year.amounts if book.national(name)):
        raise RuleError(f"rule {amount} is one national value, and no amount that a municipality gets")
    book = book.needed(amounts or year.amounts)
    problems = missing([library.figures[name] for name in book.figures], year.year, of.name)
    territory = municipalities(year.territory)
    if what_if:
        territory = what_if.territory(territory)
    specs = [library.inputs[name] for name in book.inputs]
    deliveries, inputs, wrong = _inputs(library, of, year, specs, read, what_if)
    if problems or wrong:
        raise InputError([*problems, *wrong])
    figures = {name: library.figures[name].at(year.year, of.name) for name in book.figures}
    statuses = {name: value.status for name, value in figures.items()}
    for name, delivery in deliveries.items():
        split = any(share != 1 for olds in inputs[name].origins.values() for share in olds.values())
        statuses[name] = worst([delivery.status, "afgeleid"]) if split else delivery.status
    columns = {name: carried.column for name, carried in inputs.items()}
    case = Case(
        book,
        pl.DataFrame({CODE: territory[CODE], **columns}),
        {name: value.value for name, value in figures.items()},
        statuses,
        {name: carried.exact for name, carried in inputs.items() if carried.exact},
    )
    origins = {name: carried.origins for name, carried in inputs.items() if carried.origins}
    return Prepared(library, of, year, territory, figures, deliveries, case, origins, what_if)


def _inputs(
    library: Library,
    of: Publication,
    year: PublicationYear,
    specs: Sequence[InputSpec],
    read: Reader,
    what_if: WhatIf | None,
) -> tuple[dict[str, Delivery], dict[str, Carried], list[Problem]]:
    """The delivery of each input, its values on the territory of the year, and every problem found."""
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
    files: list[Delivery] = []
    for delivery in deliveries.values():
        if not any(delivery is file for file in files):
            files.append(delivery)
    inputs: dict[str, Carried] = {}
    for file in files:
        wanted = [(s, file.columns[s.name]) for s in specs if deliveries.get(s.name) is file]
        day = file.territory or year.territory
        try:
            expected = dict(municipalities(day).select(CODE, "naam").iter_rows())
            columns, found = read_columns(rows(read(file.file, file.sheet), file), file.key, wanted, expected)
            problems += found
            if not found:
                inputs |= carry(
                    [spec for spec, _ in wanted],
                    columns,
                    day,
                    year.territory,
                    what_if.parts if what_if else None,
                )
        except InputError as error:
            problems += error.problems
    return deliveries, inputs, problems


def rows(sheet: Sheet, chosen: Columns) -> Sheet:
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
    return Sheet(sheet.place, frame.with_columns(normalised(pl.col(chosen.key))))
