"""Derive what is not public: the key of beschut werk, the expected SE, and the national numbers.

Run from the top of the project: `python -m rules.data.derive_keys` writes
rules/data/sleutel_beschut_werk.csv and rules/data/verwachte_se.csv and prints the national
figures for wsw.toml and beschut_werk.toml, and how the key does on the annexes. Tests hold the
committed files and figures against it.

Key of beschut werk. Persons, from meicirculaire and septembercirculaire 2023 (`persons`). The annexes
of the Regeling had no part in it, so that they test it: of each only the national number is fitted.

Expected SE. A municipality's part of the integratie-uitkering that is not begeleiding beschut
werk was divided by SE x blijfkans, so that part is its key. The scale is arbitrary: it adds to
about the national number of SE in that year (Verkenning duurzame baankansen).
"""

import csv
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

from attrs import frozen

from allocation.case import CODE
from allocation.numbers import decimal, round_half_away
from rules.data.persons import HALF, MAY, amounts, fit, in_2022, key, price, published_iu, published_numbers
from rules.library.load import library
from rules.library.paths import DATA
from rules.runs.workspace import Workspace

SE = {2024: 52_507, 2025: 49_040}
MEICIRCULAIRES = (MAY, ("meicirculaire-2024", 2024), ("meicirculaire-2024", 2025))
CIRCULARS = (*MEICIRCULAIRES, ("septembercirculaire-2023", 2024), ("septembercirculaire-2024", 2024))
ANNEXES = (2022, 2026)
ROUNDING_LEFT = 1
"""A difference of a euro between two rounded amounts is no Wsw."""
ALIKE = 4
"""What a person counts for is the same for all without Wsw, to so many decimals."""


@frozen
class Guidance:
    """What a circular pays for beschut werk: a price, and national places as who has no Wsw shows them."""

    price: int
    places: Fraction
    without_wsw: tuple[str, ...]
    at_the_minimum: tuple[str, ...]


def guidance(paid: Mapping[str, int], persons: Mapping[str, Fraction]) -> Guidance:
    """Price and places out of the amounts of a circular and the persons on its territory.

    Who is at the minimum and has no Wsw gets the price of one place. Who has no Wsw gets that price
    times places in proportion to persons, in whole euros: each amount says between which national numbers
    the places lie, and the middle is taken. Who had no Wsw in 2023 and is unlike most of them has some now.
    """
    had_none = [code for code, (_, more) in amounts().items() if more <= ROUNDING_LEFT and code in paid]
    at_the_minimum = [code for code in had_none if code in key()[1]]
    [(one_place, _)] = Counter(paid[code] for code in at_the_minimum).most_common(1)
    others = [code for code in had_none if code not in at_the_minimum]
    counts = {code: decimal(paid[code] / (one_place * persons[code]), ALIKE) for code in others}
    [(common, _)] = Counter(counts.values()).most_common(1)
    without = tuple(code for code in others if counts[code] == common)
    low, high = (
        pick((paid[code] + side) / (one_place * persons[code]) for code in without)
        for pick, side in ((max, -HALF), (min, HALF))
    )
    places = round_half_away((low + high) / 2 * sum(persons.values()), 3)
    return Guidance(one_place, places, without, tuple(at_the_minimum))


def not_beschut(name: str, year: int) -> tuple[dict[str, Fraction], int]:
    """What a circular paid apart from begeleiding beschut werk; and the Wsw budget in it."""
    outcome = Workspace.open().outcome(name, year, ["begeleiding_beschut_werk"])
    beschut = dict(outcome.result.values.select(CODE, "begeleiding_beschut_werk").rows())
    paid = published_iu(name, year)
    rest = {code: paid[code] - Fraction(beschut[code]) for code in paid}
    rest = {code: amount if amount > ROUNDING_LEFT else Fraction(0) for code, amount in rest.items()}
    additions = library().figures["budget_voorbereiding_transformatie"].values
    extra = sum(int(v.value) for v in additions if (v.year, v.publication) == (year, name))
    return rest, int(sum(paid.values()) - sum(beschut.values())) - extra


def persons_in(year: int) -> dict[str, Fraction]:
    """The persons on the territory of an annex."""
    return in_2022() if year == ANNEXES[0] else key()[0]


def foretold(year: int, national: Fraction) -> dict[str, int]:
    """The numbers of an annex as the key gives them."""
    persons = persons_in(year)
    each = national / sum(persons.values())
    return {code: max(1, int(round_half_away(each * n, 0))) for code, n in persons.items()}


@cache
def national_number(year: int) -> tuple[Fraction, Fraction]:
    """Between which national numbers the key gives most of the numbers of an annex."""
    numbers, persons = published_numbers(year), persons_in(year)
    total = sum(persons.values())
    bounds = []
    for code, n in persons.items():
        low = (numbers[code] - HALF) * total / n if numbers[code] > 1 else Fraction(0)
        bounds.append((low, (numbers[code] + HALF) * total / n))
    starts = {low: sum(a <= low < b for a, b in bounds) for low, _ in bounds}
    best = max(starts, key=lambda low: (starts[low], low))
    return best, min(high for low, high in bounds if low <= best < high)


def unmerged(year: int) -> list[str]:
    """The municipalities of an annex that have their number from the circulars alone."""
    return sorted(key()[0].keys() & persons_in(year).keys())


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    """A CSV file in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_key(path: Path) -> None:
    """The persons on the territory of 2022, with the range of those of whom no more is known."""
    ranges = key()[1]
    rows: list[list[object]] = [
        [
            code,
            *(f"{float(n):g}" for n in (persons, *ranges.get(code, ()))),
            *[""] * (2 * (code not in ranges)),
        ]
        for code, persons in in_2022().items()
    ]
    write(path, ["gemeentecode", "sleutel", "ondergrens", "bovengrens"], rows)


def write_se(path: Path) -> None:
    """The expected SE of every meicirculaire."""
    rows: list[list[object]] = []
    for name, year in MEICIRCULAIRES:
        rest, _ = not_beschut(name, year)
        scale = SE[year] / sum(rest.values(), Fraction(0))
        rows += [[name, year, code, decimal(rest[code] * scale, 6)] for code in sorted(rest)]
    write(path, ["publicatie", "uitkeringsjaar", "gemeentecode", "verwachte_se"], rows)


def lines() -> list[str]:
    """The national figures, and how the key does on the annexes."""
    persons, fitted = key()[0], fit()
    shown = [
        f"key: {decimal(sum(persons.values(), Fraction(0)), 2)} persons in {len(persons)} municipalities",
        f"  place per person {decimal(fitted.per_person / price(), 6)}",
        f"  growth of the Wsw {decimal(1 + 1 / fitted.per_growth, 7)}",
    ]
    for year in ANNEXES:
        low, high = national_number(year)
        national = round_half_away((low + high) / 2, 0)
        numbers, own = foretold(year, national), unmerged(year)
        gaps = [abs(numbers[code] - published_numbers(year)[code]) for code in own]
        shown += [
            f"landelijk_aantal_beschut_werk {year} = {national}",
            f"  between {decimal(low, 1)} and {decimal(high, 1)}",
            f"  annex {year}: {gaps.count(0)} of {len(own)} numbers equal, largest difference {max(gaps)}",
        ]
    for name, year in CIRCULARS:
        found = guidance(published_iu(name, year), persons)
        shown += [
            f"prijs_begeleiding_beschut_werk {year} {name} = {found.price}",
            f"landelijke_plekken_begeleiding {year} {name} = {decimal(found.places, 3)}",
            f"  {len(found.without_wsw)} municipalities without Wsw",
        ]
    return shown


def main() -> None:
    """Write both files and print the national figures."""
    print(*lines(), sep="\n")
    write_key(DATA / "sleutel_beschut_werk.csv")
    write_se(DATA / "verwachte_se.csv")
    for name, year in CIRCULARS:
        print(f"budget_wsw {year} {name} = {not_beschut(name, year)[1]:_}")


if __name__ == "__main__":
    main()
