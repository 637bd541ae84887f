"""A specification as a municipality received it: which amount of which stream is in it.

A row per municipality with a column per stream, or the other way round, or a row per stream with an amount;
titles may stand above. The names of columns or rows are matched with those of the streams; what was matched
is reported. What could be read in two ways is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find, naming, plain
from tables.checking.by_municipality import by_municipality
from tables.checking.by_stream import by_stream
from tables.checking.headings import header_row, stream_heads
from tables.checking.received import AmountCells, ReceivedSheet, UnrecognisedError, of_year
from tables.checking.stream_names import names_of
from tables.reading.grid import Grid
from tables.words import amount, first_few

AMOUNT = "an amount such as 1.234.567,89"
EXPLAINED = 3
"""Of so many sheets it is said why they cannot be read."""
UNSTORED = "an amount; open the file, save it, and try again"


@frozen
class Asked:
    """What a user says of a file: whose it is, which stream, which column has the amounts; or nothing."""

    municipality: str = ""
    rule: str = ""
    column: str = ""


@frozen
class Specification:
    """The received amounts by municipality and rule, where each of them stands, how names were matched.

    An amount is None where nothing is given; without a place there is no row or column for it.
    """

    amounts: Mapping[tuple[str, str], Fraction | None]
    places: Mapping[tuple[str, str], str]
    matched: Sequence[str]


def likely(outcome: Outcome, municipality: str) -> set[str]:
    """The words in the name of a sheet that is read before others."""
    own = names_of(outcome, ()).own
    return {*own, *plain(municipality).split(), str(outcome.prepared.year.year)}


def read_specification(grids: Iterator[Grid], outcome: Outcome, asked: Asked) -> Specification:
    """Find the streams on the first sheet that has them, for one municipality or for all that are in it.

    Raises InputError where there is no municipality or no stream in it, or an amount cannot be read.
    """
    prepared = outcome.prepared
    book = prepared.case.book
    amounts = [name for name in prepared.year.amounts if not book.national(name)]
    streams = [name for name in book.rules if not book.national(name)]
    if asked.rule:
        amounts = streams = [named_rule({name: book.rules[name] for name in streams}, asked.rule)]
    code = find(prepared.territory, asked.municipality) if asked.municipality else ""
    names, known = names_of(outcome, streams), naming(prepared.territory)
    refused: dict[str, UnrecognisedError] = {}
    for grid in grids:
        try:
            return _of_sheet(ReceivedSheet(grid, outcome, amounts, names, known), code, asked)
        except UnrecognisedError as error:
            refused[grid.place] = error
    if len(refused) <= EXPLAINED:
        raise InputError([problem for error in refused.values() for problem in error.problems])
    expected = "one on one of them; why a sheet is not, is said where it is named with --sheet"
    raise InputError([Problem(first_few(list(refused)), "no specification", expected)])


def _of_sheet(sheet: ReceivedSheet, code: str, asked: Asked) -> Specification:
    """What stands on a sheet: a row or column per municipality, or else a row per stream."""
    rows = evolve(sheet, grid=sheet.grid.turn()) if sheet.across() else sheet
    rows = _of_year(rows)
    key = rows.key()
    if key is not None:
        first = next(row for row, code in enumerate(rows.codes(key)) if code)
        header = header_row(rows, key, first)
        if header is not None and rows.names.best(stream_heads(rows, key, header)):
            return _specification(rows, by_municipality(rows, key, header, code, asked.column))
    sheet = _of_year(sheet)
    return _specification(sheet, by_stream(sheet, sheet.key(), code, asked.column))


def _of_year(sheet: ReceivedSheet) -> ReceivedSheet:
    return evolve(sheet, grid=of_year(sheet.grid, sheet.names.year))


def _specification(sheet: ReceivedSheet, located: AmountCells) -> Specification:
    """The amounts in the cells. Raises InputError naming every one that cannot be read, and what is wrong."""
    grid, header = sheet.grid, located.header
    amounts: dict[tuple[str, str], Fraction | None] = {
        (code, rule): None for rule in sheet.amounts for code in located.codes
    }
    problems, places = [*located.wrong], {}
    for which, (row, column) in sorted(located.cells.items(), key=lambda cell: cell[1]):
        places[which] = grid.cell(row, column, "" if header is None else grid.rows[header][column])
        text = grid.rows[row][column]
        try:
            amounts[which] = amount(text)
        except FigureError:
            unstored = text.startswith("=")
            read = f"{text!r}, a formula without a stored outcome" if unstored else repr(text)
            problems.append(Problem(places[which], read, UNSTORED if unstored else AMOUNT))
    if problems and not located.wrong and all(amount is None for amount in amounts.values()):
        raise UnrecognisedError(problems)  # words beside the names: an explanation, not amounts
    if problems:
        raise InputError(problems)
    on = [f"blad: {grid.sheet}"] if grid.sheet else []
    return Specification(amounts, places, [*on, *located.said])
