"""How a table writes amounts: in thousands, of revenues the negative; and what it means by them."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from attrs import frozen

from allocation.numbers import decimals_of
from rules.analysis.outcome_index import SHOWN


@frozen
class Written:
    """In how many euros the amounts of a rule are written, and whether with the sign reversed."""

    unit: int = 1
    reversed: bool = False

    def meant(self, amounts: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
        """What is meant by what is written, in euros."""
        times = -self.unit if self.reversed else self.unit
        return {code: None if value is None else value * times for code, value in amounts.items()}

    def grain(self, amounts: Collection[Fraction | None]) -> Fraction:
        """What amounts that are written with so many decimals are multiples of."""
        decimals = max((decimals_of(value) or 0 for value in amounts if value is not None), default=0)
        return Fraction(self.unit, 10**decimals)


def last_decimal(text: str) -> Fraction:
    """What a number is a multiple of, as it is written: of 1.726,3 a tenth; no less than a hundredth."""
    return Fraction(1, 10 ** min(len(text.partition(",")[2]), SHOWN))
