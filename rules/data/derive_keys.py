"""Derive what is not public: the key of beschut werk, the expected SE, and what goes with them.

Run from the top of the project: `python -m rules.data.derive_keys` writes
rules/data/sleutel_beschut_werk.csv and rules/data/verwachte_se.csv and prints the national
figures for wsw.toml and beschut_werk.toml. Tests hold the committed files and figures against it.

Key of beschut werk. The published number n of a municipality is its share s of a national number
N, rounded on its own, and at least 1. So n says that s lies between (n - 1/2)/N and (n + 1/2)/N
(from 0, where n is 1). The annexes of 2022 (N = 9,500) and 2026 (N = 12,800) give two such
intervals; a municipality that merged in between (Voorne aan Zee) has those of its predecessors
added. In every intersection the same fraction of the way up is taken, chosen so that the shares
add to 1. The scale is arbitrary: the key adds to about 30,300, the places foreseen for 2048.

What a meicirculaire pays cannot be less than the guidance money in it, which bounds a share from
above too. Some municipalities get guidance money only: what they get per unit of price changes
between the circulars by one and the same factor. For those the amount is the number of places,
and that factor is the growth of the national number of places.

Expected SE. A municipality's part of the integratie-uitkering that is not begeleiding beschut
werk was divided by SE x blijfkans, so that part is its key. The scale is arbitrary: it adds to
about the national number of SE in that year (Verkenning duurzame baankansen).
"""

import csv
import datetime
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import polars as pl

from allocation.case import CODE
from allocation.numbers import decimal
from allocation.territory import origins, restated
from rules.library.load import library
from rules.library.paths import DATA
from rules.reading.csv_table import read_csv
from rules.runs.workspace import Workspace
from rules.territory.municipalities import carried

NATIONAL = {2022: 9_500, 2026: 12_800}
PLACES_2048 = 30_300
PLACES = 10_790
"""Paid for in 2024 in the circulars of 2023: the best fit to mei and september (fit_of_places)."""
SE = {2024: 52_507, 2025: 49_040}
MEICIRCULAIRES = (("meicirculaire-2023", 2024), ("meicirculaire-2024", 2024), ("meicirculaire-2024", 2025))
ANNEXES = datetime.date(2022, 12, 31), datetime.date(2023, 1, 1)
"""The territories of the two annexes: between them Voorne aan Zee came to be, and nothing else changed."""
ROUNDING_LEFT = 1
"""A difference of a euro between two rounded amounts is no Wsw."""

Interval = tuple[Fraction, Fraction]
HALF = Fraction(1, 2)
OFF_BY_ROUNDING = Fraction(100_001, 100_000)
"""Amounts are whole euros, so what they say of a share holds to about one in 100,000."""


def published_numbers(year: int) -> dict[str, int]:
    """The numbers of the annex, by code."""
    frame = read_csv(DATA / f"beschut_werk_aantallen_{year}.csv").frame
    return {code: int(n) for code, n in frame.select("gemeentecode", "aantal_beschut_werk").rows()}


def intervals(year: int) -> dict[str, Interval]:
    """Between which shares each municipality must lie to have its number in `year`."""
    return {
        code: ((n - HALF if n > 1 else Fraction(0)) / NATIONAL[year], (n + HALF) / NATIONAL[year])
        for code, n in published_numbers(year).items()
    }


def spread(within: Mapping[str, Interval], total: Fraction) -> dict[str, Fraction]:
    """One value in each interval, all equally far up, adding to `total`."""
    low = sum(interval[0] for interval in within.values())
    width = sum(interval[1] - interval[0] for interval in within.values())
    up = (total - low) / width
    if not 0 < up < 1:
        raise ValueError(f"no values within these intervals add to {decimal(total, 6)}")
    return {code: low + up * (high - low) for code, (low, high) in within.items()}


def in_places(name: str, year: int) -> dict[str, Fraction]:
    """The integratie-uitkering of each municipality over the price of a place."""
    price = library().figures["prijs_begeleiding_beschut_werk"].at(year, name).value
    return {code: amount / price for code, amount in published_iu(name, year).items()}


@cache
def guidance_only() -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    """The municipalities without Wsw, and the places of each meicirculaire over the first's.

    They share one pair of growth factors, which is by far the most common one. Municipalities
    with the minimum of one place are left out: their amount is the price, whatever the number.
    """
    places = [in_places(name, year) for name, year in MEICIRCULAIRES]
    growth = {
        code: tuple(decimal(later[code] / places[0][code], 4) for later in places[1:])
        for code, number in published_numbers(2026).items()
        if number > 1
    }
    [(common, _)] = Counter(growth.values()).most_common(1)
    codes = tuple(code for code, factors in growth.items() if factors == common)
    sums = [sum((of[code] for code in codes), Fraction(0)) for of in places]
    return codes, tuple(total / sums[0] for total in sums)


@cache
def key_of_beschut_werk(
    places: int = PLACES,
) -> tuple[dict[str, Interval], dict[str, Fraction], dict[str, Fraction]]:
    """The intervals on the territory of 2023, and the shares on those of 2023 and of 2022."""
    before = intervals(2022)
    parts = carried(*ANNEXES)
    lows, highs = (restated({code: of[side] for code, of in before.items()}, parts) for side in (0, 1))
    without_wsw, growth = guidance_only()
    paid = [in_places(name, year) for name, year in MEICIRCULAIRES]
    both = {}
    for code, of_2026 in intervals(2026).items():
        money = [of[code] / (places * factor) for of, factor in zip(paid, growth, strict=True)]
        low, high = max(of_2026[0], lows[code]), min(of_2026[1], highs[code], *money)
        known = paid[0][code] / places
        both[code] = (
            (known, known) if code in without_wsw and low <= known <= high * OFF_BY_ROUNDING else (low, high)
        )
    wrong = [code for code, (low, high) in both.items() if low > high]
    if wrong:
        raise ValueError(f"no share fits both annexes and the circulars for {wrong}")
    shares = spread(both, Fraction(1))
    older = {code: shares[code] for code in before if code in shares}
    for new, olds in origins(parts, before).items():
        older |= spread({old: before[old] for old in olds}, shares[new])
    return both, shares, older


def not_beschut(name: str, year: int) -> tuple[dict[str, Fraction], int]:
    """What a circular paid apart from begeleiding beschut werk; and the Wsw budget in it."""
    outcome = Workspace.open().outcome(name, year, ["begeleiding_beschut_werk"])
    guidance = dict(outcome.result.values.select(CODE, "begeleiding_beschut_werk").rows())
    paid = published_iu(name, year)
    rest = {code: paid[code] - Fraction(guidance[code]) for code in paid}
    rest = {code: amount if amount > ROUNDING_LEFT else Fraction(0) for code, amount in rest.items()}
    additions = library().figures["budget_voorbereiding_transformatie"].values
    extra = sum(int(v.value) for v in additions if (v.year, v.publication) == (year, name))
    return rest, int(sum(paid.values()) - sum(guidance.values())) - extra


def published_iu(name: str, year: int) -> dict[str, int]:
    """The published integratie-uitkering Participatie, by code."""
    frame = read_csv(DATA / "gf_iu_participatie.csv").frame.filter(
        pl.col("circulaire") == name.replace("-", " "), pl.col("uitkeringsjaar") == str(year)
    )
    return {code: int(n) for code, n in frame.select("gemeentecode", "iu_participatie_eur").rows()}


def fit_of_places(places: int) -> tuple[Fraction, Fraction]:
    """How well one key explains mei and september 2023 with this many places: misfit and worst.

    With the right number, what a municipality gets apart from beschut werk grows by one factor.
    Returns the sum of squares and the largest of the differences in euros.
    """
    _, shares, _ = key_of_beschut_werk(places)
    price = library().figures["prijs_begeleiding_beschut_werk"].at(2024, "meicirculaire-2023").value
    may, september = (published_iu(f"{c}-2023", 2024) for c in ("meicirculaire", "septembercirculaire"))
    guidance = {code: price * max(Fraction(1), share * places) for code, share in shares.items()}
    whole = sum(guidance.values(), Fraction(0))
    growth = (sum(september.values()) - whole) / (sum(may.values()) - whole)
    gaps = [guidance[c] + (may[c] - guidance[c]) * growth - september[c] for c in shares]
    return sum((gap * gap for gap in gaps), Fraction(0)), max(map(abs, gaps))


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    """A CSV file in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_key(path: Path) -> None:
    """The key on the territory of 2022, with the interval in which it lies where nobody has merged."""
    both, _, older = key_of_beschut_werk()
    rows: list[list[object]] = []
    for code in sorted(older):
        cells = [decimal(value * PLACES_2048, 6) for value in (older[code], *both.get(code, ()))]
        rows.append([code, *cells, *[""] * (3 - len(cells))])
    write(path, ["gemeentecode", "sleutel", "ondergrens", "bovengrens"], rows)


def write_se(path: Path) -> None:
    """The expected SE of every meicirculaire."""
    rows: list[list[object]] = []
    for name, year in MEICIRCULAIRES:
        rest, _ = not_beschut(name, year)
        scale = SE[year] / sum(rest.values(), Fraction(0))
        rows += [[name, year, code, decimal(rest[code] * scale, 6)] for code in sorted(rest)]
    write(path, ["publicatie", "uitkeringsjaar", "gemeentecode", "verwachte_se"], rows)


def main() -> None:
    """Write both files and print the national figures."""
    write_key(DATA / "sleutel_beschut_werk.csv")
    write_se(DATA / "verwachte_se.csv")
    best = min(range(10_720, 10_810, 10), key=lambda places: fit_of_places(places)[0])
    worst = decimal(fit_of_places(best)[1], 2)
    print(f"landelijke_plekken_begeleiding 2024 = {best:_} (largest difference EUR {worst})")
    codes, growth = guidance_only()
    print(f"  {len(codes)} municipalities without Wsw: {', '.join(codes)}")
    for (name, year), factor in zip(MEICIRCULAIRES, growth, strict=True):
        print(f"landelijke_plekken_begeleiding {year} {name} = {decimal(PLACES * factor, 2)}")
    for name, year in [
        *MEICIRCULAIRES,
        ("septembercirculaire-2023", 2024),
        ("septembercirculaire-2024", 2024),
    ]:
        print(f"budget_wsw {year} {name} = {not_beschut(name, year)[1]:_}")


if __name__ == "__main__":
    main()
