"""Random numbers that are a function of a seed and of whose they are, never of a stream.

So the thousandth household is the same whoever makes it, in whatever order, alone or among millions. It is
the finaliser of splitmix64 (Steele, Lea and Flood 2014) on whole numbers of 64 bits, in polars.
"""

from collections.abc import Sequence
from fractions import Fraction
from zlib import crc32

import polars as pl

BITS = 32
_GOLD, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_ALL = 2**64 - 1


def mixed(number: int) -> int:
    """The finaliser on one number: what polars is held against."""
    number = ((number ^ (number >> 30)) * _FIRST) & _ALL
    number = ((number ^ (number >> 27)) * _SECOND) & _ALL
    return number ^ (number >> 31)


def start(seed: int, what: str) -> int:
    """Where the numbers of one thing begin: another for each seed and each name."""
    return mixed((seed * _GOLD + crc32(what.encode()) + 1) & _ALL)


def uniform(seed: int, what: str, whose: pl.Expr) -> pl.Expr:
    """Of each of `whose` (whole numbers) a number from 0 up to 2^32."""
    number = whose.cast(pl.UInt64) * _whole(_GOLD) + _whole(start(seed, what))
    number = (number ^ (number // _whole(2**30))) * _whole(_FIRST)
    number = (number ^ (number // _whole(2**27))) * _whole(_SECOND)
    return (number ^ (number // _whole(2**31))) // _whole(2**BITS)


def happens(seed: int, what: str, whose: pl.Expr, chance: Fraction) -> pl.Expr:
    """Whether something happens that has this chance."""
    return uniform(seed, what, whose) < int(chance * 2**BITS)


def picked(seed: int, what: str, whose: pl.Expr, shares: Sequence[Fraction]) -> pl.Expr:
    """Which of some things: the place of one, that has its share of all."""
    number, whole = uniform(seed, what, whose), sum(shares, Fraction(0))
    ends = [int(sum(shares[: n + 1], Fraction(0)) / whole * 2**BITS) for n in range(len(shares) - 1)]
    return (
        pl.sum_horizontal((number >= end).cast(pl.UInt8) for end in ends)
        if ends
        else pl.lit(0, dtype=pl.UInt8)
    )


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)


def uniform_of(seed: int, what: str, whose: int) -> int:
    """The same of one, in plain Python."""
    return mixed((whose * _GOLD + start(seed, what)) & _ALL) >> BITS
