"""What one unit more does, and what a mistake costs: exactly, for the municipality itself and for all others."""

from fractions import Fraction

import pytest
from click.testing import CliRunner

from allocation.evaluation import evaluate
from cli import main
from rules.analysis.given_values import Cell, Changed, cell_named, with_changes
from rules.analysis.sensitivity import (
    cells_of,
    effects,
    for_every_municipality,
    one_in_each,
    one_more,
    per_year,
    told,
)
from tests.helpers.workspaces import LIBRARY, SHIPPED

GOUDA = "0513"


def run(*arguments):
    return CliRunner().invoke(main, ["sensitivity", *arguments])


def outcome(publication="septembercirculaire-2024"):
    [found] = SHIPPED.outcomes(publication)
    return found


def one_unit(found, name, code=GOUDA):
    [effect] = effects(found, [one_more(found.prepared, Cell(name, code))], rounded=False)
    return effect


@pytest.mark.promise("docs/questions.md#anchors")
@pytest.mark.parametrize(
    ("name", "exact", "published"),
    [
        ("bijstandsontvangers", "7355.1172", 7355),
        ("loonkostensubsidie", "7355.1172", 7355),
        ("doelgroepenregister", "1487.805", 1488),
    ],
)
def test_what_one_unit_brought_in_in_2024(name, exact, published):
    """7,355 and 1,488 euros, as the Berenschot paper has them; for every municipality the same, and for no other."""
    found = outcome()
    for code in found.prepared.case.codes[::40]:
        effect = told(found.prepared, one_unit(found, name, code).amounts["cluster_participatie"], code)
        assert (effect.own, effect.others) == (Fraction(exact), 0)
        assert round(effect.own + Fraction(1, 1000)) == published


@pytest.mark.promise("docs/questions.md#mean-of-years")
def test_a_mean_of_three_years():
    assert per_year(LIBRARY, "bijstandsontvangers", Fraction("7355.1172")) == (3, Fraction("7355.1172") / 3)
    assert per_year(LIBRARY, "doelgroepenregister", Fraction(1)) is None


def test_of_a_budget_that_is_shared_others_pay():
    found = outcome()
    effect = told(found.prepared, one_unit(found, "verwachte_se").amounts["iu_participatie"], GOUDA)
    assert effect.own > 0
    assert effect.own + effect.others == 0


@pytest.mark.promise("docs/questions.md#as-the-engine")
@pytest.mark.parametrize("publication", ["septembercirculaire-2024", "budgetten-2024-definitief"])
def test_a_mistake_costs_what_the_engine_says(publication):
    """Each change alone, as amounts are paid: the difference of two runs."""
    found = outcome(publication)
    changes = [one_more(found.prepared, cell) for cell in cells_of(found.prepared, GOUDA)]
    for change, effect in zip(changes, effects(found, changes), strict=True):
        wrong = evaluate(with_changes(found.prepared.case, [change]))
        for rule, row in effect.amounts.items():
            pairs = zip(found.result.exact(rule), wrong.exact(rule), strict=True)
            assert list(row) == [b - a for a, b in pairs]


def test_a_figure_is_of_everyone():
    found = outcome()
    [effect] = effects(found, [Changed(cell_named(found.prepared, "Uitkeringsfactor"), Fraction("1.421"))])
    assert all(change > 0 for change in effect.amounts["cluster_participatie"])


def test_what_cannot_be_computed_says_so():
    found = outcome()
    wrong = Changed(Cell("budget_wsw"), Fraction(1, 3))
    [effect] = effects(found, [wrong])
    assert effect.amounts == {}
    assert "geen geheel aantal" in effect.error


def test_all_municipalities_of_an_input_are_as_each_alone():
    found = outcome()
    first = next(for_every_municipality(found))
    place = found.prepared.case.codes.index(GOUDA)
    for name, every in (first, ("verwachte_se", one_in_each(found, "verwachte_se"))):
        assert every[place].amounts == one_unit(found, name).amounts


def test_the_command():
    result = run("Gouda", "--publication", "septembercirculaire-2024")
    assert result.exit_code == 0
    assert "+7.355,12" in result.stdout
    assert "gemiddelde van 3 jaar: +2.451,71 per jaar" in result.stdout
    assert "+1.487,81" in result.stdout


def test_an_approximation_is_called_so():
    assert "Benadering, niet het bedrag" in run("Gouda", "--publication", "budgetten-2024-definitief").stdout


def test_a_mistake_by_the_command(tmp_path):
    result = run(
        "Gouda",
        "--publication",
        "septembercirculaire-2024",
        "--wrong",
        "verwachte_se=300,5",
        "--out",
        str(tmp_path),
    )
    assert "+1.250.674,00  -1.250.674,00" in result.stdout
    assert "Amsterdam -47.462,00" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["fout-septembercirculaire-2024.xlsx"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("bijstanders=1", "bijstandsontvangers"),
        ("uitkeringsfactor=1421", "van 0 tot en met 3"),
        ("uitkeringsfactor=1.4.2", "een getal zoals"),
        ("uitkeringsfactor", "NAAM=WAARDE"),
        ("verwachte_se=-1", "0 of meer"),
    ],
)
def test_what_is_refused(wrong, said, tmp_path):
    result = run(
        "Gouda", "--publication", "septembercirculaire-2024", "--wrong", wrong, "--out", str(tmp_path)
    )
    assert result.exit_code == 2
    assert said in result.stderr
    assert not [*tmp_path.iterdir()]
