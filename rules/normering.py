"""How the algemene uitkering grows from year to year: the normering, which was another one in each period.

Until 2019 the fund went up and down with what the Rijk spends ("samen trap op, samen trap af"), wages and
prices included. In 2020 and 2021 that was frozen. For 2022-2025 the volume for municipalities was fixed as
the Voorjaarsnota of 2022 had it, and only wages and prices moved it. In 2026 there is no normering: wages and
prices alone. From 2027 the fund follows the gross domestic product: in volume its mean growth over eight
years (T-9 to T-2), in price that of the year itself.

What the sources leave open: whether volume and price are multiplied or added (here: multiplied, as nominal
growth is), and what the growth of a year that is still to come will be. The percentages of 2015-2025 were not
read: their figures have no value, so a run that needs them is refused.

The accres goes to the uitkeringsfactor, so to every cluster alike as long as the uitkeringsbases stay what
they are. That is what is computed here, of the last cluster that was published: a projection.
"""

from allocation.expressions import lag, total
from allocation.rules import Rounding, rule, versions
from rules.rounding import WHOLE_EUROS

MEMO_2023 = "Miljoenennota 2023, bijlage 11 (accres gemeentefonds en provinciefonds)"
MEMO_2024 = "Miljoenennota 2024, bijlage 11 (accres gemeentefonds en provinciefonds)"
GDP = "Voorjaarsnota 2024, bijlage 7 (accres gemeentefonds en provinciefonds)"
FIRST = 2027
"""The first year of the normering on gross domestic product."""
MEAN = range(2, 10)
"""The years before it whose growth counts."""

accres_in = versions("accres", label="Accres gemeentefonds", unit="aandeel")


@accres_in(2015, 2019, source=f"{MEMO_2023}: samen trap op, samen trap af")
def trap_op_trap_af(groei_accresrelevante_uitgaven):
    """Het fonds groeit en krimpt mee met de rijksuitgaven, lonen en prijzen inbegrepen."""
    return groei_accresrelevante_uitgaven


@accres_in(2020, 2021, source="normering bevroren in 2020 en 2021")
def bevroren(accres_bevroren):
    """Het accres zoals het voor deze jaren is vastgezet."""
    return accres_bevroren


@accres_in(2022, 2025, source=f"{MEMO_2024}: volume vast op de stand van de Voorjaarsnota 2022")
def vast_volume(accres_volume_vast, loon_en_prijs_gemeentefonds):
    """Het vaste volume, en lonen en prijzen van het jaar."""
    return (1 + accres_volume_vast) * (1 + loon_en_prijs_gemeentefonds) - 1


@accres_in(2026, FIRST - 1, source=f"{MEMO_2023}: vanaf 2026 geen normering, alleen lonen en prijzen")
def geen_normering(loon_en_prijs_gemeentefonds):
    """Alleen lonen en prijzen: er is geen normering."""
    return loon_en_prijs_gemeentefonds


@rule(
    label="Groei van het volume van het bbp, gemiddelde van acht jaar",
    unit="aandeel",
    source=f"{GDP}: t-9 tot en met t-2",
    valid_from=FIRST,
)
def bbp_volume_gemiddelde(bbp_volume_groei, gewicht_bbp_jaar):
    """De groei van T-9 tot en met T-2, waarvan elk jaar even zwaar telt."""
    first, *others = (lag(bbp_volume_groei, years) for years in MEAN)
    return sum(others, first) * gewicht_bbp_jaar


@accres_in(FIRST, source=f"{GDP}: volume en prijs van het bbp")
def naar_bbp(bbp_volume_gemiddelde, prijs_bbp):
    """Het gemiddelde volume van acht jaar, en de prijs van het bbp van het jaar zelf."""
    return (1 + bbp_volume_gemiddelde) * (1 + prijs_bbp) - 1


@rule(
    label="Stand van het gemeentefonds (2025 = 1)",
    unit="factor",
    source="het accres van elk jaar, op dat van het jaar ervoor",
    valid_from=2026,
    rounds=Rounding(6, "doorrekening: de uitkeringsfactor heeft er drie"),
)
def accres_index(accres_index, accres):
    """De stand van het jaar ervoor, en het accres van het jaar."""
    return lag(accres_index, 1) * (1 + accres)


@rule(
    label="Cluster Participatie met normering, landelijk",
    unit="EUR",
    source="doorrekening: het accres gaat via de uitkeringsfactor naar alle clusters gelijk",
    valid_from=2026,
    rounds=WHOLE_EUROS,
)
def cluster_participatie_genormeerd_landelijk(cluster_participatie_laatst, accres_index):
    """Het laatst gepubliceerde cluster, maal de stand van het gemeentefonds."""
    return total(cluster_participatie_laatst) * accres_index


@rule(
    label="Cluster Participatie met normering",
    unit="EUR",
    source="doorrekening: het accres gaat via de uitkeringsfactor naar alle clusters gelijk",
    valid_from=2026,
    rounds=WHOLE_EUROS,
    pot="cluster_participatie_genormeerd_landelijk",
)
def cluster_participatie_genormeerd(cluster_participatie_laatst, accres_index):
    """Het laatst gepubliceerde bedrag, maal de stand van het gemeentefonds, in hele euro's."""
    return cluster_participatie_laatst * accres_index
