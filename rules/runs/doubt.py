"""What in a user's own figures and inputs is not as usual: as data, to be told by whoever prints."""

from fractions import Fraction
from typing import Literal

from attrs import frozen

Kind = Literal[
    "cells",  # far from usual
    "notation",  # a point before three digits where no other cell has three decimals
    "filled",  # one value in row after row
    "scale",  # the whole column so many times what is usual
    "column",  # that of another input
    "twin",  # the same as that of another input of a user's own
    "publication",  # that of another publication or year
    "shifted",  # rows apart
    "order",  # the usual values in another order
    "rounded",  # the usual values without their decimals
    "fit",  # far from usual without a known reason
    "figure",  # a figure far from its other years
]


@frozen
class Cell:
    """A value of one municipality, and what is usual there; `row` is 0 where it is not one row of a file."""

    code: str
    row: int
    value: Fraction
    usual: Fraction | None
    text: str = ""

    @property
    def more(self) -> bool:
        """Whether it is more than usual."""
        return self.usual is not None and self.value > self.usual

    @property
    def times(self) -> Fraction | None:
        """How many times the usual it is, or the usual is it; None where one of them is zero or not known."""
        return _times(self.value / self.usual) if self.usual and self.value else None


@frozen
class Effect:
    """An amount of one municipality (of the country, where `code` is "") as it is, and with what is usual."""

    amount: str
    code: str
    value: Fraction
    usual: Fraction


@frozen
class Doubt:
    """One kind of thing that is not as usual with one input or figure.

    `other` is the name of another input, the publication or the year that it looks like, `times` how many
    times the usual a whole column is, or how many rows it is off.
    """

    kind: Kind
    name: str
    file: str = ""
    column: str = ""
    cells: tuple[Cell, ...] = ()
    times: Fraction = Fraction(1)
    other: str = ""
    effect: Effect | None = None

    @property
    def scale(self) -> Fraction:
        """How many times the usual a column is, or the usual is it."""
        return _times(self.times)


def _times(ratio: Fraction) -> Fraction:
    return max(ratio, 1 / ratio)
