"""Which rule holds in which years, as a table that a lawyer can read: a date that moves shows in its diff."""

import csv
from itertools import pairwise
from pathlib import Path

from tests.helpers.workspaces import LIBRARY

IN_FORCE = Path(__file__).with_name("in_force.csv")


def test_every_rule_holds_in_the_years_of_the_table():
    """An open end is a rule that still holds; a rule of which the law made another has a row for each."""
    with IN_FORCE.open(encoding="utf-8") as file:
        table = [tuple(row.values()) for row in csv.DictReader(file)]
    assert table == sorted(
        (rule.name, str(rule.valid_from), str(rule.valid_to or ""), rule.function) for rule in LIBRARY.rules
    )


def test_no_two_versions_of_a_rule_hold_in_one_year():
    with IN_FORCE.open(encoding="utf-8") as file:
        rows = [
            (row["regel"], int(row["van"]), int(row["tot en met"] or 9999)) for row in csv.DictReader(file)
        ]
    for (name, _, last), (other, first, _) in pairwise(rows):
        assert name != other or last < first
