"""What becomes of a correction when municipalities merge or split while it is settled.

Who comes after a municipality takes over what is still to be settled with it: all of it after a merger, its
part after a split. So each year adds up to nothing on the municipalities of that year, and so do all of them.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import Factory, evolve, frozen

from allocation.apportion import largest_remainders
from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.settlement import POT, Period, Settlement, settle
from allocation.territory import Parts, then
from rules.library.layers import Reorganisation
from rules.territory.municipalities import carried, last_list, municipalities
from rules.territory.reorganisation import reorganised


@frozen
class Steps:
    """By year (its name) where municipalities go at the beginning of it; what the new ones are called."""

    parts: Mapping[str, Parts] = Factory(dict)
    names: Mapping[str, str] = Factory(dict)


@frozen
class HandedOn:
    """A settlement on the municipalities of each year, and what each took over (below zero: gave away)."""

    settlement: Settlement
    taken: Mapping[str, int]


def steps(
    day: datetime.date, years: Sequence[int], what: Reorganisation | None = None, since: int | None = None
) -> Steps:
    """The reorganisations after `day`, until each of the years, and `what` no law says, in the year `since`.

    Of those of the law border corrections do not count: who goes on keeps what is settled with it. Raises
    InputError for a year that is none of them, and for a municipality that is not there.
    """
    when = years[0] if since is None else since
    if when not in years:
        known = ", ".join(map(str, years))
        raise InputError(
            [Problem("jaar van de herindeling", str(when), f"een jaar van de verrekening: {known}")]
        )
    parts: dict[str, Parts] = {}
    names: dict[str, str] = {}
    for year in years:
        start = max(day, datetime.date(min(year, last_list()), 1, 1))
        step: Parts = {old: into for old, into in carried(day, start).items() if old not in into}
        frame, day = municipalities(start), start
        if what and what.parts and year == when:
            frame = reorganised(frame, what)
            step = then(step, what.parts, [*step, *(old for old in what.parts if old not in step)])
            names |= what.names
        new = {goal for into in step.values() for goal in into}
        names |= {code: names.get(code, name) for code, name in _named(frame) if code in new}
        if step:
            parts[str(year)] = step
    return Steps(parts, names)


def _named(frame: pl.DataFrame) -> list[tuple[str, str]]:
    return list(frame.select(CODE, "naam").iter_rows())


def settled(claims: Mapping[str, int], periods: Sequence[str], spare: Collection[str], at: Steps) -> HandedOn:
    """Settle claims as `allocation.settlement.settle` does, on the municipalities of each period.

    What is left is settled over the periods left, so before the first reorganisation it is what it would be
    without. A spared claim is spared before any of them.
    """
    whole = settle(claims, periods, spare)
    left = {who: units for who, units in whole.claims.items() if who != POT}
    taken: dict[str, int] = {}
    made: list[Period] = []
    for place, name in enumerate(periods):
        before, left = left, _handed(left, at.parts.get(name, {}))
        for who in {*before, *left}:
            taken[who] = taken.get(who, 0) + left.get(who, 0) - before.get(who, 0)
        period = settle(left, periods[place:]).periods[0]
        if POT in whole.claims:  # it stands in every period, also where nothing of it is left
            period = evolve(period, received={POT: 0, **period.received})
        made.append(period)
        left = {who: units - period.received[who] for who, units in left.items()}
    return HandedOn(evolve(whole, periods=made), {who: units for who, units in taken.items() if units})


def _handed(left: Mapping[str, int], step: Parts) -> dict[str, int]:
    """What is left, with whoever comes after; a part of it in whole units, by largest remainders."""
    now: dict[str, int] = {}
    for old, units in left.items():
        into = step.get(old, {old: Fraction(1)})
        goals = sorted(into)
        shares = largest_remainders(Fraction(abs(units)), [into[goal] for goal in goals])
        for goal, share in zip(goals, shares, strict=True):
            now[goal] = now.get(goal, 0) + (share if units > 0 else -share)
    return now
