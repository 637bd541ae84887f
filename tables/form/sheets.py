"""The sheets of a form. Those that are read have nothing above their header, so that any reader finds it."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from allocation.case import CODE
from allocation.figures import STATUSES, Figure, FigureValue
from allocation.inputs import InputSpec
from allocation.lags import in_years, unlagged
from allocation.numbers import decimal, decimals_of
from rules import Library
from rules.forms.answers import (
    ABOUT,
    ANSWER,
    CODE_COLUMN,
    COLUMN,
    DAY,
    FIGURES,
    INPUTS,
    ISSUER,
    KENMERK,
    LIKE,
    NAME,
    NAME_COLUMN,
    SHEET,
    SIGNED_BY,
    SIGNED_ON,
    SOURCE,
    STATUS,
    TITLE,
    VALUE,
    WHAT,
    YEAR,
    stand_of,
)
from rules.forms.filled import STANDS
from rules.library.schema import Delivery, Publication
from rules.runs.asked import Asked
from rules.territory.municipalities import municipalities
from tables.words import number
from tables.workbook.fields import Field, block
from tables.workbook.model import Blank, CellValue, Column, Sheet
from tables.workbook.model import Block as Table

DRAFT = "zolang dit leeg is staat op elk blad dat het een concept is"
TEXT, LONG_TEXT, CHOSEN_STATUS = Blank(), Blank(lines=4), Blank(choices=STATUSES)


def municipal_sheet(year: int) -> str:
    """The name of the sheet with a row per municipality."""
    return f"Gemeenten {year}"


def heading(spec: InputSpec, year: int) -> str:
    """What stands above the column of an input."""
    return f"{in_years(spec.label, year)} ({spec.unit})"


def about(base: Publication, years: Sequence[Asked]) -> Sheet:
    """What the publication is called, by whom, of when, and how definite."""
    fields: Sequence[Field[tuple[CellValue, ...]]] = (
        Field(WHAT, lambda row: row[0], 26),
        Field(ANSWER, lambda row: row[1], 50),
        Field(f"In {base.name}", lambda row: row[2], 50),
        Field("Uitleg", lambda row: row[3], 46),
        Field(NAME, lambda row: row[4], 14),
    )
    rows: list[tuple[CellValue, ...]] = [
        ("Titel", TEXT, base.title, "staat boven elk blad", TITLE),
        ("Datum", TEXT, base.date, "wat bekend is: 2024, 2024-05 of 2024-05-31", DAY),
        ("Uitgever", TEXT, base.issuer, "wie de publicatie uitgeeft", ISSUER),
    ]
    for each in years:
        known = next((year.stand for year in base.years if year.year == each.year.year), base.years[-1].stand)
        stand = Blank(choices=STANDS)
        told = stand_of(each.year.year)
        rows.append((f"Stand, uitkeringsjaar {each.year.year}", stand, known, "kies uit de lijst", told))
    rows += [
        ("Kenmerk", TEXT, "", "mag leeg blijven tot de vaststelling", KENMERK),
        ("Vastgesteld door", TEXT, "", DRAFT, SIGNED_BY),
        ("Vastgesteld op", TEXT, "", "een dag: 2024-05-31", SIGNED_ON),
    ]
    return Sheet(ABOUT, "", "", [block(ABOUT, fields, rows)])


@frozen
class _Figure:
    """A figure that is asked for a year, and what is known of it."""

    figure: Figure
    year: int
    known: FigureValue | None


def figures(base: Publication, years: Sequence[Asked]) -> Sheet:
    """A row per national figure."""
    fields: Sequence[Field[_Figure]] = (
        Field(WHAT, lambda one: in_years(one.figure.label, one.year), 34),
        Field("Eenheid", lambda one: one.figure.unit, 17),
        Field(YEAR, lambda one: str(one.year), 15),
        Field("Toegestaan", lambda one: _allowed(one.figure), 25),
        Field("Laatst bekend", _known_value, 16),
        Field("Bekend uit", _known_from, 24),
        Field("Let op", lambda one: one.figure.hint, 34),
        Field(VALUE, lambda one: Blank(one.figure.decimals), 18),
        Field(STATUS, lambda _: CHOSEN_STATUS, 14),
        Field(SOURCE, lambda _: LONG_TEXT, 36),
        Field(NAME, lambda one: one.figure.name, 30),
    )
    rows = [
        _Figure(figure, each.year.year, _known(figure, base.name, each.year.year - unlagged(figure.name)[1]))
        for each in years
        for figure in each.figures
    ]
    return Sheet(FIGURES, "", "", [block(FIGURES, fields, rows)])


def _allowed(figure: Figure) -> str:
    least, most = figure.bounds.least, figure.bounds.most
    ends = [number(value, decimals_of(value) or 0) for value in (least, most) if value is not None]
    return f"{' tot en met '.join(ends)}; {figure.decimals} decimalen"


def _known(figure: Figure, base: str, year: int) -> FigureValue | None:
    """The value of the publication that the new one looks like; else the last one of any."""
    return max(figure.values, key=lambda v: (v.publication == base, v.year == year, v.year), default=None)


def _known_value(one: _Figure) -> CellValue:
    if one.known is None:
        return "niet bekend"
    needed = decimals_of(one.known.value)
    return str(one.known.value) if needed is None else decimal(one.known.value, one.figure.decimals)


def _known_from(one: _Figure) -> str:
    if one.known is None:
        return ""
    return f"{one.known.publication or 'de wet'}, {one.known.year}; {one.known.status}"


def inputs(library: Library, base: Publication, years: Sequence[Asked]) -> Sheet:
    """A row per input: where its column is, and where it was read or from which publication it is taken."""

    def before(one: tuple[InputSpec, int]) -> str:
        known = library.every_entry(one[0].name, base.name, base.years[-1].year)
        entries = [given.entry for given in known if isinstance(given.entry, Delivery)]
        return f"{entries[0].status}: {entries[0].source}" if entries else ""

    fields: Sequence[Field[tuple[InputSpec, int]]] = (
        Field(WHAT, lambda one: in_years(one[0].label, one[1]), 32),
        Field("Eenheid", lambda one: one[0].unit, 16),
        Field(YEAR, lambda one: str(one[1]), 15),
        Field("Wat het is", lambda one: one[0].source, 36),
        Field(f"Bron in {base.name}", before, 36),
        Field(SHEET, lambda one: municipal_sheet(one[1]), 16),
        Field(COLUMN, lambda one: heading(*one), 30),
        Field(STATUS, lambda _: CHOSEN_STATUS, 14),
        Field(SOURCE, lambda _: LONG_TEXT, 36),
        Field(LIKE, lambda _: TEXT, 26),
        Field(NAME, lambda one: one[0].name, 24),
    )
    rows = [(spec, each.year.year) for each in years for spec in each.inputs]
    return Sheet(INPUTS, "", "", [block(INPUTS, fields, rows)])


def per_municipality(years: Sequence[Asked]) -> Iterator[Sheet]:
    """A sheet per year with the municipalities of its day and a column per input."""
    for each in years:
        year = each.year.year
        columns = [Column(CODE_COLUMN), Column(NAME_COLUMN, width=28)]
        columns += [Column(heading(spec, year), max(spec.decimals, 0), width=20) for spec in each.inputs]
        blanks = [Blank(max(spec.decimals, 0)) for spec in each.inputs]
        named = municipalities(each.year.territory).select(CODE, "naam").iter_rows()
        if each.inputs:
            table = Table(f"Gemeenten_{year}", columns, [[*row, *blanks] for row in named])
            yield Sheet(municipal_sheet(year), "", "", [table])
