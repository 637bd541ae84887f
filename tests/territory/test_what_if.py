"""A merger or a split as a what-if, and old amounts on new rows."""

import datetime
import json
import re
from decimal import Decimal

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from allocation.errors import InputError
from cli import main
from rules.analysis.verify import against_oracle
from rules.territory.reorganisation import parse
from tables.publication.carried import carried_sheet
from tables.publication.reorganisation import what_if_sheet
from tests.helpers.workspaces import SHIPPED

MERGED = parse(["0501+0530+0614=1992:Voorne"], [])


@pytest.mark.promise("docs/territory.md#what-if-shows-all")
@pytest.mark.promise("docs/territory.md#places-of-three")
def test_a_what_if_merger_gives_what_the_law_gave_a_year_later():
    """The places of 2022 with Brielle, Hellevoetsluis and Westvoorne as one: shares add, then round."""
    [today], [after] = (
        space.outcomes("regeling-beschut-werk-2022") for space in (SHIPPED, SHIPPED.reorganised(MERGED))
    )
    assert after.prepared.territory.filter(pl.col("code") == "1992").row(0) == (
        "1992",
        "Voorne",
        "Zuid-Holland",
    )
    assert after.result.values.height == 342
    before, then = (dict(o.result.values.iter_rows()) for o in (today, after))
    assert sum(before[code] for code in ("0501", "0530", "0614")) == 23
    assert then["1992"] == 22
    assert {c: n for c, n in before.items() if c in then} == {c: n for c, n in then.items() if c != "1992"}
    rows = what_if_sheet(today, after).blocks[0].rows
    assert rows[0][1:] == ["1992", "Voorne", "Brielle, Hellevoetsluis, Westvoorne", 23, 22, -1]
    assert rows[1][2:] == ["Alle andere gemeenten", "", 9483, 9483, 0]


@pytest.mark.promise("README.md#every-reorganisation")
@pytest.mark.promise("docs/territory.md#what-if-shows-all")
def test_a_what_if_split_keeps_every_pot():
    halves = parse([], ["0363=0363:0.5,9002:1/2"])
    [today], [after] = (
        space.outcomes("septembercirculaire-2024") for space in (SHIPPED, SHIPPED.reorganised(halves))
    )
    assert after.result.total("wsw") == today.result.total("wsw")
    wsw = dict(after.result.values.select("code", "wsw").iter_rows())
    assert abs(wsw["0363"] - wsw["9002"]) <= 1
    assert today.result.statuses["cluster_participatie"] == "officieel"
    assert after.result.statuses["cluster_participatie"] == "afgeleid"
    assert against_oracle(after.result)[1] == 0


@pytest.mark.parametrize(
    ("merges", "splits", "words"),
    [
        (["0513=9001"], [], "--merge 0513=9001: niet te lezen"),
        (["0513+1931=1", "0513+0363=2"], [], "0513 gaat twee keer over"),
        ([], ["0363=0363:0.5,9002:0.4"], "delen boven 0 die samen 1 zijn"),
        ([], ["0363"], "--split 0363: niet te lezen"),
    ],
)
def test_a_what_if_that_cannot_be(merges, splits, words):
    with pytest.raises(InputError, match=re.escape(words)):
        parse(merges, splits)


def test_a_what_if_of_a_municipality_that_is_not_there():
    with pytest.raises(InputError, match="wat als, 9999: zo'n gemeente is er niet"):
        SHIPPED.reorganised(parse(["0513+9999=9001"], [])).outcomes("regeling-beschut-werk-2022")


@pytest.mark.promise("docs/territory.md#what-if-is-said")
def test_the_workbook_of_a_what_if_says_so(tmp_path):
    arguments = [
        "publish",
        "septembercirculaire-2024",
        "--merge",
        "0513+1931=9001:Groot-Gouda",
        "--out",
        str(tmp_path),
    ]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    book = load_workbook(tmp_path / "septembercirculaire-2024-wat-als-groot-gouda.xlsx")
    assert book.sheetnames[1] == "Wat als 2024"
    for name in ("Leeswijzer", "Wat als 2024", "IU Participatie 2024"):
        said = "".join(str(cell.value) for cell in book[name]["A"][:6])
        assert "Wat als: met een herindeling die geen wet nog kent" in said
    column = [row[0].value for row in book["Wat als 2024"].iter_rows()]
    column = column[column.index("Bedrag") + 1 :]
    streams = column[: column.index(None)]
    assert column[-1] == "9001"
    assert set(streams) == {
        "Cluster Participatie (EUR)",
        "Wsw (EUR)",
        "Voorbereiding transformatie sociale infrastructuur (EUR)",
        "Begeleiding beschut werk (EUR)",
        "Integratie-uitkering Participatie (EUR)",
    }
    receipt = json.loads(
        (tmp_path / "septembercirculaire-2024-wat-als-groot-gouda.receipt.json").read_text(encoding="utf-8")
    )
    assert receipt["wat als"] == {"0513": {"9001": "1"}, "1931": {"9001": "1"}}
    assert receipt["wat als, namen"] == {"9001": "Groot-Gouda"}


@pytest.mark.promise("docs/territory.md#old-amounts-on-new-rows")
def test_two_publications_on_the_newer_territory():
    """The places of 2022 on the municipalities of 2026: the same rows as the publication of 2026."""
    [old] = SHIPPED.outcomes("regeling-beschut-werk-2022")
    [new] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    page = carried_sheet(old, datetime.date(2026, 1, 1))
    rows = {row[0]: row for row in page.blocks[0].rows}
    assert list(rows) == new.result.values["code"].to_list()
    assert rows["1992"][2:] == ["0501, 0530, 0614", Decimal(23)]
    assert sum(row[3] for row in rows.values()) == 9506 == page.blocks[0].totals[3]
    with pytest.raises(InputError, match="een samenvoeging is niet terug te draaien"):
        carried_sheet(new, datetime.date(2022, 1, 1))


@pytest.mark.promise("docs/territory.md#old-amounts-on-new-rows")
def test_the_option_territory_adds_a_sheet(tmp_path):
    arguments = ["publish", "regeling-beschut-werk-2022", "--territory", "2026-01-01", "--out", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    book = load_workbook(tmp_path / "regeling-beschut-werk-2022.xlsx")
    assert "Indeling 2026, jaar 2022" in book.sheetnames


def test_a_what_if_has_no_later_territory(tmp_path):
    arguments = [
        "publish",
        "regeling-beschut-werk-2022",
        "--merge",
        "0513+1931=9001",
        "--territory",
        "2026-01-01",
    ]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "uit")])
    assert result.exit_code == 2
    assert "niet samen met --merge of --split" in result.stderr
    assert not (tmp_path / "uit").exists()
