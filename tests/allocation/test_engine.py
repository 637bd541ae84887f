"""The engine on the toy country: exact values, balances, ties, refusals."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve

from allocation.column import QUOTIENT_DECIMALS
from allocation.errors import PotError, RuleError
from allocation.evaluation import evaluate
from allocation.expressions import apportion, total, where
from allocation.rules import Rounding, rule
from allocation.trace import trace
from tests.helpers import toy_country as toy

CITIES = {"b": ("40", "3"), "a": ("60", "3"), "c": ("0", "1")}


def column(result, name):
    return result.values[name].to_list()


def test_values_stand_in_order_of_code():
    assert evaluate(toy.case(CITIES)).values["code"].to_list() == ["a", "b", "c"]


def test_a_share_is_rounded_half_up_and_never_below_its_floor():
    assert column(evaluate(toy.case(CITIES, granary=25)), "bread") == [15, 10, 1]


@pytest.mark.promise("README.md#a-half-is-a-half")
@pytest.mark.parametrize(("pot", "share"), [(1, 1), (3, 2), (5, 3)])
def test_an_exact_half_goes_up_also_when_it_comes_from_a_quotient(pot, share):
    """Pots of 1, 3 and 5 over two equal cities: halves that no binary or decimal guess can blur."""
    halves = evaluate(toy.case({"a": ("3", "1"), "b": ("3", "1")}, granary=pot))
    assert column(halves, "bread") == [share, share]


@pytest.mark.promise("README.md#half-away-from-zero")
@pytest.mark.parametrize("sign", [1, -1])
def test_a_half_goes_away_from_zero_on_either_side(sign):
    """As Excel's ROUND; what no rule rounds stays as it is."""
    terms = {"label": "x", "unit": "x", "source": "x", "valid_from": 1}
    exact = rule(**terms, name="exact")(lambda people, price: people * price / 2)
    whole = rule(**terms, name="whole", rounds=Rounding(0, "x"))(lambda people, price: people * price / 2)
    result = evaluate(toy.case({"a": ("1", "1"), "b": ("3", "1")}, [exact, whole], price=sign))
    assert column(result, "whole") == [sign * 1, sign * 2]
    assert column(result, "exact") == [sign * Decimal("0.5"), sign * Decimal("1.5")]


@pytest.mark.promise("docs/add-a-rule.md#ties-are-reported")
def test_largest_remainders_close_the_pot_and_report_the_tie():
    result = evaluate(toy.case({"a": ("1", "1"), "b": ("1", "1"), "c": ("1", "1")}))
    assert column(result, "wood") == [4, 3, 3]
    [tie] = result.ties
    assert (tie.rule, tie.granted, tie.denied) == ("wood", ("a",), ("b", "c"))


@pytest.mark.promise("docs/add-a-rule.md#ties-are-reported")
def test_no_tie_is_reported_where_remainders_differ():
    assert evaluate(toy.case({"a": ("1", "3"), "b": ("1", "4")})).ties == ()


@pytest.mark.promise("docs/explain.md#decimals-that-suffice")
@pytest.mark.promise("README.md#a-half-is-a-half")
def test_a_quotient_that_does_not_end_is_kept_exactly_and_shown_rounded():
    result = evaluate(toy.case({"a": ("1", "1"), "b": ("1", "2")}))
    assert result.endless == {"exact_wood"}
    assert column(result, "exact_wood") == [Decimal("3.333333333333"), Decimal("6.666666666667")]
    assert result.values["exact_wood"].dtype == pl.Decimal(38, QUOTIENT_DECIMALS)


@pytest.mark.promise("docs/figures-and-data.md#figures-are-exact")
def test_a_figure_may_be_a_ratio():
    result = evaluate(toy.case({"a": ("100", "1"), "b": ("10", "10.5")}, limit=40))
    assert column(result, "gold") == [Decimal("33.33"), Decimal(40)]


@pytest.mark.promise("README.md#pots-close")
def test_the_balance_says_what_rounding_and_bounds_did():
    result = evaluate(toy.case({"a": ("50", "1"), "b": ("50", "1"), "c": ("0", "1")}, granary=5))
    balance = next(b for b in result.balances if b.rule == "bread")
    assert (balance.available, balance.handed_out, balance.left) == (5, 7, -2)
    assert (balance.bounds, balance.rounding, balance.pot_rounding) == (-1, -1, 0)


@pytest.mark.promise("README.md#pots-close")
@pytest.mark.promise("docs/add-a-rule.md#a-pot-is-divided")
def test_a_pot_that_does_not_close_stops_the_run():
    leaky = rule(label="x", unit="loaves", source="x", valid_from=1, name="leaky", pot="granary")(
        lambda granary, people: granary * people / total(people) * 2
    )
    with pytest.raises(PotError, match=r"pot granary sluit niet: regel leaky verdeelt 200\.00 van 100\.00"):
        evaluate(toy.case(CITIES, [leaky]))


def test_a_pot_that_is_itself_rounded_says_so():
    national = rule(
        label="x", unit="x", source="x", valid_from=1, name="sum", rounds=Rounding(0, "x")
    )(lambda people, price: total(people) * price)  # fmt: skip
    each = rule(
        label="x", unit="x", source="x", valid_from=1, name="each", rounds=Rounding(0, "x"), pot="sum"
    )(lambda people, price: people * price)  # fmt: skip
    [balance] = evaluate(toy.case({"a": ("5", "1"), "b": ("5", "1")}, [national, each])).balances
    assert balance.available == 3
    assert balance.handed_out == 4
    assert balance.pot_rounding == Fraction(-1, 3)
    assert balance.rounding == Fraction(-2, 3)


def test_dividing_by_zero_is_refused_with_the_rule():
    with pytest.raises(RuleError, match="regel bread deelt door nul"):
        evaluate(toy.case({"a": ("0", "1")}))


def test_dividing_by_zero_names_the_municipalities():
    per_hearth = rule(label="x", unit="x", source="x", valid_from=1, name="per_hearth")(
        lambda people, hearths: people / hearths
    )
    with pytest.raises(RuleError, match="regel per_hearth deelt door nul voor b, c"):
        evaluate(toy.case({"a": ("1", "1"), "b": ("1", "0"), "c": ("0", "0")}, [per_hearth]))


@pytest.mark.parametrize(
    ("rows", "forest", "reason"),
    [
        ({"a": ("1", "0")}, 10, "elk gewicht is nul"),
        ({"a": ("1", "1")}, Fraction(1, 2), "geen geheel aantal"),
        ({"a": ("1", "1")}, -1, "kunnen niet negatief zijn"),
        ({"a": ("1", "-1"), "b": ("1", "3")}, 10, "kunnen niet negatief zijn"),
    ],
)
def test_a_pot_that_cannot_be_apportioned_is_refused(rows, forest, reason):
    with pytest.raises(RuleError, match=f"regel wood: .*{reason}"):
        evaluate(toy.case(rows, [toy.wood], forest=forest))


def test_an_empty_pot_over_zero_weights_is_zero_for_everyone():
    assert column(evaluate(toy.case({"a": ("1", "0"), "b": ("1", "0")}, [toy.wood], forest=0)), "wood") == [
        0,
        0,
    ]


def test_apportioning_in_cents():
    cents = rule(label="x", unit="x", source="x", valid_from=1, name="cents", pot="forest")(
        lambda forest, hearths: apportion(forest, hearths, decimals=2)
    )
    result = evaluate(toy.case({"a": ("1", "1"), "b": ("1", "2")}, [cents], forest=Decimal("0.05")))
    assert column(result, "cents") == [Decimal("0.02"), Decimal("0.03")]


@pytest.mark.promise("README.md#as-sure-as-the-least-sure")
def test_a_result_is_as_sure_as_the_least_sure_thing_it_rests_on():
    case = toy.case(CITIES)
    statuses = {**case.statuses, "forest": "onbevestigd", "hearths": "afgeleid"}
    result = evaluate(evolve(case, statuses=statuses))
    assert result.statuses == {
        "bread": "officieel",
        "wood": "onbevestigd",
        "exact_wood": "onbevestigd",
        "gold": "afgeleid",
    }


@pytest.mark.promise("README.md#beyond-38-digits")
def test_where_38_digits_do_not_suffice_the_run_is_done_on_fractions():
    large = {"a": (f"{10**20 + 1}", "1"), "b": (f"{10**20}", "2")}
    result = evaluate(toy.case(large, [toy.bread], granary=10**20 + 1))
    assert result.on_fractions == {"bread"}
    assert column(result, "bread") == [50000000000000000001, 50000000000000000000]
    assert not evaluate(toy.case(CITIES)).on_fractions


@pytest.mark.promise("README.md#beyond-38-digits")
def test_ties_are_reported_on_fractions_too():
    weights = dict.fromkeys("abc", ("1", f"{10**25}"))
    result = evaluate(toy.case(weights, [toy.wood], forest=10**14))
    assert result.on_fractions == {"wood"}
    assert [(tie.granted, tie.denied) for tie in result.ties] == [(("a",), ("b", "c"))]


def test_weights_that_divide_by_zero_are_refused():
    per_limit = rule(label="x", unit="x", source="x", valid_from=1, name="per_limit")(
        lambda forest, hearths, limit: apportion(forest, hearths / limit)
    )
    with pytest.raises(RuleError, match="regel per_limit deelt door nul"):
        evaluate(toy.case(CITIES, [per_limit], limit=0))


def test_weights_may_be_quotients():
    per_limit = rule(label="x", unit="x", source="x", valid_from=1, name="per_limit", pot="forest")(
        lambda forest, hearths, limit: apportion(forest, hearths / limit)
    )
    assert column(evaluate(toy.case(CITIES, [per_limit], limit=3)), "per_limit") == [4, 4, 2]


def test_a_long_chain_of_rules_takes_no_longer_than_its_length():
    """Each rule reads the one before twice and rounds: written out that would be 2^40 terms."""
    make = rule(label="x", unit="x", source="x", valid_from=1, name="r0", rounds=Rounding(0, "x"))
    chain = [make(lambda people: people / 3)]
    for i in range(1, 40):
        make = rule(label="x", unit="x", source="x", valid_from=1, name=f"r{i}", rounds=Rounding(0, "x"))
        chain.append(make(eval(f"lambda r{i - 1}: (r{i - 1} + r{i - 1}) / 2")))
    whole = rule(label="x", unit="x", source="x", valid_from=1, name="whole")(
        lambda people: total(people) / 3
    )
    last = rule(label="x", unit="x", source="x", valid_from=1, name="last", pot="whole")(lambda r39: r39 + 0)
    result = evaluate(toy.case({"a": ("5", "1"), "b": ("5", "1")}, [*chain, whole, last]))
    assert column(result, "last") == [2, 2]
    assert result.balances[0].rounding == Fraction(-2, 3)


def test_what_does_not_fit_in_38_digits_is_cut_off_and_says_so():
    product = rule(label="x", unit="x", source="x", valid_from=1, name="product")(
        lambda people: people * people * people * people * people * people * people
    )
    result = evaluate(toy.case({"a": ("1234.567891", "1")}, [product]))
    assert result.on_fractions == {"product"}
    assert result.endless == {"product"}


def test_a_value_that_cannot_be_written_down_is_refused():
    power = rule(label="x", unit="x", source="x", valid_from=1, name="power")(
        lambda people: people * people * people * people
    )
    with pytest.raises(RuleError, match="regel power: a value of 49 digits"):
        evaluate(toy.case({"a": (f"{10**12}", "1")}, [power])).column("power")


def test_a_case_is_complete_and_has_every_municipality_once():
    case = toy.case(CITIES)
    with pytest.raises(RuleError, match="no value or status for forest"):
        evolve(case, figures={k: v for k, v in case.figures.items() if k != "forest"})
    with pytest.raises(RuleError, match="no value or status for people"):
        evolve(case, statuses={k: v for k, v in case.statuses.items() if k != "people"})
    with pytest.raises(RuleError, match="each of them once"):
        evolve(case, codes=case.codes * 2)
    with pytest.raises(RuleError, match="needs municipalities"):
        evolve(case, codes=())


def test_a_quotient_that_ends_is_shown_whole():
    """One log over 2^17 hearths ends, in more than QUOTIENT_DECIMALS decimals."""
    result = evaluate(toy.case({"a": ("1", "1"), "b": ("1", "131071")}, forest=1))
    assert "exact_wood" not in result.endless
    assert Fraction(result.values["exact_wood"][0]) == Fraction(1, 131072)


@pytest.mark.parametrize("name", ["a#unrounded", "a'", "a''", "0", "0/", "sum of people"])
def test_a_name_is_just_a_name(name):
    """No rewritten book, no column of a frame and no sum takes the place of a rule that is called so."""
    terms = {"label": "x", "unit": "x", "source": "x", "valid_from": 1}
    a = rule(**terms, name="a", rounds=Rounding(0, "x"), pot="granary")(
        lambda granary, people: where(people < 2, 1, 0) * granary / total(where(people < 2, 1, 0))
    )
    other = rule(**terms, name=name)(lambda people: 7 * people)
    last = rule(**terms, name="last", reads=[name, "a"])(lambda x, a: x / 3 + a)
    cities = {"a": ("1", "1"), "b": ("0.5", "1"), "c": ("2", "1")}
    result = evaluate(toy.case(cities, [a, other, last], granary=5))
    assert column(result, name) == [7, Decimal("3.5"), 14]
    assert result.exact("last") == (Fraction(7, 3) + 3, Fraction(7, 6) + 3, Fraction(14, 3))
    assert result.balances[0].rounding == -1
    tree = trace(result, "last", "b")
    assert [line.result.value for line in tree.lines][-1] == Fraction(7, 6) + 3
