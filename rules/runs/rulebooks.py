"""Which rules a publication year is computed with, and what is lacking for them."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from attrs import evolve

from allocation.errors import InputError, Problem, RuleError
from allocation.expressions import names
from allocation.figures import missing
from allocation.rulebook import Rulebook, rulebook
from allocation.rules import Rule
from rules.library.model import Library
from rules.library.schema import Publication, PublicationYear, Taken

OWN_FOLDER = ", in a folder of your own (--data; docs/figures-and-data.md)"


def publication(library: Library, name: str) -> Publication:
    """The publication of that name. Raises InputError with the names that come near."""
    if name not in library.publications:
        near = get_close_matches(name, library.publications, n=3) or sorted(library.publications)
        raise InputError([Problem("publication", repr(name), f"one such as {', '.join(near)}")])
    return library.publications[name]


def years(of: Publication, year: int | None) -> list[PublicationYear]:
    """The years of a publication, or the one asked for. Raises InputError for any other."""
    chosen = [y for y in of.years if year in (None, y.year)]
    if not chosen:
        known = " or ".join(str(y.year) for y in of.years)
        raise InputError([Problem(f"{of.name}, uitkeringsjaar", str(year), known)])
    return chosen


def named_rule(rules: Mapping[str, Rule], text: str) -> str:
    """The rule that is called so, by name or label. Raises InputError, with what comes near."""
    called = {said.casefold(): name for name, rule in rules.items() for said in (rule.label, name)}
    asked = text.casefold()
    if asked in called:
        return called[asked]
    near = [name for said, name in called.items() if asked in said] + get_close_matches(asked, rules)
    shown = list(dict.fromkeys(near)) or sorted(rules)
    raise InputError([Problem("rule", repr(text), f"one that is computed, such as {', '.join(shown[:10])}")])


def book_of(library: Library, year: int, given: Iterable[str] = ()) -> Rulebook:
    """The rulebook of a year, in which what is `given` as an input or a figure is not computed.

    A name may be that of a rule and of an input or figure (a national budget is announced, or added up
    from its parts): the rule holds where nothing is given.
    """
    given = set(given)
    rules = [rule for rule in library.rules if rule.name not in given]
    computed = {rule.name for rule in rules}
    inputs = [name for name in library.inputs if name not in computed]
    figures = [name for name in library.figures if name not in computed]
    return rulebook(rules, inputs, figures, year)


def given(library: Library, of: Publication, year: PublicationYear) -> set[str]:
    """The names of rules whose outcome is delivered, or stands in a figure, for that year."""
    return {name for name in {rule.name for rule in library.rules} if _there(library, of, year, name)}


def _there(library: Library, of: Publication, year: PublicationYear, name: str) -> bool:
    """Whether an input or a figure has values for a publication year."""
    figure = library.figures.get(name)
    moment = (of.name, year.year, name)
    return moment in library.deliveries or bool(figure and figure.has(year.year, of.name))


def book_for(
    library: Library,
    of: Publication,
    year: PublicationYear,
    shown: Sequence[str],
    besides: Iterable[str] = (),
) -> Rulebook:
    """The part of the rulebook behind `shown`, computing neither what is given nor `besides`.

    Raises RuleError for a rule that is not in force.
    """
    book = _yielding(library, of, year, shown, besides)
    for name in shown:
        versions = [rule for rule in library.rules if rule.name == name]
        if versions and name not in {*book.rules, *book.inputs, *book.figures}:
            first = min(rule.valid_from for rule in versions)
            last = max(versions, key=lambda rule: rule.valid_from).valid_to
            known = f"{first} to {last}" if last else f"from {first}"
            note = f". {of.note}" if of.note else ""
            raise RuleError(f"{of.name}: rule {name} is not in force in {year.year} (only {known}){note}")
    for name in (name for name in year.amounts if book.national(name)):
        raise RuleError(f"rule {name} is one national value, and no amount that a municipality gets")
    for name in (name for name in year.amounts if name in shown and name in book.inputs):
        raise RuleError(
            f"{of.name}: {name} is one of its amounts, so it is computed; deliver what it rests on instead"
        )
    return book.needed(shown)


def _yielding(
    library: Library, of: Publication, year: PublicationYear, shown: Sequence[str], besides: Iterable[str]
) -> Rulebook:
    """The whole rulebook; what is shipped as given yields to what a user gives to compute it from."""
    kept = {*given(library, of, year), *besides}
    book = book_of(library, year.year, kept)
    mine = _own(library, of, year)
    if not mine:
        return book
    for name in sorted(kept - mine):
        other = book_of(library, year.year, kept - {name})
        unread = mine - book.reads(*(n for n in shown if n in book.rules))
        if unread & other.reads(*(n for n in shown if n in other.rules)):
            kept, book = kept - {name}, other
    return book


def _own(library: Library, of: Publication, year: PublicationYear) -> set[str]:
    """What the user's own folder gives for a publication year."""
    return {name for said_by, number, name in library.own if (said_by, number) == (of.name, year.year)}


def lacking(
    library: Library, of: Publication, year: PublicationYear, shown: Sequence[str], book: Rulebook
) -> list[Problem]:
    """Every figure and input in `book`, that is behind `shown`, which nothing gives.

    What may be given or computed, and of which all that it would be computed from is lacking, is named
    itself instead of all that.
    """

    def there(name: str) -> bool:
        return _there(library, of, year, name)

    if all(map(there, (*book.inputs, *book.figures))):
        return []
    hopeless: list[str] = []
    for name in book.rules:
        if name not in shown and (name in library.inputs or name in library.figures):
            behind = {n for n in book.reads(name) if n in book.inputs or n in book.figures}
            asked = behind & {*book.inputs} or behind
            elsewhere = behind & book_for(library, of, year, shown, [name]).reads(*shown)
            if not elsewhere and not any(map(there, asked)):
                hopeless.append(name)
    rest = book_for(library, of, year, shown, hopeless)
    instead = {
        used: f", or {name} itself"
        for name, rule in rest.rules.items()
        if name not in shown and (name in library.inputs or name in library.figures)
        for used in names(rule.formula)
    }
    problems = [
        evolve(problem, expected=problem.expected + instead.get(name, ""))
        for name in rest.figures
        for problem in missing([library.figures[name]], year.year, of.name)
    ]
    for name in rest.inputs:
        if not there(name):
            found = f"nothing delivers {name} ({library.inputs[name].label})"
            if name in hopeless:
                found += ", nor what it can be computed from"
            expected = f"a [[data]] entry with a column for it{instead.get(name, '')}{OWN_FOLDER}"
            problems.append(Problem(f"{of.name}, {year.year}", found, expected))
    return problems


def complete(
    library: Library,
    of: Publication,
    year: PublicationYear,
    shown: Sequence[str] = (),
    behind: frozenset[tuple[str, int]] = frozenset(),
) -> bool:
    """Whether all that `shown` (what the year shows) rests on is there, also where it is taken from.

    A publication that is `behind` itself is never complete.
    """
    here, shown = (of.name, year.year), shown or year.shown
    try:
        book = book_for(library, of, year, shown)
    except RuleError:
        return False
    entries = {id(e): e for n in book.inputs if (e := library.deliveries.get((*here, n)))}
    return (
        here not in behind
        and not lacking(library, of, year, shown, book)
        and all(
            complete(library, other, source, list(entry.columns.values()), behind | {here})
            for entry in entries.values()
            if isinstance(entry, Taken)
            for other in [publication(library, entry.source)]
            for source in years(other, entry.source_year)
        )
    )


def unread(library: Library, of: Publication, year: PublicationYear, shown: Sequence[str]) -> list[Problem]:
    """What the user's own folder gives for this year, and nothing reads: it would be lost in silence."""
    if not _own(library, of, year):
        return []
    book = book_for(library, of, year, list(dict.fromkeys([*year.shown, *shown])))
    read = {*book.inputs, *book.figures}
    return [
        Problem(
            f"{of.name}, {year.year}",
            f"your own {name} is read by no rule behind its amounts",
            f"one of {', '.join(sorted(read))}",
        )
        for name in sorted(_own(library, of, year) - read)
    ]
