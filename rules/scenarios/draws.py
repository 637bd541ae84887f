"""Numbers drawn from a distribution: exact decimals, and always the same ones for one seed.

Each number follows from the seed, from what it is drawn for and from its place alone, so that another figure
that is drawn too, or more draws, leaves all others as they are.
"""

from fractions import Fraction
from hashlib import sha256
from math import isqrt

from allocation.numbers import round_half_away
from rules.scenarios.varied import Draw

BITS = 64
MORE = 6
"""So many decimals more than are asked a root is taken to."""


def drawn(draw: Draw, name: str, count: int, seed: int) -> list[Fraction]:
    """The numbers for `name`, one per draw."""
    return [_number(draw, _evenly(f"{seed}|{name}|{place}")) for place in range(count)]


def _evenly(text: str) -> Fraction:
    """A number from 0 up to 1, each as likely."""
    digest = sha256(text.encode()).digest()[: BITS // 8]
    return Fraction(int.from_bytes(digest, "big"), 2**BITS)


def _number(draw: Draw, part: Fraction) -> Fraction:
    """The number below which `part` of the distribution lies."""
    least, most, wide = draw.least, draw.most, draw.most - draw.least
    if draw.mode is None:
        return round_half_away(least + part * wide, draw.decimals)
    if part * wide < draw.mode - least:
        number = least + _root(part * wide * (draw.mode - least), draw.decimals)
    else:
        number = most - _root((1 - part) * wide * (most - draw.mode), draw.decimals)
    return round_half_away(number, draw.decimals)


def _root(value: Fraction, decimals: int) -> Fraction:
    """The square root, rounded down to some more decimals than are asked."""
    scale = 10 ** (decimals + MORE)
    return Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale)
