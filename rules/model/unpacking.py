"""Packed households that are handed in again: every file of a folder, or one, as the columns they were.

Each says in its own metadata which bit is which row of the tables, so that the columns can be checked as any
that are handed in; what follows from other rows is left out, as it is computed again.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from allocation.errors import InputError, Problem
from rules.model import law
from rules.model.checks import NORM, PLACE
from rules.model.layout import PARTS, SAID, Layout

SYNTHETIC = "synthetisch"


def files(path: Path) -> list[Path]:
    """The file itself, or the packed files of a folder, in order."""
    return sorted(path.glob(PARTS)) if path.is_dir() else [path]


def columns(path: Path) -> pl.LazyFrame:
    """A column for each row, packed or not. Raises InputError for a folder of another kind."""
    every = files(path)
    said = {pl.read_parquet_metadata(file).get(SAID, "") for file in every}
    if not path.is_dir() and said == {""}:
        return pl.scan_parquet(path)
    if len(said) != 1 or said == {""}:
        found = "niet dezelfde rijen van tabellen" if len(said) > 1 else "geen gepakte huishoudens"
        raise InputError([Problem(str(path), found, "een map die verdeel model heeft ingepakt (MAP/gepakt)")])
    return _unpacked(pl.scan_parquet(every), json.loads(said.pop()))


def _unpacked(frame: pl.LazyFrame, said: Mapping[str, Any]) -> pl.LazyFrame:
    made = Layout(tuple(said["rijen"]), tuple(said["gemeenten"]), tuple(said["normen"]))
    whole = 10 ** law.document()["measured"]["decimals"]
    decimals = pl.Decimal(38, law.document()["measured"]["decimals"])
    bits = [
        (pl.col(column) // (1 << bit) % 2).cast(pl.UInt8).alias(name)
        for column, names in made.columns
        for bit, name in enumerate(names)
        if name not in law.document()["computed"]
    ]
    marks = [pl.lit(value=True).alias(SYNTHETIC)] if said["synthetisch"] else []
    return frame.select(
        _named(PLACE, made.codes),
        _named(NORM, made.norms),
        *bits,
        *((pl.col(name).cast(decimals) / whole).alias(name) for name in said["gemeten"]),
        *marks,
    )


def _named(column: str, names: tuple[str, ...]) -> pl.Expr:
    """The name for a place in a list; none for a place that is not in it."""
    return pl.col(column).replace_strict(range(len(names)), names, default=None, return_dtype=pl.String)
