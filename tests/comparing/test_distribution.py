"""A spread of values: every value in one class, classes of equal width on round numbers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tables.comparing.distribution import distribution_block as distribution

VALUES = st.lists(st.fractions(-1000, 1000, max_denominator=100), min_size=1, max_size=400)


@given(VALUES)
def test_every_value_is_in_one_class(values):
    table = distribution("t", "titel", "verschil", values)
    assert sum(count for _, count in table.rows) == len(values)
    assert table.totals == ["Totaal", len(values)]


def test_classes_on_round_numbers_with_open_ends():
    """A hundred values between 0 and 9.9, and one far away at each end."""
    values = [Fraction(-500), *(Fraction(n, 10) for n in range(100)), Fraction(500)]
    rows = distribution("t", "titel", "verschil", values).rows
    assert [label for label, _ in rows] == [
        "minder dan 0",
        *(f"{n} tot {n + 1}" for n in range(10)),
        "10 of meer",
    ]
    assert [count for _, count in rows] == [1, *[10] * 10, 1]


def test_one_value_for_all():
    rows = distribution("t", "titel", "verschil", [Fraction(3)] * 5).rows
    assert rows == [["minder dan 3", 0], ["3 of meer", 5]]


@given(VALUES)
def test_there_are_not_many_classes(values):
    assert len(distribution("t", "titel", "verschil", values).rows) <= 24


@given(st.lists(st.fractions(0, Fraction(1, 2), max_denominator=10**6), min_size=1, max_size=40))
def test_no_two_classes_are_called_the_same(values):
    """Also of values that hardly differ."""
    rows = distribution("t", "titel", "verschil", values).rows
    assert len({label for label, _ in rows}) == len(rows)
    assert sum(count for _, count in rows) == len(values)
