"""The amounts of a publication on a later territory, to lay beside a later publication."""

import datetime

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.restate import LaterTerritory, on_later_territory
from tables.labels import status, subtitle, warning, with_unit
from tables.publication.amounts import place_fields
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Sheet
from tables.workbook.names import sheet_name

DECIMALS = 2
NOTE = "Oude bedragen opgeteld, bij een splitsing verdeeld naar inwoners; niet opnieuw berekend."


def carried_sheet(outcome: Outcome, date: datetime.date) -> Sheet:
    """Every amount as it was, added up over the municipalities of `date`.

    Raises InputError when `date` lies before the territory of the publication.
    """
    year, amounts = outcome.prepared.year.year, outcome.prepared.year.amounts
    later = on_later_territory(outcome, amounts, date)
    fields = place_fields(later.places, width=28)
    fields.append(Field("Bestaat uit", lambda row: _olds(later, row), width=36))
    fields += [_amount_field(outcome, later, name) for name in amounts]
    return Sheet(
        name=sheet_name(f"Indeling {date.year}, jaar", year),
        title=f"Uitkeringsjaar {year} op de gemeentelijke indeling van {date_in_words(date.isoformat())}",
        subtitle=f"{subtitle(outcome)}. {NOTE}",
        warning=warning(outcome, amounts),
        blocks=[block(f"indeling_{year}", fields, range(len(later.places)), totals=True)],
    )


def _olds(later: LaterTerritory, row: int) -> str:
    return ", ".join(sorted(later.origins.get(later.places[row][0], {})))


def _amount_field(outcome: Outcome, later: LaterTerritory, name: str) -> Field[int]:
    amounts = later.amounts[name]
    return Field(
        with_unit(outcome, name),
        lambda row: decimal(amounts[later.places[row][0]], DECIMALS),
        width=22,
        decimals=DECIMALS,
        mark=status(outcome, name),
        total=outcome.result.total(name),
    )
