"""A column: one exact value per municipality, in order of code, that cannot be changed.

It is held as decimals of at most 38 digits over whole divisors, so that polars can reckon with it, or as
fractions where those digits do not suffice. Either way it is one truth: what is exact, what is shown and what
polars reads all follow from what is held.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

import polars as pl
from attrs import frozen

from allocation.errors import RuleError
from allocation.numbers import added_pairs, decimal, decimals_of, scaled

DIGITS = 38
"""What a decimal can hold."""
LIMIT = 10**DIGITS
SMALL = 2**63
"""Whole numbers below this go into a column at once."""
QUOTIENT_DECIMALS = 12
"""With so many decimals a value is shown that does not end."""


Pair = tuple[int, int]
"""A numerator and a divisor above zero."""


ONE = Fraction(1)


@frozen(eq=False)
class Ratios:
    """Whole numbers over divisors above zero, not in lowest terms, times one factor for all."""

    pairs: tuple[Pair, ...]
    factor: Fraction = ONE

    @property
    def folded(self) -> tuple[Pair, ...]:
        """The ratios themselves."""
        if self.factor == ONE:
            return self.pairs
        above, below = self.factor.as_integer_ratio()
        return tuple((n * above, d * below) for n, d in self.pairs)


@frozen(eq=False)
class Quotients:
    """Decimals over divisors above zero: one divisor for all, or one for each."""

    numerators: pl.Series
    divisors: pl.Series | int

    @property
    def plain(self) -> bool:
        """Whether they are the numerators themselves."""
        return isinstance(self.divisors, int) and self.divisors == 1

    @cached_property
    def range(self) -> tuple[int, int]:
        """The smallest and the largest numerator, in units of its last decimal."""
        return units_range(self.numerators)


def units_range(decimals: pl.Series) -> tuple[int, int]:
    """The smallest and the largest of some decimals, in units of the last decimal."""
    units = decimals.to_physical()
    return int(units.min()), int(units.max())  # type: ignore[arg-type]


def _units(decimals: pl.Series) -> tuple[list[int], int]:
    """Decimals as whole numbers of their last decimal, and how many of those are one."""
    return decimals.to_physical().to_list(), 10 ** scale_of(decimals)


def scale_of(decimals: pl.Series) -> int:
    """The number of decimals of a column of decimals."""
    scale: int = decimals.dtype.scale  # type: ignore[attr-defined]
    return scale


@frozen(eq=False)
class Column:
    """One exact value per municipality, in order of code; `held` is known to its makers only."""

    held: Quotients | Ratios

    def __len__(self) -> int:
        return len(self.held.numerators if isinstance(self.held, Quotients) else self.held.pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Column) and self.exact == other.exact

    def __hash__(self) -> int:
        return hash(self.exact)

    @cached_property
    def exact(self) -> tuple[Fraction, ...]:
        """The values themselves."""
        return tuple(Fraction(n, d) for n, d in self.pairs)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The values as numerators and divisors above zero, not in lowest terms."""
        if not isinstance(self.held, Quotients):
            return self.held.folded
        units, unit = _units(self.held.numerators)
        if isinstance(self.held.divisors, int):
            over = unit * self.held.divisors
            return tuple((n, over) for n in units)
        below, part = _units(self.held.divisors)
        return tuple((n * part, unit * d) for n, d in zip(units, below, strict=True))

    @cached_property
    def quotients(self) -> Quotients | None:
        """The values as polars can reckon with them; None where 38 digits do not carry them."""
        if isinstance(self.held, Quotients):
            return self.held
        if Fraction(*self.held.pairs[0]).denominator >= LIMIT or self.held.factor.denominator >= LIMIT:
            return None  # nearly always: what remains is asked of the values themselves
        pairs = self.held.pairs if self.held.factor == ONE else [x.as_integer_ratio() for x in self.exact]
        return _quotients(*zip(*pairs, strict=True))

    @cached_property
    def total(self) -> Fraction:
        """The sum of all values."""
        held = self.held
        if isinstance(held, Quotients) and isinstance(held.divisors, int):
            low, high = held.range
            if max(-low, high) * len(self) < LIMIT:  # else polars would wrap around in silence
                units = int(held.numerators.to_physical().sum())
                return Fraction(units, 10 ** scale_of(held.numerators) * held.divisors)
        if isinstance(held, Ratios):
            return held.factor * Fraction(*added_pairs(held.pairs))
        return Fraction(*added_pairs(self.pairs))

    @property
    def shown(self) -> pl.Series:
        """The values as decimals, cut off at QUOTIENT_DECIMALS where they are `endless`."""
        return self._written[0]

    @property
    def endless(self) -> bool:
        """Whether `shown` is not exact: a value does not end, or has more digits than can be written down."""
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[pl.Series, bool]:
        if isinstance(self.held, Quotients) and self.held.plain:
            return self.held.numerators, False
        needed = [decimals_of(value) for value in self.exact]
        scale = max((count for count in needed if count), default=0)
        whole = len(str(round(max(map(abs, self.exact)))))  # no fewer than after rounding
        endless = None in needed or whole + scale > DIGITS
        if endless:
            scale = QUOTIENT_DECIMALS
        if whole + scale > DIGITS:
            raise RuleError(f"a value of {whole} digits is more than can be written down")
        decimals = [decimal(value, scale) for value in self.exact]
        return pl.Series(decimals, dtype=pl.Decimal(DIGITS, scale)), endless


def _quotients(above: Sequence[int], below: Sequence[int]) -> Quotients | None:
    """Ratios over one divisor, where 38 digits carry them: decimals where they end, else what all divide."""
    common = lcm(*{*below})
    scale = decimals_of(Fraction(1, common))
    if scale is not None and (units := _over(above, below, 10**scale)):
        return Quotients(_series(units, scale), 1)
    units = _over(above, below, common) if common < LIMIT else []
    return Quotients(_series(units, 0), common) if units else None


def _over(above: Sequence[int], below: Sequence[int], common: int) -> Sequence[int]:
    """The numerators over one divisor that all of them divide; none where 38 digits do not carry them."""
    times = {divisor: common // divisor for divisor in {*below}}
    same = [*times] == [common]
    units = above if same else [n * times[divisor] for n, divisor in zip(above, below, strict=True)]
    return units if min(units) > -LIMIT and max(units) < LIMIT else []


def _series(units: Sequence[int], scale: int) -> pl.Series:
    """Whole units as decimals; large ones one by one, as polars takes the first as a measure of all."""
    kind = pl.Decimal(DIGITS, scale)
    if min(units) > -SMALL and max(units) < SMALL:
        whole = pl.Series(units, dtype=pl.Int64).cast(pl.Decimal(DIGITS, 0))
        return pl.select(pl.lit(whole) * pl.lit(scaled(1, scale)).cast(kind)).to_series().cast(kind)
    return pl.Series([scaled(unit, scale) for unit in units], dtype=kind)


def of_decimals(decimals: pl.Series) -> Column:
    """A column of decimals."""
    return Column(Quotients(decimals, 1))


def of_fractions(values: Sequence[Fraction]) -> Column:
    """A column of any exact values."""
    return Column(Ratios(tuple(value.as_integer_ratio() for value in values)))


def of_many(values: Sequence[Fraction]) -> Column:
    """A long column of any exact values: decimals from the start where those carry it."""
    made = _quotients([value.numerator for value in values], [value.denominator for value in values])
    return Column(made) if made else of_fractions(values)
