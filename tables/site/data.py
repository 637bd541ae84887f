"""What the page of a municipality tells, as data: CSV, JSON and Excel, with a status for each amount."""

import csv
import json
from collections.abc import Sequence
from fractions import Fraction
from io import StringIO

from attrs import frozen

from allocation.numbers import decimal
from tables.labels import OFFICIAL, mark
from tables.site.pages import Place, Site
from tables.workbook.fields import Field, block
from tables.workbook.model import Sheet, Workbook, warned
from tables.workbook.xlsx import render

CENTS = 2
WARNING = (
    "Gekleurd: berust op cijfers die niet zijn gepubliceerd. Wat indicatief of onbevestigd is, "
    "is een benadering, en niet het bedrag dat een gemeente krijgt."
)
HEADS = ("gemeentecode", "geldstroom", "uitkeringsjaar", "bedrag", "eenheid", "status", "publicatie")


@frozen
class Line:
    """An amount of a municipality in a year, exact, and how sure it is."""

    rule: str
    label: str
    year: int
    amount: Fraction
    unit: str
    status: str
    publication: str
    title: str


def lines(site: Site, place: Place) -> list[Line]:
    """Every amount of a municipality, in the order of its page."""
    return [
        Line(
            one.stream.rule,
            one.label,
            one.year,
            one.stream.values[place.code],
            one.unit,
            one.mark or OFFICIAL,
            one.publication,
            one.title,
        )
        for one in site.told(site.streams, place.code)
    ]


def as_csv(place: Place, told: Sequence[Line]) -> bytes:
    """A row per amount."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    for one in told:
        row = (place.code, one.rule, one.year, _plain(one.amount), one.unit, one.status, one.publication)
        writer.writerow(row)
    return out.getvalue().encode()


def as_json(place: Place, told: Sequence[Line]) -> bytes:
    """An object per amount; amounts are texts, as a JSON number is no exact one to every reader."""
    content = {
        "gemeentecode": place.code,
        "gemeente": place.name,
        "bedragen": [
            {
                "geldstroom": one.rule,
                "naam": one.label,
                "uitkeringsjaar": one.year,
                "bedrag": _plain(one.amount),
                "eenheid": one.unit,
                "status": one.status,
                "publicatie": one.publication,
            }
            for one in told
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def as_xlsx(place: Place, told: Sequence[Line]) -> bytes:
    """A sheet with a row per amount; each row has its mark, and stand-ins stand above it."""
    marks = [mark(one.status) for one in told]
    whole = all(one.amount.denominator == 1 for one in told)
    digits = 0 if whole else CENTS
    fields: list[Field[Line]] = [
        Field("Geldstroom", lambda one: one.label, width=48),
        Field("Uitkeringsjaar", lambda one: str(one.year), width=14),
        Field("Bedrag", lambda one: decimal(one.amount, digits), width=18, decimals=digits, marks=marks),
        Field("Eenheid", lambda one: one.unit, width=10),
        Field("Zekerheid", lambda one: one.status, width=14),
        Field("Publicatie", lambda one: one.title, width=60),
    ]
    title = f"{place.name} ({place.code}): wat de gemeente krijgt"
    sheet = Sheet(
        "Bedragen", title, "Zoals het laatst gepubliceerd of berekend", [block("bedragen", fields, told)]
    )
    return render(Workbook(title, "Verdeelsleutel", warned([sheet], WARNING if any(marks) else "")))


def _plain(value: Fraction) -> str:
    return f"{decimal(value, 0 if value.denominator == 1 else CENTS):f}"
