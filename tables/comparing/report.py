"""What changed between two publications, as text."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from rules import Library, Outcome
from rules.analysis.compare import PublicationComparison
from rules.analysis.differences import CENTS, Cause, Change, Difference, in_cents, movers
from rules.analysis.per_part import Part, addition, parts_of
from tables.approximation import banners
from tables.comparing.causes import cause_words
from tables.labels import departures, edition, label, status
from tables.words import number

NAMED = 3
"""So many municipalities are named of those that gain and that lose most."""


def lines(comparison: PublicationComparison, code: str = "") -> list[str]:
    """For a terminal: the country, or one municipality."""
    after = comparison.after.prepared
    told = [*_moments(comparison), *banners([comparison.before, comparison.after])]
    for d in comparison.differences:
        if d.stays:
            told += ["", f"{d.label}: geen wijziging"]
            continue
        one = _one(comparison, d, d.codes.index(code)) if code else _country(after.library, d)
        told += ["", *one, *_changed_rules(comparison, d)]
        mark = status(comparison.after, d.rule)
        told += [f"  {mark}: zie verdeel explain"] if mark else []
    return told


def titled(outcome: Outcome) -> str:
    """The title of a publication, with all that is not its own."""
    return ", ".join([outcome.prepared.publication.title, *edition(outcome), *departures(outcome)])


def _moments(comparison: PublicationComparison) -> list[str]:
    """From what to what; the year once, where it is one."""
    then, now = comparison.before.prepared.year.year, comparison.after.prepared.year.year
    if then == now:
        return [f"{now}: van {titled(comparison.before)}", f"      naar {titled(comparison.after)}"]
    return [f"{then}: van {titled(comparison.before)}", f"{now}: naar {titled(comparison.after)}"]


def _changed_rules(comparison: PublicationComparison, d: Difference) -> list[str]:
    """Which rules are other ones, where that did something."""
    if not any(d.parts.get(Cause.RULES, [])):
        return []
    rules = {**comparison.before.prepared.case.book.rules, **comparison.after.prepared.case.book.rules}
    named = [rules[name].label for name in d.effects.changed if name in rules]
    return [f"  gewijzigde regels: {', '.join(dict.fromkeys(named))}"]


def _one(comparison: PublicationComparison, d: Difference, place: int) -> Iterator[str]:
    library = comparison.after.prepared.library
    yield f"{d.names[place]} ({d.codes[place]}): {d.label}"
    yield from _addition(library, d.at(place), d.unit, partial(_details, comparison, d, place))
    per_inhabitant = d.per_inhabitant[place]
    if per_inhabitant is not None:
        yield f"  per inwoner: {signed(per_inhabitant)} {d.unit}"
    if parts := parts_of(comparison, d):
        yield from _per_part(comparison, d, parts, place)


def _per_part(
    comparison: PublicationComparison, d: Difference, parts: Sequence[Part], place: int
) -> Iterator[str]:
    """What each part of the amount changed, and through what: it adds up both ways."""
    library, found = comparison.after.prepared.library, addition(parts, d.at(place), place)
    rows: list[tuple[str, str]] = []
    for part, (*cells, whole) in zip(parts, found.rows, strict=True):
        done = zip(found.causes, cells, strict=True)
        rows.append((f"    {label(comparison.after, part.name)[0]}", signed(whole)))
        rows += [(f"      door {cause_words(library, cause)}", signed(cell)) for cause, cell in done if cell]
    rows.append(("    samen, zonder afronding", signed(found.together[-1])))
    wide, high = (max(map(len, column)) for column in zip(*rows, strict=True))
    yield "  per onderdeel"
    yield from (f"{text.ljust(wide)}  {amount.rjust(high)} {d.unit}" for text, amount in rows)


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


Details = Callable[[str, Fraction], Iterator[tuple[str, str]]]
"""What a cause consists of, and how much of its part (in cents) each did."""


def _details(
    comparison: PublicationComparison, d: Difference, place: int, cause: str, part: Fraction
) -> Iterator[tuple[str, str]]:
    """Each figure or input of a cause: what it was, what it is, and what that did."""
    effects = {name: row[0] for name, row in d.details(cause, place).items()}
    for name, effect in in_cents(effects, part).items():
        was, now = (_value(comparison, name, value) for value in d.effects.values(name, place))
        yield f"    {label(comparison.after, name)[0]} {was} → {now}", signed(effect)


def _value(comparison: PublicationComparison, name: str, value: Fraction) -> str:
    """A figure or an input with the decimals that it is shown with, as far as they say something."""
    library = comparison.after.prepared.library
    item = library.figures.get(name) or library.inputs[name]
    text = number(value, item.decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _nothing(_cause: str, _part: Fraction) -> Iterator[tuple[str, str]]:
    return iter(())


def _addition(library: Library, change: Change, unit: str, details: Details = _nothing) -> Iterator[str]:
    """An addition that ends in the change, exact to the cent."""
    rows = [
        ("was", number(change.before, CENTS)),
        ("wordt", number(change.after, CENTS)),
        ("verschil", signed(change.difference)),
    ]
    if any(change.parts.values()):
        for cause, part in change.in_cents().items():
            if part or cause != Cause.RULES:
                rows += [(f"  door {cause_words(library, cause)}", signed(part)), *details(cause, part)]
    wide, high = max(len(text) for text, _ in rows), max(len(amount) for _, amount in rows)
    return (f"  {text.ljust(wide)}  {amount.rjust(high)} {unit}" for text, amount in rows)


def signed(value: Fraction, decimals: int = CENTS) -> str:
    """A change in Dutch notation, with its sign."""
    text = number(value, decimals)
    return text if text.startswith("-") or not value else f"+{text}"
