"""Households that are handed in: a row for each, checked before anything is computed.

Columns: `gemeentecode`, `norm` (a type of the table of norms, or `student`), a column of 0 and 1 (or a
Boolean) for every given row of the tables, references too, and a decimal for what is measured. Or what was
packed of those (`unpacking`).
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from attrs import frozen

from allocation.errors import InputError, Problem
from rules.model import law
from rules.model.checks import NORM, PLACE, Check, checks
from rules.model.unpacking import SYNTHETIC, columns
from rules.model.weights import Weights

FIRST = 3
"""So many rows of each kind are named."""


@frozen(eq=False)
class Households:
    """Rows that were found right. `synthetic` where they say of themselves that they are made up."""

    frame: pl.LazyFrame
    rows: int
    synthetic: bool


def households(path: Path, weights: Weights, codes: Sequence[str], norms: Sequence[str]) -> Households:
    """Read and check.

    Raises InputError: each kind with how many rows, the first of them, and what was expected.
    """
    frame = scan(path)
    _refuse_columns(path, frame.collect_schema(), weights)
    frame = _as_numbers(frame, weights)
    made = checks(weights, codes, norms)
    counts = frame.select(
        pl.len().alias("rows"), *(check.bad.sum().alias(str(n)) for n, check in enumerate(made))
    )
    found = counts.collect(engine="streaming").row(0, named=True)
    if not found["rows"]:
        raise InputError([Problem(path.name, "geen enkel huishouden", "een rij per huishouden")])
    problems = [_problem(path, frame, check, found[str(n)]) for n, check in enumerate(made) if found[str(n)]]
    if problems:
        raise InputError(problems)
    return Households(frame, found["rows"], SYNTHETIC in frame.collect_schema())


def scan(path: Path) -> pl.LazyFrame:
    """The columns, not checked yet. Raises InputError for what is no parquet."""
    try:
        frame = columns(path)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        found = "is er niet" if not path.exists() else f"kan niet worden gelezen ({type(error).__name__})"
        raise InputError(
            [Problem(str(path), found, "een parquet-bestand met een rij per huishouden")]
        ) from None
    return frame


def _refuse_columns(path: Path, schema: pl.Schema, weights: Weights) -> None:
    wanted = [PLACE, NORM, *weights.given, *weights.measured]
    computed = {one.name for one in weights.computed}
    year = weights.version.year
    problems = [
        Problem(path.name, f"geen kolom {name}", f"{PLACE}, {NORM}, en elke rij van de tabel van {year}")
        for name in wanted if name not in schema
    ]  # fmt: skip
    problems += [
        Problem(path.name, f"kolom {name}", "geen rijen die uit andere volgen: die worden berekend")
        if name in computed
        else Problem(path.name, f"kolom {name}", f"geen kolom die de tabel van {year} niet heeft")
        for name in schema if name not in (*wanted, SYNTHETIC)
    ]  # fmt: skip
    problems += [
        Problem(path.name, f"kolom {name} is {schema[name]}", expected)
        for names, right, expected in _TYPES(weights)
        for name in names if name in schema and not right(schema[name])
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def _measured(kind: pl.DataType) -> bool:
    most = law.document()["measured"]["decimals"]
    return kind.is_integer() or (isinstance(kind, pl.Decimal) and kind.scale <= most)


def _TYPES(weights: Weights):  # noqa: N802 - a table that needs the names
    text = "vier cijfers als tekst"
    return (
        ([PLACE], lambda kind: kind == pl.String, text),
        (
            [NORM],
            lambda kind: kind == pl.String or isinstance(kind, (pl.Categorical, pl.Enum)),
            "de naam van een norm als tekst",
        ),
        (
            weights.given,
            lambda kind: kind == pl.Boolean or kind.is_integer(),
            "0 of 1 (een geheel getal, of ja/nee)",
        ),
        (
            weights.measured,
            _measured,
            "een geheel getal, of een decimaal getal met ten hoogste 6 decimalen, geen float",
        ),
    )


def _as_numbers(frame: pl.LazyFrame, weights: Weights) -> pl.LazyFrame:
    """Whole numbers only: 0 and 1, and of what is measured millionths."""
    decimals = law.document()["measured"]["decimals"]
    fits = [
        pl.col(name).cast(pl.Decimal(38, decimals)).to_physical().cast(pl.Int64, strict=False)
        for name in weights.measured
    ]
    return frame.with_columns(
        *(
            pl.col(name).cast(pl.Int16, strict=False).fill_null(pl.when(pl.col(name).is_not_null()).then(2))
            for name in weights.given
        ),
        *fits,
        pl.col(NORM).cast(pl.String),
    )


def _problem(path: Path, frame: pl.LazyFrame, check: Check, count: int) -> Problem:
    shown = frame.with_row_index("rij", offset=1).filter(check.bad).select("rij", *check.shown).head(FIRST)
    rows = [
        "; ".join(_told(name, value) for name, value in row.items() if value != 0)
        for row in shown.collect().iter_rows(named=True)
    ]
    more = f", en {count - len(rows)} meer" if count > len(rows) else ""
    return Problem(path.name, f"{check.kind}: {count} huishoudens ({' | '.join(rows)}{more})", check.expected)


def _told(name: str, value: object) -> str:
    return f"rij {value}" if name == "rij" else f"{name} = {'leeg' if value is None else value}"
