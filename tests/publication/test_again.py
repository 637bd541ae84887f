"""A receipt is enough to make all of it again, byte for byte; what is not as it was is named."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers import own_folder as own

MEI = "meicirculaire-2024"


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    out = tmp_path_factory.mktemp("again")
    assert run("publish", "regeling-beschut-werk-2026", "--out", out).exit_code == 0
    return out


@pytest.mark.promise("README.md#made-again")
@pytest.mark.parametrize(
    "arguments",
    [
        ("regeling-beschut-werk-2026",),
        ("regeling-beschut-werk-2026", "--format", "ods", "--formulas"),
        (MEI, "--year", "2025"),
        ("regeling-beschut-werk-2022", "--territory", "2026-01-01"),
        ("regeling-beschut-werk-2026", "--merge", "0513+1931=9001:Groot-Gouda"),
    ],
)
def test_the_same_comes_out(tmp_path, arguments):
    assert run("publish", *arguments, "--out", tmp_path).exit_code == 0
    result = run("verify", tmp_path)
    assert result.exit_code == 0, result.output
    assert "byte voor byte hetzelfde" in result.stdout


@pytest.mark.promise("README.md#made-again")
def test_own_data_are_given_again_and_a_change_is_named(tmp_path):
    folder, out = own.folder(tmp_path / "in"), tmp_path / "uit"
    assert run("publish", "mijn-circulaire", "--data", folder, "--out", out).exit_code == 0
    assert run("verify", out, "--data", folder).exit_code == 0
    own.edit(folder / "volumes.csv", 3, 2, "4000")
    result = run("verify", out, "--data", folder)
    assert result.exit_code == 1
    assert "eigen bestanden: volumes.csv is gewijzigd" in result.stdout
    assert "mijn-circulaire.xlsx wordt nu anders" in result.stdout or "xlsx wordt nu anders" in result.stdout


@pytest.mark.promise("README.md#made-again")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said.update(verdeelsleutel="0.0.9"), "verdeelsleutel: was 0.0.9, nu "),
        (lambda said: said["bibliotheken"].update(polars="1.0"), "bibliotheken: was "),
        (lambda said: said["regels en rekenwerk"].update({"rules/beschut_werk.py": "x"}), "rules/beschut_werk.py is gewijzigd"),
        (lambda said: said["regels en rekenwerk"].update({"rules/oud.py": "x"}), "rules/oud.py is er niet meer"),
        (lambda said: said["cijfers, publicaties en gegevens"].popitem(), " is nieuw"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_was_is_named(published, tmp_path, change, words):
    for path in published.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    [receipt] = tmp_path.glob("*.receipt.json")
    said = json.loads(receipt.read_text(encoding="utf-8"))
    change(said)
    receipt.write_text(json.dumps(said), encoding="utf-8")
    result = run("verify", receipt)
    assert result.exit_code == 1
    assert words in result.stdout


def test_a_file_that_was_changed_or_lost_is_named(published, tmp_path):
    for path in published.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    Path(tmp_path / "regeling-beschut-werk-2026.xlsx").unlink()
    with (tmp_path / "regeling-beschut-werk-2026.parquet").open("ab") as file:
        file.write(b"x")
    result = run("verify", tmp_path)
    assert "regeling-beschut-werk-2026.xlsx is er niet meer" in result.stdout
    assert "regeling-beschut-werk-2026.parquet is na het schrijven gewijzigd" in result.stdout


@pytest.mark.parametrize("text", ["{}", "[]", "x", '{"publicatie": "x", "uitvoer": {}}'])
def test_what_is_no_receipt_is_refused(tmp_path, text):
    (tmp_path / "x.receipt.json").write_text(text, encoding="utf-8")
    result = run("verify", tmp_path)
    assert result.exit_code == 2
    assert "dit is geen reçu" in result.stderr
    assert run("verify", tmp_path.parent / tmp_path.name / "x.receipt.json").exit_code == 2


@pytest.mark.parametrize("lost", ["wat als", "uitvoer", "bibliotheken"])
def test_a_receipt_that_lacks_a_part_is_refused(published, tmp_path, lost):
    said = json.loads(next(published.glob("*.receipt.json")).read_text(encoding="utf-8"))
    del said[lost]
    (tmp_path / "x.receipt.json").write_text(json.dumps(said), encoding="utf-8")
    result = run("verify", tmp_path)
    assert result.exit_code == 2
    assert "dit is geen reçu" in result.stderr


def test_a_receipt_of_an_unknown_publication_is_refused(published, tmp_path):
    said = json.loads(next(published.glob("*.receipt.json")).read_text(encoding="utf-8"))
    said["publicatie"] = "meicirculaire-1848"
    (tmp_path / "x.receipt.json").write_text(json.dumps(said), encoding="utf-8")
    result = run("verify", tmp_path)
    assert result.exit_code == 2
    assert "meicirculaire-1848" in result.stderr


def test_a_publication_goes_before_a_folder_of_its_name(tmp_path, monkeypatch):
    (tmp_path / "regeling-beschut-werk-2026").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run("verify", "regeling-beschut-werk-2026", "--within", "0")
    assert result.exit_code == 0, result.output
    assert run("verify", "./regeling-beschut-werk-2026").exit_code == 2


def test_an_empty_folder_has_none(tmp_path):
    assert "er is geen reçu" in run("verify", tmp_path).stderr


def test_a_receipt_of_worlds_in_the_same_folder_does_not_stand_in_the_way(tmp_path):
    name = "regeling-beschut-werk-2026"
    asked = [
        "scenario",
        "worlds",
        "onzekere-cijfers",
        MEI,
        "--draws",
        "1",
        "--year",
        "2024",
        "--out",
        tmp_path,
    ]
    assert run(*asked).exit_code == 0
    alone = run("verify", tmp_path)
    assert alone.exit_code == 2
    assert "er is geen reçu" in alone.stderr
    assert run("publish", name, "--out", tmp_path).exit_code == 0
    assert run("verify", tmp_path).exit_code == 0
