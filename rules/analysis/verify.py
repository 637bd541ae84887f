"""Computed against the oracle, and against what was published where the publication's figures are known."""

from fractions import Fraction
from statistics import median

from attrs import evolve, frozen

from allocation import exact
from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec
from allocation.result import Result
from rules.library.layers import OWN
from rules.library.schema import Published
from rules.reading.columns import read_columns
from rules.reading.csv_table import Reader
from rules.runs.deliveries import rows
from rules.runs.outcome import Outcome, Prepared
from rules.runs.workspace import Workspace
from rules.territory.naming import names_by_code


@frozen
class Agreement:
    """How far the computed values of a rule are from the published ones.

    `count` values were compared, `equal` of them the same. `largest` is the largest absolute
    difference, in the unit of the rule, `median_relative` the median of |difference| / published.
    `evidence` is false where agreement proves nothing, for the reason in `published`.
    """

    published: Published
    count: int
    equal: int
    computed: Fraction
    stated: Fraction
    largest: Fraction
    median_relative: Fraction


def against_oracle(result: Result) -> tuple[int, int]:
    """How many values the run has, and how many of them the exact oracle has otherwise."""
    count = different = 0
    for name, row in exact.evaluate(result.case).items():
        for value, expected in zip(result.exact(name), row, strict=True):
            count += 1
            different += value != expected
    return count, different


def agreements(space: Workspace, outcome: Outcome) -> list[Agreement]:
    """Every comparison that the publication offers for this year; none for a what-if."""
    prepared = outcome.prepared
    if prepared.reorganisation.parts:
        return []
    return [
        _agreement(_judged(published, prepared), outcome, space.read)
        for published in prepared.library.published(prepared.publication.name, prepared.year.year)
        if published.rule in prepared.case.book.rules
    ]


def _judged(published: Published, prepared: Prepared) -> Published:
    """With data of one's own, agreement or not says something about those data, not about the rules."""
    own = prepared.origins().get(OWN)
    if not own:
        return published
    reason = f"berekend met eigen gegevens ({', '.join(own)})"
    return evolve(published, evidence=False, reason=reason)


def _agreement(published: Published, outcome: Outcome, read: Reader) -> Agreement:
    pairs = _pairs(published, outcome, read)
    gaps = [abs(computed - stated) for computed, stated in pairs]
    relative = [gap / stated for gap, (_, stated) in zip(gaps, pairs, strict=True) if stated]
    return Agreement(
        published=published,
        count=len(pairs),
        equal=gaps.count(Fraction(0)),
        computed=sum((computed for computed, _ in pairs), Fraction(0)),
        stated=sum((stated for _, stated in pairs), Fraction(0)),
        largest=max(gaps),
        median_relative=median(relative) if relative else Fraction(0),
    )


def _pairs(published: Published, outcome: Outcome, read: Reader) -> list[tuple[Fraction, Fraction]]:
    """Computed and published, of each municipality or of the country."""
    rule, result = published.rule, outcome.result
    if published.total is not None:
        national = result.national.get(rule)
        return [(Fraction(result.total(rule)) if national is None else national, Fraction(published.total))]
    if rule in result.national:
        found = f"[[published]] {rule} has a column"
        raise InputError([Problem(str(published.file), found, "a total: it is one national value")])
    sheet = rows(read(published.file, published.sheet), published)
    spec = InputSpec("stated", published.source, "", "bedrag", 0, published.source)
    names = names_by_code(outcome.prepared.territory)
    stated, problems = read_columns(sheet, published.key, [(spec, published.column)], names, complete=False)
    if problems:
        raise InputError(problems)
    both = result.values.select(CODE, rule).join(stated, on=CODE)
    return [(Fraction(computed), Fraction(said)) for computed, said in both.select(rule, "stated").rows()]
