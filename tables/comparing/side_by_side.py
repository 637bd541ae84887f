"""Several years beside each other: a sheet per amount, a row per municipality, a column per year."""

from collections.abc import Sequence
from functools import partial

from allocation.case import CODE
from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.outcome_index import SHOWN
from rules.analysis.side_by_side import Moment, latest, side_by_side
from rules.territory.naming import names_by_code
from tables.labels import label, mark
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet
from tables.workbook.names import LONGEST

NAME = "Jaren"
MOVED = "Wat van een oudere indeling is, is opgeteld: zo staat het in geen uitgave."


def year_sheets(outcomes: Sequence[Outcome], subtitle: str, least: int) -> list[Sheet]:
    """A sheet for each amount of money or number of which there are so many years at least."""
    every = dict.fromkeys(name for outcome in outcomes for name in outcome.prepared.year.amounts)
    found = ((name, side_by_side(outcomes, name)) for name in every)
    return [_sheet(outcomes, name, years, subtitle) for name, years in found if len(years) >= least]


def _sheet(outcomes: Sequence[Outcome], amount: str, years: Sequence[Moment], subtitle: str) -> Sheet:
    prepared, last = latest(outcomes).prepared, years[-1].outcome
    text, _ = label(last, amount)
    names, codes = names_by_code(prepared.territory), list(prepared.territory[CODE])
    day = date_in_words(prepared.year.territory.isoformat())
    told = f"Op de gemeenten van {day}.{f' {MOVED}' if any(year.moved for year in years) else ''}"
    fields: list[Field[str]] = [
        Field("Gemeentecode", str, width=14),
        Field("Gemeente", names.__getitem__, width=26, total=f"Totaal ({len(codes)} gemeenten)"),
        *(column(_header(year), year, codes, 20) for year in years),
    ]
    first, end = (year.outcome.prepared.year.year for year in (years[0], years[-1]))
    return Sheet(
        f"{NAME} {last.prepared.case.book.rules[amount].short}"[:LONGEST],
        f"{text}, uitkeringsjaren {first} tot en met {end}",
        f"{subtitle}\n{told}",
        [block(f"jaren_{amount}", fields, codes, totals=True)],
    )


def _header(of: Moment) -> str:
    year = of.outcome.prepared.year
    return f"{year.year}, {year.stand} ({label(of.outcome, of.rule)[1]})"


def column(header: str, of: Moment, codes: Sequence[str], width: int) -> Field[str]:
    """A moment, and how sure each amount is."""
    marks = [mark(of.status(code)) if code in of.amounts else "" for code in codes]
    decimals = 0 if all(value.denominator == 1 for value in of.amounts.values()) else SHOWN
    return Field(
        header,
        partial(_cell, of, decimals),
        width=width,
        decimals=decimals,
        mark=mark(of.status("")),
        total=decimal(of.total, decimals),
        marks=marks,
    )


def _cell(of: Moment, decimals: int, code: str) -> CellValue:
    return decimal(of.amounts[code], decimals) if code in of.amounts else None
