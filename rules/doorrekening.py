"""The streams of money after the last year that was published: what they come to on stated assumptions.

A projection, by nobody but this program. What each stream was last is carried on, in the prices of each year:

- cluster Participatie with the normering of the gemeentefonds (`rules.normering`);
- Wsw with the part of the budget that is left each year. It follows the path of the memorie van toelichting
  of 2013, not the people who leave: until 2027 that path is known, and after it goes on as it did;
- begeleiding beschut werk with the places of the published numbers and a straight line to 30.300 in 2048,
  each at the last known amount per place;
- the gebundelde uitkering as its last macrobudget, with as many people: no source says how many there are.

Each is divided as it was divided last, so a municipality keeps its share; the gebundelde uitkering is only
known for the country. Wages and prices are one assumption for all but the cluster.
"""

from allocation.expressions import lag, total
from allocation.rules import Rounding, rule
from rules.rounding import WHOLE_EUROS

PROJECTED = "doorrekening van Verdeelsleutel op aannamen, geen regel van een wet"
FIRST = 2026
INDEX = Rounding(6, "doorrekening: zes decimalen, zoals het accres")


@rule(label="Prijspeil (2025 = 1)", unit="factor", source=PROJECTED, valid_from=FIRST, rounds=INDEX)
def prijspeil(prijspeil, loon_en_prijs_doorrekening):
    """Het prijspeil van het jaar ervoor, en de lonen en prijzen van het jaar."""
    return lag(prijspeil, 1) * (1 + loon_en_prijs_doorrekening)


@rule(
    label="Wsw-budget dat over is (2025 = 1)", unit="factor", source=PROJECTED, valid_from=FIRST, rounds=INDEX
)
def wsw_over(wsw_over, blijfkans_wsw):
    """Wat er het jaar ervoor van over was, maal wat daarvan blijft."""
    return lag(wsw_over, 1) * blijfkans_wsw


@rule(
    label="Wsw, doorgerekend, landelijk", unit="EUR", source=PROJECTED, valid_from=FIRST, rounds=WHOLE_EUROS
)
def wsw_doorgerekend_landelijk(wsw_laatst, wsw_over, prijspeil):
    """Het laatst gepubliceerde bedrag, maal wat er over is, in de prijzen van het jaar."""
    return total(wsw_laatst) * wsw_over * prijspeil


@rule(
    label="Wsw, doorgerekend",
    unit="EUR",
    source=PROJECTED,
    valid_from=FIRST,
    rounds=WHOLE_EUROS,
    pot="wsw_doorgerekend_landelijk",
)
def wsw_doorgerekend(wsw_laatst, wsw_over, prijspeil):
    """Het laatst gepubliceerde bedrag, maal wat er over is, in de prijzen van het jaar."""
    return wsw_laatst * wsw_over * prijspeil


@rule(
    label="Begeleiding beschut werk, doorgerekend, landelijk",
    unit="EUR",
    source=PROJECTED,
    valid_from=FIRST,
    rounds=WHOLE_EUROS,
)
def begeleiding_doorgerekend_landelijk(plekken_oploop, prijs_begeleiding_laatst, prijspeil):
    """De plekken van het jaar, maal het bedrag per plek in de prijzen van het jaar."""
    return plekken_oploop * prijs_begeleiding_laatst * prijspeil


@rule(
    label="Begeleiding beschut werk, doorgerekend",
    unit="EUR",
    source=PROJECTED,
    valid_from=FIRST,
    rounds=WHOLE_EUROS,
    pot="begeleiding_doorgerekend_landelijk",
)
def begeleiding_doorgerekend(begeleiding_doorgerekend_landelijk, begeleiding_laatst):
    """Het aandeel dat een gemeente er het laatst van had."""
    return begeleiding_doorgerekend_landelijk * begeleiding_laatst / total(begeleiding_laatst)


@rule(
    label="Gebundelde uitkering, doorgerekend, landelijk",
    unit="EUR",
    source=PROJECTED,
    valid_from=FIRST + 1,
    rounds=WHOLE_EUROS,
)
def gebundelde_uitkering_doorgerekend(gebundelde_uitkering_doorgerekend, loon_en_prijs_doorrekening):
    """Het macrobudget van het jaar ervoor, met de lonen en prijzen van het jaar: evenveel mensen."""
    return lag(gebundelde_uitkering_doorgerekend, 1) * (1 + loon_en_prijs_doorrekening)


@rule(label="Gemeentefonds samen, doorgerekend", unit="EUR", source=PROJECTED, valid_from=FIRST)
def gemeentefonds_doorgerekend(cluster_participatie_genormeerd, wsw_doorgerekend, begeleiding_doorgerekend):
    """Het cluster Participatie, de Wsw en de begeleiding beschut werk samen."""
    return cluster_participatie_genormeerd + wsw_doorgerekend + begeleiding_doorgerekend
