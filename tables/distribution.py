"""How municipalities are spread over a value: a table of classes of equal width, with a chart."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count, pairwise

from tables.model import Column, Table
from tables.words import number

TAIL = 100
"""One in so many at either end stands in a class without an end."""
CLASSES = 8
"""At least so many classes, and no more than two and a half times as many, between the tails."""
STEPS = (5, 2, 1)


def distribution(name: str, caption: str, what: str, values: Sequence[Fraction]) -> Table:
    """A table of how many municipalities have which `what`; `values` are not empty."""
    bounds = _bounds(sorted(values))
    edges = [None, *bounds, None]
    rows = [
        (_label(low, high), sum((low is None or v >= low) and (high is None or v < high) for v in values))
        for low, high in pairwise(edges)
    ]
    columns = [Column(what, width=34), Column("Gemeenten", 0, width=14)]
    return Table(name, columns, rows, ["Totaal", len(values)], caption, chart=caption)


def _bounds(ordered: Sequence[Fraction]) -> list[Fraction]:
    """The bounds of the classes, on round numbers."""
    tail = len(ordered) // TAIL
    low, high = ordered[tail], ordered[-1 - tail]
    if low == high:
        return [low]
    width = next(w for w in _widths(high - low) if (high - low) / w >= CLASSES)
    return [width * place for place in range(low // width, -(-high // width) + 1)]


def _widths(span: Fraction) -> list[Fraction]:
    """1, 2 or 5 times a power of ten, from the span downwards."""
    power = next(k for k in count(-12) if Fraction(10) ** k > span)
    return [step * Fraction(10) ** k for k in range(power, power - 4, -1) for step in STEPS]


def _label(low: Fraction | None, high: Fraction | None) -> str:
    if low is None and high is not None:
        return f"minder dan {_short(high)}"
    if high is None and low is not None:
        return f"{_short(low)} of meer"
    assert low is not None
    assert high is not None
    return f"{_short(low)} tot {_short(high)}"


def _short(value: Fraction) -> str:
    return number(value, 0 if value.denominator == 1 else 2)
