"""How municipalities are spread over a value: classes of equal width on round numbers."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count, pairwise

from attrs import frozen

from allocation.numbers import round_half_away

TAIL = 100
"""One in so many at either end stands in a class without an end."""
CLASSES = 8
"""At least so many classes between the tails; some twenty at most."""
CENTS = 2
SMALLEST = Fraction(1, 10)
"""Values that differ less stand in one class above and one below: a class is not less than a cent wide."""
STEPS = (5, 2, 1)


@frozen
class Class:
    """How many values are at least `low` and less than `high`; None where there is no such end."""

    low: Fraction | None
    high: Fraction | None
    count: int


def distribution(values: Sequence[Fraction]) -> list[Class]:
    """The classes of values, lowest first, every value in one; `values` are not empty."""
    bounds = [None, *_bounds(sorted(values)), None]
    return [Class(low, high, _between(values, low, high)) for low, high in pairwise(bounds)]


def _between(values: Sequence[Fraction], low: Fraction | None, high: Fraction | None) -> int:
    return sum((low is None or value >= low) and (high is None or value < high) for value in values)


def _bounds(ordered: Sequence[Fraction]) -> list[Fraction]:
    """The bounds of the classes, on round numbers."""
    tail = len(ordered) // TAIL
    low, high = ordered[tail], ordered[-1 - tail]
    if high - low < SMALLEST:
        return [round_half_away(low, CENTS)]
    width = next(w for w in _widths(high - low) if (high - low) / w >= CLASSES)
    return [width * place for place in range(low // width, -(-high // width) + 1)]


def _widths(span: Fraction) -> list[Fraction]:
    """1, 2 or 5 times a power of ten, from the span downwards."""
    power = next(k for k in count(-CENTS) if Fraction(10) ** k > span)
    return [step * Fraction(10) ** k for k in range(power, power - 4, -1) for step in STEPS]
