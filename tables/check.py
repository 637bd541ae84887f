"""Does a received specification agree, and if not, why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from allocation.case import CODE
from rules import Outcome
from rules.catalogue.suspects import Known, suspects
from tables.pages import label
from tables.specification import Specification
from tables.words import few, in_words

FEW = 3
"""So many possible causes are named of one difference."""
MANY = 10
"""With more differences than this the causes are counted, and per stream no single value is sought."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
EMPTY = "er staat niets"
UNKNOWN = "geen enkele bekende oorzaak verklaart dit bedrag"


@frozen
class Finding:
    """An amount that differs, and what may have happened, most plausible first.

    `received` is None where nothing is given; without a `place` there is no row or column for it.
    """

    code: str
    municipality: str
    rule: str
    label: str
    unit: str
    received: Fraction | None
    computed: Fraction
    place: str
    causes: tuple[str, ...]


@frozen
class Check:
    """A specification against a publication: how names were matched, and every amount that differs."""

    title: str
    matched: Sequence[str]
    compared: int
    findings: Sequence[Finding]


def check(outcome: Outcome, received: Specification, others: Sequence[Known]) -> Check:
    """Compare what was received with `outcome`; `others` is what `suspects.elsewhere` found."""
    prepared, here = outcome.prepared, Known(outcome)
    names = dict(prepared.territory.select(CODE, "naam").iter_rows())
    findings = []
    for rule in needed(received):
        computed = here.amounts[rule]
        amounts = {code: amount for (code, of), amount in received.amounts.items() if of == rule}
        different = {code: amount for code, amount in amounts.items() if amount != computed[code]}
        text, unit = label(outcome, rule)
        for code, amount in different.items():
            place = received.places.get((code, rule), "")
            causes = [f"{place}: leeg" if place else MISSING]
            if amount is not None:
                thorough = len(different) <= MANY
                causes = [s.what for s in suspects(here, others, rule, code, amount, thorough=thorough)]
            findings.append(
                Finding(code, names[code], rule, text, unit, amount, computed[code], place, tuple(causes))
            )
    title = f"{prepared.publication.title}, uitkeringsjaar {prepared.year.year}"
    return Check(title, received.matched, len(received.amounts), findings)


def needed(received: Specification) -> Sequence[str]:
    """The rules of which amounts were received."""
    return list(dict.fromkeys(rule for _, rule in received.amounts))


def lines(made: Check) -> list[str]:
    """What to print."""
    said = [f"{made.title}:", *(f"  {match}" for match in made.matched)]
    for text, group in groupby(made.findings, lambda finding: finding.label):
        found = list(group)
        if len(found) > 1 and all(finding.received is None for finding in found):
            who = few([f"{finding.municipality} ({finding.code})" for finding in found])
            said.append(f"{text}: {EMPTY if found[0].place else MISSING} (voor {who})")
        else:
            said += [line for finding in found for line in _of(finding)]
    wrong = len(made.findings)
    causes = Counter(next(iter(f.causes), UNKNOWN) for f in made.findings if f.received is not None)
    often = [f"  {count} x {cause}" for cause, count in causes.most_common() if count > 1]
    if wrong > MANY and often:
        said += ["Oorzaken die voor meer dan een bedrag als eerste genoemd zijn:", *often]
    return [*said, f"{made.compared - wrong} van {made.compared} bedragen gelijk"]


def _of(found: Finding) -> Iterator[str]:
    shown = "niets" if found.received is None else in_words(found.received)
    computed = f"{in_words(found.computed)} {found.unit} berekend"
    yield f"{found.municipality} ({found.code}), {found.label}: {shown} in de opgave, {computed}"
    if found.received is not None:
        yield f"  verschil {in_words(found.received - found.computed)} {found.unit}"
    yield from (f"  {place}. {cause}" for place, cause in enumerate(found.causes[:FEW], 1))
    if not found.causes:
        yield f"  {UNKNOWN}"
