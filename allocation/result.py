"""What comes out of a run."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

import polars as pl
from attrs import frozen

from allocation.case import CODE, Case
from allocation.column import Column
from allocation.errors import RuleError


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


@frozen(eq=False)
class Result:
    """The exact values of every rule, and what must be said about them.

    `columns` has the rules with a value per municipality, `national` those with one for the country.
    `on_fractions` names the rules that decimals of 38 digits do not carry.
    """

    case: Case
    columns: Mapping[str, Column]
    national: Mapping[str, Fraction]
    statuses: Mapping[str, str]
    balances: tuple[Balance, ...]
    ties: tuple[Tie, ...]
    on_fractions: frozenset[str]

    def exact(self, name: str) -> Sequence[Fraction]:
        """The exact values of a rule, input or figure in order of code; one where it is national."""
        if name in self.national:
            return (self.national[name],)
        if name in self.case.figures:
            return (self.case.figures[name],)
        return self._column(name).exact

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Fraction]]:
        """The exact values of every figure, input and rule, as `exact` gives them."""
        names = (*self.case.figures, *self.case.inputs, *self.case.book.rules)
        return {name: self.exact(name) for name in names}

    def column(self, name: str) -> pl.Series:
        """The values of a municipal rule or an input as decimals, in order of code; see `endless`.

        Raises RuleError for a value with more digits than can be written down.
        """
        try:
            return self._column(name).shown
        except RuleError as error:
            raise RuleError(f"regel {name}: {error}") from None

    def total(self, name: str) -> Decimal:
        """The sum over all municipalities of a rule or an input, as shown."""
        with localcontext(prec=100):
            return sum(self.column(name).to_list(), Decimal(0))

    @cached_property
    def values(self) -> pl.DataFrame:
        """`code`, and the values of every municipal rule as decimals, in order of code."""
        return pl.DataFrame({CODE: self.case.codes, **{name: self.column(name) for name in self.columns}})

    @cached_property
    def endless(self) -> frozenset[str]:
        """The rules whose decimals are cut off (at QUOTIENT_DECIMALS); the rules go on with what is exact."""
        return frozenset(name for name, column in self.columns.items() if column.endless)

    def _column(self, name: str) -> Column:
        return self.columns[name] if name in self.columns else self.case.inputs[name]
