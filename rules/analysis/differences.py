"""The change of an amount: of each municipality, of all together, and of it what each cause did."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.attribution import ALL, OTHERS, OWN, ROUNDING, RULES, Attribution, Row
from allocation.case import CODE
from allocation.numbers import added, decimal

CENTS = 2


class Cause(StrEnum):
    """Why an amount changed; a figure that the law names as a cause has its own name instead.

    The first five are the engine's, as it names them.
    """

    OWN_INPUTS = OWN
    OTHERS_INPUTS = OTHERS
    INPUTS = ALL
    ROUNDING = ROUNDING
    RULES = RULES
    REORGANISATION = "reorganisation"
    BUDGET = "national budget"
    RATE = "amounts per unit"
    OTHER_FIGURES = "other national figures"


UNDIVIDED = (Cause.ROUNDING, Cause.RULES, Cause.REORGANISATION, Cause.OTHERS_INPUTS)
"""The causes that are not made up of figures or inputs, or of those of everyone else."""


def in_cents(parts: Mapping[str, Fraction], whole: Fraction) -> dict[str, Fraction]:
    """Parts in cents, adding up as shown to the `whole`: what their own rounding leaves goes to the last."""
    shown = {name: Fraction(decimal(part, CENTS)) for name, part in parts.items()}
    if shown:
        shown[list(shown)[-1]] += Fraction(decimal(whole, CENTS)) - sum(shown.values())
    return shown


@frozen
class Change:
    """What an amount was, what it becomes, and the part of the difference of each cause, exactly."""

    before: Fraction
    after: Fraction
    parts: Mapping[str, Fraction]

    @property
    def difference(self) -> Fraction:
        """How much more it becomes (or less)."""
        return self.after - self.before

    @property
    def relative(self) -> Fraction | None:
        """The difference as a part of what it was; None where it was nothing."""
        return self.difference / self.before if self.before else None

    def in_cents(self) -> dict[str, Fraction]:
        """The parts in cents, adding up as shown to the difference."""
        return in_cents(self.parts, self.difference)


@frozen
class PotChange:
    """The change of a pot, in its unit."""

    label: str
    unit: str
    change: Change


@frozen
class Difference:
    """The change of one amount in euros or places, per municipality of the later publication.

    Rows are in order of code; before any rounding of their own the `parts`, by cause, add to `after` -
    `before`. `persons` are the inhabitants on 1 January of the uitkeringsjaar, 0 where these are not known.
    `national` is that of the pot that the amount divides, where a rule makes it. `effects` are those on the
    municipalities of the later publication.
    """

    rule: str
    label: str
    short: str
    unit: str
    codes: Sequence[str]
    names: Sequence[str]
    persons: Row
    before: Row
    after: Row
    parts: Mapping[str, Row]
    national: PotChange | None
    effects: Attribution

    def details(self, cause: str, place: int | None = None) -> Mapping[str, Row]:
        """What each figure or input of a cause did, for all or for one: together its part, exactly."""
        return self.effects.details(cause, place) if cause not in UNDIVIDED else {}

    @property
    def stays(self) -> bool:
        """Whether nothing changed for anyone."""
        return not any(self.change)

    @property
    def change(self) -> Row:
        """What each municipality gets more (or less), in the unit of the amount."""
        return [b - a for a, b in zip(self.before, self.after, strict=True)]

    @property
    def per_inhabitant(self) -> list[Fraction | None]:
        """The change per inhabitant, in the unit of the amount; None where these are not known."""
        return [c / n if n else None for c, n in zip(self.change, self.persons, strict=True)]

    def at(self, place: int) -> Change:
        """The change of one municipality."""
        return Change(self.before[place], self.after[place], {c: row[place] for c, row in self.parts.items()})

    def of(self, codes: Collection[str]) -> Change:
        """The change of some municipalities together."""
        places = [place for place, code in enumerate(self.codes) if code in codes]

        def sums(row: Row) -> Fraction:
            return sum((row[place] for place in places), Fraction(0))

        return Change(sums(self.before), sums(self.after), {c: sums(row) for c, row in self.parts.items()})

    def together(self) -> Change:
        """The change of all municipalities; whose inputs they were says nothing then."""
        parts: dict[str, Fraction] = {}
        for cause, row in self.parts.items():
            of_all = Cause.INPUTS if cause in (Cause.OWN_INPUTS, Cause.OTHERS_INPUTS) else cause
            parts[of_all] = parts.get(of_all, Fraction(0)) + sum(row, Fraction(0))
        return Change(sum(self.before, Fraction(0)), sum(self.after, Fraction(0)), parts)

    def frame(self) -> pl.DataFrame:
        """A row per municipality, in cents: was, wordt, verschil, per_inwoner, and a column per cause."""
        causes = [self.at(place).in_cents() for place in range(len(self.codes))]
        amounts: Mapping[str, Sequence[Fraction | None]] = {
            "was": self.before,
            "wordt": self.after,
            "verschil": self.change,
            "per_inwoner": self.per_inhabitant,
            **{cause: [parts[cause] for parts in causes] for cause in self.parts},
        }
        shown = {
            name: pl.Series(
                [None if v is None else decimal(v, CENTS) for v in row], dtype=pl.Decimal(38, CENTS)
            )
            for name, row in amounts.items()
        }
        return pl.DataFrame({CODE: self.codes, "naam": self.names, **shown})

    def totals(self) -> dict[str, Decimal]:
        """Under each column of the frame the total of all municipalities, in cents; none per inhabitant.

        Of the amounts that of the exact ones, of each cause that of what the frame has.
        """
        together, frame = self.together(), self.frame()
        amounts = {"was": together.before, "wordt": together.after, "verschil": together.difference}
        exact = {name: decimal(value, CENTS) for name, value in amounts.items()}
        return exact | {cause: sum(frame[cause], Decimal(0)) for cause in self.parts}

    def closes(self) -> bool:
        """Whether the amounts together change as much as the pot; not where each of them is rounded."""
        return self.national is None or self.together().difference == self.national.change.difference


def together(row: Row) -> Decimal:
    """All municipalities, in cents."""
    return decimal(added(row), CENTS)


def movers(values: Sequence[Fraction | None], count: int) -> tuple[list[int], list[int]]:
    """The places of the `count` that gain most, and of those that lose most."""
    order = sorted((value, place) for place, value in enumerate(values) if value)
    up = [place for value, place in reversed(order) if value > 0]
    return up[:count], [place for value, place in order if value < 0][:count]
