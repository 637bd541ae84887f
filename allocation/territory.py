"""Territory: units that merge, split, are renumbered or swap land; and values carried across it.

A reorganisation is a set of moves on a date: of each unit that changes, which part goes where.
Moves compose, so a value can be carried over any number of years in one step, with the same
result. Counts and amounts move by part and are conserved exactly; what is not a sum (a share, a
rate) is never added, but computed again from what it rests on.
"""

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.numbers import decimal


@frozen
class Move:
    """On `date` the part `share` of unit `old` goes to unit `new` (which may be `old` itself)."""

    date: datetime.date
    old: str
    new: str
    share: Fraction


Parts = Mapping[str, Mapping[str, Fraction]]
"""Of each unit of an earlier date: which part of it stands in which unit of the later date."""


def check(moves: Iterable[Move]) -> None:
    """Refuse, all at once, moves that lose or double anything.

    Of each unit the parts must be above zero, go to one unit once, and add to one; a unit that has ended
    cannot move again unless something has moved into it since.
    """
    problems: list[Problem] = []
    ended: dict[str, datetime.date] = {}
    for date, on_date in groupby(sorted(moves, key=lambda m: (m.date, m.old, m.new)), lambda m: m.date):
        of_date = list(on_date)
        for old, group in groupby(of_date, lambda m: m.old):
            parts = list(group)
            place = f"herindeling van {date}, {old}"
            goals = [m.new for m in parts]
            said = [
                f"gaat meer dan één keer naar {new}"
                for new in sorted({g for g in goals if goals.count(g) > 1})
            ]
            problems += [Problem(place, words, "één deel per gemeente") for words in said]
            if any(m.share <= 0 for m in parts):
                problems.append(Problem(place, "een deel van nul of minder", "delen boven nul"))
            whole = sum((m.share for m in parts), Fraction(0))
            if whole != 1:
                problems.append(
                    Problem(place, f"de delen zijn samen {_percent(whole)}", "delen die samen 100% zijn")
                )
            if old in ended:
                problems.append(
                    Problem(place, f"opgeheven op {ended[old]}", "een gemeente die op die dag bestaat")
                )
        ended |= {m.old: date for m in of_date if m.old not in {n.new for n in of_date}}
        for move in of_date:
            ended.pop(move.new, None)
    if problems:
        raise InputError(problems)


def _percent(share: Fraction) -> str:
    return f"{decimal(share * 100, 4).normalize():f}%"


def between(moves: Iterable[Move], start: datetime.date, end: datetime.date) -> Parts:
    """Where each unit that changes after `start`, up to and including `end`, has gone.

    A unit that is not named stays what it is. Raises InputError when `end` lies before `start`:
    what has merged cannot be taken apart again.
    """
    if end < start:
        raise InputError(
            [
                Problem(
                    f"gemeenten van {start}",
                    f"terug naar {end}",
                    "een latere dag: een samenvoeging is niet terug te draaien",
                )
            ]
        )
    parts: dict[str, dict[str, Fraction]] = {}
    within = sorted((m for m in moves if start < m.date <= end), key=lambda m: m.date)
    for _, on_date in groupby(within, lambda m: m.date):
        step: dict[str, dict[str, Fraction]] = {}
        for move in on_date:
            step.setdefault(move.old, {})[move.new] = move.share
        for unit in step:
            parts.setdefault(unit, {unit: Fraction(1)})
        parts = {unit: _carried(held, step) for unit, held in parts.items()}
    return parts


def _carried(held: Mapping[str, Fraction], step: Parts) -> dict[str, Fraction]:
    result: dict[str, Fraction] = {}
    for unit, share in held.items():
        for new, part in step.get(unit, {unit: Fraction(1)}).items():
            result[new] = result.get(new, Fraction(0)) + share * part
    return result


def then(first: Parts, second: Parts, units: Iterable[str]) -> dict[str, dict[str, Fraction]]:
    """One carrying after another, for the `units` of the first."""
    return {unit: _carried(first.get(unit, {unit: Fraction(1)}), second) for unit in units}


def restated(values: Mapping[str, Fraction], parts: Parts) -> dict[str, Fraction]:
    """Counts or amounts on the later territory; their total is unchanged."""
    result: dict[str, Fraction] = {}
    for unit, value in values.items():
        for new, share in parts.get(unit, {unit: Fraction(1)}).items():
            result[new] = result.get(new, Fraction(0)) + value * share
    return result


def restated_share(
    shares: Mapping[str, Fraction], of: Mapping[str, Fraction], parts: Parts
) -> dict[str, Fraction]:
    """A share or rate on the later territory, computed again: carried numerator over carried `of`.

    Where `of` is zero the share counts nothing, and is zero.
    """
    whole = restated(of, parts)
    part = restated({unit: share * of[unit] for unit, share in shares.items()}, parts)
    return {unit: value / whole[unit] if whole[unit] else Fraction(0) for unit, value in part.items()}


def origins(parts: Parts, units: Iterable[str]) -> dict[str, dict[str, Fraction]]:
    """Of each unit of the later date that is not simply what it was: from which `units`, and which part."""
    found: dict[str, dict[str, Fraction]] = {}
    for unit in units:
        for new, share in parts.get(unit, {unit: Fraction(1)}).items():
            found.setdefault(new, {})[unit] = share
    return {new: old for new, old in found.items() if old != {new: Fraction(1)}}
