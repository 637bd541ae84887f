"""What is other in an edition than in the one before it: amounts, figures, inputs, rules, municipalities."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from allocation.errors import AllocationError
from allocation.figures import FigureValue
from allocation.rules import Rule
from rules.analysis.compare import PublicationComparison, compare_publications
from rules.analysis.differences import Difference
from rules.library.schema import Publication
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace

Kind = Literal["amount", "figure", "input", "rule", "territory"]


@frozen
class Changed:
    """One thing that is other: its value before and after (of an amount or an input that of the country).

    None where it was not there, or has no one value. `count` municipalities have another value of it, the
    largest change is `most`, of the municipality with `code`. `cause` did most to an amount. `statuses` are
    how sure it was, and is.
    """

    kind: Kind
    name: str
    before: Fraction | None = None
    after: Fraction | None = None
    count: int = 0
    most: Fraction | None = None
    code: str = ""
    cause: str = ""
    statuses: tuple[str, str] = ("", "")


@frozen(eq=False)
class Changelog:
    """What is other in a year of an edition; `comparison` is None where nothing can be laid beside it.

    `refused`: not because the edition before it does not have that year.
    """

    outcome: Outcome
    before: Publication
    comparison: PublicationComparison | None
    lines: Sequence[Changed] = ()
    refused: bool = False


def changelog(space: Workspace, outcome: Outcome) -> Changelog | None:
    """What is other than in the edition before it; None where that is not said, or where a year is supposed.

    Of a user's own editions: those that are shipped are compared where it is asked (`compare`).
    """
    library, year = space.library, outcome.prepared.year.year
    own = library.publications[outcome.prepared.publication.name]
    if (
        own.before not in library.publications
        or own.name in library.layers[0].publications
        or library.supposed
    ):
        return None
    before = library.publications[own.before]
    if year not in {each.year for each in before.years}:
        return Changelog(outcome, before, None)
    try:
        comparison = compare_publications(space, before.name, own.name, year)
    except AllocationError:  # other municipalities or units, no amount that both have, data that lack
        return Changelog(outcome, before, None, refused=True)
    return Changelog(outcome, before, comparison, list(changes(comparison)))


def changes(comparison: PublicationComparison) -> Iterator[Changed]:
    """All that is other in the second of two publications."""
    before, after = comparison.on_new, comparison.after
    codes = list(after.prepared.case.codes)
    if comparison.before.prepared.case.codes != tuple(codes):
        old = len(comparison.before.prepared.case.codes)
        yield Changed("territory", "", Fraction(old), Fraction(len(codes)))
    yield from (_amount(comparison, d) for d in comparison.differences if not d.stays)
    then, now = (one.prepared.year.amounts for one in (comparison.before, comparison.after))
    yield from (
        Changed("amount", name) for name in dict.fromkeys([*now, *then]) if (name in then) != (name in now)
    )
    yield from _rules(before, after)
    yield from _figures(before, after)
    yield from _inputs(before, after, codes)


def _amount(comparison: PublicationComparison, d: Difference) -> Changed:
    whole = d.together()
    done = {cause: part for cause, part in whole.parts.items() if part}
    cause = max(done, key=lambda name: abs(done[name]), default="")
    statuses = comparison.before.result.statuses[d.rule], comparison.after.result.statuses[d.rule]
    return Changed("amount", d.rule, whole.before, whole.after, *_of_each(d.change, d.codes), cause, statuses)


def _of_each(change: Sequence[Fraction], codes: Sequence[str]) -> tuple[int, Fraction | None, str]:
    """How many change, the largest change, and whose that is."""
    place = max(range(len(codes)), key=lambda at: abs(change[at]))
    count = sum(1 for value in change if value)
    return (count, change[place], codes[place]) if count else (0, None, "")


def _rules(before: Outcome, after: Outcome) -> Iterator[Changed]:
    """The rules that read otherwise, that are new, and that are there no more."""
    old, new = (one.prepared.case.book.rules for one in (before, after))
    for name in {**new, **old}:
        if _text(old, name) != _text(new, name):
            yield Changed("rule", name)


def _text(rules: Mapping[str, Rule], name: str) -> object:
    return (rules[name].formula, rules[name].rounding) if name in rules else None


def _figures(before: Outcome, after: Outcome) -> Iterator[Changed]:
    old, new = before.prepared.figures, after.prepared.figures
    for name in {**new, **old}:
        was, now = _figure(old.get(name)), _figure(new.get(name))
        if was != now:
            yield Changed("figure", name, was[0], now[0], statuses=(was[1], now[1]))


def _figure(value: FigureValue | None) -> tuple[Fraction | None, str]:
    return (value.value, value.status) if value else (None, "")


def _inputs(before: Outcome, after: Outcome, codes: Sequence[str]) -> Iterator[Changed]:
    """The inputs per municipality; what is no number that adds up has no value of the country."""
    for name in {**after.prepared.case.inputs, **before.prepared.case.inputs}:
        (was, before_status), (now, after_status) = (_input(one, name) for one in (before, after))
        change = [b - a for a, b in zip(was, now, strict=True)] if was and now else []
        if not change or any(change) or before_status != after_status:
            count, most, code = _of_each(change, codes) if change else (0, None, "")
            first, last = _together(before, name, was), _together(after, name, now)
            statuses = (before_status, after_status)
            yield Changed("input", name, first, last, count, most, code, statuses=statuses)


def _input(outcome: Outcome, name: str) -> tuple[Sequence[Fraction], str]:
    """The values in order of code, and how sure they are; nothing where it is not read."""
    case = outcome.prepared.case
    return (case.inputs[name].exact, case.statuses[name]) if name in case.inputs else ((), "")


def _together(outcome: Outcome, name: str, row: Sequence[Fraction]) -> Fraction | None:
    return sum(row, Fraction(0)) if row and outcome.prepared.library.inputs[name].adds else None
