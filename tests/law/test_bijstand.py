"""Bijstand: what the Besluit Participatiewet promises, by year, and the worked examples."""

from fractions import Fraction

import pytest

from allocation.numbers import round_half_away
from tables.publication.amounts import streams
from tests.helpers.small_cases import LIBRARY, PARTS, exact_values, row, run, unrounded
from tests.helpers.workspaces import SHIPPED, workspace


def six(result, name):
    return [format(float(v), ".6f") for v in exact_values(result, name)]


@pytest.mark.promise("docs/bijstand.md#weight-by-size")
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
    result = run(["gewicht_objectief"], year, {"A": {"inwoners[-1]": inwoners}})
    assert exact_values(result, "gewicht_objectief") == [weight]


# domain: TB = 110, TL = 100, TGU = 120; m is 0, 0.5 and 1
EXAMPLE_2018 = {
    "A": row(12_000, 10, 1, 9, gehuisveste_vergunninghouders=1),
    "B": row(27_500, 20, 2, 22, gehuisveste_vergunninghouders=1),
    "C": row(90_000, 70, 7, 69, gehuisveste_vergunninghouders=2),
}


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_worked_example_without_other_parts(year):
    figures = {"macrobudget": 110, "reservering_vangnet": 0, "netto_uitgaven_landelijk[-2]": 120}
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2018, figures)
    assert six(result, "historisch_deel") == ["11.000000", "11.000000", "0.000000"]
    assert six(result, "deel_dak_en_thuislozen") == ["0.000000", "0.916667", "6.416667"]
    assert format(float(result.national["budget_objectief"]), ".6f") == "80.666667"
    assert six(result, "objectief_deel") == ["0.000000", "11.091667", "69.575000"]
    parts = unrounded(result, "historisch_deel", "deel_dak_en_thuislozen", "objectief_deel")
    assert [format(float(v), ".6f") for v in parts] == ["11.000000", "23.008333", "75.991667"]
    assert sum(parts) == 110


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
    "netto_uitgaven_landelijk[-2]": 900,
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


@pytest.mark.promise("docs/bijstand.md#other-parts")
@pytest.mark.promise("docs/bijstand.md#reading-jongeren")
def test_in_2026_the_letter_takes_the_money_for_jongeren_from_the_objective_part_alone():
    """Read the other way the historical part pays its share, and all parts are the macrobudget still."""
    letter = run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, FIGURES_2026)
    other = run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, {**FIGURES_2026, "lezing_budget_jongeren": 1})
    assert exact_values(other, "historisch_deel")[0] == Fraction(50 * 900, 900)
    assert exact_values(other, "historisch_deel")[0] < exact_values(letter, "historisch_deel")[0]
    for result in (letter, other):
        assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie", "deel_jongeren")) == 1_000


@pytest.mark.promise("docs/bijstand.md#reading-historical-part")
@pytest.mark.parametrize(("reading", "basis"), [(0, 1_000), (1, 920)])
@pytest.mark.parametrize("year", [2022, 2023])
def test_in_2022_and_2023_the_historical_part_has_two_readings(year, reading, basis):
    """To the letter its base is the whole macrobudget; the parts are the macrobudget either way."""
    figures = {**FIGURES_2026, "lezing_grondslag_historisch": reading}
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, figures)
    assert exact_values(result, "historisch_deel")[0] == Fraction(50 * basis, 900)
    assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie")) == 1_000
    assert LIBRARY.figures["lezing_grondslag_historisch"].at(year, "any").value == 0


@pytest.mark.promise("docs/bijstand.md#homeless-and-institutions")
@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_homeless_and_institutions_are_a_part_of_what_is_left_without_loonkostensubsidie(year):
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, FIGURES_2026)
    assert exact_values(result, "deel_dak_en_thuislozen") == [
        0,
        Fraction(1, 2) * Fraction(6, 900) * 920,
        Fraction(40, 900) * 920,
    ]


@pytest.mark.promise("docs/bijstand.md#reading-historical-part")
@pytest.mark.parametrize("year", [2024, 2025])
def test_from_2024_the_historical_part_leaves_out_loonkostensubsidie(year):
    result = run(["gebundelde_uitkering"], year, EXAMPLE_2026, FIGURES_2026)
    assert exact_values(result, "historisch_deel")[0] == Fraction(50 * 920, 900)
    assert sum(unrounded(result, *PARTS, "deel_loonkostensubsidie")) == 1_000


@pytest.mark.promise("docs/bijstand.md#transition-of-2017")
def test_in_2017_a_quarter_follows_the_lasten_alone():
    figures = {"macrobudget": 100_000_110, "reservering_vangnet": 0, "netto_uitgaven_landelijk[-2]": 120}
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


@pytest.mark.promise("docs/bijstand.md#other-parts")
def test_in_2021_the_covid_budget_comes_out_of_the_objective_part():
    rows = {code: {**values, "sleutel_covid": i} for i, (code, values) in enumerate(EXAMPLE_2018.items(), 1)}
    figures = {
        "macrobudget": 3_272_000_000,
        "budget_covid": 327_200_000,
        "reservering_vangnet": 0,
        "netto_uitgaven_landelijk[-2]": 120,
    }
    result = run(["gebundelde_uitkering"], 2021, rows, figures)
    assert sum(exact_values(result, "deel_covid")) == 327_200_000
    assert exact_values(result, "historisch_deel")[0] == Fraction(10 * 3_272_000_000, 100)
    assert sum(unrounded(result, *PARTS, "deel_covid")) == 3_272_000_000


@pytest.mark.promise("docs/bijstand.md#reading-late-accounts")
@pytest.mark.promise("docs/bijstand.md#sums-of-parts")
def test_lasten_are_those_of_four_schemes_with_the_growth_of_households():
    rows = {
        "A": {
            "lasten_bijstand[-2]": 100, "lasten_ioaw[-2]": 20, "lasten_ioaz[-2]": 3, "lasten_bbz[-2]": 7,
            "lasten[-3]": 90, "jaarrekening_te_laat[-2]": 0, "huishoudens[-1]": 110, "huishoudens[-2]": 100,
        },
        "B": {
            "lasten_bijstand[-2]": 0, "lasten_ioaw[-2]": 0, "lasten_ioaz[-2]": 0, "lasten_bbz[-2]": 0,
            "lasten[-3]": 200, "jaarrekening_te_laat[-2]": 1, "huishoudens[-1]": 90, "huishoudens[-2]": 100,
        },
    }  # fmt: skip
    result = run(["lasten_verdeling"], 2025, rows)
    assert exact_values(result, "lasten_verdeling") == [143, Fraction("1.05") * 200 * Fraction("0.9")]
    lower = run(["lasten_verdeling"], 2025, rows, {"correctie_late_jaarrekening": Fraction("0.95")})
    assert exact_values(lower, "lasten_verdeling")[1] == Fraction("0.95") * 180


HOUSEHOLDS = [
    name for name in LIBRARY.inputs if name.startswith("huishoudens_") and name[12:14] not in "t1t2"
]


@pytest.mark.promise("docs/bijstand.md#sums-of-parts")
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


@pytest.mark.promise("docs/bijstand.md#reading-kostendelers")
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


@pytest.mark.promise("docs/bijstand.md#sums-of-parts")
def test_the_macrobudget_is_the_sum_of_its_parts_where_it_is_not_given():
    parts = {
        "realisatie_bijstand[-1]": 6_000,
        "effect_beleid": 40,
        "loon_en_prijsbijstelling": 300,
        "effect_conjunctuur": -140,
        "realisatie_loonkostensubsidie[-1]": 470,
        "groei_loonkostensubsidie": 60,
        "loon_en_prijs_loonkostensubsidie": 15,
        "reservering_vangnet": 5,
    }
    result = run(["budget_bijstand"], 2025, {"A": {}}, parts)
    assert result.national["macrobudget"] == 6_200 + 545
    assert result.national["beschikbaar_macrobudget"] == 6_740
    assert result.national["budget_bijstand"] == 6_195


@pytest.mark.promise("README.md#law-of-that-year")
@pytest.mark.promise("docs/bijstand.md#every-year-has-its-law")
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
    result = run(["gebundelde_uitkering"], year, rows, figures)
    [pot] = [b for b in result.balances if b.rule == "gebundelde_uitkering"]
    assert pot.available == 10**9
    assert abs(pot.left) <= Fraction(3, 2)
    assert pot.bounds == pot.pot_rounding == 0


@pytest.mark.promise("docs/bijstand.md#reading-fixed-shares")
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2026])
def test_the_shares_of_an_earlier_moment_hold_or_shift_with_the_parts(year):
    """The law's reading keeps them to the last digit; the other one is what the parts of today are."""
    more = {"jongeren_18_20": 1, "sleutel_covid": 1, "uitgaven_loonkostensubsidie": 1}
    rows = {
        code: {**more, **values, "eerdere_bijstand": 10 + place}
        for place, (code, values) in enumerate(EXAMPLE_2026.items())
    }
    fixed, anew = (
        run(
            ["bijstand_verdeeld"],
            year,
            rows,
            {**FIGURES_2026, "budget_covid": 5, "lezing_vaste_aandelen": reading},
        )
        for reading in (1, 0)
    )
    money = sum(exact_values(fixed, "bijstand_opnieuw"))
    earlier = [10, 11, 12]
    assert exact_values(fixed, "bijstand_verdeeld") == [money * Fraction(n, sum(earlier)) for n in earlier]
    assert exact_values(anew, "bijstand_verdeeld") == exact_values(anew, "bijstand_opnieuw")
    assert LIBRARY.figures["lezing_vaste_aandelen"].at(year, "any").value == 1


@pytest.mark.promise("docs/bijstand.md#reading-fixed-shares")
def test_without_an_earlier_moment_both_readings_are_the_same():
    results = [
        run(["gebundelde_uitkering"], 2026, EXAMPLE_2026, {**FIGURES_2026, "lezing_vaste_aandelen": reading})
        for reading in (0, 1)
    ]
    first, second = (exact_values(result, "gebundelde_uitkering") for result in results)
    assert first == second


@pytest.mark.promise("docs/bijstand.md#late-accounts")
def test_a_year_that_does_not_count_is_no_zero_on_the_sheet(tmp_path):
    codes = SHIPPED.outcome("budgetten-2025-voorlopig", 2025).prepared.case.codes
    rows = [
        f"{code},{int(n == 3)},{'' if n == 3 else 50},{90 if n == 3 else ''}" for n, code in enumerate(codes)
    ]
    (tmp_path / "l.csv").write_text("\n".join(["gemeentecode,laat,t2,t3", *rows]), encoding="utf-8")
    (tmp_path / "l.toml").write_text(
        '[[data]]\npublication = ["budgetten-2025-voorlopig", "budgetten-2025-definitief"]\nyear = 2025\nfile = "l.csv"\n'
        'columns = { "jaarrekening_te_laat[-2]" = "laat", "lasten[-2]" = "t2", "lasten[-3]" = "t3" }\nstatus = "afgeleid"\nsource = "x"\n',
        encoding="utf-8",
    )
    outcome = workspace(tmp_path).outcome("budgetten-2025-voorlopig", 2025)
    assert [n for n, idle in enumerate(outcome.idle("lasten[-2]")) if idle] == [3]
    assert outcome.idle("lasten[-3]").count(False) == 1
    [sheet] = [sheet for sheet in streams(outcome) if "Gebundelde" in sheet.title]
    heads = [column.header for column in sheet.blocks[0].columns]
    [t2] = [
        n for n, head in enumerate(heads) if head.startswith("Lasten") and "2023" in head and "T" not in head
    ][:1]
    shown = [row[t2] for row in sheet.blocks[0].rows]
    assert shown[3] == "n.v.t."
    assert "n.v.t." not in shown[:3]
