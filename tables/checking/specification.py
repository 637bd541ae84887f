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
from rules.analysis.lines import lines_of, parts_of
from rules.analysis.written import Written, last_decimal
from rules.reading.table import Aside
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find, naming, plain
from tables.checking.by_municipality import by_municipality
from tables.checking.by_stream import by_stream
from tables.checking.headings import header_row, stream_heads
from tables.checking.received import AmountCells, ReceivedSheet, UnrecognisedError, is_number, of_year
from tables.checking.stream_names import names_of
from tables.checking.unit_and_sign import reversed_sign, unit_of
from tables.reading.asides import aside_lines
from tables.reading.grid import Grid
from tables.words import amount, first_few

AMOUNT = "een bedrag zoals 1.234.567,89"
EXPLAINED = 3
"""Of so many sheets it is said why they cannot be read."""
UNITS_IN_WORDS = {1000: "duizenden", 1_000_000: "miljoenen"}
UNSTORED = "een bedrag; open het bestand, sla het op en probeer het opnieuw"


@frozen
class Asked:
    """What a user says of a file: whose it is, which stream, which column has the amounts; or nothing."""

    municipality: str = ""
    rule: str = ""
    column: str = ""


@frozen
class Specification:
    """The received amounts by municipality and rule, where each of them stands, how names were matched.

    An amount is None where nothing is given; without a place there is no row or column for it. `grains` says
    of what the amounts of a rule are multiples, in a table in thousands; `uncompared` which rows seem to be
    of a municipality and were not read.
    """

    amounts: Mapping[tuple[str, str], Fraction | None]
    places: Mapping[tuple[str, str], str]
    matched: Sequence[str]
    grains: Mapping[str, Fraction]
    uncompared: Sequence[str]


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
    lines = lines_of(outcome) if not asked.rule else {}
    beside = {part for parts in parts_of(outcome).values() for part in parts}
    streams = [name for name in streams if name not in lines and name not in beside]
    names, known = names_of(outcome, streams), naming(prepared.territory)
    refused: dict[str, UnrecognisedError] = {}
    for grid in grids:
        try:
            return _of_sheet(ReceivedSheet(grid, outcome, amounts, names, known), code, asked, lines)
        except UnrecognisedError as error:
            refused[grid.place] = error
    if len(refused) <= EXPLAINED:
        raise InputError([problem for error in refused.values() for problem in error.problems])
    expected = (
        "een opgave op een ervan; waarom een blad het niet is, staat er als het met --sheet wordt genoemd"
    )
    raise InputError([Problem(first_few(list(refused)), "geen opgave", expected)])


def _of_sheet(
    sheet: ReceivedSheet, code: str, asked: Asked, lines: Mapping[str, Sequence[str]]
) -> Specification:
    """What stands on a sheet: a row or column per municipality, or else a row per stream or line of one."""
    rows = evolve(sheet, grid=sheet.grid.turn()) if sheet.across() else sheet
    rows = _of_year(rows)
    key = rows.key()
    if key is not None:
        first = next(row for row, code in enumerate(rows.codes(key)) if code)
        header = header_row(rows, key, first)
        if header is not None and rows.names.best(stream_heads(rows, key, header, asked.column)):
            return _specification(rows, by_municipality(rows, key, header, code, asked.column))
    sheet = _of_year(evolve(sheet, names=sheet.names.and_lines(lines)))
    return _specification(sheet, by_stream(sheet, sheet.key(), code, asked.column))


def _of_year(sheet: ReceivedSheet) -> ReceivedSheet:
    return evolve(sheet, grid=of_year(sheet.grid, sheet.names.year))


def _specification(sheet: ReceivedSheet, located: AmountCells) -> Specification:
    """The amounts in the cells. Raises InputError naming every one that cannot be read, and what is wrong."""
    grid, header = sheet.grid, located.header
    amounts: dict[tuple[str, str], Fraction | None] = {
        (code, rule): None for rule in located.wanted(sheet) for code in located.codes
    }
    problems, places = [*located.wrong], {}
    for which, (row, column) in sorted(located.cells.items(), key=lambda cell: cell[1]):
        places[which] = grid.cell(row, column, "" if header is None else grid.rows[header][column])
        text = grid.rows[row][column]
        try:
            amounts[which] = amount(text)
        except FigureError:
            unstored = text.startswith("=")
            read = f"{text!r}, een formule zonder opgeslagen uitkomst" if unstored else repr(text)
            problems.append(Problem(places[which], read, UNSTORED if unstored else AMOUNT))
    if problems and not located.wrong and all(amount is None for amount in amounts.values()):
        raise UnrecognisedError(problems)  # words beside the names: an explanation, not amounts
    if problems:
        raise InputError(problems)
    on = [f"blad: {grid.sheet}"] if grid.sheet else []
    on += aside_lines([Aside("hidden", grid.place, tuple(grid.hidden))] if grid.hidden else [])
    written = _written(sheet, located, amounts)
    grains = {}
    for rule, how in written.items():
        of_rule = {code: value for (code, r), value in amounts.items() if r == rule}
        amounts |= {(code, rule): value for code, value in how.meant(of_rule).items()}
        if how.unit > 1:
            grains[rule] = how.grain(of_rule.values())
    for code, rule in located.finer:
        grains[rule] = last_decimal(grid.rows[located.cells[code, rule][0]][located.cells[code, rule][1]])
    matched = [*on, *located.said, *_how_written([*written.values()])]
    return Specification(amounts, places, matched, grains, located.uncompared)


def _written(
    sheet: ReceivedSheet, located: AmountCells, amounts: Mapping[tuple[str, str], Fraction | None]
) -> dict[str, Written]:
    """In which unit and with which sign the sheet has the amounts of each rule that is money."""
    columns: dict[str, set[int]] = {}
    for (_, rule), (_, column) in located.cells.items():
        if rule in sheet.names.money:
            columns.setdefault(rule, set()).add(column)
    beside = [
        amount(row[column])
        for row in sheet.grid.rows[0 if located.header is None else located.header + 1 :]
        for column in set().union(*columns.values())
        if is_number(row[column])
    ]
    values = [value for (_, rule), value in amounts.items() if rule in columns]
    negative = reversed_sign(values, beside)
    return {rule: Written(unit_of(sheet, located.header, c), negative) for rule, c in columns.items()}


def _how_written(written: Sequence[Written]) -> Iterator[str]:
    """What was read of units and signs, where that is not plain."""
    units = sorted({how.unit for how in written} - {1})
    if units:
        yield f"bedragen in {' en '.join(UNITS_IN_WORDS[unit] for unit in units)}, vergeleken als zo afgerond"
    if any(how.reversed for how in written):
        yield "alle bedragen zijn negatief: gelezen als baten, met omgekeerd teken"
