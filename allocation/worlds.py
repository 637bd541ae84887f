"""Many worlds at once: one case, with other figures or inputs in each, along an axis of one run.

A world is a set of values. Each comes out as it would alone, to the last digit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.column import Column, of_fractions
from allocation.errors import AllocationError
from allocation.many import WORLD, PerWorld, Runs, Value, Worlds
from allocation.rulebook import Rulebook

BATCH = 250
"""So many worlds are computed at once: the memory that a run takes is that of a batch."""


@frozen(eq=False)
class Batch:
    """What comes out of some worlds; of one that cannot be computed `failed` says why."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    values: Mapping[str, Value]
    failed: Mapping[str, AllocationError]

    def exact(self, rule: str, world: str) -> Sequence[Fraction]:
        """The exact values of a rule in one world, in order of code; one where it is national."""
        place, value = self.names.index(world), self.values[rule]
        if isinstance(value, Fraction):
            return (value,)
        if isinstance(value, PerWorld):
            return (value.column.exact[place],)
        return value.exact[place * len(self.codes) : (place + 1) * len(self.codes)]

    def frame(self) -> pl.DataFrame:
        """`world`, `code`, and the values of every municipal rule as decimals."""
        columns = {name: value.shown for name, value in self.values.items() if isinstance(value, Column)}
        worlds = [name for name in self.names for _ in self.codes]
        return pl.DataFrame({WORLD: worlds, CODE: [*self.codes] * len(self.names), **columns})

    def national(self) -> pl.DataFrame:
        """`world`, and the value of every national rule as decimals."""
        columns = {
            name: of_fractions([value] * len(self.names)).shown
            if isinstance(value, Fraction)
            else value.column.shown
            for name, value in self.values.items()
            if not isinstance(value, Column)
        }
        return pl.DataFrame({WORLD: self.names, **columns})


def evaluate_runs(runs: Runs, wanted: Collection[str], batch: int = BATCH) -> Iterator[Batch]:
    """The rules in `wanted`, and all behind them, in every world; so many worlds at a time.

    A world that cannot be computed (it divides by zero, say) stands apart with its error; no other is harmed.
    """
    book = runs.case.book.needed(wanted)
    for start in range(0, len(runs.names), batch):
        yield from _batches(runs.part(start, start + batch), book)


def _batches(runs: Runs, book: Rulebook) -> Iterator[Batch]:
    """All worlds at once; where that fails, halves, down to the world that is wrong."""
    try:
        yield Batch(runs.names, runs.case.codes, Worlds(runs, book).values(), {})
    except AllocationError as error:
        if len(runs.names) == 1:
            yield Batch((), runs.case.codes, {}, {runs.names[0]: error})
            return
        half = len(runs.names) // 2
        yield from _batches(runs.part(0, half), book)
        yield from _batches(runs.part(half, len(runs.names)), book)
