"""Payment of the gebundelde uitkering: 8 % a month, 12 % in May.

When the uitkering is adjusted (Participatiewet, art. 71) the difference is spread evenly over the
months that are left. In cents; what is paid after twelve months is the uitkering, exactly.

What the sources leave open: how the difference is rounded (here: what has been paid of it after each
month is rounded to cents). One earlier moment is known to the calendar: in a year with a nader voorlopige
uitkering that was paid for some months, what the months before were paid on is not told apart.
"""

from allocation.expressions import clamp, rounded
from allocation.rules import Rule, rule

REGELING = "Regeling Participatiewet, IOAW en IOAZ, art. 5 en 5a"
MAY, MONTHS = 5, 12


@rule(
    label="Uitkering waarop de betaling eerst berustte",
    unit="EUR",
    source=REGELING,
    valid_from=2017,
)
def eerdere_uitkering(gebundelde_uitkering):
    """De uitkering zelf, als er geen eerdere stand was."""
    return gebundelde_uitkering


def _payment(month: int, name: str) -> Rule:
    """The rule of one month, counted from 1."""

    def formula(earlier, now, share, paid_months):
        """Het vaste deel van de eerdere uitkering, en een gelijk deel van wat er daarna bijkwam of afging."""

        def settled(after):
            part = clamp((after - paid_months) / (MONTHS - paid_months), 0, 1)
            return rounded((now - earlier) * part, 2)

        return share * earlier + settled(month) - settled(month - 1)

    return rule(
        name=f"betaling_{name}",
        label=f"Betaling {name}",
        unit="EUR",
        source=REGELING,
        valid_from=2017,
        reads=[
            "eerdere_uitkering",
            "gebundelde_uitkering",
            "betaald_deel_mei" if month == MAY else "betaald_deel_maand",
            "maanden_betaald",
        ],
    )(formula)


betaling_januari = _payment(1, "januari")
betaling_februari = _payment(2, "februari")
betaling_maart = _payment(3, "maart")
betaling_april = _payment(4, "april")
betaling_mei = _payment(5, "mei")
betaling_juni = _payment(6, "juni")
betaling_juli = _payment(7, "juli")
betaling_augustus = _payment(8, "augustus")
betaling_september = _payment(9, "september")
betaling_oktober = _payment(10, "oktober")
betaling_november = _payment(11, "november")
betaling_december = _payment(12, "december")
