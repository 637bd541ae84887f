"""Gebundelde uitkering: bijstand, IOAW, IOAZ, Bbz and (from 2022) loonkostensubsidie together.

What the sources leave open: the rounding (here: whole euros per municipality, on the sum of the
parts, as published decisions have it). The voorschotten vergunninghouders that are settled in
2018-2026 (Besluit Participatiewet, art. 8b) are a matter of payment and are not in the amounts. And
whether the shares in the bijstand stay what they were provisionally when a part that is no share of the
macrobudget changes (2021-2023, and from 2026; the figure `lezing_vaste_aandelen`). In 2024 and 2025 every
part of the bijstand is a share of one budget, so that it makes no difference.
"""

from allocation.expressions import total, where
from allocation.rules import rule, versions
from rules.rounding import DECISION

BESLUIT = "Besluit Participatiewet, art. 3"


gebundelde_uitkering = versions(
    "gebundelde_uitkering",
    label="Gebundelde uitkering",
    unit="EUR",
    rounds=DECISION,
    pot="beschikbaar_macrobudget",
)


@gebundelde_uitkering(2017, 2017, source=f"{BESLUIT} lid 1 en art. 8a (overgang 2017)")
def gebundelde_uitkering_2017(
    aandeel_overgang,
    lasten_verdeling,
    budget_bijstand,
    objectief_deel,
    historisch_deel,
    deel_dak_en_thuislozen,
    deel_vergunninghouders,
):
    """Voor een kwart het aandeel in de lasten, voor driekwart de nieuwe verdeling; en vergunninghouders."""
    old = lasten_verdeling / total(lasten_verdeling) * budget_bijstand
    new = objectief_deel + historisch_deel + deel_dak_en_thuislozen
    return aandeel_overgang * old + (1 - aandeel_overgang) * new + deel_vergunninghouders


@gebundelde_uitkering(2018, 2018, source=f"{BESLUIT} lid 1")
def gebundelde_uitkering_2018(
    objectief_deel, historisch_deel, deel_dak_en_thuislozen, deel_vergunninghouders
):
    """De som van de delen, met dat voor vergunninghouders."""
    return objectief_deel + historisch_deel + deel_dak_en_thuislozen + deel_vergunninghouders


@gebundelde_uitkering(2019, 2020, source=f"{BESLUIT} lid 1")
def gebundelde_uitkering_2019(objectief_deel, historisch_deel, deel_dak_en_thuislozen):
    """De som van de delen."""
    return objectief_deel + historisch_deel + deel_dak_en_thuislozen


VAST = "Besluit Participatiewet, bijlage: de aandelen staan vast bij de voorlopige budgetten"


@rule(label="Bijstand naar de aandelen van nu", unit="EUR", source=f"{BESLUIT} lid 1", valid_from=2021)
def bijstand_opnieuw(objectief_deel, historisch_deel, deel_dak_en_thuislozen):
    """De delen voor bijstand, zoals ze met het macrobudget van nu zijn."""
    return objectief_deel + historisch_deel + deel_dak_en_thuislozen


@rule(label="Bijstand bij de eerdere stand", unit="EUR", source=VAST, valid_from=2021)
def eerdere_bijstand(bijstand_opnieuw):
    """De delen van nu zelf, als er geen eerdere stand was."""
    return bijstand_opnieuw


@rule(label="Bijstand die wordt verdeeld", unit="EUR", source=VAST, valid_from=2021)
def bijstand_verdeeld(lezing_vaste_aandelen, eerdere_bijstand, bijstand_opnieuw):
    """Het geld van nu naar de aandelen van de eerdere stand, of naar die van nu (de lezing zegt welke)."""
    fixed = eerdere_bijstand / total(eerdere_bijstand) * total(bijstand_opnieuw)
    return where(lezing_vaste_aandelen > 0, fixed, bijstand_opnieuw)


@gebundelde_uitkering(2021, 2021, source=f"{BESLUIT} lid 1 (Stb. 2020, 363)")
def gebundelde_uitkering_2021(bijstand_verdeeld, deel_covid):
    """De bijstand, en het covidbudget."""
    return bijstand_verdeeld + deel_covid


@gebundelde_uitkering(2022, 2023, source=f"{BESLUIT} lid 1 (Stb. 2021, 442)")
def gebundelde_uitkering_2022(bijstand_verdeeld, deel_loonkostensubsidie):
    """De bijstand, en het deel voor loonkostensubsidie."""
    return bijstand_verdeeld + deel_loonkostensubsidie


@gebundelde_uitkering(2024, 2025, source=f"{BESLUIT} lid 1 (Stb. 2023, 312)")
def gebundelde_uitkering_2024(
    objectief_deel, historisch_deel, deel_dak_en_thuislozen, deel_loonkostensubsidie
):
    """De som van de delen, met dat voor loonkostensubsidie."""
    return objectief_deel + historisch_deel + deel_dak_en_thuislozen + deel_loonkostensubsidie


@gebundelde_uitkering(2026, source=f"{BESLUIT} lid 1 (Stb. 2025, 222)")
def gebundelde_uitkering_2026(bijstand_verdeeld, deel_loonkostensubsidie, deel_jongeren):
    """De bijstand, en de delen voor loonkostensubsidie en jongeren."""
    return bijstand_verdeeld + deel_loonkostensubsidie + deel_jongeren


@rule(
    label="Waarvan bijstand",
    unit="EUR",
    source=f"{BESLUIT} (Stb. 2021, 442)",
    valid_from=2022,
)
def uitkering_bijstand(gebundelde_uitkering, uitkering_loonkostensubsidie):
    """De gebundelde uitkering zonder loonkostensubsidie: bijstand, IOAW, IOAZ en Bbz."""
    return gebundelde_uitkering - uitkering_loonkostensubsidie
