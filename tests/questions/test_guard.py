"""The guard: three disasters abroad replayed on Dutch data, each found with its cause first; real circulars pass."""

from fractions import Fraction

import pytest
from attrs import evolve
from click.testing import CliRunner

from allocation import exact
from allocation.properties import PROPERTIES
from cli import main
from rules.analysis.contracts import contracts
from rules.analysis.guard import Kind, guarded
from rules.analysis.preceding import preceding
from tests.helpers.workspaces import SHIPPED

CIRCULARS = [
    ("meicirculaire-2023", 2024),
    ("septembercirculaire-2023", 2024),
    ("meicirculaire-2024", 2024),
    ("septembercirculaire-2024", 2024),
    ("meicirculaire-2024", 2025),
]
OF_SOME = {"weighs", "whole", "nothing", "merged"}
"""Promises of what divides a pot, is rounded, or adds up: the bijstand has none that adds up over mergers."""
NAME, OTHER = "bijstandsontvangers", "doelgroepenregister"


def circular(place):
    return SHIPPED.outcome(*CIRCULARS[place])


def changed(outcome, inputs):
    """The outcome with other inputs: what the guard looks at."""
    case = outcome.prepared.case.with_values(inputs=inputs)
    return evolve(outcome, prepared=evolve(outcome.prepared, case=case))


def values(outcome, name):
    case = outcome.prepared.case
    return dict(zip(case.codes, case.inputs[name].exact, strict=True))


@pytest.mark.promise("docs/guard.md#three-disasters")
def test_one_base_computed_wrong():
    before, now = circular(2), circular(3)
    wrong = changed(now, {NAME: {"0599": values(now, NAME)["0599"] * Fraction(17, 10)}})
    first = guarded(before, wrong)[0]
    assert (first.kind, first.name, first.codes) == (Kind.ONE, NAME, ("0599",))
    assert first.value == Fraction(17, 10)


@pytest.mark.promise("docs/guard.md#three-disasters")
def test_a_group_counted_as_another():
    before, now = circular(1), circular(1)
    one, other = values(now, NAME), values(now, OTHER)
    moved = {code: value * Fraction(2, 5) for code, value in one.items()}
    wrong = changed(
        now,
        {NAME: {c: v - moved[c] for c, v in one.items()}, OTHER: {c: v + moved[c] for c, v in other.items()}},
    )
    first = guarded(before, wrong)[0]
    assert (first.kind, first.name, first.other) == (Kind.MOVED, NAME, OTHER)
    assert len(first.codes) > 100


@pytest.mark.promise("docs/guard.md#three-disasters")
def test_a_category_filled_with_a_constant():
    before, now = circular(2), circular(3)
    some = sorted(values(now, OTHER))[:200]
    first = guarded(before, changed(now, {OTHER: dict.fromkeys(some, Fraction(100))}))[0]
    assert (first.kind, first.name, first.value) == (Kind.CONSTANT, OTHER, 100)
    assert {*first.codes} >= {*some}


def test_two_municipalities_exchanged_and_a_column_in_another_unit():
    before, now = circular(2), circular(3)
    own = values(now, NAME)
    first = guarded(before, changed(now, {NAME: {"0599": own["0513"], "0513": own["0599"]}}))[0]
    assert (first.kind, {*first.codes}) == (Kind.EXCHANGED, {"0513", "0599"})
    whole = guarded(before, changed(now, {NAME: {code: value * 10 for code, value in own.items()}}))[0]
    assert (whole.kind, whole.name) == (Kind.WHOLE, NAME)


@pytest.mark.promise("docs/guard.md#real-circulars")
@pytest.mark.parametrize("place", range(1, 5))
def test_on_the_real_circulars_only_what_changed_so_is_named(place):
    """Single municipalities whose own number jumped, as published; no cause over many."""
    found = guarded(circular(place - 1), circular(place))
    assert {one.kind for one in found} <= {Kind.ONE}
    assert len(found) <= 3
    for one in found:
        was, now = values(circular(place - 1), one.name), values(circular(place), one.name)
        [code] = one.codes
        assert not Fraction(2, 3) < now[code] / was[code] < Fraction(3, 2)


@pytest.mark.promise("docs/guard.md#contracts")
@pytest.mark.parametrize(
    "name", [*CIRCULARS, ("budgetten-2025-definitief", 2025), ("regeling-beschut-werk-2026", 2026)]
)
def test_every_promise_holds_on_the_real_data(name):
    found = contracts(SHIPPED.outcome(*name))
    assert [one.name for one in found if one.broken] == []
    assert all(one.tried for one in found if one.name not in {"conserved", "payable", *OF_SOME})
    assert [one.name for one in found[5:]] == [one.name for one in PROPERTIES]


@pytest.mark.promise("docs/guard.md#contracts")
@pytest.mark.parametrize(
    ("broken", "promise"),
    [
        (lambda rows: {**rows, "iu_participatie": [v + 1 for v in rows["iu_participatie"]]}, "oracle"),
        (lambda rows: {**rows, "wsw": [v + Fraction(1, 3) for v in rows["wsw"]]}, "conserved"),
        (
            lambda rows: {**rows, "cluster_participatie": [v - v - 1 for v in rows["cluster_participatie"]]},
            "payable",
        ),
    ],
)
def test_a_promise_that_is_broken_is_named(monkeypatch, broken, promise):
    real = exact.evaluate
    monkeypatch.setattr(exact, "evaluate", lambda case: broken(real(case)))
    assert promise in {one.name for one in contracts(circular(3)) if one.broken}


def test_a_rule_that_looks_at_the_code_is_found(monkeypatch):
    real = exact.evaluate

    def by_place(case):
        rows = real(case)
        return {**rows, "iu_participatie": [v + n for n, v in enumerate(rows["iu_participatie"])]}

    monkeypatch.setattr(exact, "evaluate", by_place)
    assert "exchanged" in {one.name for one in contracts(circular(3)) if one.broken}


def test_which_publication_came_before():
    assert preceding(SHIPPED, circular(3)).prepared.publication.name == "meicirculaire-2024"
    assert preceding(SHIPPED, circular(0)) is None
    asked = preceding(SHIPPED, circular(3), "meicirculaire-2023")
    assert asked.prepared.publication.name == "meicirculaire-2023"


def test_the_command():
    result = CliRunner().invoke(main, ["guard", "septembercirculaire-2024"])
    assert result.exit_code == 1
    assert "houdt: twee manieren van rekenen geven hetzelfde" in result.stdout
    assert "Heerlen (0917)" in result.stdout
    quiet = CliRunner().invoke(main, ["guard", "regeling-beschut-werk-2026"])
    assert quiet.exit_code == 0, quiet.output
