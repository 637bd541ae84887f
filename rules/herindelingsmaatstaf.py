"""Herindelingsmaatstaf: what merged municipalities get for it in the algemene uitkering, four years long.

A fixed amount for each municipality less, more where one was split over others, and an amount per
inhabitant that came into a larger whole. The uitkeringsfactor is that of the year of the merger; 40 % is
paid in that year and 20 % in each of the next three, outside the uitkeringsfactor of the year itself.

Of a split 95 % goes by the inhabitants that each received, and 5 % to the general successor.

What the sources leave open: the uitkeringsfactor of a merger after 2023, which has another scale (in a
what-if it is the figure `uitkeringsfactor_herindeling`, that of 2023); who the general successor is, which
here follows from the amounts.
"""

from allocation.expressions import both, equals, maximum, where
from allocation.rules import Rounding, rule

SOURCE = "Besluit financiële verhouding 2001, bijlage 2, maatstaf 45"
CENTS = Rounding(2, "de gepubliceerde bedragen hebben twee decimalen")


@rule(label="Herindelingsmaatstaf: basisbedrag", unit="EUR", source=SOURCE, valid_from=2015)
def basis_herindeling(
    bedrag_per_gemeente_minder,
    gemeenten_minder,
    splitsing,
    verhoging_per_betrokken_gemeente,
    gemeenten_betrokken,
    bedrag_per_inwoner_herindeling,
    inwoners_herindeling,
):
    """Een vast bedrag per gemeente minder, bij splitsing verhoogd, en een bedrag per inwoner erbij."""
    split = bedrag_per_gemeente_minder * gemeenten_minder * verhoging_per_betrokken_gemeente
    more = split * gemeenten_betrokken
    fixed = bedrag_per_gemeente_minder * gemeenten_minder + where(splitsing, more, 0 * more)
    return fixed + bedrag_per_inwoner_herindeling * inwoners_herindeling


@rule(label="Deel van de herindelingsmaatstaf", unit="aandeel", source=SOURCE, valid_from=2015)
def deel_van_herindeling(
    splitsing, ontvangen_inwoners, inwoners_herindeling, algemene_opvolger, aandeel_algemene_opvolger
):
    """Alles; na een splitsing het deel naar ontvangen inwoners, en dat van de algemene opvolger."""
    received = (1 - aandeel_algemene_opvolger) * ontvangen_inwoners / maximum(inwoners_herindeling, 1)
    successor = where(algemene_opvolger, aandeel_algemene_opvolger, 0 * aandeel_algemene_opvolger)
    return where(splitsing, received + successor, 1)


@rule(label="Deel dat in dit jaar wordt betaald", unit="aandeel", source=SOURCE, valid_from=2015)
def termijn_herindeling(jaren_na_herindeling, aandeel_jaar_herindeling, aandeel_latere_jaren, jaren_later):
    """In het jaar van de herindeling het eerste deel, in de jaren daarna een vast deel, dan niets."""
    later = both(jaren_na_herindeling > 0, jaren_na_herindeling <= jaren_later)
    rest = where(later, aandeel_latere_jaren, 0 * aandeel_latere_jaren)
    return where(equals(jaren_na_herindeling, 0), aandeel_jaar_herindeling, rest)


@rule(label="Uitkeringsfactor van het jaar van de herindeling", unit="factor", source=SOURCE, valid_from=2015)
def uitkeringsfactor_jaar_herindeling(uitkeringsfactor_herindeling):
    """Die van een herindeling die geen wet kent: een cijfer."""
    return uitkeringsfactor_herindeling


@rule(label="Herindelingsmaatstaf", unit="EUR", source=SOURCE, valid_from=2015, rounds=CENTS)
def herindelingsmaatstaf(
    basis_herindeling, uitkeringsfactor_jaar_herindeling, termijn_herindeling, deel_van_herindeling
):
    """Het basisbedrag maal de factor van toen, voor zover het in dit jaar wordt betaald."""
    paid = basis_herindeling * uitkeringsfactor_jaar_herindeling * termijn_herindeling
    return paid * deel_van_herindeling
