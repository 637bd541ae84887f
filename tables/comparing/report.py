"""What changed between two publications, as text."""

from collections.abc import Iterator
from fractions import Fraction

from rules import Library, Outcome
from rules.analysis.compare import PublicationComparison
from rules.analysis.differences import CENTS, Change, Difference, movers
from tables.approximation import banners
from tables.comparing.causes import cause_words
from tables.labels import departures, edition, status
from tables.words import number

NAMED = 3
"""So many municipalities are named of those that gain and that lose most."""


def lines(comparison: PublicationComparison, code: str = "") -> list[str]:
    """For a terminal: the country, or one municipality."""
    after = comparison.after.prepared
    told = [
        f"{after.year.year}: van {titled(comparison.before)}",
        f"      naar {titled(comparison.after)}",
        *banners([comparison.before, comparison.after]),
    ]
    for d in comparison.differences:
        one = _one(after.library, d, d.codes.index(code)) if code else _country(after.library, d)
        mark = status(comparison.after, d.rule)
        told += ["", *one, *([f"  {mark}: zie verdeel explain"] if mark else [])]
    return told


def titled(outcome: Outcome) -> str:
    """The title of a publication, with all that is not its own."""
    return ", ".join([outcome.prepared.publication.title, *edition(outcome), *departures(outcome)])


def _one(library: Library, d: Difference, place: int) -> Iterator[str]:
    yield f"{d.names[place]} ({d.codes[place]}): {d.label}"
    yield from _addition(library, d.at(place), d.unit)
    per_inhabitant = d.per_inhabitant[place]
    if per_inhabitant is not None:
        yield f"  per inwoner: {signed(per_inhabitant)} {d.unit}"


def _country(library: Library, d: Difference) -> Iterator[str]:
    together = d.together()
    if d.national:
        yield f"{d.label}: {d.national.label}"
        yield from _addition(library, d.national.change, d.national.unit)
        if not d.closes():
            changed = signed(together.difference)
            yield f"  van de {len(d.codes)} afgeronde bedragen samen: {changed} {d.unit}"
        yield f"  {d.label}, per gemeente"
    else:
        yield f"{d.label}, alle gemeenten"
        yield from _addition(library, together, d.unit)
    for what, places in zip(("erbij", "eraf"), movers(d.change, NAMED), strict=True):
        named = [f"{d.names[place]} {signed(d.change[place], 0)}" for place in places]
        if named:
            yield f"  meest {what}: {', '.join(named)}"


def _addition(library: Library, change: Change, unit: str) -> Iterator[str]:
    """An addition that ends in the change, exact to the cent."""
    rows = [
        ("was", number(change.before, CENTS)),
        ("wordt", number(change.after, CENTS)),
        ("verschil", signed(change.difference)),
    ]
    if any(change.parts.values()):
        parts = change.in_cents()
        rows += [(f"  door {cause_words(library, cause)}", signed(part)) for cause, part in parts.items()]
    wide, high = max(len(text) for text, _ in rows), max(len(amount) for _, amount in rows)
    return (f"  {text.ljust(wide)}  {amount.rjust(high)} {unit}" for text, amount in rows)


def signed(value: Fraction, decimals: int = CENTS) -> str:
    """A change in Dutch notation, with its sign."""
    text = number(value, decimals)
    return text if text.startswith("-") or not value else f"+{text}"
