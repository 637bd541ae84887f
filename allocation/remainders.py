"""Between which whole numbers the shares by largest remainders lie, while pot and quotas lie within ends.

Who gets one of the units that are left is certain where enough others have a remainder that is certainly
larger, or certainly smaller. A quota that may be on either side of a whole number counts for both: just below
it one unit more is left, and that is its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from attrs import define, field

from allocation.outward import DOWN, UP, Ends


@define
class _Rivals:
    """Everyone with a remainder, in order: `lows` and `highs` of those whose whole part is certain.

    Of the others `tops` are the most that their remainder is above the last whole number, `bottoms` the least
    that it is above the first, where they pass one alone; `passed` counts the whole numbers that they pass.
    """

    lows: list[Decimal] = field(factory=list)
    highs: list[Decimal] = field(factory=list)
    tops: list[Decimal] = field(factory=list)
    bottoms: list[Decimal] = field(factory=list)
    passed: int = 0

    def above_at_most(self, rest: Decimal) -> int:
        """How many more have a remainder as large, than units are left besides."""
        return len(self.highs) - bisect_left(self.highs, rest) + len(self.tops) - bisect_left(self.tops, rest)

    def above_at_least(self, rest: Decimal) -> int:
        """How many certainly have a larger remainder, less the units that may be left besides."""
        own = len(self.bottoms) - bisect_right(self.bottoms, rest)
        return len(self.lows) - bisect_right(self.lows, rest) - self.passed + own


def shares_of(pot: Ends, quotas: Sequence[Ends]) -> list[tuple[int, int]]:
    """The least and the most units of each, by its quota; all quotas together are the pot."""
    first = [int(low.to_integral_value(ROUND_FLOOR)) for low, _ in quotas]
    last = [int(high.to_integral_value(ROUND_FLOOR)) for _, high in quotas]
    left_least = int(pot[0].to_integral_value(ROUND_CEILING)) - sum(last)
    left_most = int(pot[1].to_integral_value(ROUND_FLOOR)) - sum(last)
    rivals = _Rivals()
    for (low, high), below, above in zip(quotas, first, last, strict=True):
        if below == above:
            rivals.lows.append(DOWN.subtract(low, below))
            rivals.highs.append(UP.subtract(high, below))
        else:
            rivals.tops.append(UP.subtract(high, above))
            rivals.passed += above - below
            rivals.bottoms += [DOWN.subtract(low, below)] if above == below + 1 else []
    for row in (rivals.lows, rivals.highs, rivals.tops, rivals.bottoms):
        row.sort()
    shares = []
    for (low, high), below, above in zip(quotas, first, last, strict=True):
        most = int(high.to_integral_value(ROUND_CEILING))
        if below == above and rivals.above_at_most(DOWN.subtract(low, below)) - 1 < left_least:
            shares.append((most, most))  # itself is among those with as large a remainder
        elif below == above and rivals.above_at_least(UP.subtract(high, below)) >= left_most:
            shares.append((below, below))
        else:
            shares.append((below, most))
    return shares
