"""Completeness over time: in every year in which anything changes the rulebook is whole, without overlap.

Overlap is refused where rules are read (`check_validity`), and a figure that is said twice where layers are
made. Here: what a rule reads is in force in each of its years, and a figure that the law fixes has a value in
each year in which a rule reads it, up to the last year that is known.
"""

from collections.abc import Iterator, Mapping

from allocation.errors import InputError, Problem, RuleError
from allocation.expressions import names
from allocation.figures import LAW
from allocation.lags import unlagged
from rules.library.model import Library
from rules.runs.rulebooks import Rulebooks


def changes(library: Library) -> list[int]:
    """Every year in which a rule begins or has ended, a figure has a value, or a publication has a year."""
    years = {rule.valid_from for rule in library.rules}
    years |= {rule.valid_to + 1 for rule in library.rules if rule.valid_to}
    years |= {value.year for figure in library.figures.values() for value in figure.values}
    years |= {year.year for one in library.publications.values() for year in one.years}
    return sorted(years)


def broken_years(library: Library) -> Iterator[Problem]:
    """The years of which there is no rulebook: a rule reads what then is not in force."""
    books = Rulebooks(library)
    for year in changes(library):
        try:
            books.whole(year)
        except RuleError as error:
            yield Problem(f"de regels van {year}", str(error), "een versie voor dat jaar, of een gegeven")


def holes(library: Library) -> Mapping[str, list[int]]:
    """The figures that the law fixes, and the years of a rule that reads them in which they have no value."""
    read = _read(library)
    found = {}
    for name, figure in library.figures.items():
        fixed = {value.year for value in figure.values if value.publication == LAW}
        said = {value.year for value in figure.values}
        lacking = sorted(
            year for year in read.get(name, ()) if year not in said and year < max(fixed, default=0)
        )
        if fixed and lacking:
            found[name] = lacking
    return found


def _read(library: Library) -> dict[str, set[int]]:
    """Of which years each name is read by a rule that is in force, up to the last change."""
    last, found = max(changes(library), default=0), dict[str, set[int]]()
    for rule in library.rules:
        years = range(rule.valid_from, min(rule.valid_to or last, last) + 1)
        for name in names(rule.formula):
            base, before = unlagged(name)
            found.setdefault(base, set()).update(year - before for year in years)
    return found


def check_times(library: Library) -> None:
    """Raise InputError with every year in which the rulebook is not whole."""
    problems = [*broken_years(library)]
    for name, years in holes(library).items():
        told = ", ".join(map(str, years))
        expected = "een waarde voor elk jaar waarin een regel het leest, of een versie die het niet leest"
        problems.append(Problem(f"cijfer {name}", f"de wet zegt niets over {told}", expected))
    if problems:
        raise InputError(problems)
