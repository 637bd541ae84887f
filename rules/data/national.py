"""The national numbers that a circular does not print, out of the amounts that it does.

The price of a place and the places follow from who has no Wsw (`derive_keys.guidance`), the Wsw budget is
what is left of the amounts. The key in persons is carried to the municipalities of the circular. All of it
is `afgeleid`, and rests on what was so in 2023: the same key, and the same municipalities without Wsw.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.numbers import round_half_away
from allocation.territory import restated
from rules.data.derive_keys import guidance
from rules.data.persons import key
from rules.territory.municipalities import carried

CIRCULARS_OF_2023 = datetime.date(2023, 1, 1)
LEAST = 8
"""Of the 18 without Wsw in 2023: fewer that agree on what a person counts for may do so by chance."""


@frozen
class National:
    """A national number by the name of its figure, and how many municipalities it rests on."""

    figure: str
    value: Fraction
    municipalities: int


def national_numbers(paid: Mapping[str, int], territory: datetime.date, added: int) -> list[National]:
    """Price, places, minimum and Wsw budget out of the amounts of a circular, by code.

    `added` is what else is in them, in euros. Raises InputError where no price or places follow from them.
    """
    persons = restated(key()[0], carried(CIRCULARS_OF_2023, territory))
    try:
        found = guidance(paid, persons)
    except (ValueError, ZeroDivisionError):
        found = None
    if found is None or found.price <= 0 or len(found.without_wsw) < LEAST:
        what = "uit wie in 2023 geen Wsw had, volgen geen prijs en plekken"
        raise InputError(
            [Problem("de bedragen", what, "de integratie-uitkering Participatie van een circulaire")]
        )
    each = found.places / sum(persons.values(), Fraction(0))
    beschut = [round_half_away(found.price * max(Fraction(1), each * n), 0) for n in persons.values()]
    budget = sum(paid.values()) - sum(beschut, Fraction(0)) - added
    if budget < 0:
        what = f"voor de Wsw blijft minder dan niets over ({budget} EUR)"
        raise InputError([Problem("de bedragen", what, "wat er nog meer in zit (--added), in euro")])
    return [
        National("prijs_begeleiding_beschut_werk", Fraction(found.price), len(found.at_the_minimum)),
        National("landelijke_plekken_begeleiding", found.places, len(found.without_wsw)),
        National("minimum_aantal_plekken", Fraction(1), len(found.at_the_minimum)),
        National("budget_wsw", budget, len(paid)),
    ]
