"""What is read of an earlier year: given, or computed by the rule that then held, on today's municipalities."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.case import CODE, case_of
from allocation.counted import where_counted
from allocation.errors import RuleError
from allocation.evaluation import evaluate
from allocation.expressions import apportion, lag, total, where
from allocation.lags import earlier_label, in_years, lagged, unlagged
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule, versions

harvest = versions("harvest", label="Harvest", unit="sheaves", source="Edict")


@harvest(1, 2)
def harvest_1(fields):
    """As it was: two sheaves a field."""
    return 2 * fields


@harvest(3)
def harvest_3(fields, sheaves):
    """Since the reform."""
    return sheaves * fields


@rule(label="Tithe", unit="sheaves", source="Edict", valid_from=1, rounds=Rounding(0, "whole"), pot="barn")
def tithe(barn, harvest):
    """By the harvest of the year before."""
    return barn * lag(harvest, 1) / total(lag(harvest, 1))


RULES = [harvest_1, harvest_3, tithe]


def made(year, given_names=(), since=0, **values):
    """A case of two cities from {name: (a, b)} or {name: national}."""
    book = rulebook(RULES, ["fields", "harvest"], ["sheaves", "barn"], year, given_names, since).needed(
        ["tithe"]
    )
    columns = {name: pl.Series([*values[name]], dtype=pl.Decimal(38, 2)) for name in book.inputs}
    frame = pl.DataFrame({CODE: ["A", "B"], **columns})
    figures = {name: Fraction(values[name]) for name in book.figures}
    return case_of(book, frame, figures, dict.fromkeys([*book.inputs, *book.figures], "officieel"))


def tithes(case):
    return evaluate(case).values["tithe"].to_list()


@pytest.mark.promise("docs/add-a-rule.md#given-or-computed-of-an-earlier-year")
def test_the_version_that_then_held_computes_it():
    """In year 3 that of year 2, in year 4 the new one, each from the figures and inputs of that year."""
    third = made(3, barn=100, **{"fields[-1]": (1, 3)})
    assert list(third.book.rules) == ["harvest[-1]", "tithe"]
    assert tithes(third) == [25, 75]
    fourth = made(4, barn=100, **{"fields[-1]": (1, 1), "sheaves[-1]": 5})
    assert fourth.book.figures == ["barn", "sheaves[-1]"]
    assert tithes(fourth) == [50, 50]


@pytest.mark.promise("docs/add-a-rule.md#given-or-computed-of-an-earlier-year")
def test_given_goes_before_computed():
    case = made(3, ["harvest[-1]"], barn=100, **{"harvest[-1]": (9, 1)})
    assert list(case.book.inputs) == ["harvest[-1]"]
    assert tithes(case) == [90, 10]


def test_of_a_year_of_which_nothing_is_known_it_is_an_input():
    assert list(made(4, since=4, barn=1, **{"harvest[-1]": (1, 1)}).book.inputs) == ["harvest[-1]"]
    assert list(made(1, barn=1, **{"harvest[-1]": (1, 1)}).book.inputs) == ["harvest[-1]"]  # before the law


@rule(label="Stock", unit="sheaves", source="Edict", valid_from=1)
def stock(stock, fields):
    """What was there, and as much as there are fields."""
    return lag(stock, 1) + fields


@pytest.mark.promise("docs/add-a-rule.md#circles-through-years")
def test_a_circle_through_years_is_fine():
    book = rulebook([stock], ["stock", "fields"], [], 4, ["stock[-3]"])
    assert list(book.rules) == ["stock[-2]", "stock[-1]", "stock"]
    assert book.needed(["stock"]).reads("stock") >= {"stock[-3]", "fields", "fields[-1]", "fields[-2]"}


@pytest.mark.promise("docs/add-a-rule.md#circles-through-years")
def test_a_circle_within_a_year_is_refused():
    one = rule(label="x", unit="x", source="x", valid_from=1, name="one")(lambda two: lag(two, 1) + two)
    two = rule(label="x", unit="x", source="x", valid_from=1, name="two")(lambda one: one)
    with pytest.raises(RuleError, match=r"in a circle: (one -> two -> one|two -> one -> two)"):
        rulebook([one, two], ["two"], [], 1)


def test_what_was_not_in_force_and_cannot_be_given_is_refused_with_its_year():
    late = rule(label="x", unit="x", source="x", valid_from=3, name="late")(lambda fields: fields)
    reader = rule(label="x", unit="x", source="x", valid_from=1, name="reader")(lambda late: lag(late, 2))
    with pytest.raises(
        RuleError, match=r"reader reads late\[-2\], which is not in force in 2 \(only from 3\)"
    ):
        rulebook([late, reader], ["fields"], [], 4)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (lambda x: lag(x + 1, 1), "make a rule of any other formula"),
        (lambda x: lag(x, 0), "one or more"),
        (lambda x: lag(x, -1), "one or more"),
        (lambda x: lag(x, 1.0), "one or more"),
        (lambda x: lag(x, x), "one or more"),
    ],
)
def test_what_is_no_lag_is_refused(formula, says):
    with pytest.raises(RuleError, match=says):
        rule(label="x", unit="x", source="x", valid_from=1, name="n")(formula)


def test_a_lag_of_a_lag_is_one_lag():
    made = rule(label="x", unit="x", source="x", valid_from=1, name="n")(lambda x: lag(lag(x, 1), 2))
    assert list(rulebook([made], ["x"], [], 1).needed(["n"]).inputs) == ["x[-3]"]


def test_names_and_words():
    assert lagged("x", 2) == "x[-2]"
    assert lagged("x[-2]", 1) == "x[-3]"
    assert unlagged("x[-12]") == ("x", 12)
    assert unlagged("x_2014") == ("x_2014", 0)
    assert earlier_label("Lasten", 2) == "Lasten T-2"
    assert earlier_label("Jaarrekening T te laat", 2) == "Jaarrekening T-2 te laat"
    assert earlier_label("Gehuisvest tot en met juli T-1", 1) == "Gehuisvest tot en met juli T-2"
    assert in_years("van T-1, in T (TGU)", 2025) == "van 2024, in 2025 (TGU)"


@pytest.mark.promise("docs/add-a-rule.md#lags")
@given(st.data())
def test_a_lag_is_the_same_case_a_year_before(data):
    """Computed inside the later year, it is what the earlier year computes itself, exactly."""
    amounts = st.integers(1, 10**6)
    fields, sheaves = data.draw(st.tuples(amounts, amounts)), data.draw(amounts)
    year = data.draw(st.sampled_from([3, 4, 7]))
    case = made(year, barn=data.draw(amounts), **{"fields[-1]": fields, "sheaves[-1]": sheaves})
    book = rulebook(RULES, ["fields", "harvest"], ["sheaves", "barn"], year - 1).needed(["harvest"])
    before = case_of(
        book,
        pl.DataFrame({CODE: ["A", "B"], "fields": pl.Series([*fields], dtype=pl.Decimal(38, 2))}),
        {name: Fraction(sheaves) for name in book.figures},
        dict.fromkeys((*book.inputs, *book.figures), "officieel"),
    )
    assert list(evaluate(case).exact("harvest[-1]")) == list(evaluate(before).exact("harvest"))
    values = exact.evaluate(case)
    assert all(list(evaluate(case).exact(name)) == [*values[name]] for name in case.book.rules)


def test_where_an_input_counts_follows_from_the_formulas():
    """Only where every way to it asks the same answer; what is asked itself always counts."""

    def make(name, formula):
        return rule(label="x", unit="sheaves", source="x", valid_from=1, name=name)(formula)

    parts = make("parts", lambda a, b: a + b)
    chosen = make("chosen", lambda late, old, parts: where(late, old, 1 * parts))
    after = make("after", lambda chosen, b: chosen + b)
    book = rulebook([parts, chosen, after], ["a", "b", "late", "old"], [], 1)
    assert where_counted(book.needed(["chosen"])) == {
        "old": ("late", True), "parts": ("late", False), "a": ("late", False), "b": ("late", False)
    }  # fmt: skip
    assert "b" not in where_counted(book.needed(["after"]))


def test_a_pot_of_an_earlier_year_is_balanced_too():
    """What was divided then is divided again, with its tie and its balance."""
    shares = rule(label="x", unit="x", source="x", valid_from=1, name="shares", pot="barn")(
        lambda barn, fields: apportion(barn, 1 * fields)
    )
    reader = rule(label="x", unit="x", source="x", valid_from=1, name="reader")(lambda shares: lag(shares, 1))
    book = rulebook([shares, reader], ["fields"], ["barn"], 2).needed(["reader"])
    frame = pl.DataFrame({CODE: ["A", "B"], "fields[-1]": pl.Series([1, 1], dtype=pl.Decimal(38, 0))})
    result = evaluate(
        case_of(
            book,
            frame,
            {"barn[-1]": Fraction(3)},
            dict.fromkeys(["barn[-1]", "fields[-1]"], "officieel"),
        )
    )
    assert [(b.pot, b.left) for b in result.balances] == [("barn[-1]", 0)]
    assert [tie.rule for tie in result.ties] == ["shares[-1]"]
