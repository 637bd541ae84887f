"""What there is to divide for bijstand and loonkostensubsidie: the macrobudget and its parts.

The macrobudget is what all municipalities spent in the year before, with the effects of policy, of
wages and prices and of the business cycle; loonkostensubsidie has a part of its own from 2022, which
grows by what was spent the year before and the expected growth. Each moment (voorlopig, nader
voorlopig, definitief) is a publication. Where only the sum has been announced, that sum is a figure
and the parts are not asked for. All amounts in euros, for the country.

What the sources leave open: the parts of most years, and the split between bijstand and
loonkostensubsidie.
"""

from allocation.expressions import lag
from allocation.rules import rule, versions

WET = "Participatiewet, art. 69 lid 2 en art. 71; Besluit Participatiewet, bijlage"
BESLUIT = "Besluit Participatiewet, art. 1 en 3"


@rule(label="Macrobudget bijstand", unit="EUR", source=WET, valid_from=2015)
def macrobudget_bijstand(realisatie_bijstand, effect_beleid, loon_en_prijsbijstelling, effect_conjunctuur):
    """De realisatie van T-1, met de effecten van beleid, lonen en prijzen, en conjunctuur."""
    return lag(realisatie_bijstand, 1) + effect_beleid + loon_en_prijsbijstelling + effect_conjunctuur


macrobudget = versions(
    "macrobudget",
    label="Macrobudget",
    unit="EUR",
    source=WET,
)


@macrobudget(2015, 2021)
def macrobudget_2015(macrobudget_bijstand):
    """Het macrobudget bijstand, waarin loonkostensubsidie is begrepen."""
    return macrobudget_bijstand


@macrobudget(2022)
def macrobudget_2022(macrobudget_bijstand, budget_loonkostensubsidie):
    """Het macrobudget bijstand en dat van loonkostensubsidie."""
    return macrobudget_bijstand + budget_loonkostensubsidie


@rule(
    label="Beschikbaar macrobudget",
    unit="EUR",
    source="Besluit Participatiewet, art. 1 (beschikbare macrobudget) en art. 74 Participatiewet",
    valid_from=2017,
)
def beschikbaar_macrobudget(macrobudget, reservering_vangnet):
    """Het macrobudget zonder het bedrag dat dat jaar voor vangnetuitkeringen beschikbaar is."""
    return macrobudget - reservering_vangnet


budget_bijstand = versions(
    "budget_bijstand",
    label="Te verdelen over het historische en het objectieve deel",
    unit="EUR",
)


@budget_bijstand(2017, 2018, source=BESLUIT)
def budget_bijstand_2017(beschikbaar_macrobudget, budget_vergunninghouders):
    """Het beschikbare macrobudget zonder het bedrag voor vergunninghouders."""
    return beschikbaar_macrobudget - budget_vergunninghouders


@budget_bijstand(2019, 2021, source=BESLUIT)
def budget_bijstand_2019(beschikbaar_macrobudget):
    """Het beschikbare macrobudget (in 2021 gaat het covidbudget alleen van het objectieve deel af)."""
    return beschikbaar_macrobudget


@budget_bijstand(2022, 2025, source=f"{BESLUIT}; Stb. 2021, 442 en Stb. 2023, 312")
def budget_bijstand_2022(beschikbaar_macrobudget, budget_loonkostensubsidie):
    """Het beschikbare macrobudget zonder dat van loonkostensubsidie."""
    return beschikbaar_macrobudget - budget_loonkostensubsidie


@budget_bijstand(2026, source=f"{BESLUIT}; Stb. 2025, 222")
def budget_bijstand_2026(
    beschikbaar_macrobudget, budget_loonkostensubsidie, budget_jongeren, lezing_budget_jongeren
):
    """Zonder loonkostensubsidie. Naar de letter gaat het jongerenbudget alleen van het objectieve deel af."""
    return beschikbaar_macrobudget - budget_loonkostensubsidie - lezing_budget_jongeren * budget_jongeren
