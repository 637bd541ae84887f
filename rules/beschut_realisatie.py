"""Beschut werk on realisation: money that follows the places of a municipality, with a way to get there.

Not law: the Verkenning duurzame baankansen asks to see whether the money for beschut werk can follow
realisation. The choices are figures: which year counts (T-1 or T-2), the price and a bonus per place, whether
the national budget is a ceiling, and how much a municipality may lose per inhabitant in each year since the
start. What losers keep in the years of transition is paid by who gains, in proportion to the gain, so that
the pot stays as it is; with a large enough number of years nothing is left of it.
"""

from allocation.expressions import equals, lag, maximum, minimum, total, where
from allocation.rules import Rounding, rule
from allocation.units import YES_NO
from rules.rounding import WHOLE_EUROS

KEEPS = "in de overgang houdt een gemeente wat zij boven een bedrag per inwoner zou verliezen"
WHOLE_PLACES = Rounding(0, "elke gemeente op hele plekken, zoals in de bijlagen bij de Regeling")
SOURCE = "Verkenning duurzame baankansen (2024), variant 2: naar realisatie; de uitwerking is een aanname"


def too_much(before, after, years, allowed, persons):
    """What a municipality loses beyond an amount per inhabitant for each year since the start."""
    return maximum(0, before - after - years * allowed * persons)


def shared(after, kept, gain):
    """The new amount; who loses too much keeps that, and who gains pays it in proportion to the gain."""
    paid = where(equals(total(kept), 0), 0 * gain, total(kept) * gain / total(gain))
    return after + kept - paid


def supposed(label, unit="EUR", **more):
    """A rule of a way of funding that no law has."""
    return rule(label=label, unit=unit, source=SOURCE, valid_from=2025, **more)


@supposed("Plekken die tellen", unit="plekken")
def plekken_realisatie(peiljaar_realisatie, gerealiseerde_plekken):
    """De plekken van T-1, of van T-2 als dat het peiljaar is."""
    return where(equals(peiljaar_realisatie, 1), lag(gerealiseerde_plekken, 2), lag(gerealiseerde_plekken, 1))


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
    return too_much(was_beschut, nieuw_beschut, jaren_overgang, verlies_per_inwoner, inwoners)


@supposed("Winst")
def winst_beschut(was_beschut, nieuw_beschut):
    """Wat een gemeente meer krijgt dan het was."""
    return maximum(0, nieuw_beschut - was_beschut)


@supposed("Overgang bindt", unit=YES_NO)
def overgang_bindt(verlies_te_veel):
    """Of een gemeente in dit jaar nog boven het verlies zit dat mag."""
    return verlies_te_veel > 0


@supposed(
    "Begeleiding beschut werk naar realisatie, met overgang",
    rounds=WHOLE_EUROS,
    pot="pot_realisatie",
    keeps=KEEPS,
)
def beschut_met_overgang(nieuw_beschut, verlies_te_veel, winst_beschut):
    """Het nieuwe bedrag; wie te veel verliest houdt dat nog, en wie wint betaalt het naar zijn winst."""
    return shared(nieuw_beschut, verlies_te_veel, winst_beschut)


@supposed("Nieuwe sleutel", unit="punten")
def nieuwe_sleutel(
    gewicht_doelgroepenregister, doelgroepenregister, gewicht_bijstandsontvangers, bijstandsontvangers,
    gewicht_inwoners, inwoners, gewicht_instroom, sleutel_beschut_werk,
):  # fmt: skip
    """Wat een gemeente van elke maatstaf heeft, maal het gewicht ervan."""
    register = gewicht_doelgroepenregister * doelgroepenregister
    others = gewicht_bijstandsontvangers * bijstandsontvangers + gewicht_inwoners * inwoners
    return register + others + gewicht_instroom * sleutel_beschut_werk


@supposed("Bedrag naar de nieuwe sleutel", rounds=WHOLE_EUROS, pot="budget_realisatie")
def beschut_nieuwe_sleutel(budget_realisatie, nieuwe_sleutel):
    """Het aandeel in de nieuwe sleutel, in hele euro's."""
    return budget_realisatie * nieuwe_sleutel / total(nieuwe_sleutel)


@supposed("Bedrag naar de sleutel van nu")
def beschut_sleutel_nu(budget_realisatie, sleutel_beschut_werk):
    """Het aandeel in de sleutel van de instroom 2012-2014."""
    return budget_realisatie * sleutel_beschut_werk / total(sleutel_beschut_werk)


@supposed("Bedrag naar de nieuwe sleutel, niet afgerond")
def sleutel_bedrag(budget_realisatie, nieuwe_sleutel):
    """Het aandeel in de nieuwe sleutel."""
    return budget_realisatie * nieuwe_sleutel / total(nieuwe_sleutel)


@supposed("Nieuwe sleutel: verlies boven wat mag")
def sleutel_te_veel(beschut_sleutel_nu, sleutel_bedrag, jaren_overgang, verlies_per_inwoner, inwoners):
    """Wat een gemeente meer verliest dan het bedrag per inwoner maal de jaren sinds het begin."""
    return too_much(beschut_sleutel_nu, sleutel_bedrag, jaren_overgang, verlies_per_inwoner, inwoners)


@supposed("Nieuwe sleutel: winst")
def winst_sleutel(beschut_sleutel_nu, sleutel_bedrag):
    """Wat een gemeente meer krijgt dan het was."""
    return maximum(0, sleutel_bedrag - beschut_sleutel_nu)


@supposed("Nieuwe sleutel, met overgang", rounds=WHOLE_EUROS, pot="budget_realisatie", keeps=KEEPS)
def beschut_sleutel_overgang(sleutel_bedrag, sleutel_te_veel, winst_sleutel):
    """Het nieuwe bedrag; wie te veel verliest houdt dat nog, en wie wint betaalt het naar zijn winst."""
    return shared(sleutel_bedrag, sleutel_te_veel, winst_sleutel)


def at_places(key, realised):
    """The realised places of the country as a key would have them."""
    return total(realised) * key / total(key)


def misplaced(places, realised):
    """Of all realised places the part that a key has at another municipality."""
    return total(maximum(0, places - realised)) / total(realised)


@supposed("Plekken naar sleutel nu", unit="plekken", rounds=WHOLE_PLACES)
def plekken_sleutel_nu(sleutel_beschut_werk, plekken_realisatie):
    """Het aandeel in de sleutel van de instroom 2012-2014, van alle gerealiseerde plekken."""
    return at_places(sleutel_beschut_werk, plekken_realisatie)


@supposed("Plekken naar nieuwe sleutel", unit="plekken", rounds=WHOLE_PLACES)
def plekken_sleutel_nieuw(nieuwe_sleutel, plekken_realisatie):
    """Het aandeel in de nieuwe sleutel, van alle gerealiseerde plekken."""
    return at_places(nieuwe_sleutel, plekken_realisatie)


@supposed("Plekken die de sleutel van nu bij een andere gemeente legt", unit="aandeel")
def misplaatst_nu(plekken_sleutel_nu, plekken_realisatie):
    """Hoe ver de sleutel van nu van de realisatie ligt: 0 is gelijk, 1 is nergens gelijk."""
    return misplaced(plekken_sleutel_nu, plekken_realisatie)


@supposed("Plekken die de nieuwe sleutel bij een andere gemeente legt", unit="aandeel")
def misplaatst_nieuw(plekken_sleutel_nieuw, plekken_realisatie):
    """Hoe ver de nieuwe sleutel van de realisatie ligt: 0 is gelijk, 1 is nergens gelijk."""
    return misplaced(plekken_sleutel_nieuw, plekken_realisatie)
