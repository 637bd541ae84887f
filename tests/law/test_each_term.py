"""Every term of a formula counts, with its sign: small cases by hand, of rules that shipped data leave half seen.

A row: the rule, the year, what municipality A has, the figures, and what comes of it.
"""

from fractions import Fraction

import pytest

from allocation.expressions import Round
from tests.helpers.small_cases import alone
from tests.helpers.workspaces import LIBRARY

FINER = {"herindelingsmaatstaf": 2, "participatiemiddelen_per_inwoner": 2} | dict.fromkeys(
    ("accres_index", "prijspeil", "wsw_over"), 6
)
"""What is paid in cents, and the indexes and shares of a projection, by their decimals."""
CASES = [
    ("aantal_beschut_werk", 2017, {"sleutel_beschut_werk": 1}, {"landelijk_aantal_beschut_werk": 3}, 3),
    (
        "lasten",
        2017,
        {"lasten_bijstand": 1, "lasten_ioaw": 20, "lasten_ioaz": 300, "lasten_bbz": 4000},
        {},
        4321,
    ),
    ("lasten_overig", 2013, {"lasten_ioaw": 20, "lasten_ioaz": 300, "lasten_bbz": 4000}, {}, 4320),
    (
        "objectieve_uitkomst",
        2019,
        {
            "lasten_gewone_norm": 1,
            "lasten_kostendelers": 20,
            "lasten_jong_paar_met_kind": 300,
            "lasten_jong_paar_zonder_kind": 4000,
            "prijscomponent": 2,
        },
        {},
        8642,
    ),
    (
        "budget_loonkostensubsidie",
        2024,
        {},
        {
            "realisatie_loonkostensubsidie[-1]": 1,
            "groei_loonkostensubsidie": 20,
            "loon_en_prijs_loonkostensubsidie": 300,
        },
        321,
    ),
    ("plekken_oploop", 2030, {}, {"plekken_oploop[-1]": 1, "oploop_per_jaar": 20}, 21),
    ("structureel_2", 2030, {}, {"structureel_1": 1, "opslag_2": 20}, 21),
    (
        "structureel_3_tabel",
        2030,
        {},
        {"structureel_2": 1, "meer_opslag_3": 20, "begeleiding_tabel_3": 300},
        321,
    ),
    (
        "structureel_3_vangnet_2",
        2030,
        {},
        {
            "structureel_1": 1,
            "banen_variant_2": 10,
            "plekken_oploop": 1000,
            "opslag_gemiddeld": 5,
            "opslag_doelmatig": 2,
            "begeleiding_uwv": 3,
        },
        3081,
    ),
    ("kosten_1", 2030, {}, {"incidenteel_1": 1, "structureel_1": 20}, 21),
    ("kosten_2", 2030, {}, {"incidenteel_1": 1, "structureel_2": 20}, 21),
    (
        "vraag_realisatie",
        2026,
        {"plekken_realisatie": 2},
        {"prijs_realisatie": 1000, "bonus_realisatie": 20},
        2040,
    ),
    (
        "nieuwe_sleutel",
        2026,
        {"doelgroepenregister": 1, "bijstandsontvangers": 10, "inwoners": 100, "sleutel_beschut_werk": 1000},
        {
            "gewicht_doelgroepenregister": 2,
            "gewicht_bijstandsontvangers": 3,
            "gewicht_inwoners": 4,
            "gewicht_instroom": 5,
        },
        5432,
    ),
    (
        "verlies_te_veel",
        2026,
        {"was_beschut": 10, "nieuw_beschut": 10, "inwoners": 0},
        {"jaren_overgang": 1, "verlies_per_inwoner": 1},
        0,
    ),
    (
        "beschut_met_overgang",
        2026,
        {"nieuw_beschut": 10, "verlies_te_veel": 0, "winst_beschut": 3},
        {"pot_realisatie": 10},
        10,
    ),
    (
        "beschut_met_overgang",
        2026,
        {"nieuw_beschut": 10, "verlies_te_veel": 1, "winst_beschut": 1},
        {"pot_realisatie": 10},
        10,
    ),
    ("overgang_bindt", 2026, {"verlies_te_veel": 0}, {}, 0),
    ("overgang_bindt", 2026, {"verlies_te_veel": "0.01"}, {}, 1),
    ("uitkering_bijstand", 2024, {"gebundelde_uitkering": 321, "uitkering_loonkostensubsidie": 21}, {}, 300),
    (
        "participatiemiddelen",
        2024,
        {
            "uitkering_bijstand": 1,
            "uitkering_loonkostensubsidie": 20,
            "iu_participatie": 300,
            "cluster_participatie": 4000,
        },
        {},
        4321,
    ),
    ("participatiemiddelen_met_du", 2024, {"participatiemiddelen": 1, "du_arbeidsmarktregio": 20}, {}, 21),
    ("participatiemiddelen_landelijk", 2024, {"participatiemiddelen": 1}, {"reservering_vangnet": 20}, 21),
    *(
        (
            "vangnet_grond_a",
            2017,
            {
                "vangnet_lasten": lasten,
                "verstrekte_uitkering": 100,
                "vangnet_lasten[-1]": 200,
                "verstrekte_uitkering[-1]": 100,
            },
            {"drempel_a": "1.05", "drempel_cumulatief": "0.1"},
            met,
        )
        for lasten, met in ((105, 0), (106, 1))
    ),
    (
        "uitkeringsbasis_participatie",
        2024,
        {
            "bijstandsontvangers": 1,
            "loonkostensubsidie": 20,
            "huishoudens_laag_inkomen": 300,
            "doelgroepenregister": 4000,
        },
        {
            "bedrag_bijstandsontvanger": 2,
            "bedrag_loonkostensubsidie": 2,
            "bedrag_huishouden_laag_inkomen": 2,
            "bedrag_doelgroepenregister": 2,
        },
        8642,
    ),
    ("accres", 2023, {}, {"accres_volume_vast": "0.5", "loon_en_prijs_gemeentefonds": 1}, 2),
    ("accres", 2030, {}, {"bbp_volume_gemiddelde": "0.5", "prijs_bbp": 1}, 2),
    ("accres_index", 2030, {}, {"accres_index[-1]": 2, "accres": "0.5"}, 3),
    ("prijspeil", 2030, {}, {"prijspeil[-1]": 2, "loon_en_prijs_doorrekening": "0.5"}, 3),
    ("wsw_over", 2030, {}, {"wsw_over[-1]": "0.5", "blijfkans_wsw": "0.5"}, Fraction(1, 4)),
    ("wsw_doorgerekend_landelijk", 2030, {"wsw_laatst": 1000}, {"wsw_over": "0.5", "prijspeil": 3}, 1500),
]


@pytest.mark.parametrize(("name", "year", "row", "figures", "expected"), CASES)
def test_by_hand(name, year, row, figures, expected):
    result = alone([name], year, {"A": row}, figures)
    found = result.exact(name)[0] if name in result.columns else result.national[name]
    assert found == expected


def test_the_reading_of_the_objective_part_of_2015():
    """As given, or scaled so that all together is the budget: 1000 - (1/2 of 100 + 1/4 of 200) = 900."""
    rows = {
        "A": {"objectieve_uitkomst_2015": 30, "gewicht_objectief": "0.5", "bedrag_naar_lasten_2015": 100},
        "B": {"objectieve_uitkomst_2015": 20, "gewicht_objectief": "0.75", "bedrag_naar_lasten_2015": 200},
    }

    def amounts(reading):
        figures = {"budget_rest_2015": 1000, "lezing_schaal_objectief_2015": reading}
        return list(alone(["objectief_bedrag_2015"], 2015, rows, figures).exact("objectief_bedrag_2015"))

    assert amounts(0) == [30, 20]
    assert amounts(1) == [900, 600]


@pytest.mark.parametrize(("reading", "expected"), [(1, [90, 30]), (0, [40, 80])])
def test_the_reading_of_fixed_shares(reading, expected):
    rows = {
        "A": {"eerdere_bijstand": 3, "bijstand_opnieuw": 40},
        "B": {"eerdere_bijstand": 1, "bijstand_opnieuw": 80},
    }
    result = alone(["bijstand_verdeeld"], 2022, rows, {"lezing_vaste_aandelen": reading})
    assert list(result.exact("bijstand_verdeeld")) == expected


@pytest.mark.parametrize(
    ("year", "expected"), [(2017, [10, 0]), (2018, [10, 0]), (2019, [10, 2]), (2026, [10, 2])]
)
def test_the_minimum_of_beschut_werk_holds_from_2019(year, expected):
    figures = {"landelijk_aantal_beschut_werk": 10, "minimum_aantal_plekken": 2}
    rows = {"A": {"sleutel_beschut_werk": 999}, "B": {"sleutel_beschut_werk": 1}}
    assert list(alone(["aantal_beschut_werk"], year, rows, figures).exact("aantal_beschut_werk")) == expected


def test_what_rules_round_to():
    """Whole euros and places, but for what is finer: a rounding is part of what was published."""
    decimals = {rule.name: rule.formula.decimals for rule in LIBRARY.rules if isinstance(rule.formula, Round)}
    assert {name: count for name, count in decimals.items() if count} == FINER
