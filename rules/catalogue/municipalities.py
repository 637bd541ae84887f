"""The territory of the Netherlands: its municipalities on a date, and how they came to be.

Municipalities carry their province and their arbeidsmarktregio. Regions are known for the
territories of 2015 and 2021; for a later date a municipality has the region that most of its
inhabitants came from, for an earlier one the region that the largest part of it went to.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.territory import Move, Parts, between, check
from rules.catalogue.sheets import read_csv
from rules.catalogue.where import DATA

FIRST = datetime.date(2012, 1, 1)
"""From this day on every reorganisation is known."""
REGIONS = {2015: datetime.date(2015, 1, 1), 2021: datetime.date(2021, 1, 1)}
RENAMED = {
    "IJsselvechtstreek": "Regio Zwolle",
    "Gooi- en Vechtstreek": "Gooi en Vechtstreek",
    "Food Valley": "FoodValley",
}
"""Regions that have another name in 2021."""


@cache
def moves() -> tuple[Move, ...]:
    """Every reorganisation and border correction since 1 January 2012, checked.

    Parts are exact counts of persons, as far as a municipality was split.
    """
    found = []
    frame = read_csv(DATA / "herindelingen.csv").frame
    for (date, old), group in frame.group_by("datum", "oude_gemeentecode", maintain_order=True):
        if group.height == 1:
            shares = [Fraction(1)]
        else:
            persons = [int(n) for n in group["inwoners_overgegaan"]]
            shares = [Fraction(n, sum(persons)) for n in persons]
        day = datetime.date.fromisoformat(str(date))
        found += [
            Move(day, str(old), new, share)
            for new, share in zip(group["nieuwe_gemeentecode"], shares, strict=True)
        ]
    stock = read_csv(DATA / "inwoners.csv").frame
    persons_of = dict(stock.select(pl.concat_str("jaar", "gemeentecode"), "inwoners_31dec").rows())
    corrections = read_csv(DATA / "grenscorrecties.csv").frame
    for date, old, new, moved in corrections.select(
        "datum", "van_gemeentecode", "naar_gemeentecode", "inwoners"
    ).rows():
        day = datetime.date.fromisoformat(date)
        share = Fraction(int(moved), int(persons_of[f"{day.year - 1}{old}"]))
        found += [Move(day, old, new, share), Move(day, old, old, 1 - share)]
    check(found)
    return tuple(found)


def carried(start: datetime.date, end: datetime.date) -> Parts:
    """Where each municipality that changed between two dates has gone, and with which part."""
    return between(moves(), start, end)


@cache
def municipalities(date: datetime.date) -> pl.DataFrame:
    """The municipalities on a date, in order of code: columns `code`, `naam` and `provincie`.

    The list of 1 January of the year, with the reorganisations between then and `date`. Raises
    InputError for a year without a list.
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


def with_regions(date: datetime.date) -> pl.DataFrame:
    """The municipalities on a date, with `arbeidsmarktregio` and its `centrumgemeente` too."""
    frame = municipalities(date)
    regions = _regions(date, list(frame[CODE]))
    return frame.with_columns(arbeidsmarktregio=pl.Series([regions[code] for code in frame[CODE]])).join(
        _centres(), on="arbeidsmarktregio", how="left", maintain_order="left"
    )


def _regions(date: datetime.date, codes: list[str]) -> dict[str, str]:
    year = 2021 if date >= REGIONS[2021] else 2015
    frame = read_csv(DATA / f"arbeidsmarktregio_{year}.csv").frame
    known = {code: RENAMED.get(name, name) for code, name in frame.select("gemeentecode", "amr_naam").rows()}
    if date < REGIONS[year]:
        parts = carried(date, REGIONS[year])
        return {code: known[_largest(parts.get(code, {code: Fraction(1)}))] for code in codes}
    found: dict[str, dict[str, Fraction]] = {}
    parts = carried(REGIONS[year], date)
    stock = read_csv(DATA / "inwoners.csv").frame.filter(pl.col("jaar") == str(year))
    persons = dict(stock.select("gemeentecode", "inwoners_1jan").iter_rows())
    for old, region in known.items():
        for new, share in parts.get(old, {old: Fraction(1)}).items():
            of_new = found.setdefault(new, {})
            of_new[region] = of_new.get(region, Fraction(0)) + share * int(persons[old])
    return {code: _largest(found[code]) for code in codes}


def _largest(parts: Mapping[str, Fraction]) -> str:
    return max(sorted(parts), key=lambda name: parts[name])


def _centres() -> pl.DataFrame:
    frame = read_csv(DATA / "arbeidsmarktregio_2021.csv").frame
    return frame.select(
        pl.col("amr_naam").alias("arbeidsmarktregio"), pl.col("centrumgemeente_naam").alias("centrumgemeente")
    ).unique()


def normalised(code: pl.Expr) -> pl.Expr:
    """A CBS code as four digits: 88, "0088" and "GM0088" are one municipality."""
    return code.str.strip_prefix("GM").str.zfill(4)
