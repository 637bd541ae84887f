"""The control sheet of a workbook of formulas: what a change does to totals and pots."""

from collections.abc import Sequence

from attrs import frozen

from allocation.result import Balance
from tables.balances import AVAILABLE, CENTS, HANDED_OUT, LEFT, Amount
from tables.formulas.cells import constant
from tables.formulas.columns import Item
from tables.formulas.places import Live
from tables.labels import label, subtitle
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Formula, Sheet
from tables.workbook.stored import stored

TOTALS = "Landelijke totalen, bij het maken van deze werkmap en nu"
POTS = "Potten: beschikbaar, verdeeld en wat over is (waardoor staat in de tabellen van de publicatie)"


@frozen
class WorkbookTotal:
    """A total of a year, in the workbook."""

    year: Live
    item: Item


@frozen
class _Pot:
    """A pot of a year, in the workbook."""

    year: Live
    balance: Balance

    @property
    def formulas(self) -> tuple[str, str]:
        """What there is to divide, and what is divided."""
        return self.year.name(self.balance.pot), f"SUM({self.year.name(self.balance.rule)})"


def _now(total: WorkbookTotal) -> Formula:
    return Formula(f"=SUM({total.year.name(total.item.name)})", stored(total.item.total))


def _change(total: WorkbookTotal) -> Formula:
    return Formula(f"=SUM({total.year.name(total.item.name)})-{constant(total.item.total)}", 0)


def _pot(pot: _Pot, amount: Amount, formula: str) -> Formula:
    return Formula(formula.format(*pot.formulas), stored(amount.value(pot.balance)))


TOTAL_FIELDS: Sequence[Field[WorkbookTotal]] = (
    Field("Uitkeringsjaar", lambda total: str(total.year.year), width=15),
    Field("Bedrag", lambda total: total.item.label, width=46),
    Field("Eenheid", lambda total: total.item.unit, width=10),
    Field("Bij het maken", lambda total: stored(total.item.total), 20, CENTS),
    Field("Nu", _now, 20, CENTS),
    Field("Verschil", _change, 20, CENTS),
)
POT_FIELDS: Sequence[Field[_Pot]] = (
    Field("Uitkeringsjaar", lambda pot: str(pot.year.year), width=15),
    Field("Pot", lambda pot: label(pot.year.outcome, pot.balance.pot)[0], width=46),
    Field("Eenheid", lambda pot: label(pot.year.outcome, pot.balance.pot)[1], width=10),
    Field(AVAILABLE.header, lambda pot: _pot(pot, AVAILABLE, "={0}"), 20, CENTS),
    Field(HANDED_OUT.header, lambda pot: _pot(pot, HANDED_OUT, "={1}"), 20, CENTS),
    Field(LEFT.header, lambda pot: _pot(pot, LEFT, "=ROUND({0}-{1},2)"), 20, CENTS),
)


def control(years: Sequence[Live], totals: Sequence[WorkbookTotal], filled_in: Block) -> Sheet:
    """Whether what is filled in is in order, what a change does to the totals, and whether pots close."""
    pots = [_Pot(year, balance) for year in years for balance in year.outcome.result.balances]
    return Sheet(
        name="Controle",
        title="Controle: wat een wijziging doet, en of de potten sluiten",
        subtitle=subtitle(years[0].outcome),
        blocks=[
            filled_in,
            block("tabel_totalen", TOTAL_FIELDS, totals, caption=TOTALS),
            block("tabel_potten", POT_FIELDS, pots, caption=POTS),
        ],
    )
