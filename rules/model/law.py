"""What the printed tables do not say in numbers (law.toml): versions, groups, rows that follow."""

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from allocation.errors import InputError, Problem

FILE = Path(__file__).with_name("law.toml")


@frozen
class Version:
    """One printed state of the tables, its year, and the territory of the budgets of that year."""

    name: str
    year: int
    territory: datetime.date
    status: str
    note: str = ""


@frozen
class Group:
    """Rows of which a household has `least` or more, and `most`; `alone` is that of one adult (None: any)."""

    name: str
    rows: tuple[str, ...]
    least: int
    most: int | None = None
    alone: int | None = None


@frozen
class Fits:
    """Where one of `rows` (or of the norms) is there, one of `needs` is, and none of `none`."""

    rows: tuple[str, ...]
    needs: tuple[str, ...]
    none: tuple[str, ...]
    expected: str


@frozen
class Computed:
    """A row that is true where one of `any` is, and one of `also` if there are."""

    name: str
    any: tuple[str, ...]
    also: tuple[str, ...] = ()


@cache
def document() -> Mapping[str, Any]:
    """law.toml, which is ours and known to be tidy."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def versions() -> tuple[Version, ...]:
    """Every version of the tables, in order of year."""
    return tuple(Version(**one) for one in document()["versions"])


def version_of(year: int) -> Version:
    """The version of a year. Raises InputError for a year without one: no neighbour is taken instead."""
    for version in versions():
        if version.year == year:
            return version
    known = ", ".join(str(version.year) for version in versions())
    found = "er is geen tabel met gewichten gevonden voor dit uitkeringsjaar"
    raise InputError([Problem(f"uitkeringsjaar {year}", found, f"een van {known}; een buurjaar telt niet")])


def named(patterns: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The names that patterns stand for, in order of the names; `@list` is a list of law.toml."""
    wanted = [one for pattern in patterns for one in _list(pattern)]
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in wanted))


def _list(pattern: str) -> list[str]:
    return list(document()["lists"][pattern[1:]]["any"]) if pattern.startswith("@") else [pattern]


def computed(name: str, given: Iterable[str]) -> Computed | None:
    """How a row follows from those that are given; None for one that is given itself."""
    said = document()["computed"].get(name)
    if said is None:
        return None
    names = list(given)
    return Computed(name, named(said["any"], names), named(said.get("also", ()), names))


def groups(given: Iterable[str]) -> list[Group]:
    """The groups of rows that a version has, as far as it has them."""
    names, made = list(given), []
    for one in document()["groups"]:
        out = named(one.get("without", ()), names)
        rows = tuple(name for name in named(one["rows"], names) if name not in out)
        made.append(Group(one["name"], rows, one["least"], one.get("most"), one.get("most_of_one_adult")))
    return made


def adults(which: str, given: Iterable[str]) -> tuple[str, ...]:
    """The rows of households of `one` adult, or of a `couple`."""
    return named(document()["adults"][which], given)


def fits(given: Iterable[str]) -> list[Fits]:
    """Which rows go with which."""
    names, made = list(given), []
    for one in document()["goes_with"]:
        for row in named(one["rows"], names):
            base = (row.split("_na_24_")[0],) if one.get("base") else ()
            made.append(Fits((row,), base, named(one.get("none", ()), names), one["expected"]))
    return made


def norms_fit(given: Iterable[str], norms: Iterable[str]) -> list[Fits]:
    """Which norms go with which rows."""
    names, types = list(given), list(norms)
    return [
        Fits(
            named(one["norms"], types),
            named(one.get("needs", ()), names),
            named(one.get("none", ()), names),
            one["expected"],
        )
        for one in document()["norms"]
    ]
