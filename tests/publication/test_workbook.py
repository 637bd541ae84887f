"""The workbook as a reader finds it: values, totals, filters, frozen headers, marks, safe text."""

import hashlib
import json
import os
import subprocess
import sys
from decimal import Decimal
from functools import cache
from io import BytesIO

import polars as pl
import pytest
from attrs import evolve
from openpyxl import load_workbook

from allocation.result import Tie
from rules.analysis.verify import agreements
from tables import publish
from tables.labels import figure_cell, warning
from tables.publication.control import control
from tables.publication.guide import flows
from tables.publication.parquet import values
from tables.workbook import xlsx
from tables.workbook.model import Block, Column, Sheet, Workbook
from tables.workbook.names import sheet_name, with_names_of_their_own
from tables.workbook.style import MARKS, UNSAFE
from tests.helpers import own_folder as own
from tests.helpers.workspaces import SHIPPED, workspace

OUTCOMES = SHIPPED.outcomes("meicirculaire-2024")


@cache
def files():
    """The files of a publication of two years."""
    return publish.files(OUTCOMES, [agreements(SHIPPED, outcome) for outcome in OUTCOMES], "xlsx")


@cache
def book():
    """Its workbook, opened."""
    return load_workbook(BytesIO(files()["meicirculaire-2024.xlsx"]))


def table(sheet, name):
    """The header and rows of an Excel table."""
    header, *rows = ([cell.value for cell in row] for row in book()[sheet][book()[sheet].tables[name].ref])
    return header, rows


@pytest.mark.promise("README.md#sheets")
@pytest.mark.promise("docs/add-a-circular.md#sheets-follow-from-amounts")
def test_the_sheets():
    assert book().sheetnames == [
        "Leeswijzer",
        "Overzicht 2024",
        "Provincie 2024",
        "Arbeidsmarktregio 2024",
        "Grootteklasse 2024",
        "Per inwoner 2024",
        "Cluster Participatie 2024",
        "IU Participatie 2024",
        "Specificatie 2024",
        "Gegevens specificatie 2024",
        "Overzicht 2025",
        "Provincie 2025",
        "Arbeidsmarktregio 2025",
        "Grootteklasse 2025",
        "Cluster Participatie 2025",
        "IU Participatie 2025",
        "Specificatie 2025",
        "Gegevens specificatie 2025",
        "Jaren Cluster Participatie",
        "Jaren IU Participatie",
        "Controle potten",
        "Controle aansluiting",
        "Controle onzeker",
        "Geldstromen",
        "Bronnen cijfers",
        "Bronnen gegevens",
        "Bronnen regels",
        "Noten",
    ]


@pytest.mark.promise("docs/add-a-circular.md#sheets-follow-from-amounts")
@pytest.mark.parametrize("outcome", OUTCOMES, ids=["2024", "2025"])
@pytest.mark.parametrize("amount", ["cluster_participatie", "iu_participatie"])
def test_every_amount_on_its_sheet_is_the_computed_one(outcome, amount):
    year = outcome.prepared.year.year
    rule = outcome.prepared.case.book.rules[amount]
    header, rows = table(f"{rule.short} {year}", f"{amount}_{year}")
    [place] = [n for n, head in enumerate(header) if head.startswith(f"{rule.label} (")]
    assert [row[0] for row in rows] == outcome.result.values["code"].to_list()
    assert [row[place] for row in rows] == outcome.result.values[amount].to_list()


def test_the_total_stands_below_the_table():
    sheet = book()["IU Participatie 2024"]
    last = sheet[sheet.max_row]
    assert last[1].value.startswith("Totaal (342 gemeenten)")
    amount, published, gap = (cell.value for cell in last[-3:])
    assert (amount, published, gap) == (2_070_910_995, 2_070_910_995, 0)
    assert sheet.tables["iu_participatie_2024"].ref.endswith(str(sheet.max_row - 1))


@pytest.mark.promise("docs/add-a-circular.md#sheets-follow-from-amounts")
def test_volumes_and_amounts_per_unit_stand_on_the_sheet_of_the_stream():
    header, rows = table("Cluster Participatie 2024", "cluster_participatie_2024")
    gouda = dict(zip(header, next(row for row in rows if row[1] == "Gouda"), strict=True))
    assert gouda["Bijstandsontvangers (huishoudens)"] == 1726.33
    labels = {
        cell.value: cell.offset(1).value
        for row in book()["Cluster Participatie 2024"]["A2:F14"]
        for cell in row
    }
    assert labels["Uitkeringsfactor (factor)"] == 1.414
    assert labels["Bedrag per bijstandsontvanger (EUR per huishouden)"] == 5179.66


def test_headers_stay_in_sight_and_are_repeated_on_paper():
    sheet = book()["Cluster Participatie 2024"]
    top = int(sheet.print_title_rows.split(":")[0].strip("$"))
    assert sheet.freeze_panes == f"C{top + 1}"
    assert sheet.cell(top, 1).value == "Gemeentecode"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    setup = sheet.page_setup
    assert (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == (9, 1, 0)  # 1 wide is the default


def test_every_table_has_a_filter():
    assert all(found.autoFilter for sheet in book() for found in sheet.tables.values())


@pytest.mark.promise("README.md#as-sure-as-the-least-sure")
def test_provisional_and_derived_figures_are_marked():
    sheet = book()["IU Participatie 2025"]
    assert sheet["A2"].value.startswith("Voorlopige cijfers")
    header, _ = table("IU Participatie 2025", "iu_participatie_2025")
    marked = [column for column in header if column.endswith("(afgeleid)")]
    assert len(marked) == len(header) - 5  # code and name; the amount, which is the published one
    assert sheet.cell(sheet.max_row - 1, len(header) - 3).fill.fgColor.rgb == f"FF{MARKS['afgeleid']}"
    official = book()["Cluster Participatie 2024"]
    assert official.cell(official.max_row - 1, 9).fill.fgColor.rgb == "00000000"


@pytest.mark.promise("README.md#rounding-is-explained-to-the-cent")
def test_the_control_sheet_shows_what_became_of_every_pot():
    header, rows = table("Controle potten", "potten")
    assert len(rows) == sum(len(outcome.result.balances) for outcome in OUTCOMES)
    assert dict(zip(header, rows[-1], strict=True)) == {
        "Uitkeringsjaar": "2025",
        "Pot": "Cluster Participatie landelijk",
        "Verdeeld door": "Cluster Participatie",
        "Eenheid": "EUR",
        "Beschikbaar": 4_159_509_760,
        "Verdeeld": 4_159_509_773,
        "Over (-: meer verdeeld)": -13,
        "waarvan afronding van de pot": 0.03,
        "waarvan minimum of maximum": 0,
        "waarvan afronding per gemeente": -13.03,
        "Oordeel": "verschil verklaard",
    }
    assert [row[-1] for row in rows if row[1] == "Landelijk budget Wsw"] == ["sluit", "sluit"]


@pytest.mark.promise("docs/add-a-rule.md#ties-are-reported")
def test_ties_say_who_got_the_unit_and_who_did_not():
    [outcome] = SHIPPED.outcomes("meicirculaire-2024", 2024)
    tied = evolve(outcome, result=evolve(outcome.result, ties=(Tie("wsw", ("0014",), ("0034", "0037")),)))
    [ties] = [t for sheet in control([tied], [[]]) for t in sheet.blocks if t.name == "gelijke_resten"]
    assert list(ties.rows[0]) == ["2024", "Wsw", "0014", "0034, 0037"]


@pytest.mark.promise("README.md#sheets")
def test_flows_say_what_is_in_this_publication():
    header, rows = table("Geldstromen", "geldstromen")
    here = header.index("In deze publicatie")
    said = {(row[0], row[1]): row[here] for row in rows}
    assert said["Wsw", "2015"] == "ja (2024), ja (2025)"
    assert said["Infrastructurele opslag", "2025"] == "2025: nog € 0"
    assert said["Re-integratie klassiek", "2015"] == "nee"
    assert flows(SHIPPED.outcomes("regeling-beschut-werk-2026")) == []


def test_definitive_figures_carry_no_warning_of_provisional_ones():
    [found] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    assert "voorlopig" not in warning(found, ["aantal_beschut_werk"]).lower()
    assert warning(OUTCOMES[1], []) == "Voorlopige cijfers."


def test_derived_figures_are_listed_on_the_control_sheet():
    _, rows = table("Controle onzeker", "onzeker")
    assert {row[2] for row in rows} >= {"Landelijk budget Wsw", "Sleutel beschut werk (instroom 2012-2014)"}


@pytest.mark.promise("README.md#sheets")
def test_every_figure_input_and_rule_has_a_source():
    for name in ("bronnen_cijfers", "bronnen_gegevens", "bronnen_regels"):
        header, rows = table(name.replace("bronnen_", "Bronnen "), name)
        source = header.index("Bron" if "Bron" in header else "Grondslag")
        assert rows
        assert all(row[source] for row in rows)


@pytest.mark.parametrize("sign", UNSAFE)
def test_text_never_becomes_a_formula(sign):
    text = f"{sign}1+cmd|' /C calc'!A0"
    page = Sheet("Blad", "x", "y", [Block("t", [Column("a")], [[text]])])
    cell = load_workbook(BytesIO(xlsx.render(Workbook("t", "c", [page]))))["Blad"]["A5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.promise("README.md#same-bytes")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_rebuilding_gives_the_same_bytes(tmp_path, kind):
    """In other processes, with other seeds of Python's hash, in other places."""
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        command = [
            sys.executable,
            "-m",
            "cli",
            "publish",
            "regeling-beschut-werk-2026",
            "--format",
            kind,
            "--out",
        ]
        subprocess.run(
            [*command, str(out)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.DEVNULL,
        )
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 3


@pytest.mark.promise("README.md#parquet-has-every-value")
def test_parquet_holds_every_value_of_every_rule():
    frame = pl.read_parquet(BytesIO(files()["meicirculaire-2024.parquet"]))
    assert frame.columns == [
        "publication",
        "uitkeringsjaar",
        "gemeentecode",
        "naam",
        "rule",
        "value",
        "unit",
        "status",
    ]
    assert frame.equals(values(OUTCOMES))
    gouda = frame.filter(pl.col("naam") == "Gouda", pl.col("rule") == "iu_participatie")
    assert gouda.select("uitkeringsjaar", "value", "status").rows() == [
        (2024, Decimal(10_843_061), "afgeleid"),
        (2025, Decimal(10_098_076), "afgeleid"),
    ]
    statuses = frame.select("rule", "uitkeringsjaar", "status").unique()
    assert ("cluster_participatie", 2024, "officieel") in statuses.rows()
    assert ("wsw", 2024, "afgeleid") in statuses.rows()
    assert ("cluster_participatie", 2025, "afgeleid") in statuses.rows()
    assert frame.filter(pl.col("gemeentecode").is_null())["naam"].unique().to_list() == ["Nederland"]


@pytest.mark.promise("README.md#receipt-has-every-hash")
def test_the_receipt_names_all_that_went_in_and_came_out():
    receipt = json.loads(files()["meicirculaire-2024.receipt.json"])
    assert receipt["publicatie"] == "meicirculaire-2024"
    assert receipt["uitkeringsjaren"] == [2024, 2025]
    used = set(receipt["cijfers, publicaties en gegevens"])
    assert used >= {
        f"rules/data/{name}.csv"
        for name in (
            "gemeenten_per_jaar",
            "gf_maatstaven_participatie",
            "sleutel_beschut_werk",
            "verwachte_se",
        )
    }
    assert receipt["eigen bestanden"] == {}
    assert set(receipt["uitvoer"]) == {"meicirculaire-2024.xlsx", "meicirculaire-2024.parquet"}
    assert "rules/wsw.toml" in used
    assert "allocation/terms.py" in receipt["regels en rekenwerk"]


def test_names_of_sheets_fit_excel():
    assert (
        sheet_name("Tegemoetkoming voor kinderen: een/heel [lange] naam", 2025) == "Tegemoetkoming voor 2025"
    )
    pages = [Sheet("Overzicht 2025", "a", "", []), Sheet("overzicht 2025", "b", "", [])]
    assert [page.name for page in with_names_of_their_own(pages)] == [
        "Overzicht 2025",
        "overzicht 2025 2",
    ]


def test_a_ratio_is_shown_as_it_is_used(tmp_path):
    (tmp_path / "eigen.toml").write_text(
        '[figures.uitkeringsfactor]\nvalues = [{ year = 2024, publication = "septembercirculaire-2024", '
        'value = "4/3", status = "indicatief", source = "wat als" }]\n',
        encoding="utf-8",
    )
    [found] = workspace(tmp_path).outcomes("septembercirculaire-2024")
    assert figure_cell(found, "uitkeringsfactor") == "4/3"


@pytest.mark.promise("README.md#receipt-has-every-hash")
def test_the_receipt_names_a_users_files_by_their_place_in_the_folder(tmp_path):
    folder = own.folder(tmp_path / "in")
    (folder / "deep").mkdir()
    (folder / "se.csv").rename(folder / "deep" / "volumes.csv")
    path = folder / "mijn.toml"
    path.write_text(path.read_text().replace('"se.csv"', '"deep/volumes.csv"'), encoding="utf-8")
    space = workspace(folder)
    outcomes = space.outcomes("mijn-circulaire")
    made = publish.files(outcomes, [agreements(space, outcome) for outcome in outcomes], "xlsx")
    receipt = json.loads(made["mijn-circulaire.receipt.json"])
    assert set(receipt["eigen bestanden"]) == {"mijn.toml", "volumes.csv", "deep/volumes.csv"}
    digest = hashlib.sha256((folder / "deep" / "volumes.csv").read_bytes()).hexdigest()
    assert receipt["eigen bestanden"]["deep/volumes.csv"] == digest


@pytest.mark.promise("README.md#sheets")
def test_groups_add_to_the_country_and_hold_every_municipality():
    for name, count in (("Provincie", 12), ("Arbeidsmarktregio", 35), ("Grootteklasse", 3)):
        sheet = book()[f"{name} 2024"]
        header, rows = table(f"{name} 2024", f"{name.lower()}_2024")
        assert len(rows) == count
        assert sum(row[1] for row in rows) == 342
        assert sum(row[3] for row in rows) == 2_070_910_995
        assert header[3] == "Integratie-uitkering Participatie (EUR)"
        total = [cell.value for cell in sheet[sheet.max_row]][:4]
        assert total[0].startswith("Totaal")
        assert total[1:] == [
            342,
            3_966_161_420,
            2_070_910_995,
        ]


def test_the_overview_can_be_filtered_by_region_and_size():
    header, rows = table("Overzicht 2024", "overzicht_2024")
    gouda = dict(zip(header, next(row for row in rows if row[1] == "Gouda"), strict=True))
    assert gouda["Arbeidsmarktregio"] == "Midden-Holland"
    assert gouda["Grootteklasse"] == "vanaf 40.000 inwoners"
    assert gouda["Cluster Participatie (EUR)"] == 17_332_490
