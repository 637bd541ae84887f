"""The amounts of an outcome, each beside that of the edition or publication before it."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from allocation.errors import AllocationError
from rules.analysis.compare import PublicationComparison, compare_publications
from rules.analysis.differences import Change
from rules.analysis.overview import overview_of
from rules.analysis.portrait import Stream
from rules.library.schema import Publication
from rules.library.schema import Stream as Flow
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace


@frozen(eq=False)
class Since:
    """What a publication year gives: its amounts, each with what changed since `before` (None: not known)."""

    outcome: Outcome
    before: Publication | None
    streams: list[Stream]

    @property
    def flows(self) -> Mapping[str, list[Flow]]:
        """By amount the parts of the money in it that run in this year; of one amount alone all there are."""
        year, book = self.outcome.prepared.year.year, self.outcome.prepared.case.book
        books = [one.prepared.case.book for one in (self.outcome, *self.outcome.prepared.behind)]
        there = {name for one in books for name in (*one.rules, *one.inputs)}
        streams = self.outcome.prepared.library.streams
        running = [
            flow for flow in streams if flow.rule in there and flow.valid_from <= year <= flow.valid_to
        ]
        if len(self.streams) == 1:
            return {self.streams[0].rule: running}
        return {
            one.rule: [flow for flow in running if flow.rule in {one.rule, *book.reads(one.rule)}]
            for one in self.streams
        }

    def together(self, code: str) -> tuple[Fraction, Change | None] | None:
        """The amounts of money of a municipality, and their change where that is known; None of one alone."""
        rules = self.outcome.prepared.case.book.rules
        money = [stream for stream in self.streams if rules[stream.rule].unit.is_money]
        if len(money) < 2:
            return None
        changes = [stream.since.of([code]) for stream in money if stream.since and code in stream.since.codes]
        amount = sum((stream.values[code] for stream in money), Fraction(0))
        before = sum((change.before for change in changes), Fraction(0))
        return amount, Change(before, amount, {}) if len(changes) == len(money) else None


def since(space: Workspace, outcome: Outcome) -> Since:
    """The amounts beside those of the edition before it, or else of the last publication before it."""
    compared = _compared(space, outcome)
    before = compared.before.prepared.publication if compared else None
    found = {each.rule: each for each in compared.differences} if compared else {}
    title = before.title if before else ""
    amounts = outcome.prepared.year.amounts
    return Since(outcome, before, [Stream(outcome, rule, found.get(rule), title) for rule in amounts])


def _compared(space: Workspace, outcome: Outcome) -> PublicationComparison | None:
    """Beside the edition before it; None where there is none, or the two cannot be laid beside each other."""
    library, own = space.library, space.library.publications[outcome.prepared.publication.name]
    name, year = own.before, outcome.prepared.year.year
    if not name:
        previous = overview_of(space, outcome).previous
        name = previous.prepared.publication.name if previous else ""
    if not name or year not in {each.year for each in library.publications[name].years}:
        return None
    try:
        return compare_publications(space, name, own.name, year)
    except AllocationError:
        return None
