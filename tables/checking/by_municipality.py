"""A sheet with a row per municipality and a column per stream."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from allocation.case import CODE
from allocation.errors import Problem
from rules.territory.municipalities import table
from rules.territory.naming import plain
from tables.checking.headings import heading, headings, is_called, naming_columns, stream_heads
from tables.checking.received import AmountCells, ReceivedSheet, is_number
from tables.checking.stream_names import SAME_WORD
from tables.checking.titles import named
from tables.words import first_few, plural

SUMMED = r"totaal|\bsom\b|\bnederland\b|gemiddeld|provincie"
"""What a row of more municipalities than one is called."""


def by_municipality(sheet: ReceivedSheet, key: int, header: int, wanted: str, asked: str) -> AmountCells:
    """A row per municipality."""
    grid, heads = sheet.grid, stream_heads(sheet, key, header, asked)
    matched = sheet.best(_asked(sheet, heads, header, asked))
    sheet.refuse_years("kolommen", matched.values())
    double = [repr(text) for text in matched.values() if heads.count(text) > 1]
    if double:
        raise sheet.refusal(f"{first_few(double)} meer dan één keer", "elke geldstroom één keer")
    sheet.refuse_other(key if grid.turned else header, wanted)
    column_of = {rule: heads.index(text) for rule, text in matched.items()}
    line, column_of_codes = grid.words()[0], heading(sheet, key, header)
    rows, unread, problems = _rows(sheet, key, header)
    if not rows or (wanted and wanted not in rows):
        word = "kolom" if grid.turned else "rij"
        lacking = (
            f"{sheet.municipality(wanted)} staat niet" if wanted else "geen gemeente met haar code staat"
        )
        raise sheet.refusal(f"{lacking} in {column_of_codes}", f"een {word} daarvoor")
    codes = [wanted] if wanted else sorted(rows)
    cells = {(code, rule): (rows[code], column) for code in codes for rule, column in column_of.items()}
    written = headings(sheet, key, header)
    titles = {rule: written[column] or heads[column] for rule, column in column_of.items()}
    shown = {rule: f"{grid.words()[1]} {text!r}" for rule, text in titles.items()}
    report = [f"gemeenten: {column_of_codes}", *sheet.matched(shown)]
    absent = set(sheet.outcome.prepared.territory[CODE]) - set(rows)
    places = {row: f"{line} {grid.numbers[row]} ({_said_in(sheet, row, key)})" for row in unread}
    uncompared = [] if wanted else [row for row in unread if _is_municipality(sheet, row, key, absent)]
    others = [place for row, place in places.items() if row not in uncompared]
    if others and not wanted:
        report.append(f"niet gelezen, geen gemeente van deze indeling: {first_few(others)}")
    if absent and not wanted:
        who = first_few([sheet.municipality(code) for code in sorted(absent)])
        report.append(f"niet in het bestand: {plural(len(absent), 'gemeente', 'gemeenten')} ({who})")
    return AmountCells(codes, cells, header, report, problems, [places[row] for row in uncompared])


def _asked(sheet: ReceivedSheet, heads: Sequence[str], header: int, asked: str) -> list[str]:
    """The headings of the column that a user names, or all."""
    columns = [c for c in range(sheet.grid.width) if not asked or is_called(sheet, c, asked, heads, header)]
    if not columns:
        raise sheet.refusal(f"geen kolom {asked!r}", f"een van {', '.join(filter(None, heads))}")
    return [heads[column] for column in columns]


def _rows(sheet: ReceivedSheet, key: int, header: int) -> tuple[dict[str, int], list[int], list[Problem]]:
    """The row of each municipality, those of none, and where two rows or two names contradict each other."""
    grid = sheet.grid
    naming = naming_columns(sheet, header)
    coded = [column for column in naming if re.search("code|nummer|nr", grid.rows[header][column].casefold())]
    rows: dict[str, int] = {}
    unread, problems = [], []
    for row, code in list(enumerate(sheet.codes(key)))[header + 1 :]:
        place = grid.cell(row, key, grid.rows[header][key])
        amounts = any(
            is_number(cell) for column, cell in enumerate(grid.rows[row]) if column not in {key, *naming}
        )
        if code and (not all(grid.rows[row][column] for column in coded) or (code in rows and not amounts)):
            unread.append(row)  # a subtotal that is called like a municipality, or a place below the table
            continue
        if not code:
            if grid.turned and not grid.rows[row][key] and amounts:
                raise sheet.refusal(
                    f"kolom {grid.numbers[row]} heeft bedragen van niemand", "een gemeente erboven"
                )
            unread.append(row)
            continue
        if code in rows:
            problems.append(Problem(place, repr(grid.rows[row][key]), "elke gemeente één keer"))
        names = {named(grid.rows[row][column], sheet.naming) or code for column in naming} | {code}
        if len(names) > 1:
            which = " en ".join(map(sheet.municipality, sorted(names)))
            problems.append(Problem(place, which, "een code en een naam van één gemeente"))
        rows[code] = row
    return rows, unread, problems


def _is_municipality(sheet: ReceivedSheet, row: int, key: int, absent: Collection[str]) -> bool:
    """Whether a row with amounts that was not read seems to be of a municipality: by its name or a code."""
    cells = sheet.grid.rows[row]
    text = plain(re.sub(r"\W+(c\.?a\.?|\d+\)?|\*+)$", "", cells[key]))
    amounts = any(is_number(cell) for column, cell in enumerate(cells) if column != key)
    if not text or not amounts or any(re.search(SUMMED, cell.casefold()) for cell in cells):
        return False
    names = {plain(sheet.called[code]) for code in absent}
    alike = get_close_matches(text, names, n=1, cutoff=SAME_WORD)
    begins = any(name.split()[0] == text.split()[0] for name in names)
    return bool(alike) or begins or bool(re.fullmatch(r"(gm)?\d{1,4}", text)) or text in _gone(sheet)


def _gone(sheet: ReceivedSheet) -> set[str]:
    """The names of municipalities that there were before, and are no more."""
    return {plain(name) for name in table("herindelingen.csv")["oude_naam"]} - sheet.naming.keys()


def _said_in(sheet: ReceivedSheet, row: int, key: int) -> str:
    """What a row is, that is of no municipality; and which one may be meant."""
    cells = sheet.grid.rows[row]
    text = cells[key] or next(filter(None, cells), "leeg")
    known = {naam.casefold(): naam for naam in sheet.outcome.prepared.territory["naam"]}
    meant = get_close_matches(text.casefold(), known, n=1, cutoff=SAME_WORD)
    return text + (f", bedoeld: {known[meant[0]]}?" if meant else "")
