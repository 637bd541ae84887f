"""The outcome of the model: O per municipality, with the households that it predicts for each norm."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from allocation.numbers import decimal, round_half_away
from rules.model.sums import UNIT, Sum, Sums

CENTS = 100
NONE = Sum(0, 0, 0)


@frozen
class Municipality:
    """What the model says of one municipality, exactly: `outcome` is O in euros.

    `paid` is the part of the norms that is paid out, weighted with them (0 where nothing is predicted).
    """

    code: str
    rows: int
    predicted: Mapping[str, Fraction]
    outcome: Fraction
    paid: Fraction

    @property
    def all_predicted(self) -> Fraction:
        """Households predicted, all norms together."""
        return sum(self.predicted.values(), Fraction(0))


def outcomes(found: Sums, codes: tuple[str, ...], norms: Mapping[str, int]) -> list[Municipality]:
    """Of every municipality, also where no household was; `norms` in cents."""
    return [_of(code, {norm: found.by.get((code, norm), NONE) for norm in norms}, norms) for code in codes]


def _of(code: str, by: Mapping[str, Sum], norms: Mapping[str, int]) -> Municipality:
    outcome = Fraction(sum(one.paid * norms[norm] for norm, one in by.items()), UNIT * UNIT * CENTS)
    whole = Fraction(sum(one.chance * norms[norm] for norm, one in by.items()), UNIT * CENTS)
    return Municipality(
        code,
        sum(one.rows for one in by.values()),
        {norm: Fraction(one.chance, UNIT) for norm, one in by.items()},
        outcome,
        outcome / whole if whole else Fraction(0),
    )


def country(all_of: list[Municipality]) -> tuple[int, Fraction, Fraction]:
    """Households, predicted households and O of all together."""
    return (
        sum(one.rows for one in all_of),
        sum((one.all_predicted for one in all_of), Fraction(0)),
        sum((one.outcome for one in all_of), Fraction(0)),
    )


def rows(all_of: list[Municipality], names: Mapping[str, str], norms: Mapping[str, int]) -> list[list[str]]:
    """A table as text: O in cents, predicted households in four decimals; the first row is the header."""
    header = ["gemeentecode", "naam", "huishoudens", "voorspelde_huishoudens", "uitkomst", "deel_van_de_norm"]
    made = [[*header, *(f"huishoudens_{norm}" for norm in norms)]]
    for one in all_of:
        predicted = [f"{decimal(one.predicted[norm], 4)}" for norm in norms]
        said = [f"{decimal(one.all_predicted, 4)}", f"{decimal(one.outcome, 2)}", f"{decimal(one.paid, 6)}"]
        made.append([one.code, names[one.code], str(one.rows), *said, *predicted])
    return made


def in_cents(one: Municipality) -> Fraction:
    """O as it is delivered to the rules of the budget."""
    return round_half_away(one.outcome, 2)
