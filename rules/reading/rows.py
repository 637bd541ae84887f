"""The rows of a table against the municipalities that it should have: one line per kind of problem."""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from allocation.errors import Problem
from rules.reading.counted import first, row_numbers
from rules.reading.places import Places

_CODE = re.compile(r"^[0-9]{4}$")
TELLING = 20
"""A column with more different cells than this does not tell double rows apart."""

_Coded = tuple[int, str | None]


def code_problems(
    place: str, frame: pl.DataFrame, rows: str, key: str, places: Places, *, complete: bool, instead: str
) -> list[Problem]:
    """Codes that are absent, unknown, double or missing; `rows` is the column with the number of the row."""
    codes = frame[key]
    present = {code for code in codes if code}
    vintage = places.vintage(present) if complete else ""
    wrong = frame.filter(~codes.is_in(list(places.names)) | codes.is_null()).select(rows, key).rows()
    absent = [code for code in places.names if code not in present]
    if vintage and wrong:  # said with the codes that are wrong
        absent = [code for code in absent if code in places.lists[vintage]]
    return [
        *_unknown(place, key, wrong, places, vintage),
        *_double(place, frame, rows, key, places),
        *(_absent(place, absent, places, instead, "" if wrong else vintage) if absent and complete else ()),
    ]


def _unknown(
    place: str, key: str, wrong: Sequence[_Coded], places: Places, vintage: str
) -> Iterator[Problem]:
    """Rows without the code of a municipality of the day, by what stands there instead."""
    once = places.once()
    kinds: dict[str, list[_Coded]] = {}
    for row, code in wrong:
        if not code:
            kind = "the code of a municipality"
        elif not _CODE.match(code):
            kind = "a code such as 88, 0088 or GM0088, or the name of one municipality; leave out other rows"
        else:
            day = places.day or "that date"
            kind = f"the code of a municipality of {day}"
            kind += _became(places, vintage) if code in once else "; it was that of none since 2012"
        kinds.setdefault(kind, []).append((row, code))
    for kind, cells in kinds.items():
        shown = list(dict.fromkeys(f"{code!r}" if code else "empty" for _, code in cells))
        what = shown[0] if len(cells) == 1 else f"{len(cells)} cells: {first(shown)}"
        where = f"{place}, {row_numbers([row for row, _ in cells])}, column {key}"
        yield Problem(where, what, kind)


def _became(places: Places, vintage: str) -> str:
    """That codes are of another day, and of which, where that is known; and what may say so."""
    if not vintage:
        return "; it was one on another day"
    setting = f" ({places.setting.format(day=vintage)})" if places.setting else ""
    return f"; these are the municipalities of {vintage}{setting}"


def _double(place: str, frame: pl.DataFrame, rows: str, key: str, places: Places) -> Iterator[Problem]:
    """Municipalities with more than one row, and the column that may tell those apart."""
    codes = frame[key]
    again = frame.filter(codes.is_duplicated() & codes.is_in(list(places.names)))
    if again.is_empty():
        return
    doubles = again.group_by(key, maintain_order=True).agg(rows).rows()
    code, numbers = doubles[0]
    what = f"{code} ({places.names[code]}) stands there {len(numbers)} times"
    if len(doubles) > 1:
        more = (f"{code} ({places.names[code]})" for code, _ in doubles[1:])
        what += f", and so do {first(more)}: {len(doubles)} municipalities"
    where = f"{place}, rows {first(map(str, numbers), 5).replace(', ', ' and ', 1)}"
    telling = _telling(again, key, rows) if len(doubles) > 1 else ""
    yield Problem(where, what, f"one row per municipality{telling}")


def _telling(again: pl.DataFrame, key: str, rows: str) -> str:
    """The columns in which double rows differ: by one of them the rows may be chosen."""
    size = again.group_by(key).len()["len"].max()
    for column in again.columns:
        values = again[column].drop_nulls().unique(maintain_order=True)
        if column in (key, rows) or not 2 <= len(values) <= TELLING or size != len(values):
            continue
        if not again.select(key, column).is_duplicated().any():
            which = first(map(repr, values))
            setting = f'rows = {{ {column} = "{values[0]}" }} in the [[data]] entry'
            return f"; {column} is {which}: {setting} (--rows {column}={values[0]} of restate) chooses"
    return ""


def _absent(
    place: str, absent: Sequence[str], places: Places, instead: str, vintage: str
) -> Iterator[Problem]:
    which = [f"{code} ({places.names[code]})" for code in absent]
    cause = _became(places, vintage) if vintage else ""
    many = f" ({len(absent)} municipalities)" if len(absent) > 1 else ""
    yield Problem(place, f"no row for {first(which)}{many}", f"one row per municipality{instead}{cause}")
