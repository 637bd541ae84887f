"""How values of many worlds are held: world after world, one per world, or one for all; laid out as asked."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import polars as pl
from attrs import frozen

from allocation import bounded
from allocation.bounded import Bounded
from allocation.column import Column, Quotients, of_fractions
from allocation.terms import NotCarriedError


@frozen(eq=False)
class PerWorld:
    """One national value for each world."""

    column: Column | Bounded


Value = Column | Bounded | PerWorld | Fraction
"""A value per municipality of each world (exact, or within a bound), one per world, or one for all."""


@frozen(eq=False, slots=False)
class Laid:
    """Values that stand at more places: laid out only as they are read, exactly or within their bound."""

    column: Column | Bounded
    places: pl.Series
    times: int = 0
    """Where it is not 0: the places are all of the column, so many times over."""

    @cached_property
    def out(self) -> Column | Bounded:
        """The values at their places."""
        if isinstance(self.column, Bounded):
            return self.near
        return gathered(self.column, self.places)

    @cached_property
    def near(self) -> Bounded:
        """The same within their bound."""
        column = self.column
        near = column if isinstance(column, Bounded) else bounded.of_column(column)
        return near.repeated(self.times) if self.times else near.gather(self.places)


Read = Column | Bounded | Fraction | Laid
"""What a formula reads on rows."""


def inner(value: Value | Laid) -> Column | Bounded | Fraction:
    """The column that a value is, or has."""
    return value.column if isinstance(value, PerWorld | Laid) else value


class NotDecidedError(Exception):
    """What is only known within a bound is needed exactly."""


def sure(value: Read) -> Column | Fraction:
    """A value that is no bound, laid out."""
    read = value.out if isinstance(value, Laid) else value
    assert not isinstance(read, Bounded)
    return read


def gathered(column: Column, places: pl.Series) -> Column:
    """The values at some places, one after another."""
    held = column.quotients
    if held is None:
        return of_fractions([column.exact[place] for place in places])
    divisors = held.divisors if isinstance(held.divisors, int) else held.divisors.gather(places)
    return Column(Quotients(held.numerators.gather(places), divisors))


def nulls(column: Column) -> pl.Series | None:
    """Of each row whether it divides by zero; None of what is held as fractions, which never does."""
    held = column.held
    if not isinstance(held, Quotients):
        return None
    null = held.numerators.is_null()
    return null | held.divisors.is_null() if isinstance(held.divisors, pl.Series) else null


def refuse_nulls(column: Column) -> None:
    """What divides by zero has no total; fractions say for whom."""
    if (null := nulls(column)) is not None and null.any():
        raise NotCarriedError


def rows(value: Value, count: int, size: int) -> Sequence[Sequence[Fraction]]:
    """The exact values world by world. Raises NotDecidedError where only bounds are known."""
    if isinstance(value, Fraction):
        return [[value]] * count
    column = value.column if isinstance(value, PerWorld) else value
    if isinstance(column, Bounded):
        raise NotDecidedError
    if isinstance(value, PerWorld):
        return [[each] for each in column.exact]
    return [column.exact[place * size : (place + 1) * size] for place in range(count)]
