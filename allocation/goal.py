"""Goal seek: at which values of one figure or input an amount is what is asked, every one of them.

The values asked about are those of a grid: with so many decimals, from a least to a most. Of each it is
decided. A span (`allocation.spans`) proves of a whole interval that the amount is not met there, or is met
everywhere, or never turns, so that bisection on exact amounts finds where it is met; what no span decides is
halved, and in the end computed value by value. Between two neighbours of the grid nothing is said, but for
whether the amount passes what is asked.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import define, field, frozen

from allocation.errors import RuleError
from allocation.spans import Span

FEW = 12
"""So few values are computed one by one."""
MOST = 4000
"""After so many amounts and spans a question is too large."""


@frozen
class Stretch:
    """The amount is what is asked at every value of the grid from `first` to `last`."""

    first: Fraction
    last: Fraction


@frozen
class Passing:
    """Between these two neighbours the amount passes what is asked."""

    before: Fraction
    after: Fraction


@frozen
class Sought:
    """All there is to find on a grid, in order."""

    stretches: tuple[Stretch, ...]
    passings: tuple[Passing, ...]


@frozen
class Grid:
    """The values from `low` in steps of `step`: as many as there are `places`."""

    low: Fraction
    step: Fraction
    places: int

    def value(self, place: int) -> Fraction:
        """The value at a place, from 0."""
        return self.low + place * self.step


def grid(low: Fraction, high: Fraction, decimals: int) -> Grid:
    """The values with so many decimals from `low` to `high`. Raises RuleError where there are none."""
    step = Fraction(1, 10**decimals)
    first, last = -(-low // step), high // step
    if last < first:
        raise RuleError(f"geen waarde met {decimals} decimalen tussen {low} en {high}")
    return Grid(first * step, step, last - first + 1)


@frozen
class _Piece:
    """Of these places the amount is above (1), at (0) or below (-1) what is asked; None: there is none."""

    first: int
    last: int
    sign: int | None


@define
class _Search:
    at: Callable[[Fraction], Fraction | None]
    between: Callable[[Fraction, Fraction], Span | None]
    asked: Fraction
    grid: Grid
    work: int = 0
    known: dict[int, int | None] = field(factory=dict)

    def sign(self, place: int) -> int | None:
        """Above, at or below what is asked; each place is computed once."""
        if place not in self.known:
            self._count()
            amount = self.at(self.grid.value(place))
            self.known[place] = None if amount is None else (amount > self.asked) - (amount < self.asked)
        return self.known[place]

    def pieces(self, first: int, last: int) -> Iterator[_Piece]:
        """All places in order, decided."""
        if last - first < FEW:
            yield from (_Piece(place, place, self.sign(place)) for place in range(first, last + 1))
            return
        self._count()
        span = self.between(self.grid.value(first), self.grid.value(last))
        if span is not None and (span.settled or not span.may_be(self.asked)):
            sign = (span.range[0] > self.asked) - (span.range[1] < self.asked)
            yield _Piece(first, last, sign if span.always else self.sign(first))
        elif span is not None and span.monotone:
            yield from self._turnless(first, last)
        else:
            middle = (first + last) // 2
            yield from self.pieces(first, middle)
            yield from self.pieces(middle + 1, last)

    def _turnless(self, first: int, last: int) -> Iterator[_Piece]:
        """Where the amount never turns: each sign is one interval, found by halving."""
        while first <= last:
            sign, low, high = self.sign(first), first, last
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if self.sign(middle) == sign else (low, middle - 1)
            yield _Piece(first, low, sign)
            first = low + 1

    def _count(self) -> None:
        self.work += 1
        if self.work > MOST:
            raise RuleError("too much to decide; ask fewer decimals, or between values nearer to each other")


def seek(
    at: Callable[[Fraction], Fraction | None],
    between: Callable[[Fraction, Fraction], Span | None],
    asked: Fraction,
    values: Grid,
) -> Sought:
    """Every value of the grid at which the amount is what is asked.

    `at` is the exact amount at a value (None: there is none), `between` a span that holds for all values
    between two. Raises RuleError where there is too much to decide.
    """
    search = _Search(at, between, asked, values)
    pieces = _joined(search.pieces(0, values.places - 1))
    met = tuple(Stretch(values.value(p.first), values.value(p.last)) for p in pieces if p.sign == 0)
    passed = tuple(
        Passing(values.value(a.last), values.value(b.first))
        for a, b in pairwise(pieces)
        if {a.sign, b.sign} == {1, -1}
    )
    return Sought(met, passed)


def _joined(pieces: Iterator[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and joined[-1].sign == piece.sign:
            joined[-1] = _Piece(joined[-1].first, piece.last, piece.sign)
        else:
            joined.append(piece)
    return joined


def exactly(at: Callable[[Fraction], Fraction | None], asked: Fraction, passing: Passing) -> Fraction | None:
    """The very value at which the amount is what is asked, where between the two it is linear over linear.

    Three amounts make out such a formula; what follows from it is tried. None where it is not so.
    """
    a, b = passing.before, passing.after
    m = (a + b) / 2
    amounts = [at(value) for value in (a, m, b)]
    if None in amounts:
        return None
    low, middle, high = (amount for amount in amounts if amount is not None)
    below = (asked - high) * (middle - low)
    if not below or not m - b:
        return None
    ratio = (asked - low) * (middle - high) / below
    divisor = (m - b) - ratio * (m - a)
    value = (a * (m - b) - ratio * b * (m - a)) / divisor if divisor else None
    return value if value is not None and a <= value <= b and at(value) == asked else None
