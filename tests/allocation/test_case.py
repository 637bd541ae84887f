"""A case and its columns: one truth, and another case for other values."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.column import Column, Quotients, of_decimals, of_fractions
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from tests.helpers import toy_country as toy

ANY = st.fractions(max_denominator=10**9) | st.integers(-(10**45), 10**45).map(Fraction)
CITIES = {"a": ("60", "3"), "b": ("40", "3"), "c": ("0", "1")}


@given(st.lists(ANY, min_size=1, max_size=6))
def test_a_column_keeps_every_value_whatever_carries_it(values):
    """Decimals, quotients over one divisor, or fractions where 38 digits do not suffice."""
    column = of_fractions(values)
    assert column.exact == tuple(values)
    assert column.total == sum(values)
    if column.quotients:
        assert Column(column.quotients).exact == tuple(values)
        assert Column(column.quotients).total == sum(values)


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(1, 99)), min_size=1, max_size=6))
def test_decimals_over_divisors_of_their_own_are_exact(pairs):
    above, below = ([Decimal(pair[i]) / 100 for pair in pairs] for i in (0, 1))
    kind = pl.Decimal(38, 2)
    column = Column(Quotients(pl.Series(above, dtype=kind), pl.Series(below, dtype=kind)))
    assert column.exact == tuple(Fraction(n, d) for n, d in pairs)


def test_a_small_value_before_a_large_one_is_a_column_too():
    """Polars takes the first of some whole numbers as a measure of all (it ended in a TypeError)."""
    values = [Fraction(1, 3), Fraction(10**25 + 1, 3)]
    assert of_fractions(values).exact == tuple(values)
    assert of_fractions(values).quotients


def test_what_is_cut_off_says_so():
    whole, third = of_decimals(pl.Series([Decimal("1.50")])), of_fractions([Fraction(1, 3)])
    assert (whole.endless, third.endless) == (False, True)
    assert third.shown[0] == Decimal("0.333333333333")
    assert third.exact[0] == Fraction(1, 3)


@given(factor=st.fractions(0, 5, max_denominator=7), code=st.sampled_from("abc"))
def test_another_value_of_an_input_always_counts(factor, code):
    case = toy.case(CITIES)
    other = case.with_values(inputs={"hearths": {code: factor}})
    expected = [factor if c == code else h for c, h in zip("abc", case.inputs["hearths"].exact, strict=True)]
    assert evaluate(other).exact("exact_wood") == tuple(10 * h / sum(expected) for h in expected)
    assert case.inputs["hearths"].exact == (3, 3, 1)


def test_what_has_another_value_is_no_longer_as_sure():
    case = toy.case(CITIES).with_values(figures={"forest": Fraction(20)}, inputs={"people": {}})
    assert {name for name, status in case.statuses.items() if status == "indicatief"} == {"forest", "people"}
    assert evaluate(case).statuses["wood"] == "indicatief"
    assert evaluate(case).total("wood") == 20


@pytest.mark.parametrize(
    "other",
    [
        {"figures": {"people": Fraction(1)}},
        {"inputs": {"forest": {"a": Fraction(1)}}},
        {"inputs": {"people": {"z": Fraction(1)}}},
        {"figures": {"wood": Fraction(1)}},
    ],
)
def test_a_value_of_what_is_not_there_is_refused(other):
    with pytest.raises(RuleError, match="no figure, input or municipality of this case"):
        toy.case(CITIES).with_values(**other)
