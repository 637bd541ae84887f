"""A specification as a municipality received it: which amount of which stream is in it.

Either a row per municipality with a column per stream, or a row per stream with an amount. The names of
columns or rows are matched with those of the streams; what was matched is reported. Numbers may be in
Dutch notation.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from attrs import frozen

from allocation.errors import FigureError, InputError, Problem
from allocation.inputs import ROW, Sheet
from allocation.numbers import exact
from rules import Outcome
from rules.catalogue.municipalities import find, naming
from tables.pages import label
from tables.words import few

ALIKE = 0.75
"""Two names that are more alike than this are taken for the same."""
UNITS = {"euro", "eur", "bedrag", "in"}
"""Words in a heading that are no part of the name."""
WANTED = "a column (or a row) for one of the streams, with amounts"


@frozen
class Specification:
    """The received amounts by municipality and rule (None: not there), and how names were matched."""

    amounts: Mapping[tuple[str, str], Fraction | None]
    matched: Sequence[str]


@frozen
class _Cell:
    text: str | None
    place: str


def read_specification(sheet: Sheet, outcome: Outcome, municipality: str) -> Specification:
    """Find the streams in a table. Raises InputError where there is no municipality or no stream in it."""
    rules = outcome.prepared.case.book.rules
    streams = {name: {rules[name].label, rules[name].short, name} for name in outcome.prepared.year.amounts}
    columns = [column for column in sheet.frame.columns if column != ROW]
    known = naming(outcome.prepared.territory)
    codes = {c: [known.get((cell or "").strip().casefold(), "") for cell in sheet.frame[c]] for c in columns}
    key = max(columns, key=lambda c: sum(map(bool, codes[c])))
    named = set(codes[key]) - {""}
    found = _matches(streams, [column for column in columns if column != key])
    if named and found:
        return _wide(sheet, outcome, (key, codes[key]), streams, found)
    if not municipality and len(named) != 1:
        wanted = "--gemeente, or a column with codes or names"
        raise InputError([Problem(sheet.place, "no column with municipalities", wanted)])
    code = find(outcome.prepared.territory, municipality) if municipality else named.pop()
    return _long(sheet, outcome, code, streams)


def _wide(
    sheet: Sheet,
    outcome: Outcome,
    key: tuple[str, Sequence[str]],
    streams: Iterable[str],
    found: Mapping[str, str],
) -> Specification:
    name, codes = key
    cells: dict[tuple[str, str], _Cell | None] = {}
    unread = []
    for code, row in zip(codes, sheet.frame.iter_rows(named=True), strict=True):
        if not code:
            unread.append(f"{row[ROW]} ({row[name] or 'leeg'})")
            continue
        if any((code, rule) in cells for rule in streams):
            raise InputError([Problem(sheet.cell(row[ROW], name), repr(row[name]), "each municipality once")])
        for rule in streams:
            column = found.get(rule)
            cells[code, rule] = _Cell(row[column], sheet.cell(row[ROW], column)) if column else None
    said = [f"gemeenten: kolom {name!r}", *_said(outcome, "kolom", streams, found)]
    if unread:
        said.append(f"geen gemeente van deze indeling, niet gelezen: rij {few(unread)}")
    return Specification(_amounts(cells), said)


def _long(sheet: Sheet, outcome: Outcome, code: str, streams: Mapping[str, set[str]]) -> Specification:
    columns = [column for column in sheet.frame.columns if column != ROW]
    texts = {c: [cell or "" for cell in sheet.frame[c]] for c in columns}
    names_in = max(columns, key=lambda c: len(_matches(streams, texts[c])))
    found = _matches(streams, texts[names_in])
    amounts_in = _amount_column([c for c in columns if c != names_in], texts, outcome.prepared.year.year)
    if not found or not amounts_in:
        raise InputError([Problem(sheet.place, f"columns {', '.join(columns)}", WANTED)])
    places = {rule: texts[names_in].index(name) for rule, name in found.items()}
    cells = {
        (code, rule): _Cell(
            texts[amounts_in][places[rule]], sheet.cell(sheet.frame[ROW][places[rule]], amounts_in)
        )
        if rule in found
        else None
        for rule in streams
    }
    said = [f"namen: kolom {names_in!r}, bedragen: kolom {amounts_in!r}"]
    return Specification(_amounts(cells), [*said, *_said(outcome, "rij", streams, found)])


def _amount_column(columns: Sequence[str], texts: Mapping[str, Sequence[str]], year: int) -> str:
    """The column of the year where a heading names it, else the last of those with most numbers."""
    of_year = [c for c in columns if str(year) in c]
    return max(
        of_year or columns, key=lambda c: (sum(map(_is_number, texts[c])), columns.index(c)), default=""
    )


def _said(outcome: Outcome, what: str, streams: Iterable[str], found: Mapping[str, str]) -> list[str]:
    return [
        f"{label(outcome, rule)[0]}: " + (f"{what} {found[rule]!r}" if rule in found else f"geen {what}")
        for rule in streams
    ]


def _matches(streams: Mapping[str, set[str]], candidates: Sequence[str]) -> dict[str, str]:
    """Which candidate is which stream: the most alike first, and each of them once."""
    scores = [
        (max(_alike(name, candidate) for name in names), rule, candidate)
        for rule, names in streams.items()
        for candidate in dict.fromkeys(candidates)
    ]
    found: dict[str, str] = {}
    for score, rule, candidate in sorted(scores, key=lambda each: -each[0]):
        if score >= ALIKE and rule not in found and candidate not in found.values():
            found[rule] = candidate
    return found


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, _words(a), _words(b), autojunk=False).ratio()


def _words(text: str) -> str:
    """The words of a name in the order of the alphabet, without years and units."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return " ".join(sorted(word for word in words if word not in UNITS))


def _amounts(cells: Mapping[tuple[str, str], _Cell | None]) -> dict[tuple[str, str], Fraction | None]:
    """The amounts; None where a cell is empty. Raises InputError naming every other cell."""
    amounts: dict[tuple[str, str], Fraction | None] = {}
    problems = []
    for which, cell in cells.items():
        try:
            amounts[which] = _parsed(cell.text) if cell else None
        except FigureError:
            assert cell
            problems.append(Problem(cell.place, repr(cell.text), "an amount such as 1.234.567,89"))
    if problems:
        raise InputError(problems)
    return amounts


def _is_number(cell: str) -> bool:
    try:
        return _parsed(cell) is not None
    except FigureError:
        return False


def _parsed(cell: str | None) -> Fraction | None:
    text = re.sub(r"[€\s\u00a0]|EUR", "", cell or "").removesuffix(",-").removesuffix(",--")
    if not text:
        return None
    if "," in text or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".")
    return exact(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else exact("?")
