"""Does a received specification agree, and if not, why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from allocation.numbers import round_half_away
from rules import Outcome
from rules.catalogue.amount import Amount
from rules.catalogue.known import SHOWN, Known
from rules.catalogue.other_values import for_all, other_values
from rules.catalogue.suspects import Suspect, suspects
from tables.pages import label
from tables.specification import Specification
from tables.suspicion import counted, said
from tables.words import few, in_words

FEW = 3
"""So many possible causes are named of one difference."""
MANY = 10
"""With more differences than this in a stream no single value of one municipality is sought."""
MANY_SHARED = 3
"""The same, where the amounts of all municipalities hang together and are computed again for each value."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
EMPTY = "er staat niets"
UNKNOWN = "geen bekende oorzaak verklaart dit bedrag"
GUESSES = ("digit", "digits interchanged", "digit lacking", "digit too many")
"""Suspects beside which other values of inputs and figures are sought."""
NOT_SOUGHT = f"{UNKNOWN}; naar de waarde die het zou geven is bij zo veel verschillen niet gezocht"


@frozen
class Finding:
    """An amount that differs, and what may have happened, most plausible first.

    `received` is None where nothing is given; without a `place` there is no row or column for it. `sought`
    says whether other values of single inputs and figures were sought too.
    """

    code: str
    municipality: str
    rule: str
    label: str
    unit: str
    received: Fraction | None
    computed: Fraction
    place: str
    causes: tuple[Suspect, ...]
    sought: bool


@frozen
class Check:
    """A specification against a publication: how names were matched, and every amount that differs."""

    known: Known
    matched: Sequence[str]
    compared: int
    findings: Sequence[Finding]


def check(outcome: Outcome, received: Specification, others: Sequence[Known]) -> Check:
    """Compare what was received with `outcome`; `others` is what `known.elsewhere` found."""
    here = Known(outcome)
    findings = [found for rule in needed(received) for found in _of_rule(here, others, rule, received)]
    return Check(here, received.matched, len(received.amounts), findings)


def needed(received: Specification) -> Sequence[str]:
    """The rules of which amounts were received."""
    return list(dict.fromkeys(rule for _, rule in received.amounts))


def _of_rule(here: Known, others: Sequence[Known], rule: str, received: Specification) -> Iterator[Finding]:
    """What differs in one stream."""
    computed = here.amounts[rule]
    amounts = {code: amount for (code, of), amount in received.amounts.items() if of == rule}
    given = {c: round_half_away(amount, SHOWN) for c, amount in amounts.items() if amount is not None}
    different = [code for code in amounts if given.get(code) != computed[code]]
    causes, sought = _causes(here, others, rule, given)
    text, unit = label(here.outcome, rule)
    for code in different:
        place = received.places.get((code, rule), "")
        found = tuple(causes.get(code, ()))
        amount = given.get(code)
        yield Finding(code, here.names[code], rule, text, unit, amount, computed[code], place, found, sought)


def _causes(
    here: Known, others: Sequence[Known], rule: str, given: Mapping[str, Fraction]
) -> tuple[Mapping[str, Sequence[Suspect]], bool]:
    """The causes by municipality that differs, and whether values of single ones were sought too."""
    different = {code: value for code, value in given.items() if value != here.amounts[rule][code]}
    amount = Amount(here, rule)
    thorough = len(different) <= (MANY_SHARED if amount.shared else MANY)
    found = {code: suspects(here, others, rule, code, value) for code, value in different.items()}
    open_ones = [code for code in different if not found[code]]
    right = {code: value for code, value in given.items() if code in open_ones or code not in different}
    shared = for_all(amount, others, open_ones, right) if len(open_ones) > 1 else None
    for code, value in different.items():
        exact = any(suspect.kind not in GUESSES for suspect in found[code])
        if shared and code in open_ones:
            found[code] = [shared]
        elif not exact:
            all_differ = len(different) == len(given)
            found[code] += other_values(amount, others, code, value, thorough=thorough, figures=all_differ)
            found[code].sort(key=lambda suspect: suspect.rank)
    return found, thorough


def lines(made: Check) -> list[str]:
    """What to print: with many differences first what they have in common."""
    title = f"{made.known.moment}:"
    listed = [title, *(f"  {match}" for match in made.matched)]
    told = []
    for text, group in groupby(made.findings, lambda finding: finding.label):
        found = list(group)
        if len(found) > 1 and all(finding.received is None for finding in found):
            who = few([f"{finding.municipality} ({finding.code})" for finding in found])
            told.append(f"{text}: {EMPTY if found[0].place else MISSING} (voor {who})")
        else:
            told += [line for finding in found for line in _of(made.known, finding)]
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


def _unknown(found: Finding) -> str:
    return UNKNOWN if found.sought else NOT_SOUGHT


def _of(known: Known, found: Finding) -> Iterator[str]:
    shown = "niets" if found.received is None else in_words(found.received)
    computed = f"{in_words(found.computed)} {found.unit} berekend"
    yield f"{found.municipality} ({found.code}), {found.label}: {shown} in de opgave, {computed}"
    if found.received is None:
        yield f"  1. {f'{found.place}: leeg' if found.place else MISSING}"
        return
    yield f"  verschil {in_words(found.received - found.computed)} {found.unit}"
    yield from (f"  {place}. {said(known, cause)}" for place, cause in enumerate(found.causes[:FEW], 1))
    if len(found.causes) > FEW:
        yield f"     en nog {len(found.causes) - FEW} mogelijke"
    if not found.causes:
        yield f"  {_unknown(found)}"
