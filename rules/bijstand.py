"""Bijstand: the parts of the gebundelde uitkering for algemene bijstand, IOAW, IOAZ and Bbz.

A municipality of up to 15,000 inhabitants gets its share of the historical lasten, one from 40,000
what the objective model says, and one in between a mix: `gewicht_objectief` is the m of the Besluit.
The objective part is scaled to what is left of the budget, so that all parts together are the
macrobudget. The law changed nearly every year; each version is a function of its own.

What the sources leave open: the states of the Besluit before 2017, and those of 2019-2025 but for
the decrees that changed them; the formula of the covid part of 2021. In 2022 and 2023 the text
divides the historical part over the whole macrobudget, the "correctie" of Stb. 2023, 312 over what
is left without loonkostensubsidie: the figure `lezing_grondslag_historisch` says which is followed.
The Besluit writes BLKS, the part of one municipality, where only the national TBLKS makes the parts
add up: so it is read. In 2026 the budget for jongeren comes, to the letter, out of the objective
part alone (the figure `lezing_budget_jongeren`).
"""

from allocation.expressions import lag, total
from allocation.rules import rule, versions

BESLUIT = "Besluit Participatiewet, art. 3"


def _historisch(gewicht_objectief, lasten_verdeling, grondslag):
    return (1 - gewicht_objectief) * lasten_verdeling / total(lasten_verdeling) * grondslag


historisch_deel = versions(
    "historisch_deel",
    label="Historisch deel (BL)",
    unit="EUR",
)


@historisch_deel(2017, 2021, source=f"{BESLUIT} lid 2")
def historisch_deel_2017(gewicht_objectief, lasten_verdeling, budget_bijstand):
    """Het aandeel in de lasten, voor zover de gemeente niet onder het objectieve model valt."""
    return _historisch(gewicht_objectief, lasten_verdeling, budget_bijstand)


@historisch_deel(2022, 2023, source=f"{BESLUIT} lid 3 (Stb. 2021, 442; gecorrigeerd bij Stb. 2023, 312)")
def historisch_deel_2022(
    gewicht_objectief,
    lasten_verdeling,
    beschikbaar_macrobudget,
    lezing_grondslag_historisch,
    budget_loonkostensubsidie,
):
    """Naar de letter over het hele macrobudget; naar de bedoeling zonder loonkostensubsidie."""
    basis = beschikbaar_macrobudget - lezing_grondslag_historisch * budget_loonkostensubsidie
    return _historisch(gewicht_objectief, lasten_verdeling, basis)


@historisch_deel(2024, source=f"{BESLUIT} lid 3 (Stb. 2023, 312)")
def historisch_deel_2024(gewicht_objectief, lasten_verdeling, budget_bijstand):
    """Het aandeel in de lasten, voor zover de gemeente niet onder het objectieve model valt."""
    return _historisch(gewicht_objectief, lasten_verdeling, budget_bijstand)


@rule(
    label="Deel dak- en thuislozen en instellingsbewoners (BDTI)",
    unit="EUR",
    source=f"{BESLUIT} lid 4 (2017: alleen dak- en thuislozen; Stb. 2017, 363)",
    valid_from=2017,
)
def deel_dak_en_thuislozen(
    gewicht_objectief, uitgaven_dak_en_thuislozen, netto_uitgaven_landelijk, budget_bijstand
):
    """De uitgaven aan wie het objectieve model niet ziet, als deel van alle uitgaven."""
    share = lag(uitgaven_dak_en_thuislozen, 2) / lag(netto_uitgaven_landelijk, 2)
    return gewicht_objectief * share * budget_bijstand


def _rest(budget_bijstand, historisch_deel, deel_dak_en_thuislozen):
    return budget_bijstand - total(historisch_deel) - total(deel_dak_en_thuislozen)


budget_objectief = versions(
    "budget_objectief",
    label="Budget objectief deel (TBO)",
    unit="EUR",
)


@budget_objectief(2017, 2020, source=f"{BESLUIT} lid 5")
def budget_objectief_2017(budget_bijstand, historisch_deel, deel_dak_en_thuislozen):
    """Wat na de andere delen over is."""
    return _rest(budget_bijstand, historisch_deel, deel_dak_en_thuislozen)


@budget_objectief(2021, 2021, source=f"{BESLUIT} lid 5 (Stb. 2020, 363)")
def budget_objectief_2021(budget_bijstand, historisch_deel, deel_dak_en_thuislozen, budget_covid):
    """Wat na de andere delen over is; in 2021 ook na het covidbudget."""
    return _rest(budget_bijstand, historisch_deel, deel_dak_en_thuislozen) - budget_covid


@budget_objectief(2022, 2025, source=f"{BESLUIT} (Stb. 2021, 442)")
def budget_objectief_2022(budget_bijstand, historisch_deel, deel_dak_en_thuislozen):
    """Wat na de andere delen over is."""
    return _rest(budget_bijstand, historisch_deel, deel_dak_en_thuislozen)


@budget_objectief(2026, source=f"{BESLUIT} (Stb. 2025, 222)")
def budget_objectief_2026(
    beschikbaar_macrobudget,
    historisch_deel,
    deel_dak_en_thuislozen,
    budget_jongeren,
    budget_loonkostensubsidie,
):
    """Wat na de andere delen over is; vanaf 2026 ook na het jongerenbudget."""
    rest = _rest(beschikbaar_macrobudget, historisch_deel, deel_dak_en_thuislozen)
    return rest - budget_jongeren - budget_loonkostensubsidie


@rule(label="Objectief deel (BO)", unit="EUR", source=BESLUIT, valid_from=2017, pot="budget_objectief")
def objectief_deel(gewicht_objectief, objectieve_uitkomst, budget_objectief):
    """De gewogen uitkomst van het objectieve model, geschaald naar wat er over is."""
    weighted = gewicht_objectief * objectieve_uitkomst
    return weighted / total(weighted) * budget_objectief


@rule(
    label="Deel vergunninghouders (BV)",
    unit="EUR",
    source=f"{BESLUIT} (2017 en 2018)",
    valid_from=2017,
    valid_to=2018,
    pot="budget_vergunninghouders",
)
def deel_vergunninghouders(gehuisveste_vergunninghouders, budget_vergunninghouders):
    """Het aandeel in de vergunninghouders die van januari tot en met juli T-1 zijn gehuisvest."""
    housed = gehuisveste_vergunninghouders
    return housed / total(housed) * budget_vergunninghouders


@rule(
    label="Deel covid-19 (BC)",
    unit="EUR",
    source=f"{BESLUIT} lid 8 (Stb. 2020, 363; alleen 2021)",
    valid_from=2021,
    valid_to=2021,
    pot="budget_covid",
)
def deel_covid(sleutel_covid, budget_covid):
    """Het eenmalige covidbudget van 2021, naar een opgegeven sleutel: de formule is niet gelezen."""
    return sleutel_covid / total(sleutel_covid) * budget_covid


@rule(
    label="Deel jongeren (BAJ)",
    unit="EUR",
    source=f"{BESLUIT} (Stb. 2025, 222)",
    valid_from=2026,
    pot="budget_jongeren",
)
def deel_jongeren(jongeren_18_20, budget_jongeren):
    """Het aandeel in de niet-studerende inwoners van 18 tot en met 20 jaar."""
    return jongeren_18_20 / total(jongeren_18_20) * budget_jongeren
