"""What every rule declares, as properties: run on each registered rule without further code.

A rule that divides a pot: the pot closes, shares do not depend on the scale of the weights, and
zero weight gets zero money (but for a declared floor). Every rule: the order of the rows does
not matter, and polars, the same on Fractions, and the oracle agree in every value.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil

import polars as pl
import pytest
from attrs import evolve
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from allocation import evaluation, exact
from allocation.bounds import NONE_BELOW_ZERO
from allocation.case import CODE, case_of
from allocation.errors import PotError, RuleError
from allocation.expressions import Apportion, Arithmetic, Bound, names, parts
from allocation.figures import LAW
from allocation.numbers import scaled
from allocation.rewrites import unbounded, unrounded
from allocation.rulebook import rulebook
from tests.helpers import toy_country as toy
from tests.helpers.arithmetic import on_fractions
from tests.helpers.workspaces import BOOKS, LIBRARY

REGISTERED = [(rule.name, rule.valid_from) for rule in LIBRARY.rules]
POTS = [(rule.name, rule.valid_from) for rule in LIBRARY.rules if rule.pot]
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
MEASURED = {"uitgaven_dak_en_thuislozen[-2]", "objectieve_uitkomst_2015"}
"""A weight that is measured against a national figure, not against the sum of all weights."""
LONG = 2015
"""The year of a share of a share of a share, of which the digits outgrow those of decimals."""
KEEPS = {"beschut_met_overgang", "beschut_sleutel_overgang"}
"""In a transition a municipality keeps of what it had, by its inhabitants: that is no share of the pot."""
TWO_SHARES = {*KEEPS, "sleutel_te_veel"}
"""The difference of two shares over different sums: more digits than those of decimals."""
PROPORTIONAL = [(name, year) for name, year in POTS if name not in KEEPS]


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
    columns = {}
    for name in book.inputs:
        scale = draw(st.integers(0, input_scale(name)))
        least = 1 if name in row_divisors(book) else 0
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
@given(data=st.data())
def test_polars_equals_the_oracle(rule, year, data):
    agree(data.draw(cases_of(rule, year)))


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@given(case=TOY_CASES)
def test_polars_equals_the_oracle_on_the_toy_country(case):
    agree(case)


@pytest.mark.promise("README.md#pots-close")
@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.promise("docs/add-a-rule.md#a-pot-is-divided")
@pytest.mark.parametrize(("rule", "year"), POTS)
@given(data=st.data())
def test_the_pot_closes(rule, year, data):
    case = data.draw(cases_of(rule, year))
    result = evaluated(case)
    balance = next(balance for balance in result.balances if balance.rule == rule)
    assert balance.handed_out == sum(exact.evaluate(case)[rule])
    assert balance.left == balance.pot_rounding + balance.bounds + balance.rounding
    if isinstance(case.book.rules[rule].formula, Apportion):
        assert balance.left == 0
    assert abs(balance.rounding) <= Fraction(len(case.codes), 2)


@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.parametrize(("rule", "year"), REGISTERED)
@given(data=st.data())
def test_the_order_of_the_rows_does_not_matter(rule, year, data):
    case = data.draw(cases_of(rule, year))
    order = data.draw(st.permutations(range(len(case.codes))))
    other = case_of(case.book, frame_of(case)[order], case.figures, case.statuses)
    assert evaluated(other).values.equals(evaluated(case).values)


def exact_amounts(case, rule, *, bounds):
    """The amounts without rounding (and without bounds), and the pot without rounding."""
    evaluated(case)
    smooth = unrounded(case.book)
    free = exact.evaluate(evolve(case, book=smooth if bounds else unbounded(smooth)))
    pot = {**exact.given(case), **exact.evaluate(evolve(case, book=smooth))}[case.book.rules[rule].pot]
    return free[rule], pot[0]


@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.parametrize(("rule", "year"), PROPORTIONAL)
@given(data=st.data(), factor=st.integers(2, 1000))
def test_shares_of_the_pot_do_not_depend_on_the_scale_of_the_inputs(rule, year, data, factor):
    case = data.draw(cases_of(rule, year))
    larger = case.with_values(
        inputs={
            name: {code: value * factor for code, value in zip(case.codes, column.exact, strict=True)}
            for name, column in case.inputs.items()
            if name not in {*SIZE, *MEASURED}
        }
    )
    (amounts, pot), (scaled_amounts, scaled_pot) = (
        exact_amounts(c, rule, bounds=True) for c in (case, larger)
    )
    assert [amount * scaled_pot for amount in amounts] == [amount * pot for amount in scaled_amounts]


@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.parametrize(("rule", "year"), PROPORTIONAL)
@given(data=st.data())
def test_zero_weight_gets_zero_money_but_for_a_declared_floor(rule, year, data):
    case = data.draw(cases_of(rule, year))
    ones = row_divisors(case.book)
    frame = frame_of(case)
    nobody = pl.DataFrame(
        {CODE: ["9999"], **{n: [Decimal(n in ones)] for n in case.book.inputs}}, schema=frame.schema
    )
    case = case_of(case.book, pl.concat([frame, nobody]), case.figures, case.statuses)
    assert exact_amounts(case, rule, bounds=False)[0][-1] == 0
    if not any(bounds_in(step.formula) for step in case.book.rules.values()):
        assert evaluated(case).values[rule][-1] == 0


ADDITIVE = [(rule, year) for rule, year in PROPORTIONAL if not book_under(rule, year).reads(rule) & {*SIZE}]


@pytest.mark.promise("docs/territory.md#additive-but-for-rounding")
@pytest.mark.parametrize(("rule", "year"), ADDITIVE)
@given(data=st.data())
def test_merging_two_municipalities_adds_their_amounts_but_for_rounding_and_bounds(rule, year, data):
    """So what a publication gives on an older territory may be added up (docs/territory.md)."""
    case = data.draw(cases_of(rule, year).filter(lambda c: len(c.codes) > 1))
    first, second, *rest = exact_amounts(case, rule, bounds=False)[0]
    frame = frame_of(case)
    one = frame.head(2).drop(CODE).sum().insert_column(0, pl.Series(CODE, ["0000"])).select(frame.columns)
    rows = pl.concat([one.cast(dict(frame.schema)), frame.slice(2)])
    merged = case_of(case.book, rows, case.figures, case.statuses)
    assert exact_amounts(merged, rule, bounds=False)[0] == [first + second, *rest]


def bounds_in(node):
    return isinstance(node, Bound) or any(bounds_in(part) for part in parts(node))


def test_more_weight_never_gets_less():
    """Largest remainders are monotone within one division (not over changes of the pot)."""

    @given(case=TOY_CASES)
    def check(case):
        rows = evaluation.evaluate(case).values.join(frame_of(case), on=CODE).sort("hearths", "wood")
        assert rows["wood"].is_sorted()

    check()
