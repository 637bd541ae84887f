"""A year as formulas: where every step stands in the workbook, and what is written there.

What stands on another sheet is found by the code of the municipality or by the name of the step, never by
the row: a reader may sort any sheet.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from allocation.lags import unlagged
from allocation.numbers import decimal, decimals_of
from rules import Outcome
from tables.formulas.cells import constant
from tables.formulas.columns import Item, Locations
from tables.workbook.model import CellValue, Formula
from tables.workbook.names import sheet_name
from tables.workbook.stored import stored

BESIDE = "$C"
"""The column of the computation that says on which row of the inputs a municipality stands."""
VALUE, NAME = "$B", "$E"
"""The columns of values and names on a sheet with national steps."""


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

    def sheet(self, name: str) -> str:
        """What the sheet of this year is called."""
        return sheet_name(name, self.year)

    def codes(self, sheet: str) -> str:
        """What the column of codes on a sheet is called in the workbook."""
        return f"gemeentecode_{sheet.lower().replace(' ', '_')}"

    def names(self) -> dict[str, str]:
        """Everything that has a name, and where it is: a column, or a formula that finds a national step."""
        areas = {}
        for step, at in self.places.items():
            if self.items[step].national:
                areas[self.name(step)] = self._found(step)
            else:
                areas[self.name(step)] = self._column(at.sheet, f"${at.letter}", at.top)
                areas[self.codes(at.sheet)] = self._column(at.sheet, "$A", at.top)
        return areas

    def _column(self, sheet: str, letter: str, top: int) -> str:
        return f"'{sheet}'!{letter}${top}:{letter}${top + self.outcome.prepared.territory.height - 1}"

    def _found(self, step: str) -> str:
        """Where a national step stands, by its name on the sheet."""
        sheet = self.places[step].sheet
        rows = [self.places[item.name].top for item in self.on(sheet)]
        values, names = (f"'{sheet}'!{of}${min(rows)}:{of}${max(rows)}" for of in (VALUE, NAME))
        return f'INDEX({values},MATCH("{self.name(step)}",{names},0))'

    def area(self, items: Sequence[Item]) -> str:
        """All values of steps that stand beside or below each other."""
        first, last = (self.places[item.name] for item in (items[0], items[-1]))
        bottom = last.top if items[-1].national else last.top + len(items[-1].values) - 1
        return f"'{first.sheet}'!${first.letter}${first.top}:${last.letter}${bottom}"

    def seen_from(self, sheet: str) -> Locations:
        """Where to find things, for a formula on a sheet with a row per municipality."""
        top = next(self.places[item.name].top for item in self.on(sheet))

        def cell(step: str, row: int) -> str:
            if self.items[step].national:
                return self.name(step)
            if self.places[step].sheet == sheet:
                return f"{self.places[step].letter}{top + row}"
            return f"INDEX({self.name(step)},{BESIDE}{top + row})"

        return Locations(cell, self.name, lambda row: f"$A{top + row}", self.codes(sheet))

    def row_of_inputs(self, inputs: str, rules: str, row: int) -> Formula:
        """On which row of the inputs the municipality on a row of the computation stands."""
        top = next(self.places[item.name].top for item in self.on(rules))
        return Formula(f"=MATCH($A{top + row},{self.codes(inputs)},0)", row + 1)

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

    def elsewhere(self, symbol: str, row: int, code: str) -> Formula:
        """On another sheet, what a symbol in a formula stands for: a step, or a total.

        `code` is the code of the municipality as a formula has it: a cell, or a text.
        """
        if symbol in self.totals:
            return self._sum(self.items[self.totals[symbol]])
        item = self.items[symbol]
        exact = item.values[0 if item.national else row]
        text = self.name(symbol)
        if not item.national:
            text = f"INDEX({text},MATCH({code},{self.codes(self.places[symbol].sheet)},0))"
        return Formula(f"={text}", stored(exact), item.decimals)

    def _sum(self, item: Item) -> Formula:
        return Formula(f"=SUM({self.name(item.name)})", stored(item.total), item.decimals)
