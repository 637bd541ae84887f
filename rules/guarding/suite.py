"""The guard in one line: every property of every rule of a folder, as tests that pytest finds.

from rules.guarding.suite import guard

TestOurRules = guard("regels")
TestOurRules = guard("regels", cases="gevallen")  # and small cases, that take every branch
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from allocation.evaluation import evaluate
from allocation.properties import PROPERTIES
from allocation.trial import Trial
from rules.guarding.cases import cases as read_cases
from rules.guarding.cases import coverage
from rules.guarding.strategies import case_of_values, trials, values
from rules.guarding.units import Unit, lacking, own_rules, units
from rules.library.model import Library

ALONE = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
"""What the rules cannot be followed with is no case, and is not counted as one."""


def guard(rules: Path | str | Library, cases: Path | str | None = None) -> type:
    """Tests of every property of every rule: of a folder (`own_rules`), or of a library.

    `cases` is a folder of small cases (`rules.guarding.cases`), that then must take every branch.
    """
    library = rules if isinstance(rules, Library) else own_rules(Path(rules))
    every, small = units(library), read_cases(Path(cases)) if cases else None

    class Guarded:
        """The rules of one library."""

        guarded = every

        def test_every_rule_has_a_contract(self) -> None:
            assert not lacking(library)

        @pytest.mark.parametrize("unit", every, ids=str)
        @ALONE
        @given(data=st.data())
        def test_every_property_holds(self, unit: Unit, data: st.DataObject) -> None:
            hold(data.draw(trials(unit)))

        @pytest.mark.parametrize("unit", every, ids=str)
        @ALONE
        @given(data=st.data())
        def test_two_ways_of_computing_give_the_same(self, unit: Unit, data: st.DataObject) -> None:
            same(unit, data.draw(values(unit)))

        @pytest.mark.skipif(small is None, reason="no folder of cases was named")
        def test_every_branch_has_a_small_case(self) -> None:
            found, wrong = coverage(library, small or [])
            assert not wrong
            assert not [str(branch) for one in found for branch in one.left]

    return Guarded


def hold(trial: Trial) -> None:
    """Every property on values; what the rules cannot be followed with is no case."""
    if not trial.sound:
        reject()
    for one in PROPERTIES:
        broken = one.tried(trial).broken
        assert not broken, f"{one.sentence}: niet bij {', '.join(broken)}, met {trial.given}"


def same(unit: Unit, made: object) -> None:
    """Polars and fractions give the same in every value, and every pot is accounted for."""
    trial = Trial(unit.books, made, None)  # type: ignore[arg-type]
    if not trial.followed:
        reject()
    result = evaluate(case_of_values(unit, made))  # type: ignore[arg-type]
    oracle = trial.rows
    for name, row in oracle.items():
        assert list(result.exact(name)) == list(row), name
    for balance in result.balances:
        whole = sum(value or 0 for value in oracle[balance.rule])
        assert balance.handed_out == whole, balance.rule
        assert balance.left == balance.pot_rounding + balance.bounds + balance.rounding, balance.rule


__all__ = ["guard", "hold", "same"]
