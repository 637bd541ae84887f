"""Rules of a made-up ministry: guarded in one line, and a fault that is planted in them is found."""

import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from allocation import exact
from allocation.properties import PROPERTIES
from allocation.trial import Trial
from rules.guarding.cases import cases, coverage
from rules.guarding.making import CHOICES, from_nothing, mended
from rules.guarding.suite import guard
from rules.guarding.units import lacking, own_rules, units

FOLDER = Path(__file__).parent / "ministerie"
CASES = Path(__file__).parent / "gevallen"
TestOurRules = pytest.mark.promise("docs/guard.md#one-line")(guard(FOLDER, cases=CASES))


def broken(folder):
    """The properties that do not hold for the rules of a folder."""
    library, found = own_rules(folder), set()
    for unit in units(library):
        for place in range(40):
            chance = Random(place)
            numbers = iter(lambda chance=chance: chance.randrange(CHOICES), None)
            trial = Trial(unit.books, mended(unit, from_nothing(unit, numbers, 2 + place % 4)), chance)
            if trial.sound:
                found |= {one.name for one in PROPERTIES if one.tried(trial).broken}
    return found | ({"weighs"} if lacking(library) else set())


def test_nothing_is_broken_without_a_fault():
    assert broken(FOLDER) == set()


@pytest.mark.promise("docs/guard.md#one-line")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "budget_wegen * kilometers / total(kilometers)",
            "budget_wegen * (kilometers + 1) / total(kilometers + 1)",
        ),
        ("budget_wegen * kilometers / total(kilometers)", "budget_wegen / 300 + 0 * kilometers"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, old, new):
    folder = tmp_path / "m"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "wegen.py").read_text(encoding="utf-8")
    new = new.replace("kilometers + 1", "kilometers + een_kilometer") if "+ 1" in new else new
    if "een_kilometer" in new:
        text = text.replace(
            "def wegen(budget_wegen, kilometers)", "def wegen(budget_wegen, een_kilometer, kilometers)"
        )
        with (folder / "wegen.toml").open("a", encoding="utf-8") as toml:
            toml.write('\n[figures.een_kilometer]\nlabel = "Een"\nunit = "kilometers"\nsource = "x"\n')
    (folder / "wegen.py").write_text(text.replace(old, new), encoding="utf-8")
    assert "weighs" in broken(folder)


def test_values_that_a_rule_has_wrong_are_found(monkeypatch):
    """A fault in the values themselves: half of the municipalities a euro more, by their place."""
    real = exact.evaluated

    def wrong(book, known):
        rows = real(book, known)
        return (
            {**rows, "veren": [value + place for place, value in enumerate(rows["veren"])]}
            if "veren" in rows
            else rows
        )

    monkeypatch.setattr(exact, "evaluated", wrong)
    assert {"anonymous", "alike"} <= broken(FOLDER)


def test_a_branch_without_a_case_is_named():
    article = cases(CASES)[-1]
    fewer = [*cases(CASES)[:-1], evolve(article, case=article.case[:1])]
    found, wrong = coverage(own_rules(FOLDER), fewer)
    assert wrong == []
    assert {one.source: one.cases for one in found} == Counter(a.source for a in fewer for _ in a.case)
    assert [str(branch) for one in found for branch in one.left] == [
        "veren (2025), keuze 2 (ten minste): de eerste telt"
    ]


def test_without_cases_every_branch_is_left():
    found, wrong = coverage(own_rules(FOLDER), [])
    assert wrong == []
    assert [one.cases for one in found] == [0] * len(found)
    assert all(len(one.left) == one.branches for one in found)
