"""The columns of a table that was handed in, checked.

A table arrives as text, so that nothing is read loosely: a number is digits, with a point for
decimals. Missing is not zero: whatever is absent, double, unreadable or out of range is named,
all of it at once.
"""

from collections.abc import Mapping, Sequence

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.errors import Problem
from allocation.inputs import InputSpec

ROW = "\0row"
"""The column of a Table that holds the number of the row, as its reader sees it."""

_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,20})?$"
_THOUSANDS = r"^[1-9][0-9]{0,2}\.[0-9]{3}$"
_EXPECTED = "a number such as 1234 or 1234.56: a point, not a comma, for decimals; nothing between thousands"
FEW = 10
"""More cells of one column than this, wrong in the same way, are named in one line."""


@frozen
class Table:
    """A table as handed in: `place` says which file and sheet; every cell is text or null."""

    place: str
    frame: pl.DataFrame

    def cell(self, row: object, column: str) -> str:
        """The place of one cell, in words."""
        return f"{self.place}, row {row}, column {column}"


def read_columns(
    table: Table,
    key: str,
    wanted: Sequence[tuple[InputSpec, str]],
    expected: Mapping[str, str],
    *,
    complete: bool = True,
    instead: str = "",
) -> tuple[pl.DataFrame, list[Problem]]:
    """The wanted columns of a table as Decimals, by code, and every problem found.

    `key` is the column with the code of the municipality, `wanted` pairs each input with its
    column, `expected` maps the code of every municipality to its name; they must all be there
    when `complete`; a message about those that are not ends in `instead`, what else may be done.
    """
    problems = [
        Problem(
            table.place,
            f"there is no column {column!r}",
            f"it in the header, the first row ({', '.join(c for c in table.frame.columns if c != ROW)})",
        )
        for column in [key, *(column for _, column in wanted)]
        if column not in table.frame.columns
    ]
    if problems:
        return pl.DataFrame(), problems
    problems = _code_problems(table, key, expected, complete=complete, instead=instead)
    known = table.frame.filter(pl.col(key).is_in(list(expected)))
    columns = []
    for spec, column in wanted:
        found = _value_problems(table, known, key, spec, column, expected)
        problems += found
        if not found:
            columns.append(_decimals(known[column]).alias(spec.name))
    return pl.DataFrame([known[key].alias(CODE), *columns]), problems


def _code_problems(
    table: Table, key: str, expected: Mapping[str, str], *, complete: bool, instead: str
) -> list[Problem]:
    """Codes that are unknown, double or missing."""
    problems = []
    codes = table.frame[key]
    for row, code in (
        table.frame.filter(~codes.is_in(list(expected)) | codes.is_null()).select(ROW, key).rows()
    ):
        problems.append(
            Problem(
                table.cell(row, key),
                f"{code!r}" if code else "empty",
                "the code of a municipality of that date; leave out totals and other rows",
            )
        )
    for code, rows in (
        table.frame.filter(codes.is_duplicated() & codes.is_in(list(expected)))
        .group_by(key, maintain_order=True)
        .agg(ROW)
        .rows()
    ):
        problems.append(
            Problem(
                f"{table.place}, rows {' and '.join(map(str, rows))}",
                f"{code} ({expected[code]}) stands there {len(rows)} times",
                "one row per municipality",
            )
        )
    present = set(codes)
    absent = [f"{code} ({name})" for code, name in expected.items() if code not in present]
    if absent and complete:
        found = f"no row for {', '.join(absent)}"
        problems.append(Problem(table.place, found, f"one row per municipality{instead}"))
    return problems


def _value_problems(
    table: Table, known: pl.DataFrame, key: str, spec: InputSpec, column: str, expected: Mapping[str, str]
) -> list[Problem]:
    """Cells that hold no number, or a number that the kind of the input does not allow."""
    text = known[column]
    readable = text.str.contains(_NUMBER).fill_null(value=False)
    negative = readable & text.str.starts_with("-")
    wrong = [(~readable, _EXPECTED), (negative, "0 or more")]
    if spec.kind == "aandeel":
        above_one = (text.cast(pl.Decimal(38, 18), strict=False) > 1).fill_null(value=False)
        wrong.append((above_one, "a share from 0 to 1"))
    if spec.kind == "ja of nee":
        neither = (readable & ~text.is_in(["0", "1"])).fill_null(value=False)
        wrong = [*wrong[:1], (neither, "1 for yes or 0 for no")]
    problems = []
    for mask, what in wrong:
        cells = known.filter(mask).select(ROW, key, pl.col(column).alias("\0value")).rows()
        if len(cells) > FEW:
            place = f"{table.place}, column {column}, rows {_ranges([row for row, _, _ in cells])}"
            found = "empty" if cells[0][2] is None else repr(cells[0][2])
            problems.append(Problem(place, f"{len(cells)} cells, the first {found}", what))
            continue
        for row, code, value in cells:
            found = "empty" if value is None else repr(value)
            problems.append(Problem(f"{table.cell(row, column)} ({expected[code]})", found, what))
    if not problems and spec.kind != "aandeel" and _thousands_dots(text):
        problems.append(
            Problem(
                f"{table.place}, column {column}",
                "every point is followed by exactly three digits, so it may separate thousands",
                "1234 without a point, or decimals that show what they are, such as 1.2340",
            )
        )
    return problems


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers in words: 2-5, 7."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def _thousands_dots(text: pl.Series) -> bool:
    """Whether a column may have been written with points between thousands."""
    dotted = text.filter(text.str.contains(".", literal=True))
    plain = text.filter(~text.str.contains(".", literal=True))
    short = bool((plain.str.len_chars() <= 3).all())  # a longer one shows that points are for decimals
    return short and len(dotted) > 0 and bool(dotted.str.contains(_THOUSANDS).all())


def _decimals(text: pl.Series) -> pl.Series:
    """Text that has been checked, as Decimals with the decimals that it needs."""
    needed = text.str.split(".").list.get(1, null_on_oob=True).str.strip_chars_end("0").str.len_chars()
    return text.cast(pl.Decimal(38, max(needed.drop_nulls(), default=0)))
