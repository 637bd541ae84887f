"""Every municipality of which the computed amount is not what stands elsewhere: a table on Controle."""

from collections.abc import Sequence

from attrs import frozen

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.verify import Agreement
from rules.territory.naming import names_by_code
from tables.balances import CENTS
from tables.labels import label
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue


@frozen
class _Off:
    """A municipality (by code) that was compared and differs, or that could not be compared."""

    outcome: Outcome
    agreement: Agreement
    code: str

    @property
    def official(self) -> bool:
        """Whether what it was compared with was published."""
        return self.agreement.published.official

    @property
    def computed(self) -> CellValue:
        """What was computed for it."""
        rule, prepared = self.agreement.published.rule, self.outcome.prepared
        place = prepared.case.codes.index(self.code)
        return decimal(self.outcome.result.exact(rule)[place], CENTS)

    @property
    def stated(self) -> CellValue:
        """What stands elsewhere, where it does."""
        stated = self.agreement.by_code.get(self.code)
        return None if stated is None else decimal(stated, CENTS)

    @property
    def gap(self) -> CellValue:
        """How much more was computed, where both are there."""
        gap = self.agreement.gaps.get(self.code)
        return None if gap is None else decimal(gap, CENTS)


OFF: Sequence[Field[_Off]] = (
    Field("Uitkeringsjaar", lambda off: str(off.outcome.prepared.year.year)),
    Field("Bedrag", lambda off: label(off.outcome, off.agreement.published.rule)[0]),
    Field("Vergeleken met", lambda off: "gepubliceerd" if off.official else "elders nagerekend"),
    Field("Gemeentecode", lambda off: off.code),
    Field("Gemeente", lambda off: names_by_code(off.outcome.prepared.territory)[off.code]),
    Field("Berekend", lambda off: off.computed, decimals=CENTS),
    Field("Vergeleken bedrag", lambda off: off.stated, decimals=CENTS),
    Field("Verschil", lambda off: off.gap, decimals=CENTS),
)


def gaps_table(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> Block:
    """Every municipality that differs, the furthest off first, and each that a published table lacks."""
    rows = [
        _Off(outcome, agreement, code)
        for outcome, of_year in zip(outcomes, agreements, strict=True)
        for agreement in of_year
        if agreement.by_code
        for code in (*agreement.gaps, *_lacking(agreement))
    ]
    caption = "Elke gemeente die afwijkt van wat elders staat; of daar ontbreekt, dan zonder bedrag"
    return block("afwijkingen", OFF, rows, caption=caption)


def _lacking(agreement: Agreement) -> Sequence[str]:
    """Of whom nothing was published; a recomputation of a few was never meant to have all."""
    return agreement.lacking if agreement.published.official else ()
