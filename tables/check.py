"""Does a received specification agree, and if not, why."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from allocation.case import CODE
from rules import Outcome
from rules.catalogue.suspects import Known, suspects
from tables.pages import label
from tables.specification import Specification
from tables.words import in_words

FEW = 3
"""So many possible causes are named of one difference."""
MANY = 10
"""With more differences than this the causes are counted, and per stream no single value is sought."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
UNKNOWN = "geen enkele bekende oorzaak verklaart dit bedrag"


def lines(outcome: Outcome, received: Specification, others: Sequence[Known]) -> tuple[list[str], int]:
    """What to print, and how many amounts differ."""
    names = dict(outcome.prepared.territory.select(CODE, "naam").iter_rows())
    said = [f"{outcome.prepared.publication.title}, uitkeringsjaar {outcome.prepared.year.year}:"]
    said += [f"  {match}" for match in received.matched]
    here = Known(outcome)
    total = wrong = 0
    causes: Counter[str] = Counter()
    for rule in needed(received):
        text, unit = label(outcome, rule)
        column = dict(zip(outcome.result.values[CODE], outcome.result.column(rule), strict=True))
        amounts = {code: amount for (code, of), amount in received.amounts.items() if of == rule}
        different = {code: amount for code, amount in amounts.items() if amount != column[code]}
        total, wrong = total + len(amounts), wrong + len(different)
        if len(different) > 1 and not any(amount is not None for amount in amounts.values()):
            said.append(f"{text}: {MISSING} (voor {len(different)} gemeenten)")
            continue
        for code, amount in different.items():
            computed = Fraction(column[code])
            shown = "niets" if amount is None else in_words(amount)
            who = f"{names[code]} ({code}), {text}"
            said.append(f"{who}: {shown} in de opgave, {in_words(computed)} {unit} berekend")
            if amount is None:
                place = received.places.get((code, rule))
                said.append(f"  1. {f'{place}: leeg' if place else MISSING}")
                continue
            said.append(f"  verschil {in_words(amount - computed)} {unit}")
            found = suspects(here, others, rule, code, amount, thorough=len(different) <= MANY)
            causes.update([found[0].what if found else UNKNOWN])
            listed = [f"  {place}. {suspect.what}" for place, suspect in enumerate(found[:FEW], 1)]
            said += listed or [f"  {UNKNOWN}"]
    often = [f"  {count} x {cause}" for cause, count in causes.most_common() if count > 1]
    if wrong > MANY and often:
        said += ["Oorzaken die voor meer dan een bedrag als eerste genoemd zijn:", *often]
    return [*said, f"{total - wrong} van {total} bedragen gelijk"], wrong


def needed(received: Specification) -> Sequence[str]:
    """The rules of which amounts were received."""
    return list(dict.fromkeys(rule for _, rule in received.amounts))
