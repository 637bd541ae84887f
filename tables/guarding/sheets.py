"""The guard on the sheets Controle: what became of every promise, and what stands out in the figures."""

from collections.abc import Sequence

from attrs import frozen

from rules import Outcome
from rules.analysis.contracts import Contract
from rules.analysis.guard import Finding
from rules.analysis.watch import Watched
from tables.guarding.report import line
from tables.labels import label, publication_year
from tables.workbook.fields import Field, block
from tables.workbook.model import Block


@frozen
class _Promise:
    outcome: Outcome
    promise: Contract


@frozen
class _Found:
    watched: Watched
    finding: Finding


def _outcome(one: Contract) -> str:
    return "GEBROKEN" if one.broken else "houdt" if one.tried else "hier niet van toepassing"


PROMISES: Sequence[Field[_Promise]] = (
    Field("Uitkeringsjaar", lambda one: str(one.outcome.prepared.year.year)),
    Field("Belofte", lambda one: one.promise.sentence, width=60),
    Field("Keer geprobeerd", lambda one: one.promise.tried, decimals=0),
    Field("Uitkomst", lambda one: _outcome(one.promise), width=22),
    Field("Niet bij", lambda one: ", ".join(_labels(one)), width=40),
)


def _labels(one: _Promise) -> list[str]:
    known = {*one.outcome.prepared.case.book.rules}
    return [label(one.outcome, rule)[0] if rule in known else rule for rule in one.promise.broken]


def promises_table(every: Sequence[Watched]) -> Block:
    """Every promise, tried on the data of the publication itself."""
    rows = [_Promise(watched.outcome, promise) for watched in every for promise in watched.promises]
    return block(
        "beloften", PROMISES, rows, caption="Beloften: wat elke regel belooft, op deze gegevens geprobeerd"
    )


FOUND: Sequence[Field[_Found]] = (
    Field("Uitkeringsjaar", lambda one: str(one.watched.outcome.prepared.year.year)),
    Field("Gegeven", lambda one: label(one.watched.outcome, one.finding.name)[0], width=30),
    Field("Wat opvalt", lambda one: line(one.watched.outcome, one.finding), width=60),
    Field("Vergeleken met", lambda one: _before(one.watched), width=36),
)


def _before(watched: Watched) -> str:
    return publication_year(watched.before) if watched.before else ""


def findings_table(every: Sequence[Watched]) -> Block:
    """What stands out in the source columns beside those of the publication before."""
    rows = [_Found(watched, finding) for watched in every for finding in watched.findings]
    return block("gegevens", FOUND, rows, caption="Gegevens: wat opvalt naast de publicatie ervoor")
