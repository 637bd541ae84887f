"""What a rule may say, and what a rulebook refuses: each with a message that says what to do."""

import re

import pytest

from allocation.errors import RuleError
from allocation.expressions import apportion, equals, rounded, total, where
from allocation.rulebook import rulebook
from allocation.rules import rule
from tests.helpers import toy_country as toy


def make(function, **given):
    return rule(**{"label": "x", "unit": "x", "source": "x", "valid_from": 1} | given)(function)


def refusal(rules, inputs=("people",), figures=("pot",), year=1):
    with pytest.raises(RuleError) as error:
        rulebook(rules, inputs, figures, year)
    return str(error.value)


def test_a_rule_reads_what_its_arguments_are_named_after():
    assert toy.bread.name == "bread"
    assert toy.bread.doc == "A share of the granary by head, at least one loaf."
    assert rulebook(toy.RULES, toy.INPUTS, toy.FIGURES, 1).reads("bread") == {"granary", "people"}


def test_rules_come_after_what_they_read():
    first = make(lambda second: second + 1, name="first")
    second = make(lambda people: people * 2, name="second")
    assert list(rulebook([first, second], ["people"], [], 1).rules) == ["second", "first"]


def test_only_what_the_targets_rest_on_is_needed():
    needed = rulebook(toy.RULES, toy.INPUTS, toy.FIGURES, 1).needed(["wood"])
    assert (list(needed.rules), needed.inputs, needed.figures) == (["wood"], ["hearths"], ["forest"])


@pytest.mark.promise("docs/add-a-rule.md#no-python-if")
def test_a_python_if_on_a_symbol_is_refused():
    with pytest.raises(RuleError, match=re.escape("use where(condition, then, otherwise)")):
        make(lambda people: people if people > 3 else 0, name="choosy")


def test_the_refusal_names_the_rule():
    with pytest.raises(RuleError, match="rule choosy"):
        make(lambda people: max(people, 0), name="choosy")


@pytest.mark.promise("docs/add-a-rule.md#no-floats")
def test_a_float_in_a_formula_is_refused():
    with pytest.raises(RuleError, match=r"0\.5 cannot stand in a formula"):
        make(lambda people: people * 0.5)


@pytest.mark.parametrize(
    "formula", [lambda people: round(people) + 1, lambda people: people**2, lambda people: people.size]
)
def test_what_is_no_formula_is_refused_with_what_is(formula):
    with pytest.raises(RuleError, match=r"a formula is made of \+ - \* /"):
        make(formula)


def test_comparing_formulas_where_values_are_meant_is_refused():
    with pytest.raises(RuleError, match=re.escape("equals(a, b)")):
        make(lambda people: where(people == 3, 1, 2))
    assert make(lambda people: where(equals(people, 3), 1, 2))


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(RuleError, match="is no period"):
        make(lambda people: people, valid_from=3, valid_to=2)


@pytest.mark.promise("docs/add-a-rule.md#no-overlap-and-no-gap")
def test_overlapping_versions_are_refused_with_both_names_and_the_mend():
    old = make(lambda people: people, name="n", valid_from=1, valid_to=5)
    new = make(lambda people: people, name="n", valid_from=4)
    message = refusal([old, new])
    assert "overlap" in message
    assert "valid_to=3" in message


@pytest.mark.promise("docs/add-a-rule.md#no-overlap-and-no-gap")
def test_a_hole_between_versions_is_refused_with_the_years():
    old = make(lambda people: people, name="n", valid_from=1, valid_to=2)
    new = make(lambda people: people, name="n", valid_from=5)
    message = refusal([old, new])
    assert "no version between" in message
    assert "(1 to 2)" in message
    assert "from 5" in message


def test_consecutive_versions_are_one_rule():
    old = make(lambda people: people, name="n", valid_from=1, valid_to=2)
    new = make(lambda people: people * 2, name="n", valid_from=3)
    assert rulebook([old, new], ["people"], [], 2).rules["n"] is old
    assert rulebook([old, new], ["people"], [], 3).rules["n"] is new


def test_a_circle_is_refused_with_its_path():
    rules = [make(lambda b: b, name="a"), make(lambda c: c, name="b"), make(lambda a: a, name="c")]
    message = refusal(rules)
    assert "in a circle" in message
    assert message.count("->") == 3


def test_an_unknown_name_is_refused_with_its_reader_and_near_misses():
    message = refusal([make(lambda peopl: peopl, name="n")])
    assert "rule n reads peopl" in message
    assert "did you mean people?" in message


def test_reading_a_rule_that_is_not_in_force_is_refused_with_the_years():
    ended = make(lambda people: people, name="ended", valid_from=1, valid_to=2)
    reader = make(lambda ended: ended, name="reader", valid_from=1)
    assert "not in force in 3 (only 1 to 2)" in refusal([ended, reader], year=3)


def test_what_may_be_given_or_computed_is_computed_unless_it_is_given():
    made = make(lambda pot: pot, name="people")
    assert "people" in rulebook([made], ["people"], ["pot"], 1).rules
    book = rulebook([made], ["people"], ["pot"], 1, given=["people"])
    assert (list(book.rules), list(book.inputs)) == ([], ["people"])


def test_a_name_that_would_be_of_an_earlier_year_is_refused():
    with pytest.raises(RuleError, match="of an earlier year"):
        make(lambda people: people, name="a[-1]")


def test_one_name_for_two_things_is_refused():
    assert "rename one" in refusal([], inputs=("same",), figures=("same",))


def test_a_total_of_a_national_value_is_refused():
    assert "already national" in refusal([make(lambda pot: total(pot) + 1, name="n")])


def test_a_pot_is_national_and_its_rule_is_not():
    assert "a pot is one national value" in refusal([make(lambda people: people, name="n", pot="people")])
    assert "apportion() divides a national pot" in refusal(
        [make(lambda people: apportion(people, people), name="n")]
    )


@pytest.mark.promise("docs/add-a-rule.md#apportion-is-a-whole-rule")
def test_apportion_is_a_rule_of_its_own():
    message = refusal([make(lambda pot, people: apportion(pot, people) + 1, name="n")])
    assert "apportion() is a whole rule" in message


@pytest.mark.parametrize(
    "formula", [lambda people: rounded(people, -3), lambda pot, people: apportion(pot, people, decimals=-3)]
)
def test_rounding_to_thousands_is_refused(formula):
    with pytest.raises(RuleError, match="decimals=-3"):
        make(formula)
