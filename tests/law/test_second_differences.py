"""Relations of a higher order: along one input second differences are zero, but at what the law names.

There the jump, of the amount or of its slope, is the one in the law. On the figures that are shipped: a
threshold that moved, or that is on the wrong side, shows here.
"""

from fractions import Fraction
from itertools import pairwise

import pytest

from allocation import exact
from allocation.rewrites import unrounded
from allocation.rulebook import rulebook
from tests.helpers.small_cases import law
from tests.helpers.workspaces import LIBRARY

YEARS = range(2017, 2027)
BOTH = (15_000, 40_000)


def rows(targets, year, inputs, **figures):
    """Exact values, not rounded, of some rules by the law of a year; all else that they read is given."""
    rules = [rule for rule in LIBRARY.rules if rule.name in targets and rule.valid_in(year)]
    numbers = {**law(year), **figures}
    book = unrounded(rulebook(rules, [*inputs], [*numbers], year).needed(targets))
    known = {name: [Fraction(str(numbers[name]))] for name in book.figures}
    known |= {name: list(map(Fraction, values)) for name, values in inputs.items()}
    return exact.evaluated(book, known)


def slopes(values):
    return [after - before for before, after in pairwise(values)]


def kinks(points, values):
    """Where the slope changes, and by how much: the points with a second difference that is not zero."""
    second = slopes(slopes(values))
    return {point: change for point, change in zip(points[1:], second, strict=False) if change}


@pytest.mark.promise("docs/guard.md#kinks")
@pytest.mark.parametrize("year", YEARS)
def test_the_weight_of_the_model_bends_at_15_000_and_40_000_and_nowhere_else(year):
    for points in (range(14_950, 15_051), range(39_950, 40_051), range(0, 60_001, 500)):
        values = rows(["gewicht_objectief"], year, {"inwoners[-1]": points})["gewicht_objectief"]
        step = Fraction(points.step, 25_000)
        expected = {at: sign * step for at, sign in zip(BOTH, (1, -1), strict=True) if at in points[1:-1]}
        assert kinks(points, values) == expected


def bijstand(inwoners, year=2024):
    """What one municipality gets for bijstand with so many inhabitants, beside one small and one large."""
    found = rows(
        [
            "gewicht_objectief",
            "historisch_deel",
            "budget_objectief",
            "deel_dak_en_thuislozen",
            "objectief_deel",
        ],
        year,
        {
            "inwoners[-1]": [inwoners, 10_000, 100_000],
            "lasten_verdeling": [300, 100, 600],
            "objectieve_uitkomst": [500, 90, 700],
            "uitgaven_dak_en_thuislozen[-2]": [0, 0, 0],
        },
        **{"netto_uitgaven_landelijk[-2]": 1, "budget_bijstand": 1000, "budget_covid": 0},
    )
    return [a + b for a, b in zip(found["historisch_deel"], found["objectief_deel"], strict=True)]


@pytest.mark.promise("docs/guard.md#kinks")
@pytest.mark.parametrize("year", [2017, 2021, 2024])
def test_the_bijstand_of_a_growing_municipality_only_bends_there(year):
    """Flat up to 15,000 and from 40,000, in between the mix that the law says, and nowhere a jump."""
    flat = [bijstand(n, year) for n in (5_000, 14_999, 15_000)]
    assert flat[0] == flat[1] == flat[2]
    assert flat[0][0] == Fraction(300, 1000) * 1000
    high = [bijstand(n, year) for n in (40_000, 40_001, 90_000)]
    assert high[0] == high[1] == high[2]
    assert high[0][0] == Fraction(500, 500 + 700) * (1000 - 100)
    for n in (15_001, 20_000, 39_999):
        m = Fraction(n - 15_000, 25_000)
        rest = 1000 - 100 - (1 - m) * 300
        assert bijstand(n, year)[0] == (1 - m) * 300 + m * 500 / (m * 500 + 700) * rest
    near = [bijstand(n, year)[0] for n in (14_999, 15_000, 15_001, 39_999, 40_000, 40_001)]
    assert all(abs(step) < Fraction(1, 10) for step in (*slopes(near[:3]), *slopes(near[3:])))
    assert [bool(step) for step in slopes(near[:3])] == [False, True]
    assert [bool(step) for step in slopes(near[3:])] == [True, False]


@pytest.mark.promise("docs/guard.md#kinks")
def test_in_2015_all_lasten_cross_over_at_one_inhabitant_more_than_15_000():
    points = range(14_990, 15_011)
    found = rows(
        ["lasten_klein_2015", "lasten_rest_2015"],
        2015,
        {"inwoners[-1]": points, "lasten_verdeling_2015": [700] * len(points)},
    )
    small, rest = found["lasten_klein_2015"], found["lasten_rest_2015"]
    assert {at: step for at, step in zip(points, slopes(small), strict=False) if step} == {15_000: -700}
    assert {at: step for at, step in zip(points, slopes(rest), strict=False) if step} == {15_000: 700}


@pytest.mark.promise("docs/guard.md#kinks")
def test_low_incomes_count_from_the_threshold_on():
    points = range(60, 141)
    found = rows(
        ["huishoudens_laag_inkomen"],
        2024,
        {"huishoudens_laag_inkomen_alle": points, "woonruimten": [1000] * len(points)},
        drempel_laag_inkomen="0.1",
    )
    assert kinks(points, found["huishoudens_laag_inkomen"]) == {100: 1}


@pytest.mark.promise("docs/guard.md#kinks")
def test_below_one_place_more_of_the_key_moves_only_the_others():
    """A municipality with the minimum keeps it; above one place it follows its share."""

    def places(own):
        return rows(
            ["plekken_begeleiding"],
            2024,
            {"sleutel_beschut_werk": [own, 100 - own, 100]},
            landelijke_plekken_begeleiding=20,
            minimum_aantal_plekken=1,
        )["plekken_begeleiding"]

    points = range(1, 31)
    found = [places(own) for own in points]
    assert kinks(points, [row[0] for row in found]) == {10: Fraction(1, 10)}
    assert {row[0] for row in found[:10]} == {1}
    assert slopes([row[1] for row in found]) == [Fraction(-1, 10)] * (len(points) - 1)


@pytest.mark.promise("docs/guard.md#kinks")
@pytest.mark.parametrize("ground", ["a", "b", "c"])
def test_the_vangnet_pays_a_part_of_the_first_step_and_all_above_it(ground):
    """Nothing up to the threshold, half of each euro up to the second, every euro above it."""
    fixed = law(2027)
    low, high = (fixed[name] * 1000 for name in (f"drempel_{ground}", f"tweede_drempel_{ground}"))
    points = range(1000, 1301)
    same = [1000] * len(points)
    found = rows(
        [f"vangnet_bedrag_{ground}"],
        2027,
        {
            "vangnet_lasten": points,
            "verstrekte_uitkering": same,
            f"vangnet_grond_{ground}": [1] * len(points),
        },
    )[f"vangnet_bedrag_{ground}"]
    half = fixed["vergoed_deel"]
    assert (low.denominator, high.denominator) == (1, 1)
    assert kinks(points, found) == {int(low): half, int(high): 1 - half}
    assert half == Fraction(1, 2)
    assert slopes(found)[0] == 0
    assert slopes(found)[-1] == 1


@pytest.mark.promise("docs/guard.md#kinks")
def test_of_large_lasten_a_margin_is_left_out_and_of_small_ones_nothing():
    """At the bound the deduction falls at once; above it the margin grows with the lasten."""
    fixed = law(2024)
    bound = int(fixed["lasten_zonder_marge"])
    many = 3 * int(fixed["marge_bedrag"]) + bound
    points = range(bound - 3, bound + 4)
    found = rows(
        ["aftrek_fouten"],
        2024,
        {"netto_lasten": points, "fouten_en_onzekerheden": [many] * len(points)},
    )["aftrek_fouten"]
    margin = max(fixed["marge_bedrag"], fixed["marge_deel"] * (bound + 1))
    assert {at: step for at, step in zip(points, slopes(found), strict=False) if abs(step) > 1} == {
        bound: -margin
    }
    turn = fixed["marge_bedrag"] / fixed["marge_deel"]
    wide = range(int(turn) - 5, int(turn) + 6)
    high = rows(
        ["aftrek_fouten"],
        2024,
        {"netto_lasten": wide, "fouten_en_onzekerheden": [10 * many] * len(wide)},
    )["aftrek_fouten"]
    assert kinks(wide, high) == {int(turn): -fixed["marge_deel"]}
