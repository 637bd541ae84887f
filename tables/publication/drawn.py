"""The sheets that one looks at: amounts per inhabitant by group, and who moved most, each with a chart."""

from collections.abc import Sequence

from allocation.case import CODE
from allocation.numbers import decimal
from rules.analysis.groups import Grouping
from rules.analysis.overview import Overview
from rules.analysis.per_inhabitant import DRAWN, Moved, OfGroup, most_moved, per_group
from tables.labels import label, status, subtitle, warning
from tables.publication.groups import group_name, grouping_name, grouping_note
from tables.words import date_in_words, listed, number
from tables.workbook.fields import Field, block
from tables.workbook.model import Chart, Sheet
from tables.workbook.names import sheet_name

CENTS, MOST = 2, 10
COUNTRY = "Nederland"
PER = "Per inwoner (EUR)"


def drawn_sheets(of: Overview, groups: Sequence[Grouping]) -> list[Sheet]:
    """Those of a year; none where there is nothing to draw."""
    return [*_groups(of, groups), *_moved(of)]


def _mark(of: Overview) -> str:
    marks = [status(of.outcome, name) for name in of.money]
    return max([*marks, "" if of.counted else "afgeleid"])


def _groups(of: Overview, groups: Sequence[Grouping]) -> list[Sheet]:
    """By province and size class."""
    rows = per_group(of, groups)
    if not rows:
        return []
    year, mark = of.outcome.prepared.year.year, _mark(of)
    fields: list[Field[OfGroup]] = [
        Field("Groep", _name, width=24),
        Field("Indeling", lambda one: grouping_name(one.grouping) if one.grouping else COUNTRY, width=15),
        Field("Gemeenten", lambda one: one.count, 12, 0),
        Field(f"Inwoners (1 januari {year})", lambda one: decimal(one.persons, 0), 14, 0),
        Field("Totaal van de bedragen (EUR)", lambda one: decimal(one.amount, 0), 16, 0, mark),
        Field(PER, lambda one: decimal(one.per_inhabitant, CENTS), 13, CENTS, mark),
    ]
    name = f"per_inwoner_{year}"
    notes = (grouping_note(grouping) for grouping in groups if grouping.kind in DRAWN)
    told = ". Indeling: ".join([_of_what(of), *filter(None, notes)])
    table = block(name, fields, rows)
    *some, country = rows
    high, low = (pick(some, key=lambda one: one.per_inhabitant) for pick in (max, min))
    title = f"Bedrag per inwoner, uitkeringsjaar {year}"
    alt = (
        f"Staven: het bedrag per inwoner in elke provincie en grootteklasse. Het hoogst in {_euros(high)}, "
        f"het laagst in {_euros(low)}; in heel {_euros(country)}."
    )
    per = table.columns[-1].header
    chart = Chart(
        title, name, "Groep", [per], "provincie of grootteklasse", "euro per inwoner", alt, below=True
    )
    sheet = sheet_name("Per inwoner", year)
    heading = f"Bedrag per inwoner naar provincie en grootteklasse, uitkeringsjaar {year}"
    return [Sheet(sheet, heading, told, [table], warning(of.outcome, of.money), charts=[chart])]


def _name(one: OfGroup) -> str:
    return group_name(one.grouping, one.group) if one.grouping else COUNTRY


def _euros(one: OfGroup) -> str:
    return f"{_name(one)} ({number(one.per_inhabitant, CENTS)} euro)"


def _of_what(of: Overview) -> str:
    names = [label(of.outcome, name)[0] for name in of.money]
    return f"{subtitle(of.outcome)}\nDe bedragen samen: {listed(names)}"


def _moved(of: Overview) -> list[Sheet]:
    """Who gains and who loses most per inhabitant, beside the publication before it."""
    rows = most_moved(of, MOST)
    if of.previous is None or not rows:
        return []
    places = of.outcome.prepared.territory.select(CODE, "naam").rows()
    year, before, mark = of.outcome.prepared.year.year, of.previous.prepared.publication, _mark(of)
    fields: list[Field[Moved]] = [
        Field("Gemeentecode", lambda one: places[one.row][0], width=14),
        Field("Gemeente", lambda one: places[one.row][1], width=26),
        Field("Verschil (EUR)", lambda one: decimal(one.change, 0), 16, 0, mark),
        Field("Verschil per inwoner (EUR)", lambda one: decimal(one.per_inhabitant, CENTS), 16, CENTS, mark),
    ]
    name = f"verschuivingen_{year}"
    table = block(name, fields, rows)
    most, least = rows[0], rows[-1]
    told = [f"{places[one.row][1]} ({number(one.per_inhabitant, CENTS)} euro)" for one in (most, least)]
    title = f"Grootste verschuivingen per inwoner, uitkeringsjaar {year}"
    alt = (
        f"Staven: het verschil per inwoner met {before.title} van de gemeenten die er het meest op vooruit "
        f"en achteruit gaan, van {told[0]} tot {told[1]}."
    )
    change = table.columns[-1].header
    chart = Chart(title, name, "Gemeente", [change], "gemeente", "euro per inwoner", alt, below=True)
    whence = f"Ten opzichte van {before.title} ({date_in_words(before.date)}). Hoogstens {MOST} van elk."
    said = f"{_of_what(of)}.\n{whence}"
    sheet = sheet_name("Verschuivingen", year)
    return [Sheet(sheet, title, said, [table], warning(of.outcome, of.money), charts=[chart])]
