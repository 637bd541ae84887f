"""What is wrong with a column of a user's own as a whole, by the first reason that explains it."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import log10

from attrs import evolve, frozen

from rules.runs.compared import APART, FAR, FEWEST, NEAR, distance, equal, in_order, level, moved, rounded
from rules.runs.doubt import Doubt
from rules.runs.usual import Known, Own, Values

ROWS = (1, -1, 2, -2)
"""So many rows a column may be off."""
ROUND = Fraction(5, 4)
"""So near a power of ten it is meant."""


@frozen
class Column:
    """A column of a user's own, what is usual of its input, and of all others (by name) that may be meant."""

    own: Own
    known: Sequence[Known]
    others: Callable[[], Iterator[tuple[str, Sequence[Known]]]]

    @property
    def values(self) -> Values:
        """Its values by code, in order of its rows."""
        return self.own.values

    def off(self, known: Sequence[Known]) -> float:
        """How far it is from the nearest of what is usual."""
        return min((distance(self.values, one.values) for one in known), default=float("inf"))

    def equals(self, known: Sequence[Known]) -> bool:
        """Whether it is one of them."""
        return any(equal(self.values, one.values) for one in known)


def whole(column: Column) -> Doubt | None:
    """Why a column is not as usual; None where it is, or where there is too little to say so."""
    if len(column.values) < FEWEST or equal(column.values, column.known[0].values):
        return None
    this = Doubt("fit", column.own.name, column.own.table.place, column.own.column)
    off = column.off(column.known)
    unlike = NEAR + APART < off < float("inf")
    reasons = [_same, *([_nearer, _scale, _order, _unfit] if unlike else [])]
    return next((doubt for reason in reasons if (doubt := reason(column, this, off))), None)


def _same(column: Column, this: Doubt, _: float) -> Doubt | None:
    """It is another column exactly: of another input, of another publication, or without its decimals."""
    for one in column.known:
        if one.same_unit and equal(column.values, one.values):
            return evolve(this, kind="publication", other=f"{one.publication}, {one.year}")
    for name, others in column.others():
        if column.equals(others):
            return evolve(this, kind="column", other=name)
    if any(rounded(column.values, one.values) for one in column.known):
        return evolve(this, kind="rounded")
    return None


def _nearer(column: Column, this: Doubt, off: float) -> Doubt | None:
    """It is near what is usual some rows on, or what is usual of another input."""
    enough = min(NEAR, off - APART)
    for by in ROWS:
        on = [evolve(one, values=moved(column.values, one.values, by)) for one in column.known]
        if column.off(on) < enough:
            return evolve(this, kind="shifted", times=Fraction(by))
    for name, others in column.others():
        if column.off(others) < enough:
            return evolve(this, kind="column", other=name)
    return None


def _scale(column: Column, this: Doubt, off: float) -> Doubt | None:
    """It is so many times what is usual."""
    times = level(column.values, column.known[0].values)
    unscaled = {code: value / times for code, value in column.values.items()}
    near = min(distance(unscaled, one.values) for one in column.known) < off / 2
    return evolve(this, kind="scale", times=_tens(times)) if near and not 1 / FAR < times < FAR else None


def _tens(times: Fraction) -> Fraction:
    """A number of times as the power of ten that it nearly is, or else as a whole number or part."""
    power = Fraction(10) ** round(log10(times))
    if 1 / ROUND <= times / power <= ROUND:
        return power
    return Fraction(round(times)) if times > 1 else 1 / Fraction(round(1 / times))


def _order(column: Column, this: Doubt, off: float) -> Doubt | None:
    """It has the usual values, of other municipalities."""
    apart = min(in_order(column.values, one.values) for one in column.known)
    return evolve(this, kind="order") if apart < min(NEAR, off - 2 * APART) else None


def _unfit(_: Column, this: Doubt, off: float) -> Doubt | None:
    """It is far from usual, and nothing says why."""
    return this if off > NEAR + 2 * APART else None
