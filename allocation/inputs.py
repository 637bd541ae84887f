"""Inputs: what every municipality must deliver."""

from typing import Literal

from attrs import field, frozen

from allocation.units import Unit

Kind = Literal["aantal", "bedrag", "aandeel", "ja of nee"]


@frozen
class InputSpec:
    """An input per municipality: what it is, its unit, and its kind.

    Yes or no ("ja of nee") is 1 or 0. Counts ("aantal") and amounts ("bedrag") add up over
    municipalities; shares ("aandeel"), between 0 and 1, do not: `of` names the input that a share is
    a share of, with which it can be computed again after a reorganisation. `source` is the definition in law.
    """

    name: str
    label: str
    unit: Unit = field(converter=Unit)
    kind: Kind
    decimals: int
    source: str
    of: str = ""
