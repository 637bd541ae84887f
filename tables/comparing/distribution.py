"""How municipalities are spread over a value: a table of classes of equal width, with a chart."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count, pairwise

from allocation.numbers import decimals_of, round_half_away
from tables.words import number
from tables.workbook.model import Block, Column

TAIL = 100
"""One in so many at either end stands in a class without an end."""
CLASSES = 8
"""At least so many classes between the tails; some twenty at most."""
CENTS = 2
SMALLEST = Fraction(1, 10)
"""Values that differ less stand in one class above and one below: a class is not less than a cent wide."""
ZERO = Fraction(0)
STEPS = (5, 2, 1)


def distribution(name: str, caption: str, what: str, values: Sequence[Fraction]) -> Block:
    """A table of how many municipalities have which `what`; `values` are not empty."""
    bounds = _bounds(sorted(values))
    edges = [None, *bounds, None]
    shown = max(decimals_of(bound) or 0 for bound in bounds)
    rows = [
        (
            _label(low, high, shown),
            sum((low is None or v >= low) and (high is None or v < high) for v in values),
        )
        for low, high in pairwise(edges)
    ]
    columns = [Column(what, width=34), Column("Gemeenten", 0, width=14)]
    return Block(name, columns, rows, ["Totaal", len(values)], caption, chart=caption)


def _bounds(ordered: Sequence[Fraction]) -> list[Fraction]:
    """The bounds of the classes, on round numbers."""
    tail = len(ordered) // TAIL
    low, high = ordered[tail], ordered[-1 - tail]
    if high - low < SMALLEST:
        return [round_half_away(low, CENTS)]
    width = next(w for w in _widths(high - low) if (high - low) / w >= CLASSES)
    return [width * place for place in range(low // width, -(-high // width) + 1)]


def _widths(span: Fraction) -> list[Fraction]:
    """1, 2 or 5 times a power of ten, from the span downwards."""
    power = next(k for k in count(-CENTS) if Fraction(10) ** k > span)
    return [step * Fraction(10) ** k for k in range(power, power - 4, -1) for step in STEPS]


def _label(low: Fraction | None, high: Fraction | None, shown: int) -> str:
    if low is not None and high is not None:
        return f"{number(low, shown)} tot {number(high, shown)}"
    return (
        f"minder dan {number(high, shown)}" if high is not None else f"{number(low or ZERO, shown)} of meer"
    )
