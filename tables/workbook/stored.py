"""The outcome of a formula as a file keeps it, for who computes nothing."""

from decimal import Decimal, localcontext
from fractions import Fraction

DIGITS = 16
"""So many digits of an outcome are stored; a spreadsheet reckons with some 15."""


def stored(value: Fraction) -> int | Decimal:
    """The value as a file keeps it beside its formula."""
    if value.denominator == 1:
        return int(value)
    with localcontext(prec=DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)
