"""One traversal: a node is one class, and whatever reads formulas refuses by name a node that it does not know."""

import polars as pl
import pytest
from attrs import frozen

from allocation import exact, ratios, vectorised
from allocation.case import CODE, case_of
from allocation.errors import RuleError
from allocation.expressions import (
    Expression,
    Node,
    Number,
    Symbol,
    expression,
    names,
    of_all,
    parts,
    rebuilt,
    total,
)
from allocation.levels import _LEVELS
from allocation.rulebook import rulebook
from allocation.rules import rule
from allocation.unit_check import _MEASURES, check_units
from tables.explaining.formula_words import _TEXTS, written
from tables.formulas.cells import _CELLS, in_cells


@frozen(order=False)
class Median(Expression):
    """A node that no rendering knows."""

    operands: tuple[Expression, ...]
    other: Expression
    decimals: int


MEDIAN = Median((Symbol("a"), total(Symbol("b"))), Symbol("c") + 1, 2)
MADE_UP = rule(label="x", unit="x", source="x", valid_from=1, name="made_up")(
    lambda a, b, c: MEDIAN + a + b + c
)


def test_a_new_node_is_one_class():
    assert parts(MEDIAN) == (*MEDIAN.operands, MEDIAN.other)
    assert names(MEDIAN) == ["a", "b", "c"]
    assert of_all(MEDIAN)
    assert rebuilt(MEDIAN, lambda part: part) == MEDIAN
    assert rebuilt(MEDIAN, lambda _: expression(0)) == Median(
        (expression(0), expression(0)), expression(0), 2
    )


ROWS = {name: [1] for name in "abc"}


@pytest.mark.promise("docs/add-a-rule.md#an-unknown-node-is-refused")
@pytest.mark.parametrize(
    ("what", "read"),
    [
        ("exact value", lambda: exact.value_of(MEDIAN, ROWS)),
        ("polars expression", lambda: vectorised.value_of(MEDIAN, VALUES)),
        ("ratio", lambda: ratios.value_of(MEDIAN, {})),
        ("level", lambda: rulebook([MADE_UP], ["a", "b", "c"], [], 1)),
        ("unit", lambda: check_units([MADE_UP], {})),
        ("words", lambda: written(MEDIAN, str)),
        ("Excel formula", lambda: in_cells(MEDIAN, str)),
    ],
)
def test_an_unknown_node_is_refused_by_name(what, read):
    with pytest.raises(RuleError, match=f"no {what} for node Median"):
        read()


CASE = case_of(
    rulebook([], ["a", "b", "c"], [], 1),
    pl.DataFrame({CODE: ["1"], **{name: pl.Series([1], dtype=pl.Decimal(38, 0)) for name in "abc"}}),
    {},
    dict.fromkeys("abc", "officieel"),
)
VALUES = CASE.given


def test_every_node_is_known_everywhere():
    """But for what takes cells of its own: a division by largest remainders, and what is added."""
    every, some = known(exact._VALUES), {"Apportion"}
    assert every == known(vectorised._OPERANDS) | known(vectorised._CONDITIONS) | some
    assert every == known(ratios._VALUES) | some
    assert every == known(_LEVELS) == known(_MEASURES)
    assert every == known(_TEXTS) | {"Apportion", "Total"} == known(_CELLS) | {"Apportion", "Total"}
    assert {kind.__name__ for kind in nodes(Node)} - {"Expression", "Condition", "Median"} == every


def known(rendering):
    return {kind.__name__ for kind in rendering.table}


def nodes(kind):
    return {below for each in kind.__subclasses__() for below in ({each} | nodes(each))}


def test_a_leaf_has_no_parts():
    assert parts(Number(1)) == parts(Symbol("a")) == ()
