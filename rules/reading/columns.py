"""The columns of a table that was handed in, checked.

A table arrives as text, and no number of it is read loosely. Missing is not zero: whatever is absent, double,
unreadable or out of range is named, all of it at once: each kind in one line, with the first cells, how many
there are, and the likely cause.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import polars as pl

from allocation.case import CODE
from allocation.errors import Problem
from allocation.inputs import InputSpec
from rules.reading.code_and_name import misnamed
from rules.reading.conditional import where_counted
from rules.reading.counted import row_numbers
from rules.reading.header import headed
from rules.reading.interpret import MISSING, interpreted, pattern_problems
from rules.reading.places import Places
from rules.reading.rows import code_problems
from rules.reading.stated import Purpose, contradicted
from rules.reading.table import ROW, Table

_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,20})?$"
_EITHER = r"^-?[0-9]{1,15}([.,][0-9]{3})*$"
"""Of a column that may be read in two ways."""
_EXPECTED = "een getal zoals 1234, 1234.56 of 1.234,56, geschreven zoals de rest van de kolom"
_SHARE = "een aandeel van 0 tot 1 (per = 100 of per = 1000 in de levering, [[data]], als het zo is geteld)"
_ABSENT = "een getal: leeg is niet nul"
_SETTING = """decimal = "," of decimal = "." in de levering, [[data]] (bij restate: --decimal)"""
NONE: Mapping[str, str] = MappingProxyType({})
FEW = 3
"""More cells of one column than this, wrong in the same way, are named in one line."""

__all__ = ["ROW", "Table", "column_problems", "read_columns"]


def read_columns(
    table: Table,
    key: str,
    wanted: Sequence[tuple[InputSpec, str]],
    places: Places,
    purpose: Purpose,
    *,
    complete: bool = True,
    instead: str = "",
    per: int = 1,
    columns_of: Mapping[str, str] = NONE,
) -> tuple[pl.DataFrame, list[Problem]]:
    """The wanted columns of a table as Decimals, by code, and every problem found.

    `key` is the column with the code of the municipality, `wanted` pairs each input with its column. The
    municipalities of `places` must all be there when `complete`; a message about those that are not ends in
    `instead`, what else may be done. `purpose` is what the table is read for. A share is `per` 1, 100 or
    1000, of which it is a part when it is returned; 0 leaves it as it is, per whatever that may be.
    `columns_of` has the column of every input in the table, by which others may count or not.
    """
    names = [key, *(column for _, column in wanted)]
    table = headed(table, names)
    problems = column_problems(table, names)
    if problems:
        return pl.DataFrame(), problems
    table = interpreted(table, key, names[1:], places)
    frame = table.frame
    problems = code_problems(table.place, frame, ROW, key, places, complete=complete, instead=instead)
    problems += misnamed(table.place, ROW, frame, key, places)
    plain = [pair for pair in wanted if per == 1 or pair[0].kind != "aandeel"]
    problems += contradicted(table.place, frame, plain, purpose)
    known = frame.filter(pl.col(key).is_in(list(places.names)))
    columns = []
    for spec, column in wanted:
        counted, idle = where_counted(table, known, spec, column, columns_of)
        problems += idle
        known = known.with_columns(counted)
        wrong = list(_value_problems(table, known, key, spec, column, places, per))
        problems += wrong
        if not wrong:
            parts = per if spec.kind == "aandeel" and per else 1
            columns.append(_decimals(known[column], len(str(parts)) - 1).alias(spec.name))
    return pl.DataFrame([known[key].alias(CODE), *columns]), problems


def column_problems(table: Table, names: Collection[str]) -> list[Problem]:
    """Every column that is not in the header, or twice, and rows that have more cells than it."""
    shown = ", ".join(table.header)
    problems = [
        Problem(table.place, f"er is geen kolom {name!r}", f"die in de rij met koppen ({shown})")
        for name in dict.fromkeys(names)
        if name not in table.header
    ]
    problems += [
        Problem(table.place, f"twee kolommen heten {name!r}", "één naam per kolom")
        for name in dict.fromkeys(names)
        if name in table.doubled
    ]
    problems += pattern_problems(table, names)
    if table.beyond:
        expected = "evenveel als er koppen zijn; zet een komma in een getal tussen aanhalingstekens"
        place = f"{table.place}, {row_numbers(table.beyond)}"
        problems.append(Problem(place, "meer cellen dan koppen", expected))
    return problems


def _value_problems(
    table: Table, known: pl.DataFrame, key: str, spec: InputSpec, column: str, places: Places, per: int
) -> Iterator[Problem]:
    """Cells that hold no number, or a number that the kind of the input does not allow."""
    number = _NUMBER if column in table.settled else _EITHER
    # under names of ours: that of a column may be a pattern for polars
    texts = pl.DataFrame({"row": known[ROW], "code": known[key], "text": known[column]})
    wrong = list(_wrong(pl.col("text"), spec, number, per))
    found = texts.select(mask.any().alias(what) for mask, what in wrong).row(0, named=True)
    for mask, what in wrong:
        if not found[what]:
            continue
        cells = texts.filter(mask).rows()
        shown = ["leeg" if value is None else repr(value) for _, _, value in cells]
        if len(cells) > FEW:
            place = f"{table.place}, kolom {column}, {row_numbers([row for row, _, _ in cells])}"
            yield Problem(place, f"{len(cells)} cellen, de eerste {shown[0]}", what)
            continue
        for (row, code, _), text in zip(cells, shown, strict=True):
            yield Problem(f"{table.cell(row, column)} ({places.names[code]})", text, what)
    if not any(found.values()) and column not in table.settled:
        yield Problem(
            f"{table.place}, kolom {column}",
            f"{_open(known[column])!r} kan duizendtallen scheiden, of decimalen hebben",
            _SETTING,
        )


def _open(texts: pl.Series) -> str:
    """The first of some texts that may be two numbers."""
    return str(next(text for text in texts if text and ("." in text or "," in text)))


def _wrong(text: pl.Expr, spec: InputSpec, number: str, per: int) -> Iterator[tuple[pl.Expr, str]]:
    """Which cells are wrong, and what is expected of them."""
    readable = text.str.contains(number).fill_null(value=False)
    absent = text.is_null() | text.is_in(MISSING)
    yield absent, _ABSENT
    yield ~readable & ~absent, _EXPECTED
    if spec.kind == "ja of nee":
        yield (readable & ~text.is_in(["0", "1"])).fill_null(value=False), "1 voor ja of 0 voor nee"
        return
    yield readable & text.str.starts_with("-"), "0 of meer"
    if spec.kind == "aandeel" and per:
        too_much = text.cast(pl.Decimal(38, 18), strict=False) > per
        yield too_much.fill_null(value=False), _SHARE if per == 1 else f"een aandeel van 0 tot {per}"


def _decimals(text: pl.Series, shifted: int) -> pl.Series:
    """Text that has been checked, with the decimals that it needs; the point `shifted` to the left."""
    after = pl.col("text").str.split(".").list.get(1, null_on_oob=True)
    scale = text.to_frame("text").select(after.str.strip_chars_end("0").str.len_chars().max()).item() or 0
    if not shifted:
        return text.cast(pl.Decimal(38, scale))
    values = [Decimal(cell).scaleb(-shifted) for cell in text]
    return pl.Series(text.name, values, pl.Decimal(38, scale + shifted))
