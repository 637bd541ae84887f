"""Territory: no value gets lost or doubled, whatever merges, splits or is renumbered, in any order."""

import datetime
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from allocation.territory import Move, between, check, origins, restated, restated_share
from rules.library.paths import DATA
from rules.reading.csv_table import read_csv
from rules.territory.municipalities import carried, moves, municipalities, with_regions
from tests.helpers.workspaces import SHIPPED

UNITS = "abcdef"


def day(year):
    return datetime.date(year, 1, 1)


@st.composite
def territories(draw):
    """Random moves over some years between at most six units, each of which may end and come back."""
    found = []
    living = set(UNITS[:4])
    for year in range(1, draw(st.integers(1, 5)) + 1):
        step = []
        for old in sorted(draw(st.sets(st.sampled_from(sorted(living)), max_size=3))):
            goals = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
            weights = draw(st.lists(st.integers(1, 9), min_size=len(goals), max_size=len(goals)))
            step += [
                Move(day(year), old, new, Fraction(w, sum(weights)))
                for new, w in zip(goals, weights, strict=True)
            ]
        moved = {move.old for move in step}
        living = (living - moved) | {move.new for move in step}
        found += step
    return found


VALUES = st.fixed_dictionaries({unit: st.fractions(0, 1000, max_denominator=100) for unit in UNITS[:4]})


@pytest.mark.promise("docs/territory.md#totals-stay")
@given(moves=territories(), values=VALUES, years=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_the_total_is_unchanged_to_the_last_decimal(moves, values, years):
    check(moves)
    parts = between(moves, day(min(years) + 1), day(max(years) + 1))
    assert sum(restated(values, parts).values()) == sum(values.values())


@pytest.mark.promise("docs/territory.md#one-step-or-ten")
@given(moves=territories(), values=VALUES, middle=st.integers(0, 6))
def test_one_step_equals_step_by_step(moves, values, middle):
    start, end = datetime.date.min, day(9)
    half = restated(values, between(moves, start, day(middle + 1)))
    assert restated(half, between(moves, day(middle + 1), end)) == restated(
        values, between(moves, start, end)
    )


@given(moves=territories(), values=VALUES, data=st.data())
def test_the_order_of_rows_is_irrelevant(moves, values, data):
    shuffled = data.draw(st.permutations(moves))
    rows = dict(data.draw(st.permutations(list(values.items()))))
    start, end = datetime.date.min, day(9)
    assert restated(rows, between(shuffled, start, end)) == restated(values, between(moves, start, end))


@given(moves=territories(), weights=VALUES, share=st.fractions(0, 1, max_denominator=50))
def test_a_share_that_is_the_same_everywhere_stays_the_same(moves, weights, share):
    parts = between(moves, datetime.date.min, day(9))
    again = restated_share(dict.fromkeys(weights, share), weights, parts)
    carried_weights = restated(weights, parts)
    assert all(value == share for unit, value in again.items() if carried_weights[unit])


@pytest.mark.promise("docs/territory.md#shares-are-not-added")
def test_a_share_is_not_added_but_computed_again():
    """10 of 100 and 30 of 50 make 40 of 150."""
    parts = between(
        [Move(day(2), "a", "c", Fraction(1)), Move(day(2), "b", "c", Fraction(1))], day(1), day(2)
    )
    shares = {"a": Fraction(1, 10), "b": Fraction(3, 5)}
    assert restated_share(shares, {"a": Fraction(100), "b": Fraction(50)}, parts) == {"c": Fraction(40, 150)}


def test_origins_say_from_whom_and_which_part():
    parts = between(
        [Move(day(2), "a", "b", Fraction(1, 4)), Move(day(2), "a", "c", Fraction(3, 4))], day(1), day(2)
    )
    assert origins(parts, "abd") == {
        "b": {"a": Fraction(1, 4), "b": Fraction(1)},
        "c": {"a": Fraction(3, 4)},
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([("a", "b", 1), ("a", "b", 1)], "gaat meer dan één keer naar b"),
        ([("a", "b", Fraction(1, 2))], "de delen zijn samen 50%; verwacht: delen die samen 100% zijn"),
        ([("a", "b", 2), ("a", "c", -1)], "een deel van nul of minder"),
    ],
)
def test_moves_that_lose_or_double_something_are_refused(wrong, message):
    with pytest.raises(InputError, match=message):
        check([Move(day(1), old, new, Fraction(share)) for old, new, share in wrong])


def test_a_unit_that_has_ended_cannot_move_again():
    with pytest.raises(InputError, match="a: opgeheven op 0001-01-01"):
        check([Move(day(1), "a", "b", Fraction(1)), Move(day(2), "a", "c", Fraction(1))])
    check(
        [
            Move(day(1), "a", "b", Fraction(1)),
            Move(day(2), "b", "a", Fraction(1)),
            Move(day(3), "a", "c", Fraction(1)),
        ]
    )


@pytest.mark.promise("docs/territory.md#never-back-in-time")
def test_what_has_merged_cannot_be_taken_apart():
    with pytest.raises(InputError, match="een samenvoeging is niet terug te draaien"):
        between([], day(2), day(1))


@pytest.mark.promise("docs/territory.md#population-is-carried")
@pytest.mark.parametrize("year", range(2013, 2025))
def test_the_reorganisations_carry_the_population_over_new_years_night(year):
    """31 December on the old territory becomes 1 January on the new one, person by person."""
    stock = read_csv(DATA / "inwoners.csv").frame

    def persons(of, column):
        rows = stock.filter(pl.col("jaar") == str(of), pl.col(column).is_not_null())
        return {code: Fraction(n) for code, n in rows.select("gemeentecode", column).rows()}

    parts = carried(datetime.date(year - 1, 12, 31), datetime.date(year, 1, 1))
    assert restated(persons(year - 1, "inwoners_31dec"), parts) == persons(year, "inwoners_1jan")


COUNTS = [415, 408, 403, 393, 390, 388, 380, 355, 355, 352, 345, 342, 342, 342, 342]


@pytest.mark.parametrize(("year", "count"), list(enumerate(COUNTS, start=2012)))
def test_the_number_of_municipalities_on_1_january(year, count):
    frame = with_regions(datetime.date(year, 1, 1))
    assert frame.height == count
    assert frame["arbeidsmarktregio"].n_unique() == 35
    assert frame.null_count().sum_horizontal().item() == 0


@pytest.mark.promise("README.md#every-reorganisation")
@pytest.mark.promise("docs/territory.md#population-is-carried")
@pytest.mark.parametrize("year", range(2013, 2027))
def test_the_reorganisations_lead_from_each_list_to_the_next(year):
    old, new = (municipalities(datetime.date(y, 1, 1))["code"].to_list() for y in (year - 1, year))
    parts = carried(datetime.date(year - 1, 1, 1), datetime.date(year, 1, 1))
    assert set(restated(dict.fromkeys(old, Fraction(1)), parts)) == set(new)


def test_weesp_moved_in_the_middle_of_a_year():
    before, after = (municipalities(datetime.date(2022, 3, d))["naam"].to_list() for d in (23, 24))
    assert set(before) - set(after) == {"Weesp"}


def test_every_region_has_its_centre_within_it():
    frame = with_regions(datetime.date(2026, 1, 1))
    within = frame.filter(pl.col("naam") == pl.col("centrumgemeente"))
    assert within.height == 35


@pytest.mark.promise("docs/territory.md#regions")
@pytest.mark.parametrize(
    ("day", "name", "region"),
    [
        (datetime.date(2021, 1, 1), "Weesp", "Gooi en Vechtstreek"),
        (datetime.date(2026, 1, 1), "Amsterdam", "Groot Amsterdam"),
        (datetime.date(2012, 1, 1), "Nijkerk", "Amersfoort"),
    ],
)
def test_a_region_follows_most_of_the_inhabitants(day, name, region):
    """Amsterdam has Weesp since, of another region; a corner of Nijkerk went to Barneveld, of FoodValley."""
    frame = with_regions(day)
    assert frame.filter(pl.col("naam") == name)["arbeidsmarktregio"].to_list() == [region]


def test_the_shipped_reorganisations_are_sound():
    check(moves())


@pytest.mark.promise("docs/territory.md#key-is-carried")
def test_voorne_aan_zee_has_30_places_in_2026_from_its_three_predecessors():
    before = dict(SHIPPED.outcomes("regeling-beschut-werk-2022")[0].result.values.iter_rows())
    [after] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    assert [before[code] for code in ("0501", "0530", "0614")] == [4, 15, 4]
    assert dict(after.result.values.iter_rows())["1992"] == 30
    origin = after.prepared.came_from["sleutel_beschut_werk"]
    assert origin == {"1992": dict.fromkeys(["0501", "0530", "0614"], Fraction(1))}
