"""Figures: national values on two time axes, the year governed and the publication that said it."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from attrs import frozen

from allocation.errors import FigureError

STATUSES = ("officieel", "afgeleid", "indicatief", "onbevestigd")
"""How sure a value is, best first: published; computed from what was published; a stand-in;
not confirmed by any source read."""


@frozen
class FigureValue:
    """What one publication says of one year. `value` is exact."""

    year: int
    publication: str
    value: Fraction
    status: str
    source: str
    note: str = ""


@frozen
class Figure:
    """One figure with all its values. A later publication never replaces an earlier one."""

    name: str
    label: str
    unit: str
    decimals: int
    values: tuple[FigureValue, ...]

    def at(self, year: int, publication: str) -> FigureValue:
        """The value for `year` as `publication` has it.

        Raises FigureError, naming what is known, when there is none: a figure is never taken
        from a neighbouring year or an earlier publication.
        """
        for value in self.values:
            if (value.year, value.publication) == (year, publication):
                return value
        known = ", ".join(f"{v.year} ({v.publication})" for v in self.values) or "no year at all"
        raise FigureError(
            f"figure {self.name} ({self.label}) has no value for {year} in {publication}; "
            f"known for {known}. Add one to [figures.{self.name}]"
        )


def worst(statuses: Iterable[str]) -> str:
    """The least sure of some statuses: a value is as sure as the least sure thing it rests on."""
    return max(statuses, key=STATUSES.index, default=STATUSES[0])


def missing(figures: Collection[Figure], names: Iterable[str], year: int, publication: str) -> list[str]:
    """What `Figure.at` has to say of every name without a value, all at once."""
    said = []
    for figure in figures:
        if figure.name in names:
            try:
                figure.at(year, publication)
            except FigureError as error:
                said.append(str(error))
    return said
