"""The numbers of a policy paper, computed beside what it prints."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.numbers import round_half_away
from rules.library.paper import Paper, PaperLine, PaperTable
from rules.library.schema import Publication
from rules.runs.projection import project
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace

Values = Mapping[tuple[str, int], Fraction]
"""By rule or figure, and year."""


@frozen
class PaperCell:
    """What a column of a line prints (None for nothing), with its decimals, and what is computed of it."""

    printed: Fraction | None
    decimals: int
    computed: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """How much more is computed than printed, in the decimals that are printed."""
        if self.printed is None or self.computed is None:
            return None
        return round_half_away(self.computed, self.decimals) - self.printed


@frozen
class PaperRow:
    """A line of a table with its cells."""

    line: PaperLine
    cells: Sequence[PaperCell]


def tables(space: Workspace, paper: Paper) -> list[tuple[PaperTable, list[PaperRow]]]:
    """Every table of a paper, computed. Raises InputError for a line that does not fit its columns."""
    if wrong := [problem for table in paper.table for problem in _uneven(paper, table)]:
        raise InputError(wrong)
    return [(table, _rows(table, _values(space, paper, table))) for table in paper.table]


def _uneven(paper: Paper, table: PaperTable) -> list[Problem]:
    width = len(table.columns)
    return [
        Problem(f"{paper.path.name}, {table.title}, {line.label}", f"{len(line.printed)} numbers", f"{width}")
        for line in table.line
        if len(line.printed) != width or len(line.computed) not in (0, 1, width)
    ]


def _rows(table: PaperTable, values: Values) -> list[PaperRow]:
    return [
        PaperRow(line, [_cell(table, line, place, values) for place in range(len(table.columns))])
        for line in table.line
    ]


def _cell(table: PaperTable, line: PaperLine, place: int, values: Values) -> PaperCell:
    text, rule = line.printed[place].replace(".", ""), line.rule(place)
    printed = Fraction(text.replace(",", ".")) if text else None
    years = table.columns[place].years
    computed = sum((values[rule, year] for year in years), Fraction(0)) / line.unit if rule else None
    return PaperCell(printed, len(text.partition(",")[2]), computed)


def _values(space: Workspace, paper: Paper, table: PaperTable) -> Values:
    """Each rule in the years that a column asks of it: years of a projection."""
    asked: dict[int, list[str]] = {}
    for line in table.line:
        for place, column in enumerate(table.columns):
            if rule := line.rule(place):
                for year in column.years:
                    asked.setdefault(year, []).append(rule)
    of = publication(space.library, paper.publication)
    computed = {rule.name for rule in space.library.rules}
    rules = list(dict.fromkeys(name for names in asked.values() for name in names if name in computed))
    values = _figures(space, of, asked)
    if rules:
        for outcome in project(space, paper.publication, sorted(asked), rules):
            year = outcome.prepared.year.year
            values |= {(rule, year): outcome.result.national[rule] for rule in rules}
    return values


def _figures(
    space: Workspace, of: Publication, asked: Mapping[int, Sequence[str]]
) -> dict[tuple[str, int], Fraction]:
    """What is a figure and no rule."""
    figures = space.library.figures
    return {
        (name, year): space.library.figure(name, of.name, year).value
        for year, names in asked.items()
        for name in names
        if name in figures and space.library.has_figure(name, of.name, year)
    }
