"""Why an outcome is what it is, and what other weights do: parts that add up, exactly."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner

from cli import main
from rules.model import effect, explain, plain
from rules.model.run import run, setting
from rules.model.weights import FILE
from tests.helpers.model_settings import changed, of_year, some

YEAR = 2026


@pytest.fixture
def first(tmp_path):
    path = tmp_path / "huishoudens.parquet"
    some(YEAR).write_parquet(path)
    return run(path, of_year(YEAR), tmp_path / "uit")


def other(first, path):
    return effect.united(first.setting.weights, setting(YEAR, path).weights)[1]


def verdeel(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.mark.promise("docs/objectief-model.md#weight-by-weight")
def test_the_households_of_a_municipality_add_up_to_its_outcome(first):
    frame, of = some(YEAR), of_year(YEAR)
    made = [explain.household(row, of) for row in frame.iter_rows(named=True)]
    for one in first.outcomes:
        assert sum((h.expected for h in made if h.code == one.code), Fraction(0)) == one.outcome


def test_the_weights_of_a_household_add_up_to_its_x():
    of = of_year(YEAR)
    for row in some(YEAR).head(20).iter_rows(named=True):
        made = explain.household(row, of)
        whole = sum(plain.terms(row, of.weights.chance, of.weights).values(), start=Decimal(0))
        assert explain.x_of(made.chance_terms) == Fraction(whole)
        assert {t.row.name for t in made.chance_terms if t.value == 1} >= {
            n for n in of.weights.given if row[n] and _weighs(of, n)
        }


def _weighs(of, name):
    return any(row.name == name and row.value for row in of.weights.chance.rows)


@pytest.mark.promise("docs/objectief-model.md#against-the-country")
def test_the_groups_add_up_to_the_difference_with_the_country_on_the_logit(first):
    of, frame = of_year(YEAR), some(YEAR)
    code = frame["gemeentecode"][0]
    made = explain.by_part(explain.apart(first, code))
    for table in (of.weights.chance, of.weights.price):
        xs = [
            (
                row["gemeentecode"],
                Fraction(sum(plain.terms(row, table, of.weights).values(), start=Decimal(0))),
            )
            for row in frame.iter_rows(named=True)
        ]
        here = [x for place, x in xs if place == code]
        mean = sum(here) / len(here) - sum(x for _, x in xs) / len(xs)
        assert made[table.part].difference == mean


@pytest.mark.promise("docs/objectief-model.md#a-change-of-weights")
def test_a_change_of_one_weight_is_one_cause_and_all_of_the_change(first, tmp_path):
    path = changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", "student", "-1.0")
    made = effect.effect(first, other(first, path), tmp_path)
    assert list(made.parts) == ["kans_op_bijstand: Kan/wil niet werken"]
    assert made.parts["kans_op_bijstand: Kan/wil niet werken"] == made.change
    again = run(tmp_path / "huishoudens.parquet", setting(YEAR, path), tmp_path / "elders")
    assert made.after == [one.outcome for one in again.outcomes]


@pytest.mark.promise("docs/objectief-model.md#a-change-of-weights")
def test_the_causes_of_more_changes_add_up_in_every_municipality(first, tmp_path):
    text = FILE.read_text(encoding="utf-8")
    for old, new in (
        ("student,-2.", "student,-1."),
        ("leeftijd_50_aow,-0.1775375", "leeftijd_50_aow,0.5"),
        ("standplaats,1.5719418", "standplaats,0"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "g.csv").write_text(text, encoding="utf-8")
    made = effect.effect(first, other(first, tmp_path / "g.csv"), tmp_path)
    assert len(made.parts) == 3
    assert [sum(parts) for parts in zip(*made.parts.values(), strict=True)] == made.change
    assert any(made.change)


def test_a_row_that_a_table_lacks_weighs_nothing_there(first, tmp_path):
    lines = [
        line
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("2026") or ",student," not in line
    ]
    (tmp_path / "zonder.csv").write_text("\n".join(lines), encoding="utf-8")
    zero = changed(tmp_path / "nul.csv", YEAR, "kans_op_bijstand", "student", "0")
    made = [
        effect.effect(first, other(first, path), tmp_path).after for path in (tmp_path / "zonder.csv", zero)
    ]
    assert made[0] == made[1]


def test_the_same_table_is_no_effect(first, tmp_path):
    made = effect.effect(first, first.setting.weights, tmp_path)
    assert not any(made.change)
    assert not made.parts


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("veel", "gewicht 'veel'"),
        ("NaN", "gewicht 'NaN'"),
        ("1e3", "gewicht '1e3'"),
        ("0.123456789012", "gewicht"),
        ("", "gewicht ''"),
    ],
)
def test_a_weight_that_is_none_is_refused(tmp_path, weight, said):
    path = changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", "student", weight)
    result = verdeel(
        "model",
        tmp_path / "x.parquet",
        "--uitkeringsjaar",
        YEAR,
        "--gewichten",
        path,
        "--out",
        tmp_path / "uit",
    )
    assert result.exit_code == 2
    assert said in result.output


def test_a_table_without_columns_or_references_is_refused(tmp_path):
    (tmp_path / "leeg.csv").write_text("a,b\n1,2\n")
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if ",medicijngroepen" not in line]
    (tmp_path / "groep.csv").write_text("\n".join(lines), encoding="utf-8")
    for name, said in {
        "leeg.csv": "geen kolom versie",
        "groep.csv": "geen rij van de groep medicijngroepen",
    }.items():
        result = verdeel(
            "model",
            "x.parquet",
            "--uitkeringsjaar",
            YEAR,
            "--gewichten",
            tmp_path / name,
            "--out",
            tmp_path / "uit",
        )
        assert result.exit_code == 2
        assert said in result.output


def test_the_commands_say_it(first, tmp_path):
    file, path = (
        tmp_path / "huishoudens.parquet",
        changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", "student", "-1.0"),
    )
    for args in (["--huishouden", 4], ["--gemeente", some(YEAR)["gemeentecode"][0]]):
        result = verdeel("model-uitleg", file, "--uitkeringsjaar", YEAR, *args)
        assert result.exit_code == 0, result.output
    result = verdeel(
        "model-effect", file, "--uitkeringsjaar", YEAR, "--gewichten", path, "--out", tmp_path / "effect.csv"
    )
    assert result.exit_code == 0, result.output
    assert "kans_op_bijstand: Kan/wil niet werken" in result.output
    with (tmp_path / "effect.csv").open(encoding="utf-8") as written:
        assert len(list(csv.DictReader(written))) == 342
