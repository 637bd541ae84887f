"""The national series for a terminal and a file: a row per stream, a column per year."""

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import StringIO

from allocation.numbers import decimal
from rules.analysis.series import Known, Line
from rules.library.model import Library
from tables.labels import OFFICIAL
from tables.listing import as_text, no_formula
from tables.words import number

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
    marks = ", ".join(f"{_MARK[status]} = {status}" for status in unsure)
    return [f"{title(library)}.", *as_text(rows), TOLD, f"Tekens: {marks}." if marks else ""]


_MARK = {"afgeleid": "a", "indicatief": "i", "onbevestigd": "o"}


def cells(line: Line, lines: Sequence[Line]) -> list[str]:
    """A line of a table: the value of each year that is shown, with its status where it is not official."""
    told = []
    for year in shown_years(lines):
        found = cell(line, year)
        if isinstance(found, Known):
            told.append(f"{number(found.value, 0)} {mark(found.status)}".strip())
        else:
            told.append(found)
    return told


def _short(line: Line, year: int) -> str:
    found = cell(line, year)
    if not isinstance(found, Known):
        return found or ""
    value = number(in_millions(found.value), 1) if line.unit == "EUR" else number(found.value, 0)
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


def in_millions(value: Fraction) -> Fraction:
    """An amount in millions of euros."""
    return value / MILLION


def stacked(lines: Sequence[Line]) -> Mapping[int, list[tuple[str, Fraction]]]:
    """By year the amounts of money that are known, for a chart."""
    money = [line for line in lines if line.part and line.unit == "EUR"]
    found = {
        year: [(name(line), line.values[year].value) for line in money if year in line.values]
        for year in shown_years(money)
    }
    return {year: parts for year, parts in found.items() if parts}


def mark(status: str) -> str:
    """A status, where it is to be said."""
    return "" if status == OFFICIAL else status
