"""Beschut werk on realisation: money that follows the places of a municipality, with a way to get there.

Not law: the Verkenning duurzame baankansen asks to see whether the money for beschut werk can follow
realisation. The choices are figures: which year counts (T-1 or T-2), the price and a bonus per place, whether
the national budget is a ceiling, and how much a municipality may lose per inhabitant in each year since the
start. What losers keep in the years of transition is paid by who gains, in proportion to the gain, so that
the pot stays as it is; with a large enough number of years nothing is left of it.
"""

from allocation.expressions import equals, lag, maximum, minimum, total, where
from allocation.rules import rule
from allocation.units import YES_NO
from rules.rounding import WHOLE_EUROS

SOURCE = "Verkenning duurzame baankansen (2024), variant 2: naar realisatie; de uitwerking is een aanname"


def supposed(label, unit="EUR", **more):
    """A rule of a way of funding that no law has."""
    return rule(label=label, unit=unit, source=SOURCE, valid_from=2025, **more)


@supposed("Plekken die tellen", unit="plekken")
def plekken_realisatie(peiljaar_t2, gerealiseerde_plekken):
    """De plekken van T-1, of van T-2 als dat het peiljaar is."""
    return where(equals(peiljaar_t2, 1), lag(gerealiseerde_plekken, 2), lag(gerealiseerde_plekken, 1))


@supposed("Bedrag naar realisatie, zonder plafond")
def vraag_realisatie(plekken_realisatie, prijs_realisatie, bonus_realisatie):
    """De plekken maal het bedrag en de bonus per plek."""
    return plekken_realisatie * (prijs_realisatie + bonus_realisatie)


@supposed("Te verdelen naar realisatie")
def pot_realisatie(vraag_realisatie, budget_realisatie, plafond_realisatie):
    """Wat de plekken samen vragen, en niet meer dan het budget als dat een plafond is."""
    asked = total(vraag_realisatie)
    return where(equals(plafond_realisatie, 1), minimum(asked, budget_realisatie), asked)


@supposed("Bedrag naar realisatie", rounds=WHOLE_EUROS, pot="pot_realisatie")
def beschut_naar_realisatie(vraag_realisatie, pot_realisatie):
    """Wat de plekken vragen, naar evenredigheid minder als het plafond bindt."""
    return where(
        equals(total(vraag_realisatie), 0),
        0 * vraag_realisatie,
        pot_realisatie * vraag_realisatie / total(vraag_realisatie),
    )


@supposed("Bedrag zoals het was, op dezelfde pot")
def was_beschut(pot_realisatie, sleutel_beschut_werk):
    """Het aandeel in de sleutel van de instroom 2012-2014."""
    return pot_realisatie * sleutel_beschut_werk / total(sleutel_beschut_werk)


@supposed("Nieuw bedrag, niet afgerond")
def nieuw_beschut(vraag_realisatie, pot_realisatie):
    """Het aandeel in wat de plekken vragen."""
    asked = total(vraag_realisatie)
    return where(equals(asked, 0), 0 * vraag_realisatie, pot_realisatie * vraag_realisatie / asked)


@supposed("Verlies boven wat mag")
def verlies_te_veel(was_beschut, nieuw_beschut, jaren_overgang, verlies_per_inwoner, inwoners):
    """Wat een gemeente meer verliest dan het bedrag per inwoner maal de jaren sinds het begin."""
    return maximum(0, was_beschut - nieuw_beschut - jaren_overgang * verlies_per_inwoner * inwoners)


@supposed("Winst")
def winst_beschut(was_beschut, nieuw_beschut):
    """Wat een gemeente meer krijgt dan het was."""
    return maximum(0, nieuw_beschut - was_beschut)


@supposed("Overgang bindt", unit=YES_NO)
def overgang_bindt(verlies_te_veel):
    """Of een gemeente in dit jaar nog boven het verlies zit dat mag."""
    return verlies_te_veel > 0


@supposed("Begeleiding beschut werk naar realisatie, met overgang", rounds=WHOLE_EUROS, pot="pot_realisatie")
def beschut_met_overgang(nieuw_beschut, verlies_te_veel, winst_beschut):
    """Het nieuwe bedrag; wie te veel verliest houdt dat nog, en wie wint betaalt het naar zijn winst."""
    kept = total(verlies_te_veel)
    paid = where(equals(kept, 0), 0 * winst_beschut, kept * winst_beschut / total(winst_beschut))
    return nieuw_beschut + verlies_te_veel - paid
