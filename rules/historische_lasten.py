"""Lasten: what a municipality spent two years before, as the historical part of the bijstand counts it.

From the annual account (SiSa) of T-2, bijstand, IOAW, IOAZ and Bbz together, times the growth of
the number of households. Loonkostensubsidie was among it until the budget of 2021. An account that
came too late is replaced by that of T-3 with a correction (art. 7).

What the sources leave open: whether the 5 % of that correction raises or lowers the lasten, and whether
the growth of households comes on top of it (here it does).
"""

from allocation.expressions import lag, where
from allocation.rules import rule

SOURCE = "Besluit Participatiewet, art. 1 (f, h, i, j)"


@rule(label="Lasten uit de jaarrekening", unit="EUR", source=SOURCE, valid_from=2014)
def lasten(lasten_bijstand, lasten_ioaw, lasten_ioaz, lasten_bbz):
    """Algemene bijstand, IOAW, IOAZ en Bbz samen: één verdeling voor alle vier."""
    return lasten_bijstand + lasten_ioaw + lasten_ioaz + lasten_bbz


@rule(
    label="Lasten die meetellen",
    unit="EUR",
    source="Besluit Participatiewet, art. 7; Regeling Participatiewet, IOAW en IOAZ, art. 6a",
    valid_from=2017,
)
def lasten_jaarrekening(jaarrekening_te_laat, lasten, correctie_late_jaarrekening):
    """De lasten van T-2; was de jaarrekening op 15 augustus niet binnen, die van T-3 met een correctie."""
    before = lag(lasten, 3) * correctie_late_jaarrekening
    return where(lag(jaarrekening_te_laat, 2), before, lag(lasten, 2))


@rule(label="Lasten voor het historische deel (L)", unit="EUR", source=SOURCE, valid_from=2017)
def lasten_verdeling(lasten_jaarrekening, huishoudens):
    """De lasten maal de groei van het aantal huishoudens van 1 januari T-2 naar 1 januari T-1."""
    return lasten_jaarrekening * lag(huishoudens, 1) / lag(huishoudens, 2)
