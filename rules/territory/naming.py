"""What municipalities are called, in the lists and by those who write to them."""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from rules.territory.municipalities import table
from rules.territory.spelling import mended, spellings

_NOTE = re.compile(
    r"(?<=[^\W\d_])[.)]*\s*([*\u2020\u2021]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+\)?|\[\d{1,2}\]|\(?\d{1,2}\))\s*$"
)
"""A mark at the end of a name that refers to a footnote: *, \u00b9, [1], 1)."""


def names_by_code(territory: pl.DataFrame) -> dict[str, str]:
    """The name of each municipality by code, in order of code."""
    return dict(territory.select(CODE, "naam").iter_rows())


def find(territory: pl.DataFrame, text: str) -> str:
    """The code of the municipality that `text` names or is the code of.

    Raises InputError, with what became of it, or the names that come near.
    """
    names = naming(territory)
    asked = plain(text)
    if asked in names:
        return names[asked]
    shown = names_by_code(territory)
    called = {plain(naam): naam for naam in shown.values()}
    near = [naam for name, naam in called.items() if asked and name.startswith(asked)]
    near += [called[name] for name in get_close_matches(asked, called, n=3, cutoff=0.5)]
    near = _became(asked) or list(dict.fromkeys(near))[:3]
    known = f"bijvoorbeeld {', '.join(near)}" if near else "een naam of een code"
    raise InputError([Problem("gemeente", repr(text), f"{known} (verdeel list gemeenten)")])


def _became(asked: str) -> list[str]:
    """The municipalities that the one of that name went to, last time there was one."""
    gone = table("herindelingen.csv").select("datum", "oude_gemeentecode", "oude_naam", "nieuwe_naam")
    dated = [(date, new) for date, code, old, new in gone.iter_rows() if asked in (plain(old), code)]
    return [f"{new} (since {date})" for date, new in dated if date == max(dated)[0]]


def naming(territory: pl.DataFrame) -> dict[str, str]:
    """Code by what names a municipality, as `plain` has it: its names, its code with and without zeros."""
    listed = table("gemeenten_per_jaar.csv").select("naam_statline", "gemeentecode")
    provinces = {code: provincie for code, _, provincie in territory.iter_rows()}
    known = {
        plain(text): code
        for code, naam in names_by_code(territory).items()
        for text in (naam, code, code.lstrip("0"), f"GM{code}")
    }
    names = [*names_by_code(territory).items(), *((code, name) for name, code in listed.iter_rows())]
    also: dict[str, set[str]] = {}
    for code, name in dict.fromkeys(names):
        for text in (name, *spellings(name, provinces.get(code, ""))) if code in provinces else ():
            also.setdefault(plain(text), set()).add(code)
    return {text: next(iter(codes)) for text, codes in also.items() if len(codes) == 1} | known


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name as small letters and digits, without accents, footnote marks and the word "gemeente"."""
    text = _NOTE.sub("", mended(name))
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(word for word in re.findall("[a-z0-9]+", bare) if word != "gemeente")


def renumbered(codes: Collection[str]) -> dict[str, str]:
    """By code that is none of `codes`: which of them that municipality has, where only its code changed."""
    moved = table("herindelingen.csv").filter(pl.col("type") == "naamswijziging")
    pairs = list(moved.select("oude_gemeentecode", "nieuwe_gemeentecode").iter_rows())
    both = [*pairs, *((new, old) for old, new in pairs)]
    return {code: other for code, other in both if other in codes and code not in codes}
