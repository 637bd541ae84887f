"""Households that do not exist: right, the same each time, near public margins, and marked wherever they go."""

import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules import Workspace
from rules.model import margins, synthetic
from rules.model.delivery import delivery
from rules.model.run import run
from rules.territory.municipalities import inhabitants
from tables.reading.spreadsheets import read_table
from tests.helpers import made_up_data
from tests.helpers.model_settings import changed, of_year

SAMPLE = Path(__file__).parents[2] / "docs" / "voorbeeld-huishoudens" / "synthetisch-2026.parquet"
ROWS = 2000


def verdeel(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_sample_is_what_the_generator_makes():
    assert pl.read_parquet(SAMPLE).equals(synthetic.frame(of_year(2026), ROWS).collect())


@pytest.mark.parametrize("year", [2024, 2026])
def test_what_is_made_is_right(year, tmp_path):
    """It passes every check of what is handed in."""
    path = tmp_path / "synthetisch.parquet"
    synthetic.write(path, of_year(year), 30_000)
    made = run(path, of_year(year), tmp_path / "uit")
    assert made.synthetic
    assert sum(one.rows for one in made.outcomes) == 30_000
    assert all(one.rows and one.outcome for one in made.outcomes)


@pytest.mark.promise("docs/objectief-model.md#of-seed-and-number")
def test_a_household_is_a_function_of_the_seed_and_its_number():
    one, other = (synthetic.frame(of_year(2026), 5000).collect() for _ in range(2))
    assert one.equals(other)
    assert not one.equals(synthetic.frame(of_year(2026), 5000, 2).collect())
    assert one[100:200].equals(synthetic.frame(of_year(2026), 5000).slice(100, 100).collect())


@pytest.mark.promise("docs/objectief-model.md#public-margins")
def test_the_public_margins_are_met():
    """Dwellings, persons and the poor of each municipality, but for whole households and a bound on one size."""
    codes, count = of_year(2026).layout.codes, 8_472_920
    made = margins.cells(codes, count)
    dwellings, receivers, persons = margins._dwellings(), margins._receivers(), inhabitants(2026)
    types = margins.made_up()["types"]
    for code in codes:
        here = [cell for cell in made if cell.code == code]
        assert sum(cell.count for cell in here) == dwellings[code]
        assert abs(sum(cell.count for cell in here if cell.poor) - receivers[code]) <= len(here)
    large = sum(cell.count for cell in made if types[cell.type]["persons"] > 1)
    size = Fraction(sum(persons[c] for c in codes) - count + large, large)
    off = [
        abs(
            sum(
                cell.count * (size if types[cell.type]["persons"] > 1 else 1)
                for cell in made
                if cell.code == code
            )
            / persons[code]
            - 1
        )
        for code in codes[:60]
    ]
    assert sorted(off)[len(off) // 2] < Fraction(1, 100)


def test_years_before_the_margins_are_refused():
    with pytest.raises(InputError, match="geen marges voor"):
        synthetic.frame(of_year(2020), 1000)


@pytest.mark.parametrize("name", ["huishoudens.parquet", "synthetisch.csv"])
def test_a_name_that_does_not_say_so_is_refused(tmp_path, name):
    result = verdeel(
        "model-synthetisch", "--uitkeringsjaar", 2026, "--huishoudens", 10, "--out", tmp_path / name
    )
    assert result.exit_code == 2
    assert not (tmp_path / name).exists()


@pytest.mark.promise("docs/objectief-model.md#marked-synthetic")
def test_it_is_said_wherever_it_goes(tmp_path):
    path, out = tmp_path / "synthetisch.parquet", tmp_path / "uit"
    assert (
        "SYNTHETISCH"
        in verdeel("model-synthetisch", "--uitkeringsjaar", 2024, "--huishoudens", 3000, "--out", path).output
    )
    result = verdeel(
        "model", path, "--uitkeringsjaar", 2024, "--out", out, "--publicatie", "budgetten-2024-voorlopig"
    )
    assert result.exit_code == 0, result.output
    assert result.output.startswith("SYNTHETISCH")
    assert pl.read_csv(out / "synthetisch-model-2024.csv")["herkomst"].unique().to_list() == ["synthetisch"]
    assert pl.read_parquet(out / "synthetisch-model-2024.parquet")["synthetisch"].all()
    assert json.loads((out / "synthetisch-model-2024.receipt.json").read_text(encoding="utf-8"))[
        "synthetisch"
    ]
    for args in (["--huishouden", 1], ["--gemeente", "Gouda"]):
        assert verdeel("model-uitleg", path, "--uitkeringsjaar", 2024, *args).output.startswith("SYNTHETISCH")
    printed = verdeel(
        "publish", "budgetten-2024-voorlopig", "--data", out / "eigen", "--out", tmp_path / "budget"
    )
    assert printed.exit_code == 0, printed.output
    assert all("benadering" in file.name.lower() for file in (tmp_path / "budget").iterdir())


@pytest.mark.promise("docs/objectief-model.md#through-to-the-money")
def test_through_to_the_budgets_of_2026_balanced(tmp_path):
    """The rest of the data is made up too: every budget follows, and together they are the money."""
    path, folder = tmp_path / "synthetisch.parquet", tmp_path / "eigen"
    synthetic.write(path, of_year(2026), 20_000)
    made = run(path, of_year(2026), tmp_path / "uit")
    folder.mkdir()
    made_up_data.folder(folder, "budgetten-2026-voorlopig")
    for name, content in delivery(made, ["budgetten-2026-voorlopig"]).items():
        (folder / name).write_bytes(content)
    [outcome] = Workspace.open(_without_own_outcome(folder), read_table).outcomes("budgetten-2026-voorlopig")
    case = outcome.prepared.case
    assert [round(one.outcome, 2) for one in made.outcomes] == list(case.inputs["objectieve_uitkomst"].exact)
    total = Fraction(outcome.result.total("gebundelde_uitkering"))
    assert abs(total - outcome.result.national["beschikbaar_macrobudget"]) <= 171
    assert outcome.result.balances


def _without_own_outcome(folder):
    toml = folder / "eigen.toml"
    text = toml.read_text(encoding="utf-8")
    for written in (
        '"objectieve_uitkomst" = "objectieve_uitkomst", ',
        ', "objectieve_uitkomst" = "objectieve_uitkomst"',
    ):
        text = text.replace(written, "")
    toml.write_text(text, encoding="utf-8")
    return folder


def test_a_what_if_goes_through_to_the_budget(tmp_path):
    path = tmp_path / "synthetisch.parquet"
    synthetic.write(path, of_year(2024), 3000)
    table = changed(tmp_path / "g.csv", 2024, "kans_op_bijstand", "corporatiewoning", "1.0")
    result = verdeel(
        "model-effect",
        path,
        "--uitkeringsjaar",
        2024,
        "--gewichten",
        table,
        "--publicatie",
        "budgetten-2024-voorlopig",
        "--out",
        tmp_path / "e.csv",
    )
    assert result.exit_code == 0, result.output
    effects = pl.read_csv(tmp_path / "e.csv")
    moved = effects["herverdeeleffect"]
    assert any(moved)
    assert abs(moved.sum()) <= 342  # whole euros, a municipality each
    [by_group] = [effects[name] for name in effects.columns if name.startswith("budget_door ")]
    assert by_group.to_list() == moved.to_list()  # one weight is one cause: it did all of it
