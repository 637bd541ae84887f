"""The parts of the integratie-uitkering: each is added, also what is nil in every shipped year."""

import pytest

from tests.helpers.small_cases import alone, exact_values
from tests.helpers.workspaces import LIBRARY, SHIPPED

OPSLAG = {"budget_infrastructurele_opslag": 10}
ROWS = {
    "A": {"wsw": 100, "begeleiding_beschut_werk": 7, "doelgroepenregister": 3},
    "B": {"wsw": 50, "begeleiding_beschut_werk": 0, "doelgroepenregister": 1},
}
ALTERNATIVES = {"pot_realisatie", "budget_realisatie"}
"""Pots with a rule for what the law would be at once, and one for the years on the way to it."""


def test_the_infrastructurele_opslag_is_added_and_closes():
    """30 over 4 and 10 over 4: the half goes to the first by code."""
    result = alone(["iu_participatie", "infrastructurele_opslag"], 2025, ROWS, OPSLAG)
    assert exact_values(result, "infrastructurele_opslag") == [8, 2]
    assert exact_values(result, "iu_participatie") == [115, 52]
    assert [(b.available, b.handed_out) for b in result.balances] == [(10, 10)]


def test_what_was_added_in_2024_is_added_in_2024_only():
    rows = {code: {**row, "voorbereiding_transformatie": 5} for code, row in ROWS.items()}
    assert exact_values(alone(["iu_participatie"], 2024, rows), "iu_participatie") == [112, 55]
    later = {code: {**row, "infrastructurele_opslag": 0} for code, row in rows.items()}
    assert exact_values(alone(["iu_participatie"], 2025, later), "iu_participatie") == [107, 50]


@pytest.mark.parametrize("year", range(2015, 2030))
def test_no_pot_is_divided_by_two_rules(year):
    pots = [rule.pot for rule in LIBRARY.rules if rule.pot and rule.valid_in(year)]
    assert {pot for pot in pots if pots.count(pot) > 1} <= ALTERNATIVES


RECEIVERS = [
    ("totaalbeeld-2024", "du_arbeidsmarktregio", 35),
    ("totaalbeeld-2025", "du_arbeidsmarktregio", 35),
    ("verkenning-varianten", "sleutel_centrumgemeente", 35),
    ("herindelingsmaatstaf-2024", "gemeenten_minder", 7),
    ("herindelingsmaatstaf-2024", "inwoners_herindeling", 7),
    ("herindelingsmaatstaf-2024", "ontvangen_inwoners", 3),
    ("herindelingsmaatstaf-2024", "algemene_opvolger", 1),
]


@pytest.mark.parametrize(("name", "column", "count"), RECEIVERS)
def test_where_all_others_get_zero_every_receiver_is_there(name, column, count):
    """A list of receivers that loses one is complete to the reader; only who counts them sees it."""
    [found, *_] = SHIPPED.outcomes(name)
    assert sum(value != 0 for value in found.prepared.case.inputs[column].exact) == count
