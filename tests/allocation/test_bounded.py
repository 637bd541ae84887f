"""Values within a bound: the true value lies in it, the bound is tight, and what it leaves open is done again."""

from contextlib import suppress
from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from allocation import bounded, exact, machine
from allocation.column import of_decimals, of_fractions
from allocation.errors import RuleError
from allocation.expressions import (
    Arithmetic,
    Bound,
    Number,
    Round,
    Symbol,
    Where,
    both,
    clamp,
    count,
    either,
    logistic,
    maximum,
    minimum,
    not_,
    rounded,
    where,
)
from allocation.runs import Runs
from allocation.steps import steps_of
from allocation.terms import NotCarriedError
from allocation.worlds import evaluate_runs
from tests.helpers import toy_country as toy
from tests.helpers.workspaces import SHIPPED

NUMBERS = st.fractions(-1000, 1000, max_denominator=997) | st.integers(-50_000, 50_000).map(Fraction)
STEP = bounded.STEP
X, Y, Z = Symbol("x"), Symbol("y"), Symbol("z")


def trees():
    leaf = st.sampled_from([X, Y, Z]) | NUMBERS.map(Number)

    def more(inner):
        pair = st.tuples(inner, inner)
        return (
            pair.map(lambda p: p[0] + p[1])
            | pair.map(lambda p: p[0] - p[1])
            | pair.map(lambda p: p[0] * p[1])
            | pair.map(lambda p: p[0] / p[1])
            | pair.map(lambda p: minimum(*p))
            | pair.map(lambda p: maximum(*p))
            | st.tuples(inner, st.integers(0, 3)).map(lambda p: rounded(*p))
            | st.tuples(inner, st.integers(0, 9)).map(lambda p: logistic(*p))
            | st.tuples(inner, inner, inner).map(lambda p: where(p[0] < p[1], p[1], p[2]))
            | st.tuples(inner, inner, inner).map(
                lambda p: where(both(p[0] <= p[1], not_(p[1] > p[2])), p[0], p[2])
            )
            | st.tuples(inner, inner, inner).map(lambda p: count(p[0] >= p[1], either(p[1] < p[2], p[0] > 1)))
        )

    return st.recursive(leaf, more, max_leaves=12)


def outcome(tree, rows):
    """The exact values, and the bounded ones with the rows in doubt."""
    columns = {name: of_fractions(values) for name, values in rows.items()}
    work = bounded.work(columns, len(rows["x"]))
    return exact.value_of(tree, rows), work, columns


ROWS = st.integers(1, 5).flatmap(
    lambda n: st.fixed_dictionaries(dict.fromkeys("xyz", st.lists(NUMBERS, min_size=n, max_size=n)))
)


@pytest.mark.promise("docs/architecture.md#the-bound-holds")
@given(trees(), ROWS)
def test_the_true_value_lies_within_the_bound(tree, rows):
    true, work, _ = outcome(tree, rows)
    try:
        found = work.value(tree)
    except NotCarriedError:  # divides by zero somewhere
        return
    values = list(true) * (len(rows["x"]) if len(true) == 1 else 1)
    for value, near, off, doubt in zip(values, found.value, found.off, work.doubt, strict=True):
        if value is not None and not doubt:
            assert abs(Fraction(near) - value) <= Fraction(off)


@pytest.mark.promise("docs/architecture.md#the-bound-holds")
@given(trees(), ROWS, st.integers(0, 2))
def test_what_is_rounded_without_doubt_is_exact(tree, rows, decimals):
    true, work, _ = outcome(rounded(tree, decimals), rows)
    try:
        found = work.rounded(Round(tree, decimals))
    except NotCarriedError:
        return
    values = list(true) * (len(rows["x"]) if len(true) == 1 else 1)
    for value, near, doubt in zip(values, found.exact, work.doubt, strict=True):
        if value is not None and not doubt:
            assert near == value


class NoQuotientError(Exception):
    """A divisor that its own bound comes near."""


def size(node, row):
    """A formula with every part taken without its sign, as `allocation.steps` says."""
    match node:
        case Arithmetic("+" | "-", left, right):
            return size(left, row) + size(right, row)
        case Arithmetic("*", left, right):
            return size(left, row) * size(right, row)
        case Arithmetic("/", left, right):
            [below] = exact.value_of(right, row)
            if not below or steps_in(right) * Fraction(STEP) * size(right, row) > abs(below) / 2**20:
                raise NoQuotientError
            return size(left, row) * size(right, row) / below**2
        case Bound(_, left, right):
            return max(size(left, row), size(right, row))
        case Where(holds, then, otherwise):
            [chosen] = exact.value_of(holds, row)
            return size(then if chosen else otherwise, row)
        case _:
            [value] = exact.value_of(node, row)
            return abs(value)


def steps_in(tree):
    return steps_of({"it": evolve(toy.exact_wood, formula=tree)})["it"]


@pytest.mark.promise("docs/architecture.md#the-bound-of-a-rule")
@given(trees(), ROWS)
def test_the_bound_of_a_rule_follows_from_its_tree(tree, rows):
    """What is computed is off by no more steps than were counted when the rule was read."""
    _, work, _ = outcome(tree, rows)
    try:
        found = work.value(tree)
    except NotCarriedError:
        return
    for place, (off, doubt) in enumerate(zip(found.off, work.doubt, strict=True)):
        row = {name: [values[place]] for name, values in rows.items()}
        if not doubt:
            with suppress(NoQuotientError):
                most = steps_in(tree) * Fraction(STEP) * size(tree, row)
                assert Fraction(off) <= most * (1 + Fraction(1, 2**10))


def test_every_rule_of_the_bijstand_has_its_bound_in_the_rulebook():
    book = SHIPPED.outcome("budgetten-2025-definitief", 2025).prepared.case.book
    assert {*book.steps} == {*book.rules}
    assert book.steps["gebundelde_uitkering"] == 0
    assert 0 < book.steps["objectief_deel"] < 100


@given(st.lists(NUMBERS, min_size=4, max_size=40), st.integers(1, 4))
def test_a_total_lies_within_its_bound(values, size):
    values = values[: len(values) // size * size]
    found = bounded.total(bounded.of_column(of_fractions(values)), size)
    sums = [sum(values[place : place + size]) for place in range(0, len(values), size)]
    for true, near, off in zip(sums, found.value, found.off, strict=True):
        assert abs(Fraction(near) - true) <= Fraction(off)


def test_what_has_no_value_has_no_total():
    with pytest.raises(NotCarriedError):
        bounded.total(bounded.Bounded(pl.Series([1.0, None]), pl.Series([0.0, 0.0])), 2)


# The bound is as small as it can be said


def violations():
    """How many of some sums and quotients lie outside of their bound: adversarial, as each rounds as badly as it can."""
    wrong = 0
    for n in range(1, 400):
        a, b = Fraction(n, 10), Fraction(2 * n + 1, 30)
        for tree in (Number(a) + Number(b), Number(a) / Number(b), Number(a) * Number(b)):
            true = exact.value_of(tree, {})[0]
            found = bounded.work({}, 1).value(tree)
            wrong += abs(Fraction(found.value[0]) - true) > Fraction(found.off[0])
    return wrong


@pytest.mark.promise("docs/architecture.md#the-bound-is-tight")
def test_a_bound_four_times_smaller_does_not_hold(monkeypatch):
    assert violations() == 0
    monkeypatch.setattr(bounded, "STEP", STEP / 4)
    assert violations() > 0


def again(worlds=300):
    """How many of the standard worlds (the macrobudget 2025, and so much more) were done again on fractions."""
    case = SHIPPED.outcome("budgetten-2025-definitief", 2025).prepared.case
    start = case.figures["macrobudget"]
    names = tuple(map(str, range(worlds)))
    runs = Runs(case, names, {"macrobudget": [start + 1_000_003 * n for n in range(worlds)]})
    return sum(len(batch.names) for batch in evaluate_runs(runs, ["gebundelde_uitkering"]) if batch.again)


@pytest.mark.promise("docs/architecture.md#the-bound-is-tight")
def test_hardly_any_world_is_done_again_and_of_a_bound_a_thousand_times_larger_many(monkeypatch):
    assert again() < Fraction(3, 1000) * 300
    monkeypatch.setattr(bounded, "STEP", STEP * 1000)
    assert again(100) > Fraction(3, 1000) * 100


@pytest.mark.promise("docs/architecture.md#done-again")
@pytest.mark.parametrize("beside", [Fraction(0), Fraction(1, 10**30), -Fraction(1, 10**30)])
def test_exactly_a_half_and_a_hair_beside_it_is_left_open_and_done_again(beside):
    """No float tells these apart: so all three are in doubt, and none is decided wrongly."""
    work = bounded.work({"x": of_fractions([Fraction(5, 2) + beside])}, 1)
    work.rounded(Round(X, 0))
    assert work.doubt.to_list() == [True]


def test_whole_numbers_are_compared_without_doubt():
    """15,000 inhabitants are no more than 15,000."""
    people = of_decimals(pl.Series(["15000", "15001"]).cast(pl.Decimal(38, 0)))
    work = bounded.work({"x": people}, 2)
    assert work.holds(Number(Fraction(15_000)) >= X).to_list() == [True, False]
    assert not work.doubt.any()


def test_a_clamp_keeps_its_bound():
    work = bounded.work({"x": of_fractions([Fraction(1, 3), Fraction(7, 3)])}, 2)
    found = work.value(clamp(X, 0, 1))
    assert abs(found.value[0] - 1 / 3) < 1e-15
    assert found.value[1] == 1


# The machine


def test_this_machine_reckons_as_it_must():
    assert all(machine.as_expected().values())


def test_one_that_does_not_is_named(monkeypatch):
    monkeypatch.setattr(machine, "as_expected", lambda: {"half goes away from zero": False, "other": True})
    with pytest.raises(
        RuleError, match=r"does not reckon as it must on this machine: half goes away from zero$"
    ):
        machine.check()
