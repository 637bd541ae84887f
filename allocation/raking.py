"""Raking (iterative proportional fitting): cells that fit margins, as near to a seed as they can be.

For populations that are made up, never for amounts. Only products, quotients and sums in a fixed order, which
every machine rounds alike.
"""

from collections.abc import Sequence

from attrs import frozen

from allocation.errors import RuleError

ROUNDS = 500
NEAR = 1e-9


@frozen
class Margin:
    """The class of each cell, and what the cells of each class are to add up to."""

    classes: Sequence[int]
    targets: Sequence[float]

    def sums(self, cells: Sequence[float]) -> list[float]:
        """What the cells of each class add up to."""
        sums = [0.0] * len(self.targets)
        for place, cell in zip(self.classes, cells, strict=True):
            sums[place] += cell
        return sums


def raked(seed: Sequence[float], margins: Sequence[Margin]) -> list[float]:
    """The cells. Raises RuleError where the margins do not go together, or no cell can bear a target."""
    cells = list(seed)
    for _ in range(ROUNDS):
        for margin in margins:
            sums = margin.sums(cells)
            if any(target and not had for target, had in zip(margin.targets, sums, strict=True)):
                raise RuleError("a margin asks something of cells that are all zero")
            factors = [t / had if had else 0.0 for t, had in zip(margin.targets, sums, strict=True)]
            cells = [cell * factors[place] for cell, place in zip(cells, margin.classes, strict=True)]
        if max(_off(margin, cells) for margin in margins) < NEAR:
            return cells
    raise RuleError(f"the margins do not go together: after {ROUNDS} rounds they are not met")


def _off(margin: Margin, cells: Sequence[float]) -> float:
    pairs = zip(margin.targets, margin.sums(cells), strict=True)
    return max(abs(had - target) / target if target else had for target, had in pairs)
