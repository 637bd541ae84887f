"""Raking to margins, and random numbers that are a function of whose they are."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.chance import happens, mixed, picked, uniform, uniform_of
from allocation.errors import RuleError
from allocation.raking import Margin, raked

sizes = st.floats(0.5, 50)


@given(
    st.lists(st.lists(sizes, min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.lists(sizes, min_size=3, max_size=3), min_size=5, max_size=5),
)
def test_the_margins_of_any_table_are_met_from_any_seed(wanted, seed):
    rows = len(wanted)
    places = [(r, c) for r in range(rows) for c in range(3)]
    margins = [
        Margin([r for r, _ in places], [sum(row) for row in wanted]),
        Margin([c for _, c in places], [sum(row[c] for row in wanted) for c in range(3)]),
    ]
    found = raked([seed[r][c] for r, c in places], margins)
    for margin in margins:
        assert margin.sums(found) == pytest.approx(margin.targets, rel=1e-8)


def test_a_known_table():
    """Deming and Stephan by hand: a seed that fits already stays as it is."""
    seed = [10.0, 20.0, 30.0, 40.0]
    margins = [Margin([0, 0, 1, 1], [30.0, 70.0]), Margin([0, 1, 0, 1], [40.0, 60.0])]
    assert raked(seed, margins) == seed
    assert raked([1.0] * 4, margins) == pytest.approx([12.0, 18.0, 28.0, 42.0])


@pytest.mark.parametrize("seed", [[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
def test_margins_that_do_not_go_together_are_refused(seed):
    margins = [Margin([0, 0, 1, 1], [30.0, 70.0]), Margin([0, 1, 0, 1], [40.0, 60.0])]
    with pytest.raises(RuleError, match="margin"):
        raked(seed, margins)


@given(st.integers(0, 10**9), st.text(max_size=10), st.lists(st.integers(0, 2**40), min_size=1))
def test_polars_and_plain_python_draw_the_same(seed, what, whose):
    found = pl.DataFrame({"n": whose}).select(uniform(seed, what, pl.col("n")))["n"].to_list()
    assert found == [uniform_of(seed, what, n) for n in whose]
    assert all(0 <= n < 2**32 for n in found)


def test_the_finaliser_is_that_of_splitmix64():
    """The first outputs of the published generator with seed 0."""
    gold = 0x9E3779B97F4A7C15
    assert [mixed(gold * n & (2**64 - 1)) for n in (1, 2, 3)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]


def test_what_has_a_chance_happens_about_so_often():
    frame = pl.select(n=pl.int_range(100_000))
    shares = [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    found = frame.select(
        a=happens(1, "a", pl.col("n"), Fraction(1, 10)), b=picked(1, "b", pl.col("n"), shares)
    )
    assert found["a"].mean() == pytest.approx(0.1, abs=0.005)
    assert [(found["b"] == n).mean() for n in range(3)] == pytest.approx([0.5, 0.25, 0.25], abs=0.01)
    assert frame.select(happens(1, "a", pl.col("n"), Fraction(1)))["n"].all()
    assert not frame.select(happens(1, "a", pl.col("n"), Fraction(0)))["n"].any()
