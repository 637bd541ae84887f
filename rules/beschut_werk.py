"""Beschut werk: the number of places that a municipality must offer, and the money to guide them.

The national number is divided by a key that has not changed since 2017: the inflow of 2012-2014
into the Wajong werkregeling and the Wsw-wachtlijst (Kamerbrief evaluatie beschut werk, 2019).
The inflow per municipality is not public; the shipped key is that number of persons, derived from the
amounts of two circulars (rules/data/persons.py): `afgeleid`, and tested on the annexes of the Regeling.

What the sources leave open: which way an exact half goes (here: up), and the number of places
behind the guidance money, which is lower than the number of the Regeling of the same year.
"""

from allocation.expressions import maximum, total
from allocation.rules import Rounding, rule, versions
from rules.rounding import WHOLE_EUROS

REGELING = "Participatiewet, art. 10b lid 4; Regeling Participatiewet, IOAW en IOAZ, art. 15b en bijlage II"
FONDS = "Financiële-verhoudingswet, art. 5 lid 2 en art. 13; Verkenning duurzame baankansen (beschut werk)"
WHOLE_PLACES = Rounding(
    0, "elke gemeente afzonderlijk op hele plekken, zo volgt uit de bijlagen 2019, 2022 en 2026"
)


aantal_beschut_werk = versions(
    "aantal_beschut_werk",
    label="Aantal plekken beschut werk",
    short="Beschut werk",
    unit="plekken",
    rounds=WHOLE_PLACES,
    pot="landelijk_aantal_beschut_werk",
)


@aantal_beschut_werk(2017, 2018, source="Participatiewet, art. 10b lid 4; Stcrt. 2017, 4882 en 68246")
def aantal_beschut_werk_2017(landelijk_aantal_beschut_werk, sleutel_beschut_werk):
    """Het aandeel in de sleutel maal het landelijke aantal, op hele plekken; geen minimum."""
    return landelijk_aantal_beschut_werk * sleutel_beschut_werk / total(sleutel_beschut_werk)


@aantal_beschut_werk(2019, source=REGELING)
def aantal_beschut_werk_2019(landelijk_aantal_beschut_werk, minimum_aantal_plekken, sleutel_beschut_werk):
    """Het aandeel in de sleutel maal het landelijke aantal, op hele plekken; ten minste het minimum."""
    share = landelijk_aantal_beschut_werk * sleutel_beschut_werk / total(sleutel_beschut_werk)
    return maximum(minimum_aantal_plekken, share)


@rule(label="Plekken waarvoor begeleiding wordt betaald", unit="plekken", source=FONDS, valid_from=2024)
def plekken_begeleiding(landelijke_plekken_begeleiding, minimum_aantal_plekken, sleutel_beschut_werk):
    """Het aandeel in de sleutel maal de landelijke plekken, niet afgerond; ten minste het minimum."""
    share = landelijke_plekken_begeleiding * sleutel_beschut_werk / total(sleutel_beschut_werk)
    return maximum(minimum_aantal_plekken, share)


@rule(label="Begeleiding beschut werk landelijk", unit="EUR", source=FONDS, valid_from=2024)
def budget_begeleiding_beschut_werk(prijs_begeleiding_beschut_werk, landelijke_plekken_begeleiding):
    """Het bedrag per plek maal het landelijke aantal plekken."""
    return prijs_begeleiding_beschut_werk * landelijke_plekken_begeleiding


@rule(
    label="Begeleiding beschut werk",
    unit="EUR",
    source=FONDS,
    valid_from=2024,
    rounds=WHOLE_EUROS,
    pot="budget_begeleiding_beschut_werk",
)
def begeleiding_beschut_werk(prijs_begeleiding_beschut_werk, plekken_begeleiding):
    """Het bedrag per plek maal de niet afgeronde plekken, in hele euro's."""
    return prijs_begeleiding_beschut_werk * plekken_begeleiding
