"""A specification as a municipality received it: which amount of which stream is in it.

A row per municipality with a column per stream, or the other way round, or a row per stream with an amount;
titles may stand above. The names of columns or rows are matched with those of the streams; what was matched
is reported. What could be read in two ways is refused.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction

from attrs import evolve, frozen

from allocation.case import CODE
from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.catalogue.books import named_rule
from rules.catalogue.municipalities import find, naming, plain
from tables.grid import Grid
from tables.matching import CHANGE, SAME_WORD, YEAR, Names, names_of
from tables.pages import label
from tables.words import amount, few, plural

AMOUNT = "an amount such as 1.234.567,89"
UNSTORED = "an amount; open the file, save it, and try again"
WHICH = "one; say which with --column"
HEADED = r"gemeente\b|code"
"""What heads a column of municipalities."""
NAMING = r"(gm|cbs)?[- ]?(gemeente)?[- ]?(naam|code)?"
"""What heads a column of the names or codes of the same municipalities, and of nothing else."""


class UnrecognisedError(InputError):
    """There is no specification on a sheet."""


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


@frozen
class _File:
    """A sheet against an outcome: its cells, the amounts that should be there, the names that are known."""

    grid: Grid
    outcome: Outcome
    amounts: Sequence[str]
    names: Names
    naming: Mapping[str, str]

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
            if said or (headed and any(codes)):
                found[column] = sum(map(bool, codes))
        return max(found, key=lambda column: found[column], default=None)

    def across(self) -> bool:
        """Whether municipalities stand side by side, each above a column of amounts."""
        for row, cells in enumerate(self.grid.rows):
            named = {c for c, cell in enumerate(cells) if not cell.isdigit() and plain(cell) in self.naming}
            below = self.grid.rows[row + 1 :]
            amounts = {c for c in range(self.grid.width) if any(_is_number(line[c]) for line in below)}
            if named and named <= amounts and (len(named) > 1 or named == amounts):
                return True
        return False

    def headings(self, key: int, last: int) -> list[str]:
        """All that stands above each column down to a row; what is above one is above the next too."""
        said = [""] * self.grid.width
        for row in range(last + 1):
            above = ""
            for column, cell in enumerate(self.grid.rows[row]):
                text = cell or above
                said[column] = f"{said[column]} {text}".strip()
                above = text if column > key and row < last else ""
        return said

    def header(self, names: int, first: int) -> int | None:
        """The last row above the first stream with, beside its name, a year or a text that is no amount."""
        for row in reversed(range(first)):
            cells = [cell for column, cell in enumerate(self.grid.rows[row]) if column != names and cell]
            if any(re.fullmatch(YEAR, cell) or not _is_number(cell) for cell in cells):
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
        return f"{dict(self.outcome.prepared.territory.select(CODE, 'naam').iter_rows())[code]} ({code})"

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


def read_specification(grids: Iterator[Grid], outcome: Outcome, asked: Asked) -> Specification:
    """Find the streams on the first sheet that has them, for one municipality or for all that are in it.

    Raises InputError where there is no municipality or no stream in it, or an amount cannot be read.
    """
    prepared = outcome.prepared
    book = prepared.case.book
    amounts = [name for name in prepared.year.amounts if not book.national(name)]
    streams = [name for name in book.rules if not book.national(name)]
    if asked.rule:
        amounts = streams = [named_rule(book.rules, asked.rule)]
    code = find(prepared.territory, asked.municipality) if asked.municipality else ""
    names = names_of(outcome, streams)
    refused: dict[str, UnrecognisedError] = {}
    for grid in grids:
        file = _File(grid, outcome, amounts, names, naming(prepared.territory))
        try:
            return _read(file, code, asked.column)
        except UnrecognisedError as error:
            refused[grid.place] = error
    if len(refused) == 1:
        raise next(iter(refused.values()))
    expected = "one on one of them; why a sheet is not, is said where it is named with --sheet"
    raise InputError([Problem(few(list(refused)), "no specification", expected)])


def _read(file: _File, code: str, column: str) -> Specification:
    if file.across():
        file = evolve(file, grid=file.grid.turn())
    key = file.key()
    if key is not None:
        first = next(row for row, code in enumerate(file.codes(key)) if code)
        header = file.header(key, first)
        if header is not None and file.names.best(file.headings(key, header)):
            return _wide(file, key, header, code)
    return _long(file, key, code, column)


def _wide(file: _File, key: int, header: int, wanted: str) -> Specification:
    """A row per municipality."""
    grid, heads = file.grid, file.headings(key, header)
    matched = _of_year(file, file.best(heads))
    double = [repr(text) for text in matched.values() if heads.count(text) > 1]
    if double:
        raise file.refusal(f"{few(double)} more than once", "each stream once")
    found = {rule: heads.index(text) for rule, text in matched.items()}
    line, column_of_codes = grid.words()[0], file.named(key, header)
    naming = [c for c, text in enumerate(grid.rows[header]) if re.fullmatch(NAMING, text.casefold())]
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    unread, seen, problems = [], set(), []
    for row, code in list(enumerate(file.codes(key)))[header + 1 :]:
        if not code:
            unread.append(f"{line} {grid.numbers[row]} ({_said_in(file, row, key)})")
            continue
        if code in seen:
            place = grid.cell(row, key, heads[key])
            problems.append(Problem(place, repr(grid.rows[row][key]), "each municipality once"))
        said_here = {file.naming.get(plain(grid.rows[row][c]), code) for c in naming} | {code}
        if len(said_here) > 1:
            place = grid.cell(row, key, heads[key])
            which = " and ".join(map(file.municipality, sorted(said_here)))
            problems.append(Problem(place, which, "a code and a name of one municipality"))
        seen.add(code)
        if wanted in ("", code):
            cells |= {(code, rule): (row, column) for rule, column in found.items()}
    if wanted and wanted not in seen:
        raise file.refusal(f"{file.municipality(wanted)} is not in {column_of_codes}", f"a {line} for it")
    here = [wanted] if wanted else sorted(seen)
    said = [
        f"gemeenten: {column_of_codes}",
        *_said(file, {rule: f"{grid.words()[1]} {heads[column]!r}" for rule, column in found.items()}),
    ]
    if unread and not wanted:
        said.append(f"niet gelezen, geen gemeente van deze indeling: {few(unread)}")
    absent = set(file.outcome.prepared.territory[CODE]) - seen
    if absent and not wanted:
        shown = few([file.municipality(code) for code in sorted(absent)])
        said.append(f"niet in het bestand: {plural(len(absent), 'gemeente', 'gemeenten')} ({shown})")
    return _specification(file, here, cells, header, said, problems)


def _said_in(file: _File, row: int, key: int) -> str:
    """What a row is, that is of no municipality; and which one may be meant."""
    cells = file.grid.rows[row]
    text = cells[key] or next(filter(None, cells), "leeg")
    known = {naam.casefold(): naam for naam in file.outcome.prepared.territory["naam"]}
    meant = get_close_matches(text.casefold(), known, n=1, cutoff=SAME_WORD)
    return text + (f", bedoeld: {known[meant[0]]}?" if meant else "")


def _long(file: _File, key: int | None, wanted: str, asked: str) -> Specification:
    """A row per stream."""
    grid = file.grid
    by_column = {column: file.names.best(grid.column(column)) for column in range(grid.width)}
    names_in = max(by_column, key=lambda column: len(by_column[column]))
    _refuse_unknown(file, {text for best in by_column.values() for texts in best.values() for text in texts})
    codes = file.codes(key) if key is not None and key != names_in else [""] * len(grid.rows)
    column = grid.column(names_in)
    top = min(column.index(text) for texts in by_column[names_in].values() for text in texts)
    named = {code for code in codes if code} or _in_titles(file, top)
    if not wanted and len(named) != 1:
        raise file.refusal("no column that names one municipality", "--gemeente, to say whose it is")
    if named and wanted and wanted not in named:
        shown = few([file.municipality(code) for code in sorted(named)])
        raise file.refusal(f"this is of {shown}, not of {file.municipality(wanted)}", "a row for it")
    code = wanted or next(iter(named))
    texts = [text if codes[row] in ("", code) else "" for row, text in enumerate(column)]
    best = file.best(texts)
    double = [repr(text) for rule, text in best.items() if texts.count(text) > 1 and rule in file.amounts]
    if double:
        raise file.refusal(f"{few(double)} more than once", "each stream once")
    rows = {rule: texts.index(text) for rule, text in best.items() if texts.count(text) == 1}
    first = min(rows.values())
    header = file.header(names_in, first)
    amounts_in = _amount_column(file, {names_in, key}, sorted(rows.values()), code, asked)
    cells = {(code, rule): (row, amounts_in) for rule, row in rows.items()}
    said = [f"namen: {file.named(names_in, header)}, bedragen: {file.named(amounts_in, header)}"]
    said += _said(file, {rule: f"rij {texts[row]!r}" for rule, row in rows.items()})
    others = [text for row, text in enumerate(texts) if text and row not in rows.values() and row > first]
    if others:
        said.append(f"niet herkend, niet gelezen: {few(others)}")
    return _specification(file, [code], cells, header, said)


def _in_titles(file: _File, first: int) -> set[str]:
    """The municipalities that are named above the streams."""
    texts = [cell for row in file.grid.rows[:first] for cell in row if not cell.isdigit()]
    spoken = [re.sub(".*gemeente ", "", text.casefold()) for text in texts]
    return {file.naming[plain(text)] for text in spoken if plain(text) in file.naming}


def _refuse_unknown(file: _File, streams: Collection[str]) -> None:
    """Say of a sheet without streams, or of a row of them without municipalities, what it is."""
    rows = file.grid.rows
    for row, cells in enumerate(rows):
        columns = [column for column, cell in enumerate(cells) if cell in streams]
        under = any(_is_number(below[column]) for below in rows[row + 1 :] for column in columns)
        beside = any(_is_number(cell) for cell in cells)
        if under and not beside:
            read = few([next(filter(None, below)) for below in rows[row + 1 :] if any(below)])
            heads = few([cell for cell in cells if cell])
            found = f"no municipality of this publication below {heads} (read: {read})"
            raise file.refusal(found, "names or codes of municipalities (verdeel list gemeenten)")
    if not streams:
        texts = [cell for cells in rows for cell in cells if re.search(r"[^\W\d_]{2}", cell)]
        read = f"nothing that is called like one of the streams (read: {few(texts)})"
        expected = f"a row or a column for {' or '.join(map(file.label, file.amounts))}"
        raise file.refusal(read if texts else "no names", expected)


def _amount_column(file: _File, taken: set[int | None], rows: Sequence[int], code: str, asked: str) -> int:
    """The column that is asked, or the one whose heading says that it has the amounts of the year."""
    grid = file.grid
    above = {
        column: " ".join(cell for cell in grid.column(column)[: rows[0]] if cell)
        for column in range(grid.width)
        if column not in taken and any(grid.rows[row][column] for row in rows)
    }
    shown = {column: text or grid.letters[column] for column, text in above.items()}
    if asked:
        found = [
            c
            for c, text in shown.items()
            if asked.casefold() in (text.casefold(), grid.letters[c].casefold())
        ]
        if len(found) != 1:
            raise file.refusal(f"no column {asked!r} with amounts", f"one of {', '.join(shown.values())}")
        return found[0]
    nearest = {c: next(filter(None, reversed(grid.column(c)[: rows[0]])), "") for c in above}
    columns = [column for column, text in nearest.items() if not re.search(CHANGE, text.casefold())]
    if not columns:
        raise file.refusal("no column with amounts beside the names", "one")
    columns = _years(file, {column: above[column] for column in columns}) or columns
    numbers = {column: sum(_is_number(grid.rows[row][column]) for row in rows) for column in columns}
    columns = [column for column in columns if numbers[column] == max(numbers.values())]
    names = [file.municipality(code), *map(file.label, file.amounts)]
    plainest = [column for column in columns if not file.names.more(above[column], names)]
    columns = plainest or columns
    columns = [column for column in columns if above[column]] or columns
    if len(columns) > 1:
        which = ", ".join(shown[column] for column in columns)
        raise file.refusal(f"more than one column with amounts ({which})", WHICH)
    return columns[0]


def _years(file: _File, above: Mapping[int, str]) -> list[int]:
    """The columns of the year that is asked, and of no other; none where no heading names a year."""
    year = file.names.year
    years = {column: file.names.years(text) for column, text in above.items()}
    found = [column for column, said in years.items() if said == {year}]
    if not found and any(years.values()):
        others = ", ".join(sorted({each for said in years.values() for each in said}))
        raise file.refusal(f"amounts for {others}", f"a column for {year} alone, or another --year")
    return [column for column in found if above[column] == year] or found


def _of_year(file: _File, found: Mapping[str, str]) -> dict[str, str]:
    """The columns that were matched, if none of them is of another year."""
    year = file.names.year
    wrong = [text for text in found.values() if file.names.years(text) - {year}]
    if wrong:
        raise file.refusal(f"columns {few(wrong)}", f"columns for {year}, or another --year")
    return dict(found)


def _said(file: _File, found: Mapping[str, str]) -> list[str]:
    """What was matched; of the steps behind an amount only those that are there."""
    names = [*file.amounts, *(name for name in found if name not in file.amounts)]
    return [f"{file.label(name)}: {found.get(name, 'niet herkend')}" for name in names]


def _specification(
    file: _File,
    codes: Sequence[str],
    cells: Mapping[tuple[str, str], tuple[int, int]],
    header: int | None,
    said: Sequence[str],
    wrong: Sequence[Problem] = (),
) -> Specification:
    """The amounts in the cells. Raises InputError naming every one that cannot be read, and what is wrong."""
    grid = file.grid
    amounts: dict[tuple[str, str], Fraction | None] = {
        (code, rule): None for rule in file.amounts for code in codes
    }
    problems, places = [*wrong], {}
    for which, (row, column) in sorted(cells.items(), key=lambda cell: cell[1]):
        places[which] = grid.cell(row, column, "" if header is None else grid.rows[header][column])
        text = grid.rows[row][column]
        try:
            amounts[which] = amount(text)
        except FigureError:
            unstored = text.startswith("=")
            found = f"{text!r}, a formula without a stored outcome" if unstored else repr(text)
            problems.append(Problem(places[which], found, UNSTORED if unstored else AMOUNT))
    if problems:
        raise InputError(problems)
    return Specification(amounts, places, said)


def _is_number(cell: str) -> bool:
    try:
        return amount(cell) is not None
    except FigureError:
        return False
