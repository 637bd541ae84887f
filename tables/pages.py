"""The sheets with amounts: an overview, and one sheet per stream with all that leads to it."""

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from allocation.case import CODE
from allocation.numbers import decimal, decimals_of
from rules import Outcome
from rules.catalogue.groups import Grouping, amount_of
from rules.catalogue.known import SHOWN
from tables.model import Column, Fact, Page, Table, Value
from tables.style import shown_decimals
from tables.words import STANDS, date_in_words, few, in_years

OFFICIAL = "officieel"
LONGEST = 31
FORBIDDEN = r"[\[\]:*?/\\']"
"""What may not stand in the name of a sheet."""
PLACES = (Column("Gemeentecode", width=14), Column("Gemeente", width=26), Column("Provincie", width=15))
WEIGHT = "gewicht"
"""The unit of what is a part of something, and so has no total."""


def overview(outcome: Outcome, groups: Sequence[Grouping]) -> Page:
    """Per municipality what the publication gives it, and in which groups it is."""
    year = outcome.prepared.year
    return columns_page(outcome, "Overzicht", "Overzicht per gemeente", year.overview, groups)


def sheets(outcome: Outcome) -> list[Page]:
    """The further sheets that the publication asks for."""
    return [
        columns_page(outcome, title, title, names) for title, names in outcome.prepared.year.sheets.items()
    ]


def columns_page(
    outcome: Outcome, name: str, title: str, shown: Sequence[str], groups: Sequence[Grouping] = ()
) -> Page:
    """Chosen columns for every municipality; what is national stands above the table."""
    year, book = outcome.prepared.year.year, outcome.prepared.case.book
    table = re.sub(r"\W", "_", name.lower())
    return Page(
        name=sheet_name(name, year),
        title=f"{title}, uitkeringsjaar {year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, shown),
        facts=[_fact(outcome, item) for item in shown if book.national(item)],
        tables=[_table(outcome, f"{table}_{year}", municipal(outcome, shown), groups)],
    )


def municipal(outcome: Outcome, shown: Sequence[str]) -> list[str]:
    """What has a value per municipality."""
    return [name for name in shown if not outcome.prepared.case.book.national(name)]


def streams(outcome: Outcome) -> list[Page]:
    """A sheet for each amount, unless all that it rests on stands on the overview."""
    year = outcome.prepared.year
    return [
        _stream(outcome, amount)
        for amount in year.amounts
        if not outcome.prepared.case.book.reads(amount) <= {*year.overview}
    ]


def _stream(outcome: Outcome, amount: str) -> Page:
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
    """A name that Excel takes: at most 31 characters, none of them special, cut off after a word."""
    plain = re.sub(FORBIDDEN, " ", text).strip()
    if len(plain) > LONGEST - 5:
        plain = plain[: LONGEST - 4].rpartition(" ")[0] or plain[: LONGEST - 5]
    return f"{plain} {year}"


def with_names_of_their_own(pages: Sequence[Page]) -> list[Page]:
    """Of two sheets with one name (long names are cut off) the second gets a number."""
    named: list[Page] = []
    for page in pages:
        name, number = page.name, 2
        while name.lower() in {other.name.lower() for other in named}:
            name, number = f"{page.name[: LONGEST - 3]} {number}", number + 1
        named.append(evolve(page, name=name))
    return named


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
    if prepared.own_data:
        said.append(f"berekend met eigen gegevens ({few(prepared.own_data)}), niet die van de uitgever")
    marks = {status(outcome, name) for name in shown} - {""}
    if marks:
        said.append("gekleurd: berust op cijfers die niet zijn gepubliceerd, zie Bronnen")
    if "indicatief" in marks and note(outcome):
        said.append(f"indicatief: {note(outcome).rstrip('.')}")
    return "\n".join(text[:1].upper() + text[1:] + "." for text in said)


def note(outcome: Outcome) -> str:
    """What the publication says of itself; it speaks of the shipped data, so not with other ones."""
    return "" if outcome.prepared.own_data else outcome.prepared.publication.note


def label(outcome: Outcome, name: str) -> tuple[str, str]:
    """The label and unit of a rule, an input or a figure."""
    library, book = outcome.prepared.library, outcome.prepared.case.book
    item = book.rules.get(name) or (library.figures if name in book.figures else library.inputs)[name]
    delivery = outcome.prepared.deliveries.get(name)
    return in_years(item.label, book.year), (delivery.unit if delivery else "") or item.unit


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


def decimals(outcome: Outcome, name: str) -> int:
    """The decimals to show of a rule or an input: no more than it has, of a quotient two."""
    spec = outcome.prepared.library.inputs.get(name)
    here = spec if name in outcome.prepared.case.book.inputs else None
    scale: int = outcome.result.column(name).dtype.scale  # type: ignore[attr-defined]
    return min(here.decimals if here else SHOWN, scale)


def adds(outcome: Outcome, name: str) -> bool:
    """Whether a total says something: not of a weight or a share."""
    book, library = outcome.prepared.case.book, outcome.prepared.library
    return library.inputs[name].kind != "aandeel" if name in book.inputs else book.rules[name].unit != WEIGHT


def _table(outcome: Outcome, name: str, shown: Iterable[str], groups: Sequence[Grouping] = ()) -> Table:
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
    return Table(name, columns, rows, totals)
