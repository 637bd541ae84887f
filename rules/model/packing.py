"""Households packed: yes and no as bits of a few small numbers, in files of a fixed number of rows.

A packed file is read many times (other weights, other worlds), so what follows from other rows is computed
once here.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from rules.model.checks import NORM, PLACE
from rules.model.households import Households
from rules.model.law import Computed
from rules.model.layout import SAID, Layout
from rules.model.weights import Weights

ROWS = 1_000_000


def booleans(weights: Weights) -> list[pl.Expr]:
    """Every row that is yes or no as a Boolean, those that follow from others computed."""
    return [*((pl.col(name) == 1).alias(name) for name in weights.given), *map(follows, weights.computed)]


def follows(one: Computed) -> pl.Expr:
    """A row that follows from others."""
    found = pl.any_horizontal(pl.col(name) == 1 for name in one.any)
    return (found & pl.any_horizontal(pl.col(name) == 1 for name in one.also) if one.also else found).alias(
        one.name
    )


def packed(frame: pl.LazyFrame, weights: Weights, made: Layout) -> pl.LazyFrame:
    """The rows with a column for every few bits, place and norm as numbers, and what is measured."""
    bits = [
        pl.sum_horizontal(pl.col(name).cast(pl.UInt16) * (1 << bit) for bit, name in enumerate(names)).alias(
            column
        )
        for column, names in made.columns
    ]
    return frame.with_columns(booleans(weights)).select(
        pl.col(PLACE).cast(pl.Enum(made.codes)).to_physical().cast(pl.UInt16).alias(PLACE),
        pl.col(NORM).cast(pl.Enum(made.norms)).to_physical().cast(pl.UInt8).alias(NORM),
        *(bit.cast(pl.UInt16) for bit in bits),
        *(pl.col(name).cast(pl.Int32) for name in weights.measured),
    )


def pack(of: Households, weights: Weights, made: Layout, folder: Path, rows: int = ROWS) -> Iterator[Path]:
    """Write the packed files, of `rows` rows each, and give each when it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "rijen": made.names,
        "gemeenten": made.codes,
        "normen": made.norms,
        "gemeten": weights.measured,
        "synthetisch": of.synthetic,
    }
    for number, start in enumerate(range(0, of.rows, rows)):
        path = folder / f"deel-{number:05}.parquet"
        packed(of.frame.slice(start, rows), weights, made).sink_parquet(
            path, compression="zstd", statistics=False, metadata={SAID: json.dumps(said)}
        )
        yield path
