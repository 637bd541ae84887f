"""Why two runs of the same rules differ: the change of an amount, divided over its causes.

A cause is a group of figures, the inputs of the municipality itself, or those of all others. Each
gets its average effect over all orders in which the causes can take place (the Shapley value), so
the order does not matter and the parts add to the change exactly. Rounding is kept out of it, and is
a part of its own. Where a national total rests on national values itself, own and others' inputs
cannot be told apart and are one cause.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial

from attrs import define, field, frozen

from allocation import exact
from allocation.errors import RuleError
from allocation.expressions import (
    Expression,
    Symbol,
    Total,
    names,
    of_all,
    rebuilt,
)
from allocation.result import Result
from allocation.rewrites import unrounded
from allocation.rulebook import Rulebook

OWN, OTHERS, ALL = "own inputs", "others' inputs", "inputs"
ROUNDING = "rounding"
Row = list[Fraction]
Rows = Mapping[str, Row]


class InseparableError(Exception):
    """A national total rests on national values: what others do cannot be told from what one does."""


@frozen
class Attribution:
    """The change of a rule from one case to another; each row in order of code (one value: national).

    For every place `after` - `before` is the sum of `parts`, exactly.
    """

    before: Row
    after: Row
    parts: Rows


def attribute(before: Result, after: Result, rule: str, group: Callable[[str], str]) -> Attribution:
    """Divide the change of `rule` over the groups of figures (by `group`), the inputs and the rounding.

    Raises RuleError where the two have other municipalities, or compute the rule in another way.
    """
    if before.case.book.needed([rule]).rules != after.case.book.needed([rule]).rules:
        raise RuleError(f"rule {rule} is computed in two different ways: there is no one cause to name")
    if before.case.codes != after.case.codes:
        raise RuleError("the two are on other municipalities")
    try:
        return _attribute(before, after, rule, group, apart=not before.case.book.national(rule))
    except InseparableError:
        return _attribute(before, after, rule, group, apart=False)


def _attribute(
    before: Result, after: Result, rule: str, group: Callable[[str], str], *, apart: bool
) -> Attribution:
    case = before.case
    used, book = case.book.reads(rule), unrounded(case.book.needed([rule]))
    old, new = exact.given(case), exact.given(after.case)
    changed = [name for name in old if name in used and old[name] != new[name]]
    figures = [name for name in changed if name in case.figures]
    inputs = [name for name in changed if name not in case.figures]
    causes = list(dict.fromkeys(group(name) for name in figures))
    if inputs:
        causes += [OWN, OTHERS] if apart else [ALL]

    def value(taken: frozenset[str]) -> Row:
        """The amount without rounding when the causes in `taken` have happened, and no others."""
        national = {n: (new if group(n) in taken else old)[n] for n in case.figures if n in used}
        mine = new if taken & {OWN, ALL} else old
        theirs = new if taken & {OTHERS, ALL} else old
        return [_whole(v, rule) for v in _World(book, national, mine, theirs).value(Symbol(rule))]

    parts = shapley(causes, value)
    start, end = (list(result.exact(rule)) for result in (before, after))
    smooth = value(frozenset()), value(frozenset(causes))
    parts[ROUNDING] = [(b - a) - (d - c) for a, b, c, d in zip(start, end, *smooth, strict=True)]
    return Attribution(start, end, parts)


def shapley(causes: Sequence[str], value: Callable[[frozenset[str]], Row]) -> dict[str, Row]:
    """The average effect of each cause over all orders; together `value(all)` - `value(none)`."""
    count = len(causes)
    subsets = (frozenset(some) for size in range(count + 1) for some in combinations(causes, size))
    known = {some: value(some) for some in subsets}
    found = {}
    for cause in causes:
        effect = [Fraction(0)] * len(known[frozenset()])
        for before, row in known.items():
            if cause not in before:
                weight = Fraction(
                    factorial(len(before)) * factorial(count - len(before) - 1), factorial(count)
                )
                steps = zip(effect, known[before | {cause}], row, strict=True)
                effect = [total + weight * (b - a) for total, b, a in steps]
        found[cause] = effect
    return found


@define
class _World:
    """Values for each municipality in a world of its own.

    There it has the inputs `mine`, all others have `theirs`.
    """

    book: Rulebook
    figures: Mapping[str, exact.Row]
    mine: Mapping[str, exact.Row]
    theirs: Mapping[str, exact.Row]
    known: dict[str, exact.Row] = field(factory=dict)

    def value(self, node: Expression) -> exact.Row:
        """The value of an expression, a row for the municipalities or one national value."""
        match node:
            case Symbol(name) if name in self.figures:
                return self.figures[name]
            case Symbol(name) if name in self.book.rules:
                if name not in self.known:
                    self.known[name] = self.value(self.book.rules[name].formula)
                return self.known[name]
            case Symbol(name):
                return self.mine[name]
            case Total(operand):
                return self._total(operand)
            case _:
                return self._combined(node)

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
        if not self._plain(operand):
            raise InseparableError
        other = _World(self.book, self.figures, self.theirs, self.theirs).value(operand)
        whole = exact.value_of(Total(Symbol("x")), {"x": other})
        together = Symbol("whole") - Symbol("theirs") + Symbol("mine")
        return exact.value_of(together, {"whole": whole, "theirs": other, "mine": own})

    def _plain(self, node: Expression) -> bool:
        """Whether an expression rests on a municipality's own inputs and on figures only."""
        book = self.book
        behind = {step for name in names(node) if name in book.rules for step in book.behind(name)}
        return not any(map(of_all, [node, *(book.rules[step].formula for step in behind)]))


def _whole(value: exact.Value, rule: str) -> Fraction:
    if value is None:
        raise RuleError(f"rule {rule} divides by zero")
    return value
