"""What a merger or split that no law says yet would change, stream by stream."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from allocation.case import CODE
from allocation.numbers import decimal
from allocation.territory import origins, restated
from rules import Outcome
from rules.territory.naming import names_by_code
from tables.labels import label, municipal, subtitle, warning
from tables.words import part
from tables.workbook.model import Block, Column, Sheet, Value
from tables.workbook.names import sheet_name

DECIMALS = 2


def what_if_page(before: Outcome, after: Outcome) -> Sheet:
    """Per stream and municipality: what it consists of gets today, and what it would get."""
    prepared = after.prepared
    year = prepared.year.year
    columns = [
        Column("Bedrag", width=32),
        Column("Gemeentecode", width=14),
        Column("Gemeente", width=28),
        Column("Bestaat uit", width=44),
        *(Column(text, DECIMALS, width=20) for text in ("Nu, samen", "Na herindeling", "Verschil")),
    ]
    rules, amounts = prepared.case.book.rules, prepared.year.amounts
    listed = [name for name, rule in rules.items() if rule.pot or name in amounts]
    shown = [name for name in municipal(after, prepared.year.overview) if label(after, name)[1].is_money]
    streams = list(dict.fromkeys([*listed, *shown]))
    rows = [row for name in streams for row in _rows(before, after, name)]
    return Sheet(
        name=sheet_name("Wat als", year),
        title=f"Wat als: voor en na de herindeling, uitkeringsjaar {year}",
        subtitle=subtitle(after),
        warning=warning(after),
        blocks=[Block(f"wat_als_{year}", columns, rows)],
    )


def _rows(before: Outcome, after: Outcome, amount: str) -> Iterable[list[Value]]:
    parts = after.prepared.reorganisation.parts
    now, then = _values(before, amount), _values(after, amount)
    together = restated(now, parts)
    names = names_by_code(before.prepared.territory)
    text, unit = label(after, amount)
    from_whom = origins(parts, now)
    for code, naam in after.prepared.territory.select(CODE, "naam").iter_rows():
        if code in from_whom:
            olds = ", ".join(f"{names[old]}{part(share)}" for old, share in sorted(from_whom[code].items()))
            yield [f"{text} ({unit})", code, naam, olds, *_three(together[code], then[code])]
    others = [code for code in then if code not in from_whom]
    sums = [sum((values[code] for code in others), Fraction(0)) for values in (together, then)]
    yield [f"{text} ({unit})", "", "Alle andere gemeenten", "", *_three(*sums)]


def _values(outcome: Outcome, amount: str) -> Mapping[str, Fraction]:
    values = zip(outcome.result.values[CODE], outcome.result.column(amount), strict=True)
    return {code: Fraction(value) for code, value in values}


def _three(now: Fraction, then: Fraction) -> list[Decimal]:
    return [decimal(value, DECIMALS) for value in (now, then, then - now)]
