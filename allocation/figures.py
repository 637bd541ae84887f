"""Figures: national values on two time axes, the year governed and the publication that said it."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, get_args

from attrs import field, frozen

from allocation.bounds import NONE_BELOW_ZERO, Bounds
from allocation.errors import FigureError, Problem
from allocation.units import Unit

LAW = ""
"""In the place of a publication: the law itself says so, and every publication of that year holds to it."""

Status = Literal["officieel", "afgeleid", "indicatief", "onbevestigd"]
STATUSES: tuple[str, ...] = get_args(Status)
"""How sure a value is, best first: published; computed from what was published; a stand-in;
not confirmed by any source read."""

FEW = 6
"""So many values are named in a message, the last ones."""


@frozen
class FigureValue:
    """What one publication (or the law: LAW) says of one year. `value` is exact.

    `approximates` says what it stands in for, where that is not known ("" for a value of its own).
    """

    year: int
    publication: str
    value: Fraction
    status: str
    source: str
    note: str = ""
    approximates: str = ""


@frozen
class Figure:
    """One figure with all its values. A later publication never replaces an earlier one.

    `below` names the figure that it must be smaller than ("" for none), `hint` what whoever is asked for it
    must know.
    """

    name: str
    label: str
    unit: Unit = field(converter=Unit)
    decimals: int
    values: tuple[FigureValue, ...]
    bounds: Bounds = NONE_BELOW_ZERO
    below: str = ""
    hint: str = ""

    def at(self, year: int, publication: str) -> FigureValue:
        """The value for `year` as `publication` has it.

        Raises FigureError, naming what is known, when there is none: a figure is never taken
        from a neighbouring year or an earlier publication.
        """
        for said_by in (publication, LAW):
            for value in self.values:
                if (value.year, value.publication) == (year, said_by):
                    return value
        raise FigureError(
            f"cijfer {self.name} ({self.label}) heeft geen waarde voor {year} in {publication}; "
            f"bekend: {self.known}"
        )

    def has(self, year: int, publication: str) -> bool:
        """Whether there is a value for `year` in `publication`."""
        return any(v.year == year and v.publication in (publication, LAW) for v in self.values)

    @property
    def known(self) -> str:
        """The years and publications with a value, in words; of many the last ones."""
        said = [f"{v.year} ({v.publication or 'de wet'})" for v in self.values]
        more = f" en {len(said) - FEW} eerder" if len(said) > FEW else ""
        return (", ".join(said[-FEW:]) or "geen enkel jaar") + more


def worst(statuses: Iterable[str]) -> str:
    """The least sure of some statuses: a value is as sure as the least sure thing it rests on."""
    return max(statuses, key=STATUSES.index, default=STATUSES[0])


def missing(figures: Iterable[Figure], year: int, publication: str) -> list[Problem]:
    """Every figure without a value for that year in that publication."""
    return [
        Problem(
            f"cijfer {figure.name} ({figure.label})",
            f"geen waarde voor {year} in {publication}",
            "; ".join(
                filter(
                    None,
                    [f"een waarde onder [figures.{figure.name}]", f"bekend: {figure.known}", figure.hint],
                )
            ),
        )
        for figure in figures
        if not figure.has(year, publication)
    ]
