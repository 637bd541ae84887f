"""Replicates of weights: a function of seed, replicate and weight; through to the spread of the outcome."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules import Workspace
from rules.model import effect, replicates, synthetic
from rules.model.run import run, setting
from tables.reading.spreadsheets import read_table
from tests.helpers.model_settings import changed, of_year, some

KEY = ("kans_op_bijstand", "student")
ERRORS = "deelmodel,indicator_id,standaardfout\nkans_op_bijstand,student,0.3\nprijscomponent,constante,0.05\n"


@pytest.fixture
def first(tmp_path):
    path = tmp_path / "huishoudens.parquet"
    some(2026).write_parquet(path)
    return run(path, of_year(2026), tmp_path / "uit")


def said(tmp_path, text):
    path = tmp_path / "fouten.csv"
    path.write_text(text, encoding="utf-8")
    return replicates.errors(path, of_year(2026).weights)


def weight(of, key):
    return next(r.value for t in (of.chance, of.price) for r in t.rows if (t.part, r.name) == key)


@pytest.mark.promise("docs/objectief-model.md#of-seed-replicate-and-weight")
def test_a_replicate_does_not_depend_on_the_others(first, tmp_path):
    errors = said(tmp_path, ERRORS)
    few, more = (replicates.replicates(first, errors, tmp_path, count, 5).outcomes for count in (2, 4))
    assert {n: more[n] for n in few} == dict(few)
    assert more[3] != more[4]
    assert replicates.replicates(first, errors, tmp_path, 1, 6).outcomes[1] != few[1]


def test_a_weight_has_the_same_number_whatever_other_weights_are_uncertain(tmp_path):
    of = of_year(2026).weights
    alone = said(tmp_path, "\n".join(ERRORS.splitlines()[:2]))
    made = [weight(replicates.replicate_of(of, one, 1, 9), KEY) for one in (alone, said(tmp_path, ERRORS))]
    moved = Fraction(weight(of, KEY)) + Fraction(3, 10) * replicates.deviate(1, 9, KEY)
    assert made[0] == made[1] != weight(of, KEY)
    assert abs(Fraction(made[0]) - moved) <= Fraction(1, 2 * 10**7)


def test_the_numbers_have_mean_0_and_variance_1():
    found = [float(replicates.deviate(1, n, KEY)) for n in range(4000)]
    mean = sum(found) / len(found)
    variance = sum((x - mean) ** 2 for x in found) / len(found)
    within = sum(abs(x) < 1.96 for x in found) / len(found)
    assert abs(mean) < 0.07
    assert abs(variance - 1) < 0.1
    assert abs(within - 0.95) < 0.02


@pytest.mark.promise("docs/objectief-model.md#replicates-of-ones-own")
def test_a_table_of_replicates_is_as_many_tables(first, tmp_path):
    text = "deelmodel,indicator_id,replicatie,gewicht\n" + "".join(
        f"kans_op_bijstand,student,{n},-{n}.5\n" for n in (1, 2)
    )
    made = replicates.replicates(first, said(tmp_path, text), tmp_path, 99, 1)
    assert list(made.outcomes) == [1, 2]
    for n in (1, 2):
        own = changed(tmp_path / f"g{n}.csv", 2026, *KEY, f"-{n}.5")
        other = run(tmp_path / "huishoudens.parquet", setting(2026, own), tmp_path / f"elders{n}")
        assert made.outcomes[n] == [one.outcome for one in other.outcomes]


def test_errors_of_nothing_are_the_printed_table(first, tmp_path):
    errors = said(tmp_path, "deelmodel,indicator_id,standaardfout\nkans_op_bijstand,student,0\n")
    made = replicates.replicates(first, errors, tmp_path, 1, 1)
    assert made.outcomes[1] == made.printed


def test_the_spread_is_of_values_that_are_there():
    values = [Fraction(n) for n in range(1, 11)]
    assert replicates.spread(values) == {"minimum": 1, "p10": 1, "mediaan": 5, "p90": 9, "maximum": 10}


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("a,b\n1,2\n", "kolommen"),
        (ERRORS + "kans_op_bijstand,bestaat_niet,1\n", "regel 4.*geen rij met een gewicht"),
        (ERRORS + "kans_op_bijstand,student,0.1\n", "twee keer"),
        (ERRORS.replace("0.3", "-1"), "regel 2"),
        (ERRORS.replace("0.3", "veel"), "regel 2.*veel"),
        (ERRORS.replace("0.3", "NaN"), "regel 2"),
        (ERRORS.replace("0.3", "0.12345678"), "regel 2"),
        ("deelmodel,indicator_id,standaardfout\n", "geen enkele rij"),
        ("deelmodel,indicator_id,replicatie,gewicht\nkans_op_bijstand,student,een,1\n", "regel 2"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path, text, match):
    with pytest.raises(InputError, match=match):
        said(tmp_path, text)


def test_the_command_writes_a_spread_per_municipality(first, tmp_path):
    (tmp_path / "fouten.csv").write_text(ERRORS, encoding="utf-8")
    out = tmp_path / "spreiding.csv"
    asked = ["--uitkeringsjaar", "2026", "--fouten", tmp_path / "fouten.csv", "--aantal", 3, "--out", out]
    result = CliRunner().invoke(
        main, [str(a) for a in ("model-replicaties", tmp_path / "huishoudens.parquet", *asked)]
    )
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8") as written:
        rows = list(csv.DictReader(written))
    assert len(rows) == 342
    for row in rows:
        low, middle, high = (Decimal(row[f"uitkomst_{name}"]) for name in ("minimum", "mediaan", "maximum"))
        assert low <= middle <= high
    assert any(row["uitkomst_minimum"] != row["uitkomst_maximum"] for row in rows)


@pytest.mark.promise("docs/objectief-model.md#replicates-through-to-the-budget")
def test_the_budgets_of_replicates_are_those_of_each_alone(tmp_path):
    path, of = tmp_path / "synthetisch.parquet", of_year(2024)
    synthetic.write(path, of, 2000)
    first = run(path, of, tmp_path / "uit")
    (tmp_path / "fouten.csv").write_text(ERRORS, encoding="utf-8")
    errors = replicates.errors(tmp_path / "fouten.csv", of.weights)
    made = replicates.replicates(first, errors, tmp_path, 2, 1)
    [outcome] = Workspace.open(None, read_table).outcomes("budgetten-2024-voorlopig", 2024)
    found = replicates.budgets(outcome, made)
    alone = effect.budgets(outcome, effect.Effect(made.codes, made.outcomes[1], made.outcomes[2], {}))
    assert found == {1: list(alone.before), 2: list(alone.after)}
    assert found[1] != found[2]
    table = list(replicates.rows(made, of.names, found))
    assert table[0][-1] == "budget_maximum"
    assert {len(row) for row in table} == {len(table[0])}
