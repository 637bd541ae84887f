"""Totals by province, arbeidsmarktregio and size class."""

from collections.abc import Sequence

from rules import Outcome
from rules.analysis.groups import Grouping, amount_of, amounts_of
from tables.labels import decimals, label, municipal, status, subtitle, warning
from tables.workbook.model import Block, Column, Sheet, Value
from tables.workbook.names import sheet_name


def regions(outcome: Outcome, groups: Sequence[Grouping]) -> list[Sheet]:
    """What each group of municipalities gets of each amount, a sheet for each way of grouping."""
    prepared = outcome.prepared
    year, shown = prepared.year.year, municipal(outcome, prepared.year.overview)
    return [
        Sheet(
            name=sheet_name(grouping.name, year),
            title=f"Totalen per {grouping.name.lower()}, uitkeringsjaar {year}",
            subtitle=subtitle(outcome) + (f". Indeling: {grouping.note}" if grouping.note else ""),
            warning=warning(outcome, shown),
            blocks=[_table(outcome, grouping, shown)],
        )
        for grouping in groups
    ]


def _table(outcome: Outcome, grouping: Grouping, shown: Sequence[str]) -> Block:
    columns = [Column(grouping.name, width=44), Column("Gemeenten", 0, width=12)]
    columns += [
        Column(
            f"{label(outcome, name)[0]} ({label(outcome, name)[1]})",
            decimals(outcome, name),
            status(outcome, name),
            22,
        )
        for name in shown
    ]
    members: dict[str, list[str]] = {group: [] for group in grouping.groups}
    for code, group in grouping.of.items():
        members[group].append(code)
    amounts = zip(*(amounts_of(outcome, name, list(members.values())) for name in shown), strict=True)
    rows: list[list[Value]] = [
        [group, len(codes), *of_group]
        for (group, codes), of_group in zip(members.items(), amounts, strict=True)
    ]
    totals: list[Value] = [
        "Totaal",
        len(grouping.of),
        *(amount_of(outcome, name) for name in shown),
    ]
    return Block(f"{grouping.name.lower()}_{outcome.prepared.year.year}", columns, rows, totals)
