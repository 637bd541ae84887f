"""A table that replaces only the rows it has (others_stay): all others stay, and each source is said."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation.errors import InputError
from cli import main
from rules.territory.reorganisation import parse
from tables.explaining import words
from tables.explaining.explanation import explain
from tests.helpers.workspaces import SHIPPED, workspace

CASES = Path(__file__).parents[1] / "cases"
MEI = "meicirculaire-2024"
BEFORE = SHIPPED.outcome(MEI, 2024)
CODES = list(BEFORE.prepared.territory["code"])
MERGED = parse(["0513+1931=9001:Groot-Gouda"], ["0363=0363:1/3,9002:2/3"])


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def partly(case, folder, more="others_stay = true\n"):
    """The folder of a case, with the line that says that other municipalities stay as they are."""
    shutil.copytree(case, folder, dirs_exist_ok=True)
    [toml] = folder.glob("*.toml")
    toml.write_text(f"{toml.read_text(encoding='utf-8').rstrip()}\n{more}", encoding="utf-8")
    return folder


def own(folder, rows, more=""):
    """Numbers of loonkostensubsidie of one's own."""
    folder.mkdir(exist_ok=True)
    lines = "".join(f"{code},{number}\n" for code, number in rows.items())
    (folder / "v.csv").write_text(f"gemeentecode,lks\n{lines}", encoding="utf-8")
    toml = (CASES / "22" / "eigen" / "v.toml").read_text(encoding="utf-8")
    (folder / "v.toml").write_text(f"{toml.rstrip()}\n{more}", encoding="utf-8")
    return workspace(folder)


def values(outcome, name):
    return dict(zip(outcome.result.values["code"], outcome.result.column(name), strict=True))


@pytest.mark.promise("docs/figures-and-data.md#replaced-rows-asked")
@pytest.mark.parametrize(
    ("case", "publication", "absent"),
    [("22/eigen", MEI, "0014"), ("13/eigen2", "budgetten-2024-voorlopig", "0014")],
)
def test_a_table_with_some_rows_is_refused_with_the_setting_that_helps(tmp_path, case, publication, absent):
    result = run("publish", publication, "--year", "2024", "--data", CASES / case, "--out", tmp_path)
    assert result.exit_code == 2
    assert f"geen rij voor {absent} (Groningen)" in result.stderr
    assert (
        "of others_stay = true, om alleen deze rijen te vervangen en alle andere te laten zoals ze zijn"
        in result.stderr
    )


@pytest.mark.promise("docs/figures-and-data.md#replaced-rows")
def test_the_row_of_gouda_replaces_that_of_gouda(tmp_path):
    """Case 22: 110 instead of the shipped 101, times the amount and the uitkeringsfactor."""
    folder = partly(CASES / "22" / "eigen", tmp_path / "in")
    after = workspace(folder).outcome(MEI, 2024)
    was, now = values(BEFORE, "cluster_participatie"), values(after, "cluster_participatie")
    assert {code for code in CODES if was[code] != now[code]} == {"0513"}
    assert now["0513"] - was["0513"] == 65_917
    assert values(after, "loonkostensubsidie")["0513"] == 110


@pytest.mark.promise("docs/figures-and-data.md#replaced-rows-are-said")
def test_it_is_said_of_whom_a_value_was_replaced(tmp_path):
    folder = partly(CASES / "22" / "eigen", tmp_path / "in")
    result = run("publish", MEI, "--year", "2024", "--data", folder, "--out", tmp_path)
    assert "berekend met eigen gegevens (Inwoners met loonkostensubsidie)" in result.stdout
    book = load_workbook(tmp_path / f"{MEI}-2024-eigen.xlsx")
    rows = [[str(cell.value) for cell in row] for row in book["Bronnen gegevens"].iter_rows()]
    shipped, own_row = [row for row in rows if row[1] == "Inwoners met loonkostensubsidie"]
    assert shipped[2] == "gf_maatstaven_participatie.csv"
    assert "eigen opgave" not in shipped[6]
    assert own_row[2] == "v.csv"
    assert own_row[6].startswith("eigen opgave, niet meegeleverd; alleen voor Gouda (0513)")
    receipt = (tmp_path / f"{MEI}-2024-eigen.receipt.json").read_text(encoding="utf-8")
    assert '"v.csv"' in receipt
    assert "berekend met eigen gegevens (Inwoners met loonkostensubsidie)" in receipt


@pytest.mark.promise("docs/figures-and-data.md#replaced-rows-are-said")
def test_an_explanation_says_which_source_the_value_of_its_municipality_has(tmp_path):
    after = workspace(partly(CASES / "22" / "eigen", tmp_path / "in")).outcome(MEI, 2024)
    sources = {
        code: next(
            words.source(operand)
            for step in explain(after, "cluster_participatie", code).steps
            for operand in step.operands
            if operand.symbol == "loonkostensubsidie" and operand.source
        )
        for code in ("0513", "0363")
    }
    assert sources["0513"] == "eigen telling; eigen opgave, niet meegeleverd"
    assert sources["0363"].startswith("BZK, volumes bij de meicirculaire 2024")


@pytest.mark.promise("docs/figures-and-data.md#replaced-rows-are-said")
def test_the_status_is_the_worst_of_both(tmp_path):
    after = workspace(partly(CASES / "22" / "eigen", tmp_path / "in")).outcome(MEI, 2024)
    assert BEFORE.prepared.case.statuses["loonkostensubsidie"] == "officieel"
    assert after.prepared.case.statuses["loonkostensubsidie"] == "indicatief"


def test_stand_ins_of_a_budget_can_be_replaced_too(tmp_path):
    """Case 13: two outcomes of the objective model."""
    name = "budgetten-2024-voorlopig"
    after = workspace(partly(CASES / "13" / "eigen2", tmp_path / "in")).outcome(name)
    was, now = (values(outcome, "objectieve_uitkomst") for outcome in (SHIPPED.outcome(name), after))
    assert {code: now[code] for code in now if now[code] != was[code]} == {"0353": 700, "0363": 42_000}


@pytest.mark.promise("docs/compare.md#effect-of-own-data")
def test_the_effect_of_ones_own_figures(tmp_path):
    folder = partly(CASES / "22" / "eigen", tmp_path / "in")
    said = run(
        "compare", MEI, MEI, "--year", 2024, "--data", folder, "--gemeente", "Gouda", "--out", tmp_path
    )
    assert "naar Meicirculaire gemeentefonds 2024, berekend met eigen gegevens (Inwoners met" in said.stdout
    rows = [line.split() for line in said.stdout.splitlines()]
    assert ["wordt", "17.398.407,00", "EUR"] in rows
    assert ["verschil", "+65.917,00", "EUR"] in rows
    assert (tmp_path / f"{MEI}-2024-naar-{MEI}-2024-eigen.xlsx").is_file()
    assert "of --data" in run("compare", MEI, MEI).stderr


replacements = st.dictionaries(st.sampled_from(CODES), st.integers(0, 5_000), min_size=1, max_size=5)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=replacements, what_if=st.booleans())
def test_replacing_rows_is_handing_in_the_whole_table_with_those_rows(tmp_path, rows, what_if):
    """Also on a territory that no law says yet."""
    whole = values(BEFORE, "loonkostensubsidie") | rows
    spaces = (own(tmp_path / "a", rows, "others_stay = true\n"), own(tmp_path / "b", whole))
    some, all_of_them = ((s.reorganised(MERGED) if what_if else s).outcome(MEI, 2024) for s in spaces)
    assert some.result.values.equals(all_of_them.result.values)


def test_what_a_table_replaces_must_be_there(tmp_path):
    space = own(tmp_path / "in", {"0513": 110}, "others_stay = true\n")
    toml = (tmp_path / "in" / "v.toml").read_text(encoding="utf-8")
    toml = (
        toml.replace(MEI, "budgetten-2022-definitief")
        .replace("2024", "2022")
        .replace("loonkostensubsidie =", '"inwoners[-1]" =')
    )
    (tmp_path / "in" / "v.toml").write_text(toml, encoding="utf-8")
    space = workspace(tmp_path / "in")
    with pytest.raises(
        InputError, match=r"niets levert inwoners\[-1\] .* die others_stay laat zoals ze waren"
    ):
        space.outcome("budgetten-2022-definitief")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            "others_stay = true\nothers_get_zero = true\n",
            r"others_get_zero \(krijgen nul\) en others_stay \(blijven\); verwacht: een van",
        ),
        (
            "others_stay = true\nterritory = 2022-12-31\n",
            r"others_stay \(anderen blijven zoals ze zijn\), met rijen op de gemeenten van 2022-12-31",
        ),
        (
            'others_stay = true\nunit = "huishoudens"\n',
            "loonkostensubsidie in huishoudens, voor enkele gemeenten",
        ),
    ],
)
def test_what_cannot_be_replaced_is_refused(tmp_path, more, words):
    with pytest.raises(InputError, match=words):
        own(tmp_path / "in", {"0513": 110}, more).outcome(MEI, 2024)
