"""Amounts for the whole country that are announced time and again, and how much they differ."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from allocation.figures import LAW, Figure, FigureValue
from rules.library.model import Library

STANDS = ("voorlopig", "nader voorlopig", "definitief")
"""How definite an announcement is, in the order in which they are made."""


@frozen
class Announcement:
    """One announced amount in euros, and its differences with others; None where there is no other.

    `explained` is the sum of the adjustments that were announced for the difference with `before`.
    """

    figure: Figure
    value: FigureValue
    stand: str
    provisional: Fraction | None
    before: Fraction | None
    year_before: Fraction | None
    explained: Fraction | None


def announcements(library: Library) -> Iterator[Announcement]:
    """Every announced amount, by figure, year and how definite it is."""
    for name in library.law.announced.figures:
        figure = library.figures[name]
        dated = [(v.year, stand, v) for v in figure.values if (stand := _stand(library, v)) in STANDS]
        known: dict[tuple[int, str], FigureValue] = {}
        for year, stand, value in dated:
            known.setdefault((year, stand), value)
        for year, stand, value in sorted(dated, key=lambda d: (d[0], STANDS.index(d[1]))):
            earlier = [s for s in STANDS[: STANDS.index(stand)] if (year, s) in known]

            yield Announcement(
                figure,
                value,
                stand,
                _less(value, known.get((year, STANDS[0])) if earlier else None),
                _less(value, known[year, earlier[-1]] if earlier else None),
                _less(value, known.get((year - 1, STANDS[-1]))),
                _explained(library, value) if name == library.law.announced.adjusted else None,
            )


def _less(value: FigureValue, other: FigureValue | None) -> Fraction | None:
    return value.value - other.value if other else None


def _stand(library: Library, value: FigureValue) -> str:
    """How definite the publication of a value is, "" where the law itself says it."""
    if value.publication == LAW:
        return ""
    source = library.publications[value.publication]
    return next(year.stand for year in source.years if year.year == value.year)


def _explained(library: Library, value: FigureValue) -> Fraction | None:
    figures = [library.figures[name] for name in library.law.announced.adjustments]
    values = [
        f.at(value.year, value.publication).value for f in figures if f.has(value.year, value.publication)
    ]
    return sum(values, Fraction(0)) if values else None
