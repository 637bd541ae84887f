"""The guard before publication: each source column beside that of the one before, and what stands out.

Errors abroad that cost hundreds of millions were errors in figures, not in rules: one base computed wrong,
one group counted as another, a category filled with a constant. Each leaves a trace that a sum does not show.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import combinations
from statistics import median

from attrs import frozen

from allocation.case import CODE
from allocation.lags import unlagged
from allocation.territory import restated
from rules.runs.outcome import Outcome
from rules.territory.municipalities import carried

Column = Mapping[str, Fraction]


class Kind(Enum):
    """What may have happened to a column, the cause that explains most first."""

    MOVED = "moved"
    CONSTANT = "constant"
    EXCHANGED = "exchanged"
    WHOLE = "whole"
    ONE = "one"


@frozen
class Finding:
    """What stands out: in which input, of whom (codes), and how large it is as a part of the national total.

    `other` is the other input where something was counted as that; `value` the constant, or how many times as
    much the column or the municipality has as could be expected.
    """

    kind: Kind
    name: str
    codes: tuple[str, ...]
    part: Fraction
    value: Fraction
    other: str = ""


LEAST = 100
"""Below so many, a number changes much by itself."""
WHOLE_CHANGES = Fraction(1, 4)
TIMES = Fraction(3, 2)
"""A municipality with so many times what could be expected stands out, where the others do not change so."""
DEVIATIONS = 8
CLOSE = Fraction(1, 20)
SHARED = 10
"""So many more municipalities with one and the same value are no chance."""
TENTH = Fraction(1, 10)


def guarded(before: Outcome, now: Outcome) -> list[Finding]:
    """What stands out in the inputs of a publication beside the one before, the largest cause first."""
    old, new = _columns(before, now), _columns(now, now)
    shared = [name for name in new if name in old and not _yes_no(now, name)]
    expected = {name: _expected(old[name], new[name]) for name in shared}
    found: list[Finding] = []
    for kind in (_moved, _constant, _exchanged, _whole, _one):
        found += kind(shared, expected, new, old, found)
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), -one.part))


def _columns(of: Outcome, on: Outcome) -> dict[str, Column]:
    """The inputs by code, on the municipalities of the later one."""
    case = of.prepared.case
    parts = carried(of.prepared.year.territory, on.prepared.year.territory)
    codes = list(of.prepared.territory[CODE])
    found: dict[str, Column] = {}
    for name, column in case.inputs.items():
        found[name] = restated(dict(zip(codes, column.exact, strict=True)), parts)
    return found


def _yes_no(of: Outcome, name: str) -> bool:
    return of.prepared.library.inputs[unlagged(name)[0]].unit.is_yes_no


def _expected(old: Column, new: Column) -> Column:
    """What each could have now: what it had, with the growth of the one in the middle."""
    ratios = [new[code] / was for code, was in old.items() if was >= LEAST and code in new]
    growth = median(ratios) if ratios else Fraction(1)
    return {code: old.get(code, Fraction(0)) * growth for code in new}


def _total(column: Column) -> Fraction:
    return sum(column.values(), Fraction(0)) or Fraction(1)


Columns = Mapping[str, Column]


def _moved(
    names: Sequence[str], _expected: Columns, new: Columns, old: Columns, _: Sequence[Finding]
) -> Iterator[Finding]:
    """One group counted as another: what one column lost the other has more, in many municipalities."""
    for one, other in combinations(names, 2):
        codes = [code for code in new[one] if _exchange(code, (old[one], new[one]), (old[other], new[other]))]
        counted = [code for code in new[one] if old[one].get(code, 0) >= LEAST <= old[other].get(code, 0)]
        if len(codes) * 4 > len(counted) and len(codes) > SHARED:
            gained = _total(new[one]) - _total(old[one])
            first, second = (one, other) if gained < 0 else (other, one)
            yield Finding(
                Kind.MOVED, first, tuple(codes), abs(gained) / _total(old[first]), abs(gained), second
            )


def _exchange(code: str, one: tuple[Column, Column], other: tuple[Column, Column]) -> bool:
    zero = Fraction(0)
    changes = [new[code] - old.get(code, zero) for old, new in (one, other)]
    large = max(abs(changes[0]), abs(changes[1]))
    least = min(one[0].get(code, zero), other[0].get(code, zero))
    return large > TENTH * max(least, Fraction(LEAST)) and abs(changes[0] + changes[1]) <= CLOSE * large


def _constant(
    names: Sequence[str], _expected: Columns, new: Columns, old: Columns, _: Sequence[Finding]
) -> Iterator[Finding]:
    """A column filled with one value for many."""
    for name in names:
        was = Counter(value for value in old[name].values() if value)
        for value, count in Counter(value for value in new[name].values() if value).most_common(1):
            if count - was[value] > SHARED and count > 2 * was.most_common(1)[0][1]:
                codes = tuple(code for code, own in new[name].items() if own == value)
                yield Finding(Kind.CONSTANT, name, codes, count * value / _total(new[name]), value)


def _exchanged(
    names: Sequence[str], expected: Columns, new: Columns, _: Columns, found: Sequence[Finding]
) -> Iterator[Finding]:
    """Two municipalities with each other's value."""
    for name in _free(names, found):
        off = [code for code, value in new[name].items() if _differs(value, expected[name][code], TIMES)]
        for one, other in combinations(off, 2):
            theirs = (expected[name][other], expected[name][one])
            mine = (new[name][one], new[name][other])
            near = all(abs(a - b) <= CLOSE * b for a, b in zip(mine, theirs, strict=True))
            if near and min(theirs) >= LEAST:
                part = abs(theirs[0] - theirs[1]) / _total(new[name])
                yield Finding(Kind.EXCHANGED, name, (one, other), part, Fraction(1))


def _differs(value: Fraction, expected: Fraction, times: Fraction) -> bool:
    return value > expected * times or value * times < expected


def _whole(
    names: Sequence[str], _expected: Columns, new: Columns, old: Columns, found: Sequence[Finding]
) -> Iterator[Finding]:
    """The whole column is another one: another unit, base or count."""
    for name in _free(names, found):
        ratio = _total(new[name]) / _total(old[name])
        typical = [
            new[name][code] / was for code, was in old[name].items() if was >= LEAST and code in new[name]
        ]
        usual = median(typical) if typical else ratio
        if _differs(usual, Fraction(1), 1 + WHOLE_CHANGES):
            yield Finding(Kind.WHOLE, name, (), abs(ratio - 1), ratio)


def _one(
    names: Sequence[str], expected: Columns, new: Columns, _: Columns, found: Sequence[Finding]
) -> Iterator[Finding]:
    """A municipality whose value is far from what could be expected, where those of others are not."""
    explained = {(one.name, code) for one in found for code in one.codes}
    explained |= {(one.other, code) for one in found for code in one.codes}
    for name in names:
        ratios = {
            code: value / expected[name][code]
            for code, value in new[name].items()
            if expected[name][code] >= LEAST
        }
        spread = median([abs(ratio - 1) for ratio in ratios.values()]) if ratios else Fraction(0)
        for code, ratio in ratios.items():
            far = _differs(ratio, Fraction(1), TIMES) and abs(ratio - 1) > DEVIATIONS * spread
            if far and (name, code) not in explained:
                part = abs(new[name][code] - expected[name][code]) / _total(new[name])
                yield Finding(Kind.ONE, name, (code,), part, ratio)


def _free(names: Sequence[str], found: Sequence[Finding]) -> list[str]:
    """The columns of which nothing larger was said."""
    said = {one.name for one in found} | {one.other for one in found}
    return [name for name in names if name not in said]
