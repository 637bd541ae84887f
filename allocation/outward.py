"""Decimals rounded outwards: down and up, so that what is between two ends stays between them."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal

PRECISION = 60
"""So many digits an end has."""
DOWN, UP = (
    Context(PRECISION, rounding, Emin=MIN_EMIN, Emax=MAX_EMAX) for rounding in (ROUND_FLOOR, ROUND_CEILING)
)
Ends = tuple[Decimal, Decimal]
"""The least and the most that something is."""
