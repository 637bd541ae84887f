"""Columns of a user's own beside what is usual, as small cases: what is far, and why a whole column is not as usual."""

from fractions import Fraction

import polars as pl
import pytest

from rules.reading.columns import Table
from rules.runs.compared import FAR_PER_INHABITANT, FEWEST, far_off, in_order
from rules.runs.plausible import _twins
from rules.runs.usual import Known, Own
from rules.runs.whole_column import Column, whole

TABLE = Table("f.csv", pl.DataFrame())
USUAL = [Fraction(n * n % 97 * 10 + n, 4) for n in range(1, 41)]
"""Forty values without an order, most with decimals."""
OTHER = [Fraction(5_000 + n * n * n % 89) for n in range(1, 41)]


def by_code(values):
    return {f"{place:04}": Fraction(value) for place, value in enumerate(values)}


def own(values, name="mine"):
    return Own(name, "f.csv", "k", by_code(values), {}, {}, TABLE)


def why(values, usual=USUAL, earlier=(), others=()):
    """The kind of doubt, how many times, and what it looks like instead."""
    known = [Known("mei", 2024, by_code(usual), same_unit=True)]
    known += [Known("mei", 2023, by_code(row), same_unit=True) for row in earlier]
    other = [(name, [Known("mei", 2024, by_code(row), same_unit=True)]) for name, row in others]
    doubt = whole(Column(own(values), known, lambda: iter(other)))
    return doubt and (doubt.kind, doubt.times, doubt.other)


@pytest.mark.promise("docs/plausible.md#warned")
@pytest.mark.parametrize(
    ("values", "found"),
    [
        (USUAL, None),
        ([value * Fraction(11, 10) for value in USUAL], None),
        ([value * 1000 for value in USUAL], ("scale", 1000, "")),
        ([value / 100 for value in USUAL], ("scale", Fraction(1, 100), "")),
        ([value * 12 for value in USUAL], ("scale", 10, "")),
        ([value * 40 for value in USUAL], ("scale", 40, "")),
        ([USUAL[-1], *USUAL[:-1]], ("shifted", -1, "")),
        ([*USUAL[2:], *USUAL[:2]], ("shifted", 2, "")),
        (sorted(USUAL), ("order", 1, "")),
        ([int(value) for value in USUAL], ("rounded", 1, "")),
        ([value * (4 if place % 2 else 1) for place, value in enumerate(reversed(USUAL))], ("fit", 1, "")),
    ],
)
def test_why_a_column_is_not_as_usual(values, found):
    assert why(values) == found


@pytest.mark.promise("docs/plausible.md#warned")
def test_a_column_of_another_input_or_publication_is_named():
    earlier = [value * Fraction(6, 5) for value in USUAL]
    assert why(earlier, earlier=[earlier]) == ("publication", 1, "mei, 2023")
    assert why(OTHER, others=[("other", OTHER)]) == ("column", 1, "other")
    near = [value * Fraction(21, 20) for value in OTHER]
    assert why(near, others=[("other", OTHER)]) == ("column", 1, "other")


def test_of_few_municipalities_or_of_hardly_any_value_nothing_is_said():
    """Nor where so much is zero that there is nothing to lay beside it."""
    assert why([value * 1000 for value in USUAL[:FEWEST]]) == ("scale", 1000, "")
    assert why([value * 1000 for value in USUAL[: FEWEST - 1]]) is None
    assert why([*OTHER[: FEWEST - 1], *[0] * 20]) is None


def test_two_columns_are_alike_in_order_where_there_are_enough_values():
    mine, usual = by_code(USUAL[:FEWEST]), by_code(sorted(USUAL[:FEWEST]))
    assert in_order(mine, usual) == 0
    assert in_order(by_code(USUAL[: FEWEST - 1]), usual) == float("inf")


@pytest.mark.promise("docs/plausible.md#warned")
@pytest.mark.parametrize(
    ("value", "far"), [(1_000, False), (1_001, True), (10, False), (9, True), (100, False), (0, True)]
)
def test_far_is_more_than_five_times_what_is_usual_or_less_than_a_fifth(value, far):
    """Of what is usual from 50 to 200."""
    assert far_off(Fraction(value), Fraction(50), Fraction(200), Fraction(10_000)) == far


@pytest.mark.promise("docs/plausible.md#warned")
@pytest.mark.parametrize(("value", "far"), [(5_000, False), (5_001, True), (2, False), (1, True)])
def test_by_inhabitants_far_is_twenty_five_times(value, far):
    least, most = Fraction(50), Fraction(200)
    assert far_off(Fraction(value), least, most, Fraction(10_000), FAR_PER_INHABITANT) == far


@pytest.mark.promise("docs/plausible.md#warned")
def test_what_makes_no_difference_in_the_total_is_not_far():
    """One in twenty thousand does; where there is nothing, or was, ten times that."""
    total = Fraction(20_000 * 900)
    assert far_off(Fraction(1_000), Fraction(100), Fraction(100), total)
    assert not far_off(Fraction(999), Fraction(100), Fraction(100), total)
    for one, other in ((0, 9_000), (9_000, 0)):
        assert far_off(Fraction(one), Fraction(other), Fraction(other), total)
        assert not far_off(Fraction(one), Fraction(other), Fraction(other), total + 20_000)


def test_the_same_in_two_columns_says_something_where_there_are_many_different_values():
    """Shares, or what is mostly nothing, may well be the same."""
    few = [place % FEWEST for place in range(60)]
    assert list(_twins([own(few, "a"), own(few, "b")], set())) == []
    many = [place % (FEWEST + 1) for place in range(60)]
    [doubt] = _twins([own(many, "a"), own(many, "b")], set())
    assert (doubt.kind, doubt.name, doubt.other) == ("twin", "b", "a")
    assert list(_twins([own(many, "a"), own(many, "b")], {"a"})) == []
    assert list(_twins([own(many, "a"), own(OTHER, "b")], set())) == []
