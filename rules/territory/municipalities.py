"""The territory of the Netherlands: its municipalities on a date, and how they came to be.

Municipalities carry their province and their arbeidsmarktregio. Regions are known for the
territories of 2015 and 2021; for a later date a municipality has the region that most of its
inhabitants came from, for an earlier one the region that the largest part of it went to.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import groupby

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.territory import Move, Parts, between, origins, restated
from rules.library.paths import DATA

FILES = (
    "arbeidsmarktregio_2015.csv",
    "arbeidsmarktregio_2021.csv",
    "gemeenten_per_jaar.csv",
    "grenscorrecties.csv",
    "herindelingen.csv",
    "inwoners.csv",
)
"""The shipped tables that the territory rests on."""
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
def table(name: str) -> pl.DataFrame:
    """A shipped table as text, read once; it is known to be tidy."""
    return pl.read_csv(DATA / name, infer_schema=False)


@cache
def moves() -> tuple[Move, ...]:
    """Every reorganisation and border correction since 1 January 2012.

    Parts are exact counts of persons, as far as a municipality was split.
    """
    found = []
    listed = table("herindelingen.csv").select(
        "datum", "oude_gemeentecode", "nieuwe_gemeentecode", "inwoners_overgegaan"
    )
    for (date, old), group in groupby(
        sorted(listed.iter_rows(), key=lambda row: row[:2]), lambda row: row[:2]
    ):
        goals = [(new, persons) for _, _, new, persons in group]
        split = sum(int(persons) for _, persons in goals) if len(goals) > 1 else 0
        day = datetime.date.fromisoformat(date)
        for new, persons in goals:
            found.append(Move(day, old, new, Fraction(int(persons), split) if split else Fraction(1)))
    corrections = table("grenscorrecties.csv").select(
        "datum", "van_gemeentecode", "naar_gemeentecode", "inwoners"
    )
    stock = table("inwoners.csv").filter(
        pl.col("gemeentecode").is_in(corrections["van_gemeentecode"].to_list())
    )
    persons_of = {
        (year, code): n for year, code, n in stock.select("jaar", "gemeentecode", "inwoners_31dec").rows()
    }
    for date, old, new, moved in corrections.iter_rows():
        day = datetime.date.fromisoformat(date)
        share = Fraction(int(moved), int(persons_of[str(day.year - 1), old]))
        found += [Move(day, old, new, share), Move(day, old, old, 1 - share)]
    return tuple(found)


def carried(start: datetime.date, end: datetime.date) -> Parts:
    """Where each municipality that changed between two dates has gone, and with which part."""
    return between(moves(), start, end)


@cache
def predecessors(then: datetime.date, now: datetime.date) -> Parts:
    """Of each municipality that is new or larger since `then`: from which it came, with which part of it."""
    return origins(carried(then, now), list(municipalities(then)[CODE])) if then <= now else {}


@cache
def municipalities(date: datetime.date) -> pl.DataFrame:
    """The municipalities on a date, in order of code: columns `code`, `naam` and `provincie`.

    The list of 1 January of the year, with the reorganisations between then and `date`. Raises
    InputError for a year without a list.
    """
    lists = table("gemeenten_per_jaar.csv")
    frame = lists.filter(pl.col("jaar") == str(date.year)).select(
        pl.col("gemeentecode").alias(CODE), "naam", "provincie"
    )
    if frame.is_empty():
        known = f"{min(lists['jaar'])} tot en met {max(lists['jaar'])}"
        raise InputError(
            [Problem(f"gemeenten van {date}", "geen lijst van gemeenten", f"een dag in {known}")]
        )
    changes = table("herindelingen.csv").filter(
        pl.col("datum").is_between(pl.lit(f"{date.year}-01-02"), pl.lit(date.isoformat()))
    )
    new = changes.join(frame, left_on="oude_gemeentecode", right_on=CODE).select(
        pl.col("nieuwe_gemeentecode").alias(CODE), pl.col("nieuwe_naam").alias("naam"), "provincie"
    )
    left = frame.join(changes, left_on=CODE, right_on="oude_gemeentecode", how="anti")
    return pl.concat([left, new]).unique(CODE, keep="first").sort(CODE)


def last_list() -> int:
    """The last year of which the municipalities are known."""
    return int(max(table("gemeenten_per_jaar.csv")["jaar"]))


def with_regions(date: datetime.date) -> pl.DataFrame:
    """The municipalities on a date, with `arbeidsmarktregio` and its `centrumgemeente` too."""
    frame = municipalities(date)
    regions = _regions(date, list(frame[CODE]))
    return frame.with_columns(arbeidsmarktregio=pl.Series([regions[code] for code in frame[CODE]])).join(
        _centres(), on="arbeidsmarktregio", how="left", maintain_order="left"
    )


def inhabitants(year: int) -> dict[str, Fraction]:
    """Inhabitants on 1 January of a year, by code; nothing for a year that is not known."""
    stock = table("inwoners.csv").filter(pl.col("jaar") == str(year), pl.col("inwoners_1jan").is_not_null())
    return {code: Fraction(n) for code, n in stock.select("gemeentecode", "inwoners_1jan").iter_rows()}


def inhabitants_on(year: int, territory: datetime.date) -> dict[str, Fraction]:
    """Inhabitants on 1 January of a year by municipality of `territory`; nothing where that was earlier."""
    start = datetime.date(year, 1, 1)
    persons = inhabitants(year)
    return restated(persons, carried(start, territory)) if persons and start <= territory else {}


def _regions(date: datetime.date, codes: list[str]) -> dict[str, str]:
    year = 2021 if date >= REGIONS[2021] else 2015
    frame = table(f"arbeidsmarktregio_{year}.csv")
    known = {code: RENAMED.get(name, name) for code, name in frame.select("gemeentecode", "amr_naam").rows()}
    if date < REGIONS[year]:
        parts = carried(date, REGIONS[year])
        return {code: known[_largest(parts.get(code, {code: Fraction(1)}))] for code in codes}
    found: dict[str, dict[str, Fraction]] = {}
    parts = carried(REGIONS[year], date)
    persons = inhabitants(year)
    for old, region in known.items():
        for new, share in parts.get(old, {old: Fraction(1)}).items():
            of_new = found.setdefault(new, {})
            of_new[region] = of_new.get(region, Fraction(0)) + share * persons[old]
    return {code: _largest(found[code]) for code in codes}


def _largest(parts: Mapping[str, Fraction]) -> str:
    return max(sorted(parts), key=lambda name: parts[name])


def _centres() -> pl.DataFrame:
    frame = table("arbeidsmarktregio_2021.csv")
    return frame.select(
        pl.col("amr_naam").alias("arbeidsmarktregio"), pl.col("centrumgemeente_naam").alias("centrumgemeente")
    ).unique()
