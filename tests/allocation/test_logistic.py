"""The logistic function: what is rounded does not depend on whose exp it is."""

from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.logistic import DECIMALS, MARGIN, REACH, decided, doubtful, exponent, near, settled

SCALE = 14
UNIT = Fraction(1, 10**SCALE)
units = st.integers(-40 * 10**SCALE, 40 * 10**SCALE)


def floats(xs, exp=pl.Expr.exp, unit=UNIT):
    """Of each x what floats make of it, beside it."""
    columns = pl.DataFrame({"x": xs}, schema={"x": pl.Int64})
    return columns.with_columns(v=near(exponent(pl.col("x"), None, unit), exp))


def fixed(xs, exp=pl.Expr.exp, unit=UNIT):
    """Of each x the rounded value."""
    return floats(xs, exp, unit).select(v=settled(pl.col("v"), pl.col("x"), None, unit))["v"].to_list()


def certified(x: int, digits: int = 60) -> int:
    """The rounded value by a Taylor series in whole numbers, with guard digits: no exp of anybody."""
    bits = 10**digits
    power = Fraction(-x, 10**SCALE)
    halved = power / 2**12
    z = halved.numerator * bits // halved.denominator
    term = total = bits
    n = 0
    while term:
        n += 1
        term = term * z // (bits * n)
        total += term
        if term == -1:
            break
    for _ in range(12):
        total = total * total // bits
    value = Fraction(bits, bits + total) * 10**DECIMALS
    assert abs(value - (value.numerator // value.denominator) - Fraction(1, 2)) > Fraction(
        1, 10**20
    )  # no doubt
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def next_to_halves(half="0.5"):
    """x whose value lies as close to a half as its decimals allow: where a wrong last bit would show."""
    found = []
    with localcontext() as context:
        context.prec = 60
        for n in (1, 2, 3, 77, 1234, 56_789, 1_234_567, 98_765_432, 499_999_999, 700_000_001, 999_999_000):
            p = (Decimal(n) + Decimal(half)) / Decimal(10) ** DECIMALS
            x = int((p / (1 - p)).ln().scaleb(SCALE).to_integral_value())
            found += [x - 1, x, x + 1]
    return found


@pytest.mark.promise("docs/objectief-model.md#whose-exp")
@given(units)
def test_what_is_decided_equals_a_certified_exp(x):
    assert decided(x, SCALE) == certified(x)


@pytest.mark.promise("docs/objectief-model.md#whose-exp")
@pytest.mark.parametrize("off", range(-4, 5))
def test_the_rounding_does_not_depend_on_the_last_bits_of_exp(off):
    """An exp that is up to four units in the last place off gives the same, next to halves too."""

    def other(expr):
        return expr.exp() * (1.0 + off * 2.0**-52)

    xs = [*next_to_halves(), 0, *range(-30 * 10**SCALE, 30 * 10**SCALE, 37_123_456_789_012)]
    assert fixed(xs, other) == [certified(x) for x in xs]


def test_a_float_alone_would_go_wrong_there():
    """Without the decision in Decimal some of these differ: the test above can fail."""
    xs = next_to_halves()
    wrong = 0
    for off in (-4, 4):
        value = floats(xs, lambda e: e.exp() * (1.0 + off * 2.0**-52))  # noqa: B023
        rounded = [int(v + 0.5) for v in value["v"]]
        wrong += sum(a != certified(x) for a, x in zip(rounded, xs, strict=True))
    assert wrong


@given(st.lists(units, min_size=1, max_size=50))
def test_the_float_is_well_within_its_margin(xs):
    """A float is off by less than a tenth of the margin: what is outside is sure."""
    for x, v in floats(xs).iter_rows():
        finer = Fraction(decided(x, SCALE, 24), 10 ** (24 - DECIMALS))
        assert abs(Fraction(v) - finer) < Fraction(MARGIN) / 10


def test_half_is_half_and_far_is_nothing():
    assert decided(0, 0) == 500_000_000
    assert decided(-REACH, 0) == 0
    assert decided(REACH, 0) == 10**DECIMALS


def test_only_what_is_next_to_a_half_is_doubted():
    doubt = doubtful(pl.col("v"))
    assert floats(next_to_halves()).select(doubt.all()).item()
    assert not floats(next_to_halves("0.49")).select(doubt.any()).item()
    assert not floats(next_to_halves("0")).select(doubt.any()).item()


def test_what_a_float_cannot_hold_is_nothing_or_one():
    far = [sign * x for x in (REACH, REACH + 1, 2 * REACH, 10**6) for sign in (1, -1)]
    assert fixed(far, unit=Fraction(1)) == [decided(x, 0) for x in far] == [10**DECIMALS, 0] * 4


def test_an_empty_batch_is_empty():
    assert fixed([]) == []


def test_where_there_is_no_x_there_is_no_value():
    assert fixed([None, 0, None]) == [None, decided(0, 0), None]
