"""Computed against the oracle, and against what was published where the publication's figures are known."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median

from attrs import frozen

from allocation import exact
from allocation.case import CODE
from allocation.result import Result
from allocation.runs import Runs
from allocation.worlds import evaluate_runs
from rules.library.layers import OWN
from rules.library.schema import Published
from rules.reading.csv_table import Reader
from rules.runs.official import stated
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace


@frozen
class Agreement:
    """How far the computed values of a rule are from the published ones.

    `count` values were compared, `equal` of them the same. `largest` is the largest absolute
    difference, in the unit of the rule, `median_relative` the median of |difference| / published.
    `own_data` names what a user gave: with those, agreement or not says something about those data.
    `base` is the title of the publication that an edition corrects, where that published it.
    `by_code` has the published value of each municipality that was compared, `gaps` how much more was
    computed where that differs, the largest first, and `lacking` those of which nothing was published.
    """

    published: Published
    own_data: Sequence[str]
    base: str
    count: int
    equal: int
    computed: Fraction
    stated: Fraction
    largest: Fraction
    median_relative: Fraction
    by_code: Mapping[str, Fraction]
    gaps: Mapping[str, Fraction]
    lacking: Sequence[str]

    @property
    def off(self) -> Fraction:
        """All differences together, in the unit of the rule; of national totals that of the two."""
        return sum(map(abs, self.gaps.values()), Fraction(0)) if self.by_code else self.largest

    @property
    def accepted(self) -> bool:
        """Whether no value differs by more than is accepted."""
        return self.largest <= self.published.accepted

    @property
    def evidence(self) -> bool:
        """Whether agreement proves anything; if not, for the reason in `published`, own data, or the base."""
        return self.published.evidence and not self.own_data and not self.base


def against_oracle(result: Result) -> tuple[int, int]:
    """How many values the run has, and how many of them the exact oracle has otherwise."""
    count = different = 0
    for name, row in exact.evaluate(result.case).items():
        for value, expected in zip(result.exact(name), row, strict=True):
            count += 1
            different += value != expected
    return count, different


def against_bounds(outcome: Outcome) -> tuple[int, int]:
    """How many values the amounts have, and how many of them the arithmetic within bounds has otherwise.

    It decides what floats decide without doubt, and does the rest again: another way to the same amounts,
    where the run itself is on fractions, as the oracle is.
    """
    case, amounts = outcome.prepared.case, outcome.prepared.year.amounts
    wanted = [amount for amount in amounts if amount in case.book.rules]
    count = different = 0
    for batch in evaluate_runs(Runs(case, ("",)), wanted):
        for rule in batch.wanted:
            for value, expected in zip(batch.exact(rule, ""), outcome.result.exact(rule), strict=True):
                count += 1
                different += value != expected
    return count, different


def agreements(space: Workspace, outcome: Outcome) -> list[Agreement]:
    """Every comparison that the publication offers for this year; none for a what-if or scenario."""
    prepared = outcome.prepared
    if prepared.library.supposed:
        return []
    return [
        _agreement(published, outcome, space.read)
        for published in prepared.library.published(prepared.publication.name, prepared.year.year)
        if published.rule in prepared.case.book.rules
    ]


def _agreement(published: Published, outcome: Outcome, read: Reader) -> Agreement:
    own, library, rule = outcome.prepared.publication, outcome.prepared.library, published.rule
    by_code = {} if published.total is not None else stated(published, outcome.prepared, outcome.result, read)
    values = (
        dict(zip(outcome.result.values[CODE], outcome.result.exact(rule), strict=True)) if by_code else {}
    )
    pairs = [(Fraction(values[code]), stated) for code, stated in by_code.items()]
    if published.total is not None:
        pairs = [_totals(outcome, rule, published.total)]
    off = {code: Fraction(values[code]) - stated for code, stated in by_code.items()}
    gaps = [abs(computed - stated) for computed, stated in pairs]
    relative = [gap / stated for gap, (_, stated) in zip(gaps, pairs, strict=True) if stated]
    return Agreement(
        published=published,
        own_data=outcome.prepared.origins().get(OWN, ()),
        base="" if published.publication == own.name else library.publications[published.publication].title,
        count=len(pairs),
        equal=gaps.count(Fraction(0)),
        computed=sum((computed for computed, _ in pairs), Fraction(0)),
        stated=sum((stated for _, stated in pairs), Fraction(0)),
        largest=max(gaps),
        median_relative=median(relative) if relative else Fraction(0),
        by_code=by_code,
        gaps={code: off[code] for code in sorted(off, key=lambda code: (-abs(off[code]), code)) if off[code]},
        lacking=[code for code in values if code not in by_code],
    )


def _totals(outcome: Outcome, rule: str, stated: int) -> tuple[Fraction, Fraction]:
    """Computed and published, of the country."""
    national = outcome.result.national.get(rule)
    return Fraction(outcome.result.total(rule)) if national is None else national, Fraction(stated)
