"""The sheets with amounts: an overview, and one sheet per stream with all that leads to it."""

import re
from collections.abc import Iterable, Sequence

from allocation.case import CODE
from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.groups import Grouping, amount_of
from rules.analysis.outcome_index import SHOWN
from tables.labels import adds, decimals, figure_cell, label, municipal, status, subtitle, warning
from tables.words import JA_NEE
from tables.workbook.model import Block, Column, Fact, Sheet, Value
from tables.workbook.names import sheet_name
from tables.workbook.style import shown_decimals

PLACES = (Column("Gemeentecode", width=14), Column("Gemeente", width=26), Column("Provincie", width=15))


def overview(outcome: Outcome, groups: Sequence[Grouping]) -> Sheet:
    """Per municipality what the publication gives it, and in which groups it is."""
    year = outcome.prepared.year
    return columns_page(outcome, "Overzicht", "Overzicht per gemeente", year.overview, groups)


def sheets(outcome: Outcome) -> list[Sheet]:
    """The further sheets that the publication asks for."""
    return [
        columns_page(outcome, title, title, names) for title, names in outcome.prepared.year.sheets.items()
    ]


def columns_page(
    outcome: Outcome, name: str, title: str, shown: Sequence[str], groups: Sequence[Grouping] = ()
) -> Sheet:
    """Chosen columns for every municipality; what is national stands above the table."""
    year, book = outcome.prepared.year.year, outcome.prepared.case.book
    table = re.sub(r"\W", "_", name.lower())
    return Sheet(
        name=sheet_name(name, year),
        title=f"{title}, uitkeringsjaar {year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, shown),
        facts=[_fact(outcome, item) for item in shown if book.national(item)],
        blocks=[_table(outcome, f"{table}_{year}", municipal(outcome, shown), groups)],
    )


def streams(outcome: Outcome) -> list[Sheet]:
    """A sheet for each amount, unless all that it rests on stands on the overview."""
    year = outcome.prepared.year
    return [
        _stream(outcome, amount)
        for amount in year.amounts
        if not outcome.prepared.case.book.reads(amount) <= {*year.overview}
    ]


def _stream(outcome: Outcome, amount: str) -> Sheet:
    """One stream: the national figures above, the volumes and steps of each municipality below."""
    prepared = outcome.prepared
    book = prepared.case.book
    used = book.reads(amount)
    rule = book.rules[amount]
    steps = [name for name in (*book.inputs, *book.rules) if name in used and not book.national(name)]
    national = [name for name in (*book.figures, *book.rules) if name in used and book.national(name)]
    return Sheet(
        name=sheet_name(rule.short, prepared.year.year),
        title=f"{rule.label}, uitkeringsjaar {prepared.year.year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, [*national, *steps, amount]),
        facts=[_fact(outcome, name) for name in national],
        blocks=[_table(outcome, f"{amount}_{prepared.year.year}", [*steps, amount])],
    )


def _fact(outcome: Outcome, name: str) -> Fact:
    text, unit = label(outcome, name)
    value: Value
    if name in outcome.prepared.figures:
        value = figure_cell(outcome, name)
    else:
        exact = outcome.result.national[name]
        value = decimal(exact, 0 if exact.denominator == 1 else SHOWN)
    shown = JA_NEE if unit.is_yes_no else shown_decimals(value, None)
    return Fact(f"{text} ({unit})", value, shown, status(outcome, name))


def _table(outcome: Outcome, name: str, shown: Iterable[str], groups: Sequence[Grouping] = ()) -> Block:
    """A table with a column for each group, input or rule, and the total for the country."""
    prepared = outcome.prepared
    columns, series, items = [*PLACES], [], list(shown)
    columns += [Column(grouping.name, width=36) for grouping in groups]
    for item in items:
        text, unit = label(outcome, item)
        values = outcome.result.column(item)
        columns.append(Column(f"{text} ({unit})", decimals(outcome, item), status(outcome, item), 18))
        series.append(values)
    places = prepared.territory.select(CODE, "naam", "provincie").iter_rows()
    cells = zip(*series, strict=True)
    rows: list[list[Value]] = [
        [*place, *(grouping.of[place[0]] for grouping in groups), *values]
        for place, values in zip(places, cells, strict=True)
    ]
    totals: list[Value] = ["", f"Totaal ({len(rows)} gemeenten)", "", *[""] * len(groups)]
    totals += [amount_of(outcome, item) if adds(outcome, item) else "" for item in items]
    return Block(name, columns, rows, totals)
