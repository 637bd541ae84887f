"""Every property on every version of every rule, on values from nothing and on real ones perturbed."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.guarding.pool import pool
from rules.guarding.strategies import perturbed_values, trials, values
from rules.guarding.suite import hold, same
from rules.guarding.units import lacking, units
from tests.helpers.workspaces import LIBRARY, SHIPPED

UNITS = units(LIBRARY)
REAL = [
    ("septembercirculaire-2024", 2024),
    ("regeling-beschut-werk-2026", 2026),
    ("budgetten-2025-definitief", 2025),
    ("totaalbeeld-2024", 2024),
    ("herindelingsmaatstaf-2024", 2024),
]
"""What the pool is made of: together they have every input that is public."""
EXAMPLES = settings().max_examples
MANY = max(EXAMPLES, 200) if EXAMPLES >= 40 else EXAMPLES
"""Of every property in `make test`: half of them from nothing, half of them real ones perturbed."""
PATIENT = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
HALF = settings(PATIENT, max_examples=MANY if EXAMPLES >= 1000 else max(MANY // 2, 2))
ALL = settings(PATIENT, max_examples=MANY)


@pytest.fixture(scope="session")
def real():
    return pool(LIBRARY, [SHIPPED.outcome(*name).prepared for name in REAL])


@pytest.mark.promise("docs/add-a-rule.md#every-rule-has-properties")
@pytest.mark.promise("docs/territory.md#additive-but-for-rounding")
@pytest.mark.promise("docs/guard.md#contracts")
@pytest.mark.parametrize("unit", UNITS, ids=str)
@HALF
@given(data=st.data())
def test_every_property_on_values_from_nothing(unit, data):
    hold(data.draw(trials(unit)))


@pytest.mark.promise("docs/guard.md#contracts")
@pytest.mark.parametrize("unit", UNITS, ids=str)
@HALF
@given(data=st.data())
def test_every_property_on_real_values_perturbed(unit, real, data):
    hold(data.draw(trials(unit, real)))


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@pytest.mark.promise("README.md#pots-close")
@pytest.mark.promise("docs/add-a-rule.md#a-pot-is-divided")
@pytest.mark.parametrize("unit", UNITS, ids=str)
@ALL
@given(data=st.data())
def test_polars_equals_the_oracle_and_every_pot_closes(unit, real, data):
    same(unit, data.draw(st.one_of(values(unit), perturbed_values(unit, real))))


def test_no_rule_lacks_a_contract():
    assert lacking(LIBRARY) == []


def test_every_version_of_every_rule_is_covered():
    covered = Counter(version for unit in UNITS for version in unit.covers)
    assert covered == Counter((rule.name, rule.valid_from) for rule in LIBRARY.rules)
