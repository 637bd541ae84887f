"""Corners that mutants lived in: each small, and each a thing that a rule or a table may one day ask."""

import datetime
import operator
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.apportion import Divisions, divide, largest_remainders, refuse, tied_at_last_unit
from allocation.errors import InputError, PotError, RuleError
from allocation.evaluation import divides_by_zero, evaluate
from allocation.expressions import (
    Arithmetic,
    Comparison,
    IsYes,
    Number,
    Symbol,
    YesNo,
    apportion,
    both,
    clamp,
    count,
    either,
    maximum,
    not_,
    rounded,
    total,
    where,
)
from allocation.figures import LAW, Figure, FigureValue, missing, worst
from allocation.numbers import decimal, round_half_away
from allocation.rules import Rounding, rule
from allocation.territory import Move, between, check, origins, restated, restated_share, then
from tests.helpers import toy_country as toy

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
CITIES = {"a": ("60", "3"), "b": ("40", "4"), "c": ("0", "1")}
VALUES = st.fractions(-50, 50, max_denominator=6)


def make(formula, name="made", **more):
    return rule(label="x", unit="x", source="x", valid_from=1, name=name, **more)(formula)


def values(formula, rows=CITIES, **figures):
    """One rule in the engine, which must be what the oracle has."""
    case = toy.case(rows, [make(formula)], **figures)
    found = evaluate(case)
    row = found.exact("made") if "made" in found.columns else (found.national["made"],)
    assert list(row) == list(exact.evaluate(case)["made"])
    return list(row)


def test_minus_a_quantity_is_its_opposite():
    assert values(lambda people, hearths: -hearths + 0 * people) == [-3, -4, -1]
    assert -Symbol("x") == Arithmetic("-", Number(Fraction(0)), Symbol("x"))


def test_each_operator_keeps_its_sides():
    x = Symbol("x")
    assert [10 + x, 10 - x, 10 * x, 10 / x] == [
        Arithmetic(op, Number(Fraction(10)), x) for op in ("+", "-", "*", "/")
    ]
    assert [x + 10, x - 10, x * 10, x / 10] == [
        Arithmetic(op, x, Number(Fraction(10))) for op in ("+", "-", "*", "/")
    ]


@given(VALUES, VALUES, VALUES)
def test_the_floor_of_a_clamp_wins_where_it_is_above_the_ceiling(value, floor, ceiling):
    expected = max(floor, min(value, ceiling))
    formula = clamp(Symbol("v"), Symbol("f"), Symbol("c"))
    known = {"v": [value], "f": [floor], "c": [ceiling]}
    assert exact.value_of(formula, known) == [expected]


def test_a_crossed_clamp_in_the_engine():
    assert values(lambda people, price, limit: clamp(people, limit, price), price=20, limit=50) == [50] * 3


@pytest.mark.parametrize("price", [0, 1])
def test_a_condition_of_the_country_may_choose_between_a_country_and_a_municipality(price):
    """`Where` with a national value on one side, either side, and on both."""
    people, limit = [60, 40, 0], [50] * 3
    one = values(lambda price, people, limit: where(price > 0, people, limit), price=price)
    other = values(lambda price, people, limit: where(price > 0, limit, people), price=price)
    assert one == (people if price else limit)
    assert other == (limit if price else people)
    assert values(lambda price, limit: where(price > 0, limit, 7), price=price) == [50 if price else 7]


def test_a_condition_of_a_municipality_may_choose_national_values():
    assert values(lambda people, price, limit: where(people > 39, limit, price), price=2) == [50, 50, 2]


def test_two_rules_on_one_pot_each_close_it():
    """The engine measures each by itself; that a publication pays no pot twice is a test of what is shipped."""
    again = make(lambda forest, people: apportion(forest, 1 * people), "again", pot="forest")
    found = evaluate(toy.case(CITIES, [toy.wood, again]))
    assert [(b.rule, b.handed_out, b.left) for b in found.balances] == [("wood", 10, 0), ("again", 10, 0)]


def test_one_rule_that_hands_out_a_pot_twice_is_refused():
    twice = make(lambda forest, people: 2 * forest * people / total(people), "twice", pot="forest")
    with pytest.raises(PotError, match=r"regel twice verdeelt 20\.00 van 10\.00"):
        evaluate(toy.case(CITIES, [twice]))


def test_a_half_of_a_fraction_goes_away_from_zero():
    halves = [Fraction(n, 2) for n in (-5, -3, -1, 0, 1, 3, 5)]
    assert [round_half_away(half, 0) for half in halves] == [-3, -2, -1, 0, 1, 2, 3]
    assert [decimal(half / 100, 2) for half in halves] == [Decimal(n) / 100 for n in (-3, -2, -1, 0, 1, 2, 3)]


@pytest.mark.parametrize(
    "node",
    [
        Symbol("x"), Number(Fraction(1)), Symbol("x") + 1, where(Symbol("x") < 1, 1, 2), maximum(Symbol("x"), 1),
        total(Symbol("x")), rounded(Symbol("x"), 0), apportion(Symbol("x"), Symbol("y")),
        count(Symbol("x") < 1, Symbol("y") < 1), YesNo(Symbol("x") < 1),
    ],
)  # fmt: skip
def test_every_quantity_compares_as_a_formula(node):
    """Two of one sort too, which an ordinary class would compare field by field."""
    compared = [compare(node, node) for compare in COMPARE.values()]
    assert compared == [Comparison(op, node, node) for op in COMPARE]


@pytest.mark.parametrize(
    "node",
    [
        Symbol("x") < 1, both(Symbol("x") < 1, Symbol("y") < 1), either(Symbol("x") < 1, Symbol("y") < 1),
        not_(Symbol("x") < 1), IsYes(Symbol("x")),
    ],
)  # fmt: skip
def test_no_condition_compares(node):
    for compare in COMPARE.values():
        with pytest.raises(RuleError, match="a condition is no number"):
            compare(node, node)


def test_a_pot_below_zero_is_named_before_anything_else():
    poor = make(lambda price, people: 0 * people + price * people / total(people), "poor", pot="price")
    with pytest.raises(PotError, match=r"pot price is kleiner dan nul: -5\.00 x"):
        evaluate(toy.case(CITIES, [poor], price=-5))


def test_on_fractions_too_the_refusal_has_the_name_of_the_rule():
    """Weights with a divisor each are more than decimals carry."""
    rows = {"a": ("1", "7"), "b": ("1", "11"), "c": ("1", "13")}
    formula = make(lambda forest, people, hearths: apportion(forest, people / hearths))
    assert sum(evaluate(toy.case(rows, [formula])).exact("made")) == 10
    with pytest.raises(RuleError, match="regel made: de pot is geen geheel aantal"):
        evaluate(toy.case(rows, [formula], forest=Fraction(1, 2)))
    with pytest.raises(RuleError, match="regel made deelt door nul"):
        evaluate(toy.case({**rows, "b": ("1", "0")}, [formula]))


def test_a_zero_of_the_country_is_a_zero_for_each():
    divided = make(lambda people, price: people / price)
    with pytest.raises(RuleError, match=r"regel made deelt door nul voor a, b, c; zijn alle gewichten 0\?$"):
        evaluate(toy.case(CITIES, [divided], price=0))


# the exact form by itself


@pytest.mark.parametrize(
    ("units", "weights", "words"),
    [
        (Fraction(1, 2), [1], "geen geheel aantal"),
        (-1, [1], "niet negatief"),
        (1, [2, -1], "niet negatief"),
        (0, [2, -1], "niet negatief"),
        (1, [0, 0], "elk gewicht is nul"),
    ],
)
def test_the_exact_form_refuses_what_cannot_be_divided(units, weights, words):
    weights = [Fraction(weight) for weight in weights]
    with pytest.raises(RuleError, match=words):
        largest_remainders(Fraction(units), weights)
    with pytest.raises(RuleError, match=words):
        refuse(Fraction(units), min(weights), sum(weights))


def test_the_exact_form_of_an_empty_pot():
    assert largest_remainders(Fraction(0), [Fraction(0)] * 3) == [0, 0, 0]
    assert largest_remainders(Fraction(0), [Fraction(1), Fraction(2)]) == [0, 0]
    assert tied_at_last_unit(Fraction(0), [Fraction(0)] * 3) == ([], [])
    assert tied_at_last_unit(Fraction(0), [Fraction(1)] * 2) == ([], [])


def test_the_exact_form_apportions_in_decimals_and_names_the_tie():
    formula = apportion(Symbol("pot"), Symbol("weights"), decimals=2)
    known = {"pot": [Fraction(1, 10)], "weights": [Fraction(1, 3)] * 3}
    assert exact.value_of(formula, known) == [Fraction(4, 100), Fraction(3, 100), Fraction(3, 100)]
    assert exact.ties(formula, known) == [([0], [1, 2])]


@given(st.integers(1, 5).flatmap(lambda size: st.lists(
    st.tuples(st.integers(0, 40), st.lists(st.integers(0, 4), min_size=size, max_size=size)), min_size=1, max_size=4)))  # fmt: skip
def test_of_many_pots_each_is_divided_as_it_is_alone(pots):
    """Who has no weight in a pot gets 0 of it, and where nobody has a weight there is no pot to divide."""
    pots = [(units if any(weights) else 0, weights) for units, weights in pots]
    weights = [pl.Series(of, dtype=pl.Int128) for _, of in pots]
    alone = [divide(units, of) for (units, _), of in zip(pots, weights, strict=True)]
    together = Divisions([units for units, _ in pots], pl.concat(weights), len(weights[0]))
    assert together.shares.to_list() == [share for one in alone for share in one.shares.to_list()]
    tied = {place: (one.granted, one.denied) for place, one in enumerate(alone) if one.denied}
    assert together.tied == tied


def test_the_exact_form_divides_by_zero_on_one_side_only():
    known = {"a": [Fraction(1), Fraction(2)], "b": [Fraction(0), Fraction(4)]}
    a, b = Symbol("a"), Symbol("b")
    assert exact.value_of(a / b, known) == [None, Fraction(1, 2)]
    assert exact.value_of(a / b + 1, known) == [None, Fraction(3, 2)]
    assert exact.value_of(where(a < b, a / b, 7), known) == [7, Fraction(1, 2)]
    assert exact.value_of(maximum(a / b, 0) < 1, known) == [None, 1]
    assert exact.value_of(total(a / b), known) == [None]
    assert exact.value_of(apportion(6, a / b), known) == [None, None]
    assert exact.ties(apportion(6, a / b), known) == []


def test_what_a_division_by_zero_names():
    rows = dict.fromkeys("abcdefg", ("1", "0"))
    with pytest.raises(RuleError, match=r"voor a, b, c, d, e en nog 2; zijn alle gewichten 0\?$"):
        evaluate(toy.case(rows, [make(lambda people, hearths: people / hearths)]))
    rows["a"] = ("1", "1")
    with pytest.raises(RuleError, match=r"voor b, c, d, e, f en nog 1$"):
        evaluate(toy.case(rows, [make(lambda people, hearths: people / hearths)]))
    with pytest.raises(RuleError, match=r"voor a, b; zijn alle gewichten 0\?$"):
        evaluate(
            toy.case({"a": ("1", "0"), "b": ("1", "0")}, [make(lambda people, hearths: people / hearths)])
        )
    with pytest.raises(RuleError, match=r"deelt door nul voor a$"):
        evaluate(toy.case({"a": ("1", "0")}, [make(lambda people, hearths: people / hearths)]))
    with pytest.raises(RuleError, match=r"regel made deelt door nul$"):
        evaluate(toy.case(rows, [make(lambda price, limit: limit / price)], price=0))
    of_five = dict.fromkeys("abcde", ("1", "0"))
    with pytest.raises(RuleError, match=r"voor a, b, c, d, e; zijn alle gewichten 0\?$"):
        evaluate(toy.case(of_five, [make(lambda people, hearths: people / hearths)]))


def test_a_division_by_zero_in_a_weight_leaves_nobody_a_share():
    rows = {"a": ("1", "0"), "b": ("1", "1")}
    with pytest.raises(RuleError, match=r"regel made deelt door nul voor a, b; zijn alle gewichten 0\?$"):
        evaluate(toy.case(rows, [make(lambda people, hearths: apportion(6, people / hearths))]))


def test_a_pot_that_its_rule_does_not_read_is_compared_too():
    """A price that was once derived from the pot hands it out without naming it."""
    rows = {"a": ("2", "1"), "b": ("3", "1")}

    @rule(label="pot", unit="EUR", source="x", valid_from=1)
    def whole(people, price):
        return total(people) * price / 3

    @rule(label="made", unit="EUR", source="x", valid_from=1, pot="whole", rounds=Rounding(0, "x"))
    def made(people, price):
        return people * price / 3

    [balance] = evaluate(toy.case(rows, [whole, made], price=1)).balances
    assert (balance.available, balance.handed_out) == (Fraction(5, 3), 2)


def test_a_zero_of_the_country_is_everyones():
    assert str(divides_by_zero("made", [True], ["a", "b"])).endswith("voor a, b; zijn alle gewichten 0?")
    assert str(divides_by_zero("made", [True], [])) == "regel made deelt door nul"


# territory


def on(day, old, new, share=1):
    return Move(datetime.date(2000 + day, 1, 1), old, new, Fraction(share))


def test_moves_in_any_order_are_the_same():
    """a joins b, b is cut in two, and one half joins d: read backwards it is still that."""
    moves = [
        on(1, "a", "b"),
        on(2, "b", "c", Fraction(1, 4)),
        on(2, "b", "d", Fraction(3, 4)),
        on(3, "c", "d"),
    ]
    span = datetime.date(2000, 1, 1), datetime.date(2010, 1, 1)
    for some in permutations(moves):
        assert between(some, *span) == {u: {"d": 1} for u in "abc"}
        assert between(some, span[0], moves[1].date) == {
            u: {"c": Fraction(1, 4), "d": Fraction(3, 4)} for u in "ab"
        }


def test_the_day_itself_counts_at_the_end_and_not_at_the_start():
    move = on(1, "a", "b")
    day, before = move.date, datetime.date(2000, 12, 31)
    assert between([move], day, day) == {}
    assert between([move], before, day) == {"a": {"b": 1}}
    with pytest.raises(InputError, match="een latere dag"):
        between([move], day, before)


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([on(1, "a", "b", Fraction(1, 2))], ["de delen zijn samen 50%"]),
        ([on(1, "a", "b", Fraction(1, 2)), on(1, "a", "b", Fraction(1, 2))], ["meer dan één keer naar b"]),
        ([on(1, "a", "b", 2), on(1, "a", "c", -1)], ["een deel van nul of minder"]),
        ([on(1, "a", "b"), on(1, "a", "c", 0)], ["een deel van nul of minder"]),
        ([on(1, "a", "b"), on(2, "a", "c")], ["opgeheven op 2001-01-01"]),
    ],
)
def test_moves_that_lose_or_double_are_refused(moves, words):
    with pytest.raises(InputError) as caught:
        check(moves)
    assert [word for problem in caught.value.problems for word in words if word in str(problem)] == words
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    "moves",
    [
        [on(1, "a", "a", Fraction(1, 2)), on(1, "a", "b", Fraction(1, 2)), on(2, "a", "c")],
        [on(1, "a", "b"), on(1, "c", "a"), on(2, "a", "c")],
        [on(1, "a", "b"), on(2, "b", "a"), on(3, "a", "c")],
    ],
)
def test_who_stays_or_comes_back_can_move_again(moves):
    check(moves)


def test_a_share_of_a_zero_base_is_zero_and_of_another_is_weighed():
    parts = {"a": {"c": Fraction(1)}, "b": {"c": Fraction(1)}}
    shares = {"a": Fraction(1, 2), "b": Fraction(1, 4), "d": Fraction(1, 3)}
    base = {"a": Fraction(0), "b": Fraction(0), "d": Fraction(9)}
    assert restated_share(shares, base, parts) == {"c": 0, "d": Fraction(1, 3)}
    base |= {"a": Fraction(3), "b": Fraction(1)}
    assert restated_share(shares, base, parts) == {"c": Fraction(7, 16), "d": Fraction(1, 3)}


def test_where_units_came_from():
    parts = {"a": {"a": Fraction(1, 2), "b": Fraction(1, 2)}}
    assert origins(parts, "abc") == {"a": {"a": Fraction(1, 2)}, "b": {"a": Fraction(1, 2), "b": 1}}
    assert restated({"a": Fraction(4), "b": Fraction(1), "c": Fraction(5)}, parts) == {"a": 2, "b": 3, "c": 5}
    after = {"b": {"c": Fraction(1)}}
    assert then(parts, after, "ac") == {"a": {"a": Fraction(1, 2), "c": Fraction(1, 2)}, "c": {"c": 1}}


# figures


def figure(*values):
    said = [FigureValue(year, by, Fraction(year), "officieel", "x") for year, by in values]
    return Figure("f", "Cijfer", "EUR", 0, tuple(said), hint="zie de circulaire")


def test_a_publication_goes_before_the_law_and_no_other_year_or_publication_counts():
    one = figure((2024, LAW), (2025, LAW), (2024, "mei"))
    assert one.at(2024, "mei").publication == "mei"
    assert one.at(2025, "mei").publication == LAW
    assert one.at(2024, "september").publication == LAW
    assert [one.has(2024, "mei"), one.has(2025, "mei"), one.has(2026, "mei")] == [True, True, False]
    assert not figure((2024, "mei")).has(2024, "september")
    with pytest.raises(Exception, match=r"bekend: 2024 \(mei\)$"):
        figure((2024, "mei")).at(2024, "september")


def test_of_many_values_the_last_are_named():
    years = [(year, "") for year in range(2001, 2009)]
    assert figure(*years[:6]).known == ", ".join(f"{y} (de wet)" for y, _ in years[:6])
    assert figure(*years).known == ", ".join(f"{y} (de wet)" for y, _ in years[2:]) + " en 2 eerder"
    assert figure().known == "geen enkel jaar"


def test_what_is_missing_is_asked_for_by_name():
    lacking, there = figure((2023, "mei")), figure((2024, "mei"))
    [problem] = missing([lacking, there], 2024, "mei")
    assert problem.place == "cijfer f (Cijfer)"
    assert problem.found == "geen waarde voor 2024 in mei"
    assert problem.expected == "een waarde onder [figures.f]; bekend: 2023 (mei); zie de circulaire"


def test_the_least_sure_counts():
    assert worst(["officieel", "indicatief", "afgeleid"]) == "indicatief"
    assert worst(["onbevestigd", "indicatief"]) == "onbevestigd"
    assert worst([]) == "officieel"
