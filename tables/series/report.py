"""The national series for a terminal, a workbook and a file: a row per stream, a column per year."""

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from io import StringIO

from allocation.figures import worst
from allocation.numbers import decimal
from rules.analysis.series import Known, Line
from rules.library.model import Library
from tables.labels import OFFICIAL, above_shipped
from tables.listing import as_text, no_formula
from tables.words import date_in_words, number
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet, Workbook, warned

MILLION = 1_000_000
NOT_THEN, UNKNOWN = "", "."
TOLD = (
    "Landelijke bedragen, zoals het laatst gepubliceerd of berekend. Een punt is een jaar waarin de "
    "geldstroom liep en dat niet bekend is: niets is geraamd."
)


def shown_years(lines: Sequence[Line]) -> list[int]:
    """The years of which anything is known."""
    return sorted({year for line in lines for year in line.values})


def name(line: Line) -> str:
    """What a line is called, with its payment."""
    return f"{line.label} ({line.part.payment})" if line.part else line.label


def cell(line: Line, year: int) -> Known | str:
    """What is known; UNKNOWN in a year in which it ran, NOT_THEN in any other."""
    if found := line.values.get(year):
        return found
    ran = line.part is None or line.part.valid_from <= year <= line.part.valid_to
    return UNKNOWN if ran else NOT_THEN


def title(library: Library) -> str:
    """Of which law."""
    return f"Alle geldstromen van de {library.law.name}, per jaar"


def text_lines(library: Library, lines: Sequence[Line]) -> list[str]:
    """For a terminal: amounts in millions, what is not official with its status below."""
    columns = shown_years(lines)
    rows = [["in miljoenen euro's, of in aantallen", *map(str, columns)]]
    rows += [[name(line), *(_short(line, year) for year in columns)] for line in lines if line.values]
    unsure = sorted({k.status for line in lines for k in line.values.values() if k.status != OFFICIAL})
    marks = [f"Tekens: {', '.join(f'{_MARK[status]} = {status}' for status in unsure)}."] if unsure else []
    return [f"{title(library)}.", *as_text(rows), TOLD, *marks, *above_shipped(library)]


_MARK = {"afgeleid": "a", "indicatief": "i", "onbevestigd": "o"}


def cells(line: Line, lines: Sequence[Line]) -> list[str]:
    """A line of a table: the value of each year that is shown, with its status where it is not official."""
    told = []
    for year in shown_years(lines):
        found = cell(line, year)
        if isinstance(found, Known):
            told.append(f"{number(found.value, 0)} {_mark(found.status)}".strip())
        else:
            told.append(found)
    return told


def _short(line: Line, year: int) -> str:
    found = cell(line, year)
    if not isinstance(found, Known):
        return found or ""
    value = number(found.value / MILLION, 1) if line.unit == "EUR" else number(found.value, 0)
    return f"{value}{_MARK.get(found.status, '')}"


def as_csv(lines: Sequence[Line]) -> bytes:
    """A row per line and year: for analysts."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("geldstroom", "betaling", "uitkeringsjaar", "waarde", "eenheid", "status", "publicatie"))
    for line in lines:
        for year, known in line.values.items():
            value = format(decimal(known.value, 2), "f")
            payment = line.part.payment if line.part else ""
            told = (no_formula(line.label), payment, year, value)
            writer.writerow((*told, line.unit, known.status, known.publication))
    return out.getvalue().encode()


def workbook(library: Library, lines: Sequence[Line]) -> Workbook:
    """A sheet with a column per year, and one with where each value comes from."""
    kept = [line for line in lines if line.values or line.part]
    fields: list[Field[Line]] = [
        Field("Geldstroom", name, width=44),
        Field("Eenheid", lambda line: line.unit, width=10),
    ]
    fields += [_column(kept, year) for year in shown_years(lines)]
    pairs = [(line, year) for line in kept for year in line.values]
    sources: list[Field[tuple[Line, int]]] = [
        Field("Geldstroom", lambda pair: name(pair[0]), width=44),
        Field("Uitkeringsjaar", lambda pair: pair[1], width=14, decimals=0),
        Field("Status", lambda pair: pair[0].values[pair[1]].status, width=12),
        Field("Waar het staat", lambda pair: _where(library, pair[0].values[pair[1]]), width=50),
        Field("Opmerking", lambda pair: pair[0].part.note if pair[0].part else "", width=60),
    ]
    sheets = [
        Sheet("Reeks", title(library), TOLD, [block("reeks", fields, kept)]),
        Sheet("Bronnen", "Waar elk bedrag van de reeks staat", "", [block("bronnen_reeks", sources, pairs)]),
    ]
    return Workbook(title(library), "Verdeelsleutel", warned(sheets, "\n".join(above_shipped(library))))


def _column(lines: Sequence[Line], year: int) -> Field[Line]:
    known = [line.values[year].status for line in lines if year in line.values]
    marks = [_mark(line.values[year].status) if year in line.values else "" for line in lines]
    return Field(
        str(year), partial(_value, year), width=16, decimals=0, mark=_mark(worst(known)), marks=marks
    )


def _mark(status: str) -> str:
    return "" if status == OFFICIAL else status


def _value(year: int, line: Line) -> CellValue:
    found = cell(line, year)
    return decimal(found.value, 0) if isinstance(found, Known) else found or None


def _where(library: Library, known: Known) -> str:
    of = library.publications.get(known.publication)
    return f"{of.title} ({date_in_words(of.date)})" if of else "een cijfer dat bij geen publicatie hoort"


def stacked(lines: Sequence[Line]) -> Mapping[int, list[tuple[str, Fraction]]]:
    """By year the amounts of money that are known, for a chart."""
    money = [line for line in lines if line.part and line.unit == "EUR"]
    found = {
        year: [(name(line), line.values[year].value) for line in money if year in line.values]
        for year in shown_years(money)
    }
    return {year: parts for year, parts in found.items() if parts}
