"""The control sheet: does every pot close, does it agree with what was published, what is uncertain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from allocation.numbers import decimal
from allocation.result import Balance, Tie
from rules import Outcome
from rules.analysis.verify import Agreement
from tables.approximation import told
from tables.balances import CENTS, MAIN, REASONS, Amount
from tables.labels import figure_cell, label, status, subtitle
from tables.publication.doubts import doubts_table
from tables.publication.gaps import gaps_table
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet

if TYPE_CHECKING:
    from rules.analysis.watch import Watched


@frozen
class _Pot:
    outcome: Outcome
    balance: Balance


@frozen
class _Compared:
    outcome: Outcome
    agreement: Agreement


@frozen
class _Tied:
    outcome: Outcome
    tie: Tie


@frozen
class _Uncertain:
    """A figure or input that is not `officieel`, and an amount that rests on it."""

    outcome: Outcome
    amount: str
    name: str


def control(
    outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]], watched: Sequence["Watched"] = ()
) -> list[Sheet]:
    """All checks of a publication, over its years: a sheet for each; none of what there is nothing of.

    `watched` is what the guard made of each year, where it was asked.
    """
    every = (
        *_guarded(watched),
        ("opvallend", doubts_table(outcomes)),
        ("potten", _balances(outcomes)),
        ("aansluiting", _agreements(outcomes, agreements)),
        ("afwijkingen", gaps_table(outcomes, agreements)),
        ("gelijke resten", _ties(outcomes)),
        ("onzeker", _unsure(outcomes)),
    )
    return [
        Sheet(
            name=f"Controle {name}",
            title=table.caption,
            subtitle=subtitle(outcomes[0]),
            blocks=[evolve(table, caption="")],
        )
        for name, table in every
        if table.rows
    ]


NOTHING_ON_CONTROL = (
    ("potten", "Geen landelijke bedragen om te verdelen."),
    ("aansluiting", "Geen gepubliceerde bedragen opgegeven."),
    ("afwijkingen", "Geen gemeente wijkt af van wat elders staat."),
    ("gelijke resten", "Geen: nergens besliste de volgorde van de gemeentecode."),
    ("onzeker", "Niets: alle cijfers zijn gepubliceerd."),
)
"""By sheet what is said on the reading guide where there is no such sheet."""


def _guarded(watched: Sequence["Watched"]) -> list[tuple[str, Block]]:
    if not watched:
        return []
    from tables.guarding.sheets import findings_table, promises_table  # noqa: PLC0415 - where it is asked

    return [("beloften", promises_table(watched)), ("gegevens", findings_table(watched))]


def _year(outcome: Outcome) -> str:
    return str(outcome.prepared.year.year)


def _balances(outcomes: Sequence[Outcome]) -> Block:
    fields: list[Field[_Pot]] = [
        Field("Uitkeringsjaar", lambda pot: _year(pot.outcome), width=15),
        Field("Pot", lambda pot: label(pot.outcome, pot.balance.pot)[0], width=30),
        Field("Verdeeld door", lambda pot: label(pot.outcome, pot.balance.rule)[0], width=30),
        Field("Eenheid", lambda pot: label(pot.outcome, pot.balance.rule)[1], width=10),
        *map(_in_cents, (*MAIN, *REASONS)),
        Field("Oordeel", lambda pot: "verschil verklaard" if pot.balance.left else "sluit", width=18),
    ]
    pots = [_Pot(outcome, balance) for outcome in outcomes for balance in outcome.result.balances]
    return block("potten", fields, pots, caption="Potten: beschikbaar, verdeeld en wat over is")


def _in_cents(amount: Amount) -> Field[_Pot]:
    return Field(amount.header, lambda pot: decimal(amount.value(pot.balance), CENTS), 17, CENTS)


AGREEMENT: Sequence[Field[_Compared]] = (
    Field("Uitkeringsjaar", lambda c: _year(c.outcome)),
    Field("Bedrag", lambda c: label(c.outcome, c.agreement.published.rule)[0]),
    Field("Vergeleken met", lambda c: c.agreement.published.source, width=36),
    Field("Aantal vergeleken", lambda c: c.agreement.count, decimals=0),
    Field("Gelijk", lambda c: c.agreement.equal, width=10, decimals=0),
    Field("Berekend", lambda c: decimal(c.agreement.computed, CENTS), decimals=CENTS),
    Field("Vergeleken bedrag", lambda c: decimal(c.agreement.stated, CENTS), decimals=CENTS),
    Field("Grootste verschil", lambda c: decimal(c.agreement.largest, CENTS), decimals=CENTS),
    Field("Mediaan relatief verschil", lambda c: decimal(c.agreement.median_relative, 9), decimals=9),
    Field("Telt als bewijs", lambda c: "ja" if c.agreement.evidence else "nee"),
    Field("Waarom niet", lambda c: no_evidence(c.agreement), width=40),
)


def no_evidence(agreement: Agreement) -> str:
    """Why an agreement proves nothing; with data of one's own it says something of those data."""
    if agreement.own_data:
        return f"berekend met eigen gegevens ({', '.join(agreement.own_data)})"
    if agreement.base:
        return f"gepubliceerd bij {agreement.base}, waarop deze uitgave is gebaseerd"
    return agreement.published.reason


def _compared(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> list[_Compared]:
    return [
        _Compared(outcome, agreement)
        for outcome, of_year in zip(outcomes, agreements, strict=True)
        for agreement in of_year
    ]


def _agreements(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> Block:
    rows = _compared(outcomes, agreements)
    caption = "Aansluiting: berekend naast wat elders is gepubliceerd of nagerekend"
    return block("aansluiting", AGREEMENT, rows, caption=caption)


TIES: Sequence[Field[_Tied]] = (
    Field("Uitkeringsjaar", lambda tied: _year(tied.outcome)),
    Field("Bedrag", lambda tied: label(tied.outcome, tied.tie.rule)[0]),
    Field("Kreeg de eenheid", lambda tied: ", ".join(tied.tie.granted)),
    Field("Kreeg die niet", lambda tied: ", ".join(tied.tie.denied)),
)


def _ties(outcomes: Sequence[Outcome]) -> Block:
    rows = [_Tied(outcome, tie) for outcome in outcomes for tie in outcome.result.ties]
    caption = "Gelijke resten: de laatste eenheid gaat naar de laagste gemeentecode"
    return block("gelijke_resten", TIES, rows, caption=caption)


UNCERTAIN: Sequence[Field[_Uncertain]] = (
    Field("Uitkeringsjaar", lambda u: _year(u.outcome)),
    Field("Bedrag", lambda u: label(u.outcome, u.amount)[0]),
    Field("Berust op", lambda u: label(u.outcome, u.name)[0]),
    Field("Status", lambda u: status(u.outcome, u.name)),
    Field("Waarde", lambda u: _value(u.outcome, u.name)),
    Field("Eenheid", lambda u: label(u.outcome, u.name)[1]),
    Field("Waarom", lambda u: _reason(u.outcome, u.name), width=42),
)


def _unsure(outcomes: Sequence[Outcome]) -> Block:
    rows = [
        _Uncertain(outcome, amount, name)
        for outcome in outcomes
        for amount in outcome.prepared.year.amounts
        for name in _behind(outcome, amount)
        if status(outcome, name)
    ]
    caption = "Wat niet is gepubliceerd, en dus is afgeleid of aangenomen (zie Bronnen)"
    return block("onzeker", UNCERTAIN, rows, caption=caption)


def _behind(outcome: Outcome, amount: str) -> list[str]:
    """The figures and inputs that an amount rests on."""
    book = outcome.prepared.case.book
    used = book.reads(amount)
    return [name for name in (*book.figures, *book.inputs) if name in used]


def _value(outcome: Outcome, name: str) -> CellValue:
    return figure_cell(outcome, name) if name in outcome.prepared.figures else None


def _reason(outcome: Outcome, name: str) -> str:
    """Why a value is no better than it is."""
    prepared = outcome.prepared
    if name in prepared.taken:
        other = prepared.taken[name].outcome.prepared
        return f"uit {other.publication.title}, {other.year.year}"
    entry = prepared.figures.get(name) or prepared.deliveries[name]
    return told(entry) or entry.source
