"""A sheet that was received, against an outcome: what its cells may be."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from attrs import evolve, frozen

from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.territory.naming import names_by_code, plain
from tables.checking import titles
from tables.checking.stream_names import YEAR, StreamNames
from tables.checking.titles import named
from tables.labels import label
from tables.reading.grid import Grid
from tables.words import amount, first_few

HEADED = r"gemeente(nummer)?\b|\bgem\b|code|cbs"
"""What heads a column of municipalities."""
YEARS = "(uitkerings|begrotings|boek)?jaar"
"""What heads a column of years."""
REGION = "(provincie|[a-z]*regio|centrumgemeente)(naam|code)?"
"""What heads a column of names that municipalities may have too."""


class UnrecognisedError(InputError):
    """There is no specification on a sheet."""


@frozen
class AmountCells:
    """Where the amounts stand on a sheet, by municipality and rule; all in the columns below `header`.

    `codes` are the municipalities that should have one, `said` is how names were matched, `wrong` what is not
    right apart from the amounts, `uncompared` the rows that seem to be a municipality and are not read.
    `finer` are no amounts but volumes and amounts per unit: as fine as they are written.
    """

    codes: Sequence[str]
    cells: Mapping[tuple[str, str], tuple[int, int]]
    header: int | None
    said: Sequence[str]
    wrong: Sequence[Problem] = ()
    uncompared: Sequence[str] = ()
    finer: Sequence[tuple[str, str]] = ()

    def wanted(self, sheet: "ReceivedSheet") -> list[str]:
        """The streams that should be there; of a sheet with lines of one only those that are."""
        there = {rule for _, rule in self.cells}
        return [rule for rule in sheet.amounts if rule in there or not there & sheet.names.lines]


@frozen
class ReceivedSheet:
    """A sheet against an outcome: its cells, the amounts that should be there, the names that are known."""

    grid: Grid
    outcome: Outcome
    amounts: Sequence[str]
    names: StreamNames
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
        counts = {}
        for column in range(self.grid.width):
            cells = self.grid.column(column)
            codes = self.codes(column)
            named_in_words = any(code and not cell.isdigit() for cell, code in zip(cells, codes, strict=True))
            headed = any(re.search(HEADED, cell.casefold()) for cell in cells)
            if any(re.fullmatch(REGION, cell.casefold()) for cell in cells):
                continue
            if named_in_words or (headed and any(codes)):
                counts[column] = len([*filter(None, codes)])
        return max(counts, key=lambda column: counts[column], default=None)

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

    def refuse_other(self, first: int, wanted: str) -> None:
        """Refuse a sheet of which the titles above a row say another year, or a municipality not `wanted`."""
        grid = self.grid.turn() if self.grid.turned else self.grid
        years = titles.years(grid, first, self.names.titled)
        if years and self.names.year not in years:
            problem = f"de titels zeggen {' en '.join(sorted(years))}"
            raise self.refusal(problem, f"{self.names.year}, of een ander jaar (--year)")
        others = titles.municipalities(grid, first, self.naming)
        if wanted and others and wanted not in others:
            raise self.other(others, wanted)

    def refuse_years(self, what: str, texts: Iterable[str]) -> None:
        """Refuse rows or columns (`what`) of another year than the one that is asked."""
        wrong = [text for text in texts if self.names.years(text) - {self.names.year}]
        if wrong:
            raise self.refusal(
                f"{what} {first_few(wrong)}", f"{what} voor {self.names.year}, of een ander jaar (--year)"
            )

    def other(self, others: Collection[str], wanted: str) -> UnrecognisedError:
        """What to raise where something is of another municipality."""
        shown = first_few([self.municipality(code) for code in sorted(others)])
        return self.refusal(
            f"dit is van {shown}, niet van {self.municipality(wanted)}", "haar eigen bedragen"
        )

    def municipality(self, code: str) -> str:
        """A municipality with its code."""
        return f"{self.called[code]} ({code})"

    def best(self, texts: Sequence[str], filled: Sequence[str] = ()) -> dict[str, str]:
        """Which text is which stream, of two the one that is `filled`.

        Raises UnrecognisedError where two may be the same amount.
        """
        best = self.names.best(texts) | self.names.best(filled)
        double = [
            f"{first_few([*map(repr, best[n])])} voor {self.label(n)}"
            for n in self.amounts
            if len(best.get(n, "")) > 1
        ]
        if double:
            raise self.refusal("; ".join(double), "één tekst die dat zegt; geef de andere een andere naam")
        return {name: text for name, [text, *more] in best.items() if not more}

    def in_context(self, text: str, context: str) -> str:
        """A name without what tells it from others with what stands above it, or as the only one asked."""
        core = self.names.core(text)
        if not core or all(self.names.core(self.label(name)) != core for name in self.amounts):
            return text
        if self.names.best([text]):
            return text
        return f"{self.label(self.amounts[0]) if len(self.amounts) == 1 else context} {text}".strip()

    def label(self, name: str) -> str:
        """What a rule is called."""
        return label(self.outcome, name)[0]

    def refusal(self, problem: str, expected: str) -> UnrecognisedError:
        """What to raise where the sheet cannot be read, or in two ways."""
        return UnrecognisedError([Problem(self.grid.place, problem, expected)])

    def matched(self, texts: Mapping[str, str]) -> list[str]:
        """What was matched; of the steps behind an amount only those that are there."""
        names = [*self.amounts, *(name for name in texts if name not in self.amounts)]
        return [f"{self.label(name)}: {texts.get(name, 'niet herkend')}" for name in names]


def of_year(grid: Grid, year: str) -> Grid:
    """The rows of a year, where a column says which year a row is. Raises UnrecognisedError for none."""
    for column in range(grid.width):
        cells = grid.column(column)
        heads = [row for row, cell in enumerate(cells) if re.fullmatch(YEARS, cell.casefold())]
        below = [cell for cell in cells[heads[-1] + 1 :] if cell] if heads else []
        if below and all(re.fullmatch(YEAR, cell) for cell in below):
            if year not in below:
                problem = f"bedragen voor {', '.join(sorted(set(below)))}"
                raise UnrecognisedError(
                    [Problem(grid.place, problem, f"rijen voor {year}, of een ander jaar (--year)")]
                )
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
