"""The sheets with amounts: an overview, and one sheet per stream with all that leads to it."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import evolve

from allocation.case import CODE
from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.groups import Grouping, amount_of
from rules.analysis.outcome_index import SHOWN
from rules.analysis.overview import Overview
from tables.labels import (
    adds,
    decimals,
    figure_cell,
    label,
    marks,
    municipal,
    status,
    subtitle,
    warning,
    with_unit,
)
from tables.publication.groups import group_name, grouping_name
from tables.publication.nought import without_nought
from tables.publication.overview import inhabitant_fields, previous_words, total_fields
from tables.publication.signs import NOT_APPLICABLE, UNKNOWN, shown
from tables.words import JA_NEE
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Fact, Sheet
from tables.workbook.names import sheet_name
from tables.workbook.style import DIFFERS, shown_decimals


def overview(of: Overview, groups: Sequence[Grouping]) -> Sheet:
    """Per municipality what the publication gives it, now and before, and in which groups it is."""
    year = of.outcome.prepared.year
    sheet = columns_page(
        of.outcome,
        "Overzicht",
        "Overzicht per gemeente",
        year.overview,
        before=inhabitant_fields(of),
        behind=[*total_fields(of), *_group_fields(of.outcome, groups)],
    )
    sheet = evolve(sheet, subtitle=f"{sheet.subtitle}{previous_words(of)}")
    return without_nought(sheet, of.outcome, year.amounts)


def sheets(outcome: Outcome) -> list[Sheet]:
    """The further sheets that the publication asks for."""
    return [
        columns_page(outcome, title, title, names) for title, names in outcome.prepared.year.sheets.items()
    ]


def columns_page(
    outcome: Outcome,
    name: str,
    title: str,
    shown: Sequence[str],
    *,
    before: Sequence[Field[int]] = (),
    behind: Sequence[Field[int]] = (),
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
        blocks=[_table(outcome, f"{table}_{year}", municipal(outcome, shown), before, behind)],
    )


def streams(outcome: Outcome) -> list[Sheet]:
    """A sheet for each amount, unless all that it rests on stands on the overview."""
    year = outcome.prepared.year
    return [_stream(outcome, amount) for amount in year.amounts if _has_sheet(outcome, amount)]


def _has_sheet(outcome: Outcome, amount: str) -> bool:
    year = outcome.prepared.year
    return amount in year.amounts and not outcome.prepared.case.book.reads(amount) <= {*year.overview}


def _stream(outcome: Outcome, amount: str) -> Sheet:
    """One stream: the national figures above, the volumes and steps of each municipality below."""
    prepared = outcome.prepared
    book = prepared.case.book
    used = book.reads(amount)
    rule = book.rules[amount]
    steps = [name for name in (*book.inputs, *book.rules) if name in used and not book.national(name)]
    national = [name for name in (*book.figures, *book.rules) if name in used and book.national(name)]
    nought = [name for name in steps if not shown(outcome.result.column(name).to_list())]
    steps = [name for name in steps if name not in nought]
    empty = f"\nOveral 0, en daarom zonder kolom: {_labels(outcome, nought)}." if nought else ""
    sheet = Sheet(
        name=sheet_name(rule.short, prepared.year.year),
        title=f"{rule.label}, uitkeringsjaar {prepared.year.year}",
        subtitle=f"{subtitle(outcome)}{empty}",
        warning=warning(outcome, [*national, *steps, amount]),
        facts=[_fact(outcome, name) for name in national],
        blocks=[_table(outcome, f"{amount}_{prepared.year.year}", [*steps, amount])],
    )
    return without_nought(sheet, outcome, [amount])


def _labels(outcome: Outcome, names: Iterable[str]) -> str:
    return ", ".join(label(outcome, name)[0] for name in names)


def _fact(outcome: Outcome, name: str) -> Fact:
    value: CellValue
    if name in outcome.prepared.figures:
        value = figure_cell(outcome, name)
    else:
        exact = outcome.result.national[name]
        value = decimal(exact, 0 if exact.denominator == 1 else SHOWN)
    shown = JA_NEE if label(outcome, name)[1].is_yes_no else shown_decimals(value, None)
    return Fact(with_unit(outcome, name), value, shown, status(outcome, name))


def _table(
    outcome: Outcome,
    name: str,
    shown: Iterable[str],
    before: Sequence[Field[int]] = (),
    behind: Sequence[Field[int]] = (),
) -> Block:
    """A row per municipality, a column for each input or rule between others, and the national total."""
    places = outcome.prepared.territory.select(CODE, "naam").rows()
    fields = [*place_fields(places, width=26), *before]
    for item in shown:
        beside = () if behind and _has_sheet(outcome, item) else _published_fields(outcome, item)
        fields += [_amount_field(outcome, item), *beside]
    return block(name, [*fields, *behind], range(len(places)), totals=True)


def place_fields(places: Sequence[tuple[str, ...]], *, width: int) -> list[Field[int]]:
    """The code and the name of a municipality, by its place among the `places`."""
    return [
        Field("Gemeentecode", lambda row: places[row][0], width=14),
        Field(
            "Gemeente",
            lambda row: places[row][1],
            width=width,
            total=f"Totaal ({len(places)} gemeenten)",
        ),
    ]


def _group_fields(outcome: Outcome, groups: Sequence[Grouping]) -> list[Field[int]]:
    codes = outcome.prepared.territory[CODE].to_list()
    return [_group_field(grouping, codes) for grouping in groups]


def _group_field(grouping: Grouping, codes: Sequence[str]) -> Field[int]:
    def group(row: int) -> str:
        return group_name(grouping, grouping.of[codes[row]])

    return Field(grouping_name(grouping), group, width=28)


def _amount_field(outcome: Outcome, name: str) -> Field[int]:
    counted = zip(outcome.result.column(name), outcome.idle(name), strict=True)
    values = [NOT_APPLICABLE if idle and not value else value for value, idle in counted]
    return Field(
        with_unit(outcome, name),
        values.__getitem__,
        width=14,
        decimals=decimals(outcome, name),
        mark=status(outcome, name),
        marks=marks(outcome, name) if name in outcome.official else (),
        total=amount_of(outcome, name) if adds(outcome, name) else "",
    )


def _published_fields(outcome: Outcome, name: str) -> list[Field[int]]:
    """Beside an amount what was published of it, and how much more was computed; red where that differs."""
    if name not in outcome.official:
        return []
    text, unit = label(outcome, name)
    columns = (
        (f"{text}: gepubliceerd ({unit})", outcome.published(name), ()),
        (f"{text}: verschil ({unit})", gaps := outcome.gaps(name), [DIFFERS if gap else "" for gap in gaps]),
    )
    shown = decimals(outcome, name)
    return [_beside(header, values, marked, shown) for header, values, marked in columns]


def _beside(
    header: str, values: Sequence[Fraction | None], marked: Sequence[str], decimals: int
) -> Field[int]:
    cells = [UNKNOWN if value is None else decimal(value, decimals) for value in values]
    total = decimal(Outcome.together(values), decimals)
    return Field(header, cells.__getitem__, width=14, decimals=decimals, total=total, marks=marked)
