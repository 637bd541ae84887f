"""Levels: what is finer than a case is summed to it exactly, and never loaded."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.case import Case
from allocation.column import of_decimals
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import (
    Symbol,
    Total,
    apportion,
    both,
    clamp,
    lag,
    logistic,
    maximum,
    rebuilt,
    rounded,
    total,
    where,
)
from allocation.levels import Levels, level_of
from allocation.population import Population, summed
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule
from allocation.runs import Runs
from allocation.scan import Scan
from allocation.world_populations import summed_runs
from allocation.worlds import evaluate_runs

TOWNS = ("A", "B", "C")
LEVELS = Levels("town", {"mouths": "hearth", "logs": "hearth", "cows": "stable"})


def make(name, formula, **more):
    return rule(label=name, unit="loaves", source="Edict", valid_from=1, name=name, **more)(formula)


def hearth_case(rules, *, year=1, targets=None, **figures):
    """Three towns with a price each, and what the rules read of hearths."""
    inputs, named = (
        ["price", "mouths", "logs", "cows"],
        {"granary": Fraction(100), "norm": Fraction(1, 3), **figures},
    )
    book = rulebook(rules, inputs, list(named), year, levels=LEVELS).needed(
        targets or [r.name for r in rules]
    )
    columns = {"price": of_decimals(pl.Series(["2.5", "3", "0"]).cast(pl.Decimal(38, 1)))}
    return Case(
        book,
        TOWNS,
        {name: columns[name] for name in book.inputs if name in columns},
        {name: named[name] for name in book.figures},
        dict.fromkeys([*book.inputs, *book.figures], "officieel"),
    )


def hearths(rows, **types):
    """A population of (town, mouths, logs)."""
    columns = {
        "town": [row[0] for row in rows],
        "mouths": [row[1] for row in rows],
        "logs": [row[2] for row in rows],
    }
    return Population("hearth", pl.LazyFrame(columns, schema_overrides=types), "town")


def by_hand(case, rows):
    """The oracle: every rule on fractions, those of hearths on a row for each of them."""
    levels = case.book.levels
    place = [TOWNS.index(row[0]) for row in rows]
    known = exact.given(case)
    below = {"mouths": [Fraction(row[1]) for row in rows], "logs": [Fraction(row[2]) for row in rows]}

    def at_hearths():
        spread = {n: v if len(v) == 1 else [v[p] for p in place] for n, v in known.items()}
        return {**spread, **below}

    def value(node):
        if isinstance(node, Total) and level_of(node.operand, levels) == "hearth":
            one = exact.value_of(node.operand, at_hearths())
            one = one if len(one) == len(rows) else [*one] * len(rows)
            towns = [
                sum((v for v, p in zip(one, place, strict=True) if p == n), Fraction(0)) for n in range(3)
            ]
            return towns if node.to else [sum(towns)]
        return None

    for name, made in case.book.rules.items():
        if levels.finer(name):
            row = exact.value_of(made.formula, at_hearths())
            below[name] = row if len(row) == len(rows) else [*row] * len(rows)
            continue
        sums, formula = {}, made.formula
        formula = replaced(formula, value, sums)
        known[name] = exact.value_of(formula, {**known, **sums})
    return {name: known[name] for name in case.book.rules if not levels.finer(name)}


def replaced(node, value, sums):
    """A formula with the sums over hearths as symbols."""
    if (row := value(node)) is not None:
        sums[f"sum{len(sums)}"] = row
        return Symbol(f"sum{len(sums) - 1}")
    return rebuilt(node, lambda part: replaced(part, value, sums))


FINE = Rounding(3, "in mills")
RULES = [
    make("need", lambda mouths, logs, norm: maximum(0, mouths * norm - logs / 7), rounds=FINE),
    make("dear", lambda need, price: where(both(need > 1, price > 0), need * price, 1)),
    make("per_town", lambda dear: total(dear, to="town")),
    make("country", lambda need: total(need + 0)),
    make("level", lambda per_town, country: per_town / maximum(1, country)),
    make("scaled", lambda need, level: clamp(need * rounded(level, 4), 0, 5)),
    make("odds", lambda mouths, logs, price: logistic((mouths - price) / (1 + logs))),
    make("likely", lambda mouths, odds: mouths * odds * logistic(mouths / 8 - 2, 4)),
    make("at_once", lambda mouths, logs: total(logistic(mouths - logs) * logs, to="town")),
    make("again", lambda scaled, per_town: total(scaled, to="town") + per_town),
    make("hoped", lambda likely, at_once, again: total(likely, to="town") + at_once + again),
    make("bread", lambda granary, again: apportion(granary, 1 * again), pot="granary"),
]
ROWS = st.lists(
    st.tuples(st.sampled_from(TOWNS), st.integers(0, 50), st.integers(0, 400)), min_size=1, max_size=30
)


@pytest.mark.promise("docs/add-a-rule.md#levels")
@given(ROWS, st.integers(0, 10**9))
def test_every_rule_equals_the_oracle_with_a_row_for_each_hearth(rows, granary):
    """Rules of hearths that read the country, the town, and what the town made of other hearths."""
    case = hearth_case(RULES, granary=Fraction(granary))
    try:
        result = evaluate(summed(case, [hearths(rows)]))
    except RuleError as error:
        assert "weights" in str(error)  # nobody needs anything
        return
    for name, values in by_hand(case, rows).items():
        assert list(result.exact(name)) == list(values), name
    assert {balance.left for balance in result.balances} == {0}


NAMES = ("x", "y", "z")
VARIED = st.fixed_dictionaries(
    {
        "norm": st.lists(st.fractions(0, 2, max_denominator=9), min_size=3, max_size=3),
        "price": st.lists(st.integers(0, 9).map(Fraction), min_size=3, max_size=3),
    }
)


@pytest.mark.promise("docs/add-a-rule.md#levels")
@given(ROWS, VARIED)
def test_many_worlds_over_one_population_are_each_as_alone(rows, varied):
    """Worlds in which hearths need another number of loaves, and one town has another price."""
    wanted = ["per_town", "level", "again"]
    case = hearth_case(RULES, targets=wanted)
    runs = Runs(case, NAMES, {"norm": varied["norm"]}, {"price": {"B": varied["price"]}})
    every = list(evaluate_runs(summed_runs(runs, [hearths(rows)]), wanted))
    for name in NAMES:
        alone = evaluate(summed(runs.world(name), [hearths(rows)]))
        [batch] = [one for one in every if name in one.names]
        for of in wanted:
            assert list(batch.exact(of, name)) == list(alone.exact(of))


def test_worlds_that_differ_in_nothing_below_share_one_scan(monkeypatch):
    scans = []
    plain = Scan.sums
    monkeypatch.setattr(Scan, "sums", lambda self, *of: scans.append(of) or plain(self, *of))
    case, rows = hearth_case(RULES), [hearths([("A", 3, 1), ("B", 9, 2)])]
    summed(case, rows)
    once = len(scans)
    summed_runs(Runs(case, NAMES, {"granary": [Fraction(n) for n in (1, 2, 3)]}), rows)
    assert len(scans) == 2 * once
    summed_runs(Runs(case, NAMES, {"norm": [Fraction(1), Fraction(2), Fraction(1)]}), rows)
    assert len(scans) == 4 * once


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, chance):
    case = hearth_case(RULES[:3])
    shuffled = chance.sample(rows, len(rows))
    one, other = (evaluate(summed(case, [hearths(r)])).exact("per_town") for r in (rows, shuffled))
    assert list(one) == list(other)


def test_the_level_of_a_rule_follows_from_its_formula():
    book = hearth_case(RULES).book
    assert {name: book.levels.of(name) for name in book.rules} == {
        "odds": "hearth", "likely": "hearth", "at_once": "town", "hoped": "town",
        "need": "hearth", "dear": "hearth", "per_town": "town", "country": "", "level": "town",
        "scaled": "hearth", "again": "town", "bread": "town",
    }  # fmt: skip
    assert book.national("country")


def test_who_has_no_rows_has_nothing():
    case = hearth_case([make("mouths_of", lambda mouths: total(mouths, to="town"))])
    assert list(evaluate(summed(case, [hearths([("B", 3, 0)])])).exact("mouths_of")) == [0, 3, 0]


@pytest.mark.promise("docs/add-a-rule.md#levels")
def test_a_quotient_that_is_not_rounded_is_refused_below():
    for rules in (
        [make("share", lambda mouths, logs: total(mouths / (logs + 1), to="town"))],
        [
            make("part", lambda mouths, logs: mouths / (logs + 1)),
            make("s", lambda part: total(part, to="town")),
        ],
    ):
        with pytest.raises(RuleError, match="a quotient is rounded to the decimals that its rule declares"):
            summed(hearth_case(rules), [hearths([("A", 1, 1)])])


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (lambda mouths, cows: total(mouths * cows, to="town"), "hearth and stable do not go together"),
        (lambda price: total(price, to="town"), "already one for each town"),
        (lambda mouths: total(mouths, to="village"), "there is 'town'"),
        (lambda granary: total(1 * granary), "already national"),
        (lambda granary, mouths: apportion(granary, 1 * mouths), "weights per municipality"),
    ],
)
def test_levels_that_do_not_go_together_are_refused(formula, says):
    with pytest.raises(RuleError, match=says):
        hearth_case([make("n", formula)])


SUM = [make("mouths_of", lambda mouths: total(mouths, to="town"))]


@pytest.mark.parametrize(
    ("rows", "types", "says"),
    [
        ([("A", 1, 1), ("X", 1, 1), ("Y", 1, 1)], {}, r"2 of 3 rows belong to none .*\(town: X, Y\)"),
        ([("A", 1, 1), (None, 1, 1)], {}, r"1 of 2 rows belong to none .*\(town: none\)"),
        ([("A", 1, 1), ("A", None, 1)], {}, "1 values of 2 rows are lacking"),
        ([("A", 1.5, 1)], {}, "column mouths has Float64, not whole numbers or decimals"),
        ([("A", "1", 1)], {}, "column mouths has String"),
        ([("A", 10**37, 1)] * 11, {"mouths": pl.Decimal(38, 0)}, "more than 38 digits"),
    ],
)
def test_a_population_that_cannot_be_summed_is_refused(rows, types, says):
    with pytest.raises(RuleError, match=says):
        summed(hearth_case(SUM), [hearths(rows, **types)])


def test_what_is_finer_is_summed_before_the_case_is_computed():
    with pytest.raises(RuleError, match="mouths: sum what is finer"):
        evaluate(hearth_case(SUM))
    with pytest.raises(RuleError, match="no such population"):
        summed(hearth_case(SUM), [])
    with pytest.raises(RuleError, match="there is no column mouths"):
        summed(hearth_case(SUM), [Population("hearth", pl.LazyFrame({"town": ["A"]}), "town")])


def test_large_numbers_that_are_there_fit_where_their_type_would_not():
    """Two columns of 64 bits may need 39 digits together; what is in them does not."""
    rules = [make("product", lambda mouths, logs: total(mouths * logs * mouths, to="town"))]
    result = evaluate(summed(hearth_case(rules), [hearths([("A", 10**9, 10**9), ("A", 1, 1)])]))
    assert list(result.exact("product")) == [10**27 + 1, 0, 0]


def test_a_sum_of_an_earlier_year_is_of_the_hearths_of_that_year():
    made = make("before", lambda mouths: total(lag(mouths, 1), to="town"))
    case = hearth_case([made], year=2)
    rows = pl.LazyFrame({"town": ["A", "A"], "mouths[-1]": [4, 5]})
    assert list(evaluate(summed(case, [Population("hearth", rows, "town")])).exact("before")) == [9, 0, 0]


def test_it_is_as_sure_as_what_was_summed():
    case = hearth_case(SUM)
    unsure = Case(case.book, case.codes, case.inputs, case.figures, {"mouths": "indicatief"})
    assert evaluate(summed(unsure, [hearths([("A", 1, 1)])])).statuses["mouths_of"] == "indicatief"
