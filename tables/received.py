"""A sheet that was received, against an outcome: what its cells may be."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import evolve, frozen

from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.catalogue.naming import names_by_code, plain
from tables.grid import Grid
from tables.matching import YEAR, Names
from tables.pages import label
from tables.words import amount, few

HEADED = r"gemeente(nummer)?\b|\bgem\b|code|cbs"
"""What heads a column of municipalities."""
YEARS = "(uitkerings|begrotings)?jaar"
"""What heads a column of years."""
REGION = "provincie|[a-z]*regio"
"""What heads a column of names that municipalities may have too."""


class UnrecognisedError(InputError):
    """There is no specification on a sheet."""


@frozen
class Found:
    """Where the amounts stand on a sheet, by municipality and rule; all in the columns below `header`.

    `codes` are the municipalities that should have one, `said` is how names were matched, `wrong` what is not
    right apart from the amounts.
    """

    codes: Sequence[str]
    cells: Mapping[tuple[str, str], tuple[int, int]]
    header: int | None
    said: Sequence[str]
    wrong: Sequence[Problem] = ()


@frozen
class Received:
    """A sheet against an outcome: its cells, the amounts that should be there, the names that are known."""

    grid: Grid
    outcome: Outcome
    amounts: Sequence[str]
    names: Names
    naming: Mapping[str, str]

    @cached_property
    def called(self) -> dict[str, str]:
        """The municipalities by code."""
        return names_by_code(self.outcome.prepared.territory)

    def codes(self, column: int) -> list[str]:
        """The municipality in each cell of a column, "" where there is none."""
        return [self.naming.get(plain(cell), "") for cell in self.grid.column(column)]

    def key(self) -> int | None:
        """The column that names municipalities."""
        found = {}
        for column in range(self.grid.width):
            cells = self.grid.column(column)
            codes = self.codes(column)
            said = any(code and not cell.isdigit() for cell, code in zip(cells, codes, strict=True))
            headed = any(re.search(HEADED, cell.casefold()) for cell in cells)
            if any(re.fullmatch(REGION, cell.casefold()) for cell in cells):
                continue
            if said or (headed and any(codes)):
                found[column] = sum(map(bool, codes))
        return max(found, key=lambda column: found[column], default=None)

    def across(self) -> bool:
        """Whether municipalities stand side by side, each above a column of amounts."""
        last = [max((r for r, c in enumerate(self.grid.column(n)) if is_number(c)), default=-1)
                for n in range(self.grid.width)]  # fmt: skip
        for row, cells in enumerate(self.grid.rows):
            named = {c for c, cell in enumerate(cells) if not cell.isdigit() and plain(cell) in self.naming}
            amounts = {column for column, lowest in enumerate(last) if lowest > row}
            if named and named <= amounts and (len(named) > 1 or named == amounts):
                return True
        return False

    def headings(self, key: int, last: int) -> list[str]:
        """All that stands above each column in the rows of headings, of which `last` is the last.

        What is above one column is above the next too, where that has nothing of its own.
        """
        said = [""] * self.grid.width
        for row in range(self._first(last), last + 1):
            above = ""
            for column, cell in enumerate(self.grid.rows[row]):
                text = cell or above
                said[column] = f"{said[column]} {text}".strip()
                above = text if column > key and row < last else ""
        return said

    def _first(self, last: int) -> int:
        """The first of the rows of headings: those that follow on each other, without amounts."""
        first = last
        while first and self.grid.follows(first):
            cells = self.grid.rows[first - 1]
            if any(is_number(cell) and not re.fullmatch(YEAR, cell) for cell in cells):
                break
            first -= 1
        return first

    def titles(self, first: int) -> list[str]:
        """What stands above a row of the sheet itself, and the name of the sheet."""
        grid = self.grid.turn() if self.grid.turned else self.grid
        return [grid.sheet, *(cell for row in grid.rows[:first] for cell in row if cell)]

    def refuse_other(self, first: int, wanted: str) -> None:
        """Refuse a sheet of which the titles name other years only, or another municipality than `wanted`."""
        years = {year for text in self.titles(first) for year in self.names.years(text)}
        if years and self.names.year not in years:
            found = f"the titles say {' and '.join(sorted(years))}"
            raise self.refusal(found, f"{self.names.year}, or another --year")
        named = self.named_in(first)
        if wanted and named and wanted not in named:
            shown = few([self.municipality(code) for code in sorted(named)])
            raise self.refusal(
                f"this is of {shown}, not of {self.municipality(wanted)}", "a sheet of that one"
            )

    def named_in(self, first: int) -> set[str]:
        """The municipalities that the titles name: alone, with a code, or after "gemeente" or "voor"."""
        found = set()
        for text in self.titles(first):
            said = re.sub(r"^.*?\b(gemeente|voor)\b:?", "", text, flags=re.IGNORECASE)
            words = plain(re.sub(r"\(.*\)", "", said)).split()
            words = words[1:] if words and words[0].isdigit() else words
            alone = said == text
            ends = [len(words)] if alone else range(len(words), 0, -1)
            names = [" ".join(words[:end]) for end in ends]
            found |= set(
                [self.naming[name] for name in names if name in self.naming and not name.isdigit()][:1]
            )
        return found

    def header(self, names: int, first: int) -> int | None:
        """The last row above the first stream with, beside its name, a year or a text that is no amount."""
        for row in reversed(range(first)):
            cells = [cell for column, cell in enumerate(self.grid.rows[row]) if column != names and cell]
            if any(re.fullmatch(YEAR, cell) or not is_number(cell) for cell in cells):
                return row
        return None

    def named(self, column: int, header: int | None) -> str:
        """A column by its heading, or by its place."""
        text = self.grid.rows[header][column] if header is not None else ""
        return (
            f"{self.grid.words()[1]} {text!r}"
            if text
            else f"{self.grid.words()[1]} {self.grid.letters[column]}"
        )

    def municipality(self, code: str) -> str:
        """A municipality with its code."""
        return f"{self.called[code]} ({code})"

    def best(self, texts: Sequence[str]) -> dict[str, str]:
        """Which text is which stream. Raises UnrecognisedError where two may be the same amount."""
        found = self.names.best(texts)
        double = [
            f"{few([*map(repr, found[n])])} for {self.label(n)}"
            for n in self.amounts
            if len(found.get(n, "")) > 1
        ]
        if double:
            raise self.refusal("; ".join(double), "one text that says so; give the others another name")
        return {name: said for name, [said, *more] in found.items() if not more}

    def label(self, name: str) -> str:
        """What a rule is called."""
        return label(self.outcome, name)[0]

    def refusal(self, found: str, expected: str) -> UnrecognisedError:
        """What to raise where the sheet cannot be read, or in two ways."""
        return UnrecognisedError([Problem(self.grid.place, found, expected)])

    def matched(self, found: Mapping[str, str]) -> list[str]:
        """What was matched; of the steps behind an amount only those that are there."""
        names = [*self.amounts, *(name for name in found if name not in self.amounts)]
        return [f"{self.label(name)}: {found.get(name, 'niet herkend')}" for name in names]


def of_year(grid: Grid, year: str) -> Grid:
    """The rows of a year, where a column says which year a row is. Raises UnrecognisedError for none."""
    for column in range(grid.width):
        cells = grid.column(column)
        heads = [row for row, cell in enumerate(cells) if re.fullmatch(YEARS, cell.casefold())]
        below = [cell for cell in cells[heads[-1] + 1 :] if cell] if heads else []
        if below and all(re.fullmatch(YEAR, cell) for cell in below):
            if year not in below:
                found = f"amounts for {', '.join(sorted(set(below)))}"
                raise UnrecognisedError([Problem(grid.place, found, f"rows for {year}, or another --year")])
            kept = [row for row, cell in enumerate(cells) if row <= heads[-1] or cell in ("", year)]
            rows = [[*grid.rows[r][:column], "", *grid.rows[r][column + 1 :]] for r in kept]
            return evolve(grid, rows=rows, numbers=[grid.numbers[r] for r in kept])
    return grid


def is_number(cell: str) -> bool:
    """Whether a cell is an amount."""
    try:
        return amount(cell) is not None
    except FigureError:
        return False
