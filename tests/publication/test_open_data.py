"""Open data: every amount as CSV, described for machines, and for a catalogue."""

import csv
import json
from fractions import Fraction
from io import StringIO

import pytest

from tables.publication import open_data
from tests.helpers.workspaces import SHIPPED


@pytest.mark.promise("README.md#open-data")
@pytest.mark.parametrize(
    "name", ["septembercirculaire-2024", "meicirculaire-2024", "regeling-beschut-werk-2026"]
)
def test_every_amount_is_in_it_and_the_metadata_describe_it(name):
    outcomes = SHIPPED.outcomes(name)
    files = open_data.files(name, outcomes)
    rows = list(csv.DictReader(StringIO(files[f"{name}.csv"].decode())))
    said = json.loads(files[f"{name}.csv-metadata.json"])
    assert [column["name"] for column in said["tableSchema"]["columns"]] == list(rows[0])
    keys = [tuple(row[key] for key in said["tableSchema"]["primaryKey"]) for row in rows]
    assert (
        len({*keys})
        == len(keys)
        == sum(len(o.prepared.year.amounts) * len(o.prepared.case.codes) for o in outcomes)
    )
    for outcome in outcomes:
        for amount in outcome.prepared.year.amounts:
            mine = [
                r
                for r in rows
                if (r["geldstroom"], r["uitkeringsjaar"]) == (amount, str(outcome.prepared.year.year))
            ]
            assert [Fraction(row["bedrag"]) for row in mine] == list(outcome.result.exact(amount))
    assert said["url"] == f"{name}.csv"
    record = json.loads(files[f"{name}.dcat.jsonld"])
    assert record["@type"] == "dcat:Dataset"
    assert record["dcat:distribution"][0]["dct:title"]["@value"] == f"{name}.csv"


@pytest.mark.promise("README.md#open-data")
def test_what_is_not_official_says_so_in_the_rows():
    rows = list(
        csv.DictReader(StringIO(open_data.as_csv(SHIPPED.outcomes("budgetten-2025-definitief")).decode()))
    )
    assert {row["status"] for row in rows} == {"indicatief"}
