"""How many households of each kind a municipality has, in a population that is made up: raked.

Margins: dwellings (households in all), inhabitants (how many of them are of one person), and households on
bijstand (how many are poor); and for the country the shares of the types of household, which are made up.
"""

import tomllib
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from allocation.apportion import largest_remainders
from allocation.errors import InputError, Problem
from allocation.raking import Margin, raked
from rules.territory.municipalities import inhabitants, table

FILE = Path(__file__).with_name("synthetic.toml")
DWELLINGS, RECEIVERS = "gf_laag_inkomen_woonruimten.csv", "gf_maatstaven_participatie.csv"
CIRCULAR, YEAR = "septembercirculaire 2024", 2026
Kind = tuple[int, str, bool]
"""The place of a municipality, a type, and whether poor."""
LEAST = 0.05
"""Of the households of a municipality at least so many are of one person, and of more."""


@frozen
class Cell:
    """Households of one type, poor or not, in one municipality."""

    code: str
    type: str
    poor: bool
    count: int


@cache
def made_up() -> dict[str, Any]:
    """synthetic.toml: shares and chances that are made up."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def cells(codes: Sequence[str], households: int) -> list[Cell]:
    """The cells, `households` together.

    Raises InputError for municipalities of which the margins are not known.
    """
    dwellings, persons, receivers = (
        _known(codes, of) for of in (_dwellings(), inhabitants(YEAR), _receivers())
    )
    kinds = [
        (place, name, poor)
        for place in range(len(codes))
        for name in made_up()["types"]
        for poor in (False, True)
    ]
    found = raked(
        [_seed(name, poor=poor) for _, name, poor in kinds], _margins(kinds, dwellings, persons, receivers)
    )
    of_place = largest_remainders(Fraction(households), [Fraction(n) for n in dwellings])
    width, made = 2 * len(made_up()["types"]), []
    for place, code in enumerate(codes):
        part = slice(place * width, (place + 1) * width)
        counts = largest_remainders(Fraction(of_place[place]), [Fraction(cell) for cell in found[part]])
        made += [Cell(code, name, poor, n) for (_, name, poor), n in zip(kinds[part], counts, strict=True)]
    return made


def _seed(name: str, *, poor: bool) -> float:
    return float(made_up()["types"][name]["poor" if poor else "share"])


def _margins(
    kinds: Sequence[Kind], dwellings: Sequence[float], persons: Sequence[float], receivers: Sequence[float]
) -> list[Margin]:
    types = made_up()["types"]
    large = _large(dwellings, persons)
    sizes = [place * 2 + (types[name]["persons"] > 1) for place, name, _ in kinds]
    by_size = [
        n for all_of, n_large in zip(dwellings, large, strict=True) for n in (all_of - n_large, n_large)
    ]
    poverty = [place * 2 + poor for place, _, poor in kinds]
    by_poverty = [n for all_of, poor in zip(dwellings, receivers, strict=True) for n in (all_of - poor, poor)]
    names = list(types)
    whole = {True: sum(large), False: sum(dwellings) - sum(large)}
    by_type = [
        types[n]["share"] * whole[large_one] / _shares(large=large_one)
        for n in names
        for large_one in [types[n]["persons"] > 1]
    ]
    return [
        Margin(sizes, by_size),
        Margin(poverty, by_poverty),
        Margin([names.index(name) for _, name, _ in kinds], by_type),
    ]


def _shares(*, large: bool) -> float:
    return float(sum(t["share"] for t in made_up()["types"].values() if (t["persons"] > 1) == large))


def _large(dwellings: Sequence[float], persons: Sequence[float]) -> list[float]:
    """Households of more than one person, so that persons are met; of one mean size in the whole country."""
    part = _shares(large=True) / (_shares(large=True) + _shares(large=False))
    more = (sum(persons) - sum(dwellings)) / (part * sum(dwellings))
    pairs = zip(dwellings, persons, strict=True)
    return [min(max((n - had) / more, LEAST * had), (1 - LEAST) * had) for had, n in pairs]


def _dwellings() -> dict[str, Fraction]:
    rows = table(DWELLINGS).select("gemeentecode", "woonruimten").iter_rows()
    return {code: Fraction(n) for code, n in rows}


def _receivers() -> dict[str, Fraction]:
    found = table(RECEIVERS).select("circulaire", "gemeentecode", "bijstandsontvangers")
    return {code: Fraction(n) for circular, code, n in found.iter_rows() if circular == CIRCULAR}


def _known(codes: Sequence[str], values: dict[str, Fraction]) -> list[float]:
    if lacking := [code for code in codes if code not in values]:
        found = f"geen marges voor {len(lacking)} gemeenten, te beginnen met {lacking[0]}"
        raise InputError(
            [
                Problem(
                    "synthetische huishoudens", found, "een uitkeringsjaar met de gemeenten van 2024 of later"
                )
            ]
        )
    return [float(values[code]) for code in codes]
