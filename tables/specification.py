"""A specification as a municipality received it: which amount of which stream is in it.

Either a row per municipality with a column per stream, or a row per stream with an amount; titles may stand
above. The names of columns or rows are matched with those of the streams; what was matched is reported.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from fractions import Fraction

from attrs import frozen

from allocation.case import CODE
from allocation.errors import FigureError, InputError, Problem
from rules import Outcome
from rules.catalogue.municipalities import find, naming, plain
from tables.grid import Grid
from tables.pages import label
from tables.words import amount, few, plural

SAME_WORD = 0.8
"""Two words that are more alike than this are taken for the same."""
ALIKE = 0.5
"""Names with the same words in them that are less alike than this say something else as well."""
CHANGE = "verschil|mutatie"
"""What heads a column that is no amount of its own."""
YEAR = r"\b20[0-9]{2}\b"
AMOUNT = "an amount such as 1.234.567,89"


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
    """A file against an outcome: its cells, the streams by name, the municipality of every cell."""

    grid: Grid
    outcome: Outcome
    streams: Mapping[str, set[str]]

    @property
    def year(self) -> str:
        return str(self.outcome.prepared.year.year)

    def codes(self, column: int) -> list[str]:
        """The municipality in each cell of a column, "" where there is none."""
        known = naming(self.outcome.prepared.territory)
        return [known.get(plain(cell), "") for cell in self.grid.column(column)]

    def key(self) -> int | None:
        """The column that names municipalities."""
        found = {}
        for column in range(self.grid.width):
            cells = self.grid.column(column)
            codes = self.codes(column)
            said = any(code and not cell.isdigit() for cell, code in zip(cells, codes, strict=True))
            headed = any(re.search("gemeente|code", cell.casefold()) for cell in cells)
            if said or (headed and any(codes)):
                found[column] = sum(map(bool, codes))
        return max(found, key=lambda column: found[column], default=None)

    def header(self, names: int, first: int) -> int | None:
        """The last row above the first stream with, beside its name, a year or a text that is no amount."""
        for row in reversed(range(first)):
            cells = [cell for column, cell in enumerate(self.grid.rows[row]) if column != names and cell]
            if any(re.fullmatch(YEAR, cell) or not _is_number(cell) for cell in cells):
                return row
        return None

    def named(self, column: int, header: int | None) -> str:
        """A column by its heading, or by its place."""
        text = self.grid.at(header, column) if header is not None else ""
        return f"kolom {text!r}" if text else f"kolom {self.grid.letter(column)}"

    def refusal(self, found: str, expected: str) -> InputError:
        return InputError([Problem(self.grid.place, found, expected)])

    def nothing(self) -> InputError:
        """No stream was recognised."""
        names = [label(self.outcome, name)[0] for name in self.outcome.prepared.year.amounts]
        texts = [cell for row in self.grid.rows for cell in row if re.search(r"[^\W\d_]{2}", cell)]
        read = f"nothing that is called like one of the streams (read: {few(texts)})"
        return self.refusal(read if texts else "no names", f"a row or a column for {' or '.join(names)}")


def read_specification(grid: Grid, outcome: Outcome, municipality: str) -> Specification:
    """Find the streams in a table, for one municipality or for all that are in it.

    Raises InputError where there is no municipality or no stream in it, or an amount cannot be read.
    """
    book = outcome.prepared.case.book
    streams = {
        name: {rule.label, rule.short, name} for name, rule in book.rules.items() if not book.national(name)
    }
    file = _File(grid, outcome, streams)
    code = find(outcome.prepared.territory, municipality) if municipality else ""
    key = file.key()
    if key is not None:
        codes = file.codes(key)
        for row, cells in enumerate(grid.rows):
            if not codes[row] and any(codes[row + 1 :]) and _matches(streams, cells, file.year):
                return _wide(file, key, row, code)
    return _long(file, key, code)


def _wide(file: _File, key: int, header: int, wanted: str) -> Specification:
    """A row per municipality."""
    grid, names = file.grid, file.grid.rows[header]
    found = {
        rule: names.index(text)
        for rule, text in _of_year(file, _matches(file.streams, names, file.year)).items()
    }
    column_of_codes = file.named(key, header)
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    unread, seen = [], set()
    for row, code in list(enumerate(file.codes(key)))[header + 1 :]:
        if not code:
            unread.append(_unread(file, row, key))
            continue
        if code in seen:
            place = grid.cell(row, key, grid.at(header, key))
            raise InputError([Problem(place, repr(grid.at(row, key)), "each municipality once")])
        seen.add(code)
        if wanted in ("", code):
            cells |= {(code, rule): (row, column) for rule, column in found.items()}
    if wanted and wanted not in seen:
        raise file.refusal(f"{_named(file, wanted)} is not in {column_of_codes}", "a row for it")
    here = [wanted] if wanted else sorted(seen)
    said = [
        f"gemeenten: {column_of_codes}",
        *_said(file, {r: f"kolom {names[c]!r}" for r, c in found.items()}),
    ]
    if unread and not wanted:
        said.append(f"niet gelezen, geen gemeente van deze indeling: {few(unread)}")
    absent = set(file.outcome.prepared.territory[CODE]) - seen
    if absent and not wanted:
        shown = few([_named(file, code) for code in sorted(absent)])
        said.append(f"niet in het bestand: {plural(len(absent), 'gemeente', 'gemeenten')} ({shown})")
    return _specification(file, here, cells, header, said)


def _unread(file: _File, row: int, key: int) -> str:
    text = file.grid.at(row, key)
    known = {naam.casefold(): naam for naam in file.outcome.prepared.territory["naam"]}
    meant = get_close_matches(text.casefold(), known, n=1, cutoff=SAME_WORD)
    hint = f", bedoeld: {known[meant[0]]}?" if meant else ""
    return f"rij {file.grid.numbers[row]} ({text or 'leeg'}{hint})"


def _long(file: _File, key: int | None, wanted: str) -> Specification:
    """A row per stream."""
    grid = file.grid
    by_column = {c: _matches(file.streams, grid.column(c), file.year) for c in range(grid.width)}
    names_in = max(by_column, key=lambda column: len(by_column[column]))
    if not by_column[names_in]:
        raise file.nothing()
    codes = file.codes(key) if key not in (None, names_in) and key is not None else [""] * len(grid.rows)
    named = {code for code in codes if code}
    if not wanted and len(named) != 1:
        raise file.refusal("no column that names one municipality", "--gemeente, to say whose it is")
    if named and wanted and wanted not in named:
        shown = few([_named(file, code) for code in sorted(named)])
        raise file.refusal(f"this is of {shown}, not of {_named(file, wanted)}", "a row for it")
    code = wanted or next(iter(named))
    texts = [text if codes[row] in ("", code) else "" for row, text in enumerate(grid.column(names_in))]
    rows = {rule: texts.index(name) for rule, name in _matches(file.streams, texts, file.year).items()}
    double = [text for text in (texts[row] for row in rows.values()) if texts.count(text) > 1]
    if double:
        raise file.refusal(f"{few([repr(text) for text in double])} more than once", "each stream once")
    first = min(rows.values())
    header = file.header(names_in, first)
    amounts_in = _amount_column(file, {names_in, key}, sorted(rows.values()))
    cells = {(code, rule): (row, amounts_in) for rule, row in rows.items()}
    said = [f"namen: {file.named(names_in, header)}, bedragen: {file.named(amounts_in, header)}"]
    said += _said(file, {rule: f"rij {texts[row]!r}" for rule, row in rows.items()})
    others = [
        text
        for row, text in enumerate(texts)
        if text and row not in rows.values() and row > min(rows.values())
    ]
    if others:
        said.append(f"niet herkend, niet gelezen: {few(others)}")
    return _specification(file, [code], cells, header, said)


def _amount_column(file: _File, taken: set[int | None], rows: Sequence[int]) -> int:
    """The column of the year where a heading names one, else the last of those with most amounts."""
    grid = file.grid
    columns = [c for c in range(grid.width) if c not in taken and any(grid.at(row, c) for row in rows)]
    columns = [c for c in columns if not re.search(CHANGE, " ".join(grid.column(c)[: rows[0]]).casefold())]
    if not columns:
        raise file.refusal("no column with amounts beside the names", "one")
    above = {c: " ".join(cell for cell in grid.column(c)[: rows[0]] if cell) for c in columns}
    columns = _years(file, above) or columns
    numbers = {c: sum(_is_number(grid.at(row, c)) for row in rows) for c in columns}
    return max(columns, key=lambda c: (numbers[c], bool(above[c]), c))


def _years(file: _File, above: Mapping[int, str]) -> list[int]:
    """The columns of the year that is asked, and of no other; none where no heading names a year."""
    years = {column: set(re.findall(YEAR, text)) for column, text in above.items()}
    found = [column for column, said in years.items() if said == {file.year}]
    if not found and any(years.values()):
        others = ", ".join(sorted({year for said in years.values() for year in said}))
        raise file.refusal(f"amounts for {others}", f"a column for {file.year}, or another --year")
    return [c for c in found if above[c] == file.year] or found


def _of_year(file: _File, found: Mapping[str, str]) -> dict[str, str]:
    """The columns that were matched, if none of them is of another year."""
    wrong = [text for text in found.values() if file.year not in text and re.search(YEAR, text)]
    if wrong:
        raise file.refusal(f"columns {few(wrong)}", f"columns for {file.year}, or another --year")
    return dict(found)


def _said(file: _File, found: Mapping[str, str]) -> list[str]:
    """What was matched; of the steps behind an amount only those that are there."""
    amounts = [n for n in file.outcome.prepared.year.amounts if n in file.streams]
    names = [*amounts, *(name for name in found if name not in amounts)]
    return [f"{label(file.outcome, name)[0]}: {found.get(name, 'niet herkend')}" for name in names]


def _named(file: _File, code: str) -> str:
    return f"{dict(file.outcome.prepared.territory.select(CODE, 'naam').iter_rows())[code]} ({code})"


def _matches(streams: Mapping[str, set[str]], candidates: Sequence[str], year: str) -> dict[str, str]:
    """Which candidate is which stream: the most alike first, and each of them once."""
    texts = [text for text in dict.fromkeys(candidates) if text and not re.search(CHANGE, text.casefold())]
    scores = [
        (max(_alike(name, text) for name in names), year in text, rule, text)
        for rule, names in streams.items()
        for text in texts
    ]
    found: dict[str, str] = {}
    for score, _, rule, text in sorted(scores, key=lambda each: (-each[0], not each[1])):
        if score >= ALIKE and rule not in found and text not in found.values():
            found[rule] = text
    return found


def _alike(name: str, candidate: str) -> float:
    """How alike two names are; 0 where a word of the first is not in the second."""
    wanted, there = _words(name), _words(candidate)
    if not all(get_close_matches(word, there, n=1, cutoff=SAME_WORD) for word in wanted):
        return 0
    return SequenceMatcher(None, " ".join(wanted), " ".join(there), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """The words of a name in the order of the alphabet, without years and signs."""
    return sorted(re.findall(r"[^\W\d_]+", text.casefold().replace(".", "")))


def _specification(
    file: _File,
    codes: Sequence[str],
    cells: Mapping[tuple[str, str], tuple[int, int]],
    header: int | None,
    said: Sequence[str],
) -> Specification:
    """The amounts in the cells. Raises InputError naming every one that cannot be read."""
    amounts: dict[tuple[str, str], Fraction | None] = {
        (code, rule): None
        for rule in file.outcome.prepared.year.amounts
        if rule in file.streams
        for code in codes
    }
    problems, places = [], {}
    for which, (row, column) in sorted(cells.items(), key=lambda cell: cell[1]):
        places[which] = file.grid.cell(row, column, "" if header is None else file.grid.at(header, column))
        text = file.grid.at(row, column)
        try:
            amounts[which] = amount(text)
        except FigureError:
            bare = "a formula without a stored outcome; open the file, save it, and try again"
            expected = bare if text.startswith("=") else AMOUNT
            problems.append(Problem(places[which], repr(text), expected))
    if problems:
        raise InputError(problems)
    return Specification(amounts, places, said)


def _is_number(cell: str) -> bool:
    try:
        return amount(cell) is not None
    except FigureError:
        return False
