"""What municipalities would get for a merger or a split that no law says yet."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.case import Case
from allocation.column import of_fractions
from allocation.evaluation import evaluate
from rules.library.law import Merger
from rules.library.layers import Reorganisation
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import Rulebooks
from rules.territory.municipalities import inhabitants_on


@frozen
class MergerAmount:
    """What a municipality gets for a reorganisation, by how many years after it; "" where it is unknown."""

    code: str
    olds: tuple[str, ...]
    by_year: Sequence[Fraction]

    @property
    def together(self) -> Fraction:
        """Over all years."""
        return sum(self.by_year, Fraction(0))


@frozen
class _Event:
    """A merger into one municipality, or a split over others, as the law counts it."""

    olds: tuple[str, ...]
    fewer: int
    split: bool
    inhabitants: Fraction
    received: Mapping[str, Fraction]


def merger_amounts(before: Outcome, after: Outcome) -> list[MergerAmount]:
    """What each municipality that takes part would get, in the year of the reorganisation and after.

    Nothing for a split into more municipalities, which the law does not pay; nothing where inhabitants of
    the year before are not known on the municipalities of the publication.
    """
    prepared = before.prepared
    merger = prepared.library.law.merger
    year = prepared.year
    persons = inhabitants_on(year.year - 1, year.territory)
    if merger is None or not persons:
        return []
    return [
        amount
        for event in _events(after.prepared.reorganisation, persons)
        for amount in _paid(before, merger, event)
    ]


def _events(what: Reorganisation, persons: Mapping[str, Fraction]) -> Iterator[_Event]:
    into: dict[str, list[str]] = {}
    for old, parts in what.parts.items():
        whole = [new for new, part in parts.items() if part == 1]
        for new in whole:
            into.setdefault(new, []).append(old)
        if not whole and old not in parts and all(new in persons for new in parts):
            received = {new: part * persons[old] for new, part in parts.items()}
            yield _Event((old,), 1, split=True, inhabitants=persons[old], received=received)
    for new, olds in into.items():
        everyone = list(dict.fromkeys([*olds, new] if new in persons and new not in what.parts else olds))
        counts = [persons[old] for old in everyone]
        if len(everyone) > 1:
            larger = sum(counts, Fraction(0)) - max(counts)
            yield _Event(
                tuple(everyone), len(everyone) - 1, split=False, inhabitants=larger, received={new: larger}
            )


def _paid(before: Outcome, merger: Merger, event: _Event) -> list[MergerAmount]:
    prepared = before.prepared
    library, moment = prepared.library, (prepared.publication.name, prepared.year.year)
    codes = tuple(sorted(event.received))
    largest = max(codes, key=lambda code: event.received[code])
    given = {
        merger.fewer: [Fraction(event.fewer)] * len(codes),
        merger.split: [Fraction(event.split)] * len(codes),
        merger.involved: [Fraction(len(codes) + 1)] * len(codes),
        merger.inhabitants: [event.inhabitants] * len(codes),
        merger.received: [event.received[code] for code in codes],
        merger.successor: [Fraction(code == largest) for code in codes],
    }
    book = Rulebooks(library).whole(prepared.year.year, {*given, merger.since}).needed([merger.rule])
    figures = {name: library.figure(name, *moment).value for name in book.figures}
    last = int(figures[merger.years])
    by_year = []
    for since in range(last + 1):
        columns = {**given, merger.since: [Fraction(since)] * len(codes)}
        inputs = {name: of_fractions(values) for name, values in columns.items()}
        case = Case(book, codes, inputs, figures, dict.fromkeys([*inputs, *figures], "indicatief"))
        by_year.append(list(evaluate(case).exact(merger.rule)))
    rows = zip(codes, zip(*by_year, strict=True), strict=True)
    return [MergerAmount(code, event.olds, amounts) for code, amounts in rows]
