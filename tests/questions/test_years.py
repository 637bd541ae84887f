"""A budget of more years: published years as they are, later ones as the last known, indicative, nothing made up."""

import csv
from io import StringIO

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from rules import Workspace
from rules.analysis.years import ahead
from rules.runs.projection import project
from tests.helpers.workspaces import SHIPPED

MEI = "meicirculaire-2024"


def run(*arguments):
    return CliRunner().invoke(main, ["years", *map(str, arguments)])


@pytest.mark.promise("docs/policy.md#multi-year")
def test_published_years_are_as_published_and_later_ones_as_the_last():
    space = ahead(SHIPPED, MEI, range(2024, 2029))
    made = {one.prepared.year.year: one for one in project(space, MEI, range(2024, 2029))}
    for year in (2024, 2025):
        published = SHIPPED.outcome(MEI, year)
        for name in published.prepared.year.amounts:
            assert made[year].result.exact(name) == published.result.exact(name)
            assert made[year].result.statuses[name] == published.result.statuses[name]
    for year in (2026, 2027, 2028):
        assert made[year].prepared.year.stand == "indicatief"
        for name in made[year].prepared.year.amounts:
            assert made[year].result.exact(name) == made[2025].result.exact(name)
            assert made[year].result.statuses[name] == "indicatief"
        assert all(one.available == one.handed_out + one.left for one in made[year].result.balances)


@pytest.mark.promise("docs/policy.md#multi-year")
def test_what_a_later_law_asks_and_no_one_gives_is_named_and_not_made_up():
    result = run("Gouda", "budgetten-2025-definitief", "--to", "2026")
    assert result.exit_code == 2
    assert "budget_jongeren" in result.stderr


@pytest.mark.promise("docs/policy.md#multi-year")
@pytest.mark.parametrize("name", ["budgetten-2024-voorlopig", "budgetten-2025-definitief"])
def test_a_refusal_says_what_may_be_done_and_names_nothing_that_the_user_did_not_give(name):
    year = name.split("-")[1]
    result = run("Gouda", name)
    assert result.exit_code == 2
    assert f"--law {year}" in result.stderr
    assert "uw eigen" not in result.stderr
    assert result.stderr.startswith("verdeel: 3 fouten")


@pytest.mark.promise("docs/policy.md#rules-of-a-year")
def test_the_bijstand_of_later_years_by_the_rules_and_figures_last_known():
    """Each later year is the last one again, indicative, and every pot closes as it did."""
    name, years = "budgetten-2025-definitief", range(2025, 2029)
    space = ahead(SHIPPED, name, years, 2025)
    made = {one.prepared.year.year: one for one in project(space, name, years)}
    then = SHIPPED.outcome(name, 2025)
    for year in (2026, 2027, 2028):
        assert made[year].result.exact("gebundelde_uitkering") == then.result.exact("gebundelde_uitkering")
        assert made[year].result.statuses["gebundelde_uitkering"] == "indicatief"
        assert made[year].prepared.year.territory.year == min(year, 2026)
        assert [one.left for one in made[year].result.balances] == [one.left for one in then.result.balances]
        [budget] = {r.source for _, r in made[year].prepared.other_rules if r.name == "gebundelde_uitkering"}
        assert budget.endswith("zoals in 2025")
    assert not made[2025].prepared.other_rules


@pytest.mark.promise("docs/policy.md#rules-of-a-year")
def test_the_command_says_whose_rules_a_later_year_has():
    result = run("Gouda", "budgetten-2025-definitief", "--to", "2027", "--law", "2025")
    assert result.exit_code == 0, result.output
    assert "in de regels van 2025" in result.stdout
    assert run("Gouda", "budgetten-2025-definitief", "--law", "2024").exit_code == 2


def test_what_a_user_gives_of_a_later_year_goes_before_what_it_last_was(tmp_path):
    (tmp_path / "eigen.toml").write_text(
        "[figures.macrobudget]\nvalues = [{ year = 2026, "
        'value = 7_946_000_000, status = "indicatief", source = "Kamerstuk 30545, nr. 201" }]\n',
        encoding="utf-8",
    )
    space = ahead(Workspace.open(tmp_path), "budgetten-2025-definitief", range(2025, 2028), 2025)
    made = [*project(space, "budgetten-2025-definitief", range(2025, 2028))]
    budgets = [one.result.total("gebundelde_uitkering") for one in made]
    assert budgets[0] == budgets[2] != budgets[1] == 7_946_000_000


def test_the_command_in_three_files(tmp_path):
    for kind in ("xlsx", "ods", "csv"):
        result = run("Gouda", MEI, "--to", "2027", "--out", tmp_path / f"m.{kind}")
        assert result.exit_code == 0, result.output
    assert "18.119.034" in result.stdout
    assert "niets geraamd" in result.stdout
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets[0]
    assert any(cell.value == 18_119_034 for row in sheet.iter_rows() for cell in row)
    rows = list(csv.DictReader(StringIO((tmp_path / "m.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 342 * 2 * 4
    assert {row["status"] for row in rows if row["uitkeringsjaar"] == "2027"} == {"indicatief"}


def test_a_scenario_holds_for_later_years_too():
    result = run("Gouda", MEI, "--scenario", "factor-1-procent-hoger")
    assert "18.300.224" in result.stdout


@pytest.mark.parametrize("more", [["--to", "2023"], ["--to", "3000"], ["--out", "x.pdf"]])
def test_wrong_use(more):
    assert run("Gouda", MEI, *more).exit_code == 2


OWN_FACTOR = '[figures.uitkeringsfactor]\nvalues = [{ year = 2026, value = "2.0", status = "indicatief", source = "eigen" }]\n'
SUPPOSED = '[scenario]\nname = "f"\ntitle = "F"\nsource = "eigen"\n\n[[{table}]]\nname = "{name}"\n{change}\n'


def test_an_own_figure_and_a_scenario_of_a_later_year_hold_in_that_year_alone_and_are_told(tmp_path):
    own, supposed = tmp_path / "eigen", tmp_path / "verondersteld"
    own.mkdir()
    supposed.mkdir()
    (own / "factor.toml").write_text(OWN_FACTOR)
    change = 'years = [2026]\nvalue = "2.0"'
    (supposed / "f.toml").write_text(SUPPOSED.format(table="figure", name="uitkeringsfactor", change=change))
    before = cluster(run("Gouda", MEI, "--to", "2027").stdout)
    for more, told in (
        (["--data", own], "Berekend met eigen gegevens (Uitkeringsfactor), niet die van de uitgever."),
        (
            ["--data", supposed, "--scenario", "f"],
            "Scenario f: verondersteld (Uitkeringsfactor), door niemand vastgesteld.",
        ),
    ):
        result = run("Gouda", MEI, "--to", "2027", *more, "--out", tmp_path / "m.xlsx")
        assert result.exit_code == 0, result.output
        changed = [a != b for a, b in zip(cluster(result.stdout), before, strict=True)]
        assert changed == [False, False, True, False]
        assert told in result.stdout
        for sheet in openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets:
            above = [str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row]
            assert any(told in text for text in above)


def cluster(shown):
    """The amounts of the cluster, one a year, as they are shown."""
    return next(line for line in shown.splitlines() if line.startswith("Cluster Participatie")).split()[-4:]


def test_rows_of_the_last_year_alone_are_not_silently_lost_in_later_years(tmp_path):
    (tmp_path / "rijen.csv").write_text("code,lks\n0513,2\n")
    (tmp_path / "rijen.toml").write_text(
        f'[[data]]\npublication = ["{MEI}"]\nyear = 2025\nfile = "rijen.csv"\nkey = "code"\n'
        'others_stay = true\nstatus = "indicatief"\nsource = "eigen"\n[data.columns]\n'
        'loonkostensubsidie = "lks"\n'
    )
    result = run("Gouda", MEI, "--to", "2026", "--data", tmp_path)
    assert result.exit_code == 2
    assert "jaren na 2025: rijen die alleen 2025 wijzigen" in result.stderr
    assert run("Gouda", MEI, "--to", "2025", "--data", tmp_path).exit_code == 0


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_of_one_year_there_is_a_sheet_too(tmp_path, kind):
    out = tmp_path / f"een.{kind}"
    result = run("Gouda", MEI, "--to", "2024", "--out", out)
    assert result.exit_code == 0, result.output
    if kind == "xlsx":
        assert len(openpyxl.load_workbook(out).worksheets) == 2


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (["years", "Gouda", MEI], ["--to", "2025", "--law", "2025"]),
        (["scenario", "worlds", "onzekere-cijfers", MEI, "--out", "uit"], ["--law", "2025"]),
        (["scenario", "worlds", "onzekere-cijfers", MEI, "--out", "uit"], ["--to", "2025", "--law", "2024"]),
    ],
)
def test_a_law_for_later_years_is_refused_where_there_is_no_later_year(tmp_path, monkeypatch, command, more):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [*command, *more])
    assert result.exit_code == 2
    assert "geen enkel later jaar" in result.stderr
    assert not any(tmp_path.iterdir())
