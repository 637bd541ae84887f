"""Received specifications: twenty seeded discrepancies, each found, its cause the first or second named."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import rules.analysis.check
from cli import main
from rules.analysis.outcome_index import elsewhere, indexed
from rules.analysis.suspicion import Suspected
from tables.checking.specification import Asked, read_specification
from tables.reading.grid import read_grids
from tests.helpers.received_amounts import (
    CLUSTER,
    IU,
    MEI,
    MEI_2023,
    PLACES,
    SEPTEMBER,
    SEPTEMBER_2023,
    M,
    S,
    check,
    dutch,
    value,
    with_input,
)
from tests.helpers.workspaces import SHIPPED


def digit(amount, place, by):
    text = str(amount)
    return int(text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :])


def swapped_digits(amount, place):
    text = str(amount)
    return int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


SEEDED = {
    "the circular before, cluster": (S, "0513", CLUSTER, lambda: value(*M, CLUSTER, "0513"), "Meicirculaire gemeentefonds 2024"),
    "a circular of a year ago, cluster": (S, "0363", CLUSTER, lambda: value(MEI_2023, 2024, CLUSTER, "0363"), "Meicirculaire gemeentefonds 2023"),
    "a circular of a year ago, iu": (S, "0599", IU, lambda: value(SEPTEMBER_2023, 2024, IU, "0599"), "Septembercirculaire gemeentefonds 2023"),
    "the later circular": (M, "0014", CLUSTER, lambda: value(*S, CLUSTER, "0014"), "Septembercirculaire gemeentefonds 2024"),
    "another year, cluster": (M, "0034", CLUSTER, lambda: value(MEI, 2025, CLUSTER, "0034"), "uitkeringsjaar 2025"),
    "another year, iu": ((MEI, 2025), "0828", IU, lambda: value(*M, IU, "0828"), "uitkeringsjaar 2024"),
    "an old volume loonkostensubsidie": (S, "0513", CLUSTER, lambda: with_input(*S, CLUSTER, "0513", "loonkostensubsidie", M), "Inwoners met loonkostensubsidie"),
    "an old volume laag inkomen": (S, "0344", CLUSTER, lambda: with_input(*S, CLUSTER, "0344", "huishoudens_laag_inkomen", M), "Huishoudens met laag inkomen"),
    "an old volume doelgroepenregister": (S, "0268", CLUSTER, lambda: with_input(*S, CLUSTER, "0268", "doelgroepenregister", M), "Gemeentelijk doelgroepenregister"),
    "an old volume bijstandsontvangers": (M, "0080", CLUSTER, lambda: with_input(*M, CLUSTER, "0080", "bijstandsontvangers", (MEI_2023, 2024)), "Bijstandsontvangers"),
    "the row of another, cluster": (S, "0513", CLUSTER, lambda: value(*S, CLUSTER, "0518"), "dit is het bedrag van 's-Gravenhage (0518)"),
    "the row of another, iu": (S, "0106", IU, lambda: value(*S, IU, "0109"), "dit is het bedrag van Coevorden (0109)"),
    "the row of another, places": (("regeling-beschut-werk-2026", 2026), "0363", PLACES, lambda: value("regeling-beschut-werk-2026", 2026, PLACES, "0599"), "dit is het bedrag van Rotterdam"),
    "rounded up": (S, "0513", CLUSTER, lambda: value(*S, CLUSTER, "0513") + 1, "afronding"),
    "rounded down": (S, "0344", IU, lambda: value(*S, IU, "0344") - 1, "afronding"),
    "one digit off": (S, "0513", CLUSTER, lambda: digit(value(*S, CLUSTER, "0513"), 2, 3), "één cijfer is anders"),
    "one digit off in the thousands": (S, "0772", IU, lambda: digit(value(*S, IU, "0772"), 4, 5), "één cijfer is anders"),
    "two digits swapped": (S, "0363", CLUSTER, lambda: swapped_digits(value(*S, CLUSTER, "0363"), 2), "twee cijfers zijn verwisseld"),
    "a stream is missing": (S, "0513", IU, lambda: None, "de geldstroom ontbreekt"),
    "a municipality that is no more": (("regeling-beschut-werk-2026", 2026), "1992", PLACES, lambda: value("regeling-beschut-werk-2022", 2022, PLACES, "0530"), "dat in deze gemeente opging"),
}  # fmt: skip


@pytest.mark.promise("README.md#exit-1")
@pytest.mark.promise("docs/check.md#exit-1")
@pytest.mark.promise("docs/check.md#known-causes")
@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_discrepancy_is_found_and_its_cause_named_first_or_second(name, tmp_path):
    (publication, year), code, rule, wrong, cause = SEEDED[name]
    [found] = SHIPPED.outcomes(publication, year)
    amounts = {r: dutch(value(publication, year, r, code)) for r in found.prepared.year.amounts}
    received = wrong()
    assert received is None or dutch(received) != amounts[rule]
    amounts[rule] = None if received is None else dutch(received)
    result = check(tmp_path, publication, year, code, amounts)
    assert result.exit_code == 1, result.output
    assert result.stdout.count("in de opgave") == 1
    first_two = [line for line in result.stdout.splitlines() if line.startswith(("  1. ", "  2. "))]
    assert cause in "\n".join(first_two)


@pytest.mark.promise("README.md#exit-0")
@pytest.mark.promise("docs/check.md#three-shapes")
@pytest.mark.promise("docs/check.md#exit-0")
def test_a_specification_that_agrees(tmp_path):
    amounts = {rule: dutch(value(*S, rule, "0513")) for rule in (CLUSTER, IU)}
    result = check(tmp_path, *S, "Gouda", amounts)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "2 van 2 bedragen gelijk"


@pytest.mark.promise("docs/check.md#three-shapes")
def test_a_spreadsheet_with_a_row_per_municipality(tmp_path):
    """Names instead of codes, columns in words of its own, one amount wrong."""
    book = openpyxl.Workbook()
    book.active.append(["Gemeente", "Participatie (cluster)", "Integratie-uitkering Participatie 2024"])
    for name, code in (("Gouda", "0513"), ("Vlieland", "0096")):
        book.active.append(
            [name, value(*S, CLUSTER, code), value(*S, IU, code) + (100 if code == "0096" else 0)]
        )
    book.save(tmp_path / "tabel.xlsx")
    arguments = ["check", str(tmp_path / "tabel.xlsx"), "--publication", SEPTEMBER]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert (
        "Vlieland (0096), Integratie-uitkering Participatie: 11.396 in de opgave, 11.296 EUR gepubliceerd"
        in result.stdout
    )
    assert "3 van 4 bedragen gelijk" in result.stdout


@pytest.mark.promise("docs/check.md#others-are-said")
@pytest.mark.promise("docs/check.md#exit-1")
def test_a_total_row_is_not_read_and_a_stream_without_a_column_is_said_once(tmp_path):
    rows = [(code, value(*S, CLUSTER, code)) for code in ("0513", "0096")]
    text = "code;Cluster Participatie\n" + "".join(f"{c};{a}\n" for c, a in rows) + "Totaal;123\n"
    (tmp_path / "tabel.csv").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "tabel.csv"), "--publication", SEPTEMBER])
    assert result.exit_code == 1
    assert "niet gelezen, geen gemeente van deze indeling: rij 4 (Totaal)" in result.stdout
    assert (
        "Integratie-uitkering Participatie: de geldstroom ontbreekt, of staat er onder een naam die niet is herkend (voor Vlieland (0096), Gouda (0513))"
        in result.stdout
    )
    assert "2 van 4 bedragen gelijk" in result.stdout


@pytest.mark.promise("docs/check.md#counted-first")
def test_one_cause_of_many_differences_is_counted(tmp_path):
    [outcome] = SHIPPED.outcomes(*M)
    pairs = zip(outcome.result.values["code"], outcome.result.column(CLUSTER), strict=True)
    rows = "".join(f"{code};{amount}\n" for code, amount in pairs)
    (tmp_path / "x.csv").write_text(f"code;Cluster Participatie\n{rows}", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER])
    assert "342 x dit is het bedrag van Meicirculaire gemeentefonds 2024" in result.stdout


def test_the_check_in_the_docs_is_real(tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("specificatie.csv").write_text(page.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    command = page.split("    $ verdeel ")[1].split("\n")[0]
    shown = page.split(command)[1].split("```\n")[1].split("```")[0]
    assert CliRunner().invoke(main, command.split()).stdout == shown


@pytest.mark.promise("docs/check.md#as-values")
def test_a_check_as_values(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text(
        f"code;Cluster Participatie\n0513;{value(*M, CLUSTER, '0513')}\n0363;\n", encoding="utf-8"
    )
    [outcome] = SHIPPED.outcomes(SEPTEMBER)
    received = read_specification(read_grids(file), outcome, Asked())
    made = rules.analysis.check.check(
        indexed(SHIPPED, outcome), received.amounts, elsewhere(SHIPPED, outcome)
    )
    amsterdam, gouda = (f for f in made.findings if f.rule == CLUSTER)
    assert (gouda.received, gouda.computed) == (value(*M, CLUSTER, "0513"), value(*S, CLUSTER, "0513"))
    assert gouda.causes[0].kind is Suspected.PUBLICATION
    assert gouda.causes[0].other.outcome.prepared.publication.name == "meicirculaire-2024"
    assert amsterdam.received is None
    assert received.places["0363", CLUSTER] == "x.csv, rij 3, kolom Cluster Participatie"
