"""A case: everything that one run needs, checked and complete; and what comes out of it."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl
from attrs import Factory, field, frozen

from allocation.errors import RuleError
from allocation.rulebook import Rulebook

CODE = "code"
"""The column that identifies a municipality."""


def _in_order(municipalities: pl.DataFrame) -> pl.DataFrame:
    """In order of code, so that the order of delivery can never matter."""
    return municipalities.sort(CODE)


@frozen
class Case:
    """One year of one publication.

    `municipalities` holds `code` and one Decimal column per input; `figures` the exact value
    of each figure; `statuses` how sure each input and figure is. An input that was divided over
    successors may not end in decimals: its exact values, by code, stand in `fractions`, and the
    column is for showing. No clock, no files. Raises RuleError when something is missing, or a
    municipality is there twice.
    """

    book: Rulebook
    municipalities: pl.DataFrame = field(converter=_in_order)
    figures: Mapping[str, Fraction]
    statuses: Mapping[str, str]
    fractions: Mapping[str, Mapping[str, Fraction]] = Factory(dict)

    def exact(self, name: str) -> list[Fraction]:
        """The exact values of an input, in order of code."""
        if name in self.fractions:
            return [self.fractions[name][code] for code in self.municipalities[CODE]]
        return [Fraction(value) for value in self.municipalities[name]]

    def __attrs_post_init__(self) -> None:
        codes, inputs = self.municipalities[CODE], set(self.municipalities.columns)
        lacking = {*self.book.inputs} - inputs | {*self.book.figures} - {*self.figures}
        lacking |= {*self.book.inputs, *self.book.figures} - {*self.statuses}
        if lacking:
            raise RuleError(f"no value or status for {', '.join(sorted(lacking))}")
        if codes.is_empty() or codes.n_unique() < len(codes):
            raise RuleError("a case needs municipalities, each of them once")


@frozen
class Balance:
    """What became of a pot: available = handed_out + left, and left = the sum of the reasons.

    `pot_rounding`: the pot itself was rounded; `bounds`: floors and ceilings; `rounding`: each
    municipality was rounded on its own. Positive: money kept; negative: money added.
    """

    pot: str
    rule: str
    available: Fraction
    handed_out: Fraction
    pot_rounding: Fraction
    bounds: Fraction
    rounding: Fraction

    @property
    def left(self) -> Fraction:
        """What was not handed out (negative: handed out beyond the pot)."""
        return self.available - self.handed_out


@frozen
class Tie:
    """Equal remainders at the last unit: `granted` got one by order of code, `denied` did not."""

    rule: str
    granted: tuple[str, ...]
    denied: tuple[str, ...]


@frozen
class Result:
    """The values of every rule, and what must be said about them.

    `values` holds `code` and one Decimal column per municipal rule, in order of code; `national`
    the exact value of each national rule. A quotient that no rule rounds may not end: it is listed
    in `endless` and has QUOTIENT_DECIMALS decimals here, while the rules go on with its exact value.
    `arithmetic` is "polars", or "fractions" where 38 digits did not suffice.
    """

    case: Case
    values: pl.DataFrame
    national: Mapping[str, Fraction]
    endless: frozenset[str]
    statuses: Mapping[str, str]
    balances: tuple[Balance, ...]
    ties: tuple[Tie, ...]
    arithmetic: str

    def column(self, name: str) -> pl.Series:
        """The values of a municipal rule or an input, in order of code."""
        return self.values[name] if name in self.values else self.case.municipalities[name]

    def total(self, name: str) -> Decimal:
        """The sum over all municipalities of a rule (as shown, where it is endless) or an input."""
        with localcontext(prec=100):
            return sum(self.column(name).to_list(), Decimal(0))


QUOTIENT_DECIMALS = 12
