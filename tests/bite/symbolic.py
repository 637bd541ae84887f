"""What apportioning and rounding promise, for CrossHair: it looks for numbers with which they do not hold.

`make symbolic` (a few minutes). The first assertions of a function say for which numbers it is meant.
"""

from fractions import Fraction

from allocation.apportion import largest_remainders, tied_at_last_unit
from allocation.numbers import round_half_away


def a_pot_closes_and_no_one_is_a_unit_off(units: int, first: int, second: int, third: int) -> None:
    assert units >= 0
    assert min(first, second, third) >= 0
    whole = first + second + third
    assert whole > 0
    weights = [first, second, third]
    shares = largest_remainders(Fraction(units), [Fraction(weight) for weight in weights])
    assert sum(shares) == units
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * whole - units * weight) < whole


def more_weight_never_gets_less(units: int, first: int, second: int, more: int) -> None:
    assert units >= 0
    assert min(first, second) >= 0
    assert more > 0
    assert first + second > 0
    was = largest_remainders(Fraction(units), [Fraction(first), Fraction(second)])
    now = largest_remainders(Fraction(units), [Fraction(first + more), Fraction(second)])
    assert now[0] >= was[0]
    assert now[1] <= was[1]


def a_tie_is_between_equals(units: int, first: int, second: int) -> None:
    assert units >= 0
    assert min(first, second) >= 0
    assert first + second > 0
    granted, denied = tied_at_last_unit(Fraction(units), [Fraction(first), Fraction(second)])
    if denied:
        assert granted == [0]
        assert (units * first) % (first + second) == (units * second) % (first + second)


def a_half_goes_away_from_zero(above: int, below: int) -> None:
    assert below > 0
    value = Fraction(above, below)
    off = round_half_away(value, 0) - value
    assert abs(2 * off) <= 1
    if abs(2 * off) == 1:
        assert (off > 0) == (value > 0)


def a_rounding_is_the_same_on_the_other_side(above: int, below: int) -> None:
    assert below > 0
    assert round_half_away(Fraction(-above, below), 2) == -round_half_away(Fraction(above, below), 2)
