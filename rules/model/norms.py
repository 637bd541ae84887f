"""The norms of a year in whole cents, by type; a household of students has the norm 0."""

from fractions import Fraction

from rules.library.model import Library
from rules.model import law
from rules.objectief_model import WITH_CHILD, WITHOUT_CHILD

STUDENT = "student"
FIGURE = "norm_"


def norms(library: Library, year: int) -> dict[str, int]:
    """Cents per household, by type, as the figures of the rules have it: `student` is 0.

    Where the reading says so, the rows that were printed one too high are moved back.
    """
    figures = library.figures
    names = [
        name.removeprefix(FIGURE)
        for name in figures
        if name.startswith(FIGURE) and figures[name].has(year, "")
    ]
    printed = {name: figures[FIGURE + name].at(year, "").value for name in sorted(names)}
    if moved(library, year):
        printed |= {**_moved(printed, WITH_CHILD), **_moved(printed, WITHOUT_CHILD)}
    return {STUDENT: 0, **{name: int(value * 100) for name, value in printed.items()}}


def moved(library: Library, year: int) -> bool:
    """Whether the norms are read where they belong, and not as printed."""
    figure = library.figures[law.document()["reading_norms"]]
    return figure.has(year, "") and figure.at(year, "").value == 1


def _moved(printed: dict[str, Fraction], rows: tuple[str, ...]) -> dict[str, Fraction]:
    base = rows[0].removeprefix("kostendeler_").rsplit("_", 1)[0]
    return dict(zip(rows, (printed[base], *(printed[row] for row in rows[:-1])), strict=True))
