"""Conditions: as the article has them, with both, either and not; what is yes or no is no number."""

import re
from fractions import Fraction

import polars as pl
import pytest

from allocation import exact
from allocation.case import CODE, case_of
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import both, count, differs, either, equals, not_, where
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule
from tables.explaining.formula_words import written
from tables.formulas.cells import in_cells
from tests.helpers.arithmetic import on_fractions


def yes_no(function, name="r", unit="ja of nee", **more):
    return rule(label="x", unit=unit, source="x", valid_from=1, name=name, **more)(function)


def values(made, **columns):
    book = rulebook([made], list(columns), [], 1)
    frame = pl.DataFrame(
        {
            CODE: [f"{i}" for i in range(len(next(iter(columns.values()))))],
            **{name: pl.Series(row, dtype=pl.Decimal(38, 0)) for name, row in columns.items()},
        }
    )
    case = case_of(book, frame, {}, dict.fromkeys(columns, "officieel"))
    results = [run(case).exact("r") for run in (evaluate, on_fractions)]
    assert results[0] == results[1] == tuple(exact.evaluate(case)["r"])
    return list(results[0])


CONDITIONS = [
    (lambda a, b: a < b, [1, 0, 0], "a < b", "a<b"),
    (lambda a, b: a <= b, [1, 1, 0], "a ≤ b", "a<=b"),
    (lambda a, b: a >= b, [0, 1, 1], "a ≥ b", "a>=b"),
    (lambda a, b: a > b, [0, 0, 1], "a > b", "a>b"),
    (equals, [0, 1, 0], "a = b", "a=b"),
    (differs, [1, 0, 1], "a ≠ b", "a<>b"),
    (lambda a, b: not_(a < b), [0, 1, 1], "niet (a < b)", "NOT(a<b)"),
    (lambda a, b: both(a > 0, b > 0), [0, 1, 1], "a > 0 en b > 0", "AND(a>0,b>0)"),
    (lambda a, b: either(a, b > 1), [1, 1, 1], "a of b > 1", "OR(a,b>1)"),
    (
        lambda a, b: both(a <= b, either(a < b, equals(b, 2))),
        [1, 1, 0],
        "a ≤ b en (a < b of b = 2)",
        "AND(a<=b,OR(a<b,b=2))",
    ),
    (
        lambda a, b: count(a < b, a > 0, b > 1) >= 2,
        [1, 1, 0],
        "(hoe vaak geldt: [a < b], [a > 0] en [b > 1]) ≥ 2",
        "IF(a<b,1,0)+IF(a>0,1,0)+IF(b>1,1,0)>=2",
    ),
]


@pytest.mark.promise("docs/add-a-rule.md#yes-or-no")
@pytest.mark.parametrize(("condition", "held", "words", "cells"), CONDITIONS)
def test_a_condition_is_computed_said_and_written_as_it_stands(condition, held, words, cells):
    made = yes_no(condition, reads=["a", "b"])
    assert values(made, a=[0, 2, 3], b=[2, 2, 1]) == held
    assert written(made.formula, str) == words
    assert in_cells(made.formula, str) == f"IF({cells},1,0)"


def test_a_rule_that_is_yes_or_no_is_a_condition_by_name():
    made = rule(label="x", unit="EUR", source="x", valid_from=1, name="r")(
        lambda a, barred: where(both(a > 1, not_(barred)), a, 0)
    )
    assert values(made, a=[1, 2, 3], barred=[0, 0, 1]) == [0, 2, 0]
    assert written(made.formula, str) == "als a > 1 en niet barred dan a, anders 0"


def test_what_divides_by_zero_is_decided_by_no_other_condition():
    made = yes_no(lambda a, b: both(b > 0, a / b > 1))
    assert values(made, a=[1, 3], b=[1, 2]) == [0, 1]
    with pytest.raises(RuleError, match="regel r deelt door nul voor 1"):
        values(made, a=[1, 3], b=[1, 0])


def test_a_condition_for_the_country_holds_for_everyone():
    made = rule(label="x", unit="x", source="x", valid_from=1, name="r")(
        lambda a, limit, other: (
            where(both(limit > 1, other < limit), a, 0) + count(limit > 1, a > 1, other > limit)
        )
    )
    book = rulebook([made], ["a"], ["limit", "other"], 1)
    frame = pl.DataFrame({CODE: ["1", "2"], "a": pl.Series([1, 2], dtype=pl.Decimal(38, 0))})
    figures = {"limit": Fraction(2), "other": Fraction(1)}
    case = case_of(book, frame, figures, dict.fromkeys(("a", *figures), "officieel"))
    assert list(evaluate(case).exact("r")) == [2, 4] == list(on_fractions(case).exact("r"))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (lambda a: (a > 1) + 1, "a condition is no number"),
        (lambda a: 1 + (a > 1), "a condition is no number"),
        (lambda a: where(a > 1, a > 2, 0), "a condition is no number"),
        (lambda a: (a > 1) & (a < 3), "both(), either() and not_()"),
        (lambda a: (a > 1) and (a < 3), "Python's `if`, `and`"),
        (lambda a: 1 < a < 3, "`a < b < c`"),
        (lambda a: not (a > 1), "both(), either(), not_()"),
        (lambda a: both(a > 1), "both() takes two or more conditions, not 1"),
        (lambda a: both(a > 1, a == 3), "`a == b` compares the formulas"),
        (lambda a: where(a + 1, 1, 0), "a condition is a comparison"),
        (lambda a: where(1, a, 0), "a condition is a comparison"),
    ],
)
def test_a_misuse_is_refused_with_what_to_write(formula, said):
    with pytest.raises(RuleError, match=re.escape(said)):
        yes_no(formula, unit="x")


def test_a_rule_that_returns_a_condition_says_so_in_its_unit():
    with pytest.raises(RuleError, match="it returns a condition, and its unit is EUR"):
        yes_no(lambda a: a > 1, unit="EUR")
    with pytest.raises(RuleError, match="a condition is not rounded"):
        yes_no(lambda a: a > 1, rounds=Rounding(0, "x"))
