"""What is lacking to compute a publication year, and what of a user's own is read by nothing."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from attrs import evolve

from allocation.errors import Problem, RuleError
from allocation.expressions import names
from allocation.figures import missing
from allocation.lags import in_years, lagged, unlagged
from rules.library.schema import Publication, PublicationYear, Taken
from rules.runs.plan import plan
from rules.runs.rulebooks import Rulebooks, publication, years

OWN_FOLDER = ", in een eigen map (--data; docs/figures-and-data.md)"


def lacking(
    books: Rulebooks, chosen: Publication, year: PublicationYear, shown: Sequence[str]
) -> list[Problem]:
    """Every figure and input behind `shown` which nothing gives.

    What may be given or computed, and of which all that it would be computed from is lacking, is named
    itself instead of all that.
    """
    book = books.behind(chosen, year, shown)
    if all(books.there(chosen, year, name) for name in (*book.inputs, *book.figures)):
        return []
    without = list(hopeless(books, chosen, year, shown))
    rest = books.behind(chosen, year, shown, without)
    library = books.library
    asked = "" if library.folder else f"; geef het{OWN_FOLDER.removeprefix(',')}"
    instead = {
        used: f", of {name} zelf"
        for name, rule in rest.rules.items()
        if name not in shown and (name in library.inputs or name in library.figures)
        for used in names(rule.formula)
    }
    problems = [
        evolve(problem, expected=problem.expected + instead.get(name, "") + asked)
        for name in rest.figures
        if not books.there(chosen, year, name)
        for base, before in [unlagged(name)]
        for problem in missing([library.figures[base]], year.year - before, chosen.name)
    ]
    for name in rest.inputs:
        if not books.there(chosen, year, name):
            label = in_years(library.inputs[name].label, year.year)
            what = f"niets levert {name} ({label})"
            if library.entries(name, chosen.name, year.year):
                what += " voor de gemeenten die others_stay laat zoals ze waren"
            if name in without:
                what += ", en ook niet waar het uit te berekenen is"
            expected = f"een levering, [[data]], met een kolom ervoor{instead.get(name, '')}{OWN_FOLDER}"
            problems.append(Problem(f"{chosen.name}, {year.year}", what, expected))
    return [*problems, *_base(books, chosen, year)]


def hopeless(
    books: Rulebooks, chosen: Publication, year: PublicationYear, shown: Sequence[str]
) -> Iterator[str]:
    """What may be given or computed, and of which all that it is computed from is lacking."""
    book, library = books.behind(chosen, year, shown), books.library
    for name in book.rules:
        if name not in shown and (name in library.inputs or name in library.figures):
            behind = {n for n in book.reads(name) if n in book.inputs or n in book.figures}
            asked = behind & {*book.inputs} or behind
            elsewhere = behind & books.behind(chosen, year, shown, [name]).reads(*shown)
            if not elsewhere and not any(books.there(chosen, year, n) for n in asked):
                yield name


def _base(books: Rulebooks, chosen: Publication, year: PublicationYear) -> Iterator[Problem]:
    """That a user's own publication for which nothing is given may be an edition of a shipped one."""
    library = books.library
    shipped = library.layers[0].publications
    if chosen.based_on or chosen.name in shipped or library.added(chosen.name, year.year):
        return
    alike = [
        other.name
        for other in shipped.values()
        for moment in other.years
        if moment.year == year.year and {*moment.amounts} & {*year.amounts}
    ]
    if near := get_close_matches(chosen.name, alike, n=1):
        what = f"zij is nergens op gebaseerd, dus alles moet worden gegeven; {near[0]} heet bijna zo"
        yield Problem(
            chosen.name, what, f'based_on = "{near[0]}" in [publication], om alleen te geven wat anders is'
        )


def unread(
    books: Rulebooks, chosen: Publication, year: PublicationYear, shown: Sequence[str]
) -> list[Problem]:
    """What the user's own folder gives for this year, and nothing reads: it would be lost in silence."""
    own = books.library.own(chosen.name, year.year)
    if not own:
        return []
    book = books.behind(chosen, year, list(dict.fromkeys([*year.shown, *shown])))
    read = {*book.inputs, *book.figures}
    unread = own - read and own - read - set(_read_later(books, chosen, year))
    others = {each.year for each in chosen.years} - {year.year}
    return [
        Problem(
            f"{chosen.name}, {year.year}",
            f"uw eigen {name} wordt door geen regel achter haar bedragen gelezen",
            f"een van {', '.join(sorted(read))}",
        )
        for name in sorted(unread)
        if year.year - unlagged(name)[1] not in others  # that year reads it, or is asked itself
    ]


def _read_later(books: Rulebooks, chosen: Publication, year: PublicationYear) -> Iterator[str]:
    """What later years of a publication read of this year, or of a year before it."""
    for later in (each for each in chosen.years if each.year > year.year):
        book = books.behind(chosen, later, later.shown)
        for base, before in map(unlagged, (*book.inputs, *book.figures)):
            if (back := year.year - later.year + before) >= 0:
                yield lagged(base, back)


def complete(
    books: Rulebooks,
    chosen: Publication,
    year: PublicationYear,
    shown: Sequence[str] = (),
    behind: frozenset[tuple[str, int]] = frozenset(),
) -> bool:
    """Whether all that `shown` (what the year shows) rests on is there, also where it is taken from.

    A publication that is `behind` itself is never complete.
    """
    moment, shown = (chosen.name, year.year), tuple(shown or year.shown)
    known = books.completed.get((*moment, shown))
    if known is None:
        known = _complete(books, chosen, year, shown, behind)
        if known or not behind:  # what lacks because it is behind itself may be there when it is asked alone
            books.completed[*moment, shown] = known
    return known


def _complete(
    books: Rulebooks,
    chosen: Publication,
    year: PublicationYear,
    shown: Sequence[str],
    behind: frozenset[tuple[str, int]],
) -> bool:
    moment = (chosen.name, year.year)
    try:
        sources = [entry for entry in plan(books, chosen, year, shown).groups() if isinstance(entry, Taken)]
    except RuleError:
        return False
    if moment in behind or lacking(books, chosen, year, shown):
        return False
    return all(
        complete(books, other, source, entry.rules, behind | {moment})
        for entry in sources
        for other in [publication(books.library, entry.source)]
        for source in years(other, entry.source_year)
    )
