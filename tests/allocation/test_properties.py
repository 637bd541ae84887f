"""Every registered rule on random municipalities: decimals, the same on fractions, and the oracle agree.

Here each rule is alone: what others compute for it is as arbitrary as what is handed in. As a whole they are
held against the oracle in tests/guarding, and all else that they promise is tried there, with many examples.
"""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil

import polars as pl
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from allocation import evaluation, exact
from allocation.bounds import NONE_BELOW_ZERO
from allocation.case import CODE, case_of
from allocation.errors import PotError, RuleError
from allocation.expressions import Arithmetic, names, parts
from allocation.figures import LAW
from allocation.numbers import scaled
from allocation.rulebook import rulebook
from tests.helpers import toy_country as toy
from tests.helpers.arithmetic import on_fractions
from tests.helpers.workspaces import BOOKS, LIBRARY

REGISTERED = [(rule.name, rule.valid_from) for rule in LIBRARY.rules]
ALTERNATIVES = {rule.name for rule in LIBRARY.rules} & {*LIBRARY.inputs, *LIBRARY.figures}
"""What may be given instead of computed: so it is, but in the test of the rule itself."""
SIZE = {"inwoners[-1]"}
"""The size of a municipality decides which rules hold for it: it is no weight."""
WHOLES = {"macrobudget": 10**7, "netto_uitgaven_landelijk[-2]": 10**6}
"""National amounts that others are parts of: so much larger than those."""
BOUNDS = {
    name: item.bounds
    for items in (LIBRARY.inputs, LIBRARY.figures)
    for name, item in items.items()
    if item.bounds.least >= 0  # what may be negative is drawn as any number above zero
}
EXAMPLES = settings().max_examples
FEW = settings(max_examples=EXAMPLES if EXAMPLES >= 1000 else max(EXAMPLES // 4, 2))
LONG = 2015
"""The year of a share of a share of a share, of which the digits outgrow those of decimals."""
TWO_SHARES = {rule.name for rule in LIBRARY.rules if rule.keeps} | {"sleutel_te_veel"}
"""The difference of two shares over different sums: more digits than those of decimals."""


def decimals(scale, least=0, bounds=NONE_BELOW_ZERO):
    """Numbers within bounds, of at most a million, in units of the last decimal from `least`."""
    most = 10**6 if bounds.most is None else min(bounds.most, 10**6)
    first = max(least, ceil(bounds.least * 10**scale))
    return st.integers(first, int(most * 10**scale)).map(lambda units: scaled(units, scale))


@st.composite
def cases(draw, book, input_scale, figure_scale, law=None, bounds=lambda _: NONE_BELOW_ZERO):
    """A case for a rulebook: some municipalities, and for every input one of them above zero.

    `law` holds the figures that the law itself fixes, `bounds` says between what others lie.
    """
    count = draw(st.integers(1, 12))
    columns, divisors = {}, row_divisors(book)
    for name in book.inputs:
        scale = draw(st.integers(0, input_scale(name)))
        least = 1 if name in divisors else 0
        one = st.integers(0, 60_000).map(Decimal) if name in SIZE else decimals(scale, least, bounds(name))
        values = draw(st.lists(one, min_size=count, max_size=count))
        assume(any(values))
        columns[name] = pl.Series(values, dtype=pl.Decimal(38, scale))
    figures = {
        name: law[name]
        if law and name in law
        else Fraction(draw(decimals(figure_scale(name), 1, bounds(name)))) * WHOLES.get(name, 1)
        for name in book.figures
    }
    codes = [f"{i:04}" for i in range(count)]
    statuses = dict.fromkeys([*book.inputs, *book.figures], "officieel")
    return case_of(book, pl.DataFrame({CODE: codes, **columns}), figures, statuses)


def frame_of(case):
    """The inputs of a case, a row per municipality."""
    return pl.DataFrame({CODE: case.codes, **{name: column.shown for name, column in case.inputs.items()}})


def book_under(rule, year):
    return BOOKS.whole(year, ALTERNATIVES - {rule}).needed([rule])


def row_divisors(book):
    """What each municipality divides by on its own account."""

    def found(node):
        own = []
        if isinstance(node, Arithmetic) and node.op == "/" and not book.is_national(node.right):
            own = names(node.right)
        return own + [name for part in parts(node) for name in found(part)]

    return {name for rule in book.rules.values() for name in found(rule.formula)}


def evaluated(case):
    """The result; a case without any weight, or with less than nothing to divide, is none."""
    try:
        return evaluation.evaluate(case)
    except (RuleError, PotError) as error:
        if "deelt door nul" in str(error) or "is kleiner dan nul" in str(error):
            reject()
        raise


@cache
def cases_of(rule, year):
    book = book_under(rule, year)
    law = {
        v.name: value.value
        for v in LIBRARY.figures.values()
        for value in v.values
        if (value.publication, value.year) == (LAW, year)
    }
    return cases(
        book,
        lambda name: LIBRARY.inputs[name].decimals,
        lambda name: LIBRARY.figures[name].decimals,
        law,
        lambda name: BOUNDS.get(name, NONE_BELOW_ZERO),
    )


TOY_CASES = cases(rulebook(toy.RULES, toy.INPUTS, toy.FIGURES, 1), lambda _: 6, lambda _: 0)


def agree(case):
    """Decimals, fractions and the oracle, value for value.

    Where each municipality has a divisor of its own, their sum may outgrow the digits of decimals.
    """
    result, oracle = evaluated(case), exact.evaluate(case)
    if not row_divisors(case.book) and case.book.year != LONG and not TWO_SHARES & {*case.book.rules}:
        assert not result.on_fractions
    slow = on_fractions(case)
    for name, row in oracle.items():
        assert list(result.exact(name)) == list(slow.exact(name)) == list(row)
    assert (result.balances, result.ties) == (slow.balances, slow.ties)
    return result


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.parametrize(("rule", "year"), REGISTERED)
@FEW
@given(data=st.data())
def test_polars_equals_the_oracle(rule, year, data):
    agree(data.draw(cases_of(rule, year)))


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@given(case=TOY_CASES)
def test_polars_equals_the_oracle_on_the_toy_country(case):
    agree(case)


def test_more_weight_never_gets_less():
    """Largest remainders are monotone within one division (not over changes of the pot)."""

    @given(case=TOY_CASES)
    def check(case):
        rows = evaluation.evaluate(case).values.join(frame_of(case), on=CODE).sort("hearths", "wood")
        assert rows["wood"].is_sorted()

    check()
