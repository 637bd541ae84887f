"""Beschut werk on realisation: money follows places, within a ceiling, with a transition that ends."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import verdeelsleutel
from rules.data import example_realisation
from tests.helpers.small_cases import exact_values, run, unrounded
from tests.helpers.workspaces import SHIPPED

NAME = "beschut-naar-realisatie"
PLACES = st.integers(0, 500)
FIGURES = {
    "peiljaar_realisatie": 0,
    "prijs_realisatie": 1000,
    "bonus_realisatie": 0,
    "plafond_realisatie": 1,
    "budget_realisatie": 10**6,
    "jaren_overgang": 1,
    "verlies_per_inwoner": 1,
}


def rows(places, key=None, inwoners=None):
    """A municipality for each number of places."""
    return {
        f"{n:04}": {
            "gerealiseerde_plekken[-1]": count,
            "gerealiseerde_plekken[-2]": 0,
            "sleutel_beschut_werk": key[n] if key else 10,
            "inwoners": inwoners[n] if inwoners else 1000,
        }
        for n, count in enumerate(places)
    }


def paid(places, rule="beschut_naar_realisatie", key=None, inwoners=None, **figures):
    """What each municipality gets."""
    result = run([rule], 2026, rows(places, key, inwoners), FIGURES | figures)
    return exact_values(result, rule)


@pytest.mark.promise("docs/policy.md#realisation")
@given(st.lists(PLACES, min_size=2, max_size=6), st.integers(0, 10**7))
def test_no_realisation_no_money_and_the_ceiling_holds(places, budget):
    amounts = paid(places, budget_realisatie=budget)
    assert all(amount == 0 for amount, count in zip(amounts, places, strict=True) if not count)
    result = run(["beschut_naar_realisatie"], 2026, rows(places), FIGURES | {"budget_realisatie": budget})
    assert result.national["pot_realisatie"] == min(budget, sum(places) * 1000)


@pytest.mark.promise("docs/policy.md#realisation")
@given(st.lists(PLACES, min_size=2, max_size=6), st.integers(0, 10**7), st.integers(0, 1))
def test_one_more_place_never_costs(places, budget, ceiling):
    more = [places[0] + 1, *places[1:]]
    figures = {"budget_realisatie": budget, "plafond_realisatie": ceiling}
    assert paid(more, **figures)[0] >= paid(places, **figures)[0]
    if not ceiling:
        assert paid(more, **figures)[0] == paid(places, **figures)[0] + 1000
        assert paid(more, **figures)[1:] == paid(places, **figures)[1:]


@pytest.mark.promise("docs/policy.md#transition")
@given(
    st.lists(st.tuples(PLACES, st.integers(0, 100), st.integers(1, 10**6)), min_size=2, max_size=6),
    st.integers(1, 20),
    st.integers(0, 50),
)
def test_the_transition_closes_every_year_and_nobody_loses_more_than_allowed(cities, years, allowed):
    places, key, inwoners = map(list, zip(*cities, strict=True))
    assume(sum(places))
    assume(sum(key))
    figures = FIGURES | {"jaren_overgang": years, "verlies_per_inwoner": allowed}
    result = run(["beschut_met_overgang"], 2026, rows(places, key, inwoners), figures)
    parts = unrounded(result, "nieuw_beschut", "verlies_te_veel")
    before = exact_values(result, "was_beschut")
    [balance] = [one for one in result.balances if one.rule == "beschut_met_overgang"]
    assert balance.left == balance.rounding  # nothing but rounding: the pot is handed out every year
    amounts = exact_values(result, "beschut_met_overgang")
    for amount, old, kept, persons in zip(amounts, before, parts, inwoners, strict=True):
        if old > kept:  # a loser
            assert old - amount <= years * allowed * persons + Fraction(1, 2)
        assert amount >= min(old, kept) - Fraction(1, 2)  # who gains does not end below what it was


def test_it_ends_and_says_for_how_many_years_it_binds():
    """On the example: 81 municipalities are bound in the first year, none in the last."""
    bound = {
        outcome.prepared.year.year: int(outcome.result.total("overgang_bindt"))
        for outcome in verdeelsleutel.project(SHIPPED, NAME, range(2026, 2037))
    }
    counts = [*bound.values()]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (81, 0)


@pytest.mark.promise("docs/policy.md#realisation")
def test_the_example_is_one_for_every_municipality_and_says_so():
    outcome = SHIPPED.outcome(NAME, 2026)
    assert len(outcome.prepared.case.codes) == 342
    assert outcome.prepared.publication.title.startswith("Benadering van")  # a stand-in, everywhere
    assert example_realisation.FILE.read_text(encoding="utf-8") == example_realisation.written()
    assert sum(outcome.result.case.inputs["gerealiseerde_plekken[-1]"].exact) == example_realisation.REALISED


def test_the_year_that_counts_is_a_choice():
    places = rows([10, 20])
    for row in places.values():
        row["gerealiseerde_plekken[-2]"] = 5
    found = run(["plekken_realisatie"], 2026, places, FIGURES | {"peiljaar_realisatie": 1})
    assert exact_values(found, "plekken_realisatie") == [5, 5]
