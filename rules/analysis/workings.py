"""Every value of a year in columns that a spreadsheet can compute: sums and divisions taken apart.

A national total is the sum of a column; where what is added has none, it gets one. A division by largest
remainders takes five: the share, the whole units in it, what remains, the rank of that, and what is over.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import Factory, define, frozen

from allocation import exact
from allocation.exact import Row
from allocation.expressions import Apportion, Expression, Symbol, equals, rounded, total, where
from allocation.numbers import added
from allocation.rulebook import Rulebook
from allocation.rules import Rule
from allocation.trace import name_of, totals_in
from rules.runs.outcome import Outcome

RESTS = 6
"""Remainders are compared in so many decimals: a spreadsheet has some 15 digits in all."""

Role = Literal["figure", "input", "rule", "added", "share", "whole", "rest", "rank", "over"]
"""What a column holds; what is `added`, and the five parts of a division, are there for a rule."""


@frozen
class Working:
    """A column with a value per municipality, in order of code, or a `national` value (a row of one).

    `formula` says how it is computed of other columns, None where it is given. Of the `whole` units in a
    share and the `rank` of a rest it is that share or rest itself. `rule` is the rule that it is there for.
    """

    name: str
    role: Role
    values: Sequence[Fraction]
    national: bool
    formula: Expression | None = None
    rule: Rule | None = None

    @property
    def total(self) -> Fraction:
        """The values together."""
        return added(self.values)


@frozen
class Workings:
    """All columns, in the order in which they can be computed.

    By the symbol of a total `totals` says which column is added, and `added` what that is.
    """

    columns: Sequence[Working]
    totals: Mapping[str, str]
    added: Mapping[str, Expression]


def workings(outcome: Outcome) -> Workings:
    """The figures, the inputs, and of every rule the columns that it takes, exactly."""
    case = outcome.prepared.case
    making = _Making(case.book, dict(outcome.result.rows))
    columns = [making.given(name, "figure") for name in case.book.figures]
    columns += [making.given(name, "input") for name in case.book.inputs]
    columns += [column for rule in case.book.rules.values() for column in making.of_rule(rule)]
    return Workings(columns, making.totals, making.added)


@define
class _Making:
    """Makes the columns; `known` are the exact values by name."""

    book: Rulebook
    known: dict[str, Row]
    totals: dict[str, str] = Factory(dict)
    added: dict[str, Expression] = Factory(dict)

    def given(self, name: str, role: Role) -> Working:
        """A figure or an input."""
        return Working(name, role, self._values(name), self.book.national(name))

    def of_rule(self, rule: Rule) -> Iterator[Working]:
        """The columns that a rule needs, and the rule itself."""
        formula = rule.formula
        if isinstance(formula, Apportion):
            formula = yield from self._division(rule, formula)
        yield from self._sums(rule, formula)
        national = self.book.national(rule.name)
        yield Working(rule.name, "rule", self._values(rule.name), national, formula, rule)

    def _division(self, rule: Rule, division: Apportion) -> Generator[Working, None, Expression]:
        """The columns of a division; what a municipality gets, in terms of them."""
        names = [f"{rule.name}_{part}" for part in ("aandeel", "heel", "rest", "rang", "over")]
        share, whole, rest, rank, over = map(Symbol, names)
        units = division.pot * 10**division.decimals if division.decimals else division.pot
        # a pot over weights that are all zero is an error there too
        part = where(equals(units, 0), 0, rounded(units * division.weights / total(division.weights), RESTS))
        yield from self._computed(rule, share.name, "share", part)
        self.known[whole.name] = [Fraction(value // 1) for value in self._values(share.name)]
        yield self._helper(rule, whole.name, "whole", share)
        yield from self._computed(rule, rest.name, "rest", rounded(share - whole, RESTS))
        self.known[rank.name] = _ranks(self._values(rest.name))
        yield self._helper(rule, rank.name, "rank", rest)
        yield from self._computed(rule, over.name, "over", units - total(whole))
        units_got = where(rank <= over, whole + 1, whole)
        return units_got / 10**division.decimals if division.decimals else units_got

    def _computed(self, rule: Rule, name: str, role: Role, formula: Expression) -> Iterator[Working]:
        yield from self._sums(rule, formula)
        self.known[name] = exact.value_of(formula, self.known)
        yield self._helper(rule, name, role, formula)

    def _helper(self, rule: Rule, name: str, role: Role, formula: Expression) -> Working:
        values = self._values(name)
        return Working(name, role, values, len(values) == 1, formula, rule)

    def _sums(self, rule: Rule, formula: Expression) -> Iterator[Working]:
        """A column for everything that is added in a formula and has none yet."""
        for sum_of in totals_in(formula):
            symbol, operand = name_of(sum_of), sum_of.operand
            self.added[symbol] = operand
            if isinstance(operand, Symbol):
                self.totals[symbol] = operand.name
            if symbol not in self.totals:
                name = f"{rule.name}_op_te_tellen_{len(self.totals)}"
                self.totals[symbol] = name
                yield from self._computed(rule, name, "added", operand)

    def _values(self, name: str) -> list[Fraction]:
        return exact.complete(self.known[name]) or []


def _ranks(values: Sequence[Fraction]) -> Row:
    """The place of each value, the largest first, of equal ones the first row."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    places = {row: place for place, row in enumerate(order, 1)}
    return [Fraction(places[row]) for row in range(len(values))]
