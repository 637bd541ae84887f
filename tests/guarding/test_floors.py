"""What the two generators make: enough of what rules go wrong on, in every unit that can have it.

`python -m tests.guarding.test_floors` prints what they make.
"""

import sys
from collections import Counter
from random import Random

import pytest

from allocation import exact
from allocation.expressions import Apportion, Bound
from allocation.trial import Trial
from rules.guarding.making import CHOICES, from_nothing, mended, steered, steering
from rules.guarding.pool import perturbed, pool
from tests.guarding.test_rules import REAL, UNITS, real
from tests.helpers.workspaces import LIBRARY, SHIPPED

SAMPLE, FLOOR = 60, 0.05
TIE, BOUND, THRESHOLD = KINDS = ("a tie at the cut", "at a bound", "on a threshold")
__all__ = ["real"]


def kind(edge):
    return TIE if isinstance(edge, Apportion) else BOUND if isinstance(edge, Bound) else THRESHOLD


def on_an_edge(edge, known):
    """Whether a division ends in a tie, or two sides of a bound or comparison are equal for someone."""
    if isinstance(edge, Apportion):
        return bool(exact.ties(edge, known))
    left, right = exact.value_of(edge.left, known), exact.value_of(edge.right, known)
    length = max(len(left), len(right))
    rows = (list(row) * (length // len(row)) for row in (left, right))
    return any(a == b for a, b in zip(*rows, strict=True))


def made(unit, chance, pool, place):
    """As the strategies make them (`rules.guarding.strategies`), of a generator of random numbers."""
    numbers = iter(lambda: chance.randrange(CHOICES), None)
    count = chance.randint(2, 6)
    new = from_nothing(unit, numbers, count) if pool is None else perturbed(unit, pool, numbers, count)
    new = mended(unit, new)
    return (
        new if place % 3 else mended(unit, steered(unit, new, chance.randrange(CHOICES), chance.randrange(6)))
    )


def measured(pool):
    """How often each kind of edge was there, of how many that could have it; and the part that is sound."""
    seen, could, sound = Counter(), Counter(), 0
    for unit in UNITS:
        kinds = {kind(edge) for edge in steering(unit)}
        for place in range(SAMPLE // 4):
            chance = Random(f"{unit} {place}")
            trial = Trial(unit.books, made(unit, chance, pool, place), chance)
            if not trial.sound:
                continue
            sound += 1
            known = {**trial.given, **trial.rows}
            could.update(kinds)
            seen.update({kind(edge) for edge in steering(unit) if on_an_edge(edge, known)})
    return {name: (seen[name], could[name]) for name in KINDS}, sound / (len(UNITS) * (SAMPLE // 4))


@pytest.mark.promise("docs/guard.md#floors")
@pytest.mark.parametrize("way", ["from nothing", "perturbed"])
def test_of_every_kind_of_edge_at_least_one_in_twenty(way, real):
    """Over all units that have such an edge; and at least half of what is made can be followed."""
    edges, sound = measured(None if way == "from nothing" else real)
    assert min(seen / could for seen, could in edges.values()) >= FLOOR, edges
    assert sound >= 1 / 2


if __name__ == "__main__":
    for name, those in (
        ("from nothing", None),
        ("perturbed", pool(LIBRARY, [SHIPPED.outcome(*n).prepared for n in REAL])),
    ):
        edges, sound = measured(those)
        told = ", ".join(
            f"{edge} {seen} of {could} ({seen / could:.0%})" for edge, (seen, could) in edges.items()
        )
        sys.stdout.write(f"{name}: {told}; {sound:.0%} can be followed\n")
