"""Exact numbers: reading, rounding and writing them without a float in between."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from allocation.errors import FigureError

DIGITS = 60
"""No figure has as many digits, before and after its point together."""
LARGEST: int = 10**DIGITS


def exact(value: object) -> Fraction:
    """A figure as written: a whole number, a decimal, or a ratio such as "2/3".

    Raises FigureError for anything else, floats included.
    """
    if not _bounded(value):
        raise FigureError(f"een getal van meer dan {DIGITS} cijfers; schrijf het met minder")
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, OverflowError):  # nan and inf, which TOML knows
            pass
    if isinstance(value, str) and value.isascii():
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise FigureError(f'{value!r} is geen exact getal; schrijf 1_234, 0.5 of "2/3"')


def _bounded(value: object) -> bool:
    """Whether a number can be written out: 1e999999999 is a short text, and no number of this world."""
    match value:
        case bool():
            return True
        case int():
            return abs(value) < LARGEST
        case Decimal():
            few = len(value.as_tuple().digits) < DIGITS
            return not value.is_finite() or (few and abs(value.adjusted()) < DIGITS)
        case str():
            return len(value) < 2 * DIGITS and not re.search(r"[eE][-+]?\d{3}", value)
    return True


def decimal(value: Fraction, decimals: int) -> Decimal:
    """`value` rounded half away from zero, as an exact Decimal with that many decimals."""
    return scaled(_units(value, decimals), decimals)


def scaled(units: int, decimals: int) -> Decimal:
    """`units` x 10^-decimals. Decimal's own scaleb would round to the 28 digits of its context."""
    return Decimal(f"{units}E-{decimals}")


def as_written(value: Fraction) -> str:
    """The value with the decimals that it needs, or as a ratio: 1234, 0.5, 2/3."""
    decimals = decimals_of(value)
    return str(value) if decimals is None else f"{decimal(value, decimals):f}"


def decimals_of(value: Fraction) -> int | None:
    """How many decimals `value` needs; None when it does not terminate."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def round_half_away(value: Fraction, decimals: int) -> Fraction:
    """`value` rounded to `decimals`, halves away from zero."""
    return Fraction(_units(value, decimals), 10**decimals)


def _units(value: Fraction, decimals: int) -> int:
    """The same as a whole number of 10^-decimals."""
    above, below = 2 * abs(value.numerator) * 10**decimals, 2 * value.denominator
    whole: int = (above + value.denominator) // below
    return whole if value.numerator >= 0 else -whole


def added(values: Sequence[Fraction]) -> Fraction:
    """The sum, over one denominator: faster than one by one."""
    below = lcm(*(value.denominator for value in values))
    return Fraction(sum(value.numerator * (below // value.denominator) for value in values), below)


def added_pairs(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The sum of numerators over divisors, in lowest terms: whatever reads a sum, reads it often."""
    over: dict[int, int] = {}
    for n, d in pairs:
        over[d] = over.get(d, 0) + n
    below = lcm(*over)
    above = sum(n * (below // d) for d, n in over.items())
    common = gcd(above, below)
    return above // common, below // common
