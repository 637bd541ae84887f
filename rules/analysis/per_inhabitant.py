"""The amounts of money together per inhabitant: of groups of municipalities, and who moved most."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from rules.analysis.differences import movers
from rules.analysis.groups import Grouping
from rules.analysis.overview import Overview
from rules.runs.outcome import Outcome

DRAWN = ("province", "size")
"""The groupings that are few enough to draw."""


@frozen
class OfGroup:
    """A group, or the country (`grouping` is None): its municipalities, their inhabitants and money."""

    grouping: Grouping | None
    group: str
    count: int
    persons: Fraction
    amount: Fraction
    per_inhabitant: Fraction


def per_group(of: Overview, groups: Sequence[Grouping]) -> list[OfGroup]:
    """Each province and size class, and the country last; nothing where not all inhabitants are known."""
    if not of.money or not all(of.persons):
        return []
    codes = of.outcome.prepared.case.codes
    found = [
        _of(of, grouping, group, [row for row, code in enumerate(codes) if grouping.of[code] == group])
        for grouping in groups
        if grouping.kind in DRAWN
        for group in grouping.groups
    ]
    return [*(one for one in found if one.count), _of(of, None, "", range(len(codes)))]


def _of(of: Overview, grouping: Grouping | None, group: str, rows: Sequence[int]) -> OfGroup:
    persons = Outcome.together([of.persons[row] for row in rows])
    amount = sum((of.together[row] for row in rows), Fraction(0))
    return OfGroup(grouping, group, len(rows), persons, amount, amount / persons if persons else Fraction(0))


@frozen
class Moved:
    """A municipality, by its row, and how much more it gets than before: in all, and per inhabitant."""

    row: int
    change: Fraction
    per_inhabitant: Fraction


def most_moved(of: Overview, count: int) -> list[Moved]:
    """So many that gain most per inhabitant, and so many that lose most: from the most to the least."""
    pairs = zip(of.change, of.persons, strict=True)
    each = [None if change is None or not persons else change / persons for change, persons in pairs]
    up, down = movers(each, count)
    rows = [*up, *reversed(down)]
    return [Moved(row, of.change[row] or Fraction(0), each[row] or Fraction(0)) for row in rows]
