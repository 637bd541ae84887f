"""Wsw: the fixed national budget over the expected number of places.

The path of the budget was set before the Participatiewet and does not follow the number of
workers. A municipality's share is its expected number of SE (standaardeenheden): the SE realised
in the year before x blijfkans. SE per municipality are not public; the shipped ones are derived
per meicirculaire from the integratie-uitkering (rules/data/derive_keys.py) and are `afgeleid`.
Only their proportions count.

What the sources leave open: the yearly split of the integratie-uitkering between Wsw and beschut
werk, and the rounding. Here: whole euros, by largest remainders, so that the budget closes.
"""

from allocation.expressions import apportion
from allocation.rules import rule

SOURCE = "Financiële-verhoudingswet, art. 5 lid 2 en art. 13; verdeling Wsw-middelen (SE × blijfkans)"
EXTRA = "Verkenning duurzame baankansen, variant 2: toegevoegd aan de Rijksbijdrage Wsw"


@rule(label="Wsw", unit="EUR", source=SOURCE, valid_from=2024, pot="budget_wsw")
def wsw(budget_wsw, verwachte_se):
    """Het aandeel in de verwachte SE maal het landelijke Wsw-budget, in hele euro's sluitend."""
    return apportion(budget_wsw, verwachte_se)


@rule(label="Wsw met voorbereiding transformatie", unit="EUR", source=EXTRA, valid_from=2024, valid_to=2024)
def wsw_met_voorbereiding(budget_wsw, budget_voorbereiding_transformatie, verwachte_se):
    """Het aandeel in de verwachte SE maal het Wsw-budget en het extra budget van 2024 samen, sluitend."""
    return apportion(budget_wsw + budget_voorbereiding_transformatie, verwachte_se)


@rule(
    label="Voorbereiding transformatie sociale infrastructuur",
    unit="EUR",
    source=EXTRA,
    valid_from=2024,
    valid_to=2024,
    pot="budget_voorbereiding_transformatie",
)
def voorbereiding_transformatie(wsw_met_voorbereiding, wsw):
    """Wat bij de Wsw is toegevoegd: beide budgetten worden als één verdeeld."""
    return wsw_met_voorbereiding - wsw
