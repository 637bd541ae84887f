"""A correction: what was paid wrongly is given back and taken back over some years, to the whole euro.

Every year adds up to nothing, and so do all years together: what municipalities that are spared keep, and
what the two amounts differ in all, is on a pot that is named.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import floor

from attrs import frozen

from allocation.errors import InputError, Problem


@frozen
class Correction:
    """By municipality what is paid (+) or taken back (-) in each year; `pot` is who bears the rest."""

    years: Sequence[int]
    by_code: Mapping[str, Sequence[int]]
    pot: Sequence[int]

    def total(self, code: str) -> int:
        """What a municipality gets in all."""
        return sum(self.by_code[code])

    @property
    def pot_total(self) -> int:
        """What the pot gets in all; below zero what it bears."""
        return sum(self.pot)


@frozen
class Payment:
    """What one municipality (or the pot, "") pays to another."""

    payer: str
    receiver: str
    amount: int


def correction(
    paid: Mapping[str, Fraction],
    right: Mapping[str, Fraction],
    years: Sequence[int],
    spared: Collection[str] = (),
) -> Correction:
    """The correction of what was `paid` to what is `right`, by code, in equal parts over `years`.

    Who is `spared` gives nothing back (and still gets what it lacked). Raises InputError for years that are
    not there or not in order, codes that differ, and amounts that are no whole euros.
    """
    _refuse(paid, right, years, spared)
    owed = {code: int(right[code] - paid[code]) for code in sorted(paid)}
    owed = {code: max(0, euros) if code in spared else euros for code, euros in owed.items()}
    pot = -sum(owed.values())
    done = [_so_far([*owed.values(), pot], k + 1, len(years)) for k in range(len(years))]
    before = [[0] * len(done[0]), *done]
    each = [[b - a for a, b in zip(x, y, strict=True)] for x, y in zip(before, done, strict=False)]
    by_code = {code: [of_year[n] for of_year in each] for n, code in enumerate(owed)}
    return Correction(tuple(years), by_code, [of_year[-1] for of_year in each])


def _so_far(owed: Sequence[int], years: int, of: int) -> list[int]:
    """What has been paid after some of the years: together nothing, each within a euro of its part."""
    parts = [Fraction(euros * years, of) for euros in owed]
    down = [floor(part) for part in parts]
    first = sorted(range(len(parts)), key=lambda n: (down[n] - parts[n], n))
    for n in first[: -sum(down)]:
        down[n] += 1
    return down


def payments(of: Correction) -> list[Payment]:
    """Who pays whom in all years together, in order of code; the pot last ("")."""
    owed = {code: of.total(code) for code in of.by_code} | {"": sum(of.pot)}
    payers = {code: -euros for code, euros in owed.items() if euros < 0}
    found = []
    for receiver, euros in owed.items():
        left = euros
        while left > 0:
            payer = next(iter(payers))
            amount = min(left, payers[payer])
            found.append(Payment(payer, receiver, amount))
            left -= amount
            payers[payer] -= amount
            if not payers[payer]:
                del payers[payer]
    return found


def _refuse(
    paid: Mapping[str, Fraction], right: Mapping[str, Fraction], years: Sequence[int], spared: Collection[str]
) -> None:
    problems = []
    if not years or list(years) != sorted(set(years)):
        problems.append(Problem("years", str(list(years)), "one year or more, each once, in order"))
    if other := {*paid} ^ {*right}:
        problems.append(
            Problem("the two amounts", f"one of them has no {', '.join(sorted(other))}", "the same codes")
        )
    broken = sorted(
        c for each in (paid, right) for c, euros in each.items() if Fraction(euros).denominator != 1
    )
    if broken:
        problems.append(Problem("the amounts", f"no whole euros for {', '.join(broken[:3])}", "whole euros"))
    if strange := sorted({*spared} - {*paid}):
        problems.append(Problem("spared", ", ".join(strange), "codes of municipalities"))
    if problems:
        raise InputError(problems)
