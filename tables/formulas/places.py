"""A year as formulas: where every step stands in the workbook, and what is written there."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from attrs import frozen

from allocation.lags import unlagged
from allocation.numbers import decimal, decimals_of
from rules import Outcome
from tables.formulas.cells import constant
from tables.formulas.columns import Item, Locations
from tables.workbook.model import CellValue, Formula

DIGITS = 16
"""So many digits of an outcome are stored; a spreadsheet reckons with some 15."""


@frozen
class Place:
    """Where a step stands: its sheet, its column, and the row of its (first) value."""

    sheet: str
    letter: str
    top: int


@frozen
class Live:
    """One year of a publication: every figure, input and rule with its place.

    `totals` says, by the symbol of a total, which column is added.
    """

    outcome: Outcome
    items: Mapping[str, Item]
    totals: Mapping[str, str]
    places: Mapping[str, Place]

    @property
    def year(self) -> int:
        """The uitkeringsjaar."""
        return self.outcome.prepared.year.year

    def on(self, sheet: str) -> list[Item]:
        """The steps on a sheet, in order."""
        return [self.items[name] for name, place in self.places.items() if place.sheet == sheet]

    def name(self, step: str) -> str:
        """What the cell or column of a step is called in the workbook."""
        base, before = unlagged(step)
        return f"{base}_{self.year}" + (f"_T{before}" if before else "")

    def names(self) -> dict[str, str]:
        """Everything that has a name, and where it is."""
        last = self.outcome.prepared.territory.height - 1
        areas = {}
        for step, at in self.places.items():
            first = f"${at.letter}${at.top}"
            area = first if self.items[step].national else f"{first}:${at.letter}${at.top + last}"
            areas[self.name(step)] = f"'{at.sheet}'!{area}"
        return areas

    def seen_from(self, sheet: str) -> Locations:
        """Where to find things, for a formula on a sheet."""

        def start(step: str) -> str:
            at = self.places[step]
            return f"{at.letter}" if at.sheet == sheet else f"'{at.sheet}'!{at.letter}"

        def cell(step: str, row: int) -> str:
            if self.items[step].national:
                return self.name(step)
            return f"{start(step)}{self.places[step].top + row}"

        def upto(step: str, row: int) -> str:
            at = self.places[step]
            return f"{start(step)}${at.top}:{at.letter}{at.top + row}"

        return Locations(cell, self.name, upto)

    def value(self, item: Item, row: int) -> CellValue:
        """What stands in the place of a step: a number as it was given, or a formula."""
        exact = item.values[row]
        if item.formula:
            locations = self.seen_from(self.places[item.name].sheet)
            return Formula(f"={item.formula(locations, row)}", stored(exact), item.decimals)
        ends = decimals_of(exact)
        if ends is None:
            return Formula(f"={constant(exact)}", stored(exact), item.decimals)
        return decimal(exact, max(ends, item.decimals))

    def total(self, item: Item) -> CellValue:
        """The sum of a column, where that says something."""
        return self._sum(item) if item.adds else ""

    def elsewhere(self, symbol: str, row: int) -> Formula:
        """On a sheet of its own, what a symbol in a formula stands for: a step, or a total."""
        if symbol in self.totals:
            return self._sum(self.items[self.totals[symbol]])
        item = self.items[symbol]
        exact = item.values[0 if item.national else row]
        return Formula(f"={self.seen_from('').cell(symbol, row)}", stored(exact), item.decimals)

    def _sum(self, item: Item) -> Formula:
        return Formula(f"=SUM({self.name(item.name)})", stored(item.total), item.decimals)


def stored(value: Fraction) -> int | Decimal:
    """The value as a file keeps it beside its formula."""
    if value.denominator == 1:
        return int(value)
    with localcontext(prec=DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)
