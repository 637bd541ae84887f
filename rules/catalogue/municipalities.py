"""The municipalities of the Netherlands on a date, with their province."""

import datetime
from functools import lru_cache

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from rules.catalogue.sheets import read_csv
from rules.catalogue.where import DATA


@lru_cache(maxsize=8)
def municipalities(date: datetime.date) -> pl.DataFrame:
    """Columns `code`, `naam` and `provincie`, in order of code.

    The list of 1 January of the year, with the reorganisations between then and `date`.
    Raises InputError for a year without a list.
    """
    lists = read_csv(DATA / "gemeenten_per_jaar.csv").frame
    frame = lists.filter(pl.col("jaar") == str(date.year)).select(
        pl.col("gemeentecode").alias(CODE), "naam", "provincie"
    )
    if frame.is_empty():
        known = f"{min(lists['jaar'])} to {max(lists['jaar'])}"
        raise InputError([Problem(f"territory {date}", "no list of municipalities", f"a date in {known}")])
    changes = read_csv(DATA / "herindelingen.csv").frame.filter(
        pl.col("datum").is_between(pl.lit(f"{date.year}-01-02"), pl.lit(date.isoformat()))
    )
    new = changes.join(frame, left_on="oude_gemeentecode", right_on=CODE).select(
        pl.col("nieuwe_gemeentecode").alias(CODE), pl.col("nieuwe_naam").alias("naam"), "provincie"
    )
    left = frame.join(changes, left_on=CODE, right_on="oude_gemeentecode", how="anti")
    return pl.concat([left, new]).unique(CODE, keep="first").sort(CODE)


def normalised(code: pl.Expr) -> pl.Expr:
    """A CBS code as four digits: 88, "0088" and "GM0088" are one municipality."""
    return code.str.strip_prefix("GM").str.zfill(4)
