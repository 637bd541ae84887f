"""Between which values a figure lies, where its TOML file does not say otherwise."""

from collections.abc import Mapping
from fractions import Fraction

from allocation.bounds import Bounds
from allocation.units import CHOICE, SHARE, WEIGHT, Unit

NATIONAL = Fraction(10**12)
"""No amount of money for the country is as large: in euros, not in cents."""
PER_ONE = Fraction(10**6)
"""No amount of money per household, person or place is as large."""
COUNT = Fraction(2 * 10**7)
"""There are fewer inhabitants, and so fewer of anything that is counted."""
BY_UNIT: Mapping[str, Fraction] = {
    **dict.fromkeys((SHARE, CHOICE, WEIGHT), Fraction(1)),
    "factor": Fraction(3),
    "maanden": Fraction(12),
}
"""The most of what is a bare number or a time; the least is 0."""


def figure_bounds(unit: str, least: Fraction | None, most: Fraction | None, *, negative: bool) -> Bounds:
    """The bounds of a figure: those declared, or those that go with its unit."""
    highest = _most(Unit(unit)) if most is None else most
    return Bounds(least if least is not None else -highest if negative else Fraction(0), highest)


def _most(unit: Unit) -> Fraction:
    if unit in BY_UNIT:
        return BY_UNIT[unit]
    return NATIONAL if unit.is_money else PER_ONE if unit.is_money_per else COUNT
