"""Herindelingsmaatstaf: the seven published amounts to the cent, and the money of what-if mergers."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.analysis.merger_money import _events, merger_amounts
from rules.analysis.verify import agreements
from rules.territory.municipalities import inhabitants_on
from rules.territory.reorganisation import parse
from tables.publication.reorganisation import what_if_sheet
from tests.helpers.workspaces import SHIPPED


@pytest.mark.promise("docs/territory.md#merger-money")
def test_the_seven_amounts_of_2024_to_the_cent():
    [outcome] = SHIPPED.outcomes("herindelingsmaatstaf-2024")
    [compared] = agreements(SHIPPED, outcome)
    assert (compared.count, compared.equal) == (7, 7)
    assert Fraction(outcome.result.total("herindelingsmaatstaf")) == Fraction("10707605.87")


@pytest.mark.parametrize(
    ("merges", "day", "year", "fewer", "larger"),
    [
        (["0003+0010+0024=1979"], datetime.date(2020, 12, 31), 2020, 2, 21_179),
        (["0398+0416=1980"], datetime.date(2021, 12, 31), 2021, 1, 28_335),
        (["0756+0786+0815+1684+1702=1982"], datetime.date(2021, 12, 31), 2021, 4, 60_585),
        (["0501+0530+0614=1992"], datetime.date(2022, 12, 31), 2022, 2, 32_664),
    ],
)
def test_a_merger_is_counted_as_the_law_counted_it(merges, day, year, fewer, larger):
    [event] = _events(parse(merges, []), inhabitants_on(year, day))
    assert (event.fewer, event.inhabitants, event.split) == (fewer, larger, False)


def test_a_municipality_that_is_split_over_others():
    persons = {"0001": Fraction(1_000), "0002": Fraction(5_000), "0003": Fraction(7_000)}
    [event] = _events(parse([], ["0001=0002:0.4,0003:0.6"]), persons)
    assert (event.fewer, event.split, event.inhabitants) == (1, True, 1_000)
    assert event.received == {"0002": 400, "0003": 600}
    assert list(_events(parse([], ["0001=0001:0.5,9002:0.5"]), persons)) == []


@pytest.mark.promise("docs/territory.md#merger-money-shown")
def test_every_what_if_merger_shows_what_is_paid_for_it():
    what = parse(["0513+1931=9001:Groot-Gouda"], [])
    [before] = SHIPPED.outcomes("septembercirculaire-2024")
    [after] = SHIPPED.reorganised(what).outcomes("septembercirculaire-2024")
    [paid] = merger_amounts(before, after)
    persons = inhabitants_on(2023, datetime.date(2024, 1, 1))
    basis = 2_245_440 + Fraction("53.288") * min(persons["0513"], persons["1931"])
    exact = [basis * Fraction("1.823") * part for part in (Fraction(2, 5), *[Fraction(1, 5)] * 3)]
    assert all(abs(a - b) <= Fraction(1, 200) for a, b in zip(paid.by_year, exact, strict=True))
    sheet = what_if_sheet(before, after)
    [row] = sheet.blocks[1].rows
    assert row[:3] == ["9001", "Groot-Gouda", "Gouda, Krimpenerwaard"]
    assert sum(row[3:-1]) == row[-1]


def test_who_is_split_counts_among_those_involved():
    """Gouda over two others: three are involved, and each adds a tenth to the amount for one municipality fewer."""
    what = parse([], ["0513=1931:0.75,0484:0.25"])
    [before] = SHIPPED.outcomes("septembercirculaire-2024")
    paid = merger_amounts(before, SHIPPED.reorganised(what).outcomes("septembercirculaire-2024")[0])
    persons = inhabitants_on(2023, datetime.date(2024, 1, 1))["0513"]
    basis = 2_245_440 * (1 + 3 * Fraction("0.1")) + Fraction("53.288") * persons
    first = basis * Fraction("1.823") * Fraction(2, 5)
    shares = {"1931": Fraction("0.95") * Fraction(3, 4) + Fraction("0.05"), "0484": Fraction("0.95") / 4}
    assert {one.code for one in paid} == shares.keys()
    assert all(abs(one.by_year[0] - first * shares[one.code]) <= Fraction(1, 200) for one in paid)


PERSONS = st.dictionaries(
    st.sampled_from(["0001", "0002", "0003", "0004"]), st.integers(1, 10**6).map(Fraction), min_size=2
)


@given(PERSONS)
def test_who_merges_are_fewer_by_all_but_one_and_the_largest_does_not_count(persons):
    [event] = _events(parse(["+".join(persons) + "=9001"], []), persons)
    assert event.fewer == len(persons) - 1
    assert event.inhabitants + max(persons.values()) == sum(persons.values())
