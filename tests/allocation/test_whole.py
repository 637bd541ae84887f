"""Whole numbers over a scale: what a formula of `+`, `-` and `*` comes to, and between what it lies."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.expressions import Number, Symbol, logistic, maximum
from allocation.whole import column, whole_of

A, B = Symbol("a"), Symbol("b")
FORMULAS = [
    (A + B, lambda a, b: a + b),
    (A - B, lambda a, b: a - b),
    (A * B - A, lambda a, b: a * b - a),
    (A * Fraction("0.25") + B, lambda a, b: a / 4 + b),
    ((A - B) * (B - A), lambda a, b: (a - b) * (b - a)),
    (A - Fraction("-1.5"), lambda a, _: a + Fraction(3, 2)),
]


@pytest.mark.parametrize(("formula", "plain"), FORMULAS)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1))
def test_it_is_the_exact_value_within_its_ends(formula, plain, rows):
    """a in tenths, b in hundredths: unlike scales are made alike."""
    units = {"a": [a for a, _ in rows], "b": [b for _, b in rows]}
    known = {
        name: column(pl.col(name), scale, min(units[name]), max(units[name]))
        for name, scale in (("a", 1), ("b", 2))
    }
    made = whole_of(formula, known.get)
    frame = pl.DataFrame(units, schema=dict.fromkeys(units, pl.Int128))
    found = frame.select(made.expr.alias("x"))["x"].to_list()
    assert [Fraction(value, 10**made.scale) for value in found] == [
        plain(Fraction(a, 10), Fraction(b, 100)) for a, b in rows
    ]
    assert made.low <= min(found) <= max(found) <= made.high
    assert made.most >= max(map(abs, found))


@pytest.mark.parametrize(
    "formula", [A / B, maximum(A, 0), Number(Fraction(1, 3)), Number(Fraction(2**63)), A + Symbol("c")]
)
def test_what_is_no_whole_number_has_none(formula):
    known = {name: column(pl.col(name), 0, 0, 9) for name in "ab"}
    assert whole_of(formula, known.get) is None


@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(-50, 50)), min_size=1), st.integers(0, 9))
def test_a_chance_is_a_whole_number_of_its_last_decimal(rows, decimals):
    """Of a column, and of what is the same everywhere."""
    units = {"a": [a for a, _ in rows], "b": [b for _, b in rows], "c": [0] * len(rows)}
    known = {name: column(pl.col(name), 2, min(units[name]), max(units[name])) for name in units}
    formula = logistic(A - B, decimals) * B + logistic(Symbol("c") + 1, decimals)
    made = whole_of(formula, known.get)
    frame = pl.DataFrame(units, schema=dict.fromkeys(units, pl.Int128))
    found = frame.select(pl.col("a"), made.expr.alias("x"))["x"].to_list()
    row = {name: [Fraction(value, 100) for value in values] for name, values in units.items()}
    assert [Fraction(value, 10**made.scale) for value in found] == exact.value_of(formula, row)
    assert made.low <= min(found) <= max(found) <= made.high
