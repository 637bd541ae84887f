"""Code against name: a row that has both must have them of one municipality.

Codes that moved one row give every municipality the values of its neighbour, though each is right by itself.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from allocation.errors import Problem
from rules.reading.places import Places

HEADINGS = frozenset(
    {"naam", "name", "gemeentenaam", "gemeente", "municipality", "statline", "in", "bron", "cbs", "officiele"}
)
"""A heading of these words only is that of the names."""
MANY, MOST = 20, 0.8
"""A column with so many different cells, of which so many name municipalities, is one of names too."""
FAR = 5
"""So many rows a column may have moved."""

Row = tuple[int, str, str]
"""Its number, its code, its name."""


def misnamed(place: str, rows: str, frame: pl.DataFrame, key: str, places: Places) -> list[Problem]:
    """Rows of which the code and the name are those of two municipalities, in one line per column."""
    return [
        problem
        for column in frame.columns
        if column not in (key, rows) and _has_names(frame[column], column, places)
        for problem in _contradictions(place, frame.select(rows, key, column).rows(), column, key, places)
    ]


def _has_names(cells: pl.Series, heading: str, places: Places) -> bool:
    """Whether the municipalities stand in a column by name; those of a centre or region stand there twice."""
    words = places.plain(heading).replace("_", " ").split()
    if {*words} <= HEADINGS and heading.strip():
        return True
    names = cells.drop_nulls().unique()
    if not any(places.codes(name) for name in names[:MANY]):
        return False
    known = sum(bool(places.codes(name)) for name in names)
    return len(names) >= MANY and len(names) >= MOST * len(cells) and known >= MOST * len(names)


def _contradictions(
    place: str, rows: Sequence[Row], column: str, key: str, places: Places
) -> Iterator[Problem]:
    wrong = [
        (number, code, name)
        for number, code, name in rows
        if code in places.names and (theirs := places.codes(name)) and code not in theirs
    ]
    if not wrong:
        return
    number, code, name = wrong[0]
    count = "1 rij" if len(wrong) == 1 else f"{len(wrong)} rijen"
    what = f"{code} is {places.names[code]}, en {name!r} staat ernaast"
    where = f"{place}, rij {number}, kolommen {key} en {column}"
    cause = _cause(rows, wrong, places)
    yield Problem(where, f"{what} ({count} van dit soort)", f"de code en de naam van één gemeente{cause}")


def _cause(rows: Sequence[Row], wrong: Sequence[Row], places: Places) -> str:
    """What may have happened: moved rows, a column sorted by itself, two exchanged."""
    among = {*wrong}
    for by in (way * rows_apart for rows_apart in range(1, FAR + 1) for way in (1, -1)):
        pairs = zip(rows[max(0, -by) :], rows[max(0, by) :], strict=False)
        fits = sum(row in among and code in places.codes(row[2]) for row, (_, code, _) in pairs)
        if len(wrong) > FAR and fits >= MOST * len(wrong):
            return f"; codes en namen staan {'één rij' if abs(by) == 1 else f'{abs(by)} rijen'} uit elkaar"
    codes = {code for _, code, _ in wrong}
    belong = sum(bool(places.codes(name) & codes) for _, _, name in wrong)
    if belong < len(wrong):
        return ""
    if len(wrong) == 2:
        return "; die twee zijn verwisseld"
    return "; een van de twee kolommen lijkt gesorteerd zonder de andere"
