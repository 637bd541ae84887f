"""What is usual of an input or a figure: what is shipped of it, of the same publication and of others."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

from attrs import evolve, frozen

from allocation.case import CODE
from allocation.errors import InputError
from allocation.inputs import InputSpec
from rules.library.layers import OWN
from rules.library.schema import Delivery, PublicationYear
from rules.reading.columns import Table
from rules.reading.csv_table import Reader, read_csv
from rules.runs.deliveries import from_file, rows
from rules.runs.outcome import Prepared
from rules.runs.places import places
from rules.territory.municipalities import municipalities

Values = Mapping[str, Fraction]
"""By code."""


@frozen
class Known:
    """What is shipped of an input, for a publication and year, on the municipalities of the one looked at."""

    publication: str
    year: int
    values: Values
    same_unit: bool


@frozen
class Own:
    """What a user gives of an input, by code in order of the rows of the file; their numbers and texts."""

    name: str
    file: str
    column: str
    values: Values
    rows: Mapping[str, int]
    texts: Mapping[str, str]
    table: Table


def own_inputs(prepared: Prepared, read: Reader) -> list[Own]:
    """Every input, or the rows of one, that a file of a user's own gives."""
    given, moment = [], prepared.year
    for name in prepared.deliveries:
        values = dict(zip(prepared.case.codes, prepared.case.inputs[name].exact, strict=True))
        others = {*values}
        for replacement in prepared.replacements.get(name, ()):
            mine = [code for code in replacement.rows if code in others]
            if replacement.origin.layer == OWN:
                given.append(_own(name, replacement.delivery, {c: values[c] for c in mine}, read, moment))
            others -= {*mine}
        if prepared.below(name).layer == OWN:
            rest = {code: value for code, value in values.items() if code in others}
            given.append(_own(name, prepared.deliveries[name], rest, read, moment))
    return given


def _own(name: str, delivery: Delivery, values: Values, read: Reader, moment: PublicationYear) -> Own:
    there = places(delivery.territory or moment.territory)
    table = rows(read(delivery.file, delivery.sheet), delivery, there)
    column = delivery.column(name, moment.year)
    cells = table.frame.select(delivery.key, table.frame.columns[0], column).rows()
    lines = {code: (number, text) for code, number, text in cells if code in values}
    order = [*lines, *(code for code in values if code not in lines)]
    return Own(
        name,
        table.place,
        column,
        {code: values[code] for code in order},
        {code: number for code, (number, _) in lines.items()},
        {code: text or "" for code, (_, text) in lines.items()},
        table,
    )


_table = cache(read_csv)
"""What is shipped is text, and does not change."""


@cache
def _of_entry(
    entry: Delivery, specs: tuple[InputSpec, ...], day: datetime.date, year: int, territory: datetime.date
) -> Mapping[str, Values]:
    """What a shipped file has of each input, on another territory: the same whatever is held against it."""
    dated, moment = evolve(entry, territory=day), PublicationYear(year, territory, "definitief", [])
    here = list(municipalities(territory)[CODE])
    try:
        carried = from_file(dated, specs, moment, _table, {})
    except InputError:  # of a later day: there is nothing to compare
        return {}
    return {name: one.by_code(here) for name, one in carried.items()}


def shipped(prepared: Prepared) -> Callable[[str], list[Known]]:
    """What is shipped of an input, by its name: of the same publication and year first."""
    library, year = prepared.library, prepared.year

    @cache
    def of_input(name: str) -> list[Known]:
        unit = library.inputs[name].unit
        own = prepared.deliveries.get(name)
        known = []
        for (publication, number, given), entry in library.layers[0].entries.items():
            if given != name or not isinstance(entry, Delivery):
                continue
            days = [one.territory for one in library.publications[publication].years if one.year == number]
            day = entry.territory or next(iter(days), year.territory)
            specs = tuple(library.inputs[name] for name in entry.columns)
            if values := _of_entry(entry, specs, day, year.year, year.territory).get(name):
                same = ((own and own.unit) or unit) == (entry.unit or unit)
                known.append(Known(publication, number, values, same))
        return sorted(known, key=far_from)

    editions = library.editions(prepared.publication.name)

    def far_from(one: Known) -> tuple[bool, int]:
        other = one.year != year.year or one.publication not in editions
        return other, abs(one.year - year.year)

    return of_input


def usual_figure(prepared: Prepared, name: str) -> Sequence[Fraction]:
    """The values that are shipped of a figure: of the publication first, then those of the nearest year."""
    editions = prepared.library.editions(prepared.publication.name)
    values = [value for (_, _, one), value in prepared.library.layers[0].values.items() if one == name]
    values.sort(key=lambda v: (abs(v.year - prepared.year.year), v.publication not in editions))
    return [value.value for value in values]
