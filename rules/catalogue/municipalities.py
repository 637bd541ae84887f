"""The territory of the Netherlands: its municipalities on a date, and how they came to be.

Municipalities carry their province and their arbeidsmarktregio. Regions are known for the
territories of 2015 and 2021; for a later date a municipality has the region that most of its
inhabitants came from, for an earlier one the region that the largest part of it went to.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from itertools import groupby

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.territory import Move, Parts, between, origins, restated
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

SPOKEN = {"Den Haag": "'s-Gravenhage", "Den Bosch": "'s-Hertogenbosch"}
"""What two municipalities are called in speech."""


@cache
def _table(name: str) -> pl.DataFrame:
    """A shipped table as text, read once; it is known to be tidy."""
    return pl.read_csv(DATA / name, infer_schema=False)


@cache
def moves() -> tuple[Move, ...]:
    """Every reorganisation and border correction since 1 January 2012.

    Parts are exact counts of persons, as far as a municipality was split.
    """
    found = []
    listed = _table("herindelingen.csv").select(
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
    corrections = _table("grenscorrecties.csv").select(
        "datum", "van_gemeentecode", "naar_gemeentecode", "inwoners"
    )
    stock = _table("inwoners.csv").filter(
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
    lists = _table("gemeenten_per_jaar.csv")
    frame = lists.filter(pl.col("jaar") == str(date.year)).select(
        pl.col("gemeentecode").alias(CODE), "naam", "provincie"
    )
    if frame.is_empty():
        known = f"{min(lists['jaar'])} to {max(lists['jaar'])}"
        raise InputError([Problem(f"territory {date}", "no list of municipalities", f"a date in {known}")])
    changes = _table("herindelingen.csv").filter(
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


def inhabitants(year: int) -> dict[str, Fraction]:
    """Inhabitants on 1 January of a year, by code; nothing for a year that is not known."""
    stock = _table("inwoners.csv").filter(pl.col("jaar") == str(year), pl.col("inwoners_1jan").is_not_null())
    return {code: Fraction(n) for code, n in stock.select("gemeentecode", "inwoners_1jan").iter_rows()}


def inhabitants_on(year: int, territory: datetime.date) -> dict[str, Fraction]:
    """Inhabitants on 1 January of a year by municipality of `territory`; nothing where that was earlier."""
    start = datetime.date(year, 1, 1)
    persons = inhabitants(year)
    return restated(persons, carried(start, territory)) if persons and start <= territory else {}


def _regions(date: datetime.date, codes: list[str]) -> dict[str, str]:
    year = 2021 if date >= REGIONS[2021] else 2015
    frame = _table(f"arbeidsmarktregio_{year}.csv")
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
    frame = _table("arbeidsmarktregio_2021.csv")
    return frame.select(
        pl.col("amr_naam").alias("arbeidsmarktregio"), pl.col("centrumgemeente_naam").alias("centrumgemeente")
    ).unique()


def find(territory: pl.DataFrame, text: str) -> str:
    """The code of the municipality that `text` names or is the code of.

    Raises InputError, with what became of it, or the names that come near.
    """
    names = naming(territory)
    asked = plain(text)
    if asked in names:
        return names[asked]
    shown = dict(territory.select(CODE, "naam").iter_rows())
    called = {plain(naam): naam for naam in shown.values()}
    near = [naam for name, naam in called.items() if asked and name.startswith(asked)]
    near += [called[name] for name in get_close_matches(asked, called, n=3, cutoff=0.5)]
    near = _became(asked) or list(dict.fromkeys(near))[:3]
    known = f"one such as {', '.join(near)}" if near else "a name or a code"
    raise InputError([Problem("gemeente", repr(text), f"{known} (verdeel list gemeenten)")])


def _became(asked: str) -> list[str]:
    """The municipalities that the one of that name went to, last time there was one."""
    gone = _table("herindelingen.csv").select("datum", "oude_gemeentecode", "oude_naam", "nieuwe_naam")
    dated = [(date, new) for date, code, old, new in gone.iter_rows() if asked in (plain(old), code)]
    return [f"{new} (since {date})" for date, new in dated if date == max(dated)[0]]


def naming(territory: pl.DataFrame) -> dict[str, str]:
    """Code by what names a municipality, as `plain` has it: its names, its code with and without zeros."""
    here = {
        text: code
        for code, naam in territory.select(CODE, "naam").iter_rows()
        for text in (naam, code, code.lstrip("0"), f"GM{code}")
    }
    listed = _table("gemeenten_per_jaar.csv").select("naam_statline", "gemeentecode")
    spoken = {said: here[name] for said, name in SPOKEN.items() if name in here}
    also = {name: code for name, code in listed.iter_rows() if code in here} | spoken
    return {plain(text): code for text, code in (also | here).items()}


def plain(name: str) -> str:
    """A name as small letters and digits, without accents, and without the word "gemeente"."""
    bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return " ".join(word for word in re.findall("[a-z0-9]+", bare) if word != "gemeente")


def normalised(code: pl.Expr) -> pl.Expr:
    """A CBS code as four digits: 88, "0088" and "GM0088" are one municipality."""
    return code.str.strip_prefix("GM").str.zfill(4)
