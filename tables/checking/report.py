"""Whether a received specification agrees, and if not, why: as text."""

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import frozen

from rules.analysis.check import MANY, Checked, Finding
from tables.approximation import banners
from tables.checking.basis import VAGUE, basis, compared_with
from tables.checking.causes import of_many, one
from tables.checking.specification import Specification
from tables.labels import label, publication_year
from tables.words import first_few, in_words, plural

CAUSES = 3
"""So many possible causes are named of one difference."""
WRITTEN_OUT = 3
"""Of more municipalities with one first cause so many are written out."""
MISSING = "de geldstroom ontbreekt, of staat er onder een naam die niet is herkend"
EMPTY = "er staat niets"
UNKNOWN = "geen bekende oorzaak verklaart dit bedrag"
NOT_SOUGHT = f"{UNKNOWN}; naar de waarde die het zou geven is bij zo veel verschillen niet gezocht"


@frozen
class Alike:
    """The differences in one stream with one first cause, in words that are the same for all of them."""

    rule: str
    cause: str
    findings: Sequence[Finding]


def lines(check: Checked, received: Specification) -> list[str]:
    """What to print: with many differences first what they have in common."""
    listed = [*received.matched, *basis(check)]
    if received.uncompared:
        listed.append(f"niet vergeleken, lijkt wel een gemeente: {first_few(received.uncompared)}")
    told = [line for same in alike(check, received) for line in _of_alike(check, received, same)]
    return [
        f"{publication_year(check.known.outcome)}:",
        *(f"  {text}" for text in banners([check.known.outcome])),
        *(f"  {line}" for line in listed),
        *_summary(check, received),
        *told,
        verdict(check, received),
    ]


def verdict(check: Checked, received: Specification) -> str:
    """How many amounts are equal, and how many rows were not compared."""
    equal = f"{check.compared - len(check.findings)} van {check.compared} bedragen gelijk"
    rows = plural(len(received.uncompared), "rij", "rijen")
    return f"{equal}, {rows} niet vergeleken" if received.uncompared else equal


def alike(check: Checked, received: Specification) -> list[Alike]:
    """The differences by stream and first cause, in the order of the first of each."""
    by_cause: dict[tuple[str, str], list[Finding]] = {}
    for finding in check.findings:
        by_cause.setdefault((finding.rule, first_cause(check, received, finding)), []).append(finding)
    order = list(dict.fromkeys(finding.rule for finding in check.findings))
    groups = [Alike(rule, cause, findings) for (rule, cause), findings in by_cause.items()]
    return sorted(groups, key=lambda group: order.index(group.rule))


def first_cause(check: Checked, received: Specification, finding: Finding) -> str:
    """The first cause in words that say nothing of one municipality."""
    if finding.received is None:
        return EMPTY if place(received, finding) else MISSING
    if finding.causes:
        return of_many(check.known, finding.causes[0])
    return VAGUE if finding.vague else UNKNOWN if finding.sought else NOT_SOUGHT


def _summary(check: Checked, received: Specification) -> Iterator[str]:
    """The first causes of many differences, counted."""
    filled = [finding for finding in check.findings if finding.received is not None]
    firsts = Counter(first_cause(check, received, finding) for finding in filled)
    often = [f"  {count} x {cause}" for cause, count in firsts.most_common() if count > 1]
    if len(filled) > MANY and often:
        yield f"Van {len(filled)} verschillen is de eerste mogelijke oorzaak:"
        yield from often


def _of_alike(check: Checked, received: Specification, same: Alike) -> Iterator[str]:
    """The first of them as a whole, the others by name; of a stream that is not there all by name."""
    first, findings = same.findings[0], same.findings
    if first.received is None and len(findings) > 1:
        who = first_few([whose(check, finding) for finding in findings])
        yield f"{label(check.known.outcome, same.rule)[0]}: {same.cause} (voor {who})"
        return
    shown = findings if len(findings) <= MANY else findings[:WRITTEN_OUT]
    for finding in shown:
        yield from _of(check, received, finding)
    if rest := findings[len(shown) :]:
        others = plural(len(rest), "andere gemeente", "andere gemeenten")
        yield f"  en {others} net zo: {first_few([whose(check, finding) for finding in rest])}"


def whose(check: Checked, finding: Finding) -> str:
    """The municipality of a finding."""
    return f"{check.known.names[finding.code]} ({finding.code})"


def place(received: Specification, finding: Finding) -> str:
    """Where the amount stands; "" where there is no row or column for it."""
    return received.places.get((finding.code, finding.rule), "")


def _of(check: Checked, received: Specification, finding: Finding) -> Iterator[str]:
    text, unit = label(check.known.outcome, finding.rule)
    shown = "niets" if finding.received is None else in_words(finding.received)
    expected = f"{in_words(finding.expected)} {unit} {compared_with(finding)}"
    yield f"{whose(check, finding)}, {text}: {shown} in de opgave, {expected}"
    if finding.off is None:
        where = place(received, finding)
        yield f"  1. {f'{where}: leeg' if where else MISSING}"
        return
    yield f"  verschil {in_words(finding.off)} {unit}"
    named = causes(check, finding)
    yield from (f"  {number}. {cause}" for number, cause in enumerate(named, 1))
    if len(finding.causes) > CAUSES:
        yield f"     en nog {len(finding.causes) - CAUSES} mogelijke"
    if finding.vague:
        yield f"  {VAGUE}"
    elif not named:
        yield f"  {UNKNOWN if finding.sought else NOT_SOUGHT}"


def causes(check: Checked, finding: Finding) -> list[str]:
    """The first few causes of one difference, in words."""
    return [one(check.known, cause) for cause in finding.causes[:CAUSES]]
