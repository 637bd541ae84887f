"""The history of an amount: every moment, on one territory, each value as sure as it is."""

from fractions import Fraction

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from rules.analysis.history import history
from tests.helpers.workspaces import SHIPPED


def run(*arguments):
    return CliRunner().invoke(main, ["history", *map(str, arguments)])


@pytest.mark.promise("docs/compare.md#history")
def test_every_publication_year_that_has_an_amount_is_there_once_and_in_order():
    found = history(SHIPPED, "Integratie-uitkering Participatie")
    moments = [(m.outcome.prepared.year.year, m.outcome.prepared.publication.name) for m in found.moments]
    assert moments == [
        (2024, "meicirculaire-2023"), (2024, "septembercirculaire-2023"), (2024, "meicirculaire-2024"),
        (2024, "septembercirculaire-2024"), (2025, "meicirculaire-2024"),
    ]  # fmt: skip
    assert found.frame.height == 342 * len(moments)
    for moment in found.moments:
        assert moment.total == Fraction(moment.outcome.result.total("iu_participatie"))
        assert not moment.moved


@pytest.mark.promise("docs/compare.md#history")
def test_a_provisional_budget_goes_before_the_definitive_one_of_that_year():
    found = history(SHIPPED, "gebundelde_uitkering")
    names = [moment.outcome.prepared.publication.name for moment in found.moments]
    of_2024 = [name.removeprefix("budgetten-2024-") for name in names if "2024" in name]
    assert of_2024 == ["voorlopig", "nader-voorlopig", "definitief"]
    assert "Benadering, niet het bedrag" in run("gebundelde_uitkering").stdout


@pytest.mark.promise("docs/compare.md#history")
def test_what_was_published_is_official_per_municipality():
    found = history(SHIPPED, "iu_participatie")
    [september] = [
        m for m in found.moments if m.outcome.prepared.publication.name == "septembercirculaire-2023"
    ]
    assert september.status("") == "afgeleid"
    gaps = dict(zip(found.names, september.outcome.gaps("iu_participatie"), strict=True))
    assert {code: september.status(code) == "officieel" for code in gaps} == {
        c: not gap for c, gap in gaps.items()
    }


@pytest.mark.promise("docs/compare.md#history-on-one-territory")
def test_older_amounts_are_added_up_and_say_so():
    found = history(SHIPPED, "aantal_beschut_werk")
    first, *_ = found.moments
    assert first.moved
    result = first.outcome.result
    old = dict(zip(first.outcome.prepared.case.codes, result.exact("aantal_beschut_werk"), strict=True))
    assert first.amounts["1992"] == sum(old[code] for code in ("0501", "0530", "0614"))
    assert first.total == sum(old.values())
    assert first.status("1992") == "afgeleid"
    assert first.status("0513") == "officieel"
    said = run("aantal_beschut_werk", "--gemeente", "Voorne aan Zee").stdout
    assert "opgeteld over een herindeling" in said


@pytest.mark.promise("docs/compare.md#history")
def test_it_is_written_as_a_sheet_and_as_csv(tmp_path):
    assert run("cluster_participatie", "--out", tmp_path / "c.xlsx").exit_code == 0
    assert run("cluster_participatie", "--out", tmp_path / "c.csv").exit_code == 0
    found = history(SHIPPED, "cluster_participatie")
    read = pl.read_csv(tmp_path / "c.csv", schema_overrides={"code": pl.String, "bedrag": pl.String})
    assert read["bedrag"].to_list() == found.frame["bedrag"].cast(pl.String).to_list()
    sheet = load_workbook(tmp_path / "c.xlsx")["Geschiedenis"]
    [gouda] = [row for row in sheet.iter_rows(values_only=True) if row[0] == "0513"]
    assert list(gouda[2:]) == [moment.amounts["0513"] for moment in found.moments]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wsw"], "geen publicatie geeft wsw"),
        (["nergens"], "een regel die wordt berekend"),
        (["iu_participatie", "--gemeente", "Guda"], "bijvoorbeeld Gouda"),
        (["iu_participatie", "--out", "x.pdf"], "een naam op .xlsx of .csv"),
    ],
)
def test_what_has_no_history_is_refused(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_moment_with_own_figures_is_told_above_all(tmp_path):
    (tmp_path / "f.toml").write_text(
        '[figures.uitkeringsfactor]\nvalues = [{ year = 2024, publication = ["meicirculaire-2024"], '
        'value = "2.0", status = "indicatief", source = "eigen" }]\n'
    )
    result = run("cluster_participatie", "--data", tmp_path, "--out", tmp_path / "h.xlsx")
    told = "Berekend met eigen gegevens (Uitkeringsfactor), niet die van de uitgever."
    assert told in result.stdout
    sheet = load_workbook(tmp_path / "h.xlsx").worksheets[0]
    assert any(told in str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row)
