"""The Verkenning: every number that it prints, beside what is computed; nothing is mended in silence."""

from fractions import Fraction
from functools import cache

import pytest
from click.testing import CliRunner

from cli import main
from rules.analysis.paper import tables
from rules.data import centres
from rules.library.paper import papers
from tests.helpers.workspaces import SHIPPED

PAPER = papers()["verkenning"]
MILLION = 10**6


@cache
def of_tables():
    """The rows of each table of the paper, computed once."""
    return [rows for _, rows in tables(SHIPPED, PAPER)]


def bijlage():
    """Those of Bijlage I."""
    return of_tables()[0]


def wsw():
    """Those of the table on the Wsw."""
    return of_tables()[1]


def cells(rows):
    """Printed, computed and difference by label and column."""
    return {(row.line.label, place): cell for row in rows for place, cell in enumerate(row.cells)}


@pytest.mark.promise("docs/policy.md#as-printed")
@pytest.mark.parametrize(
    ("label", "once", "every_year"),
    [
        ("Totaal variant 1", "12.7", "0.3"),
        ("Totaal variant 2", "330.7", "34.95"),
        ("Totaal variant 3, zoals de tabel", "330.7", "429.4652"),
        ("Totaal variant 3, zoals de tekst", "330.7", "433.2252"),
    ],
)
def test_what_each_variant_costs(label, once, every_year):
    """Once over all years, and every year when all is there, in millions."""
    found = cells(bijlage())
    assert (found[label, 0].computed, found[label, 1].computed) == (Fraction(once), Fraction(every_year))


@pytest.mark.promise("docs/policy.md#both-outcomes")
def test_both_outcomes_of_variant_3_stand_beside_each_other():
    """430 in the table and 433 in the text differ by the guidance that is printed and that is computed."""
    found = cells(bijlage())
    table, text = found["Totaal variant 3, zoals de tabel", 1], found["Totaal variant 3, zoals de tekst", 1]
    assert (table.printed, text.printed) == (430, 433)
    assert text.computed - table.computed == Fraction("95.76") - 92
    other = found["Variant 3 met de vangnetfunctie van variant 2 (tekst)", 1]
    assert (other.printed, other.computed, other.gap) == (191, Fraction("190.6712"), 0)


def test_what_is_not_as_printed_is_this_and_no_more():
    """Four numbers of Bijlage I cannot be had from its own parts; each has a note."""
    gaps = {key: cell.gap for key, cell in cells(bijlage()).items() if cell.gap}
    assert gaps == {
        ("Infrastructurele opslag, boven variant 2", 1): 1,
        ("Begeleiding/ondersteuning (36.000 x € 2.660)", 1): 4,
        ("Totaal variant 3, zoals de tabel", 1): -1,
        ("Totaal variant 3, zoals de tekst", 0): 1,
    }
    assert all(row.line.note for row in bijlage() if any(cell.gap for cell in row.cells))
    assert [note.number for note in PAPER.note] == [*range(1, 20)]


@pytest.mark.promise("docs/policy.md#wsw-table")
def test_all_28_numbers_of_the_wsw_table_and_what_an_se_costs_in_it():
    printed = [cell for row in wsw() for cell in row.cells if cell.printed is not None]
    assert len(printed) == 28
    assert {cell.gap for cell in printed} == {0}
    each = [round(cell.computed) for row in wsw() for cell in row.cells if cell.printed is None]
    assert each == [27_139, 28_174, 28_203, 28_241, 28_314, 28_345, 28_396]


@pytest.mark.promise("docs/policy.md#divided")
def test_what_a_variant_costs_in_a_year_is_divided_over_all_municipalities():
    for outcome in SHIPPED.outcomes("verkenning-varianten"):
        for balance in outcome.result.balances:
            assert balance.left == balance.rounding
        assert {outcome.result.statuses[name] for name in outcome.prepared.year.amounts} <= {
            "indicatief", "onbevestigd"
        }  # fmt: skip
    first = SHIPPED.outcome("verkenning-varianten", 2025).result
    paid = first.values.filter(first.values["transformatie"] > 0)
    assert paid.height == 35  # a centrumgemeente of each arbeidsmarktregio
    last = SHIPPED.outcome("verkenning-varianten", 2048).result
    assert last.national["plekken_oploop"] == 30_300
    assert last.national["structureel_3_tekst"] == Fraction("433.2252") * MILLION


def test_the_key_of_the_regions_is_what_its_script_makes():
    assert centres.FILE.read_text(encoding="utf-8") == centres.written()


def test_the_key_of_the_regions_is_written_in_two_decimals(monkeypatch):
    monkeypatch.setattr(centres, "rows", lambda: [("0513", "Gouda", Fraction(2, 3))])
    assert centres.written() == "gemeentecode,centrumgemeente,sleutel\n0513,Gouda,0.67\n"


@pytest.mark.promise("docs/policy.md#as-printed")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_command_prints_and_writes_it(tmp_path, ending):
    result = CliRunner().invoke(main, ["paper", "verkenning", "--out", str(tmp_path / f"v.{ending}")])
    assert result.exit_code == 0, result.output
    assert "Totaal variant 3, zoals de tekst" in result.stdout
    assert " 19. " in result.stdout
    assert (tmp_path / f"v.{ending}").stat().st_size > 4_000


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["verkenningen"], "verkenning"), (["verkenning", "--out", "x.doc"], ".xlsx of .ods")],
)
def test_another_paper_or_file_is_refused(arguments, says):
    result = CliRunner().invoke(main, ["paper", *arguments])
    assert result.exit_code == 2
    assert says in str(result.output)
