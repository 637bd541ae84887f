"""A table as it is meant: codes in one notation, totals and remarks passed over, numbers with a point."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl
from attrs import evolve

from allocation.errors import InputError, Problem
from rules.reading.counted import first
from rules.reading.numerals import numerals
from rules.reading.places import Places
from rules.reading.table import ROW, Aside, Kind, Table

MISSING = ("", ".", "..", "-", "\u2013", "x", "X")
"""What stands in a cell of which the value is not known or not given (StatLine: a point)."""
_CODE = re.compile(r"^(?:GM)?\s*([0-9]{1,4})(?:[.,]0+)?$", re.IGNORECASE)
_BOTH = re.compile(r"^(?:GM)?([0-9]{1,4})\W+(\D+)$|^(\D+?)\W+(?:GM)?([0-9]{1,4})\)?$", re.IGNORECASE)
_AREA = re.compile(r"^(NL|LD|PV|CR|AG|SG|AR|RE|GG|VR)\s?[0-9]{2}$")
_TOTAL = re.compile(r"^((eind|sub)?totaal|totalen|total|nederland|landelijk|som)\b", re.IGNORECASE)


def interpreted(table: Table, key: str, columns: Collection[str], places: Places) -> Table:
    """With the code of each municipality in `key`, rows of none passed over, `columns` as plain numbers."""
    if not {key, *columns} <= {*table.header}:
        return table
    if problems := pattern_problems(table, [key, *columns]):
        raise InputError(problems)
    if {*columns} <= table.settled and {*table.frame[key]} <= {*places.names}:
        return table  # it was done before
    coded = table.frame.with_columns(pl.Series(key, _codes(table.frame[key].to_list(), places), pl.String))
    kinds = list(_kinds(coded, key, columns, places))
    asides = [
        Aside(kind, table.place, tuple(row for row, _ in rows), tuple(text for _, text in rows))
        for kind in ("areas", "totals", "remarks")
        if (rows := [(row, text) for row, what, text in kinds if what == kind])
    ]
    beside = [row for row, _, _ in kinds]
    kept = evolve(table, frame=coded.filter(~pl.col(ROW).is_in(beside)))
    return settled(evolve(kept, asides=(*table.asides, *asides)), columns)


def pattern_problems(table: Table, names: Collection[str]) -> list[Problem]:
    """The columns whose name is a pattern for polars, that would look at every column that fits it."""
    expected = "een naam die geen patroon is: geen *, en niet van ^ tot $"
    return [
        Problem(table.place, f"een kolom heet {name!r}", expected)
        for name in dict.fromkeys(names)
        if name == "*" or (name.startswith("^") and name.endswith("$"))
    ]


def chosen_rows(table: Table, rows: Mapping[str, str]) -> pl.DataFrame:
    """The rows with these texts in these columns. Raises InputError where there is none."""
    frame = table.frame
    for name, value in rows.items():
        frame = frame.filter(pl.col(name) == value.strip())
    if frame.is_empty():
        asked = " met " + ", ".join(f"{name} = {value}" for name, value in rows.items()) if rows else ""
        has = [
            f"{name} heeft {first(table.frame[name].drop_nulls().unique(maintain_order=True))}"
            for name in rows
        ]
        expected = "; ".join(["een rij per gemeente", *has])
        raise InputError([Problem(table.place, f"geen rijen{asked}", expected)])
    return frame


def _codes(texts: Sequence[str | None], places: Places) -> list[str | None]:
    """Codes of four digits, for a code in any notation and for a name."""
    codes = [_code(text, places) if text else text for text in texts]
    present = {*codes}
    return [now if code and (now := places.same.get(code)) and now not in present else code for code in codes]


def _code(text: str, places: Places) -> str:
    if text in places.names:
        return text
    if written := _CODE.match(text):
        return written[1].zfill(4)
    if _AREA.match(text) or _TOTAL.match(text):
        return text
    if both := _BOTH.match(text):
        code, name = (both[1] or both[4]).zfill(4), both[2] or both[3]
        return code if code in places.codes(name) else text
    ever = places.codes(text)
    one = [*(code for code in ever if code in places.names)] or [*ever]  # of another day: its code says so
    return one[0] if len(one) == 1 else text


def _kinds(
    frame: pl.DataFrame, key: str, columns: Collection[str], places: Places
) -> Iterator[tuple[int, Kind, str]]:
    """The rows that are of no municipality and may be passed over: which, what they are, what they say."""
    left = frame.filter(~pl.col(key).is_in(list(places.names)).fill_null(value=False))
    for cells in left.iter_rows(named=True):
        row, code, values = cells[ROW], cells[key], [cells[name] for name in columns]
        texts = [code] if code else [text for name, text in cells.items() if name not in (ROW, *columns)]
        says = next(filter(None, texts), "")
        if code and _AREA.match(code):
            yield row, "areas", code
        elif any(text and _TOTAL.match(text) for text in texts):
            yield row, "totals", says
        elif all((value or "") in MISSING for value in values):
            yield row, "remarks", says


def settled(table: Table, columns: Collection[str]) -> Table:
    """The columns as numbers with a point for decimals, as far as it is clear which sign that is."""
    frame, done = table.frame, set(table.settled)
    for name in dict.fromkeys(columns):
        if name in done:
            continue
        typed = table.typed.get(name, frozenset())
        read = numerals(frame[name], [row in typed for row in frame[ROW]], table.decimal)
        if not read.doubtful:
            frame = frame.with_columns(read.texts.alias(name))
            done.add(name)
    return evolve(table, frame=frame, settled=frozenset(done))
