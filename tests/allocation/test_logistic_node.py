"""The logistic function as a part of a formula: one value, whoever computes it, and what is known of it before."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import bounded, exact, ratios, vectorised
from allocation import logistic as certified
from allocation.bounds import Bounds
from allocation.case import CODE, Case, case_of
from allocation.column import of_decimals, of_fractions
from allocation.contract import Given, contracts
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import Logistic, Symbol, logistic, total
from allocation.javascript import in_javascript
from allocation.levels import Levels
from allocation.lines import Shape
from allocation.logistic import DECIMALS, REACH
from allocation.population import Population, summed
from allocation.properties import PROPERTIES, STEEP
from allocation.rewrites import unrounded
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule
from allocation.runs import Runs
from allocation.spans import running, spans_of
from allocation.trace import recomputed, trace
from allocation.trial import Books, Trial
from allocation.worlds import evaluate_runs
from rules.scenarios.amounts import _decimals
from tables.explaining.formula_words import written
from tables.formulas.cells import in_cells

X, Y = Symbol("x"), Symbol("y")
WIDE = st.fractions(-30, 30, max_denominator=10**6) | st.fractions() | st.integers(-(10**40), 10**40)
DIVISORS = st.integers(-9000, 9000).map(lambda n: Fraction(n, 1000))


def halves(decimals):
    """x of which the value lies next to a half of the last decimal: where a float alone does not know."""
    found = []
    with localcontext() as context:
        context.prec = 60
        for n in (1, 2, 5, 8):
            p = (n * Decimal(10) ** (decimals - 1) + Decimal("0.5")).scaleb(-decimals)
            x = (p / (1 - p)).ln()
            found += [Fraction(round(x.scaleb(30)) + beside, 10**30) for beside in (-1, 0, 1)]
    return found


def made(formula, **more):
    return rule(label="x", unit="aandeel", source="s", valid_from=1, **more)(formula)


@pytest.mark.promise("docs/add-a-rule.md#logistic")
@given(st.lists(st.tuples(WIDE, DIVISORS), min_size=1), st.integers(0, DECIMALS))
def test_decimals_fractions_and_floats_within_a_bound_give_one_value(rows, decimals):
    """Of a quotient with a divisor of its own too; by zero there is no value."""
    known = {"x": [Fraction(x) for x, _ in rows], "y": [y for _, y in rows]}
    if decimals:
        near = halves(decimals)
        known = {"x": [*known["x"], *near], "y": [*known["y"], *[Fraction(1)] * len(near)]}
    columns = {name: of_fractions(values) for name, values in known.items()}
    for formula in (logistic(X, decimals), logistic(X / Y, decimals), logistic(X / 7 - Y, decimals)):
        oracle = exact.value_of(formula, known)
        found = ratios.value_of(formula, {n: ratios.operand_of(c) for n, c in columns.items()}).folded()
        assert [pair and Fraction(*pair) for pair in found] == oracle
        try:
            column = vectorised.value_of(formula, columns)
        except vectorised.NotCarriedError:
            continue
        assert column.quotients.numerators.is_null().to_list() == [value is None for value in oracle]
        if None not in oracle:
            assert list(column.exact) == oracle


@pytest.mark.promise("docs/add-a-rule.md#logistic")
@pytest.mark.parametrize("decimals", [1, 4, 9])
def test_next_to_a_half_decimals_decide_and_a_bound_does_not(decimals):
    near = halves(decimals)
    columns = {"x": of_fractions(near)}
    formula = logistic(X, decimals)
    assert list(vectorised.value_of(formula, columns).exact) == exact.value_of(formula, {"x": near})
    work = bounded.work(columns, len(near))
    work.value(formula)
    assert all(work.doubt)


@pytest.mark.promise("docs/architecture.md#the-bound-holds")
def test_what_x_may_be_off_counts_for_a_quarter():
    """Three tenths of a unit above n, and x may be off by 0.9 units, so the value by 0.225: a half is near enough."""
    p = Decimal("0.5") + Decimal("1234.3e-9")
    x = float((p / (1 - p)).ln())
    for off, doubt in ((0.9e-9, True), (0.7e-9, False)):
        held = bounded.Bounded(pl.Series([x, -x]), pl.Series([off, off]))
        work = bounded.work({"x": held}, 2)
        work.value(logistic(X))
        assert work.doubt.to_list() == [doubt, doubt]


def test_far_out_it_is_nothing_or_all():
    far = [Fraction(sign * n) for n in (REACH, REACH + 1, 745, 10**30) for sign in (-1, 1)]
    assert exact.value_of(logistic(X), {"x": far}) == [0, 1] * 4
    assert list(vectorised.value_of(logistic(X), {"x": of_fractions(far)}).exact) == [0, 1] * 4
    assert exact.value_of(logistic(X, 0), {"x": [Fraction(0)]}) == [1]  # a half, up


CITIES = ("a", "b", "c")
BOOK = rulebook(
    [
        made(lambda x, weight, start: logistic(start + weight * x), name="chance"),
        made(lambda x, y: logistic(x / (1 + y * y) - total(x / (1 + y * y)) / 3, 5), name="far"),
        made(lambda chance, far, y: chance * far * y, name="expected", rounds=Rounding(4, "in parts")),
        made(lambda expected, far: total(expected) - total(far), name="whole"),
        made(lambda whole: logistic(whole, 6), name="national"),
    ],
    ["x", "y"],
    ["weight", "start"],
    1,
)


def case(xs, ys, weight, start):
    columns = {n: pl.Series(v, dtype=pl.Decimal(38, 3)) for n, v in (("x", xs), ("y", ys))}
    figures = {"weight": Fraction(weight), "start": Fraction(start)}
    statuses = dict.fromkeys((*BOOK.inputs, *BOOK.figures), "officieel")
    return case_of(BOOK, pl.DataFrame({CODE: CITIES, **columns}), figures, statuses)


THOUSANDTHS = st.integers(-9000, 9000).map(lambda n: Decimal(n) / 1000)
THREE = st.lists(THOUSANDTHS, min_size=3, max_size=3)
NUMBERS = st.fractions(-3, 3, max_denominator=30)


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@given(THREE, THREE, st.lists(NUMBERS, min_size=1, max_size=4), st.integers(1, 3))
def test_every_world_is_as_it_would_be_alone(xs, ys, weights, batch):
    """What is read within a bound too: a sum of quotients that each have a divisor of their own."""
    one = case(xs, ys, 0, "0.5")
    runs = Runs(one, tuple(map(str, range(len(weights)))), {"weight": weights})
    found = {}
    for part in evaluate_runs(runs, list(BOOK.rules), batch):
        found |= {world: {n: list(part.exact(n, world)) for n in part.values} for world in part.names}
    for world, values in found.items():
        oracle = exact.evaluate(runs.world(world))
        assert {*values} == {*BOOK.rules}
        assert values == {name: list(row) for name, row in oracle.items()}
    assert {*found} == {*runs.names}


def test_what_is_read_within_a_bound_is_exact_from_there_on():
    """No world is done again for a sum of quotients: what it leaves open lies next to halves alone."""
    ys = [[Fraction(n + m, 1 + m) for n in range(100)] for m in range(3)]
    runs = Runs(
        case([1, 2, 3], [1, 2, 3], 1, 1),
        tuple(map(str, range(100))),
        {},
        {"y": dict(zip(CITIES, ys, strict=True))},
    )
    parts = list(evaluate_runs(runs, ["far", "whole", "national"]))
    assert not any(part.again for part in parts)
    for part in parts:
        for world in (*part.names[:3], *part.names[-3:]):
            oracle = exact.evaluate(runs.world(world))
            assert {n: list(part.exact(n, world)) for n in part.values} == {
                n: list(oracle[n]) for n in part.values
            }


@given(THREE, THREE, NUMBERS, NUMBERS)
def test_a_run_equals_the_oracle_and_every_line_follows(xs, ys, weight, start):
    result = evaluate(case(xs, ys, weight, start))
    oracle = exact.evaluate(result.case)
    assert {name: list(result.exact(name)) for name in BOOK.rules} == {n: list(v) for n, v in oracle.items()}
    for name in ("expected", "national"):
        for line in trace(result, name, "b").lines:
            assert recomputed(line) == line.result.number
            if isinstance(line.formula, Logistic):  # shown with the decimals that it says it has
                assert line.result.number == line.result.value


@given(NUMBERS, NUMBERS, st.integers(0, 4), st.lists(st.fractions(0, 1), min_size=1))
def test_a_span_holds_and_knows_which_way_it_goes(low, wide, decimals, places):
    formula, ends = logistic(2 * X - 1, decimals), (low, low + abs(wide))
    [span] = spans_of(formula, {"x": [running(*ends)]})
    values = exact.value_of(formula, {"x": sorted(low + abs(wide) * place for place in places)})
    assert span.range[0] <= min(values) <= max(values) <= span.range[1]
    assert span.monotone
    assert values == sorted(values)
    assert [each.range for each in spans_of(formula, {"x": [running(low, low)]})] == [
        tuple(exact.value_of(formula, {"x": [low]}) * 2)
    ]


CONTRACTS = rulebook(
    [
        made(lambda x, weight: logistic(weight * x), name="up"),
        made(lambda x, start: logistic(start - x, 5), name="down"),
        made(lambda start: logistic(1 - start), name="fixed"),
        made(lambda y, fixed: y * fixed, name="weighed"),
        made(lambda y, up: y * up, name="mixed"),
    ],
    ["x", "y"],
    ["weight", "start"],
    1,
)
CONTRACT = contracts(
    CONTRACTS,
    Given(dict.fromkeys(["x", "y", "weight", "start"], Bounds(Fraction(0), None)), frozenset("xy")),
)


def test_what_it_promises_is_read_off_the_formula():
    up, down, weighed, mixed = (CONTRACT[name] for name in ("up", "down", "weighed", "mixed"))
    assert (up.rises, up.falls, up.range, up.smooth) == (("x",), (), (0, 1), ())
    assert (down.rises, down.falls) == ((), ("x",))
    assert (up.scale.weights, up.additive) == ((), False)  # x is no weight: twice as much is no twice
    assert (weighed.scale.weights, weighed.scale.degree, weighed.additive) == (("y",), 1, True)
    assert (mixed.scale.weights, mixed.additive) == (("y",), False)
    assert mixed.smooth == ("y",)
    assert weighed.shapes == {"y": Shape(1, 0)}
    assert up.shapes["x"].above > STEEP  # no line that is tried


@pytest.mark.parametrize("seed", range(60))
def test_what_it_promises_holds(seed):
    chance = Random(seed)
    rows = {name: [Fraction(chance.randrange(4000), 1000) for _ in range(3)] for name in "xy"}
    figures = {name: [Fraction(chance.randrange(4000), 1000)] for name in ("weight", "start")}
    trial = Trial(Books(CONTRACTS, CONTRACT), {**rows, **figures}, chance)
    assert trial.sound
    assert {each.name: each.tried(trial).broken for each in PROPERTIES} == {e.name: () for e in PROPERTIES}


@given(THREE, THREE)
def test_over_a_divisor_with_decimals_of_its_own(xs, ys):
    ys = [y or Decimal("0.001") for y in ys]
    columns = {n: of_decimals(pl.Series(v, dtype=pl.Decimal(38, 3))) for n, v in (("x", xs), ("y", ys))}
    known = {name: column.exact for name, column in columns.items()}
    for formula in (logistic(X / Y), logistic(X / (Y * Y) - X / 3, 7)):
        assert list(vectorised.value_of(formula, columns).exact) == exact.value_of(formula, known)


def test_over_a_population_it_goes_batch_by_batch(monkeypatch):
    """It streams: no batch has all rows; the sums are those of each row alone."""
    heights, plain = [], certified._decided
    monkeypatch.setattr(
        certified, "_decided", lambda rows, *of: heights.append(rows.height) or plain(rows, *of)
    )
    count = 400_000
    rows = pl.LazyFrame({"town": ["a"]}).select(
        pl.col("town").repeat_by(count).explode(), pl.int_range(count).mod(5).cast(pl.Int8).alias("mouths")
    )
    book = rulebook(
        [made(lambda mouths: total(logistic(mouths - 2), to="town"), name="sum")],
        ["mouths"], [], 1, levels=Levels("town", {"mouths": "hearth"}),
    )  # fmt: skip
    one = Case(book, ("a",), {}, {}, {"mouths": "officieel"})
    found = evaluate(summed(one, [Population("hearth", rows, "town")])).exact("sum")
    each = exact.value_of(logistic(X), {"x": [Fraction(n - 2) for n in range(5)]})
    assert list(found) == [sum(each) * count / 5]
    assert sum(heights) == count
    assert max(heights) < count


def test_without_rounding_it_keeps_its_decimals():
    """Without them it is no number that is exact; what it rounds is no rounding of an amount."""
    assert unrounded(BOOK).rules["chance"].formula == BOOK.rules["chance"].formula
    assert isinstance(BOOK.rules["chance"].formula, Logistic)


@pytest.mark.parametrize(("decimals", "said"), [(10, "a float carries 9"), (-1, "not to tens")])
def test_decimals_that_it_does_not_have_are_refused(decimals, said):
    with pytest.raises(RuleError, match=said):
        made(lambda x: logistic(x, decimals), name="r")


def test_a_file_of_worlds_has_its_decimals():
    assert _decimals(logistic(X, 5) + logistic(Y, 3), {}) == 5


def test_in_words_and_in_cells():
    formula = 2 * logistic(X - Y) + 1
    assert written(formula, str) == "2 × afgerond op 9 decimalen [1 ÷ (1 + e tot de macht −(x - y))] + 1"
    assert in_cells(formula, str) == "2*ROUND(1/(1+EXP(-(x-y))),9)+1"


def test_the_pages_refuse_it_by_name():
    with pytest.raises(RuleError, match="no JavaScript for node Logistic"):
        in_javascript(1 + logistic(X))
