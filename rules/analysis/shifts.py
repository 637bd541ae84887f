"""Herverdeeleffecten: who gains and who loses from one outcome to another, in all kinds of groups.

Built on the differences of a comparison: each municipality in euros, per inhabitant and as a share of what it
had; winners and losers per group; and in how few hands gains and losses are.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from allocation.numbers import added
from allocation.units import Unit
from rules.analysis.compare import PublicationComparison
from rules.analysis.differences import Difference
from rules.analysis.groups import Grouping, groupings

TOP = 10
"""So many of the largest gains, and of the largest losses, are taken together."""


@frozen
class Shift:
    """What a municipality had and gets; `persons` is 0 where its inhabitants are not known."""

    code: str
    name: str
    persons: Fraction
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How much more it gets (or less), in the unit of the amount."""
        return self.after - self.before

    @property
    def per_inhabitant(self) -> Fraction | None:
        """The change per inhabitant; None where these are not known."""
        return self.change / self.persons if self.persons else None

    @property
    def share(self) -> Fraction | None:
        """The change as a share of what it had; None where it had nothing."""
        return self.change / self.before if self.before else None


@frozen
class Together:
    """Some municipalities together: how many gain, lose and stay, and what they gain and lose."""

    whole: Shift
    winners: int
    losers: int
    same: int
    gains: Fraction
    losses: Fraction


@frozen
class Concentration:
    """In how few hands the gains (or the losses) are.

    `count` municipalities share `sum`; the TOP largest have the part `top` of it, `half` of them have half.
    """

    count: int
    sum: Fraction
    top: Fraction
    half: int


@frozen
class Shifts:
    """The shifts of one amount, or of several together (`rules`), per municipality in order of code."""

    rules: tuple[str, ...]
    comparison: PublicationComparison
    rows: Sequence[Shift]

    @property
    def everyone(self) -> Together:
        """All municipalities together."""
        return together(self.rows)

    def by_group(self, grouping: Grouping) -> list[tuple[str, Together]]:
        """Each group that has municipalities, in order."""
        rows = {row.code: row for row in self.rows}
        groups = [(group, [rows[code] for code in codes]) for group, codes in grouping.members.items()]
        return [(group, together(some)) for group, some in groups if some]

    @property
    def gains(self) -> Concentration:
        """Of those who gain."""
        return concentration([row.change for row in self.rows if row.change > 0])

    @property
    def losses(self) -> Concentration:
        """Of those who lose, as amounts above zero."""
        return concentration([-row.change for row in self.rows if row.change < 0])

    @property
    def moved(self) -> Fraction:
        """What moves from some municipalities to others: what is gained, as far as others lose it."""
        return min(self.gains.sum, self.losses.sum)

    def row(self, code: str) -> Shift:
        """One municipality."""
        return next(row for row in self.rows if row.code == code)

    def place(self, code: str) -> tuple[int, int] | None:
        """The place by gain per inhabitant, 1 the largest (equal ones the same), and of how many."""
        known = [row.per_inhabitant for row in self.rows if row.per_inhabitant is not None]
        mine = self.row(code).per_inhabitant
        return None if mine is None else (1 + sum(value > mine for value in known), len(known))

    def groups_of(self, code: str) -> list[tuple[Grouping, str, Together]]:
        """The groups that a municipality is in."""
        return [
            (grouping, group, found)
            for grouping in groupings(self.comparison.after.prepared)
            for group, found in self.by_group(grouping)
            if grouping.of.get(code) == group
        ]


def together(rows: Sequence[Shift]) -> Together:
    """Some municipalities as one; of inhabitants that are not known of all of them, none."""
    persons = added([row.persons for row in rows]) if all(row.persons for row in rows) else Fraction(0)
    whole = Shift("", "", persons, added([row.before for row in rows]), added([row.after for row in rows]))
    up, down = ([row.change for row in rows if sign * row.change > 0] for sign in (1, -1))
    return Together(whole, len(up), len(down), len(rows) - len(up) - len(down), added(up), added(down))


def concentration(amounts: Sequence[Fraction]) -> Concentration:
    """In how few hands amounts above zero are."""
    ordered, whole = sorted(amounts, reverse=True), added(amounts)
    running, half = Fraction(0), 0
    while 2 * running < whole:
        running, half = running + ordered[half], half + 1
    top = added(ordered[:TOP]) / whole if whole else Fraction(0)
    return Concentration(len(amounts), whole, top, half)


def shifts(comparison: PublicationComparison) -> list[Shifts]:
    """Of each amount that changes; and first of all amounts of money together, where there are more."""
    money = [one for one in comparison.differences if Unit(one.unit).is_money]
    moving = [one for one in comparison.differences if not one.stays]
    each = [Shifts((one.rule,), comparison, _rows([one])) for one in moving]
    if len(money) > 1 and any(not one.stays for one in money):
        each.insert(0, Shifts(tuple(one.rule for one in money), comparison, _rows(money)))
    return each


def _rows(differences: Sequence[Difference]) -> list[Shift]:
    first = differences[0]
    return [
        Shift(
            code,
            first.names[place],
            first.persons[place],
            added([one.before[place] for one in differences]),
            added([one.after[place] for one in differences]),
        )
        for place, code in enumerate(first.codes)
    ]


def percent(share: Fraction) -> Fraction:
    """A share per hundred."""
    return share * 100
