"""The shipped publications against the published figures. What each number proves: `verdeel verify`."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve

from allocation.case import case_of
from allocation.column import of_fractions
from allocation.evaluation import evaluate
from allocation.numbers import round_half_away
from rules.analysis.verify import against_oracle, agreements
from tests.helpers.workspaces import BOOKS, LIBRARY, SHIPPED, workspace

YEARS = [
    (of.name, year.year)
    for of in LIBRARY.publications.values()
    for year in of.years
    if SHIPPED.complete(of.name, year.year)
]


def outcome(name, year):
    [found] = SHIPPED.outcomes(name, year)
    return found


def amounts(found, rule):
    return {code: int(value) for code, value in found.result.values.select("code", rule).rows()}


@pytest.mark.parametrize(
    ("name", "year", "national", "gouda", "schiermonnikoog", "vlieland", "amsterdam"),
    [
        ("meicirculaire-2023", 2024, 3_994_768_388, 17_081_584, 100_159, 121_625, 361_446_112),
        ("septembercirculaire-2023", 2024, 4_059_350_800, 17_169_810, 99_909, 134_937, 368_765_138),
        ("meicirculaire-2024", 2024, 3_966_161_417, 17_332_490, 90_611, 164_361, 344_545_811),
        ("meicirculaire-2024", 2025, 4_159_509_760, 18_119_034, 96_093, 172_022, 357_238_371),
        ("septembercirculaire-2024", 2024, 4_052_929_836, 17_669_037, 92_787, 169_418, 348_474_632),
    ],
)
def test_cluster_participatie_to_the_euro(name, year, national, gouda, schiermonnikoog, vlieland, amsterdam):
    found = outcome(name, year)
    assert found.result.national["cluster_participatie_landelijk"] == national
    paid = amounts(found, "cluster_participatie")
    assert [paid[code] for code in ("0513", "0088", "0096", "0363")] == [
        gouda,
        schiermonnikoog,
        vlieland,
        amsterdam,
    ]


@pytest.mark.parametrize(
    ("name", "year", "national", "price"),
    [
        ("meicirculaire-2023", 2024, 1_845_516_644, 8_597),
        ("septembercirculaire-2023", 2024, 1_870_592_997, 8_597),
        ("meicirculaire-2024", 2024, 2_070_910_995, 11_296),
        ("meicirculaire-2024", 2025, 1_939_596_993, 11_296),
        ("septembercirculaire-2024", 2024, 2_070_910_995, 11_296),
    ],
)
def test_integratie_uitkering_national_total_and_two_islands(name, year, national, price):
    """Schiermonnikoog and Vlieland have no Wsw and one place: they get the price of a place."""
    paid = amounts(outcome(name, year), "iu_participatie")
    assert sum(paid.values()) == national
    assert (paid["0088"], paid["0096"]) == (price, price)


@pytest.mark.promise("docs/derived-keys.md#se-out-of-sample")
def test_septembercirculaire_2023_is_within_a_euro_of_what_the_key_was_fitted_to():
    """The persons are whole, so the fit could not follow the amounts: but it is no evidence."""
    found = outcome("septembercirculaire-2023", 2024)
    [iu] = [c for c in agreements(SHIPPED, found) if c.published.rule == "iu_participatie" and c.count > 1]
    assert (iu.count, iu.evidence) == (342, False)
    assert iu.equal >= 280
    assert iu.largest <= 1


@pytest.mark.promise("docs/derived-keys.md#se-out-of-sample")
@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("meicirculaire-2023", 2024),
        ("meicirculaire-2024", 2024),
        ("meicirculaire-2024", 2025),
        ("septembercirculaire-2024", 2024),
    ],
)
def test_every_amount_of_the_other_circulars_is_that_of_the_circular(name, year):
    [iu] = [
        c
        for c in agreements(SHIPPED, outcome(name, year))
        if c.published.rule == "iu_participatie" and c.count > 1
    ]
    assert (iu.count, iu.equal) == (342, 342)


@pytest.mark.promise("README.md#evidence-is-said")
def test_agreement_with_what_a_key_was_derived_from_is_never_evidence():
    for name in (
        "meicirculaire-2023",
        "septembercirculaire-2023",
        "meicirculaire-2024",
        "septembercirculaire-2024",
    ):
        for found in SHIPPED.outcomes(name):
            for compared in agreements(SHIPPED, found):
                assert not compared.evidence
                assert compared.published.reason


@pytest.mark.promise("docs/derived-keys.md#key-fits")
@pytest.mark.parametrize(("year", "count", "total"), [(2022, 344, 9_506), (2026, 342, 12_823)])
def test_aantallen_beschut_werk_exactly(year, count, total):
    found = outcome(f"regeling-beschut-werk-{year}", year)
    [compared] = agreements(SHIPPED, found)
    assert (compared.count, compared.equal, compared.computed) == (count, count, total)
    assert compared.evidence


def test_structural_places_in_2048():
    found = outcome("verkenning-baankansen", 2048)
    [balance] = found.result.balances
    assert balance.available == 30_300
    assert found.result.statuses["aantal_beschut_werk"] == "indicatief"


@pytest.mark.promise("README.md#amounts-equal-the-oracle")
@pytest.mark.parametrize(("name", "year"), YEARS)
def test_the_oracle_equals_polars_in_every_value_of_every_rule(name, year):
    found = outcome(name, year)
    growth_per_municipality = name.startswith("budgetten-")  # too many denominators for 38 digits
    difference_of_two_shares = name.startswith("beschut-")  # so many digits that it depends on the figures
    assert difference_of_two_shares or bool(found.result.on_fractions) == growth_per_municipality
    count, different = against_oracle(found.result)
    municipal, national = len(found.result.values.columns) - 1, len(found.result.national)
    assert count == municipal * found.prepared.territory.height + national
    assert different == 0


@pytest.mark.promise("README.md#verify-recomputes")
def test_the_comparison_with_the_oracle_can_fail():
    result = outcome("regeling-beschut-werk-2026", 2026).result
    off_by_one = of_fractions([value + 1 for value in result.exact("aantal_beschut_werk")])
    wrong = evolve(result, columns={**result.columns, "aantal_beschut_werk": off_by_one})
    assert against_oracle(wrong) == (342, 342)


@pytest.mark.promise("README.md#pots-close")
@pytest.mark.parametrize(("name", "year"), YEARS)
def test_every_pot_closes_or_says_why_not(name, year):
    found = outcome(name, year)
    for balance in found.result.balances:
        result = found.result
        if balance.rule not in result.endless:
            assert balance.handed_out == Fraction(result.total(balance.rule))
        if not (balance.bounds or balance.pot_rounding):
            assert abs(balance.left) <= Fraction(found.prepared.territory.height, 2)


@pytest.mark.promise("README.md#rounding-is-explained-to-the-cent")
def test_the_two_roundings_of_the_cluster_are_explained():
    """The sum of 342 rounded amounts is 5 more than the rounded sum: rounding, to the cent."""
    balances = {b.rule: b for b in outcome("meicirculaire-2023", 2024).result.balances}
    cluster = balances["cluster_participatie"]
    assert (cluster.left, cluster.bounds) == (-5, 0)
    assert round_half_away(cluster.rounding, 2) == Fraction("-5.04")
    assert round_half_away(cluster.pot_rounding, 2) == Fraction("0.04")


@pytest.mark.promise("README.md#as-sure-as-the-least-sure")
def test_what_is_derived_is_marked_so():
    statuses = outcome("septembercirculaire-2024", 2024).result.statuses
    assert statuses["cluster_participatie"] == "officieel"
    assert statuses["iu_participatie"] == "afgeleid"


@pytest.mark.promise("docs/figures-and-data.md#yours-goes-first")
def test_se_of_ones_own_take_the_place_of_the_derived_ones(tmp_path):
    """A municipality with all the SE gets all of the Wsw money; it is the folder's, and says so."""
    codes = outcome("septembercirculaire-2024", 2024).prepared.territory["code"]
    rows = "\n".join(f"{code},{8 if code == '0513' else 0}" for code in codes)
    (tmp_path / "se.csv").write_text(f"gemeentecode,SE x blijfkans\n{rows}\n", encoding="utf-8")
    (tmp_path / "se.toml").write_text(
        """[[data]]
        publication = "septembercirculaire-2024"
        year = 2024
        file = "se.csv"
        columns = { verwachte_se = "SE x blijfkans" }
        status = "officieel"
        source = "eigen opgave"
        """,
        encoding="utf-8",
    )
    [found] = workspace(tmp_path).outcomes("septembercirculaire-2024")
    paid = amounts(found, "wsw")
    assert paid.pop("0513") == 1_885_889_925
    assert set(paid.values()) == {0}
    assert found.prepared.deliveries["verwachte_se"].source == "eigen opgave"
    assert found.prepared.case.statuses["verwachte_se"] == "officieel"


@pytest.mark.parametrize(("year", "small"), [(2017, 0), (2018, 0), (2019, 1), (2026, 1)])
def test_the_minimum_of_one_place_holds_from_2019(year, small):
    book = BOOKS.whole(year).needed(["aantal_beschut_werk"])
    places = {"code": ["a", "b"], "sleutel_beschut_werk": [Decimal(999), Decimal(1)]}
    figures = {"landelijk_aantal_beschut_werk": Fraction(100), "minimum_aantal_plekken": Fraction(1)}
    case = case_of(book, pl.DataFrame(places), figures, dict.fromkeys([*figures, *places], "officieel"))
    assert evaluate(case).values["aantal_beschut_werk"].to_list() == [100, small]
