"""The national series for a terminal and a file: a row per stream, a column per year."""

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import StringIO

from allocation.numbers import decimal
from rules.analysis.series import Known, Line
from rules.library.model import Library
from tables.labels import OFFICIAL, above_shipped, mark
from tables.listing import as_text, no_formula
from tables.words import number, sentence

MILLION = 1_000_000
NOT_THEN, UNKNOWN = "", "."
TOLD = (
    "Landelijke bedragen, zoals het laatst gepubliceerd of berekend. Een punt is een jaar waarin de "
    "geldstroom liep en dat niet bekend is"
)


PROJECTED = "°"
"""Behind a year of which all is projected."""
FORWARD = (
    "Wat na het laatst bekende jaar staat, heeft niemand gepubliceerd: het is doorgerekend op aannamen "
    "(verdeel publish {publication}). Van een jaar met ° is alles doorgerekend. {note}."
)
EVERY = 5
"""On a terminal one in so many years that are projected."""


def told(library: Library, lines: Sequence[Line]) -> str:
    """What the series is, and what of it is projected."""
    how = library.law.projection
    note = library.publications[how.publication].note if how else ""
    if how and _forward(lines):
        return f"{TOLD}.\n{FORWARD.format(publication=how.publication, note=sentence(note))}"
    return f"{TOLD}: niets is geraamd."


def _forward(lines: Sequence[Line]) -> bool:
    """Whether anything of it is projected."""
    return any(known.projected for line in lines for known in line.values.values())


def year_words(year: int, lines: Sequence[Line]) -> str:
    """A year, and whether all that is known of it is projected."""
    known = [line.values[year] for line in lines if year in line.values and line.part]
    return f"{year} {PROJECTED}" if known and all(one.projected for one in known) else str(year)


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
    every = shown_years(lines)
    columns = [
        year
        for year in every
        if year % EVERY == 0 or year == every[-1] or PROJECTED not in year_words(year, lines)
    ]
    rows = [["in miljoenen euro's, of in aantallen", *(year_words(year, lines) for year in columns)]]
    rows += [[name(line), *(_short(line, year) for year in columns)] for line in lines if line.values]
    known = [one for line in lines for one in line.values.values() if not one.projected]
    unsure = sorted({one.status for one in known} - {OFFICIAL})
    marks = [f"{_MARK[status]} = {status}" for status in unsure]
    marks += [f"{FORWARD_MARK} = doorgerekend op aannamen"] if _forward(lines) else []
    signs = [f"Tekens: {', '.join(marks)}."] if marks else []
    about = told(library, lines).split("\n")
    return [f"{title(library)}.", *as_text(rows), *about, *signs, *above_shipped(library)]


FORWARD_MARK = "d"
_MARK = {"afgeleid": "a", "indicatief": "i", "onbevestigd": "o"}


def cells(line: Line, lines: Sequence[Line]) -> list[str]:
    """A line of a table: the value of each year that is shown, with its status where it is not official."""
    shown = []
    for year in shown_years(lines):
        found = cell(line, year)
        if isinstance(found, Known):
            shown.append(f"{number(found.value, 0)} {mark(found.status)}".strip())
        else:
            shown.append(found)
    return shown


def _short(line: Line, year: int) -> str:
    found = cell(line, year)
    if not isinstance(found, Known):
        return found or ""
    value = number(in_millions(found.value), 1) if line.unit == "EUR" else number(found.value, 0)
    return f"{value}{FORWARD_MARK if found.projected else _MARK.get(found.status, '')}"


def as_csv(lines: Sequence[Line]) -> bytes:
    """A row per line and year: for analysts."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = ("geldstroom", "betaling", "uitkeringsjaar", "waarde", "eenheid", "status", "publicatie")
    writer.writerow((*heads, "doorgerekend"))
    for line in lines:
        for year, known in line.values.items():
            value = format(decimal(known.value, 2), "f")
            payment = line.part.payment if line.part else ""
            row = (no_formula(line.label), payment, year, value, line.unit, known.status, known.publication)
            writer.writerow((*row, "ja" if known.projected else "nee"))
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
