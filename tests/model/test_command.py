"""verdeel model, as it is used."""

import json
from hashlib import sha256

import polars as pl
import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.model_settings import some


def verdeel(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "huishoudens.parquet"
    some(2026).write_parquet(made)
    return made


def test_writes_a_table_every_sum_and_a_receipt(path, tmp_path):
    out = tmp_path / "uit"
    result = verdeel("model", path, "--uitkeringsjaar", 2026, "--out", out)
    assert result.exit_code == 0, result.output
    receipt = json.loads((out / "model-2026.receipt.json").read_text(encoding="utf-8"))
    assert receipt["uitkomst"] in result.output
    for name, hashed in receipt["uitvoer"].items():
        assert sha256((out / name).read_bytes()).hexdigest() == hashed
    table = pl.read_csv(out / "model-2026.csv", infer_schema=False)
    assert table.height == 342
    exact = pl.read_parquet(out / "model-2026.parquet")
    assert exact["aantal"].sum() == some(2026).height
    assert sum(int(n) for n in table["huishoudens"]) == some(2026).height


def test_the_same_bytes_whoever_computes(path, tmp_path):
    made = []
    for name, extra in {
        "a": [],
        "b": ["--rijen", 100],
        "c": ["--engine", "processes", "--rijen", 100],
    }.items():
        assert not verdeel(
            "model", path, "--uitkeringsjaar", 2026, "--out", tmp_path / name, *extra
        ).exit_code
        made.append([(tmp_path / name / f"model-2026.{kind}").read_bytes() for kind in ("csv", "parquet")])
    assert made[0] == made[1] == made[2]


@pytest.mark.promise("docs/objectief-model.md#years-without-a-table")
@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2021, "een buurjaar telt niet"),
        (2023, "2021|2023"),
        (2025, "2025"),
        (2019, "de constante staat niet"),
    ],
)
def test_years_that_cannot_be_computed_are_refused_by_name(path, tmp_path, year, said):
    result = verdeel("model", path, "--uitkeringsjaar", year, "--out", tmp_path / "uit")
    assert result.exit_code == 2
    assert any(one in result.output for one in said.split("|"))
    assert not (tmp_path / "uit").exists()


def test_the_folder_for_a_publication_is_of_that_year(path, tmp_path):
    result = verdeel(
        "model",
        path,
        "--uitkeringsjaar",
        2026,
        "--out",
        tmp_path / "uit",
        "--publicatie",
        "budgetten-2024-voorlopig",
    )
    assert result.exit_code == 2
    assert "een publicatie met uitkeringsjaar 2026" in result.output
    assert not (tmp_path / "uit").exists()
