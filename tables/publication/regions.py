"""Totals by province, arbeidsmarktregio and size class."""

from collections.abc import Sequence

from rules import Outcome
from rules.analysis.groups import Grouping, amount_of, amounts_of
from tables.labels import decimals, municipal, status, subtitle, warning, with_unit
from tables.publication.groups import group_name, grouping_name, grouping_note
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Sheet
from tables.workbook.names import sheet_name


def regions(outcome: Outcome, groups: Sequence[Grouping]) -> list[Sheet]:
    """What each group of municipalities gets of each amount, a sheet for each way of grouping."""
    prepared = outcome.prepared
    year, shown = prepared.year.year, municipal(outcome, prepared.year.overview)
    return [
        Sheet(
            name=sheet_name(grouping_name(grouping), year),
            title=f"Totalen per {grouping_name(grouping).lower()}, uitkeringsjaar {year}",
            subtitle=". Indeling: ".join(filter(None, [subtitle(outcome), grouping_note(grouping)])),
            warning=warning(outcome, shown),
            blocks=[_table(outcome, grouping, shown)],
        )
        for grouping in groups
    ]


def _table(outcome: Outcome, grouping: Grouping, shown: Sequence[str]) -> Block:
    """A row per group, with the number of its municipalities and what they get together."""
    name, members = grouping_name(grouping), list(grouping.members.values())
    groups = [group_name(grouping, group) for group in grouping.members]
    fields: list[Field[int]] = [
        Field(name, groups.__getitem__, width=36, total="Totaal"),
        Field("Gemeenten", lambda row: len(members[row]), width=12, decimals=0, total=len(grouping.of)),
        *(_amount_field(outcome, item, members) for item in shown),
    ]
    year = outcome.prepared.year.year
    return block(f"{name.lower()}_{year}", fields, range(len(groups)), totals=True)


def _amount_field(outcome: Outcome, name: str, members: Sequence[Sequence[str]]) -> Field[int]:
    return Field(
        with_unit(outcome, name),
        amounts_of(outcome, name, members).__getitem__,
        width=16,
        decimals=decimals(outcome, name),
        mark=status(outcome, name),
        total=amount_of(outcome, name),
    )
