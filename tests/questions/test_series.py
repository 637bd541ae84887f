"""The national series: what was published is what is shown, what is not known is a gap, and nothing is made up."""

import csv
import re
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from rules.analysis.restate import values_of
from tables.series import book, report
from tests.helpers.series import known, remembered
from tests.helpers.workspaces import LIBRARY, SHIPPED

pytestmark = pytest.mark.xdist_group("series")


@pytest.fixture(autouse=True)
def _once(monkeypatch):
    remembered(monkeypatch)


def line(label, payment=""):
    found = [
        one
        for one in known()
        if label in one.label and (not payment or (one.part and one.part.payment == payment))
    ]
    return found[0]


@pytest.mark.promise("docs/policy.md#national-series")
@pytest.mark.parametrize(
    ("label", "payment", "year", "total"),
    [
        ("Re-integratie", "algemene uitkering", 2024, 4_052_929_838),
        ("Re-integratie", "algemene uitkering", 2025, 4_159_509_773),
        ("Voorbereiding", "", 2024, 63_900_000),
    ],
)
def test_what_was_published_is_what_is_shown(label, payment, year, total):
    assert abs(line(label, payment).values[year].value - total) <= 1


def test_the_macrobudgets_are_those_of_the_announcements():
    budgets = {
        v.year: v.value for v in LIBRARY.figures["macrobudget"].values if "definitief" in v.publication
    }
    first = next(one for one in known() if one.part and one.part.rule == "gebundelde_uitkering")
    assert {year: first.values[year].value for year in (2018, 2020, 2021)} == {
        y: budgets[y] for y in (2018, 2020, 2021)
    }


@pytest.mark.promise("docs/policy.md#national-series")
def test_the_places_are_the_sums_of_the_annexes_and_30_300_in_2048():
    places = line("Plekken beschut werk").values
    for name, year in (("regeling-beschut-werk-2022", 2022), ("regeling-beschut-werk-2026", 2026)):
        assert places[year].value == sum(
            values_of(SHIPPED.outcome(name, year), "aantal_beschut_werk").values()
        )
    assert (places[2048].value, places[2048].status) == (Fraction(30_300), "indicatief")
    assert {*places} == {2022, 2026, 2048}


@pytest.mark.promise("docs/policy.md#national-series")
def test_a_gap_is_a_gap_and_a_year_in_which_it_did_not_run_is_empty():
    wsw, moved = line("Wsw"), line("Re-integratie", "algemene uitkering")
    assert report.cell(wsw, 2019) == "."
    assert report.cell(moved, 2018) == ""
    assert report.cell(moved, 2019) == "."
    extra = line("Voorbereiding")
    assert {*extra.values} == {2024}
    assert report.cell(extra, 2025) == ""


@pytest.mark.promise("docs/policy.md#series-chart")
def test_the_chart_is_of_every_year_and_says_what_moved_in_which():
    made = book.workbook(LIBRARY, known())
    [drawn] = [chart for sheet in made.sheets for chart in sheet.charts]
    [table] = [one for sheet in made.sheets for one in sheet.blocks if one.name == drawn.table]
    years = [row[0] for row in table.rows]
    assert [year[:4] for year in years] == [str(year) for year in range(2015, 2049)]
    assert {year[:4] for year in years if book.MOVED in year} == {"2019", "2023"}
    assert {row[0][:4] for row in table.rows if row[-1]} == {"2019", "2023"}
    assert "ontbreekt in zijn staaf" in drawn.alt
    assert "▲ 2019: Re-integratie klassiek ging van de integratie-uitkering naar de algemene" in drawn.alt
    assert (drawn.x_title[:14], drawn.y_title) == ("uitkeringsjaar", "miljoenen euro's")
    for name, one in zip(drawn.series, [one for one in known() if one.part and one.values], strict=True):
        place = [column.header for column in table.columns].index(name)
        shown = {int(row[0][:4]): row[place] for row in table.rows if isinstance(row[place], Decimal)}
        assert {*shown} == {*one.values}
        assert all(
            abs(one.values[year].value / 10**6 - Fraction(shown[year])) <= Fraction(1, 20) for year in shown
        )


def test_the_command_writes_what_it_shows(tmp_path):
    for kind in ("xlsx", "ods", "csv"):
        result = CliRunner().invoke(main, ["series", "--out", str(tmp_path / f"reeks.{kind}")])
        assert result.exit_code == 0, result.output
    assert "30.300i" in result.stdout
    sheet = openpyxl.load_workbook(tmp_path / "reeks.xlsx")["Reeks"]
    assert any(cell.value == 30_300 for row in sheet.iter_rows() for cell in row)
    rows = list(csv.DictReader(StringIO((tmp_path / "reeks.csv").read_text(encoding="utf-8"))))
    assert len(rows) == sum(len(one.values) for one in known())
    [chart] = openpyxl.load_workbook(tmp_path / "reeks.xlsx")["Grafiek"]._charts
    money = [one for one in known() if one.part and one.values]
    assert len(chart.series) == len(money)
    assert chart.grouping == "stacked"
    refused = CliRunner().invoke(main, ["series", "--out", str(tmp_path / "reeks.pdf")])
    assert refused.exit_code == 2


OWN_FACTOR = '[figures.uitkeringsfactor]\nvalues = [{ year = 2026, value = "2.0", status = "indicatief", source = "eigen" }]\n'
TOLD = "Berekend met eigen gegevens (Uitkeringsfactor), niet die van de uitgever."


@pytest.mark.parametrize(("command", "what"), [("series", []), ("paper", ["verkenning"])])
def test_what_is_computed_with_a_folder_of_ones_own_says_so(tmp_path, command, what):
    (tmp_path / "f.toml").write_text(OWN_FACTOR)
    arguments = [command, *what, "--data", str(tmp_path), "--out", str(tmp_path / "uit.xlsx")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert TOLD in result.stdout
    for sheet in openpyxl.load_workbook(tmp_path / "uit.xlsx").worksheets:
        assert any(TOLD in str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row)
    assert "Berekend met eigen" not in CliRunner().invoke(main, [command, *what]).stdout


@pytest.mark.parametrize("more", [[], ["--projected"]])
def test_the_chart_is_whole_on_one_page_and_a_year_is_no_amount(tmp_path, more):
    """With more lines above it the chart was cut at its legend; 2024 was written as 2.024."""
    for kind in ("xlsx", "ods"):
        arguments = ["series", *more, "--out", str(tmp_path / f"reeks.{kind}")]
        assert CliRunner().invoke(main, arguments).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "reeks.xlsx")
    drawing, *others = book.worksheets
    # One page each way is what the format takes when nothing is said.
    assert drawing.sheet_properties.pageSetUpPr.fitToPage
    assert (drawing.page_setup.fitToWidth, drawing.page_setup.fitToHeight) == (None, None)
    assert {sheet.page_setup.fitToHeight for sheet in others} == {0}
    heads = {cell.value: cell.column for row in book["Bronnen"].iter_rows(max_row=9) for cell in row}
    values = [row[heads["Uitkeringsjaar"] - 1] for row in book["Bronnen"].iter_rows(values_only=True)]
    assert not [value for value in values if isinstance(value, int)]
    pages = ZipFile(tmp_path / "reeks.ods").read("styles.xml").decode()
    assert re.findall(r'master-page style:name="page-1" style:page-layout-name="([^"]+)"', pages) == [
        "A4-one"
    ]


def test_what_is_projected_is_not_called_unguessed():
    plain, forward = (CliRunner().invoke(main, ["series", *more]).stdout for more in ([], ["--projected"]))
    assert "niets is geraamd" in plain
    assert "niets is geraamd" not in forward
