"""What was written says what was computed: pots close again in the files, and a correction undone leaves no trace."""

import csv
from collections import defaultdict
from fractions import Fraction
from io import BytesIO, StringIO

import polars as pl
import pytest
from attrs import evolve
from click.testing import CliRunner

from allocation.evaluation import evaluate
from cli import main
from rules.analysis.verify import agreements
from tables import publish
from tables.labels import label
from tests.helpers import own_folder as own
from tests.helpers.workspaces import SHIPPED
from tests.helpers.written import read

SOME = ["meicirculaire-2024", "regeling-beschut-werk-2026", "budgetten-2025-definitief"]
CENT = Fraction(1, 100)


def files(outcomes, kind):
    agreed = [agreements(SHIPPED, outcome) for outcome in outcomes]
    return publish.files(outcomes, agreed, kind, publish.Extra(open_data=True))


def by_header(document, table_name):
    """The columns of a table of a written file, by header."""
    for sheet in document.sheets:
        for table in sheet.tables:
            if table.name == table_name:
                return {
                    header: [cell.value for cell in sheet.column(table, place)]
                    for place, header in enumerate(sheet.header(table), 1)
                }
    raise AssertionError(table_name)


def columns_with(document, text, year):
    """Every column of a sheet of one year whose header is that of an amount, its total left out."""
    for sheet in document.sheets:
        for table in sheet.tables:
            if not sheet.name.endswith(f" {year}") or "Gemeentecode" not in sheet.header(table):
                continue
            for place, header in enumerate(sheet.header(table), 1):
                if str(header).partition(" (")[0] == text:
                    yield sheet.name, [cell.value for cell in sheet.column(table, place)]


@pytest.mark.promise("docs/guard.md#closes-in-the-file")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("name", SOME)
def test_a_pot_closes_when_computed_and_when_read_back(name, kind):
    outcomes = SHIPPED.outcomes(name)
    made = files(outcomes, kind)
    document = read(next(content for file, content in made.items() if file.endswith(f".{kind}")), kind)
    long = pl.read_parquet(BytesIO(next(c for file, c in made.items() if file.endswith(".parquet"))))
    control = by_header(document, "potten")
    rows = list(zip(*control.values(), strict=True))
    seen = 0
    for outcome in outcomes:
        year = outcome.prepared.year.year
        for balance in outcome.result.balances:
            assert balance.available - balance.handed_out == balance.left
            of_rule = long.filter(
                pl.col("uitkeringsjaar") == year,
                pl.col("rule") == balance.rule,
                pl.col("gemeentecode").is_not_null(),
            )
            whole = sum(map(Fraction, of_rule["value"]), Fraction(0))
            assert abs(whole - balance.handed_out) < CENT
            text, pot = label(outcome, balance.rule)[0], label(outcome, balance.pot)[0]
            [row] = [r for r in rows if str(r[0]) == str(year) and r[1] == pot and r[2] == text]
            available, handed_out, left, *reasons = (Fraction(str(value)) for value in row[4:10])
            assert abs(available - handed_out - left) <= 2 * CENT
            assert abs(left - sum(reasons)) <= 3 * CENT
            assert abs(available - balance.available) <= CENT
            for _, values in columns_with(document, text, year):
                assert (
                    abs(sum(Fraction(str(value)) for value in values) - handed_out) <= len(values) * CENT / 2
                )
                seen += 1
    assert seen


@pytest.mark.promise("docs/guard.md#closes-in-the-file")
@pytest.mark.parametrize("name", SOME)
def test_open_data_add_up_to_what_was_divided(name):
    outcomes = SHIPPED.outcomes(name)
    content = next(c for file, c in files(outcomes, "xlsx").items() if file.endswith(".csv"))
    whole = defaultdict(Fraction)
    for row in csv.DictReader(StringIO(content.decode())):
        whole[row["geldstroom"], row["uitkeringsjaar"]] += Fraction(row["bedrag"])
    divided = {
        (b.rule, str(o.prepared.year.year)): b.handed_out
        for o in outcomes
        for b in o.result.balances
        if b.rule in o.prepared.year.amounts
    }
    assert divided
    assert {key: whole[key] for key in divided} == divided


@pytest.mark.promise("docs/guard.md#corrected-back")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_corrected_and_corrected_back_gives_the_first_bytes(kind):
    """Of inputs and a figure in the middle of a run: every file, the receipt too."""
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    case = outcome.prepared.case
    first = dict(zip(case.codes, case.inputs["bijstandsontvangers"].exact, strict=True))
    factor = case.figures["uitkeringsfactor"]
    wrong = case.with_values(
        inputs={"bijstandsontvangers": {code: value + 1 for code, value in first.items()}},
        figures={"uitkeringsfactor": factor * 2},
    )
    assert case.statuses["bijstandsontvangers"] == case.statuses["uitkeringsfactor"] == "officieel"
    back = wrong.with_values(
        inputs={"bijstandsontvangers": first}, figures={"uitkeringsfactor": factor}, status="officieel"
    )

    def made(of):
        again = evolve(outcome, prepared=evolve(outcome.prepared, case=of), result=evaluate(of))
        return publish.files([again], [[]], kind)

    assert made(wrong) != made(case)
    assert made(back) == made(case)


@pytest.mark.promise("docs/guard.md#corrected-back")
def test_a_file_corrected_and_corrected_back_gives_the_first_bytes(tmp_path):
    folder, volumes = own.folder(tmp_path / "eigen"), tmp_path / "eigen" / "volumes.csv"
    text = volumes.read_text(encoding="utf-8")
    first = text.splitlines()[1]
    made = []
    for number, content in enumerate((text, text.replace(first, f"{first}7", 1), text)):
        volumes.write_text(content, encoding="utf-8")
        out = tmp_path / f"uit{number}"
        said = CliRunner().invoke(
            main, ["publish", "mijn-circulaire", "--data", str(folder), "--out", str(out)]
        )
        assert said.exit_code == 0, said.output
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[2]
    assert [name for name in made[0] if made[0][name] == made[1][name]] == []
