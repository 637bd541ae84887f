"""What municipalities are called, in the lists and by those who write to them."""

import re
import unicodedata
from difflib import get_close_matches

import polars as pl

from allocation.case import CODE
from allocation.errors import InputError, Problem
from rules.territory.municipalities import table

SPOKEN = {"Den Haag": "'s-Gravenhage", "Den Bosch": "'s-Hertogenbosch"}
"""What two municipalities are called in speech."""


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
    known = f"one such as {', '.join(near)}" if near else "a name or a code"
    raise InputError([Problem("gemeente", repr(text), f"{known} (verdeel list gemeenten)")])


def _became(asked: str) -> list[str]:
    """The municipalities that the one of that name went to, last time there was one."""
    gone = table("herindelingen.csv").select("datum", "oude_gemeentecode", "oude_naam", "nieuwe_naam")
    dated = [(date, new) for date, code, old, new in gone.iter_rows() if asked in (plain(old), code)]
    return [f"{new} (since {date})" for date, new in dated if date == max(dated)[0]]


def naming(territory: pl.DataFrame) -> dict[str, str]:
    """Code by what names a municipality, as `plain` has it: its names, its code with and without zeros."""
    here = {
        text: code
        for code, naam in names_by_code(territory).items()
        for text in (naam, code, code.lstrip("0"), f"GM{code}")
    }
    listed = table("gemeenten_per_jaar.csv").select("naam_statline", "gemeentecode")
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
