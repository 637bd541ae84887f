"""The model over households: two representations and plain Python agree in every household and every sum."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from attrs import evolve

from allocation.case import Case
from allocation.expressions import total
from allocation.levels import Levels
from allocation.population import Population, summed
from allocation.rulebook import rulebook
from allocation.rules import rule
from rules.model import plain
from rules.model.households import households
from rules.model.lookups import lookups
from rules.model.outcome import country, outcomes
from rules.model.packing import booleans, packed
from rules.model.sums import UNIT, Sum, Sums, merged, rounded, sums
from rules.model.weights import CONSTANT
from tests.helpers.model_settings import YEARS, of_year, some


def as_packed(year, frame, tmp_path):
    of = of_year(year)
    path = tmp_path / "huishoudens.parquet"
    frame.write_parquet(path)
    right = households(path, of.weights, of.layout.codes, list(of.norms))
    return packed(right.frame, of.weights, of.layout)


def by_hand(year, frame):
    """Chance and fraction of every household, in plain Python."""
    weights = of_year(year).weights
    return [
        tuple(plain.fixed(row, table, weights) for table in (weights.chance, weights.price))
        for row in frame.iter_rows(named=True)
    ]


def added(frame, chances):
    found = {}
    for row, (p, f) in zip(frame.iter_rows(named=True), chances, strict=True):
        key = (row["gemeentecode"], row["norm"])
        found[key] = found.get(key, Sum(0, 0, 0)) + Sum(1, p, p * f)
    return Sums(found, 0)


@pytest.mark.promise("docs/objectief-model.md#equal-in-every-household")
@pytest.mark.parametrize("year", YEARS)
def test_packed_equals_plain_python_in_every_household(year, tmp_path):
    of, frame = of_year(year), some(year)
    made = rounded(as_packed(year, frame, tmp_path), of.weights, of.layout).collect()
    assert list(made.select("chance", "part").iter_rows()) == by_hand(year, frame)


@pytest.mark.parametrize("year", YEARS)
def test_a_column_an_indicator_gives_the_same_x(year):
    """The other representation: Booleans times weights, a row of the table at a time, in polars."""
    weights, frame = of_year(year).weights, some(year)
    rows = frame.lazy().with_columns(booleans(weights))
    for table in (weights.chance, weights.price):
        terms = [
            pl.lit(weights.units(row.value)) if row.name == CONSTANT
            else pl.col(row.name).cast(pl.Decimal(38, 6)).to_physical().cast(pl.Int64) * (weights.units(row.value) // 10**6)
            if row.name in weights.measured
            else pl.col(row.name).cast(pl.Int64) * weights.units(row.value)
            for row in table.rows
        ]  # fmt: skip
        found = rows.select(x=pl.sum_horizontal(terms)).collect()["x"].to_list()
        exact = [
            sum(plain.terms(row, table, weights).values(), start=Decimal(0))
            for row in frame.iter_rows(named=True)
        ]
        assert [Fraction(x, 10**weights.scale) for x in found] == [Fraction(x) for x in exact]


@pytest.mark.promise("docs/objectief-model.md#one-hash")
@pytest.mark.parametrize("year", YEARS)
def test_one_hash_whatever_the_order_and_the_cut(year, tmp_path):
    of, frame = of_year(year), some(year)
    rows = as_packed(year, frame, tmp_path).collect()
    expected = added(frame, by_hand(year, frame)).hash
    for seed in range(3):
        mixed = rows.sample(fraction=1, shuffle=True, seed=seed)
        cuts = sorted({0, mixed.height, *random.Random(seed).sample(range(mixed.height), seed * 3)})
        parts = [sums(mixed[a:b].lazy(), of.weights, of.layout) for a, b in pairwise(cuts)]
        assert merged(parts).hash == expected


def test_another_household_is_another_hash(tmp_path):
    of, frame = of_year(2026), some(2026)
    rows = as_packed(2026, frame, tmp_path)
    assert sums(rows.slice(1), of.weights, of.layout).hash != sums(rows, of.weights, of.layout).hash


@pytest.mark.promise("docs/objectief-model.md#as-a-rule")
def test_the_outcome_is_that_of_a_rule_at_the_level_of_households():
    """total(kans x norm x deel, to="gemeente") in the language of rules, where p and f are given with nine decimals."""
    of, frame = of_year(2026), some(2026)
    chances = by_hand(2026, frame)
    rows = pl.DataFrame(
        {
            "place": frame["gemeentecode"],
            "p": pl.Series([Decimal(p).scaleb(-9) for p, _ in chances], dtype=pl.Decimal(12, 9)),
            "f": pl.Series([Decimal(f).scaleb(-9) for _, f in chances], dtype=pl.Decimal(12, 9)),
            "amount": pl.Series(
                [Decimal(of.norms[n]).scaleb(-2) for n in frame["norm"]], dtype=pl.Decimal(9, 2)
            ),
        }
    )
    formula = rule(label="O", unit="EUR", source="x", valid_from=1, name="o")(
        lambda p, f, amount: total(p * f * amount, to="town")
    )
    levels = Levels("town", dict.fromkeys(["p", "f", "amount"], "hearth"))
    book = rulebook([formula], ["p", "f", "amount"], [], 1, levels=levels).needed(["o"])
    case = Case(book, of.layout.codes, {}, {}, dict.fromkeys(book.inputs, "officieel"))
    [column] = summed(case, [Population("hearth", rows.lazy(), "place")]).inputs.values()
    made = outcomes(added(frame, chances), of.layout.codes, of.norms)
    assert list(column.exact) == [one.outcome for one in made]


def test_the_outcome_is_chance_times_norm_times_fraction():
    of, frame = of_year(2026), some(2026)
    chances = by_hand(2026, frame)
    made = outcomes(added(frame, chances), of.layout.codes, of.norms)
    expected = sum(
        Fraction(p, UNIT) * Fraction(of.norms[n], 100) * Fraction(f, UNIT)
        for (p, f), n in zip(chances, frame["norm"], strict=True)
    )
    rows, predicted, outcome = country(made)
    assert (rows, outcome) == (frame.height, expected)
    assert predicted == Fraction(sum(p for p, _ in chances), UNIT)
    one = next(o for o in made if o.paid)
    assert one.paid * sum(one.predicted[n] * Fraction(c, 100) for n, c in of.norms.items()) == one.outcome


def test_a_household_with_two_ages_two_origins_and_two_benefits(tmp_path):
    of = of_year(2026)
    frame = some(2026).filter(pl.col("paar_zonder_kinderen") == 1).head(1)
    two = [
        "leeftijd_25_30",
        "leeftijd_50_aow",
        "herkomst_syrie",
        "herkomst_turkije",
        "ww_uitkering",
        "anw_uitkering",
    ]
    groups = [c for c in of.weights.given if c.startswith(("leeftijd_", "herkomst_"))]
    frame = frame.with_columns([pl.lit(0, dtype=pl.UInt8).alias(c) for c in groups]).with_columns(
        [pl.lit(1, dtype=pl.UInt8).alias(c) for c in two], norm=pl.lit("paar_beide_21_aow")
    )
    [row] = frame.iter_rows(named=True)
    terms = plain.terms(row, of.weights.chance, of.weights)
    assert set(two) <= set(terms)
    assert terms["niet_europees_en_50_aow"] == Decimal("0.2519365")  # once, though two origins are
    found = sums(as_packed(2026, frame, tmp_path), of.weights, of.layout)
    assert found.hash == added(frame, by_hand(2026, frame)).hash


@pytest.mark.parametrize(("decimals", "kind"), [(7, pl.Int64), (10, pl.Int128)])
def test_both_tables_in_one_lookup_are_found_back(decimals, kind, tmp_path):
    """Weights below and above 0 in either table; with more decimals than 64 bits hold beside each other, 128."""
    of, chance = of_year(2026), random.Random(decimals)

    def other(row):
        if row.value is None or row.name in of.weights.measured:
            return row
        return evolve(row, value=Decimal(chance.randrange(-(10**decimals), 10**decimals)).scaleb(-decimals))

    tables = (of.weights.chance, of.weights.price)
    changed = [evolve(t, rows=tuple(map(other, t.rows))) for t in tables]
    weights = evolve(of.weights, chance=changed[0], price=changed[1])
    made, frame = lookups(weights, of.layout), some(2026)
    assert made.kind == kind
    found = made.xs(as_packed(2026, frame, tmp_path)).collect()
    for x, table in zip(found, changed, strict=True):
        exact = [sum(plain.terms(row, table, weights).values()) for row in frame.iter_rows(named=True)]
        assert [Fraction(one, 10**weights.scale) for one in x] == [Fraction(one) for one in exact]
