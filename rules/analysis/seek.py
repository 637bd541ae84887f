"""Which value of a figure, or of one input of a municipality, makes an amount what is asked."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from allocation.along import Along
from allocation.bounds import Bounds
from allocation.errors import InputError, Problem
from allocation.goal import Passing, Sought, exactly, grid, seek
from allocation.numbers import added
from rules.analysis.given_values import Cell, declared, value_of
from rules.library.bounds import figure_bounds
from rules.runs.outcome import Outcome

FINER = 6
"""Where the amount passes what is asked, so many decimals more are tried."""


@frozen
class Question:
    """The amount of `rule` of a municipality (code "": of all, or a national one), to become `asked`.

    `cell` is what may change: from `least` to `most`, in so many `decimals`.
    """

    outcome: Outcome
    cell: Cell
    rule: str
    code: str
    asked: Fraction
    least: Fraction
    most: Fraction
    decimals: int


@frozen
class Between:
    """Two neighbours between which the amount passes what is asked, and what there is with more decimals.

    `exact` is the very value, where it was found.
    """

    passing: Passing
    decimals: int
    found: Sought
    exact: Fraction | None


@frozen
class Answer:
    """All values in the decimals that are asked, and what lies between them; with the amount as it is now."""

    question: Question
    now: Fraction
    amount: Fraction
    found: Sought
    between: Sequence[Between]


def question(
    outcome: Outcome,
    cell: Cell,
    rule: str,
    code: str,
    asked: Fraction,
    *,
    least: Fraction | None = None,
    most: Fraction | None = None,
    decimals: int | None = None,
) -> Question:
    """The question with all that was not said: the bounds and the decimals of the figure or input.

    Raises InputError where it rests on nothing, or the bounds leave nothing.
    """
    prepared = outcome.prepared
    if cell.name not in prepared.case.book.reads(rule):
        found = f"{rule} berust niet op {cell.name}"
        raise InputError(
            [Problem(cell.name, found, "een cijfer of gegeven waar het bedrag op berust (verdeel explain)")]
        )
    item = declared(prepared, cell.name)
    most_of = item.bounds.most
    if most_of is None:
        most_of = figure_bounds(item.unit, None, None, negative=False).most
    low = item.bounds.least or Fraction(0) if least is None else least
    high = most_of if most is None else most
    assert high is not None
    bounds = Bounds(item.bounds.least, item.bounds.most)
    wrong = [value for value in (low, high) if not bounds.allow(value)]
    if wrong or low > high:
        raise InputError([Problem(cell.name, f"van {low} tot en met {high}", f"deel van: {bounds.words}")])
    return Question(
        outcome, cell, rule, code, asked, low, high, item.decimals if decimals is None else decimals
    )


def answer(asked: Question) -> Answer:
    """Every value that makes the amount what is asked. Raises RuleError where that is too much to decide."""
    prepared = asked.outcome.prepared
    amount = along(asked)
    now = value_of(prepared, asked.cell)
    paid = amount.at(now)
    assert paid is not None
    values = grid(asked.least, asked.most, asked.decimals)
    found = seek(amount.at, amount.between, asked.asked, values)
    decimals = asked.decimals + FINER
    between = [
        Between(
            passing,
            decimals,
            seek(amount.at, amount.between, asked.asked, grid(passing.before, passing.after, decimals)),
            exactly(amount.at, asked.asked, passing),
        )
        for passing in found.passings
    ]
    return Answer(asked, now, paid, found, between)


def amount_of(outcome: Outcome, rule: str, code: str) -> Fraction:
    """What a rule gives a municipality, or (code "") all together; a national one is one value.

    Raises InputError where the outcome has no such rule or municipality.
    """
    name, case = outcome.prepared.publication.name, outcome.prepared.case
    if rule not in case.book.rules:
        raise InputError(
            [Problem(name, f"geen {rule}", "een publicatie die het berekent (verdeel list rules)")]
        )
    values = outcome.result.exact(rule)
    if not code or len(values) == 1:
        return added(values)
    if code not in case.codes:
        raise InputError([Problem(name, f"geen gemeente {code}", "een publicatie op dezelfde gemeenten")])
    return values[case.codes.index(code)]


def along(asked: Question) -> Along:
    """The amount as the cell runs."""
    case, rows = asked.outcome.prepared.case, asked.outcome.result.rows
    return Along(case, rows, asked.rule, asked.cell.name, asked.cell.code, asked.code)
