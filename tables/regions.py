"""Totals by province, arbeidsmarktregio and size class."""

from collections import Counter
from collections.abc import Sequence

from rules import Outcome
from rules.catalogue.groups import Grouping, in_groups
from tables.model import Column, Page, Table, Value
from tables.pages import label, sheet_name, status, subtitle, warning


def regions(outcome: Outcome, groups: Sequence[Grouping]) -> list[Page]:
    """What each group of municipalities gets of each amount, a sheet for each way of grouping."""
    prepared = outcome.prepared
    year, amounts = prepared.year.year, prepared.year.amounts
    return [
        Page(
            name=sheet_name(grouping.name, year),
            title=f"Totalen per {grouping.name.lower()}, uitkeringsjaar {year}",
            subtitle=subtitle(outcome) + (f". Indeling: {grouping.note}" if grouping.note else ""),
            warning=warning(outcome, amounts),
            tables=[_table(outcome, grouping)],
        )
        for grouping in groups
    ]


def _table(outcome: Outcome, grouping: Grouping) -> Table:
    amounts = outcome.prepared.year.amounts
    columns = [Column(grouping.name, width=44), Column("Gemeenten", 0, width=12)]
    columns += [
        Column(f"{label(outcome, name)[0]} ({label(outcome, name)[1]})", 0, status(outcome, name), 22)
        for name in amounts
    ]
    sums = [in_groups(outcome.result.values, name, grouping) for name in amounts]
    counts = Counter(grouping.of.values())
    rows: list[list[Value]] = [
        [group, counts[group], *(of[group] for of in sums)] for group in grouping.groups
    ]
    totals: list[Value] = ["Totaal", len(grouping.of), *(outcome.result.total(name) for name in amounts)]
    return Table(f"{grouping.name.lower()}_{outcome.prepared.year.year}", columns, rows, totals)
