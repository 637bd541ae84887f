"""Stand-ins: public values in the place of what is not public, and what may be said of what rests on them.

An outcome that rests on one is an approximation. It has a title of its own, is by nobody but this program
and is never final, until each stand-in is replaced.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from allocation.case import Case
from allocation.errors import InputError, Problem
from rules.library.layers import OWN
from rules.library.schema import Delivery, Publication, PublicationYear, Taken
from rules.runs.outcome import Prepared
from rules.runs.plan import plan
from rules.runs.rulebooks import Rulebooks, publication, years

ISSUER = "Verdeelsleutel"
FINAL = re.compile(r",?\s*\bdefinitie\w*", re.IGNORECASE)
"""What the name of an approximation does not say."""


@frozen
class StandIn:
    """A figure or input (`name`), and in words what it `approximates`."""

    name: str
    approximates: str


def stand_ins(prepared: Prepared, names: Collection[str] | None = None) -> list[StandIn]:
    """All that what was prepared (or only `names` of it) rests on, also behind what is taken; each once."""
    return list(dict.fromkeys(_stand_ins(prepared, names, set())))


def _stand_ins(
    prepared: Prepared, names: Collection[str] | None, seen: set[tuple[int, str]]
) -> Iterator[StandIn]:
    """`seen` are the rules of other outcomes that were looked behind: along many ways each but once."""
    for name, approximated in _own(prepared).items():
        if names is None or name in names:
            yield from (StandIn(name, what) for what in approximated)
    for name, source in prepared.taken.items():
        other = source.outcome.prepared
        if (names is None or name in names) and (id(other), source.rule) not in seen:
            seen.add((id(other), source.rule))
            yield from _stand_ins(other, other.case.book.reads(source.rule), seen)


def _own(prepared: Prepared) -> Mapping[str, list[str]]:
    """What its own figures and inputs approximate, by name; not what is replaced for every municipality."""
    known: dict[str, list[str]] = {}
    for name, delivery in prepared.deliveries.items():
        replacements = prepared.replacements.get(name, ())
        left = {*prepared.case.codes}.difference(*(each.rows for each in replacements))
        known[name] = [each.delivery.approximates for each in replacements]
        known[name] += [delivery.approximates] if left else []
    known |= {name: [value.approximates] for name, value in prepared.figures.items()}
    return {name: [what for what in every if what] for name, every in known.items()}


def approximates(
    books: Rulebooks, chosen: Publication, year: PublicationYear, shown: Sequence[str] = ()
) -> bool:
    """Whether a publication year that can be computed (or `shown` of it) rests on a stand-in."""
    planned = plan(books, chosen, year, shown or year.shown)
    moment = chosen.name, year.year
    if any(books.library.figure(name, *moment).approximates for name in planned.book.figures):
        return True
    entries = [given.entry for stack in planned.stacks.values() for given in stack]
    if any(entry.approximates for entry in entries if isinstance(entry, Delivery)):
        return True
    return any(
        approximates(books, source, each, entry.rules)
        for entry in dict.fromkeys(entries)
        if isinstance(entry, Taken)
        for source in [publication(books.library, entry.source)]
        for each in years(source, entry.source_year)
    )


def presented(prepared: Prepared) -> Prepared:
    """The same, under the name that it may bear. Raises InputError for a budget of which one half is."""
    _refuse_halves(prepared)
    if not stand_ins(prepared):
        return prepared
    return evolve(
        prepared,
        publication=_approximation(prepared.publication),
        year=evolve(prepared.year, stand="indicatief"),
    )


def _approximation(of: Publication) -> Publication:
    title = FINAL.sub("", of.title)
    return evolve(of, title=f"Benadering van {title[:1].lower()}{title[1:]}", issuer=ISSUER)


def _refuse_halves(prepared: Prepared) -> None:
    """An amount and an earlier computation of it, of which a user gave something of his own for one alone.

    The difference between the two would be paid or claimed back, and be nothing but that between two sources.
    """
    problems = []
    for name, (earlier, rule) in _earlier(prepared).items():
        for lacking, given in ((prepared, earlier), (earlier, prepared)):
            if lacking is None:
                continue
            where = f"{lacking.publication.name}, {lacking.year.year}"
            for one in _half(lacking, given, rule):
                what = f"niets eigens voor {one.name}, een benadering van {one.approximates}"
                expected = (
                    f"ook daarvoor iets eigens, want {name} wordt ermee berekend; of voor geen van beide"
                )
                problems.append(Problem(where, what, expected))
    if problems:
        raise InputError(list(dict.fromkeys(problems)))


def _half(lacking: Prepared, given: Prepared | None, rule: str) -> list[StandIn]:
    """The stand-ins behind a rule in one computation, where the other has another value of a user's own."""
    here = stand_ins(lacking, lacking.case.book.reads(rule))
    if given is None:
        return here
    there = {one.name for one in stand_ins(given, given.case.book.reads(rule))}
    own = {name for name in (*given.deliveries, *given.figures) if given.origin(name).layer == OWN}
    return [one for one in here if one.name in own - there and _differs(lacking.case, given.case, one.name)]


def _differs(one: Case, other: Case, name: str) -> bool:
    """Whether a figure or an input has other values in another case."""
    if name in one.figures:
        return one.figures[name] != other.figures.get(name)
    return name not in other.inputs or list(one.inputs[name].exact) != list(other.inputs[name].exact)


def _earlier(prepared: Prepared) -> Mapping[str, tuple[Prepared | None, str]]:
    """The inputs that are an earlier computation of one of its amounts, by whom (None: a user's own)."""
    library, moment = prepared.library, (prepared.publication.name, prepared.year.year)
    known: dict[str, tuple[Prepared | None, str]] = {}
    for name in prepared.case.book.inputs:
        for given in library.every_entry(name, *moment):
            rule = given.entry.column(name, prepared.year.year)
            if isinstance(given.entry, Taken) and rule in prepared.year.amounts:
                source = prepared.taken.get(name)
                known[name] = (source.outcome.prepared if source else None, rule)
    return known
