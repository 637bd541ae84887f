"""What changed between two publications, as text."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from allocation.attribution import ALL, OTHERS, OWN
from rules import Outcome
from rules.analysis.compare import CAUSES, CENTS, Comparison, Difference, to_the_cent
from tables.labels import departures, edition, status
from tables.words import number

FEW = 3
"""So many municipalities are named of those that gain and that lose most."""


def lines(comparison: Comparison, code: str = "") -> list[str]:
    """For a terminal: the country, or one municipality."""
    after = comparison.after.prepared
    said = [
        f"{after.year.year}: van {titled(comparison.before)}",
        f"      naar {titled(comparison.after)}",
    ]
    for difference in comparison.differences:
        told = _one(difference, difference.codes.index(code)) if code else _country(difference)
        mark = status(comparison.after, difference.rule)
        said += ["", *told, *([f"  {mark}: zie verdeel explain"] if mark else [])]
    return said


def titled(outcome: Outcome) -> str:
    """The title of a publication, with all that is not its own."""
    return ", ".join([outcome.prepared.publication.title, *edition(outcome), *departures(outcome)])


def _one(d: Difference, place: int) -> Iterator[str]:
    yield f"{d.names[place]} ({d.codes[place]}): {d.label}"
    yield from _sum(d.before[place], d.after[place], d.at(place), d.unit)
    each = d.per_inhabitant[place]
    if each is not None:
        yield f"  per inwoner: {signed(each)} {d.unit}"


def _country(d: Difference) -> Iterator[str]:
    if d.national:
        yield f"{d.label}: {d.national.label}"
        yield from _sum(d.national.before[0], d.national.after[0], d.national.at(0), d.national.unit)
        together = sum(d.change, Fraction(0))
        if together != d.national.change[0]:
            yield f"  van de {len(d.codes)} afgeronde bedragen samen: {signed(together)} {d.unit}"
        yield f"  {d.label}, per gemeente"
    else:
        yield f"{d.label}, alle gemeenten"
        yield from _sum(sum(d.before, Fraction(0)), sum(d.after, Fraction(0)), _together(d), d.unit)
    for what, places in zip(("erbij", "eraf"), movers(d.change, FEW), strict=True):
        named = [f"{d.names[place]} {signed(d.change[place], 0)}" for place in places]
        if named:
            yield f"  meest {what}: {', '.join(named)}"


def _together(d: Difference) -> dict[str, Fraction]:
    """The causes for all municipalities; whose data they were says nothing then."""
    summed: dict[str, Fraction] = {}
    for cause, row in d.parts.items():
        name = CAUSES[ALL] if cause in (CAUSES[OWN], CAUSES[OTHERS]) else cause
        summed[name] = summed.get(name, Fraction(0)) + sum(row, Fraction(0))
    return summed


def _sum(before: Fraction, after: Fraction, parts: Mapping[str, Fraction], unit: str) -> Iterator[str]:
    """An addition that ends in the change, exact to the cent."""
    rows = [
        ("was", number(before, CENTS)),
        ("wordt", number(after, CENTS)),
        ("verschil", signed(after - before)),
    ]
    if any(parts.values()):
        in_cents = to_the_cent(parts, after - before)
        rows += [(f"  door {cause}", signed(amount)) for cause, amount in in_cents.items()]
    wide, high = max(len(text) for text, _ in rows), max(len(amount) for _, amount in rows)
    return (f"  {text.ljust(wide)}  {amount.rjust(high)} {unit}" for text, amount in rows)


def movers(values: Sequence[Fraction | None], count: int) -> tuple[list[int], list[int]]:
    """The places of those that gain most, and of those that lose most."""
    order = sorted((value, place) for place, value in enumerate(values) if value)
    up = [place for value, place in reversed(order) if value > 0]
    return up[:count], [place for value, place in order if value < 0][:count]


def signed(value: Fraction, decimals: int = CENTS) -> str:
    """A change in Dutch notation, with its sign."""
    text = number(value, decimals)
    return text if text.startswith("-") or not value else f"+{text}"
