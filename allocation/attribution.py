"""Why two runs differ: the change of an amount, divided over its causes.

A cause is a group of figures, the inputs of the municipality itself, those of all others, or the rules
themselves, where they are other ones. Each gets its average effect over all orders in which the causes can
take place (the Shapley value), so the order does not matter and the parts add to the change exactly. A
cause falls apart into its figures or inputs in the same way (the Owen value): they add to what it did.
Rounding is kept out of it, and is a part of its own. Where a national total rests on national values itself,
own and others' inputs cannot be told apart and are one cause.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import factorial
from typing import cast

from attrs import define, field, frozen

from allocation import exact
from allocation.case import Case
from allocation.errors import RuleError
from allocation.expressions import (
    Expression,
    Symbol,
    Total,
    names,
    of_all,
    rebuilt,
)
from allocation.numbers import added
from allocation.result import Result
from allocation.rewrites import unrounded
from allocation.rulebook import Rulebook

OWN, OTHERS, ALL = "own inputs", "others' inputs", "inputs"
ROUNDING, RULES = "rounding", "rules"
Row = list[Fraction]
Rows = Mapping[str, Row]
Taken = frozenset[str | tuple[str, str]]
"""The causes that have happened; of one that has happened in part a pair with each name of it."""


class InseparableError(Exception):
    """A national total rests on national values: what others do cannot be told from what one does."""


@frozen(eq=False)
class Attribution:
    """The change of a rule from one case to another; each row in order of code (one value: national).

    For every place `after` - `before` is the sum of `parts`, exactly. `changed` names the rules behind it
    that are other ones.
    """

    before: Row
    after: Row
    parts: Rows
    changed: Sequence[str]
    _game: "_Game"

    def details(self, cause: str, place: int | None = None) -> Rows:
        """What each figure or input of a cause did: together its part; nothing of one without them.

        For all, or (far sooner, where each has a divisor of its own) for the municipality at one place alone.
        """
        return self._game.details(cause, place)

    def values(self, name: str, place: int) -> tuple[Fraction, Fraction]:
        """What a figure or an input was, and what it is: of the municipality at a place."""
        rows = [exact.row(case.given[name]) for case in (self._game.before, self._game.after)]
        was, now = (row[place if len(row) > 1 else 0] for row in rows)
        return _whole(was, name), _whole(now, name)


def attribute(before: Result, after: Result, rule: str, group: Callable[[str], str]) -> Attribution:
    """Divide the change of `rule` over the groups of figures (by `group`), the inputs, rules and rounding.

    What only one of two versions of a rule reads comes and goes with that version. Raises RuleError where the
    two have other municipalities, or count in another unit.
    """
    if before.case.codes != after.case.codes:
        raise RuleError("the two are on other municipalities")
    if before.case.book.rules[rule].unit != after.case.book.rules[rule].unit:
        raise RuleError(f"rule {rule} has another unit in the other")
    try:
        return _attribute(before, after, rule, group, apart=not before.case.book.national(rule))
    except InseparableError:
        return _attribute(before, after, rule, group, apart=False)


def _attribute(
    before: Result, after: Result, rule: str, group: Callable[[str], str], *, apart: bool
) -> Attribution:
    game = _Game(before.case, after.case, rule, group, apart)
    parts = shapley(game.causes, game.value)
    start, end = (list(result.exact(rule)) for result in (before, after))
    smooth = game.value(frozenset()), game.value(frozenset(game.causes))
    parts[ROUNDING] = [(b - a) - (d - c) for a, b, c, d in zip(start, end, *smooth, strict=True)]
    return Attribution(start, end, parts, game.replaced, game)


@define(eq=False)
class _Shared:
    """Rows of rules, by the rows (by identity) of all that is behind them: the same in many worlds.

    `reads` has of a rule the names of what is given behind it, and whether it is plain.
    """

    rows: dict[tuple[int, str, tuple[int, ...]], exact.Row] = field(factory=dict)
    reads: dict[tuple[int, str], tuple[list[str], bool]] = field(factory=dict)

    def behind(self, book: Rulebook, rule: str) -> tuple[list[str], bool]:
        """What is given behind a rule, and whether no national total is."""
        key = (id(book), rule)
        if key not in self.reads:
            given = [name for name in book.reads(rule) if name in book.figures or name in book.inputs]
            self.reads[key] = given, _plain(book, Symbol(rule))
        return self.reads[key]


@define(eq=False)
class _Game:
    """What the amount is, unrounded, when some causes have happened and others not.

    `apart`: the inputs of a municipality itself are another cause than those of all others.
    """

    before: Case
    after: Case
    rule: str
    group: Callable[[str], str]
    apart: bool
    known: dict[Taken, Row] = field(factory=dict)
    shared: _Shared = field(factory=_Shared)

    @cached_property
    def books(self) -> tuple[Rulebook, Rulebook]:
        """The rules of both, without rounding."""
        old, new = (unrounded(case.book.needed([self.rule])) for case in (self.before, self.after))
        return old, new

    @cached_property
    def replaced(self) -> list[str]:
        """The rules that are other ones, that are there no more, and that were not there before."""
        old, new = ({name: r.formula for name, r in book.rules.items()} for book in self.books)
        return [name for name in {**new, **old} if old.get(name) != new.get(name)]

    @cached_property
    def members(self) -> Mapping[str, list[str]]:
        """The figures and inputs that differ, by cause; the rules have none."""
        one, other = self.books
        figures = [n for n in one.figures if n in other.figures and self._differs(n)]
        inputs = [n for n in one.inputs if n in other.inputs and self._differs(n)]
        members: dict[str, list[str]] = {}
        for name in figures:
            members.setdefault(self.group(name), []).append(name)
        for cause in ((OWN, OTHERS) if self.apart else (ALL,)) if inputs else ():
            members[cause] = inputs
        return {**members, RULES: []} if self.replaced else members

    @property
    def causes(self) -> list[str]:
        """Every cause, once."""
        return list(self.members)

    def _differs(self, name: str) -> bool:
        return self.before.given[name] != self.after.given[name]

    def value(self, taken: Taken) -> Row:
        """The amount without rounding when what is in `taken` has happened, and nothing else."""
        if taken not in self.known:
            self.known[taken] = self._value(taken)
        return self.known[taken]

    def _value(self, taken: Taken) -> Row:
        book = self.books[RULES in taken]
        national = {name: self._row(name, self.group(name), taken) for name in book.figures}
        mine = {name: self._row(name, OWN if self.apart else ALL, taken) for name in book.inputs}
        theirs = {name: self._row(name, OTHERS, taken) for name in book.inputs} if self.apart else mine
        if self.apart and all(mine[name] is theirs[name] for name in mine):
            theirs = mine
        row = _World(book, national, mine, theirs, self.shared).value(Symbol(self.rule))
        for value in row:
            _whole(value, self.rule)
        return cast("Row", row)

    @cached_property
    def rows(self) -> Mapping[str, tuple[exact.Row, exact.Row]]:
        """What each figure and input was and is, as far as there is one; one row twice where it stays."""
        found = {}
        for name in {*self.before.given, *self.after.given}:
            was, now = (
                exact.row(case.given[name]) if name in case.given else []
                for case in (self.before, self.after)
            )
            found[name] = (was, was if was == now else now)
        return found

    def _row(self, name: str, cause: str, taken: Taken) -> exact.Row:
        """Its values: the new ones once its cause has happened, or where it is new itself."""
        readers = [name in book.figures or name in book.inputs for book in self.books]
        later = (cause in taken or (cause, name) in taken) if all(readers) else readers[1]
        return self.rows[name][later]

    def details(self, cause: str, place: int | None) -> Rows:
        """The Owen value of each member of a cause."""
        members, others = self.members.get(cause, []), [c for c in self.causes if c != cause]
        part = slice(place, None if place is None else place + 1)
        steps: dict[str, list[_Step]] = {name: [] for name in members}
        for happened, far in _weighed(others, len(others) + 1):
            for name in members:
                for some, near in _weighed([n for n in members if n != name], len(members)):
                    base: Taken = happened | {(cause, n) for n in some}
                    whole = len(some) + 1 == len(members)
                    after: Taken = happened | {cause} if whole else base | {(cause, name)}
                    steps[name].append((far * near, self.value(after), self.value(base)))
        return {name: _effect(each, part) for name, each in steps.items()}


_Step = tuple[Fraction, Row, Row]
"""How likely a set of causes goes before one, and the amounts with that one and without it."""


def _effect(steps: Sequence[_Step], part: slice = slice(None)) -> Row:
    """The average of all steps; the equally likely are added up first, those without effect left out."""
    alike: dict[Fraction, list[tuple[Row, Row]]] = {}
    for weight, new, old in steps:
        if new is not old:
            alike.setdefault(weight, []).append((new[part], old[part]))
    weighed = []
    for weight, pairs in alike.items():
        after, before = (map(added, zip(*rows, strict=True)) for rows in zip(*pairs, strict=True))
        weighed.append([weight * (b - a) for b, a in zip(after, before, strict=True)])
    nothing = [Fraction(0)] * len(steps[0][1][part])
    return [added(values) for values in zip(*weighed, strict=True)] if weighed else nothing


def _weighed(of: Sequence[str], count: int) -> Iterator[tuple[frozenset[str], Fraction]]:
    """Every set of some, with how likely it is to go before one of `count` in a random order."""
    for size in range(len(of) + 1):
        weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
        for some in combinations(of, size):
            yield frozenset(some), weight


def shapley(causes: Sequence[str], value: Callable[[frozenset[str]], Row]) -> dict[str, Row]:
    """The average effect of each cause over all orders; together `value(all)` - `value(none)`."""
    return {
        cause: _effect(
            [
                (weight, value(before | {cause}), value(before))
                for before, weight in _weighed([c for c in causes if c != cause], len(causes))
            ]
        )
        for cause in causes
    }


@define
class _World:
    """Values for each municipality in a world of its own.

    There it has the inputs `mine`, all others have `theirs`. What rests on the same rows is `shared`.
    """

    book: Rulebook
    figures: Mapping[str, exact.Row]
    mine: Mapping[str, exact.Row]
    theirs: Mapping[str, exact.Row]
    shared: _Shared

    def value(self, node: Expression) -> exact.Row:
        """The value of an expression, a row for the municipalities or one national value."""
        match node:
            case Symbol(name) if name in self.figures:
                return self.figures[name]
            case Symbol(name) if name in self.book.rules:
                key = (id(self.book), name, self._behind(name))
                rows = self.shared.rows
                if key not in rows:
                    rows[key] = self.value(self.book.rules[name].formula)
                return rows[key]
            case Symbol(name):
                return self.mine[name]
            case Total(operand):
                return self._total(operand)
            case _:
                return self._combined(node)

    def _behind(self, rule: str) -> tuple[int, ...]:
        """The rows that a rule rests on, by identity."""
        read, plain = self.shared.behind(self.book, rule)
        rows = [self.figures[n] if n in self.figures else self.mine[n] for n in read]
        apart = not plain and self.mine is not self.theirs
        if apart:
            rows += [self.theirs[n] for n in read if n in self.theirs]
        return (apart, *map(id, rows))  # whether it can be told apart is found out for itself

    def _combined(self, node: Expression) -> exact.Row:
        """A node on the values of its operands."""
        rows: dict[str, exact.Row] = {}

        def operand(part: Expression) -> Expression:
            name = f"{len(rows)}"
            rows[name] = self.value(part)
            return Symbol(name)

        return exact.value_of(rebuilt(node, operand), rows)

    def _total(self, operand: Expression) -> exact.Row:
        own = self.value(operand)
        if self.mine is self.theirs:
            return exact.value_of(Total(Symbol("x")), {"x": own})
        if not _plain(self.book, operand):
            raise InseparableError
        other = _World(self.book, self.figures, self.theirs, self.theirs, self.shared).value(operand)
        whole = exact.value_of(Total(Symbol("x")), {"x": other})
        together = Symbol("whole") - Symbol("theirs") + Symbol("mine")
        return exact.value_of(together, {"whole": whole, "theirs": other, "mine": own})


def _plain(book: Rulebook, node: Expression) -> bool:
    """Whether an expression rests on a municipality's own inputs and on figures only."""
    behind = {step for name in names(node) if name in book.rules for step in book.behind(name)}
    return not any(map(of_all, [node, *(book.rules[step].formula for step in behind)]))


def _whole(value: exact.Value, rule: str) -> Fraction:
    if value is None:
        raise RuleError(f"rule {rule} divides by zero")
    return value
