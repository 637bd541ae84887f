"""A benchmark: what was realised beside what was given, in parts that add up."""

from fractions import Fraction

import openpyxl
import polars as pl
import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from cli import main
from rules.analysis.benchmark import Row, benchmark, realised_in, together
from rules.analysis.groups import groupings
from rules.reading.columns import ROW, Table
from tests.helpers.workspaces import LIBRARY, SHIPPED

PUBLICATION, RULE = "regeling-beschut-werk-2022", "aantal_beschut_werk"
[OUTCOME] = SHIPPED.outcomes(PUBLICATION)
CODES = OUTCOME.prepared.case.codes


def made_up():
    """Places that no source has: as many as the number of the Regeling times 0.6 to 1.09, by code."""
    numbers = OUTCOME.result.exact(RULE)
    return {
        c: Fraction(int(n) * (60 + i % 50) // 100)
        for i, (c, n) in enumerate(zip(CODES, numbers, strict=True))
    }


def file(tmp_path, rows):
    path = tmp_path / "plekken.csv"
    path.write_text(
        "gemeentecode,plekken\n" + "".join(f"{c},{n}\n" for c, n in rows.items()), encoding="utf-8"
    )
    return str(path)


def run(*arguments):
    return CliRunner().invoke(
        main, ["benchmark", *arguments, "--column", "plekken", "--publication", PUBLICATION]
    )


@pytest.mark.promise("docs/questions.md#result-in-two")
@given(st.lists(st.integers(0, 12_000), min_size=len(CODES), max_size=len(CODES)).filter(any))
def test_the_result_is_budget_and_distribution(twelfths):
    made = benchmark(OUTCOME, RULE, {c: Fraction(n, 12) for c, n in zip(CODES, twelfths, strict=True)})
    for row in made.rows:
        assert row.macro + row.distribution == row.given - row.realised
    assert made.everyone.distribution == 0
    assert made.everyone.macro == made.everyone.result


def test_who_realises_in_proportion_has_only_the_budget():
    """Everyone realises 80 % of the number: the distribution did nothing."""
    numbers = OUTCOME.result.exact(RULE)
    made = benchmark(OUTCOME, RULE, {c: n * Fraction(4, 5) for c, n in zip(CODES, numbers, strict=True)})
    assert all(row.distribution == 0 and row.used == 80 for row in made.rows)


def test_per_inhabitant_and_per_ten_thousand_are_said_where_inhabitants_are_known():
    row = Row("0513", "Gouda", Fraction(70_000), Fraction(900), Fraction(550), Fraction(10))
    assert (row.result_per_inhabitant, row.rate) == (Fraction(350, 70_000), Fraction(550, 7))
    unknown = evolve(row, persons=Fraction(0))
    assert (unknown.result_per_inhabitant, unknown.rate) == (None, None)
    for one in benchmark(OUTCOME, RULE, made_up()).rows:
        assert one.result_per_inhabitant * one.persons == one.result
        assert one.rate * one.persons == one.realised * 10_000


def test_groups_are_everyone():
    made = benchmark(OUTCOME, RULE, made_up())
    for grouping in groupings(OUTCOME.prepared):
        assert together([row for _, row in made.by_group(grouping)]) == made.everyone


def test_peers_are_near_in_inhabitants():
    made = benchmark(OUTCOME, RULE, made_up())
    mine, peers = made.row("0513"), made.peers("0513")
    furthest = max(abs(row.persons - mine.persons) for row in peers)
    others = {row.code for row in made.rows} - {mine.code, *(row.code for row in peers)}
    assert all(abs(made.row(code).persons - mine.persons) >= furthest for code in others)


@pytest.mark.promise("docs/questions.md#national-realisation")
def test_what_was_realised_in_the_country():
    """3,992 to 8,032, of a goal of 6,000 to 9,500: the table of the Verkenning."""
    years = [2019, 2020, 2021, 2022]
    for name, numbers in (
        ("realisatie_beschut_werk", [3992, 5198, 6767, 8032]),
        ("doelstelling_beschut_werk", [6000, 7400, 8600, 9500]),
    ):
        assert [LIBRARY.figure(name, "verkenning-baankansen", year).value for year in years] == numbers
    assert benchmark(OUTCOME, RULE, made_up()).national.value == 8032


def test_the_command(tmp_path):
    result = run(file(tmp_path, made_up()), "--gemeente", "Gouda", "--out", str(tmp_path / "uit"))
    assert result.exit_code == 0, result.stderr
    assert "Landelijk gerealiseerd: 8.032" in result.stdout
    assert "eigen opgave, niet meegeleverd" in result.stdout
    [path] = (tmp_path / "uit").iterdir()
    book = openpyxl.load_workbook(path)
    assert [sheet.title for sheet in book] == ["Spreiding 2022", "Groepen 2022", "Gemeenten 2022"]
    last = [cell.value for cell in book["Gemeenten 2022"][book["Gemeenten 2022"].max_row]]
    assert last[2] == 9506
    assert last[8] == 0


@pytest.mark.parametrize(
    ("publication", "rule", "heading", "words"),
    [
        (PUBLICATION, RULE, "plekken (x 1.000)", "zegt duizendtallen"),
        ("septembercirculaire-2024", "iu_participatie", "uitgaven x 1.000", "zegt duizendtallen"),
        ("septembercirculaire-2024", "iu_participatie", "uitgaven in centen", "zegt centen"),
    ],
)
def test_what_is_realised_is_counted_in_the_unit_of_the_amount_or_refused(publication, rule, heading, words):
    [outcome] = SHIPPED.outcomes(publication)
    codes = outcome.prepared.case.codes
    frame = pl.DataFrame({ROW: range(2, len(codes) + 2), "code": codes, heading: ["1"] * len(codes)})
    with pytest.raises(InputError, match=words):
        realised_in(Table("x.csv", frame), "code", heading, outcome, rule)


def test_a_municipality_that_is_missing_is_named(tmp_path):
    rows = made_up()
    rows.pop("0513")
    result = run(file(tmp_path, rows), "--out", str(tmp_path / "uit"))
    assert result.exit_code == 2
    assert "0513 (Gouda)" in result.stderr
    assert not (tmp_path / "uit").exists()


def test_nothing_realised_is_refused(tmp_path):
    result = run(file(tmp_path, dict.fromkeys(CODES, 0)))
    assert result.exit_code == 2
    assert "nothing was realised" in result.stderr
