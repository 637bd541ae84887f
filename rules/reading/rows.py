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
            kind = "de code van een gemeente"
        elif not _CODE.match(code):
            kind = "een code zoals 88, 0088 of GM0088, of de naam van één gemeente; laat andere rijen weg"
        else:
            day = places.day or "die dag"
            kind = f"de code van een gemeente van {day}"
            kind += _became(places, vintage) if code in once else "; sinds 2012 was het die van geen enkele"
        kinds.setdefault(kind, []).append((row, code))
    for kind, cells in kinds.items():
        shown = list(dict.fromkeys(f"{code!r}" if code else "leeg" for _, code in cells))
        what = shown[0] if len(cells) == 1 else f"{len(cells)} cellen: {first(shown)}"
        where = f"{place}, {row_numbers([row for row, _ in cells])}, kolom {key}"
        yield Problem(where, what, kind)


def _became(places: Places, vintage: str) -> str:
    """That codes are of another day, and of which, where that is known; and what may say so."""
    if not vintage:
        return "; op een andere dag was het er een"
    setting = f" ({places.setting.format(day=vintage)})" if places.setting else ""
    return f"; dit zijn de gemeenten van {vintage}{setting}"


def _double(place: str, frame: pl.DataFrame, rows: str, key: str, places: Places) -> Iterator[Problem]:
    """Municipalities with more than one row, and the column that may tell those apart."""
    codes = frame[key]
    again = frame.filter(codes.is_duplicated() & codes.is_in(list(places.names)))
    if again.is_empty():
        return
    doubles = again.group_by(key, maintain_order=True).agg(rows).rows()
    code, numbers = doubles[0]
    what = f"{code} ({places.names[code]}) staat er {len(numbers)} keer"
    if len(doubles) > 1:
        more = (f"{code} ({places.names[code]})" for code, _ in doubles[1:])
        what += f", en zo ook {first(more)}: {len(doubles)} gemeenten"
    where = f"{place}, rijen {first(map(str, numbers), 5).replace(', ', ' en ', 1)}"
    telling = _telling(again, key, rows) if len(doubles) > 1 else ""
    yield Problem(where, what, f"één rij per gemeente{telling}")


def _telling(again: pl.DataFrame, key: str, rows: str) -> str:
    """The columns in which double rows differ: by one of them the rows may be chosen."""
    size = again.group_by(key).len()["len"].max()
    for column in again.columns:
        values = again[column].drop_nulls().unique(maintain_order=True)
        if column in (key, rows) or not 2 <= len(values) <= TELLING or size != len(values):
            continue
        if not again.select(key, column).is_duplicated().any():
            which = first(map(repr, values))
            setting = f'rows = {{ {column} = "{values[0]}" }} in de levering, [[data]]'
            return f"; {column} is {which}: {setting} (bij restate: --rows {column}={values[0]}) kiest"
    return ""


def _absent(
    place: str, absent: Sequence[str], places: Places, instead: str, vintage: str
) -> Iterator[Problem]:
    which = [f"{code} ({places.names[code]})" for code in absent]
    cause = _became(places, vintage) if vintage else ""
    many = f" ({len(absent)} gemeenten)" if len(absent) > 1 else ""
    yield Problem(place, f"geen rij voor {first(which)}{many}", f"één rij per gemeente{instead}{cause}")
