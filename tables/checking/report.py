"""Whether a received specification agrees, and if not, why: as text."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rules.analysis.check import MANY, Checked, Finding
from tables.checking.causes import of_many, one
from tables.checking.specification import Specification
from tables.labels import label, publication_year
from tables.words import first_few, in_words

CAUSES = 3
"""So many possible causes are named of one difference."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
EMPTY = "er staat niets"
UNKNOWN = "geen bekende oorzaak verklaart dit bedrag"
NOT_SOUGHT = f"{UNKNOWN}; naar de waarde die het zou geven is bij zo veel verschillen niet gezocht"


def lines(check: Checked, received: Specification) -> list[str]:
    """What to print: with many differences first what they have in common."""
    listed = [f"{publication_year(check.known.outcome)}:", *(f"  {match}" for match in received.matched)]
    told = []
    for rule, group in groupby(check.findings, lambda finding: finding.rule):
        findings = list(group)
        if len(findings) > 1 and all(finding.received is None for finding in findings):
            who = first_few([_whose(check, finding) for finding in findings])
            what = EMPTY if _place(received, findings[0]) else MISSING
            told.append(f"{label(check.known.outcome, rule)[0]}: {what} (voor {who})")
        else:
            told += [line for finding in findings for line in _of(check, received, finding)]
    wrong = len(check.findings)
    equal = f"{check.compared - wrong} van {check.compared} bedragen gelijk"
    return [*listed, *_summary(check), *told, equal]


def _summary(check: Checked) -> list[str]:
    """The first causes of many differences, counted."""
    filled = [finding for finding in check.findings if finding.received is not None]
    firsts = [of_many(check.known, f.causes[0]) if f.causes else _unknown(f) for f in filled]
    often = [f"  {count} x {cause}" for cause, count in Counter(firsts).most_common() if count > 1]
    if len(filled) <= MANY or not often:
        return []
    return [f"Van {len(filled)} verschillen is de eerste mogelijke oorzaak:", *often]


def _whose(check: Checked, finding: Finding) -> str:
    return f"{check.known.names[finding.code]} ({finding.code})"


def _place(received: Specification, finding: Finding) -> str:
    """Where the amount stands; "" where there is no row or column for it."""
    return received.places.get((finding.code, finding.rule), "")


def _unknown(finding: Finding) -> str:
    return UNKNOWN if finding.sought else NOT_SOUGHT


def _of(check: Checked, received: Specification, finding: Finding) -> Iterator[str]:
    text, unit = label(check.known.outcome, finding.rule)
    shown = "niets" if finding.received is None else in_words(finding.received)
    computed = f"{in_words(finding.computed)} {unit} berekend"
    yield f"{_whose(check, finding)}, {text}: {shown} in de opgave, {computed}"
    if finding.off is None:
        place = _place(received, finding)
        yield f"  1. {f'{place}: leeg' if place else MISSING}"
        return
    yield f"  verschil {in_words(finding.off)} {unit}"
    yield from (
        f"  {place}. {one(check.known, cause)}" for place, cause in enumerate(finding.causes[:CAUSES], 1)
    )
    if len(finding.causes) > CAUSES:
        yield f"     en nog {len(finding.causes) - CAUSES} mogelijke"
    if not finding.causes:
        yield f"  {_unknown(finding)}"
