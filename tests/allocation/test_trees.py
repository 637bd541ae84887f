"""Any formula at all: random trees, polars against the oracle, row by row and digit by digit."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.case import CODE, case_of
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import (
    Symbol,
    both,
    clamp,
    count,
    differs,
    either,
    equals,
    expression,
    logistic,
    maximum,
    minimum,
    not_,
    rounded,
    total,
    where,
)
from allocation.numbers import scaled
from allocation.rulebook import rulebook
from allocation.rules import rule
from tests.helpers.arithmetic import on_fractions

NAMES = ("x", "y", "f")
LEAVES = st.sampled_from(NAMES) | st.integers(-3, 3) | st.fractions(-2, 2, max_denominator=7)


def build(tree, symbols):
    """A tree of tuples as a formula over symbols."""
    if not isinstance(tree, tuple):
        return expression(symbols.get(tree, tree))
    operation, *operands = tree
    return OPERATIONS[operation](*(build(operand, symbols) for operand in operands))


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "min": minimum,
    "max": maximum,
    "clamp": clamp,
    "round": lambda a: rounded(a, 1),
    "chance": lambda a: logistic(a, 3),
    "share": lambda a: a / total(a + Symbol("x") * 0),
    "if": where,
    "how many": count,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "=": equals,
    "<>": differs,
    "is": lambda name: name,
    "not": not_,
    "both": both,
    "either": either,
}


def trees(children):
    two = st.sampled_from(["+", "-", "*", "/", "min", "max"])
    return (
        st.tuples(two, children, children)
        | st.tuples(st.sampled_from(["round", "chance", "share"]), children)
        | st.tuples(st.just("clamp"), children, children, children)
        | st.tuples(st.just("if"), conditions(children), children, children)
        | st.tuples(st.just("how many"), conditions(children), conditions(children))
    )


def conditions(children):
    """Comparisons, and what is 0 or not by name; alone, denied, and two or three together."""
    one = st.tuples(st.sampled_from(["<", "<=", ">=", ">", "=", "<>"]), children, children)
    one |= st.tuples(st.just("is"), st.sampled_from(NAMES))
    more = one | st.tuples(st.just("not"), one)
    together = st.tuples(st.sampled_from(["both", "either"]), more, more)
    return more | together | st.tuples(st.sampled_from(["both", "either"]), more, together)


VALUES = st.lists(st.integers(-50, 50).map(lambda n: scaled(n, 1)), min_size=1, max_size=5)


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@given(
    tree=st.recursive(LEAVES, trees, max_leaves=8),
    values=st.lists(VALUES, min_size=2, max_size=2),
    f=st.integers(-5, 5),
)
def test_polars_and_fractions_agree_on_any_formula(tree, values, f):
    made = rule(label="r", unit="u", source="s", valid_from=1, name="r")(
        lambda x, y, f: build(tree, {"x": x, "y": y, "f": f}) + x * y * f * 0
    )
    count = min(map(len, values))
    columns = {n: pl.Series(v[:count], dtype=pl.Decimal(38, 1)) for n, v in zip("xy", values, strict=True)}
    frame = pl.DataFrame({CODE: [str(i) for i in range(count)], **columns})
    case = case_of(
        rulebook([made], ["x", "y"], ["f"], 1), frame, {"f": Fraction(f)}, dict.fromkeys("xyf", "officieel")
    )
    oracle = exact.evaluate(case)["r"]
    if None in oracle:
        for run in (evaluate, on_fractions):
            with pytest.raises(RuleError, match="deelt door nul"):
                run(case)
        return
    assert list(evaluate(case).exact("r")) == list(on_fractions(case).exact("r")) == list(oracle)
