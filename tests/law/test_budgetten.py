"""Bijstand: the shipped publications, and which years can be computed."""

from fractions import Fraction

import pytest

from allocation.errors import InputError, RuleError
from allocation.numbers import round_half_away
from rules.runs.stand_ins import stand_ins
from tests.helpers.small_cases import exact_values
from tests.helpers.workspaces import LIBRARY, SHIPPED

COMPLETE = [
    "budgetten-2024-voorlopig",
    "budgetten-2024-nader-voorlopig",
    "budgetten-2024-definitief",
    "budgetten-2025-voorlopig",
    "budgetten-2025-definitief",
]


@pytest.mark.promise("docs/bijstand.md#stand-ins-are-said")
@pytest.mark.parametrize("name", COMPLETE)
def test_the_shipped_budgets_rest_on_stand_ins_and_say_so(name):
    [found] = SHIPPED.outcomes(name)
    assert found.result.statuses["gebundelde_uitkering"] == "indicatief"
    total = Fraction(found.result.total("gebundelde_uitkering"))
    available = found.result.national["beschikbaar_macrobudget"]
    assert abs(total - available) <= 171
    assert {"objectieve_uitkomst", "lasten_jaarrekening"} <= {one.name for one in stand_ins(found.prepared)}


@pytest.mark.promise("docs/decisions.md#recomputed-apart")
def test_the_shipped_budgets_equal_a_plain_recomputation():
    """The formula of 2025 in plain fractions, apart from the engine."""
    [found] = SHIPPED.outcomes("budgetten-2025-definitief")
    columns = found.prepared.case.inputs
    inhabitants, lasten, h1, h2, o, lks = (
        columns[name].exact
        for name in (
            "inwoners[-1]", "lasten_jaarrekening", "huishoudens[-1]", "huishoudens[-2]",
            "objectieve_uitkomst", "uitgaven_loonkostensubsidie",
        )
    )  # fmt: skip
    tb, tblks = 7_779_800_000, 545_100_000
    m = [min(max((n - 15_000) / 25_000, Fraction(0)), Fraction(1)) for n in inhabitants]
    grown = [a * b / c for a, b, c in zip(lasten, h1, h2, strict=True)]
    whole = sum(grown)
    bl = [(1 - w) * x / whole * (tb - tblks) for w, x in zip(m, grown, strict=True)]
    weighted = [w * x for w, x in zip(m, o, strict=True)]
    rest = (tb - tblks - sum(bl)) / sum(weighted)
    uitkering = [
        round_half_away(a + w * rest + x / sum(lks) * tblks, 0)
        for a, w, x in zip(bl, weighted, lks, strict=True)
    ]
    assert found.result.values["gebundelde_uitkering"].to_list() == uitkering


@pytest.mark.promise("docs/bijstand.md#shares-are-fixed")
@pytest.mark.parametrize("year", [2024, 2025])
def test_the_shares_of_the_bijstand_are_fixed_and_those_of_loonkostensubsidie_renewed(year):
    early, late = (
        SHIPPED.outcomes(f"budgetten-{year}-{moment}")[0] for moment in ("voorlopig", "definitief")
    )
    growth = late.result.national["budget_bijstand"] / early.result.national["budget_bijstand"]
    for name in ("historisch_deel", "objectief_deel"):
        before, after = exact_values(early.result, name), exact_values(late.result, name)
        assert [v * growth for v in before] == after
    name = "deel_loonkostensubsidie"
    assert exact_values(early.result, name) != exact_values(late.result, name)


@pytest.mark.promise("docs/bijstand.md#payments-are-the-budget")
def test_the_payments_are_the_uitkering_and_the_adjustment_is_spread_over_what_is_left():
    [found] = SHIPPED.outcomes("budgetten-2025-definitief")
    _, *months, _ = found.prepared.year.sheets["Betaalkalender"]
    values = found.result.values
    early = [Fraction(v) for v in found.prepared.case.inputs["eerdere_uitkering"].shown]
    for place, now in enumerate(values["gebundelde_uitkering"]):
        paid = [Fraction(values[month][place]) for month in months]
        assert sum(paid) == now
        assert paid[:4] == [early[place] * Fraction("0.08")] * 4
        assert paid[4] == early[place] * Fraction("0.12")
        assert paid[5:9] == [early[place] * Fraction("0.08")] * 4
        settled = [p - early[place] * Fraction("0.08") for p in paid[9:]]
        assert max(settled) - min(settled) <= Fraction("0.01")


def test_all_flows_of_2024_together():
    """7,340.2 + 4,052.9 + 2,070.9 = 13,464.0 million, as the Berenschot handreiking has it."""
    [found] = SHIPPED.outcomes("totaalbeeld-2024")
    national = found.result.national["participatiemiddelen_landelijk"]
    assert round_half_away(national / 1_000_000, 1) == Fraction("13464.0")
    streams = ("iu_participatie", "cluster_participatie")
    totals = [round_half_away(Fraction(found.result.total(n)) / 1_000_000, 1) for n in streams]
    assert totals == [Fraction("2070.9"), Fraction("4052.9")]
    bijstand = found.result.total("uitkering_bijstand") + found.result.total("uitkering_loonkostensubsidie")
    reserved = found.prepared.figures["reservering_vangnet"].value
    assert abs(Fraction(bijstand) + reserved - 7_340_200_000) <= 171


SHELLS = [
    (of.name, year.year)
    for of in LIBRARY.publications.values()
    for year in of.years
    if of.name.startswith("budgetten-") and of.name not in COMPLETE
]


@pytest.mark.promise("docs/bijstand.md#every-year-has-its-law")
def test_every_year_from_2015_has_a_publication():
    years = {int(name.split("-")[1]) for name in (*COMPLETE, *(name for name, _ in SHELLS))}
    assert years == set(range(2015, 2027))


@pytest.mark.promise("README.md#not-read-is-refused")
@pytest.mark.promise("docs/bijstand.md#every-year-has-its-law")
@pytest.mark.parametrize(("name", "year"), SHELLS)
def test_a_year_that_cannot_be_computed_says_what_is_missing(name, year):
    with pytest.raises((InputError, RuleError)) as error:
        SHIPPED.outcomes(name, year)
    said = str(error.value)
    if year == 2016:
        assert f"gebundelde_uitkering geldt niet in {year} (alleen vanaf 2017)" in said
        assert "zoals het in 2016 gold, zijn alleen delen gelezen" in said
        return
    assert f"{name}, {year}: " in said
    assert "verwacht: een levering, [[data]]" in said
    if year == 2015:
        assert "niets levert inwoners[-1]" in said
        assert "niets levert lasten_verdeling_2015" in said
    else:
        assert "niets levert lasten_jaarrekening" in said
        assert "niets levert objectieve_uitkomst" in said
        assert "niets levert huishoudens_alleenstaande" not in said
