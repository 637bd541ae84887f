"""Which of the columns beside the streams has the amounts."""

import re
from collections.abc import Mapping, Sequence

from tables.checking.received import ReceivedSheet, is_number
from tables.checking.stream_names import NO_AMOUNT, words
from tables.checking.titles import at_start

WHICH = "één; zeg met --column welke"
RIVAL = "ontvangen|toegekend|beschikking|beschikt|betaald|werkelijk|realisatie|wijziging"
"""Beside another column one that is headed so may be what was received."""


def amount_column(
    sheet: ReceivedSheet, heads: Sequence[str], filled: Sequence[int], rows: Mapping[str, int], code: str
) -> int:
    """The one of the year that says no more, or is of the publication itself; or the only one.

    `heads` is what stands above each column, `filled` are those with something in the `rows` of the streams.
    Raises UnrecognisedError where there is none, or more than one.
    """
    columns = [column for column in filled if not re.search(NO_AMOUNT, heads[column].casefold())]
    if not columns:
        raise sheet.refusal("geen kolom met bedragen naast de namen", "zo'n kolom")
    undated = [column for column in columns if not sheet.names.years(heads[column])]
    columns = _years(sheet, {column: heads[column] for column in columns}) or columns
    columns += [c for c in undated if c not in columns and re.search(RIVAL, heads[c].casefold())]
    numbers = {c: len([r for r in rows.values() if is_number(sheet.grid.rows[r][c])]) for c in columns}
    columns = [column for column in columns if numbers[column] == max(numbers.values())]
    columns = _plainest(sheet, heads, columns, code)
    if len(columns) > 1:
        which = ", ".join(heads[column] or sheet.grid.letters[column] for column in columns)
        raise sheet.refusal(f"meer dan één kolom met bedragen ({which})", WHICH)
    return columns[0]


def _plainest(sheet: ReceivedSheet, heads: Sequence[str], columns: list[int], code: str) -> list[int]:
    """Those that say no more than the names, with those that may be what was received."""
    names = [sheet.municipality(code), *map(sheet.label, sheet.amounts)]
    plain = [column for column in columns if not sheet.names.more(heads[column], names)]
    if not plain:
        return columns
    rivals = [c for c in columns if c not in plain and re.search(RIVAL, heads[c].casefold())]
    own = [column for column in plain if sheet.names.own & {*words(heads[column])}]
    rivals += [c for c in plain if c not in own and at_start(heads[c], sheet.naming) == code] if own else []
    if rivals:
        return [*plain, *(column for column in rivals if column not in plain)]
    return own or [column for column in plain if heads[column]] or plain


def _years(sheet: ReceivedSheet, above: Mapping[int, str]) -> list[int]:
    """The columns of the year that is asked, and of no other; none where no heading names a year."""
    year = sheet.names.year
    years = {column: sheet.names.years(text) for column, text in above.items()}
    wanted = [column for column, named in years.items() if named == {year}]
    if not wanted and any(years.values()):
        others = ", ".join(sorted({other for named in years.values() for other in named}))
        raise sheet.refusal(
            f"bedragen voor {others}", f"een kolom voor alleen {year}, of een ander jaar (--year)"
        )
    return wanted
