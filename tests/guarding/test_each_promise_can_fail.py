"""Of every promise a planted fault that it finds: a promise that cannot fail promises nothing.

The faults are in the values, as an engine that is wrong would give them; `weighs` is about formulas, and its
faults stand in test_ministry. The first column is the promise, the second the fault: what a municipality gets
instead, of its amount, its kilometers, its place and the number of times that was computed.
"""

from random import Random

import pytest

from allocation import exact
from allocation.properties import PROPERTIES
from allocation.trial import Trial
from rules.analysis.contracts import contracts
from rules.guarding.making import CHOICES, from_nothing, mended
from rules.guarding.units import own_rules, units
from tests.guarding.test_ministry import FOLDER
from tests.helpers.workspaces import SHIPPED

UNITS = units(own_rules(FOLDER))
FAULTS = [
    ("within", "veren", lambda amount, km, place, times: -amount - 1),
    ("whole", "wegen", lambda amount, km, place, times: amount + (amount + 1) / 3),
    ("anonymous", "bruggen", lambda amount, km, place, times: amount + place),
    ("alike", "wegen", lambda amount, km, place, times: amount + place),
    ("scale", "wegen", lambda amount, km, place, times: amount + km),
    ("nothing", "wegen", lambda amount, km, place, times: amount + (km == 0)),
    ("merged", "wegen", lambda amount, km, place, times: amount + 1),
    ("monotone", "veren", lambda amount, km, place, times: -amount),
    ("continuous", "veren", lambda amount, km, place, times: amount + (km.denominator < 10**6)),
    ("straight", "veren", lambda amount, km, place, times: amount + km * km * km),
    ("back", "wegen", lambda amount, km, place, times: amount + times),
]
EDGE = {"weighs"}
"""About formulas: tried in test_ministry."""


def broken():
    """The promises that do not hold on made-up values."""
    found = set()
    for unit in UNITS:
        for seed in range(40):
            chance = Random(seed)
            numbers = iter(lambda chance=chance: chance.randrange(CHOICES), None)
            trial = Trial(unit.books, mended(unit, from_nothing(unit, numbers, 2 + seed % 4)), chance)
            if trial.sound:
                found |= {one.name for one in PROPERTIES if one.tried(trial).broken}
    return found


@pytest.mark.promise("docs/guard.md#each-can-fail")
@pytest.mark.parametrize(("promise", "rule", "fault"), FAULTS, ids=[name for name, _, _ in FAULTS])
def test_a_planted_fault_breaks_its_promise(monkeypatch, promise, rule, fault):
    real, times = exact.evaluated, [0]

    def wrong(book, known):
        rows = dict(real(book, known))
        times[0] += 1
        if rule in rows:
            pairs = zip(rows[rule], known["kilometers"], strict=True)
            rows[rule] = [fault(a, km, place, times[0]) for place, (a, km) in enumerate(pairs)]
        return rows

    assert promise not in broken()
    monkeypatch.setattr(exact, "evaluated", wrong)
    assert promise in broken()


@pytest.mark.promise("docs/guard.md#each-can-fail")
def test_no_promise_is_left_out():
    assert {name for name, _, _ in FAULTS} | EDGE == {one.name for one in PROPERTIES}


OUTCOME = SHIPPED.outcome("regeling-beschut-werk-2026", 2026)
RULE = "aantal_beschut_werk"
ON_AN_OUTCOME = {
    "oracle": lambda value, place: value + 1,
    "conserved": lambda value, place: value + 1,
    "exchanged": lambda value, place: value + place,
    "order": lambda value, place: value + 1,
}


def named():
    return {one.name for one in contracts(OUTCOME) if one.broken}


@pytest.mark.promise("docs/guard.md#each-can-fail")
@pytest.mark.parametrize("promise", ON_AN_OUTCOME)
def test_a_fault_in_an_outcome_breaks_its_promise(monkeypatch, promise):
    real = exact.evaluate

    def wrong(case):
        rows = real(case)
        return {**rows, RULE: [ON_AN_OUTCOME[promise](v, place) for place, v in enumerate(rows[RULE])]}

    assert promise not in named()
    monkeypatch.setattr(exact, "evaluate", wrong)
    assert promise in named()


@pytest.mark.promise("docs/guard.md#each-can-fail")
def test_an_amount_that_cannot_be_paid_breaks_its_promise(monkeypatch):
    """Of money: half a cent, and less than nothing."""
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    rows = exact.evaluate(outcome.prepared.case)
    for change in (lambda v: v + v / 1000 / 1000, lambda v: -v):
        wrong = {**rows, "iu_participatie": [change(v) for v in rows["iu_participatie"]]}
        monkeypatch.setattr(exact, "evaluate", lambda _, wrong=wrong: wrong)
        assert "payable" in {one.name for one in contracts(outcome) if one.broken}


@pytest.mark.promise("docs/guard.md#each-can-fail")
def test_rules_that_cannot_be_followed_are_said(monkeypatch):
    monkeypatch.setattr(Trial, "sound", property(lambda trial: False))
    assert named() == {"followed"}
