"""Roundings that more than one rule declares."""

from allocation.rules import Rounding

WHOLE_EUROS = Rounding(
    0, "de circulaire noemt hele euro's; half naar boven (HR 15 mei 2009, ECLI:NL:HR:2009:BI1980)"
)
DECISION = Rounding(0, "gepubliceerde beschikkingen noemen hele euro's; een afrondingsregel is niet gevonden")
VANGNET = Rounding(0, "een afrondingsregel is niet gevonden; hele euro's, zoals de budgetten")
CENTS = Rounding(2, "op centen; een afrondingsregel is niet gevonden")
