"""Goal seek: for which values of a figure or of one input an amount is what is wanted, exactly.

The amount without its roundings is looked at between two bounds. Where its second difference is nothing it
is a straight line, and solved exactly; elsewhere the span is halved, down to the last decimal of the figure.
So every solution is found where the amount is made of straight pieces; where it is curved (a share), those
between whose ends of a span the amount crosses what is wanted.
"""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.numbers import round_half_away
from allocation.rewrites import unrounded
from rules.runs.outcome import Outcome

SPANS = 32
"""In so many spans the range is looked at first."""
DEEP = 60
"""A span is halved no more often than this."""


@frozen
class Solution:
    """The value at which the amount is what is wanted, and from where to where the rounded amount is.

    `low` and `high` have the decimals of the figure; None where no value of so many decimals does.
    """

    value: Fraction
    low: Fraction | None
    high: Fraction | None


@frozen
class Goal:
    """What is changed (a figure, or an input of one municipality), and which amount of whom must be what.

    `code` is "" for the country: all municipalities together, or a national rule.
    """

    changed: str
    changed_code: str
    rule: str
    code: str
    wanted: Fraction
    decimals: int


def seek(outcome: Outcome, goal: Goal, low: Fraction, high: Fraction) -> list[Solution]:
    """Every value from `low` to `high` at which the amount is what is wanted, in order.

    Raises RuleError where the range is none, or the amount cannot be computed at either end of it.
    """
    if low >= high:
        raise RuleError(f"from {low} to {high}: no range to look for a value in")
    exactly, rounded = _amount(outcome, goal, smooth=True), _amount(outcome, goal, smooth=False)
    ends = [low + (high - low) * n / SPANS for n in range(SPANS + 1)]
    found = dict.fromkeys(value for a, b in pairwise(ends) for value in _within(exactly, goal, a, b, 0))
    return [_solution(rounded, goal, value, low, high) for value in sorted(found)]


Amount = Callable[[Fraction], Fraction]


def _amount(outcome: Outcome, goal: Goal, *, smooth: bool) -> Amount:
    """The amount as a function of the value that is changed; each value is computed once."""
    case = outcome.prepared.case
    known: dict[Fraction, Fraction] = {}

    def at(value: Fraction) -> Fraction:
        if value not in known:
            cell = {goal.changed: {goal.changed_code: value}}
            figures = {} if goal.changed_code else {goal.changed: value}
            other = case.with_values(figures=figures, inputs=cell if goal.changed_code else {})
            book = unrounded(other.book) if smooth else other.book
            result = evaluate(evolve(other, book=book.needed([goal.rule])))
            values = result.exact(goal.rule)
            known[value] = sum(values, Fraction(0)) if not goal.code else values[case.codes.index(goal.code)]
        return known[value]

    return at


def _within(amount: Amount, goal: Goal, low: Fraction, high: Fraction, depth: int) -> Iterator[Fraction]:
    """The solutions in a span: on a straight line by one division, elsewhere in its halves."""
    at_low, at_high = amount(low) - goal.wanted, amount(high) - goal.wanted
    middle = (low + high) / 2
    if at_low == at_high == 0:
        yield from (low, high)
    elif amount(middle) - goal.wanted == (at_low + at_high) / 2:
        if at_low * at_high <= 0:
            yield low + (high - low) * at_low / (at_low - at_high)
    elif depth < DEEP and high - low > Fraction(1, 10 ** (goal.decimals + 1)):
        at_middle = amount(middle) - goal.wanted
        if depth < 3 or at_low * at_middle <= 0:
            yield from _within(amount, goal, low, middle, depth + 1)
        if depth < 3 or at_middle * at_high <= 0:
            yield from _within(amount, goal, middle, high, depth + 1)
    elif at_low * at_high <= 0:
        yield middle


def _solution(rounded: Amount, goal: Goal, value: Fraction, low: Fraction, high: Fraction) -> Solution:
    """Around a solution the values, in the decimals of what is changed, at which the rounded amount is it."""
    unit = Fraction(1, 10**goal.decimals)
    near = round_half_away(value, goal.decimals)
    tried = [x for x in (near, near - unit, near + unit) if low <= x <= high]
    start = next((x for x in tried if rounded(x) == goal.wanted), None)
    if start is None:
        return Solution(value, None, None)
    ends = [_last(rounded, goal, start, limit, unit) for limit in (low, high)]
    return Solution(value, *ends)


def _last(rounded: Amount, goal: Goal, start: Fraction, limit: Fraction, unit: Fraction) -> Fraction:
    """The last value from `start` towards `limit` at which it still is: steps that double, and then halve."""
    step = unit if limit > start else -unit
    far = start
    while abs(far + step - start) <= abs(limit - start) and rounded(far + step) == goal.wanted:
        far, step = far + step, step * 2
    while abs(step) >= unit:
        step /= 2
        step = round_half_away(step, goal.decimals)
        if not step:
            break
        if abs(far + step - start) <= abs(limit - start) and rounded(far + step) == goal.wanted:
            far += step
        elif abs(step) == unit:
            break
    return far


def usual_range(outcome: Outcome, changed: str, code: str) -> tuple[Fraction, Fraction]:
    """From nothing to twice what a figure, or an input of a municipality, is now."""
    case = outcome.prepared.case
    now = case.inputs[changed].exact[case.codes.index(code)] if code else case.figures[changed]
    return Fraction(0), max(2 * now, Fraction(1))


def amount_in(outcome: Outcome, rule: str, code: str) -> Fraction:
    """An amount of a municipality, or of all together. Raises RuleError where it is not computed."""
    if rule not in outcome.prepared.case.book.rules:
        raise RuleError(f"{outcome.prepared.publication.name} has no {rule}")
    values = outcome.result.exact(rule)
    return values[outcome.prepared.case.codes.index(code)] if code else sum(values, Fraction(0))


def goal_of(
    outcome: Outcome, changed: str, changed_code: str, rule: str, code: str, wanted: Fraction
) -> Goal:
    """The goal, checked. Raises RuleError for what is no figure, input, rule or amount of this outcome."""
    prepared, case = outcome.prepared, outcome.prepared.case
    known = case.inputs if changed_code else case.figures
    if changed not in known:
        near = get_close_matches(changed, known, n=3) or sorted(known)
        what = "input" if changed_code else "figure"
        raise RuleError(f"{changed} is no {what} behind this publication; one such as {', '.join(near[:8])}")
    if rule not in case.book.rules or (code and case.book.national(rule)):
        raise RuleError(f"{rule} is no amount of {'a municipality' if code else 'this publication'}")
    declared = prepared.library.inputs if changed_code else prepared.library.figures
    return Goal(changed, changed_code, rule, code, wanted, declared[changed].decimals)
