"""The guard on the sheets Controle: with `--guard` the outcome of every promise stands in the workbook."""

import io
import json
from functools import cache

import pytest
from attrs import evolve
from click.testing import CliRunner
from openpyxl import load_workbook

from allocation.properties import PROPERTIES
from cli import main
from rules.analysis import watch as watching
from rules.analysis.verify import agreements
from rules.analysis.watch import watch
from tables import publish
from tests.helpers import readable, written
from tests.helpers.workspaces import SHIPPED

NAME = "septembercirculaire-2024"
OUTCOME = SHIPPED.outcome(NAME, 2024)


@cache
def watched():
    """Every promise, tried on what is shipped."""
    return watch(SHIPPED, OUTCOME)


def sheets(watched):
    """The rows of each sheet of Controle, below the header."""
    made = publish.files([OUTCOME], [[]], "xlsx", publish.Extra(watched=watched))
    book = load_workbook(io.BytesIO(made[f"{NAME}.xlsx"]), read_only=True)
    return {
        sheet.title: [row for row in sheet.iter_rows(values_only=True) if row and row[0] == "2024"]
        for sheet in book
        if sheet.title.startswith("Controle")
    }


@pytest.mark.promise("docs/guard.md#on-controle")
def test_every_promise_stands_on_controle_with_its_outcome():
    rows = sheets([watched()])
    promises = {row[1]: row for row in rows["Controle beloften"]}
    assert {one.sentence for one in PROPERTIES} <= {*promises}
    for one in watched().promises:
        assert promises[one.sentence][2:4] == (
            one.tried,
            "houdt" if one.tried else "hier niet van toepassing",
        )
    [found] = rows["Controle gegevens"]
    assert found[1] == "Inwoners met loonkostensubsidie"
    assert "Heerlen (0917)" in found[2]


@pytest.mark.promise("docs/guard.md#on-controle")
def test_a_broken_promise_stands_on_controle_by_the_name_of_its_rule():
    first, *others = watched().promises
    broken = evolve(watched(), promises=[evolve(first, broken=("wsw",)), *others])
    assert broken.broken
    row = next(row for row in sheets([broken])["Controle beloften"] if row[1] == first.sentence)
    assert row[3:5] == ("GEBROKEN", "Wsw")


def test_the_sheets_hold_the_rules_for_a_table_that_everyone_can_read():
    book = publish.workbook([OUTCOME], [agreements(SHIPPED, OUTCOME)], publish.Extra(watched=[watched()]))
    made = written.read(publish.RENDERERS["xlsx"](book), "xlsx")
    wrong = {number: rule(made) for number, rule in readable.OF_A_FILE.items()}
    assert {number: found[:3] for number, found in wrong.items() if found} == {}


def test_without_the_guard_nothing_of_it_is_on_controle():
    assert not {"Controle beloften", "Controle gegevens"} & {*sheets([])}


@pytest.mark.promise("docs/guard.md#on-controle")
def test_the_command_says_it_and_it_is_made_again(tmp_path):
    said = CliRunner().invoke(main, ["publish", NAME, "--guard", "--out", str(tmp_path)])
    assert said.exit_code == 0
    assert "beloften: 17 houden" in said.stdout
    assert json.loads((tmp_path / f"{NAME}.receipt.json").read_text(encoding="utf-8"))["bewaakt"] is True
    again = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert (again.exit_code, "byte voor byte hetzelfde" in again.stdout) == (0, True)


@pytest.mark.promise("docs/guard.md#on-controle")
def test_a_promise_that_does_not_hold_ends_with_1_and_is_named(tmp_path, monkeypatch):
    first, *others = watched().promises
    wrong = [evolve(first, broken=("wsw",)), *others]
    monkeypatch.setattr(watching, "contracts", lambda _: wrong)
    said = CliRunner().invoke(main, ["publish", NAME, "--guard", "--out", str(tmp_path)])
    assert said.exit_code == 1
    assert f"GEBROKEN: {first.sentence}: niet bij wsw" in said.stdout
    assert (tmp_path / f"{NAME}.xlsx").exists()
