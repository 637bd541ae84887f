"""A mistake in the volumes behind the circular of 2023, and its correction over three years."""

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

from cli import main
from rules.analysis.given_values import Changed, cell_named
from rules.analysis.settlement import Terms, correction, planted
from tests.helpers.workspaces import SHIPPED, workspace

GOUDA = "0513"
YEARS = [2025, 2026, 2027]


def run(*arguments):
    return CliRunner().invoke(main, ["settle", *arguments])


def mistake(name, value, rule, **options):
    """What was paid with a wrong value for Gouda in the circular of September 2023, put right."""
    [right] = SHIPPED.outcomes("septembercirculaire-2023")
    paid = planted(right, rule, [Changed(cell_named(right.prepared, name, GOUDA), value)])
    return correction(right, rule, paid, Terms(YEARS, **options))


CASES = [
    ("verwachte_se", 300, "iu_participatie", {}),
    ("verwachte_se", 200, "iu_participatie", {"spare": ["0363", "0599"], "pot": "Reserve"}),
    ("bijstandsontvangers", 1800, "cluster_participatie", {"closed": True}),
    ("bijstandsontvangers", 1800, "cluster_participatie", {"pot": "Reserve"}),
    ("sleutel_beschut_werk", 500, "iu_participatie", {"spare": [GOUDA], "pot": "Reserve"}),
]


@pytest.mark.promise("docs/questions.md#every-year-closes")
@pytest.mark.parametrize(("name", "value", "rule", "options"), CASES)
def test_every_year_closes_and_all_of_it(name, value, rule, options):
    made = mistake(name, value, rule, **options)
    assert made.together.by_year == [0, 0, 0]
    for line in made.lines:
        assert line.settled + line.spared == line.difference or line.who == ""
    assert len(made.years) == 3


@pytest.mark.promise("docs/questions.md#spared-pays-nothing")
@pytest.mark.parametrize(("name", "value", "rule", "options"), CASES)
def test_nobody_who_is_spared_pays(name, value, rule, options):
    made = mistake(name, value, rule, **options)
    payers = {transfer.payer for period in made.settlement.periods for transfer in period.transfers}
    assert not payers & {*options.get("spare", [])}
    if "pot" not in options:
        assert "" not in payers


def test_a_closed_budget_is_what_was_paid():
    """Gouda gives back what the mistake brought it, and everyone gets the factor that goes with the budget."""
    made = mistake("bijstandsontvangers", 1800, "cluster_participatie", closed=True)
    assert sum(made.right) == sum(made.paid)
    receivers = [line for line in made.lines if line.difference > 0]
    assert len(receivers) == 341
    assert [line.who for line in made.lines if line.difference < 0] == [GOUDA]


def test_a_rest_wants_a_pot():
    result = run(
        "septembercirculaire-2023", "--wrong", "Gouda:bijstandsontvangers=1800", "--over", "2025-2027"
    )
    assert result.exit_code == 2
    assert "-586731 EUR blijft over" in result.stderr


def test_from_a_folder_with_the_mistake(tmp_path):
    """What was paid on own data; the same as the mistake planted."""
    file = tmp_path / "eigen"
    file.mkdir()
    [right] = SHIPPED.outcomes("septembercirculaire-2023")
    codes, values = right.prepared.case.codes, right.prepared.case.inputs["verwachte_se"].exact
    wrong = ["300" if code == GOUDA else str(float(value)) for code, value in zip(codes, values, strict=True)]
    pl.DataFrame({"gemeentecode": codes, "se": wrong}).write_csv(file / "se.csv")
    (file / "mijn.toml").write_text(
        '[[data]]\npublication = "septembercirculaire-2023"\nyear = 2024\nfile = "se.csv"\n'
        'columns = { verwachte_se = "se" }\nstatus = "officieel"\nsource = "foute opgave"\n',
        encoding="utf-8",
    )
    [paid] = workspace(file).outcomes("septembercirculaire-2023")
    made = correction(right, "iu_participatie", paid.result.exact("iu_participatie"), Terms(YEARS))
    expected = mistake("verwachte_se", 300, "iu_participatie")
    assert made.paid == expected.paid
    assert made.lines == expected.lines
    result = run(
        "septembercirculaire-2023", "--paid", str(file), "--over", "2025-2027", "--gemeente", "Gouda"
    )
    assert "2025: Gouda betaalt Amsterdam 11.393" in result.stdout


def test_the_workbook_closes(tmp_path):
    result = run(
        "septembercirculaire-2023", "--wrong", "Gouda:verwachte_se=300", "--over", "2025,2026,2027",
        "--spare", "Gouda", "--pot", "Verdeelreserve", "--out", str(tmp_path),
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "Verdeelreserve betaalt in totaal 895.420." in result.stdout
    book = openpyxl.load_workbook(tmp_path / "verrekening-septembercirculaire-2023.xlsx")
    amounts, payments = book.worksheets
    assert [cell.value for cell in amounts[amounts.max_row]][-3:] == [0, 0, 0]
    paid = [row[-1].value for row in payments.iter_rows() if row[2].value == "Verdeelreserve"]
    assert sum(paid) == 895_420
    assert any("Indicatief: een berekening" in str(row[0].value) for row in amounts.iter_rows(max_row=6))


@pytest.mark.parametrize("over", ["2025-x", "2027-2025", "2025,2025", ""])
def test_years_that_are_none(over):
    result = run("septembercirculaire-2023", "--wrong", "Gouda:verwachte_se=300", "--over", over)
    assert result.exit_code == 2
    assert "jaren zoals 2025-2027" in result.stderr


def test_no_mistake_is_wrong_use():
    assert "geen fout" in run("septembercirculaire-2023", "--over", "2025").stderr


def test_a_mistake_that_changes_nothing_is_said():
    [right] = SHIPPED.outcomes("septembercirculaire-2023")
    value = right.prepared.case.inputs["doelgroepenregister"].exact[right.prepared.case.codes.index(GOUDA)]
    result = run(
        "septembercirculaire-2023", "--wrong", f"Gouda:doelgroepenregister={value}", "--over", "2025"
    )
    assert result.stdout == "Er is niets te verrekenen: wat is betaald, is wat juist is.\n"
