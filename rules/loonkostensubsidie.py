"""Loonkostensubsidie: a part of the gebundelde uitkering that follows what was spent.

From 2022 it has a budget of its own, divided by the net spending of the year before. When the
provisional budgets are made that year has not been accounted for, and that of T-2 counts; the
definitive budgets renew the shares. Before 2022 it was among the lasten.

What the sources leave open: the budget itself in most years. The policy paper says that
loonkostensubsidie follows realisation "sinds 2023"; the Besluit says 2022 (Stb. 2021, 442), and the
Besluit is followed.
"""

from allocation.expressions import lag, total
from allocation.rules import rule
from rules.rounding import DECISION

BESLUIT = "Besluit Participatiewet, art. 3"
WET = "Participatiewet, art. 69 lid 2; Besluit Participatiewet, bijlage"


@rule(label="Macrobudget loonkostensubsidie", unit="EUR", source=WET, valid_from=2022)
def budget_loonkostensubsidie(
    realisatie_loonkostensubsidie, groei_loonkostensubsidie, loon_en_prijs_loonkostensubsidie
):
    """De (verwachte) realisatie van T-1, de verwachte groei in T, en de loon- en prijsbijstelling."""
    growth = groei_loonkostensubsidie + loon_en_prijs_loonkostensubsidie
    return lag(realisatie_loonkostensubsidie, 1) + growth


@rule(
    label="Deel loonkostensubsidie (BLKS)",
    unit="EUR",
    source=f"{BESLUIT} (Stb. 2021, 442)",
    valid_from=2022,
    pot="budget_loonkostensubsidie",
)
def deel_loonkostensubsidie(uitgaven_loonkostensubsidie, budget_loonkostensubsidie):
    """Het aandeel in de netto uitgaven van T-1 (zolang die niet bekend zijn: T-2), op realisatie dus."""
    spent = uitgaven_loonkostensubsidie
    return spent / total(spent) * budget_loonkostensubsidie


@rule(
    label="Waarvan loonkostensubsidie",
    unit="EUR",
    source=f"{BESLUIT} (Stb. 2021, 442)",
    valid_from=2022,
    rounds=DECISION,
)
def uitkering_loonkostensubsidie(deel_loonkostensubsidie):
    """Het deel loonkostensubsidie, in hele euro's."""
    return deel_loonkostensubsidie
