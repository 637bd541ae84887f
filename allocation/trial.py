"""A trial: values to try the properties of rules on, and what comes of them."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from random import Random

from attrs import define, field

from allocation import exact
from allocation.contract import Contract
from allocation.errors import RuleError
from allocation.exact import Row
from allocation.rewrites import unbounded, unrounded
from allocation.rulebook import Rulebook

Rows = Mapping[str, Row]


@define(eq=False)
class Books:
    """A book with its contracts, and as it is without rounding: each made once.

    `free` has what adds up over municipalities, without bounds too.
    """

    book: Rulebook
    contracts: Mapping[str, Contract]
    smooth: Rulebook = field(init=False)
    free: Rulebook = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.smooth = unrounded(self.book)
        adds = [one.rule for one in self.contracts.values() if one.additive]
        self.free = unbounded(self.smooth).needed(adds)


@define(eq=False)
class Trial:
    """Values to try properties on: a row for every input and figure of a book, in order of code.

    `chance` chooses which municipality and which input; the same seed chooses the same.
    """

    of: Books
    given: Rows
    chance: Random

    @cached_property
    def rows(self) -> Rows:
        """What comes of them."""
        return exact.evaluated(self.of.book, self.given)

    @cached_property
    def smooth(self) -> Rows:
        """The same without rounding."""
        return exact.evaluated(self.of.smooth, self.given)

    @cached_property
    def free(self) -> Rows:
        """The same without rounding and bounds."""
        return exact.evaluated(self.of.free, self.given)

    @cached_property
    def size(self) -> int:
        """How many municipalities there are."""
        return max((len(self.given[name]) for name in self.of.book.inputs), default=1)

    @property
    def followed(self) -> bool:
        """Whether the rules can be followed: nothing is divided by zero, and no pot is below zero."""
        try:
            return _followed(self.of, self.given, self.rows)
        except RuleError:
            return False

    @property
    def sound(self) -> bool:
        """Whether they can be followed without rounding, and without bounds, too."""
        try:
            every = (self.rows, self.smooth, self.free)
        except RuleError:
            return False
        return _followed(self.of, self.given, *every)

    def other(self, changed: Mapping[str, Row], book: Rulebook | None = None) -> Rows | None:
        """What comes of other values; None where the rules cannot be followed with them."""
        given = {**self.given, **changed}
        try:
            rows = exact.evaluated(book or self.of.book, given)
        except RuleError:
            return None
        return rows if _followed(self.of, given, rows) else None

    def on(self, changed: Mapping[str, Row]) -> "Trial":
        """A trial with other values of some inputs or figures."""
        return Trial(self.of, {**self.given, **changed}, self.chance)

    def again(self, seed: int) -> "Trial":
        """The same values, with other choices; what was computed of them is not computed again."""
        other = Trial(self.of, self.given, Random(seed))  # noqa: S311 - a choice of what to try
        other.rows, other.smooth, other.free = self.rows, self.smooth, self.free
        return other

    def promising(self, what: Callable[[Contract], object]) -> list[Contract]:
        """The contracts that promise something."""
        return [one for one in self.of.contracts.values() if what(one)]


def _followed(of: Books, given: Rows, *every: Rows) -> bool:
    pots = {one.pot for one in of.contracts.values() if one.pot}
    for rows in every:
        if any(value is None for row in rows.values() for value in row):
            return False
        known = {**given, **rows}
        if any(min(numbers_of(known[pot])) < 0 for pot in pots if pot in known):
            return False
    return True


def numbers_of(row: Row) -> Sequence[Fraction]:
    """A row of what is sound: every value is there."""
    return row  # type: ignore[return-value]  # what is sound has no value that is lacking
