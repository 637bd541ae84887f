"""What a reader finds who adds up what is printed."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from allocation.numbers import decimal


def adds_up(values: Iterable[Decimal | int], total: Decimal | int, decimals: int) -> bool:
    """Whether the values with so many decimals add up to the total with as many."""
    printed = sum((_printed(value, decimals) for value in values), Decimal(0))
    return printed == _printed(total, decimals)


def _printed(value: Decimal | int, decimals: int) -> Decimal | int:
    return value if isinstance(value, int) else decimal(Fraction(value), decimals)
