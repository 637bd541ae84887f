"""The control sheet: does every pot close, does it agree with what was published, what is uncertain."""

from collections.abc import Sequence

from allocation.numbers import decimal
from allocation.result import Balance
from rules import Outcome
from rules.analysis.verify import Agreement
from tables.labels import figure_cell, label, status
from tables.workbook.model import Block, Column, Sheet, Value

CENTS = 2


def control(outcomes: Sequence[Outcome], comparisons: Sequence[Sequence[Agreement]]) -> Sheet:
    """All checks of a publication, over its years."""
    tables = [_balances(outcomes), _agreement(outcomes, comparisons), _ties(outcomes), _uncertain(outcomes)]
    return Sheet(
        name="Controle",
        title="Controle: sluiten de potten, klopt het met wat elders staat, wat is onzeker",
        subtitle=outcomes[0].prepared.publication.title,
        blocks=tables,
    )


def _balances(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column("Uitkeringsjaar", width=15),
        Column("Pot", width=30),
        Column("Verdeeld door", width=30),
        Column("Eenheid", width=10),
        *(
            Column(text, CENTS, width=17)
            for text in (
                "Beschikbaar",
                "Verdeeld",
                "Over (-: meer verdeeld)",
                "waarvan afronding van de pot",
                "waarvan minimum of maximum",
                "waarvan afronding per gemeente",
            )
        ),
        Column("Oordeel", width=18),
    ]
    rows = [_balance_row(outcome, balance) for outcome in outcomes for balance in outcome.result.balances]
    return Block("potten", columns, rows, caption="Potten: beschikbaar, verdeeld en wat over is")


def _balance_row(outcome: Outcome, balance: Balance) -> list[Value]:
    amounts = (
        balance.available,
        balance.handed_out,
        balance.left,
        balance.pot_rounding,
        balance.bounds,
        balance.rounding,
    )
    return [
        str(outcome.prepared.year.year),
        label(outcome, balance.pot)[0],
        label(outcome, balance.rule)[0],
        label(outcome, balance.rule)[1],
        *(decimal(amount, CENTS) for amount in amounts),
        "sluit" if not balance.left else "verschil verklaard",
    ]


def _agreement(outcomes: Sequence[Outcome], comparisons: Sequence[Sequence[Agreement]]) -> Block:
    columns = [
        Column("Uitkeringsjaar"),
        Column("Bedrag"),
        Column("Vergeleken met"),
        Column("Aantal vergeleken", 0),
        Column("Gelijk", 0),
        Column("Berekend", CENTS),
        Column("Vergeleken bedrag", CENTS),
        Column("Grootste verschil", CENTS),
        Column("Mediaan relatief verschil", 9),
        Column("Telt als bewijs"),
        Column("Waarom niet", width=40),
    ]
    rows: list[list[Value]] = [
        [
            str(outcome.prepared.year.year),
            label(outcome, c.published.rule)[0],
            c.published.source,
            c.count,
            c.equal,
            decimal(c.computed, CENTS),
            decimal(c.stated, CENTS),
            decimal(c.largest, CENTS),
            decimal(c.median_relative, 9),
            "ja" if c.published.evidence else "nee",
            c.published.reason,
        ]
        for outcome, of_year in zip(outcomes, comparisons, strict=True)
        for c in of_year
    ]
    nothing: list[Value] = [None, "Geen gepubliceerde bedragen opgegeven", *[None] * (len(columns) - 2)]
    caption = "Aansluiting: berekend naast wat elders is gepubliceerd of nagerekend"
    return Block("aansluiting", columns, rows or [nothing], caption=caption)


def _ties(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column("Uitkeringsjaar"),
        Column("Bedrag"),
        Column("Kreeg de eenheid"),
        Column("Kreeg haar niet"),
    ]
    rows: list[list[Value]] = [
        [
            str(outcome.prepared.year.year),
            label(outcome, tie.rule)[0],
            ", ".join(tie.granted),
            ", ".join(tie.denied),
        ]
        for outcome in outcomes
        for tie in outcome.result.ties
    ]
    return Block(
        "gelijke_resten",
        columns,
        rows or [[None, "Geen: nergens besliste de volgorde van de gemeentecode", None, None]],
        caption="Gelijke resten: de laatste eenheid gaat naar de laagste gemeentecode",
    )


def _uncertain(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column("Uitkeringsjaar"),
        Column("Bedrag"),
        Column("Berust op"),
        Column("Status"),
        Column("Waarde"),
        Column("Eenheid"),
        Column("Waarom", width=42),
    ]
    rows = [
        row
        for outcome in outcomes
        for amount in outcome.prepared.year.amounts
        for row in _uncertain_rows(outcome, amount)
    ]
    return Block(
        "onzeker",
        columns,
        rows or [[None, "Niets: alle cijfers zijn gepubliceerd", *[None] * (len(columns) - 2)]],
        caption="Wat niet is gepubliceerd, en dus is afgeleid of aangenomen (zie Bronnen)",
    )


def _uncertain_rows(outcome: Outcome, amount: str) -> list[list[Value]]:
    book = outcome.prepared.case.book
    used = book.reads(amount)
    rows: list[list[Value]] = []
    for name in (*book.figures, *book.inputs):
        if name in used and (mark := status(outcome, name)):
            value: Value = None
            if name in outcome.prepared.figures:
                value = figure_cell(outcome, name)
            text, unit = label(outcome, name)
            year = str(outcome.prepared.year.year)
            rows.append([year, label(outcome, amount)[0], text, mark, value, unit, _reason(outcome, name)])
    return rows


def _reason(outcome: Outcome, name: str) -> str:
    """Why a value is no better than it is."""
    prepared = outcome.prepared
    if name in prepared.taken:
        of = prepared.taken[name].outcome.prepared
        return f"uit {of.publication.title}, {of.year.year}"
    said = prepared.figures.get(name) or prepared.deliveries[name]
    return said.note or said.source
