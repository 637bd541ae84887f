"""The shipped publications against the published figures. What each number proves: `verdeel verify`."""

from fractions import Fraction

import pytest

import rules
from allocation import exact
from allocation.case import QUOTIENT_DECIMALS
from allocation.numbers import round_half_away
from rules.catalogue.compare import compare
from rules.catalogue.sheets import read_csv

YEARS = [(of.name, year.year) for of in rules.library().publications.values() for year in of.years]


def outcome(name, year):
    [found] = rules.compute(name, year)
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


def test_septembercirculaire_2023_from_the_key_of_its_meicirculaire():
    """The test of the derived keys: what counts as evidence is within 100 euros everywhere."""
    found = outcome("septembercirculaire-2023", 2024)
    counted = [c for c in compare(found.prepared, found.result, read_csv) if c.published.evidence]
    [iu] = counted
    assert iu.published.rule == "iu_participatie"
    assert iu.count == 342
    assert iu.largest <= 100
    assert iu.median_relative <= Fraction(1, 100_000)


def test_agreement_with_what_a_key_was_derived_from_is_never_evidence():
    for name in ("meicirculaire-2023", "meicirculaire-2024", "septembercirculaire-2024"):
        for found in rules.compute(name):
            for compared in compare(found.prepared, found.result, read_csv):
                assert not compared.published.evidence
                assert compared.published.reason


@pytest.mark.parametrize(("year", "count", "total"), [(2022, 344, 9_506), (2026, 342, 12_823)])
def test_aantallen_beschut_werk_exactly(year, count, total):
    found = outcome(f"regeling-beschut-werk-{year}", year)
    [compared] = compare(found.prepared, found.result, read_csv)
    assert (compared.count, compared.equal, compared.computed) == (count, count, total)


def test_structural_places_in_2048():
    found = outcome("verkenning-baankansen", 2048)
    [balance] = found.result.balances
    assert balance.available == 30_300
    assert found.result.statuses["aantal_beschut_werk"] == "indicatief"


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_the_oracle_equals_polars_in_every_value_of_every_rule(name, year):
    found = outcome(name, year)
    result = found.result
    assert result.arithmetic == "polars"
    for rule, row in exact.evaluate(found.prepared.case).items():
        if rule in result.national:
            assert [result.national[rule]] == row
        else:
            ends = rule not in result.endless
            expected = row if ends else [round_half_away(v, QUOTIENT_DECIMALS) for v in row]
            assert [Fraction(value) for value in result.values[rule]] == expected


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_every_pot_closes_or_says_why_not(name, year):
    for balance in outcome(name, year).result.balances:
        assert balance.left == balance.pot_rounding + balance.bounds + balance.rounding


def test_the_two_roundings_of_the_cluster_are_explained():
    """The sum of 342 rounded amounts is 5 more than the rounded sum: rounding, to the cent."""
    balances = {b.rule: b for b in outcome("meicirculaire-2023", 2024).result.balances}
    cluster = balances["cluster_participatie"]
    assert (cluster.left, cluster.bounds) == (-5, 0)
    assert round_half_away(cluster.rounding, 2) == Fraction("-5.04")
    assert round_half_away(cluster.pot_rounding, 2) == Fraction("0.04")


def test_what_is_derived_is_marked_so():
    statuses = outcome("septembercirculaire-2024", 2024).result.statuses
    assert statuses["cluster_participatie"] == "officieel"
    assert statuses["iu_participatie"] == "afgeleid"
