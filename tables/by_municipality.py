"""A sheet with a row per municipality and a column per stream."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from allocation.case import CODE
from allocation.errors import Problem
from rules.catalogue.municipalities import plain
from tables.matching import SAME_WORD
from tables.received import Found, Received
from tables.words import few, plural

NAMING = r"(gm|cbs)?[- ]?(gemeente)?[- ]?(naam|code)?"
"""What heads a column of the names or codes of the same municipalities, and of nothing else."""


def by_municipality(sheet: Received, key: int, header: int, wanted: str) -> Found:
    """A row per municipality."""
    grid, heads = sheet.grid, sheet.headings(key, header)
    matched = _of_year(sheet, sheet.best(heads))
    double = [repr(text) for text in matched.values() if heads.count(text) > 1]
    if double:
        raise sheet.refusal(f"{few(double)} more than once", "each stream once")
    found = {rule: heads.index(text) for rule, text in matched.items()}
    line, column_of_codes = grid.words()[0], sheet.named(key, header)
    naming = [c for c, text in enumerate(grid.rows[header]) if re.fullmatch(NAMING, text.casefold())]
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    unread, seen, problems = [], set(), []
    for row, code in list(enumerate(sheet.codes(key)))[header + 1 :]:
        if not code:
            unread.append(f"{line} {grid.numbers[row]} ({_said_in(sheet, row, key)})")
            continue
        if code in seen:
            place = grid.cell(row, key, heads[key])
            problems.append(Problem(place, repr(grid.rows[row][key]), "each municipality once"))
        said_here = {sheet.naming.get(plain(grid.rows[row][c]), code) for c in naming} | {code}
        if len(said_here) > 1:
            place = grid.cell(row, key, heads[key])
            which = " and ".join(map(sheet.municipality, sorted(said_here)))
            problems.append(Problem(place, which, "a code and a name of one municipality"))
        seen.add(code)
        if wanted in ("", code):
            cells |= {(code, rule): (row, column) for rule, column in found.items()}
    if wanted and wanted not in seen:
        raise sheet.refusal(f"{sheet.municipality(wanted)} is not in {column_of_codes}", f"a {line} for it")
    here = [wanted] if wanted else sorted(seen)
    said = [
        f"gemeenten: {column_of_codes}",
        *sheet.matched({rule: f"{grid.words()[1]} {heads[column]!r}" for rule, column in found.items()}),
    ]
    if unread and not wanted:
        said.append(f"niet gelezen, geen gemeente van deze indeling: {few(unread)}")
    absent = set(sheet.outcome.prepared.territory[CODE]) - seen
    if absent and not wanted:
        shown = few([sheet.municipality(code) for code in sorted(absent)])
        said.append(f"niet in het bestand: {plural(len(absent), 'gemeente', 'gemeenten')} ({shown})")
    return Found(here, cells, header, said, problems)


def _said_in(sheet: Received, row: int, key: int) -> str:
    """What a row is, that is of no municipality; and which one may be meant."""
    cells = sheet.grid.rows[row]
    text = cells[key] or next(filter(None, cells), "leeg")
    known = {naam.casefold(): naam for naam in sheet.outcome.prepared.territory["naam"]}
    meant = get_close_matches(text.casefold(), known, n=1, cutoff=SAME_WORD)
    return text + (f", bedoeld: {known[meant[0]]}?" if meant else "")


def _of_year(sheet: Received, found: Mapping[str, str]) -> dict[str, str]:
    """The columns that were matched, if none of them is of another year."""
    year = sheet.names.year
    wrong = [text for text in found.values() if sheet.names.years(text) - {year}]
    if wrong:
        raise sheet.refusal(f"columns {few(wrong)}", f"columns for {year}, or another --year")
    return dict(found)
