"""The national series as a workbook: a chart, a column per year, a row per year, and where it all stands."""

from collections.abc import Sequence
from functools import partial

from allocation.figures import worst
from allocation.numbers import decimal
from rules.analysis.series import Known, Line, Move, moves
from rules.library.model import Library
from tables.labels import above_shipped, mark
from tables.series.report import (
    PROJECTED,
    cell,
    in_millions,
    name,
    shown_years,
    title,
    told,
    year_words,
)
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Chart, Sheet, Workbook, warned

MOVED = "▲"
"""Beside a year in which money went from one payment to another."""
PARTLY = "Wat van een jaar niet bekend is, ontbreekt in zijn staaf: die is dan te laag."
BY_YEAR, MILLIONS = "reeks_per_jaar", "miljoenen euro's"


def workbook(library: Library, lines: Sequence[Line]) -> Workbook:
    """All of it, with the chart first."""
    kept = [line for line in lines if line.values or line.part]
    by_year = _by_year(library, kept)
    of, about = title(library), told(library, kept)
    sheets = [
        Sheet(
            "Grafiek",
            of,
            f"{about}\n{PARTLY}\n{_moved_words(library)}",
            [],
            charts=[_chart(library, by_year)],
        ),
        Sheet("Reeks", of, about, [_by_stream(kept)]),
        Sheet("Per jaar", f"{of}: een rij per jaar", about, [by_year]),
        Sheet("Bronnen", "Waar elk bedrag van de reeks staat", "", [_sources(library, kept)]),
    ]
    return Workbook(of, "Verdeelsleutel", warned(sheets, "\n".join(above_shipped(library))))


def _by_stream(lines: Sequence[Line]) -> Block:
    fields: list[Field[Line]] = [
        Field("Geldstroom", name, width=44),
        Field("Eenheid", lambda line: line.unit, width=10),
        *(_column(lines, year) for year in shown_years(lines)),
    ]
    return block("reeks", fields, lines)


def _sources(library: Library, lines: Sequence[Line]) -> Block:
    fields: list[Field[tuple[Line, int]]] = [
        Field("Geldstroom", lambda pair: name(pair[0]), width=44),
        Field("Uitkeringsjaar", lambda pair: str(pair[1]), width=14),
        Field("Status", lambda pair: pair[0].values[pair[1]].status, width=12),
        Field("Waar het staat", lambda pair: _where(library, pair[0].values[pair[1]]), width=50),
        Field("Opmerking", lambda pair: pair[0].part.note if pair[0].part else "", width=60),
    ]
    return block("bronnen_reeks", fields, [(line, year) for line in lines for year in line.values])


def _by_year(library: Library, lines: Sequence[Line]) -> Block:
    """A row for each year from the first of a stream to its last, in millions: what the chart draws."""
    drawn = [line for line in lines if line.part and line.unit == "EUR" and line.values]
    parts = library.streams
    years = range(min(part.valid_from for part in parts), max(part.valid_to for part in parts) + 1)
    moved = {year: "; ".join(_words(one) for one in moves(library) if one.year == year) for year in years}
    fields: list[Field[int]] = [
        Field("Uitkeringsjaar", lambda year: _year(year, drawn, moved[year]), width=16),
        *(
            Field(header, partial(_million, line), 22, 1, marks=_marks(line, years))
            for header, line in zip(_headers(drawn), drawn, strict=True)
        ),
        Field("Wat er verschoof", lambda year: moved[year] or None, width=60),
    ]
    return block(BY_YEAR, fields, years)


def _year(year: int, lines: Sequence[Line], moved: str) -> str:
    return f"{year_words(year, lines)} {MOVED if moved else ''}".strip()


def _headers(lines: Sequence[Line]) -> list[str]:
    """What the lines are called; of two of one name, with the years."""
    names = [name(line) for line in lines]
    return [
        f"{text}, {line.part.valid_from}-{line.part.valid_to}"
        if line.part and names.count(text) > 1
        else text
        for text, line in zip(names, lines, strict=True)
    ]


def _million(line: Line, year: int) -> CellValue:
    found = cell(line, year)
    return decimal(in_millions(found.value), 1) if isinstance(found, Known) else found or None


def _marks(line: Line, years: Sequence[int]) -> list[str]:
    return [mark(line.values[year].status) if year in line.values else "" for year in years]


def _chart(library: Library, of: Block) -> Chart:
    years, *streams, _ = (column.header for column in of.columns)
    forward = any(PROJECTED in str(row[0]) for row in of.rows)
    span = f"per uitkeringsjaar van {of.rows[0][0]} tot {of.rows[-1][0]}"
    alt = [
        f"Gestapelde staven: {span} wat er landelijk van elke geldstroom bekend is, in {MILLIONS}.",
        PARTLY,
        f"Een jaar met {PROJECTED} is doorgerekend op aannamen." if forward else "",
        f"{_moved_words(library)} De getallen staan op het blad Per jaar.",
    ]
    more = f"; {PROJECTED}: doorgerekend op aannamen" if forward else ""
    axis = f"uitkeringsjaar ({MOVED}: geld ging van de ene naar de andere uitkering{more})"
    return Chart(
        title(library), BY_YEAR, years, streams, axis, MILLIONS, " ".join(filter(None, alt)), "stacked"
    )


def _moved_words(library: Library) -> str:
    return " ".join(f"{MOVED} {one.year}: {_words(one)}." for one in moves(library))


def _words(one: Move) -> str:
    return f"{one.part} ging van de {one.before} naar de {one.after}"


def _column(lines: Sequence[Line], year: int) -> Field[Line]:
    known = [line.values[year].status for line in lines if year in line.values]
    marks = [mark(line.values[year].status) if year in line.values else "" for line in lines]
    return Field(str(year), partial(_value, year), width=16, decimals=0, mark=mark(worst(known)), marks=marks)


def _value(year: int, line: Line) -> CellValue:
    found = cell(line, year)
    return decimal(found.value, 0) if isinstance(found, Known) else found or None


def _where(library: Library, known: Known) -> str:
    of = library.publications.get(known.publication)
    return f"{of.title} ({date_in_words(of.date)})" if of else "een cijfer dat bij geen publicatie hoort"
