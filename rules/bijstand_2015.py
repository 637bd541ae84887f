"""Bijstand in 2015: the Besluit Participatiewet as it stood on 23 January 2015.

Municipalities of up to 15,000 inhabitants together get their share in the lasten, and each its own part
of that. The others divide what is left: half of it by the lasten, half by `maatgevend_bedrag_2015` (the
transition of art. 8a). That is what the objective model says from 40,000 inhabitants, and between the two
bounds a mix of the model and the lasten. There is no part for dak- en thuislozen, and none for
loonkostensubsidie. The law of 2016 was read in parts only and is refused, so that the names here end
in 2015 and are no versions of those from 2017.

What the sources leave open: whether the outcome of the model is delivered on the scale of the budget. The
Besluit scales it, so that the amounts together are what there is for them; here (the figure
`lezing_schaal_objectief_2015`) it is taken as delivered, as in the worked example. For an outcome that was
scaled it makes no difference.
"""

from allocation.expressions import lag, total, where
from allocation.rules import rule
from rules.rounding import DECISION

BESLUIT = "Besluit Participatiewet, staat 23 januari 2015"
YEAR = 2015


def rule_2015(label, unit="EUR", source=BESLUIT, **more):
    """A rule of this year alone."""
    return rule(label=label, unit=unit, source=source, valid_from=YEAR, valid_to=YEAR, **more)


@rule_2015("Lasten bijstand die meetellen", source=f"{BESLUIT}, art. 7")
def lasten_bijstand_2015(jaarrekening_te_laat, lasten_bijstand, correctie_late_jaarrekening):
    """De lasten van T-2; was de jaarrekening te laat, die van T-3 met een correctie."""
    before = lag(lasten_bijstand, 3) * correctie_late_jaarrekening
    return where(lag(jaarrekening_te_laat, 2), before, lag(lasten_bijstand, 2))


@rule(label="Lasten IOAW, IOAZ en Bbz", unit="EUR", source=BESLUIT, valid_from=2012, valid_to=2013)
def lasten_overig(lasten_ioaw, lasten_ioaz, lasten_bbz):
    """De lasten uit de jaarrekening, buiten de algemene bijstand."""
    return lasten_ioaw + lasten_ioaz + lasten_bbz


@rule_2015("Lasten IOAW, IOAZ en Bbz die meetellen", source=f"{BESLUIT}, art. 7")
def lasten_overig_2015(jaarrekening_te_laat, lasten_overig, correctie_late_jaarrekening):
    """De lasten van T-2; was de jaarrekening te laat, die van T-3 met een correctie."""
    before = lag(lasten_overig, 3) * correctie_late_jaarrekening
    return where(lag(jaarrekening_te_laat, 2), before, lag(lasten_overig, 2))


@rule_2015("Lasten voor het historische deel (L)", source=f"{BESLUIT}, art. 1")
def lasten_verdeling_2015(lasten_bijstand_2015, inwoners_15_64, lasten_overig_2015, huishoudens_15_64):
    """Bijstand maal de groei van de inwoners, de rest maal die van de huishoudens: alleen in 2015."""
    bijstand = lasten_bijstand_2015 * lag(inwoners_15_64, 1) / lag(inwoners_15_64, 2)
    return bijstand + lasten_overig_2015 * lag(huishoudens_15_64, 1) / lag(huishoudens_15_64, 2)


@rule_2015("Te verdelen (TB en TBMAU)")
def budget_2015(macrobudget, budget_meerjarige_aanvullingen):
    """Het macrobudget en het bedrag voor meerjarige aanvullende uitkeringen."""
    return macrobudget + budget_meerjarige_aanvullingen


@rule_2015("Lasten van een kleine gemeente")
def lasten_klein_2015(inwoners, ondergrens_inwoners, lasten_verdeling_2015):
    """De lasten, als de gemeente niet meer inwoners heeft dan de ondergrens."""
    small = lag(inwoners, 1) <= ondergrens_inwoners
    return where(small, lasten_verdeling_2015, 0 * lasten_verdeling_2015)


@rule_2015("Lasten van een grotere gemeente")
def lasten_rest_2015(lasten_verdeling_2015, lasten_klein_2015):
    """De lasten, als de gemeente meer inwoners heeft dan de ondergrens."""
    return lasten_verdeling_2015 - lasten_klein_2015


@rule_2015("Budget voor de grotere gemeenten")
def budget_rest_2015(lasten_rest_2015, lasten_verdeling_2015, budget_2015):
    """Het aandeel van de grotere gemeenten in de lasten (1 - B_klein), maal wat te verdelen is."""
    return total(lasten_rest_2015) / total(lasten_verdeling_2015) * budget_2015


@rule_2015("Bedrag naar de lasten (BL)")
def bedrag_naar_lasten_2015(lasten_rest_2015, budget_rest_2015):
    """Het aandeel in de lasten van de grotere gemeenten, maal hun budget."""
    return lasten_rest_2015 / total(lasten_rest_2015) * budget_rest_2015


@rule_2015("Uitkomst objectief model, op schaal")
def objectief_bedrag_2015(
    objectieve_uitkomst_2015,
    gewicht_objectief,
    bedrag_naar_lasten_2015,
    budget_rest_2015,
    lezing_schaal_objectief_2015,
):
    """Zoals opgegeven (0), of (1) zo geschaald dat de bedragen samen het budget van de groteren zijn."""
    left = budget_rest_2015 - total((1 - gewicht_objectief) * bedrag_naar_lasten_2015)
    scaled = objectieve_uitkomst_2015 / total(gewicht_objectief * objectieve_uitkomst_2015) * left
    return objectieve_uitkomst_2015 + lezing_schaal_objectief_2015 * (scaled - objectieve_uitkomst_2015)


@rule_2015("Maatgevend bedrag (G)")
def maatgevend_bedrag_2015(gewicht_objectief, objectief_bedrag_2015, bedrag_naar_lasten_2015):
    """Het model, en tot de bovengrens voor een deel de lasten; van een kleine gemeente is het 0."""
    return gewicht_objectief * objectief_bedrag_2015 + (1 - gewicht_objectief) * bedrag_naar_lasten_2015


@rule_2015("Deel kleine gemeente")
def deel_klein_2015(lasten_klein_2015, lasten_verdeling_2015, budget_2015):
    """Het aandeel in alle lasten, maal wat te verdelen is."""
    return lasten_klein_2015 / total(lasten_verdeling_2015) * budget_2015


@rule_2015("Deel naar de lasten", source=f"{BESLUIT}, art. 8a")
def deel_lasten_2015(aandeel_overgang, lasten_rest_2015, budget_rest_2015):
    """De helft van het budget van de grotere gemeenten, naar de lasten."""
    return aandeel_overgang * lasten_rest_2015 / total(lasten_rest_2015) * budget_rest_2015


@rule_2015("Deel naar het maatgevend bedrag", source=f"{BESLUIT}, art. 8a")
def deel_maatgevend_2015(aandeel_overgang, maatgevend_bedrag_2015, budget_rest_2015):
    """De andere helft, naar het maatgevend bedrag."""
    share = maatgevend_bedrag_2015 / total(maatgevend_bedrag_2015)
    return (1 - aandeel_overgang) * share * budget_rest_2015


@rule_2015("Gebundelde uitkering", source=f"{BESLUIT}, art. 3 en 8a", rounds=DECISION, pot="budget_2015")
def gebundelde_uitkering_2015(deel_klein_2015, deel_lasten_2015, deel_maatgevend_2015):
    """De som van de delen: een kleine gemeente heeft alleen het eerste, een grotere de andere twee."""
    return deel_klein_2015 + deel_lasten_2015 + deel_maatgevend_2015
