"""Vangnetuitkering: who spent far more on bijstand than the gebundelde uitkering covers gets a part back.

Grounds: (a) more than a threshold above the uitkering, in the year and over three years together;
(b) from 2025, a lower threshold that was also passed in two of the three years before; (c) from
2027 (the first year that b can have been used twice), a lower one still for who used b twice, or c, just
before. The amount is in two steps: half of
the first, all of what is above. Of several grounds the most favourable counts.

What the sources leave open: 2015 and 2016 (no amounts read); the rounding (here: whole euros). Where
the uitkering is 0, any lasten reach the thresholds of b and c, as the letter has it. What is not
computed: whether the request is made in time and has what art. 9c asks.
"""

from allocation.expressions import both, count, either, lag, maximum, minimum, where
from allocation.rules import rule, versions
from allocation.units import YES_NO
from rules.rounding import VANGNET

VOORWAARDEN = "Participatiewet, art. 74; Besluit Participatiewet, art. 9b en 10"


@rule(
    label="Aftrek wegens fouten en onzekerheden",
    unit="EUR",
    source="Besluit Participatiewet, art. 9a",
    valid_from=2017,
)
def aftrek_fouten(netto_lasten, fouten_en_onzekerheden, lasten_zonder_marge, marge_bedrag, marge_deel):
    """Alles bij kleine lasten; daarboven wat uitkomt boven een bedrag of een deel van de lasten."""
    margin = maximum(marge_bedrag, marge_deel * netto_lasten)
    above = maximum(0, fouten_en_onzekerheden - margin)
    return where(netto_lasten > lasten_zonder_marge, above, fouten_en_onzekerheden)


@rule(
    label="In aanmerking komende netto lasten",
    unit="EUR",
    source="Besluit Participatiewet, art. 9a",
    valid_from=2017,
)
def vangnet_lasten(netto_lasten, aftrek_fouten):
    """De netto lasten zonder de aftrek."""
    return netto_lasten - aftrek_fouten


@rule(
    label="Overschot (+) of tekort (-)",
    unit="EUR",
    source="Participatiewet, art. 69: voor rekening van de gemeente",
    valid_from=2017,
)
def resultaat(verstrekte_uitkering, netto_lasten):
    """De verstrekte uitkering min de netto lasten: voor rekening van de gemeente."""
    return verstrekte_uitkering - netto_lasten


grond_a = versions("vangnet_grond_a", label="Grond a: groot tekort", unit=YES_NO, source=VOORWAARDEN)


@grond_a(2017, 2017)
def vangnet_grond_a_2017(
    vangnet_lasten,
    verstrekte_uitkering,
    drempel_a,
    drempel_cumulatief,
):
    """Boven de drempel in het jaar, en over 2016 en 2017 samen."""
    deficit = vangnet_lasten - verstrekte_uitkering + lag(vangnet_lasten, 1) - lag(verstrekte_uitkering, 1)
    return both(
        vangnet_lasten > drempel_a * verstrekte_uitkering,
        deficit > drempel_cumulatief * verstrekte_uitkering,
    )


@grond_a(2018)
def vangnet_grond_a_2018(
    vangnet_lasten,
    verstrekte_uitkering,
    drempel_a,
    drempel_cumulatief,
):
    """Boven de drempel in het jaar, en over drie jaren samen."""
    deficit = vangnet_lasten - verstrekte_uitkering + lag(vangnet_lasten, 1) - lag(verstrekte_uitkering, 1)
    deficit += lag(vangnet_lasten, 2) - lag(verstrekte_uitkering, 2)
    return both(
        vangnet_lasten > drempel_a * verstrekte_uitkering,
        deficit > drempel_cumulatief * verstrekte_uitkering,
    )


@rule(
    label="Grond b: meerjarig tekort",
    unit=YES_NO,
    source=f"{VOORWAARDEN} (Stb. 2025, 222)",
    valid_from=2025,
)
def vangnet_grond_b(
    vangnet_lasten,
    verstrekte_uitkering,
    drempel_b,
    jaren_b,
):
    """Op of boven de drempel in het jaar, en in genoeg van de drie jaren ervoor."""

    def reached(lasten, uitkering):
        return both(lasten >= drempel_b * uitkering, lasten > 0)

    before = count(
        reached(lag(vangnet_lasten, 1), lag(verstrekte_uitkering, 1)),
        reached(lag(vangnet_lasten, 2), lag(verstrekte_uitkering, 2)),
        reached(lag(vangnet_lasten, 3), lag(verstrekte_uitkering, 3)),
    )
    return both(reached(vangnet_lasten, verstrekte_uitkering), before >= jaren_b)


@rule(
    label="Grond c: voortgezet tekort",
    unit=YES_NO,
    source=f"{VOORWAARDEN} (Stb. 2025, 222)",
    valid_from=2027,
)
def vangnet_grond_c(
    vangnet_lasten,
    verstrekte_uitkering,
    drempel_c,
    grond_b_gebruikt,
    grond_c_gebruikt,
):
    """Op of boven de drempel, na twee jaren met grond b of een jaar met grond c."""
    return both(
        vangnet_lasten >= drempel_c * verstrekte_uitkering,
        either(both(lag(grond_b_gebruikt, 1), lag(grond_b_gebruikt, 2)), lag(grond_c_gebruikt, 1)),
        vangnet_lasten > 0,
    )


def _amount(lasten, uitkering, low, high, part):
    """A part of what lies between two thresholds, and all of what is above the second."""
    first = maximum(0, minimum(lasten, high * uitkering) - low * uitkering)
    return part * first + maximum(0, lasten - high * uitkering)


@rule(label="Bedrag op grond a", unit="EUR", source=VOORWAARDEN, valid_from=2017)
def vangnet_bedrag_a(
    vangnet_grond_a, vangnet_lasten, verstrekte_uitkering, drempel_a, tweede_drempel_a, vergoed_deel
):
    """Een deel van de eerste schijf en alles daarboven, als grond a er is."""
    amount = _amount(vangnet_lasten, verstrekte_uitkering, drempel_a, tweede_drempel_a, vergoed_deel)
    return where(vangnet_grond_a, amount, 0)


@rule(label="Bedrag op grond b", unit="EUR", source=VOORWAARDEN, valid_from=2025)
def vangnet_bedrag_b(
    vangnet_grond_b, vangnet_lasten, verstrekte_uitkering, drempel_b, tweede_drempel_b, vergoed_deel
):
    """Een deel van de eerste schijf en alles daarboven, als grond b er is."""
    amount = _amount(vangnet_lasten, verstrekte_uitkering, drempel_b, tweede_drempel_b, vergoed_deel)
    return where(vangnet_grond_b, amount, 0)


@rule(label="Bedrag op grond c", unit="EUR", source=VOORWAARDEN, valid_from=2027)
def vangnet_bedrag_c(
    vangnet_grond_c, vangnet_lasten, verstrekte_uitkering, drempel_c, tweede_drempel_c, vergoed_deel
):
    """Een deel van de eerste schijf en alles daarboven, als grond c er is."""
    amount = _amount(vangnet_lasten, verstrekte_uitkering, drempel_c, tweede_drempel_c, vergoed_deel)
    return where(vangnet_grond_c, amount, 0)


vangnetuitkering = versions(
    "vangnetuitkering",
    label="Vangnetuitkering",
    unit="EUR",
    source=f"{VOORWAARDEN}; art. 76 Participatiewet",
    rounds=VANGNET,
)


@vangnetuitkering(2017, 2024)
def vangnetuitkering_2017(aanwijzing, vangnet_bedrag_a):
    """Het bedrag op grond a; niets na een aanwijzing in dat of het volgende jaar."""
    return where(aanwijzing, 0, vangnet_bedrag_a)


@vangnetuitkering(2025, 2026)
def vangnetuitkering_2025(aanwijzing, vangnet_bedrag_a, vangnet_bedrag_b):
    """Het gunstigste van a en b; niets na een aanwijzing in dat of het volgende jaar."""
    return where(aanwijzing, 0, maximum(vangnet_bedrag_a, vangnet_bedrag_b))


@vangnetuitkering(2027)
def vangnetuitkering_2027(aanwijzing, vangnet_bedrag_a, vangnet_bedrag_b, vangnet_bedrag_c):
    """Het gunstigste van a, b en c; niets na een aanwijzing in dat of het volgende jaar."""
    best = maximum(vangnet_bedrag_a, maximum(vangnet_bedrag_b, vangnet_bedrag_c))
    return where(aanwijzing, 0, best)


@rule(
    label="Overschot of tekort na vangnet",
    unit="EUR",
    source="Participatiewet, art. 69 en 74: voor rekening van de gemeente",
    valid_from=2017,
)
def resultaat_na_vangnet(resultaat, vangnetuitkering):
    """Wat na de vangnetuitkering voor rekening van de gemeente is."""
    return resultaat + vangnetuitkering
