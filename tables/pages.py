"""The sheets with amounts: an overview, and one sheet per stream with all that leads to it."""

import re
from collections.abc import Iterable, Sequence

from allocation.case import CODE
from allocation.numbers import decimal, decimals_of
from rules import Outcome
from rules.catalogue.groups import Grouping
from tables.model import Column, Fact, Page, Table, Value
from tables.style import shown_decimals
from tables.words import STANDS, date_in_words

OFFICIAL = "officieel"
FORBIDDEN = r"[\[\]:*?/\\']"
"""What may not stand in the name of a sheet."""
PLACES = (Column("Gemeentecode", width=14), Column("Gemeente", width=26), Column("Provincie", width=15))
SHOWN = 2
"""Decimals shown of an amount that is not rounded."""


def overview(outcome: Outcome, groups: Sequence[Grouping]) -> Page:
    """Per municipality what the publication gives it, and in which groups it is."""
    prepared = outcome.prepared
    amounts = prepared.year.amounts
    return Page(
        name=sheet_name("Overzicht", prepared.year.year),
        title=f"Overzicht per gemeente, uitkeringsjaar {prepared.year.year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, amounts),
        tables=[_table(outcome, f"overzicht_{prepared.year.year}", amounts, groups)],
    )


def stream(outcome: Outcome, amount: str) -> Page:
    """One stream: the national figures above, the volumes and steps of each municipality below."""
    prepared = outcome.prepared
    book = prepared.case.book
    used = book.reads(amount)
    rule = book.rules[amount]
    steps = [name for name in (*book.inputs, *book.rules) if name in used and not book.national(name)]
    national = [name for name in (*book.figures, *book.rules) if name in used and book.national(name)]
    return Page(
        name=sheet_name(rule.short, prepared.year.year),
        title=f"{rule.label}, uitkeringsjaar {prepared.year.year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, [*national, *steps, amount]),
        facts=[_fact(outcome, name) for name in national],
        tables=[_table(outcome, f"{amount}_{prepared.year.year}", [*steps, amount])],
    )


def sheet_name(text: str, year: int) -> str:
    """A name that Excel takes: at most 31 characters, none of them special."""
    return f"{re.sub(FORBIDDEN, ' ', text)[: 31 - 5].strip()} {year}"


def subtitle(outcome: Outcome) -> str:
    """Which publication, by whom, of when."""
    of = outcome.prepared.publication
    return f"{of.title} ({date_in_words(of.date)}), {of.issuer}"


def warning(outcome: Outcome, shown: Iterable[str] = ()) -> str:
    """What a reader must know before using the figures; `shown` are the names on the sheet."""
    prepared = outcome.prepared
    said = [] if prepared.year.stand == "definitief" else [STANDS[prepared.year.stand]]
    if prepared.what_if:
        said.append("wat als: met een herindeling die geen wet nog kent")
    if prepared.replaced:
        said.append(f"berekend met eigen gegevens ({', '.join(prepared.replaced)}), niet die van de uitgever")
    if any(status(outcome, name) for name in shown):
        said.append("gekleurd: berust op cijfers die niet zijn gepubliceerd, zie Controle en Bronnen")
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def label(outcome: Outcome, name: str) -> tuple[str, str]:
    """The label and unit of a rule, an input or a figure."""
    library, book = outcome.prepared.library, outcome.prepared.case.book
    item = book.rules.get(name) or library.inputs.get(name) or library.figures[name]
    return item.label, item.unit


def status(outcome: Outcome, name: str) -> str:
    """How sure a rule, an input or a figure is; "" where it is official."""
    found = outcome.result.statuses.get(name) or outcome.prepared.case.statuses[name]
    return "" if found == OFFICIAL else found


def _fact(outcome: Outcome, name: str) -> Fact:
    text, unit = label(outcome, name)
    value: Value
    if name in outcome.prepared.figures:
        value = figure_cell(outcome, name)
    else:
        exact = outcome.result.national[name]
        value = decimal(exact, 0 if exact.denominator == 1 else SHOWN)
    return Fact(f"{text} ({unit})", value, shown_decimals(value, None), status(outcome, name))


def figure_cell(outcome: Outcome, name: str) -> Value:
    """The value of a figure with the decimals that it is published with; a ratio as a ratio."""
    value = outcome.prepared.figures[name].value
    if decimals_of(value) is None:
        return str(value)
    return decimal(value, outcome.prepared.library.figures[name].decimals)


def _table(outcome: Outcome, name: str, shown: Iterable[str], groups: Sequence[Grouping] = ()) -> Table:
    """A table with a column for each group, input or rule, and the total for the country."""
    prepared, result = outcome.prepared, outcome.result
    columns, series, items = [*PLACES], [], list(shown)
    columns += [Column(grouping.name, width=30) for grouping in groups]
    for item in items:
        text, unit = label(outcome, item)
        values = result.values[item] if item in result.values else prepared.case.municipalities[item]
        spec = prepared.library.inputs.get(item)
        scale = min(spec.decimals if spec else SHOWN, values.dtype.scale)  # type: ignore[attr-defined]
        columns.append(Column(f"{text} ({unit})", scale, status(outcome, item), 18))
        series.append(values)
    places = prepared.territory.select(CODE, "naam", "provincie").iter_rows()
    cells = zip(*series, strict=True)
    rows: list[list[Value]] = [
        [*place, *(grouping.of[place[0]] for grouping in groups), *values]
        for place, values in zip(places, cells, strict=True)
    ]
    totals: list[Value] = ["", f"Totaal ({len(rows)} gemeenten)", "", *[""] * len(groups)]
    totals += [result.total(item) for item in items]
    return Table(name, columns, rows, totals)
