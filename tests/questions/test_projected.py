"""The series after what is known: on stated assumptions, closing every year, in the place of nothing published."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from click.testing import CliRunner

from allocation.numbers import round_half_away
from cli import main
from rules.analysis.projected import projected, with_years_of
from rules.analysis.restate import values_of
from rules.analysis.years import ahead
from rules.runs.projection import project
from rules.scenarios.stack import with_scenarios
from tables.series import book, report
from tests.helpers.series import known
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

NAME = LIBRARY.law.projection.publication
YEARS = range(2026, 2049)
pytestmark = pytest.mark.xdist_group("series")


@pytest.fixture(scope="module")
def made():
    return {one.prepared.year.year: one for one in project(ahead(SHIPPED, NAME, YEARS), NAME, YEARS)}


@pytest.fixture(scope="module")
def lines(made):
    return with_years_of(made, LIBRARY.law.projection.rules, known())


def of(lines, name):
    return next(line for line in lines if line.name == name)


@pytest.mark.promise("docs/policy.md#projected")
def test_what_is_known_stays_and_what_is_added_is_never_official(lines):
    for before, after in zip(known(), lines, strict=True):
        assert {year: after.values[year] for year in before.values} == before.values
        added = [one for year, one in after.values.items() if year not in before.values]
        assert all(one.projected and one.status != "officieel" for one in added)
        assert {one.publication for one in added} <= {NAME}
    for name in ("wsw", "begeleiding_beschut_werk", "cluster_participatie", "uitkering_bijstand"):
        assert {*range(2024, 2049)} <= {*of(lines, name).values}


@pytest.mark.promise("docs/policy.md#projected")
def test_the_places_go_to_30_300_along_a_line_and_the_money_follows_them(lines, made):
    assert made[2048].result.national["plekken_oploop"] == 30_300
    places = {2026: Fraction(12_796)} | {
        year: one.result.national["plekken_oploop"] for year, one in made.items() if year > 2026
    }
    assert {places[year] - places[year - 1] for year in range(2027, 2049)} == {Fraction(8752, 11)}
    for year in YEARS:
        national = made[year].result.national
        money = places[year] * 11_296 * national["prijspeil"]
        assert abs(national["begeleiding_doorgerekend_landelijk"] - money) <= Fraction(1, 2)
        assert of(lines, "begeleiding_beschut_werk").values[year].value == sum(
            values_of(made[year], "begeleiding_doorgerekend").values()
        )


@pytest.mark.promise("docs/policy.md#projected")
def test_every_pot_of_every_year_closes_but_for_whole_euros(made):
    for outcome in made.values():
        assert len(outcome.result.balances) == 3
        for balance in outcome.result.balances:
            assert balance.available == balance.handed_out + balance.left
            assert abs(balance.left) <= Fraction(len(outcome.prepared.case.codes), 2)


@pytest.mark.promise("docs/policy.md#projected")
def test_each_year_follows_from_the_one_before(made):
    start = SHIPPED.outcome("meicirculaire-2024", 2025).result
    prices = left = Fraction(1)
    budget = Fraction(7_946_000_000)
    for year, outcome in made.items():
        stays = next(v.value for v in LIBRARY.figures["blijfkans_wsw"].values if v.year == year)
        prices, left = round_half_away(prices * Fraction("1.02"), 6), round_half_away(left * stays, 6)
        if year > 2026:
            budget = round_half_away(budget * Fraction("1.02"), 0)
            assert outcome.result.national["gebundelde_uitkering_doorgerekend"] == budget
        assert outcome.result.national["prijspeil"] == prices
        whole = sum(start.exact("wsw")) * left * prices
        assert abs(outcome.result.national["wsw_doorgerekend_landelijk"] - whole) <= Fraction(1, 2)


def test_the_path_of_the_wsw_is_that_of_the_paper():
    """53,400 of 55,800 in 2026 and 51,000 of 53,400 in 2027, in four decimals."""
    path = {v.year: v.value for v in LIBRARY.figures["wsw_raming_mvt"].values}
    stays = {v.year: v.value for v in LIBRARY.figures["blijfkans_wsw"].values}
    assert [stays[year] for year in (2026, 2027)] == [
        round(path[year] / path[year - 1], 4) for year in (2026, 2027)
    ]


@pytest.mark.promise("docs/policy.md#projected")
def test_the_chart_has_a_bar_for_each_year_and_a_sign_where_all_is_projected(lines):
    workbook = book.workbook(LIBRARY, lines)
    [table] = [one for sheet in workbook.sheets for one in sheet.blocks if one.name == book.BY_YEAR]
    signed = {int(row[0][:4]) for row in table.rows if report.PROJECTED in row[0]}
    assert signed == {*range(2027, 2049)}
    assert all(any(isinstance(value, Decimal) for value in row[1:-1]) for row in table.rows)
    [chart] = [one for sheet in workbook.sheets for one in sheet.charts]
    assert report.PROJECTED in chart.x_title
    assert "doorgerekend" in chart.alt
    assert all(NAME in sheet.subtitle for sheet in workbook.sheets[:3])


@pytest.mark.promise("docs/policy.md#projected")
def test_another_assumption_is_a_scenario(tmp_path):
    (tmp_path / "s.toml").write_text(
        '[scenario]\nname = "geen-prijzen"\ntitle = "x"\nsource = "x"\n'
        '[[figure]]\nname = "loon_en_prijs_doorrekening"\nvalue = 0\n',
        encoding="utf-8",
    )
    line = of(known(), "uitkering_bijstand")
    line = evolve(line, part=evolve(line.part, valid_to=2028))
    [longer] = projected(workspace(tmp_path), [line], lambda space: with_scenarios(space, "geen-prijzen"))
    assert {one.value for one in longer.values.values() if one.projected} == {7_946_000_000}
    assert max(longer.values) == 2028


def test_the_command_says_what_is_projected(tmp_path, monkeypatch, lines):
    """What is computed is that of the other tests here: it takes seconds."""
    monkeypatch.setattr("tables.command.series.national_series", lambda _: known())
    longer = lambda _, before, above: lines if before is known() and callable(above) else []  # noqa: E731
    monkeypatch.setattr("tables.command.series.carried_on", longer)
    result = CliRunner().invoke(main, ["series", "--projected", "--out", str(tmp_path / "reeks.csv")])
    assert result.exit_code == 0, result.output
    assert "2035 °" in result.stdout
    assert "d = doorgerekend op aannamen" in result.stdout
    text = (tmp_path / "reeks.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith("publicatie,doorgerekend")
    assert sum(line.endswith(",ja") for line in text.splitlines()) == 3 * 23 + 22 + 21
