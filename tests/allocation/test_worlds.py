"""Many worlds at once: each comes out as it would alone, whatever is in the others."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allocation.errors import AllocationError, PotError, RuleError
from allocation.evaluation import evaluate
from allocation.expressions import apportion, total
from allocation.rewrites import unrounded
from allocation.rules import rule
from allocation.runs import Runs
from allocation.worlds import evaluate_runs
from tests.helpers import toy_country as toy
from tests.helpers.workspaces import SHIPPED

CITIES = {"a": ("3", "1"), "b": ("2", "5"), "c": ("0", "4")}
EVERY = [rule.name for rule in toy.RULES]
SHIPPED_BOOKS = [
    ("meicirculaire-2023", 2024),
    ("septembercirculaire-2024", 2024),
    ("meicirculaire-2024", 2025),
    ("regeling-beschut-werk-2026", 2026),
    ("herindelingsmaatstaf-2024", 2024),
]
ON_FRACTIONS = [("budgetten-2025-definitief", 2025), ("totaalbeeld-2024", 2024)]


def outcomes(runs, wanted, batch=250):
    """By world what came out, or the error."""
    found = {}
    for part in evaluate_runs(runs, wanted, batch, closing=True):
        for name in part.names:
            values = {rule: tuple(part.exact(rule, name)) for rule in part.values}
            found[name] = (values, *part.closing(name))
        found |= part.failed
    return found


def alone(runs, wanted, name):
    case = runs.world(name)
    case = type(case)(case.book.needed(wanted), case.codes, case.inputs, case.figures, case.statuses)
    result = evaluate(case)
    return {rule: tuple(result.exact(rule)) for rule in case.book.rules}, result.balances, result.ties


def agree(runs, wanted, batch=250):
    """Every world as it would be alone: every value, balance and tie, or the same refusal."""
    found = outcomes(runs, wanted, batch)
    assert {*found} == {*runs.names}
    for name, came_out in found.items():
        if isinstance(came_out, AllocationError):
            with pytest.raises(type(came_out)):
                alone(runs, wanted, name)
        else:
            values, *closing = came_out
            expected, *closed = alone(runs, wanted, name)
            assert {*wanted} <= {*values}
            assert values == {rule: expected[rule] for rule in values}
            assert closing == closed
    return {name: of if isinstance(of, AllocationError) else of[0] for name, of in found.items()}


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@settings(max_examples=max(200, settings().max_examples))
@given(
    granaries=st.lists(st.integers(0, 10**6), min_size=1, max_size=6),
    data=st.data(),
    batch=st.integers(1, 7),
)
def test_every_world_of_the_toy_country_is_as_it_would_be_alone(granaries, data, batch):
    count = len(granaries)
    hearths = st.lists(st.integers(0, 9), min_size=count, max_size=count)
    limits = data.draw(st.lists(st.fractions(0, 99, max_denominator=9), min_size=count, max_size=count))
    runs = Runs(
        toy.case(CITIES),
        tuple(f"w{n}" for n in range(count)),
        {"granary": [Fraction(n) for n in granaries], "limit": limits},
        {"hearths": {code: [Fraction(n) for n in data.draw(hearths)] for code in "ab"}},
    )
    agree(runs, EVERY, batch)


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@pytest.mark.parametrize("which", SHIPPED_BOOKS)
def test_every_shipped_book_in_worlds_of_other_figures_and_volumes(which):
    """Ten worlds: each figure and each input of two municipalities somewhat larger or smaller."""
    case = SHIPPED.outcome(*which).prepared.case
    parts = [Fraction(90 + 2 * n, 100) for n in range(10)]
    choices = {n for n, value in case.figures.items() if value > 1}
    figures = {name: [_decimals(case.figures[name] * part) for part in parts] for name in choices}
    inputs = {
        name: {code: [_decimals(column.exact[place] * part) for part in parts] for place, code in ((3, case.codes[3]), (9, case.codes[9]))}
        for name, column in list(case.inputs.items())[:2]
    }  # fmt: skip
    runs = Runs(case, tuple(map(str, range(10))), _whole(case, figures), inputs)
    amounts = SHIPPED.outcome(*which).prepared.year.amounts
    agree(runs, amounts, 4)


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@pytest.mark.parametrize("which", ON_FRACTIONS)
def test_what_decimals_do_not_carry_is_right_in_every_world_too(which):
    case = SHIPPED.outcome(*which).prepared.case
    name = "macrobudget" if "macrobudget" in case.figures else next(iter(case.figures))
    runs = Runs(case, ("as it is", "more"), {name: [case.figures[name], case.figures[name] + 1_000_001]})
    agree(runs, SHIPPED.outcome(*which).prepared.year.amounts)


def _decimals(value):
    """What a file could have: six decimals."""
    return Fraction(round(value * 10**6), 10**6)


def _whole(case, figures):
    """A pot in whole units stays in whole units."""
    return {
        name: [Fraction(round(v)) if case.figures[name].denominator == 1 else v for v in values]
        for name, values in figures.items()
    }


@pytest.mark.promise("docs/architecture.md#a-world-that-fails")
def test_a_world_that_divides_by_zero_harms_no_other():
    zeros = [Fraction(0), Fraction(1), Fraction(0), Fraction(2)]
    runs = Runs(toy.case(CITIES), ("w", "x", "y", "z"), {}, {"hearths": dict.fromkeys("abc", zeros)})
    found = agree(runs, ["exact_wood"])
    failed = {name for name, values in found.items() if isinstance(values, AllocationError)}
    assert failed == {"w", "y"}
    assert "deelt door nul" in str(found["w"])


def test_a_pot_without_weights_in_one_world_is_refused_there():
    zeros = [Fraction(1), Fraction(0)]
    runs = Runs(toy.case(CITIES), ("x", "y"), {}, {"hearths": dict.fromkeys("abc", zeros)})
    found = agree(runs, ["wood"])
    assert isinstance(found["y"], RuleError)


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@pytest.mark.parametrize("beside", [0, Fraction(1, 10**15), -Fraction(1, 10**15)])
def test_exactly_a_half_and_right_beside_it(beside):
    """Bread of a: granary x 3/5, rounded to whole loaves."""
    granary = Fraction(5, 6) * 21 / 1 + Fraction(5, 3) * beside  # 3/5 of it is 10.5, or a hair beside
    runs = Runs(toy.case(CITIES), ("half", "other"), {"granary": [granary, Fraction(100)]})
    found = agree(runs, ["bread"])
    assert found["half"]["bread"][0] == (10 if beside < 0 else 11)


@pytest.mark.promise("docs/architecture.md#each-world-as-alone")
@given(st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_ties_go_to_the_first_by_code_in_every_world(forests):
    cities = dict.fromkeys("abcdefg", ("1", "1"))
    runs = Runs(
        toy.case(cities),
        tuple(f"{n}" for n in range(len(forests))),
        {"forest": [Fraction(n) for n in forests]},
    )
    found = agree(runs, ["wood"])
    for name, forest in zip(runs.names, forests, strict=True):
        first = forest % 7
        assert found[name]["wood"] == tuple(forest // 7 + (place < first) for place in range(7))


@rule(label="Alms", unit="loaves", source="Edict 4", valid_from=1, pot="granary")
def alms(price, people):
    """Paid by head, whatever there is."""
    return price * people


def test_a_pot_that_does_not_close_is_an_error_of_its_world_alone():
    """Five people at two loaves: ten close, seven do not."""
    case = toy.case(CITIES, [*toy.RULES, alms], price=2)
    runs = Runs(case, ("x", "y", "z"), {"granary": [Fraction(10), Fraction(7), Fraction(10)]})
    found = agree(runs, ["alms"])
    assert isinstance(found["y"], PotError)
    assert "sluit niet" in str(found["y"])
    assert not isinstance(found["x"], AllocationError)
    assert not isinstance(found["z"], AllocationError)


@pytest.mark.parametrize("forest", [3, 4])
def test_a_tie_is_told_of_its_own_world(forest):
    runs = Runs(
        toy.case(CITIES | {"c": ("0", "5")}), ("x", "y"), {"forest": [Fraction(forest), Fraction(11)]}
    )
    agree(runs, ["wood"])
    [batch] = evaluate_runs(runs, ["wood"], closing=True)
    assert [tie.rule for tie in batch.closing("x")[1]] == (["wood"] if forest == 3 else [])


def test_a_tie_that_is_the_same_in_all_worlds_is_told_of_each():
    """The forest and the hearths stay what they are: wood is divided once for both worlds."""
    runs = Runs(
        toy.case(CITIES | {"c": ("0", "5")}, forest=3), ("x", "y"), {"granary": [Fraction(5), Fraction(6)]}
    )
    agree(runs, ["wood", "bread"])
    [batch] = evaluate_runs(runs, ["wood", "bread"], closing=True)
    assert [[tie.rule for tie in batch.closing(name)[1]] for name in "xy"] == [["wood"], ["wood"]]


@rule(label="Beds", unit="beds", source="Edict 5", valid_from=1, pot="forest")
def beds(forest, people, hearths):
    """By people to a hearth: quotients that each have a divisor of their own."""
    return apportion(forest, people / hearths)


def test_a_tie_of_what_is_divided_on_fractions_is_told_too():
    cities = {"a": ("3", "7"), "b": ("3", "7"), "c": ("1", "9")}
    runs = Runs(toy.case(cities, [*toy.RULES, beds]), ("x", "y"), {"forest": [Fraction(1), Fraction(4)]})
    agree(runs, ["beds"])
    every = [
        batch.closing(name)[1]
        for batch in evaluate_runs(runs, ["beds"], closing=True)
        for name in batch.names
    ]
    assert [tie.granted for ties in every for tie in ties] == [("a",)]


@rule(label="Risk", unit="coins", source="Edict 6", valid_from=1)
def risk(price, people, hearths, limit):
    """Divided by what is nothing where the limit is exactly the sum of quotients."""
    return people * price / (total(people / hearths) - limit)


def test_a_world_that_fails_only_when_it_is_done_again_does_not_bring_the_others_twice():
    runs = Runs(
        toy.case(CITIES, [*toy.RULES, risk]),
        ("x", "y", "z"),
        {"limit": [Fraction(1), Fraction("3.4"), Fraction(2)]},
    )
    batches = list(evaluate_runs(runs, ["risk"]))
    assert sorted(name for batch in batches for name in (*batch.names, *batch.failed)) == ["x", "y", "z"]
    assert [*next(batch.failed for batch in batches if batch.failed)] == ["y"]


def test_frames_have_a_row_per_municipality_and_world_and_national_values_apart():
    runs = Runs(toy.case(CITIES), ("x", "y"), {"granary": [Fraction(100), Fraction(7)]})
    [batch] = evaluate_runs(runs, EVERY)
    frame = batch.frame()
    assert frame.select("world", "code").rows() == [(w, c) for w in "xy" for c in "abc"]
    for row in frame.iter_rows(named=True):
        place = "abc".index(row["code"])
        assert row["bread"] == batch.exact("bread", row["world"])[place]
    assert batch.national()["world"].to_list() == ["x", "y"]


@given(st.lists(st.integers(1, 50), min_size=2, max_size=4))
def test_without_rounding_too(granaries):
    """Sums of quotients, each with a divisor of its own."""
    case = toy.case(CITIES)
    smooth = type(case)(unrounded(case.book), case.codes, case.inputs, case.figures, case.statuses)
    runs = Runs(
        smooth, tuple(map(str, range(len(granaries)))), {"granary": [Fraction(n, 7) for n in granaries]}
    )
    assume(granaries)
    agree(runs, EVERY)


@pytest.mark.parametrize(
    ("names", "figures", "inputs", "said"),
    [
        (("x",), {"nothing": [Fraction(1)]}, {}, "no figure, input or municipality"),
        (("x",), {}, {"hearths": {"z": [Fraction(1)]}}, "no figure, input or municipality"),
        (("x", "y"), {"granary": [Fraction(1)]}, {}, "not one value for each of the 2 worlds"),
        (("x", "x"), {}, {}, "a name of its own"),
        ((), {}, {}, "a name of its own"),
    ],
)
def test_what_is_no_run_is_refused(names, figures, inputs, said):
    with pytest.raises(RuleError, match=said):
        Runs(toy.case(CITIES), names, figures, inputs)
