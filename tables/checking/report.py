"""Whether a received specification agrees, and if not, why: as text."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rules.analysis.check import MANY, Check, Finding
from tables.checking.causes import counted, said
from tables.checking.specification import Specification
from tables.labels import label
from tables.words import few, in_words

FEW = 3
"""So many possible causes are named of one difference."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
EMPTY = "er staat niets"
UNKNOWN = "geen bekende oorzaak verklaart dit bedrag"
NOT_SOUGHT = f"{UNKNOWN}; naar de waarde die het zou geven is bij zo veel verschillen niet gezocht"


def lines(made: Check, received: Specification) -> list[str]:
    """What to print: with many differences first what they have in common."""
    listed = [f"{made.known.moment}:", *(f"  {match}" for match in received.matched)]
    told = []
    for rule, group in groupby(made.findings, lambda finding: finding.rule):
        found = list(group)
        if len(found) > 1 and all(finding.received is None for finding in found):
            who = few([_whose(made, finding) for finding in found])
            what = EMPTY if _place(received, found[0]) else MISSING
            told.append(f"{label(made.known.outcome, rule)[0]}: {what} (voor {who})")
        else:
            told += [line for finding in found for line in _of(made, received, finding)]
    wrong = len(made.findings)
    equal = f"{made.compared - wrong} van {made.compared} bedragen gelijk"
    return [*listed, *_summary(made), *told, equal]


def _summary(made: Check) -> list[str]:
    """The first causes of many differences, counted."""
    given = [finding for finding in made.findings if finding.received is not None]
    firsts = [counted(made.known, f.causes[0]) if f.causes else _unknown(f) for f in given]
    often = [f"  {count} x {cause}" for cause, count in Counter(firsts).most_common() if count > 1]
    if len(given) <= MANY or not often:
        return []
    return [f"Van {len(given)} verschillen is de eerste mogelijke oorzaak:", *often]


def _whose(made: Check, found: Finding) -> str:
    return f"{made.known.names[found.code]} ({found.code})"


def _place(received: Specification, found: Finding) -> str:
    """Where the amount stands; "" where there is no row or column for it."""
    return received.places.get((found.code, found.rule), "")


def _unknown(found: Finding) -> str:
    return UNKNOWN if found.sought else NOT_SOUGHT


def _of(made: Check, received: Specification, found: Finding) -> Iterator[str]:
    text, unit = label(made.known.outcome, found.rule)
    shown = "niets" if found.received is None else in_words(found.received)
    computed = f"{in_words(found.computed)} {unit} berekend"
    yield f"{_whose(made, found)}, {text}: {shown} in de opgave, {computed}"
    if found.off is None:
        place = _place(received, found)
        yield f"  1. {f'{place}: leeg' if place else MISSING}"
        return
    yield f"  verschil {in_words(found.off)} {unit}"
    yield from (f"  {place}. {said(made.known, cause)}" for place, cause in enumerate(found.causes[:FEW], 1))
    if len(found.causes) > FEW:
        yield f"     en nog {len(found.causes) - FEW} mogelijke"
    if not found.causes:
        yield f"  {_unknown(found)}"
