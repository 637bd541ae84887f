"""Quantiles by nearest rank: of so many values always one of them, never something in between."""

from collections.abc import Mapping

QUANTILES: Mapping[str, tuple[int, int]] = {
    "minimum": (0, 1),
    "p10": (1, 10),
    "mediaan": (1, 2),
    "p90": (9, 10),
    "maximum": (1, 1),
}
"""Of all values so many, as a part of them, are this one or smaller."""


def rank(quantile: str, count: int) -> int:
    """The place of a quantile, from 0, among so many values in order."""
    part, of = QUANTILES[quantile]
    return max(0, -(-part * count // of) - 1)
