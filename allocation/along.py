"""An amount along one figure or input: what it is at a value, and within which span between two."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from attrs import frozen

from allocation import exact
from allocation.case import Case
from allocation.errors import AllocationError
from allocation.expressions import names, of_all
from allocation.numbers import added
from allocation.spans import Span, Spans, constant, running, spans_of
from allocation.spans import added as spans_added

Rows = Mapping[str, Sequence[Fraction]]
Item = TypeVar("Item")


@frozen(eq=False)
class Along:
    """The amount of `rule` of a municipality (`code`), or of all together (""), while one cell runs.

    The cell is a figure, or the input `name` of the municipality `whose`. `rows` has the exact values of
    every figure, input and rule of the case (`Result.rows`).
    """

    case: Case
    rows: Rows
    rule: str
    name: str
    whose: str = ""
    code: str = ""

    @cached_property
    def steps(self) -> list[str]:
        """The rules behind the amount that rest on the cell, in order; none where it does nothing."""
        book = self.case.book
        behind, moving = set(book.behind(self.rule)), {self.name}
        for step, rule in book.rules.items():
            if step in behind and not moving.isdisjoint(names(rule.formula)):
                moving.add(step)
        return [step for step in book.rules if step in moving]

    @cached_property
    def alone(self) -> int | None:
        """The place of the municipality where nobody else comes in; None where all are computed."""
        together = any(of_all(self.case.book.rules[step].formula) for step in self.steps)
        return None if together or not self.code else self.case.codes.index(self.code)

    @cached_property
    def known(self) -> dict[str, Sequence[Fraction]]:
        """What the steps read."""
        read = {name for step in self.steps for name in names(self.case.book.rules[step].formula)}
        rows = {name: self.rows[name] for name in {*read, self.name, self.rule}}
        if self.alone is None:
            return rows
        return {name: [row[self.alone]] if len(row) > 1 else row for name, row in rows.items()}

    @cached_property
    def still(self) -> dict[str, Spans]:
        """The spans of what does not run."""
        return {name: [constant(value) for value in row] for name, row in self.known.items()}

    @cached_property
    def place(self) -> int:
        """Where the cell stands in its row; -1 where it is of another municipality than is computed."""
        if not self.whose:
            return 0
        if self.alone is None:
            return self.case.codes.index(self.whose)
        return 0 if self.whose == self.code else -1

    def at(self, value: Fraction) -> Fraction | None:
        """The exact amount when the cell has a value; None where there is none."""
        if self.place < 0:
            return self.known[self.rule][0]
        known: dict[str, exact.Row] = {
            **self.known,
            self.name: _put(self.known[self.name], self.place, value),
        }
        try:
            for step in self.steps:
                known[step] = exact.value_of(self.case.book.rules[step].formula, known)
        except AllocationError:  # values at which the law gives nothing
            return None
        row = known[self.rule]
        if self.code and len(row) > 1:
            return row[self.case.codes.index(self.code)]
        values = exact.complete(row)
        return None if values is None else added(values)

    def between(self, low: Fraction, high: Fraction) -> Span | None:
        """A span that holds for the amount at all values between two."""
        known = dict(self.still)
        if self.place >= 0:
            known[self.name] = _put(self.still[self.name], self.place, running(low, high))
            for step in self.steps:
                known[step] = spans_of(self.case.book.rules[step].formula, known)
        row = known[self.rule]
        if self.code and len(row) > 1:
            return row[self.case.codes.index(self.code)]
        return spans_added(row)


def _put(row: Sequence[Item], place: int, value: Item) -> list[Item]:
    return [*row[:place], value, *row[place + 1 :]]
