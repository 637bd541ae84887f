"""Inputs: what every municipality must deliver."""

from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from allocation.bounds import Bounds
from allocation.units import Unit

Kind = Literal["aantal", "bedrag", "aandeel", "ja of nee"]


@frozen
class InputSpec:
    """An input per municipality: what it is, its unit, and its kind.

    Yes or no ("ja of nee") is 1 or 0. Counts ("aantal") and amounts ("bedrag") add up over
    municipalities; shares ("aandeel"), between 0 and 1, do not: `of` names the input that a share is
    a share of, with which it can be computed again after a reorganisation. `source` is the definition in law.

    Of one that counts only `where` another input is yes, or only `where_not`, none is given elsewhere: that
    follows from the formulas (`allocation.counted`).
    """

    name: str
    label: str
    unit: Unit = field(converter=Unit)
    kind: Kind
    decimals: int
    source: str
    of: str = ""
    where: str = ""
    where_not: str = ""

    @property
    def adds(self) -> bool:
        """Whether the values of all municipalities together say something."""
        return self.kind in ("aantal", "bedrag")

    @property
    def bounds(self) -> Bounds:
        """Between which values it lies: a part of one, or 0 and more."""
        return Bounds(most=Fraction(1)) if self.kind in ("aandeel", "ja of nee") else Bounds()
