"""Herverdeeleffecten: groups add up to the country, and nobody is lost on the way."""

from fractions import Fraction
from functools import cache

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from rules.analysis.compare import compare_publications
from rules.analysis.groups import groupings
from rules.analysis.shifts import Shift, Shifts, concentration, shifts, together
from tests.helpers.workspaces import SHIPPED

FIRST, SECOND = "septembercirculaire-2023", "septembercirculaire-2024"


@cache
def compared():
    """What changed between both."""
    return compare_publications(SHIPPED, FIRST, SECOND)


def run(*arguments):
    return CliRunner().invoke(main, ["shifts", *arguments])


@pytest.mark.promise("docs/questions.md#groups-add-up")
@pytest.mark.parametrize("place", range(3))
def test_groups_add_up_to_everyone(place):
    found = shifts(compared())[place]
    everyone = found.everyone
    for grouping in groupings(compared().after.prepared):
        groups = [one for _, one in found.by_group(grouping)]
        assert sum(one.whole.change for one in groups) == everyone.whole.change
        assert sum(one.winners + one.losers + one.same for one in groups) == 342
        assert sum(one.gains for one in groups) == everyone.gains == found.gains.sum
        assert sum(one.losses for one in groups) == everyone.losses == -found.losses.sum
    assert (found.gains.count, found.losses.count) == (everyone.winners, everyone.losers)


def test_who_neither_gains_nor_loses_is_counted_with_neither():
    rows = [
        Shift(f"{place:04}", "x", Fraction(1), Fraction(5), Fraction(after))
        for place, after in enumerate([5, 7, 4, 9])
    ]
    found = Shifts(("x",), compared(), rows)
    assert (found.gains.count, found.losses.count) == (2, 1)
    assert (found.everyone.winners, found.everyone.losers, found.everyone.same) == (2, 1, 1)


def test_all_amounts_together_come_first():
    together_, cluster, uitkering = shifts(compared())
    assert together_.rules == (*cluster.rules, *uitkering.rules)
    for one, a, b in zip(together_.rows, cluster.rows, uitkering.rows, strict=True):
        assert one.change == a.change + b.change
    assert [(one.everyone.winners, one.everyone.losers) for one in (together_, cluster, uitkering)] == [
        (326, 16), (241, 101), (337, 5)
    ]  # fmt: skip


def test_an_amount_that_stays_has_no_shifts():
    """From mei to September 2024 the integratie-uitkering is what it was."""
    same = compare_publications(SHIPPED, "meicirculaire-2024", "septembercirculaire-2024", 2024)
    assert [found.rules for found in shifts(same)] == [
        ("cluster_participatie", "iu_participatie"),
        ("cluster_participatie",),
    ]


@given(st.lists(st.fractions(Fraction(1, 100), 10**6), max_size=40))
def test_concentration(amounts):
    found = concentration(amounts)
    ordered = sorted(amounts, reverse=True)
    assert (found.count, found.sum) == (len(amounts), sum(amounts))
    assert 2 * sum(ordered[: found.half]) >= found.sum
    assert not found.half or 2 * sum(ordered[: found.half - 1]) < found.sum
    assert 0 <= found.top <= 1
    assert found.top == 1 or len(amounts) > 10 or not amounts


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 9), st.integers(-9, 9)), min_size=1))
def test_some_together(rows):
    made = together([Shift("x", "x", *map(Fraction, row)) for row in rows])
    assert made.winners + made.losers + made.same == len(rows)
    assert made.gains + made.losses == made.whole.change
    assert (made.whole.per_inhabitant is None) == any(not persons for persons, _, _ in rows)


@pytest.mark.promise("docs/questions.md#text-for-one")
def test_a_text_for_one_municipality():
    text = run(FIRST, SECOND, "--gemeente", "Gouda").stdout
    assert "Gouda (0513) gaat erop vooruit." in text
    assert "van 17.169.810 naar 17.669.037 EUR: +499.227 EUR, +6,59 per inwoner, +2,91%." in text
    assert "in provincie Zuid-Holland -0,82" in text


def test_the_workbook(tmp_path):
    result = run(FIRST, SECOND, "--out", str(tmp_path))
    assert result.exit_code == 0, result.stderr
    [path] = tmp_path.iterdir()
    assert path.name == f"herverdeeleffecten-{FIRST}-naar-{SECOND}.xlsx"
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 9
    assert book.worksheets[0]._charts
    last = [cell.value for cell in book.worksheets[2][book.worksheets[2].max_row]]
    assert last[1] == "Totaal (342 gemeenten)"
    assert last[-3] == 193_897_038


def test_an_approximation_is_called_so():
    assert (
        "Benadering, niet het bedrag" in run("budgetten-2024-voorlopig", "budgetten-2024-definitief").stdout
    )
