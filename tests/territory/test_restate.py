"""`verdeel restate`: a user's own table on a later territory, its totals unchanged, what moved in words."""

import csv
import datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner

from cli import main
from rules.territory.municipalities import municipalities


def table(path, year, row):
    """A CSV with a row of cells per municipality; `row` maps (index, code) to cells."""
    codes = municipalities(datetime.date(year, 1, 1))["code"]
    lines = [
        "gemeentecode,n,eur,rate",
        *(",".join([c, *row(i, c)]) for i, c in enumerate(codes)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def restate(path, out, *more, start="2020-01-01", end="2024-01-01"):
    return CliRunner().invoke(
        main, ["restate", str(path), "--from", start, "--to", end, "--out", str(out), *more]
    )


def read(path):
    with path.open(encoding="utf-8") as file:
        return {row["gemeentecode"]: row for row in csv.DictReader(file)}


@pytest.mark.promise("docs/territory.md#restate-says-what-moved")
@pytest.mark.promise("docs/territory.md#totals-stay")
def test_counts_amounts_and_shares(tmp_path):
    path = table(tmp_path / "x.csv", 2020, lambda i, _: (str(i + 1), f"{i}.05", "0.5"))
    result = restate(path, tmp_path / "y.csv", "--count", "n", "--amount", "eur", "--share", "rate=n")
    assert result.exit_code == 0, result.output
    old, new = read(path), read(tmp_path / "y.csv")
    assert list(new) == municipalities(datetime.date(2024, 1, 1))["code"].to_list()
    for name in ("n", "eur"):
        assert sum(Decimal(row[name]) for row in new.values()) == sum(
            Decimal(row[name]) for row in old.values()
        )
    assert {Decimal(row["rate"]) for row in new.values()} == {Decimal("0.5")}
    assert int(new["1992"]["n"]) == sum(int(old[code]["n"]) for code in ("0501", "0530", "0614"))
    assert "1992 Voorne aan Zee uit Brielle, Hellevoetsluis, Westvoorne" in result.stdout
    assert "0757 Boxtel uit Boxtel, Haaren (15,0091%)" in result.stdout
    assert "eur: totaal 62852.75, voor en na gelijk" in result.stdout


def test_a_territory_that_did_not_change(tmp_path):
    path = table(tmp_path / "x.csv", 2023, lambda i, _: (str(i), "1.5", "0"))
    result = restate(path, tmp_path / "y.csv", "--amount", "eur", start="2023-01-01")
    assert result.exit_code == 0
    assert {row["eur"] for row in read(tmp_path / "y.csv").values()} == {"1.5"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--share", "rate"], "een aandeel, op de gemeenten van 2020-01-01, is niet op te tellen"),
        (["--count", "nn"], "er is geen kolom 'nn'"),
        ([], "een of meer kolommen, elk één keer"),
        (["--count", "n", "--amount", "n"], "een of meer kolommen, elk één keer"),
        (["--count", "n", "--key", "code"], "er is geen kolom 'code'"),
    ],
)
def test_wrong_use_names_what_is_wrong_and_writes_nothing(tmp_path, more, words):
    path = table(tmp_path / "x.csv", 2020, lambda *_: ("1", "1", "0.5"))
    result = restate(path, tmp_path / "y.csv", *more)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "y.csv").exists()


def test_a_code_used_after_its_end(tmp_path):
    """A table of 2020 read as one of 2023: the rows of codes that have ended are named, and the likely cause."""
    path = table(tmp_path / "x.csv", 2020, lambda *_: ("1", "1", "0.5"))
    message = restate(path, tmp_path / "y.csv", "--count", "n", start="2023-01-01").stderr
    assert "x.csv, rijen 2-3, 5, 112, " in message
    assert "18 cellen: '0003', '0010', '0024' en nog 15" in message
    assert "dit zijn de gemeenten van 2020-01-01 (--from 2020-01-01)" in message
    assert len(message.splitlines()) == 2


@pytest.mark.promise("docs/territory.md#never-back-in-time")
def test_back_in_time_is_refused(tmp_path):
    path = table(tmp_path / "x.csv", 2024, lambda *_: ("1", "1", "0.5"))
    result = restate(path, tmp_path / "y.csv", "--count", "n", start="2024-01-01", end="2020-01-01")
    assert result.exit_code == 2
    assert "een samenvoeging is niet terug te draaien" in result.stderr
