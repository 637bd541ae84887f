"""Every branch of every rule has a small case that an official can read, and each comes out as it says."""

from collections import Counter
from random import Random

import pytest

from allocation.trial import Trial
from rules.guarding.branches import branches, taken
from rules.guarding.cases import cases, coverage, tried
from rules.guarding.making import CHOICES, from_nothing, mended, steered
from rules.guarding.units import units
from tests.helpers.workspaces import LIBRARY
from tests.law_cases import FOLDER

ARTICLES = cases(FOLDER)
CASES = [(article, case) for article in ARTICLES for case in article.case]


@pytest.mark.promise("docs/guard.md#small-cases")
@pytest.mark.parametrize(("article", "case"), CASES, ids=[f"{c.year[0]}: {c.name}" for _, c in CASES])
def test_a_case_comes_out_as_it_says(article, case):
    assert tried(LIBRARY, article, case).wrong == ()


@pytest.mark.promise("docs/guard.md#small-cases")
def test_no_branch_of_any_rule_is_left_out():
    found, wrong = coverage(LIBRARY, ARTICLES)
    assert wrong == []
    assert [branch for one in found for branch in one.left] == []
    assert sum(one.versions for one in found) == len(LIBRARY.rules)
    assert sum(one.branches for one in found) == sum(len(branches(rule)) for rule in LIBRARY.rules)


def test_without_a_case_its_branch_is_left():
    """Each case that alone takes a branch is missed; those are most of them."""
    each = [tried(LIBRARY, article, case).taken for article, case in CASES]
    took = Counter(branch for those in each for branch in those)
    alone = [any(took[branch] == 1 for branch in those) for those in each]
    assert sum(alone) > len(CASES) * 0.8


def test_what_is_said_never_to_occur_does_not_occur():
    """On made-up values, steered onto bounds and thresholds, no rule takes a branch that is ruled out."""
    never = {name for article in ARTICLES for one in article.never for name in one.rule}
    ruled_out = {
        (name, text) for a in ARTICLES for one in a.never for name in one.rule for text in one.branches
    }
    seen = set()
    for unit in units(LIBRARY):
        rules = [rule for rule in unit.book.rules.values() if rule.name in never]
        for place in range(20 if rules else 0):
            chance = Random(f"{unit} {place}")
            numbers = iter(lambda chance=chance: chance.randrange(CHOICES), None)
            made = mended(unit, from_nothing(unit, numbers, 5))
            made = mended(unit, steered(unit, made, chance.randrange(CHOICES), place % 5))
            trial = Trial(unit.books, made, chance)
            if trial.sound:
                known = {**trial.given, **trial.rows}
                seen |= {(b.rule, b.text) for rule in rules for b in taken(rule, known)}
    assert seen
    assert not seen & ruled_out


def one_case(tmp_path, text, library=LIBRARY):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    return coverage(library, cases(tmp_path))[1]


CASE = """
[[article]]
source = "Besluit Participatiewet, art. 2"
[[article.case]]
name = "klein"
year = 2024
given = {{ {given} }}
wanted = {{ {wanted} }}
says = "x"
"""
GIVEN = '"inwoners[-1]" = [15_000], ondergrens_inwoners = 15_000, bovengrens_inwoners = 40_000'


NEVER = """
[[article]]
source = "Besluit Participatiewet, art. 2"
[[article.never]]
rule = "gewicht_objectief"
year = 2024
branches = ["keuze 9: eronder"]
because = "x"
"""


def test_what_is_said_never_to_occur_must_be_a_branch(tmp_path):
    assert "gewicht_objectief (2024) heeft geen 'keuze 9: eronder'" in one_case(tmp_path, NEVER)


@pytest.mark.parametrize(
    ("given", "wanted", "said"),
    [
        (GIVEN, "gewicht_objectief = [0.1]", "komt er 0 uit, niet 1/10"),
        (GIVEN, "gewicht_objectieff = [0]", "regel gewicht_objectieff geldt niet in 2024"),
        (
            GIVEN.partition(", o")[0],
            "gewicht_objectief = [0]",
            "leest ook ondergrens_inwoners, bovengrens_inwoners",
        ),
        (f"{GIVEN}, lasten = 1", "gewicht_objectief = [0]", "lasten wordt niet gelezen"),
        ("macrobudget = 1, reservering_vangnet = 1", "beschikbaar_macrobudget = 0", "niet op Besluit"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(tmp_path, given, wanted, said):
    wrong = one_case(tmp_path, CASE.format(given=given, wanted=wanted))
    assert any(said in line for line in wrong), wrong
