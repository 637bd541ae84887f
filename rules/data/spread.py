"""How far the bijstand on stand-ins lies from what municipalities expect of the Rijk, by size class.

Run from the top of the project: `python -m rules.data.spread`. What is compared is a municipality's share
in the computed gebundelde uitkering with its share in the income from the Rijk on hoofdtaakveld 6, in its
own budget for the same year (made in the autumn before, when the provisional budget is known). That income
is not the gebundelde uitkering alone, and the stand-in that is shipped is the same income of a year before:
what is near may be near for that reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median, quantiles

from attrs import frozen

from allocation.evaluation import evaluate
from rules import Workspace
from rules.analysis.groups import Grouping, groupings
from rules.data.derive_bijstand import THOUSAND, _rows, income
from rules.reading.csv_table import read_csv

AMOUNT, LASTEN = "gebundelde_uitkering", "lasten_jaarrekening"
PUBLICATIONS = {2024: "budgetten-2024-voorlopig", 2025: "budgetten-2025-voorlopig"}
SPENT = "lasten taakveld 6.3, rekening 2023"
SIZES = {"small": "tot en met 15.000 inwoners", "middle": "tot 40.000", "large": "vanaf 40.000"}
SHIPPED = "inkomsten van het Rijk, begroting T-1"


@frozen
class Spread:
    """Of a size class: by how much the shares are too large (1 is right): the median, and eight in ten."""

    stand_in: str
    size: str
    municipalities: int
    middle: float
    low: float
    high: float


def spreads(space: Workspace, year: int) -> Iterator[Spread]:
    """Of a year, for what was used before and for what is shipped, each size class."""
    outcome = space.outcome(PUBLICATIONS[year], year)
    case = outcome.prepared.case
    sizes = next(one for one in groupings(outcome.prepared) if one.kind == "size")
    known = {**spent("begroting"), **spent("jaarrekening")}
    stand_ins = {SPENT: {code: Fraction(known[code]) for code in case.codes}, SHIPPED: {}}
    for name, lasten in stand_ins.items():
        inputs = {LASTEN: lasten} if lasten else {}
        amounts = dict(zip(case.codes, evaluate(case.with_values(inputs=inputs)).exact(AMOUNT), strict=True))
        yield from _of(name, amounts, income(year), sizes)


def spent(document: str) -> Mapping[str, int]:
    """By code the lasten of taakveld 6.3 in 2023, in euros."""
    return {
        row["gemeentecode"]: int(row["lasten_x1000eur"]) * THOUSAND
        for row in _rows("iv3_taakvelden_participatie.csv")
        if (row["jaar"], row["document"], row["taakveld"]) == ("2023", document, "6.3")
        and row["lasten_x1000eur"]
    }


def _of(
    name: str, amounts: Mapping[str, Fraction], expected: Mapping[str, int], sizes: Grouping
) -> Iterator[Spread]:
    both = [code for code in amounts if code in expected]
    ours, theirs = sum(amounts[code] for code in both), sum(expected[code] for code in both)
    for size, codes in sizes.members.items():
        ratios = [float(amounts[c] / ours * theirs / expected[c]) for c in codes if c in expected]
        low, *_, high = quantiles(ratios, n=10)
        yield Spread(name, str(size), len(ratios), median(ratios), low, high)


def lines(found: Sequence[Spread]) -> list[str]:
    """A table, in Dutch."""
    return [
        f"{one.stand_in:38} {SIZES[one.size]:28} {one.municipalities:4} gemeenten: "
        f"mediaan {one.middle - 1:+.0%}, acht van de tien van {one.low - 1:+.0%} tot {one.high - 1:+.0%}"
        for one in found
    ]


def note(found: Sequence[Spread], year: int) -> str:
    """What the data entry says of the stand-in that is shipped."""
    told = [
        f"{SIZES[one.size]} {one.middle - 1:+.0%} ({one.low - 1:+.0%} tot {one.high - 1:+.0%})"
        for one in found
        if one.stand_in == SHIPPED
    ]
    return (
        "vooral de gebundelde uitkering zelf; hoe ver de berekende aandelen liggen van die in de begroting "
        f"{year} (mediaan, en acht van de tien gemeenten): {', '.join(told)}"
    )


if __name__ == "__main__":
    space = Workspace.open(read=read_csv)
    for year in PUBLICATIONS:
        print(f"{year}: aandeel in de berekende gebundelde uitkering, tegen dat in de inkomsten van het Rijk")
        found = list(spreads(space, year))
        print("\n".join([*lines(found), note(found, year)]))
