"""The amounts of a publication on a later territory, to lay beside a later publication."""

import datetime
from fractions import Fraction

from allocation.case import CODE
from allocation.numbers import decimal
from allocation.territory import Parts, origins, restated
from rules import Outcome
from rules.territory.municipalities import carried, municipalities
from tables.labels import label, status, subtitle, warning
from tables.words import date_in_words
from tables.workbook.model import Block, Column, Sheet, Value
from tables.workbook.names import sheet_name

DECIMALS = 2
NOTE = "Oude bedragen opgeteld, bij een splitsing verdeeld naar inwoners; niet opnieuw berekend."


def carried_page(outcome: Outcome, date: datetime.date) -> Sheet:
    """Every amount as it was, added up over the municipalities of `date`.

    Raises InputError when `date` lies before the territory of the publication.
    """
    prepared = outcome.prepared
    year, amounts = prepared.year.year, prepared.year.amounts
    parts = carried(prepared.year.territory, date)
    from_whom = origins(parts, list(prepared.territory[CODE]))
    columns = [
        Column("Gemeentecode", width=14),
        Column("Gemeente", width=28),
        Column("Bestaat uit", width=36),
    ]
    for name in amounts:
        text, unit = label(outcome, name)
        columns.append(Column(f"{text} ({unit})", DECIMALS, status(outcome, name), 22))
    values = [_restated(outcome, name, parts) for name in amounts]
    rows: list[list[Value]] = []
    for code, naam in municipalities(date).select(CODE, "naam").iter_rows():
        olds = ", ".join(sorted(from_whom.get(code, {})))
        rows.append([code, naam, olds, *(decimal(of[code], DECIMALS) for of in values)])
    totals: list[Value] = [
        "",
        f"Totaal ({len(rows)} gemeenten)",
        "",
        *(outcome.result.total(name) for name in amounts),
    ]
    return Sheet(
        name=sheet_name(f"Indeling {date.year}, jaar", year),
        title=f"Uitkeringsjaar {year} op de gemeentelijke indeling van {date_in_words(date.isoformat())}",
        subtitle=f"{subtitle(outcome)}. {NOTE}",
        warning=warning(outcome, amounts),
        blocks=[Block(f"indeling_{year}", columns, rows, totals)],
    )


def _restated(outcome: Outcome, name: str, parts: Parts) -> dict[str, Fraction]:
    pairs = outcome.result.values.select(CODE, name).rows()
    return restated({code: Fraction(value) for code, value in pairs}, parts)
