"""A sheet that was received, against an outcome: what its cells may be."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from attrs import evolve, frozen

from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.territory.naming import names_by_code, plain
from tables.checking import titles
from tables.checking.stream_names import NUMBERED, YEAR, Names
from tables.checking.titles import named
from tables.labels import label
from tables.reading.grid import Grid
from tables.words import amount, few

HEADED = r"gemeente(nummer)?\b|\bgem\b|code|cbs"
"""What heads a column of municipalities."""
YEARS = "(uitkerings|begrotings|boek)?jaar"
"""What heads a column of years."""
NAMING = r"(gm|cbs)?[- ]?(gemeente)?[- ]?(naam|code|nummer|nr\.?)?"
"""What heads a column of the names or codes of the same municipalities, and of nothing else."""
REGION = "(provincie|[a-z]*regio|centrumgemeente)(naam|code)?"
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
        return [named(cell, self.naming) for cell in self.grid.column(column)]

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
        rows = self.grid.rows
        for row, cells in enumerate(rows):
            heads = {c for c, cell in enumerate(cells) if not cell.isdigit() and plain(cell) in self.naming}
            amounts = {column for column, lowest in enumerate(last) if lowest > row}
            alone = (
                heads == amounts and row + 1 < len(rows) and all(is_number(rows[row + 1][c]) for c in heads)
            )
            if heads and heads <= amounts and (len(heads) > 1 or alone):
                return True
        return False

    def headings(self, key: int, last: int | None) -> list[str]:
        """All that stands above each column in the rows of headings, of which `last` is the last.

        What is above one column is above the next too, where that has nothing of its own.
        """
        said = [""] * self.grid.width
        if last is None:
            return said
        for row in range(self._first(key, last), last + 1):
            above = ""
            for column, cell in enumerate(self.grid.rows[row]):
                text = cell or above
                said[column] = f"{said[column]} {text}".strip()
                above = text if column > key and row < last else ""
        return said

    def stream_heads(self, key: int, header: int) -> list[str]:
        """The headings of what may be amounts; where there is one, and one stream, with its name."""
        naming = {key, *self.of_municipalities(header)}
        heads = ["" if c in naming else text for c, text in enumerate(self.headings(key, header))]
        below = self.grid.rows[header + 1 :]
        given = [
            c for c in range(self.grid.width) if c not in naming and any(is_number(row[c]) for row in below)
        ]
        given = [c for c in given if self.names.years(heads[c]) == {self.names.year}] or given
        if len(given) == len(self.amounts) == 1 and not self.names.best(heads):
            [column], [rule] = given, self.amounts
            if not self.names.more(heads[column], [*NUMBERED, self.label(rule)]):
                heads[column] = f"{self.label(rule)} {heads[column]}".strip()
        return heads

    def of_municipalities(self, header: int) -> list[int]:
        """The columns headed as names or codes of municipalities, and as nothing else."""
        heads = enumerate(self.grid.rows[header])
        return [column for column, text in heads if text and re.fullmatch(NAMING, text.casefold())]

    def is_called(self, column: int, asked: str, heads: Sequence[str], header: int | None) -> bool:
        """Whether a user means this column: by its headings, the last of them, or its letter."""
        last = self.grid.rows[header][column] if header is not None else ""
        names = (heads[column], last, self.grid.letters[column])
        return asked.casefold() in [name.casefold() for name in names if name]

    def _first(self, key: int, last: int) -> int:
        """The first of the rows of headings.

        They follow on each other, have no amounts, something beside the names, and of the names one heading.
        """
        first, rows = last, self.grid.rows
        while first and self.grid.follows(first):
            cells, headed = rows[first - 1], any(row[key] for row in rows[first : last + 1])
            numbers = any(is_number(cell) and not re.fullmatch(YEAR, cell) for cell in cells)
            if numbers or not any(cells[key + 1 :]) or (headed and cells[key]):
                break
            first -= 1
        return first

    def refuse_other(self, first: int, wanted: str) -> None:
        """Refuse a sheet of which the titles above a row say another year, or a municipality not `wanted`."""
        grid = self.grid.turn() if self.grid.turned else self.grid
        years = titles.years(grid, first)
        if years and self.names.year not in years:
            found = f"the titles say {' and '.join(sorted(years))}"
            raise self.refusal(found, f"{self.names.year}, or another --year")
        there = titles.municipalities(grid, first, self.naming)
        if wanted and there and wanted not in there:
            raise self.other(there, wanted)

    def refuse_years(self, what: str, texts: Iterable[str]) -> None:
        """Refuse rows or columns (`what`) of another year than the one that is asked."""
        wrong = [text for text in texts if self.names.years(text) - {self.names.year}]
        if wrong:
            raise self.refusal(f"{what} {few(wrong)}", f"{what} for {self.names.year}, or another --year")

    def other(self, there: Collection[str], wanted: str) -> UnrecognisedError:
        """What to raise where something is of another municipality."""
        shown = few([self.municipality(code) for code in sorted(there)])
        return self.refusal(f"this is of {shown}, not of {self.municipality(wanted)}", "its own amounts")

    def header(self, names: int, first: int) -> int | None:
        """The last row above the first stream with, beside its name, a year or a text that is no amount."""
        for row in reversed(range(first)):
            cells = [cell for column, cell in enumerate(self.grid.rows[row]) if column != names and cell]
            if any(re.fullmatch(YEAR, cell) or not is_number(cell) for cell in cells):
                return row
        return None

    def heading(self, column: int, header: int | None) -> str:
        """A column by its heading, or by its place."""
        text = self.grid.rows[header][column] if header is not None else ""
        return f"{self.grid.words()[1]} {repr(text) if text else self.grid.letters[column]}"

    def municipality(self, code: str) -> str:
        """A municipality with its code."""
        return f"{self.called[code]} ({code})"

    def best(self, texts: Sequence[str], filled: Sequence[str] = ()) -> dict[str, str]:
        """Which text is which stream, of two the one that is `filled`.

        Raises UnrecognisedError where two may be the same amount.
        """
        found = self.names.best(texts) | self.names.best(filled)
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
