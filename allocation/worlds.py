"""Many worlds at once: one case, with other figures or inputs in each, along an axis of one run.

A world is a set of values. Each comes out as it would alone, to the last digit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.bounded import Bounded
from allocation.case import CODE
from allocation.column import Column, of_fractions
from allocation.errors import AllocationError
from allocation.laid import NotDecidedError, PerWorld, Value, inner
from allocation.many import WORLD, Worlds
from allocation.rulebook import Rulebook
from allocation.runs import Runs
from allocation.world_balances import Closed, closings

BATCH = 1000
"""So many worlds are computed at once: the memory that a run takes is that of a batch."""


@frozen(eq=False)
class Batch:
    """What comes out of some worlds; of one that cannot be computed `failed` says why.

    `values` has the rules that were `wanted`, and of those behind them what differs and is known exactly.
    `again`: it was done again on fractions. `closings` are there where they were asked.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    wanted: tuple[str, ...]
    values: Mapping[str, Value]
    failed: Mapping[str, AllocationError]
    again: bool = False
    closings: Sequence[Closed] = ()

    def closing(self, world: str) -> Closed:
        """The balance of every pot, and the ties, in one world; where they were asked."""
        return self.closings[self.names.index(world)]

    def exact(self, rule: str, world: str) -> Sequence[Fraction]:
        """The exact values of a rule in one world, in order of code; one where it is national."""
        place, value = self.names.index(world), self.values[rule]
        if isinstance(value, Fraction):
            return (value,)
        column = inner(value)
        assert isinstance(column, Column)
        if isinstance(value, PerWorld):
            return (column.exact[place],)
        return column.exact[place * len(self.codes) : (place + 1) * len(self.codes)]

    def frame(self) -> pl.DataFrame:
        """`world`, `code`, and the values of every municipal rule that was wanted, as decimals."""
        columns = {
            name: value.shown for name in self.wanted if isinstance(value := self.values[name], Column)
        }
        worlds = [name for name in self.names for _ in self.codes]
        return pl.DataFrame({WORLD: worlds, CODE: [*self.codes] * len(self.names), **columns})

    def national(self) -> pl.DataFrame:
        """`world`, and the value of every national rule that was wanted, as decimals."""
        columns = {}
        for name in self.wanted:
            column = inner(value := self.values[name])
            if isinstance(column, Fraction):
                columns[name] = of_fractions([column] * len(self.names)).shown
            elif isinstance(value, PerWorld) and isinstance(column, Column):
                columns[name] = column.shown
        return pl.DataFrame({WORLD: self.names, **columns})


def evaluate_runs(
    runs: Runs, wanted: Collection[str], batch: int = BATCH, *, closing: bool = False
) -> Iterator[Batch]:
    """The rules in `wanted`, and what is known exactly behind them, in every world; so many worlds at a time.

    A world in which a bound leaves a decision open is done again on fractions, and is a batch of its own. One
    that cannot be computed (it divides by zero, say) stands apart with its error. No other is harmed.

    With `closing` also the balance of every pot and the ties of each world; a pot that does not close is an
    error of its world.
    """
    book = runs.case.book.needed(wanted)
    for start in range(0, len(runs.names), batch):
        yield from _batches(
            runs.only(range(start, min(start + batch, len(runs.names)))), book, wanted, closing=closing
        )


def _batches(runs: Runs, book: Rulebook, wanted: Collection[str], *, closing: bool) -> Iterator[Batch]:
    """All worlds at once; where that fails, halves, down to the world that is wrong."""
    try:  # all of it before any is handed over: what fails last would be computed and handed over again
        made = list(_decided(runs, book, wanted, closing=closing))
    except AllocationError as error:
        if len(runs.names) == 1:
            yield Batch((), runs.case.codes, (), {}, {runs.names[0]: error})
            return
        half = len(runs.names) // 2
        yield from _batches(runs.only(range(half)), book, wanted, closing=closing)
        yield from _batches(runs.only(range(half, len(runs.names))), book, wanted, closing=closing)
    else:
        yield from made


def _decided(runs: Runs, book: Rulebook, wanted: Collection[str], *, closing: bool) -> Iterator[Batch]:
    """The worlds without doubt together, each of the others on fractions."""
    every = Worlds(runs, book, exactly=False)
    values: Mapping[str, Value] = {}
    with suppress(NotDecidedError):
        values = _exact(every.values(wanted))
    undecided = every.doubt if {*wanted} <= {*values} else {*range(len(runs.names))}
    ends = closings(every) if closing and len(undecided) < len(runs.names) else ()
    if not undecided:
        yield Batch(runs.names, runs.case.codes, tuple(wanted), values, {}, closings=ends)
        return
    if sure := [place for place in range(len(runs.names)) if place not in undecided]:
        kept = {name: every.only(value, sure) for name, value in values.items()}
        kept_ends = [ends[place] for place in sure] if ends else ()
        yield Batch(runs.only(sure).names, runs.case.codes, tuple(wanted), kept, {}, closings=kept_ends)
    for place in sorted(undecided):
        alone = runs.only([place])
        one = Worlds(alone, book, exactly=True)
        values = one.values(wanted)
        ends = closings(one) if closing else ()
        yield Batch(alone.names, runs.case.codes, tuple(wanted), values, {}, again=True, closings=ends)


def _exact(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if not isinstance(inner(value), Bounded)}
