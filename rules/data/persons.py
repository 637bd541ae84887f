"""The key of beschut werk in persons, out of the amounts of two circulars.

From meicirculaire to septembercirculaire 2023 (both of 2024) the price of a place and the places stay
as they are; only the Wsw grows, by one factor for everyone. So of a municipality

    amount in mei = (what came on top in september) / (factor - 1) + euros per person x persons

with two national numbers that are fitted and a number of persons that is whole. Chance would leave
the persons a quarter away from a whole number on average; they are within a few hundredths.

Who has no whole number: a municipality with a part of a split one (Haaren, 2021) keeps a fraction, in
hundredths. Who is paid the minimum of one place has so few persons that they count for no more: how
many is not known, and the middle of what it can be is taken. The three that became Voorne aan Zee
(2023) have one number in the circulars; each is as far up what its number in the annex of 2022 allows
as the others, in whole persons.

The fit starts near its end, with the municipalities of few persons, and goes on with ever more; from
another start near by it ends in the same place.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import polars as pl
from attrs import frozen

from allocation.numbers import round_half_away
from rules.library.load import library
from rules.library.paths import DATA
from rules.reading.csv_table import read_csv

MAY, SEPTEMBER = ("meicirculaire-2023", 2024), ("septembercirculaire-2023", 2024)
GROWTH, PLACE = Fraction("1.01431"), Fraction("0.2114")
"""Where the fit starts: what the Wsw grows by, and what a person counts for in places."""
FIRST, WIDER = 10, Fraction(13, 10)
"""It starts with who has at most so many persons; each step takes so much more."""
WHOLE = Fraction(1, 10)
"""Nearer to a whole number than this, it is one: the amounts are whole euros, which leaves 0.04."""
MINIMUM = Fraction(21, 20)
"""What is left for beschut werk is the price of one place, but for the same noise."""
HALF = Fraction(1, 2)
SUCCESSOR, PREDECESSORS = "1992", ("0501", "0530", "0614")
ANNEX = 2022

Range = tuple[Fraction, Fraction]


@frozen
class Fit:
    """The two national numbers: the amount in mei per euro of growth, and the euros of one person."""

    per_growth: Fraction
    per_person: Fraction

    def guidance(self, may: int, growth: int) -> Fraction:
        """What an amount holds for beschut werk."""
        return may - self.per_growth * growth


def published_iu(name: str, year: int) -> dict[str, int]:
    """The published integratie-uitkering Participatie, by code."""
    frame = read_csv(DATA / "gf_iu_participatie.csv").frame.filter(
        pl.col("circulaire") == name.replace("-", " "), pl.col("uitkeringsjaar") == str(year)
    )
    return {code: int(n) for code, n in frame.select("gemeentecode", "iu_participatie_eur").rows()}


def published_numbers(year: int) -> dict[str, int]:
    """The numbers of the annex, by code."""
    frame = read_csv(DATA / f"beschut_werk_aantallen_{year}.csv").frame
    return {code: int(n) for code, n in frame.select("gemeentecode", "aantal_beschut_werk").rows()}


def price() -> Fraction:
    """What the two circulars pay for one place."""
    return library().figures["prijs_begeleiding_beschut_werk"].at(MAY[1], MAY[0]).value


def amounts() -> dict[str, tuple[int, int]]:
    """Of each municipality the amount in mei, and what came on top in september."""
    may, september = published_iu(*MAY), published_iu(*SEPTEMBER)
    return {code: (may[code], september[code] - may[code]) for code in sorted(may)}


@cache
def fit(growth: Fraction = GROWTH, place: Fraction = PLACE) -> Fit:
    """The numbers with which the persons come nearest to whole ones (least squares), from a start."""
    paid, least = list(amounts().values()), MINIMUM * price()
    current = Fit(1 / (growth - 1), place * price())
    most = max(may for may, _ in paid) / current.per_person
    limit = Fraction(FIRST)
    while limit < most:
        rows = []
        for may, more in paid:
            guidance = current.guidance(may, more)
            persons = guidance / current.per_person
            whole = round_half_away(persons, 0)
            if least < guidance and persons < limit and abs(persons - whole) < 2 * WHOLE:
                rows.append((may, more, int(whole)))
        current = _least_squares(rows)
        limit *= WIDER
    return current


def _least_squares(rows: list[tuple[int, int, int]]) -> Fit:
    """The two factors with which growth and persons give the amounts best."""
    gg = sum(g * g for _, g, _ in rows)
    gn = sum(g * n for _, g, n in rows)
    nn = sum(n * n for _, _, n in rows)
    mg = sum(m * g for m, g, _ in rows)
    mn = sum(m * n for m, _, n in rows)
    below = gg * nn - gn * gn
    return Fit(Fraction(mg * nn - mn * gn, below), Fraction(mn * gg - mg * gn, below))


def measured() -> dict[str, Fraction]:
    """The persons of each municipality as the amounts give them, not yet whole."""
    fitted = fit()
    return {code: fitted.guidance(*paid) / fitted.per_person for code, paid in amounts().items()}


@cache
def key() -> tuple[dict[str, Fraction], dict[str, Range]]:
    """The persons on the territory of 2023, and the range of those that have no more than that."""
    fitted = fit()
    most = Fraction(price() // fitted.per_person)
    persons, ranges = {}, {}
    for code, paid in amounts().items():
        exact = fitted.guidance(*paid) / fitted.per_person
        whole = round_half_away(exact, 0)
        if fitted.guidance(*paid) < MINIMUM * price():
            persons[code], ranges[code] = most * HALF, (Fraction(0), most)
        else:
            persons[code] = whole if abs(exact - whole) < WHOLE else round_half_away(exact, 2)
    return persons, ranges


def in_2022() -> dict[str, Fraction]:
    """The persons on the territory of the annex of 2022, before three municipalities merged."""
    persons, _ = key()
    older = {code: value for code, value in persons.items() if code != SUCCESSOR}
    return dict(sorted((older | _parts(persons)).items()))


def _parts(persons: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The persons of the three predecessors, in whole ones that add up to their successor's."""
    numbers = published_numbers(ANNEX)
    national = library().figures["landelijk_aantal_beschut_werk"]
    each = sum(persons.values()) / national.at(ANNEX, f"regeling-beschut-werk-{ANNEX}").value
    low = {code: (numbers[code] - HALF) * each for code in PREDECESSORS}
    up = (persons[SUCCESSOR] - sum(low.values())) / len(low)
    exact = {code: value + up for code, value in low.items()}
    parts = {code: Fraction(value // 1) for code, value in exact.items()}
    left = int(persons[SUCCESSOR] - sum(parts.values()))
    for code in sorted(exact, key=lambda code: (parts[code] - exact[code], code))[:left]:
        parts[code] += 1
    return parts
