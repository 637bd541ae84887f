"""The normering of the gemeentefonds: another one in each period, its figures with a source, or else a refusal."""

from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.numbers import round_half_away
from cli import main
from rules.analysis.years import ahead
from rules.runs.projection import project
from tests.helpers.small_cases import run
from tests.helpers.workspaces import LIBRARY, SHIPPED

NAME = "normering-gemeentefonds"
PER_CENT = st.integers(-1000, 1000).map(lambda basis: Fraction(basis, 10_000))
AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)
YEARS = range(2026, 2028)


def growth(year):
    """What is shipped of the growth of gross domestic product."""
    return next(one for one in LIBRARY.figures["bbp_volume_groei"].values if one.year == year)


@pytest.fixture(scope="module")
def projected():
    """The years of the publication, and on to 2035."""
    space = ahead(SHIPPED, NAME, range(2026, 2036))
    return {one.prepared.year.year: one for one in project(space, NAME, range(2026, 2036))}


@pytest.mark.promise("docs/policy.md#normering")
def test_the_mean_of_eight_years_is_that_of_what_was_published():
    """2,6; 1,8; -3,8; 6,2; 4,3; 0,1; 1,0; 1,9 per cent: 14,1 in eight years."""
    outcome = SHIPPED.outcome(NAME, 2027)
    mean = outcome.result.national["bbp_volume_gemiddelde"]
    assert mean == sum(growth(year).value for year in range(2018, 2026)) / 8 == Fraction("0.141") / 8
    assert all(growth(year).source.startswith("CBS") for year in range(2018, 2026))
    assert growth(2026).source.startswith("aanname")
    assert growth(2026).status == "indicatief"


@pytest.mark.promise("docs/policy.md#normering")
def test_each_period_has_its_own_normering():
    assert [
        (rule.valid_from, rule.valid_to, rule.function) for rule in LIBRARY.rules if rule.name == "accres"
    ] == [
        (2015, 2019, "trap_op_trap_af"),
        (2020, 2021, "bevroren"),
        (2022, 2025, "vast_volume"),
        (2026, 2026, "geen_normering"),
        (2027, None, "naar_bbp"),
    ]


@pytest.mark.promise("docs/policy.md#normering")
@given(PER_CENT, PER_CENT)
def test_what_counts_in_each_period_is_what_moves_the_fund(one, other):
    def accres(year, **figures):
        return run(["accres"], year, {"0001": {}}, figures).national["accres"]

    assert accres(2017, groei_accresrelevante_uitgaven=one) == one
    assert accres(2021, accres_bevroren=one) == one
    fixed = accres(2023, accres_volume_vast=one, loon_en_prijs_gemeentefonds=other)
    assert fixed == (1 + one) * (1 + other) - 1
    assert accres(2026, loon_en_prijs_gemeentefonds=other) == other
    same = {f"bbp_volume_groei[-{before}]": one for before in range(2, 10)}
    assert accres(2030, **same, gewicht_bbp_jaar=Fraction(1, 8), prijs_bbp=other) == fixed


@pytest.mark.promise("docs/policy.md#normering")
@given(st.lists(PER_CENT, min_size=8, max_size=8), PER_CENT)
def test_the_year_before_and_the_year_itself_do_not_count_for_the_volume(last, price):
    """T-9 to T-2 in any order give one accres; more growth in one of them gives an eighth of it more."""

    def volume(years):
        figures = {
            f"bbp_volume_groei[-{before}]": value for before, value in zip(range(2, 10), years, strict=True)
        }
        figures |= {"gewicht_bbp_jaar": Fraction(1, 8), "prijs_bbp": price}
        result = run(["accres"], 2030, {"0001": {}}, figures)
        return result.national["bbp_volume_gemiddelde"]

    assert volume(last) == volume(last[::-1]) == sum(last) / 8
    assert volume([last[0] + Fraction(8, 100), *last[1:]]) == volume(last) + Fraction(1, 100)


@pytest.mark.promise("docs/policy.md#normering")
def test_every_year_closes_and_follows_from_the_one_before(projected):
    start = SHIPPED.outcome("meicirculaire-2024", 2025).result.exact("cluster_participatie")
    index = Fraction(1)
    for outcome in projected.values():
        index = round_half_away(index * (1 + outcome.result.national["accres"]), 6)
        assert outcome.result.national["accres_index"] == index
        amounts = outcome.result.exact("cluster_participatie_genormeerd")
        assert all(
            abs(now - then * index) <= Fraction(1, 2) for now, then in zip(amounts, start, strict=True)
        )
        [balance] = outcome.result.balances
        assert balance.available == balance.handed_out + balance.left
        assert abs(balance.left) <= Fraction(len(amounts), 2)
        assert outcome.result.statuses["cluster_participatie_genormeerd"] in ("indicatief", "onbevestigd")


def test_a_publication_of_its_own_and_no_circular_is_touched():
    """What a ministry publishes of 2025 stays what it is; the projection carries its own name and issuer."""
    assert LIBRARY.publications[NAME].issuer == "Verdeelsleutel"
    assert not LIBRARY.publications[NAME].based_on
    assert {year.year for year in LIBRARY.publications[NAME].years} == {*YEARS}


@pytest.mark.promise("docs/policy.md#normering")
def test_another_assumption_is_a_figure_and_what_was_not_read_is_refused(tmp_path):
    (tmp_path / "eigen.toml").write_text(
        "[figures.prijs_bbp]\n"
        'values = [{ year = 2027, value = 0.03, status = "indicatief", source = "eigen raming" }]\n',
        encoding="utf-8",
    )
    shown = CliRunner().invoke(main, ["years", "Gouda", NAME, "--data", str(tmp_path)])
    assert shown.exit_code == 0, shown.output
    before = CliRunner().invoke(main, ["years", "Gouda", NAME])
    assert "19.183.292" in before.output
    index = round(Fraction("1.02") * (1 + Fraction("0.141") / 8) * Fraction("1.03"), 6)
    assert f"{round(18_119_034 * index):,}".replace(",", ".") in shown.output
    assert "na 2027" in before.output
    assert "niets geraamd" not in before.output
    (tmp_path / "eigen.toml").write_text(
        '[publication]\nname = "vroeger"\ntitle = "Vroeger"\ndate = "2024"\nissuer = "x"\n'
        "[[publication.years]]\nyear = 2024\nterritory = 2024-01-01\n"
        'stand = "voorlopig"\namounts = ["cluster_participatie"]\noverview = ["accres", "cluster_participatie"]\n',
        encoding="utf-8",
    )
    refused = CliRunner().invoke(
        main, ["publish", "vroeger", "--data", str(tmp_path), "--out", str(tmp_path)]
    )
    assert refused.exit_code == 2
    assert "accres_volume_vast" in refused.stderr
    assert "geen enkel jaar" in refused.stderr
