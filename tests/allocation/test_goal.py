"""Goal seek: a span holds for every value, and of all values of the grid the answer is what computing each gives."""

from decimal import Context, Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.along import Along
from allocation.apportion import largest_remainders
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import apportion, both, clamp, count, either, maximum, not_, rounded, total, where
from allocation.goal import Passing, Stretch, exactly, grid, seek
from allocation.remainders import shares_of
from allocation.rules import Rounding, rule
from tests.helpers.toy_country import RULES, case

CITIES = {"a": ("30", "4"), "b": ("5", "9"), "c": ("7", "1"), "d": ("0", "2")}


@rule(label="Bent", unit="loaves", source="Edict 5", valid_from=1)
def bent(price, people, hearths, limit):
    """Not straight, and with a jump: a quotient of what is bounded, where more than one thing holds."""
    share = (price + people) / (1 + price * hearths) - price / 3
    many = count(hearths > 3, price < limit, people > 6)
    odd = either(both(price > 2, not_(people > 9)), share > limit)
    return where(odd, clamp(share, -limit, limit) + many, maximum(share, 0) * total(people) / (price + 1))


@rule(label="Sum", unit="loaves", source="Edict 6", valid_from=1, rounds=Rounding(1, "tenths"))
def together(bent, wood):
    """On what is divided by remainders too."""
    return rounded(bent, 2) + wood


@rule(label="Coal", unit="loaves", source="Edict 7", valid_from=1)
def coal(granary, people, price, hearths):
    """A pot over weights that all run."""
    return apportion(granary, people + price * hearths)


BOOK = [*RULES, bent, together, coal]
CELLS = st.sampled_from(
    [
        ("price", ""),
        ("granary", ""),
        ("forest", ""),
        ("limit", ""),
        *((n, c) for n in ("people", "hearths") for c in "abd"),
    ]
)
ALONG = st.builds(
    lambda rule, cell, code: (rule, *cell, code),
    st.sampled_from([each.name for each in BOOK]),
    CELLS,
    st.sampled_from(["", "a", "b", "d"]),
)


@cache
def country():
    toy = case(CITIES, BOOK)
    return toy, evaluate(toy).rows


def amount(rule, name, whose, code):
    return Along(*country(), rule, name, whose, code)


def alone(made, value):
    """The amount by the engine itself, of a case of its own."""
    figures = {made.name: value} if not made.whose else {}
    inputs = {made.name: {made.whose: value}} if made.whose else {}
    try:
        row = evaluate(made.case.with_values(figures=figures, inputs=inputs)).exact(made.rule)
    except RuleError:
        return None
    return row[made.case.codes.index(made.code)] if made.code else sum(row)


@given(ALONG, st.fractions(0, 40, max_denominator=8))
def test_the_amount_at_a_value_is_that_of_the_engine(asked, value):
    """But for rules that the amount does not rest on: those may fail alone."""
    made = amount(*asked)
    expected = alone(made, value)
    if expected is not None:
        assert made.at(value) == expected


@given(ALONG, st.data())
def test_a_span_holds_for_every_value(asked, data):
    made = amount(*asked)
    points = st.fractions(0, 40, max_denominator=20)
    low, high = sorted([data.draw(points), data.draw(points)])
    span = made.between(low, high)
    inside = st.fractions(low, high, max_denominator=400)
    one, other = data.draw(inside), data.draw(inside)
    if span is None:
        return
    first, second = made.at(one), made.at(other)
    if span.always:
        assert first is not None
    if first is not None:
        assert span.may_be(first)
    if first is not None and second is not None and one != other and span.always:
        assert span.slope[0] <= (first - second) / (one - other) <= span.slope[1]


@given(ALONG, st.integers(0, 400), st.data())
def test_every_value_is_found_and_no_other(asked, place, data):
    made = amount(*asked)
    values = grid(Fraction(0), Fraction(40), 1)
    target = made.at(values.value(place))
    if target is None or data.draw(st.booleans()):
        target = data.draw(st.fractions(-5, 60, max_denominator=10))
    found = seek(made.at, made.between, target, values)
    amounts = [made.at(values.value(n)) for n in range(values.places)]
    met = {n for n, value in enumerate(amounts) if value == target}
    reported = {
        n for n in range(values.places) for s in found.stretches if s.first <= values.value(n) <= s.last
    }
    assert reported == met
    signs = [None if value is None else (value > target) - (value < target) for value in amounts]
    passed = [n for n in range(len(signs) - 1) if {signs[n], signs[n + 1]} == {1, -1}]
    assert [values.value(n) for n in passed] == [one.before for one in found.passings]


def test_a_rounded_amount_has_an_interval_and_no_value_is_missed():
    """Gold is price x people, in cents, up to 50 coins."""
    made = amount("gold", "price", "", "a")
    values = grid(Fraction(0), Fraction(10), 4)
    assert seek(made.at, made.between, Fraction(1), values).stretches == (
        Stretch(Fraction("0.0332"), Fraction("0.0334")),
    )
    assert seek(made.at, made.between, Fraction(50), values).stretches == (
        Stretch(Fraction("1.6665"), Fraction(10)),
    )
    assert seek(made.at, made.between, Fraction(51), values) == seek(
        made.at, made.between, Fraction(-1), values
    )


def test_what_lies_between_two_values():
    """The share of wood of b is 10 x 9 / (7 + 9): at 11 it is 110 x ..., linear over linear in its hearths."""
    made = amount("exact_wood", "hearths", "b", "b")
    found = seek(made.at, made.between, Fraction(6), grid(Fraction(0), Fraction(40), 0))
    assert found.stretches == ()
    [passing] = found.passings
    assert passing == Passing(Fraction(10), Fraction(11))
    assert exactly(made.at, Fraction(6), passing) == Fraction(21, 2)


def test_a_jump_has_no_exact_value():
    made = amount("gold", "hearths", "a", "a")
    assert seek(made.at, made.between, Fraction(50), grid(Fraction(0), Fraction(40), 0)).stretches == (
        Stretch(Fraction(31), Fraction(40)),
    )
    found = seek(made.at, made.between, Fraction(20), grid(Fraction(0), Fraction(40), 0))
    assert (found.stretches, found.passings) == ((), (Passing(Fraction(30), Fraction(31)),))
    assert exactly(made.at, Fraction(20), found.passings[0]) is None


def test_no_grid_is_refused():
    with pytest.raises(RuleError, match="geen waarde"):
        grid(Fraction(1, 3), Fraction(1, 2), 0)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=9), st.integers(0, 50), st.data())
def test_shares_within_ends_hold_the_shares(weights, pot, data):
    """Of any weights within the ends; and ends that are points leave a doubt only where there is a tie."""
    if not sum(weights):
        return
    slack = data.draw(st.lists(st.integers(0, 12), min_size=len(weights), max_size=len(weights)))
    lows = [Fraction(w) for w in weights]
    highs = [w + Fraction(s, 4) for w, s in zip(lows, slack, strict=True)]
    chosen = [data.draw(st.fractions(a, b, max_denominator=12)) for a, b in zip(lows, highs, strict=True)]
    quotas = [
        (
            Decimal(int(pot * a / sum(highs) * 10**9)) / 10**9,
            Decimal(int(pot * b / sum(lows) * 10**9) + 1) / 10**9,
        )
        for a, b in zip(lows, highs, strict=True)
    ]
    ends = shares_of((Decimal(pot), Decimal(pot)), quotas)
    for share, (least, most) in zip(largest_remainders(Fraction(pot), chosen), ends, strict=True):
        assert least <= share <= most


def test_who_gets_the_last_unit_is_decided_where_it_can_be():
    """Quotas of 2.6, 3.3 and 1.1 of 7: the unit that is left is of the first, though none of them is known well."""
    quotas = [
        (Decimal("2.5"), Decimal("2.7")),
        (Decimal("3.2"), Decimal("3.4")),
        (Decimal("1.0"), Decimal("1.2")),
    ]
    assert shares_of((Decimal(7), Decimal(7)), quotas) == [(3, 3), (3, 3), (1, 1)]
    near = [
        (Decimal("2.3"), Decimal("2.7")),
        (Decimal("3.2"), Decimal("3.4")),
        (Decimal("1.0"), Decimal("1.2")),
    ]
    assert shares_of((Decimal(7), Decimal(7)), near) == [(2, 3), (3, 4), (1, 1)]


def test_remainders_that_hardly_differ_are_told_apart():
    """By the fortieth digit: further than decimals are rounded to where nothing says how far."""
    near = Decimal("1e-40")
    first, second = (Context(60).add(Decimal("1.5"), each) for each in (near, near.copy_negate()))
    assert shares_of((Decimal(3), Decimal(3)), [(first, first), (second, second)]) == [(2, 2), (1, 1)]


def test_a_pot_that_is_not_whole_has_no_shares():
    """Half a log cannot be divided: no value, so none that is found."""
    made = amount("wood", "forest", "", "a")
    assert made.at(Fraction(1, 2)) is None
    found = seek(made.at, made.between, Fraction(2), grid(Fraction(0), Fraction(40), 1))
    assert found.stretches
    assert all(each.first == each.last and each.first.denominator == 1 for each in found.stretches)
