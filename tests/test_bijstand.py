"""Bijstand: what the Besluit Participatiewet promises, by year, and the worked examples."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from small import LIBRARY, case, exact_values, run

import rules
from allocation.errors import InputError, PotError, RuleError
from allocation.evaluation import evaluate
from allocation.numbers import round_half_away


def row(inwoners, lasten, gu, o, **more):
    return {
        "inwoners_t1": inwoners,
        "lasten_jaarrekening": lasten,
        "huishoudens_t1": 1,
        "huishoudens_t2": 1,
        "uitgaven_dak_en_thuislozen_t2": gu,
        "objectieve_uitkomst": o,
        **more,
    }


def six(result, name):
    return [format(float(v), ".6f") for v in exact_values(result, name)]


@pytest.mark.parametrize(
    ("inwoners", "weight"),
    [
        (14_999, 0),
        (15_000, 0),
        (15_001, Fraction("0.00004")),
        (27_500, Fraction("0.5")),
        (39_999, Fraction("0.99996")),
        (40_000, 1),
        (40_001, 1),
    ],
)
@pytest.mark.parametrize("year", [2017, 2018, 2021, 2022, 2024, 2026])
def test_the_weight_by_inhabitants(inwoners, weight, year):
    result = run(["gewicht_objectief"], year, {"A": {"inwoners_t1": inwoners}})
    assert exact_values(result, "gewicht_objectief") == [weight]


# domain: TB = 110, TL = 100, TGU = 120; m is 0, 0.5 and 1
EXAMPLE_2018 = {
    "A": row(12_000, 10, 1, 9, gehuisveste_vergunninghouders=1),
    "B": row(27_500, 20, 2, 22, gehuisveste_vergunninghouders=1),
    "C": row(90_000, 70, 7, 69, gehuisveste_vergunninghouders=2),
}


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_worked_example_without_other_parts(year):
    figures = {"macrobudget": 110, "reservering_vangnet": 0, "netto_uitgaven_landelijk_t2": 120}
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2018, figures)
    assert six(result, "historisch_deel") == ["11.000000", "11.000000", "0.000000"]
    assert six(result, "deel_dak_en_thuislozen") == ["0.000000", "0.916667", "6.416667"]
    assert format(float(result.national["budget_objectief"]), ".6f") == "80.666667"
    assert six(result, "objectief_deel") == ["0.000000", "11.091667", "69.575000"]
    parts = unrounded(result, "historisch_deel", "deel_dak_en_thuislozen", "objectief_deel")
    assert [format(float(v), ".6f") for v in parts] == ["11.000000", "23.008333", "75.991667"]
    assert sum(parts) == 110


def unrounded(result, *names):
    return [sum(values) for values in zip(*(exact_values(result, name) for name in names), strict=True)]


PARTS = ("historisch_deel", "deel_dak_en_thuislozen", "objectief_deel")

# domain_bijstand: TB 1.000, TBLKS 80, TBAJ 20, TGU 900
EXAMPLE_2026 = {
    "A": row(12_000, 50, 2, 48, uitgaven_loonkostensubsidie=4, jongeren_18_20=100),
    "B": row(27_500, 150, 6, 160, uitgaven_loonkostensubsidie=10, jongeren_18_20=300),
    "C": row(90_000, 700, 40, 690, uitgaven_loonkostensubsidie=66, jongeren_18_20=1_600),
}
FIGURES_2026 = {
    "macrobudget": 1_000,
    "reservering_vangnet": 0,
    "budget_loonkostensubsidie": 80,
    "budget_jongeren": 20,
    "netto_uitgaven_landelijk_t2": 900,
}


def test_the_worked_example_of_2026():
    result = run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, FIGURES_2026)
    assert format(float(result.national["budget_objectief"]), ".6f") == "728.266667"
    assert six(result, "objectief_deel") == ["0.000000", "75.664069", "652.602597"]
    assert six(result, "historisch_deel") == ["51.111111", "76.666667", "0.000000"]
    assert six(result, "deel_dak_en_thuislozen") == ["0.000000", "3.066667", "40.888889"]
    assert exact_values(result, "deel_loonkostensubsidie") == [4, 10, 66]
    assert exact_values(result, "deel_jongeren") == [1, 3, 16]
    whole = unrounded(result, *PARTS, "deel_loonkostensubsidie", "deel_jongeren")
    assert [format(float(v), ".6f") for v in whole] == ["56.111111", "168.397403", "775.491486"]
    assert sum(whole) == 1_000


def test_in_2026_the_letter_takes_the_money_for_jongeren_from_the_objective_part_alone():
    """Read the other way the historical part pays its share, and all parts are the macrobudget still."""
    letter = run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, FIGURES_2026)
    other = run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, {**FIGURES_2026, "lezing_budget_jongeren": 1})
    assert exact_values(other, "historisch_deel")[0] == Fraction(50 * 900, 900)
    assert exact_values(other, "historisch_deel")[0] < exact_values(letter, "historisch_deel")[0]
    for result in (letter, other):
        assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie", "deel_jongeren")) == 1_000


@pytest.mark.parametrize(("reading", "basis"), [(0, 1_000), (1, 920)])
@pytest.mark.parametrize("year", [2022, 2023])
def test_in_2022_and_2023_the_historical_part_has_two_readings(year, reading, basis):
    """To the letter its base is the whole macrobudget; the parts are the macrobudget either way."""
    figures = {**FIGURES_2026, "lezing_grondslag_historisch": reading}
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, figures)
    assert exact_values(result, "historisch_deel")[0] == Fraction(50 * basis, 900)
    assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie")) == 1_000
    assert LIBRARY.figures["lezing_grondslag_historisch"].at(year, "any").value == 0


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_homeless_and_institutions_are_a_part_of_what_is_left_without_loonkostensubsidie(year):
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, FIGURES_2026)
    assert exact_values(result, "deel_dak_en_thuislozen") == [
        0,
        Fraction(1, 2) * Fraction(6, 900) * 920,
        Fraction(40, 900) * 920,
    ]


@pytest.mark.parametrize("year", [2024, 2025])
def test_from_2024_the_historical_part_leaves_out_loonkostensubsidie(year):
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, FIGURES_2026)
    assert exact_values(result, "historisch_deel")[0] == Fraction(50 * 920, 900)
    assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie")) == 1_000


def test_in_2017_a_quarter_follows_the_lasten_alone():
    figures = {"macrobudget": 100_000_110, "reservering_vangnet": 0, "netto_uitgaven_landelijk_t2": 120}
    old, new = (run(["gebundelde_uitkering"], year, EXAMPLE_2018, figures) for year in (2017, 2018))
    parts = unrounded(new, *PARTS)
    assert sum(parts) == 110
    bv = exact_values(new, "deel_vergunninghouders")
    assert bv == [25_000_000, 25_000_000, 50_000_000]
    expected = [
        Fraction(1, 4) * Fraction(lasten, 100) * 110 + Fraction(3, 4) * part + v
        for lasten, part, v in zip((10, 20, 70), parts, bv, strict=True)
    ]
    assert sum(expected) == 100_000_110
    assert exact_values(old, "gebundelde_uitkering") == [round_half_away(v, 0) for v in expected]


def test_in_2021_the_covid_budget_comes_out_of_the_objective_part():
    rows = {code: {**values, "sleutel_covid": i} for i, (code, values) in enumerate(EXAMPLE_2018.items(), 1)}
    figures = {
        "macrobudget": 3_272_000_000,
        "budget_covid": 327_200_000,
        "reservering_vangnet": 0,
        "netto_uitgaven_landelijk_t2": 120,
    }
    result = run(["gebundelde_uitkering"], 2021, rows, figures)
    assert sum(exact_values(result, "deel_covid")) == 327_200_000
    assert exact_values(result, "historisch_deel")[0] == Fraction(10 * 3_272_000_000, 100)
    assert sum(unrounded(result, *PARTS, "deel_covid")) == 3_272_000_000


def test_lasten_are_those_of_four_schemes_with_the_growth_of_households():
    rows = {
        "A": {
            "lasten_bijstand_t2": 100, "lasten_ioaw_t2": 20, "lasten_ioaz_t2": 3, "lasten_bbz_t2": 7,
            "lasten_t3": 90, "jaarrekening_te_laat": 0, "huishoudens_t1": 110, "huishoudens_t2": 100,
        },
        "B": {
            "lasten_bijstand_t2": 0, "lasten_ioaw_t2": 0, "lasten_ioaz_t2": 0, "lasten_bbz_t2": 0,
            "lasten_t3": 200, "jaarrekening_te_laat": 1, "huishoudens_t1": 90, "huishoudens_t2": 100,
        },
    }  # fmt: skip
    result = run(["lasten_verdeling"], 2025, rows)
    assert exact_values(result, "lasten_verdeling") == [143, Fraction("1.05") * 200 * Fraction("0.9")]
    lower = run(["lasten_verdeling"], 2025, rows, {"correctie_late_jaarrekening": Fraction("0.95")})
    assert exact_values(lower, "lasten_verdeling")[1] == Fraction("0.95") * 180


HOUSEHOLDS = [
    name for name in LIBRARY.inputs if name.startswith("huishoudens_") and name[12:14] not in "t1t2"
]


def test_the_objective_outcome_from_predicted_households():
    """Two singles and three couples with a child and three kostendelers, 90 % of the norm paid out."""
    rows = {"A": {**dict.fromkeys(HOUSEHOLDS, 0), "prijscomponent": "0.9"}}
    rows["A"]["huishoudens_alleenstaande_21_aow"] = 2
    rows["A"]["huishoudens_kostendeler_paar_een_18_20_met_kind_3"] = 3
    expected = {2024: (Fraction("18279.74"), None), 2026: (Fraction("20817.34"), Fraction("18699.57"))}
    couple = LIBRARY.figures["norm_kostendeler_paar_een_18_20_met_kind_3"]
    for year, (single, printed) in expected.items():
        norm = couple.at(year, "any").value
        assert printed in (None, norm)
        result = run(["objectieve_uitkomst"], year, rows)
        assert exact_values(result, "objectieve_uitkomst") == [Fraction("0.9") * (2 * single + 3 * norm)]


def test_before_2019_there_is_no_price_component():
    rows = {"A": {**dict.fromkeys(HOUSEHOLDS, 0), "huishoudens_alleenstaande_21_aow": 2}}
    figures = {name: 1 for name in LIBRARY.figures if name.startswith("norm_")}
    result = run(["objectieve_uitkomst"], 2018, rows, {**figures, "norm_alleenstaande_21_aow": 15_000})
    assert exact_values(result, "objectieve_uitkomst") == [30_000]


@pytest.mark.parametrize(
    ("kind", "expected"), [("met", ["22356.37", "19918.44"]), ("zonder", ["15790.56", "14225.88"])]
)
def test_the_table_of_2026_can_be_read_a_row_back(kind, expected):
    """Row 2 is then the basic norm, and row 3 what is printed at 2."""
    for count, norm in zip((2, 3), expected, strict=True):
        rows = {"A": {**dict.fromkeys(HOUSEHOLDS, 0), "prijscomponent": 1}}
        rows["A"][f"huishoudens_kostendeler_paar_een_18_20_{kind}_kind_{count}"] = 1
        result = run(["objectieve_uitkomst"], 2026, rows, {"lezing_kostendelers_2026": 1})
        assert exact_values(result, "objectieve_uitkomst") == [Fraction(norm)]


def test_the_macrobudget_is_the_sum_of_its_parts_where_it_is_not_given():
    parts = {
        "realisatie_bijstand_t1": 6_000,
        "effect_beleid": 40,
        "loon_en_prijsbijstelling": 300,
        "effect_conjunctuur": -140,
        "realisatie_loonkostensubsidie_t1": 470,
        "groei_loonkostensubsidie": 60,
        "loon_en_prijs_loonkostensubsidie": 15,
        "reservering_vangnet": 5,
    }
    result = run(["budget_bijstand"], 2025, {"A": {}}, parts)
    assert result.national["macrobudget"] == 6_200 + 545
    assert result.national["beschikbaar_macrobudget"] == 6_740
    assert result.national["budget_bijstand"] == 6_195


# What must hold for everyone, on random municipalities

SMALL, MIDDLE, LARGE = st.integers(0, 15_000), st.integers(15_001, 39_999), st.integers(40_000, 900_000)
MONEY = st.integers(1, 10**6)


@st.composite
def countries(draw):
    """Two municipalities of each size class, and the figures of 2025."""
    rows = {
        code: row(
            draw(size), draw(MONEY), draw(st.integers(0, 1_000)), draw(MONEY),
            uitgaven_loonkostensubsidie=draw(MONEY),
        )
        for code, size in zip("ABCDEF", [SMALL, SMALL, MIDDLE, MIDDLE, LARGE, LARGE], strict=True)
    }  # fmt: skip
    figures = {
        "macrobudget": draw(st.integers(10**7, 10**8)),
        "reservering_vangnet": draw(st.integers(0, 10**5)),
        "budget_loonkostensubsidie": draw(st.integers(0, 10**6)),
        "netto_uitgaven_landelijk_t2": draw(st.integers(10**6, 10**7)),
    }
    return rows, figures


def budgets(rows, figures, year=2025):
    """The exact budgets before rounding; nothing is promised where the other parts leave less than nothing."""
    try:
        result = run(["gebundelde_uitkering"], year, rows, figures)
    except PotError:
        reject()
    names = (*PARTS, "deel_loonkostensubsidie")
    return dict(zip(result.values["code"], unrounded(result, *names), strict=True))


def changed(rows, code, **values):
    return {**rows, code: {**rows[code], **values}}


@given(countries())
def test_the_parts_are_the_available_macrobudget(country):
    rows, figures = country
    assert sum(budgets(rows, figures).values()) == figures["macrobudget"] - figures["reservering_vangnet"]


@given(countries(), st.sampled_from("ABCDEF"), MONEY)
def test_up_to_15_000_nobodys_objective_outcome_counts(country, code, outcome):
    rows, figures = country
    before, after = (budgets(r, figures) for r in (rows, changed(rows, code, objectieve_uitkomst=outcome)))
    assert [before[c] for c in "AB"] == [after[c] for c in "AB"]


@given(countries(), MONEY)
def test_from_40_000_own_lasten_count_only_through_the_national_total(country, lasten):
    """Swap lasten between two large municipalities: the total stays, and so does every budget."""
    rows, figures = country
    e, f = rows["E"]["lasten_jaarrekening"], rows["F"]["lasten_jaarrekening"]
    moved = min(lasten, f)
    other = changed(changed(rows, "E", lasten_jaarrekening=e + moved), "F", lasten_jaarrekening=f - moved)
    assert budgets(other, figures) == budgets(rows, figures)


@given(countries(), st.sampled_from("CDEF"), MONEY)
def test_more_own_objective_need_never_lowers_the_own_budget(country, code, more):
    rows, figures = country
    own = changed(rows, code, objectieve_uitkomst=rows[code]["objectieve_uitkomst"] + more)
    assert budgets(own, figures)[code] >= budgets(rows, figures)[code]


@pytest.mark.parametrize("bound", [15_000, 40_000])
@given(country=countries())
def test_the_budget_has_no_jump_in_inhabitants_at_the_bounds(country, bound):
    """From either side, in ever smaller steps, the budget comes as near as one wants to that at the bound."""
    rows, figures = country

    def budget(inhabitants):
        return budgets(changed(rows, "C", inwoners_t1=inhabitants), figures)["C"]

    for side in (-1, 1):
        gaps = [abs(budget(bound + side * Decimal(step)) - budget(bound)) for step in ("1", "0.01", "0.0001")]
        assert gaps[1] <= gaps[0] / 50
        assert gaps[2] <= gaps[1] / 50 or gaps[2] == 0


@given(countries(), st.permutations("ABCDEF"), st.integers(2, 1_000))
def test_order_and_scale_change_nothing(country, order, factor):
    rows, figures = country
    weights = ("lasten_jaarrekening", "objectieve_uitkomst", "uitgaven_loonkostensubsidie")
    scaled = {code: {**rows[code], **{n: rows[code][n] * factor for n in weights}} for code in order}
    assert budgets(scaled, figures) == budgets(rows, figures)


@given(countries(), st.sampled_from(["AB", "EF"]))
def test_the_sum_stays_the_pot_when_two_of_one_side_merge(country, pair):
    """And they get together what they got apart, for all their parts but for the size are sums."""
    rows, figures = country
    a, b = pair
    assume(pair == "EF" or rows[a]["inwoners_t1"] + rows[b]["inwoners_t1"] <= 15_000)
    merged = {name: rows[a][name] + rows[b][name] for name in rows[a]}
    after = budgets({**{c: v for c, v in rows.items() if c not in pair}, "M": merged}, figures)
    before = budgets(rows, figures)
    assert sum(after.values()) == sum(before.values())
    assert after["M"] == before[a] + before[b]


# The shipped publications

COMPLETE = [
    "budgetten-2024-voorlopig",
    "budgetten-2024-nader-voorlopig",
    "budgetten-2024-definitief",
    "budgetten-2025-voorlopig",
    "budgetten-2025-definitief",
]


@pytest.mark.parametrize("name", COMPLETE)
def test_the_shipped_budgets_rest_on_stand_ins_and_say_so(name):
    [found] = rules.compute(name)
    assert found.result.statuses["gebundelde_uitkering"] == "indicatief"
    total = Fraction(found.result.total("gebundelde_uitkering"))
    available = found.result.national["beschikbaar_macrobudget"]
    assert abs(total - available) <= 171
    notes = [found.prepared.deliveries[n].note for n in ("objectieve_uitkomst", "lasten_jaarrekening")]
    assert all("staat in voor" in note for note in notes)


def test_the_shipped_budgets_equal_a_plain_recomputation():
    """The formula of 2025 in plain fractions, apart from the engine."""
    [found] = rules.compute("budgetten-2025-definitief")
    columns = found.prepared.case.municipalities
    inhabitants, lasten, h1, h2, o, lks = (
        [Fraction(v) for v in columns[name]]
        for name in (
            "inwoners_t1", "lasten_jaarrekening", "huishoudens_t1", "huishoudens_t2",
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


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_shares_of_the_bijstand_are_fixed_and_those_of_loonkostensubsidie_renewed(year):
    early, late = (rules.compute(f"budgetten-{year}-{moment}")[0] for moment in ("voorlopig", "definitief"))
    growth = late.result.national["budget_bijstand"] / early.result.national["budget_bijstand"]
    for name in ("historisch_deel", "objectief_deel"):
        before, after = exact_values(early.result, name), exact_values(late.result, name)
        assert [v * growth for v in before] == after
    name = "deel_loonkostensubsidie"
    assert exact_values(early.result, name) != exact_values(late.result, name)


def test_the_payments_are_the_uitkering_and_the_adjustment_is_spread_over_what_is_left():
    [found] = rules.compute("budgetten-2025-definitief")
    _, *months, _ = found.prepared.year.sheets["Betaalkalender"]
    values = found.result.values
    early = [Fraction(v) for v in found.prepared.case.municipalities["eerdere_uitkering"]]
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
    [found] = rules.compute("totaalbeeld-2024")
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


def test_every_year_from_2015_has_a_publication():
    years = {int(name.split("-")[1]) for name in (*COMPLETE, *(name for name, _ in SHELLS))}
    assert years == set(range(2015, 2027))


@pytest.mark.parametrize(("name", "year"), SHELLS)
def test_a_year_that_cannot_be_computed_says_what_is_missing(name, year):
    with pytest.raises((InputError, RuleError)) as error:
        rules.compute(name, year)
    said = str(error.value)
    if year < 2017:
        assert f"gebundelde_uitkering is not in force in {year} (only from 2017)" in said
        assert f"Het Besluit Participatiewet zoals het in {year} gold, is niet gelezen" in said
    else:
        assert f"{name}, {year}: nothing delivers lasten_jaarrekening" in said
        assert f"{name}, {year}: nothing delivers objectieve_uitkomst" in said
        assert "nothing delivers huishoudens_alleenstaande" not in said


@pytest.mark.parametrize("year", range(2017, 2027))
def test_every_year_computes_by_its_own_law_when_everything_is_there(year):
    rows = {
        code: {
            **values,
            "sleutel_covid": 1,
            "gehuisveste_vergunninghouders": 1,
        }
        for code, values in EXAMPLE_2026.items()
    }
    figures = {**FIGURES_2026, "macrobudget": 10**9, "budget_covid": 10**8}
    result = evaluate(case(["gebundelde_uitkering"], year, rows, figures))
    [pot] = [b for b in result.balances if b.rule == "gebundelde_uitkering"]
    assert pot.available == 10**9
    assert abs(pot.left) <= Fraction(3, 2)
    assert pot.bounds == pot.pot_rounding == 0
