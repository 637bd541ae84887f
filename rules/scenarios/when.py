"""Which years of which publications a change is for."""

from collections.abc import Sequence

from allocation.errors import InputError, Problem
from rules.library.model import Library
from rules.scenarios.known import unknown
from rules.scenarios.schema import Scenario


def moments(
    scenario: Scenario, publications: Sequence[str], years: Sequence[int], library: Library
) -> list[tuple[str, int]]:
    """Publication and year: those that are named, of those that there are.

    Raises InputError for a publication that is not there, and a year that none of them has.
    """
    place = scenario.path.name
    wrong = [name for name in publications if name not in library.publications]
    problems = [unknown(place, name, library.publications, "publicatie") for name in wrong]
    if problems:
        raise InputError(problems)
    named = publications or sorted(library.publications)
    there = [(name, year.year) for name in named for year in library.publications[name].years]
    absent = sorted({*years} - {year for _, year in there})
    if absent:
        known = ", ".join(map(str, sorted({year for _, year in there})))
        raise InputError([Problem(place, f"geen publicatie van {year}", known) for year in absent])
    return [moment for moment in there if not years or moment[1] in years]
