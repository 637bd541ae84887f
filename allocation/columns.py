"""Exact values as a column of Decimals."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from allocation.case import QUOTIENT_DECIMALS
from allocation.errors import RuleError
from allocation.numbers import decimal, decimals_of
from allocation.terms import DIGITS


def column(values: Sequence[Fraction], most: int = DIGITS) -> tuple[pl.Series, bool]:
    """The values as Decimals, and whether they are cut off at QUOTIENT_DECIMALS.

    That is so where they do not end within `most` decimals, or where all of their decimals are more than 38
    digits. Raises RuleError for a value that even so is more than can be written down.
    """
    needed = [decimals_of(value) for value in values]
    scale = max((n for n in needed if n), default=0)
    whole = len(str(round(max(map(abs, values), default=Fraction(0)))))  # no fewer than after rounding
    endless = None in needed or scale > most or whole + scale > DIGITS
    if endless:
        scale = QUOTIENT_DECIMALS
    if whole + scale > DIGITS:
        raise RuleError(f"a value of {whole} digits is more than can be written down")
    decimals = [decimal(value, scale) for value in values]
    return pl.Series(decimals, dtype=pl.Decimal(DIGITS, scale)), endless
