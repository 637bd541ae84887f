"""The whole picture: all money for the Participatiewet that a municipality gets in a year, side by side.

The "explicitering van de budgetten" of variant 1 in the Verkenning. The streams are taken from the
publications that pay them. The gebundelde uitkering is a specific grant: what is left of it is free
to spend, what is short is at the municipality's own charge. The other streams are free to spend.
"""

from allocation.expressions import total
from allocation.rules import rule
from rules.rounding import CENTS

SOURCE = "Verkenning duurzame baankansen, variant 1 (explicitering van de budgetten)"


@rule(label="Participatiewet totaal", unit="EUR", source=SOURCE, valid_from=2024)
def participatiemiddelen(
    uitkering_bijstand, uitkering_loonkostensubsidie, iu_participatie, cluster_participatie
):
    """Bijstand, loonkostensubsidie, integratie-uitkering en cluster Participatie samen."""
    return uitkering_bijstand + uitkering_loonkostensubsidie + iu_participatie + cluster_participatie


@rule(
    label="Participatiewet totaal met decentralisatie-uitkering", unit="EUR", source=SOURCE, valid_from=2024
)
def participatiemiddelen_met_du(participatiemiddelen, du_arbeidsmarktregio):
    """Het totaal met de decentralisatie-uitkering, die centrumgemeenten voor hun regio krijgen."""
    return participatiemiddelen + du_arbeidsmarktregio


@rule(
    label="Participatiewet totaal per inwoner",
    unit="EUR per inwoner",
    source=SOURCE,
    valid_from=2024,
    rounds=CENTS,
)
def participatiemiddelen_per_inwoner(participatiemiddelen, inwoners):
    """Het totaal, zonder decentralisatie-uitkering, gedeeld door de inwoners op 1 januari."""
    return participatiemiddelen / inwoners


@rule(
    label="Participatiewet landelijk, met reservering vangnet",
    unit="EUR",
    source=SOURCE,
    valid_from=2024,
)
def participatiemiddelen_landelijk(participatiemiddelen, reservering_vangnet):
    """Alle gemeenten samen, met wat voor vangnetuitkeringen is gereserveerd."""
    return total(participatiemiddelen) + reservering_vangnet
