"""What may have happened to an amount that differs from the computed one, and what is most plausible."""

from collections.abc import Sequence
from enum import Enum, auto
from fractions import Fraction

from attrs import field, frozen

from rules.analysis.outcome_index import OutcomeIndex


class Suspected(Enum):
    """What may have happened; tables.checking.causes says each in Dutch."""

    ONE_FIGURE = auto()
    PUBLICATION = auto()
    COMPUTED = auto()
    AMOUNT = auto()
    AMOUNTS = auto()
    WITHOUT = auto()
    WITH = auto()
    NOTHING = auto()
    SIGN = auto()
    SCALE = auto()
    PART = auto()
    ROUNDED = auto()
    CUT_OFF = auto()
    MERGED = auto()
    MERGED_TOGETHER = auto()
    MUNICIPALITY = auto()
    ROUNDING = auto()
    OLD_VALUES = auto()
    DIGIT = auto()
    DIGITS_INTERCHANGED = auto()
    DIGIT_LACKING = auto()
    DIGIT_TOO_MANY = auto()
    COMPUTED_VALUE = auto()
    UNLIKELY_VALUE = auto()


ORDER: Sequence[frozenset[Suspected]] = (
    # one value for the whole country explains every difference in the file
    frozenset({Suspected.ONE_FIGURE}),
    # the received amount is exactly another one, or that of this very stream in another unit
    frozenset(
        {
            Suspected.PUBLICATION,
            Suspected.COMPUTED,
            Suspected.AMOUNT,
            Suspected.AMOUNTS,
            Suspected.WITHOUT,
            Suspected.WITH,
            Suspected.NOTHING,
            Suspected.SIGN,
            Suspected.SCALE,
            Suspected.PART,
        }
    ),
    # near it, by a rule
    frozenset({Suspected.ROUNDED, Suspected.CUT_OFF}),
    # exactly another one, but of another municipality: with many of them one may be equal by chance
    frozenset({Suspected.MERGED, Suspected.MERGED_TOGETHER, Suspected.MUNICIPALITY}),
    # a euro or less: hardly a difference, so whatever is exact goes first
    frozenset({Suspected.ROUNDING}),
    # values that are known from elsewhere give the amount
    frozenset({Suspected.OLD_VALUES}),
    # of the many ways to mistype one may fit by chance
    frozenset(
        {
            Suspected.DIGIT,
            Suspected.DIGITS_INTERCHANGED,
            Suspected.DIGIT_LACKING,
            Suspected.DIGIT_TOO_MANY,
        }
    ),
    # nearly always some value fits: a lead, no more; among these the least surprising goes first
    frozenset({Suspected.COMPUTED_VALUE}),
    # and it would need more decimals than such a value ever has
    frozenset({Suspected.UNLIKELY_VALUE}),
)
"""The most plausible first; what stands together is equally so."""
PLACES = {kind: place for place, kinds in enumerate(ORDER) for kind in kinds}
GUESSES = ORDER[PLACES[Suspected.DIGIT]]
"""Beside these other values of inputs and figures are sought."""
VAGUE = frozenset().union(
    *(kinds for kind in (Suspected.ONE_FIGURE, Suspected.ROUNDED, Suspected.ROUNDING, Suspected.OLD_VALUES,
                         Suspected.DIGIT, Suspected.COMPUTED_VALUE, Suspected.UNLIKELY_VALUE)
      for kinds in [ORDER[PLACES[kind]]])
)  # fmt: skip
"""None of these is named where the computed amount is not sure enough: the difference may be its own."""


@frozen
class Changed:
    """A figure or input by name, with the value that it may have had and the one it has.

    Both in its unit; the first has `decimals`.
    """

    name: str
    value: Fraction
    instead: Fraction
    decimals: int


@frozen
class Suspicion:
    """A possible cause of a difference. The lower `rank`, the more plausible.

    `other` is the publication year that it is about, `municipalities` are codes (in `other`, where there is
    one), `rules` other amounts, `changed` other values. What was received is `factor` times the computed
    amount, or that without its last `digits` digits. `surprise` (0 or more) orders suspicions of one
    kind: how large a change it takes, and how likely it is by chance. `beside` is what happened as well.
    """

    kind: Suspected
    other: OutcomeIndex | None = field(default=None, eq=False, repr=False)
    municipalities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    factor: Fraction | None = None
    digits: int = 0
    surprise: Fraction = Fraction(0)
    beside: tuple["Suspicion", ...] = ()

    @property
    def rank(self) -> tuple[int, Fraction]:
        """The place of its kind in ORDER, and its surprise."""
        return PLACES[self.kind], self.surprise
