"""The pool: what real publications have of every input and figure, to perturb and to borrow from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.exact import Row
from allocation.lags import unlagged
from rules.guarding.making import Values, from_nothing
from rules.guarding.units import Unit
from rules.library.model import Library
from rules.runs.outcome import Prepared

PERTURBED: Sequence[Fraction] = (
    Fraction(1), Fraction(1), Fraction(1), Fraction(101, 100), Fraction(98, 100), Fraction(2), Fraction(1, 2),
    Fraction(0),
)  # fmt: skip
"""By how much a real value is multiplied: mostly by nothing at all."""


@frozen(eq=False)
class Pool:
    """Columns of real values by name, the columns of each unit, and the real values of figures by name."""

    columns: Mapping[str, Sequence[Fraction]]
    by_unit: Mapping[str, Sequence[str]]
    figures: Mapping[str, Sequence[Fraction]]


def pool(library: Library, prepared: Iterable[Prepared]) -> Pool:
    """What some publication years have; a later one adds what an earlier one lacks."""
    columns: dict[str, Sequence[Fraction]] = {}
    figures: dict[str, list[Fraction]] = {}
    for one in prepared:
        for name, column in one.case.inputs.items():
            columns.setdefault(unlagged(name)[0], list(column.exact))
    for name, figure in library.figures.items():
        figures[name] = [value.value for value in figure.values]
    by_unit: dict[str, list[str]] = {}
    for name in columns:
        by_unit.setdefault(str(library.inputs[name].unit), []).append(name)
    return Pool(columns, by_unit, figures)


def perturbed(unit: Unit, real: Pool, numbers: Iterator[int], count: int) -> Values:
    """Values of a unit as some real municipalities have them, here and there changed or made alike.

    What no publication has is borrowed of an input in the same unit, or made from nothing.
    """
    made, places = from_nothing(unit, numbers, count), [next(numbers) for _ in range(count)]
    for name in unit.book.inputs:
        column = _column(unit, real, name)
        if column:
            row = [column[place % len(column)] for place in places]
            made[name] = _changed(row, next(numbers), unit, name)
    for name in unit.book.figures:
        values, bounds = real.figures.get(unlagged(name)[0], ()), unit.given.bounds[name]
        if values and bounds.least != bounds.most:
            number = next(numbers)
            value = values[number % len(values)] * PERTURBED[number // 64 % (len(PERTURBED) - 1)]
            made[name] = [value if bounds.allow(value) else values[number % len(values)]]
    return made


def _column(unit: Unit, real: Pool, name: str) -> Sequence[Fraction]:
    base = unlagged(name)[0]
    if base in real.columns:
        return real.columns[base]
    alike = real.by_unit.get(str(unit.library.inputs[base].unit), ())
    return real.columns[alike[sum(map(ord, name)) % len(alike)]] if alike else ()


def _changed(row: list[Fraction], number: int, unit: Unit, name: str) -> Row:
    """One value multiplied, or that of the one before."""
    place, factor = number % len(row), PERTURBED[number // 64 % len(PERTURBED)]
    value = row[place - 1] if number % 5 == 0 else row[place] * factor
    if unit.given.bounds[name].allow(value) and (
        value or any(one for i, one in enumerate(row) if i != place)
    ):
        row[place] = value
    return row
