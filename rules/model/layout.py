"""The layout of packed households: which bit of which column each row of the tables is.

Bits are filled in the order of the tables, WIDTH to a column: few enough that the sums of their weights for
every combination stay in the cache of a processor.
"""

from collections.abc import Sequence

from attrs import frozen

from rules.model.weights import Weights

PARTS = "deel-*.parquet"
SAID = "gepakt"
"""In the metadata of a packed file: which bit is which row, which number which place or norm."""
WIDTH = 12


@frozen
class Layout:
    """Which bit of which column each row of the tables is; place and norm are their place in these lists."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    norms: tuple[str, ...]

    @property
    def columns(self) -> list[tuple[str, tuple[str, ...]]]:
        """The columns of bits, each with its rows from the lowest bit on."""
        starts = range(0, len(self.names), WIDTH)
        return [(f"bits{n}", self.names[start : start + WIDTH]) for n, start in enumerate(starts)]


def layout(weights: Weights, codes: Sequence[str], norms: Sequence[str]) -> Layout:
    """The layout for a version: a bit for every row that is yes or no."""
    names = (*weights.given, *(one.name for one in weights.computed))
    return Layout(names, tuple(codes), tuple(norms))
