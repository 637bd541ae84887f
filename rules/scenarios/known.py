"""Which scenarios there are: those that are shipped, and those in a user's own folder."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from allocation.errors import InputError, Problem
from rules.library.documents import is_scenario, read_as
from rules.library.model import Library
from rules.library.paths import SCENARIOS
from rules.library.references import NAME
from rules.scenarios.schema import Scenario

BASIS = "basis"
"""The empty stack: nothing is supposed."""
FEW = 10
PAGE = "scenarios.md"


def read_scenario(path: Path) -> Scenario:
    """Read one file. Raises InputError with all that is wrong in it."""
    scenario = read_as(Scenario, path, PAGE).placed()
    if not re.fullmatch(NAME, scenario.name) or scenario.name == BASIS:
        expected = f"kleine letters en cijfers, met streepjes; {BASIS} is waar niets is verondersteld"
        raise InputError([Problem(str(path), f"naam (name) {scenario.name!r}", expected)])
    return scenario


def scenarios(folder: Path | None = None) -> dict[str, Scenario]:
    """By name, those that are shipped and those in a folder of one's own (and its subfolders).

    Raises InputError with all that is wrong in any of them, and for one name twice.
    """
    paths = sorted(SCENARIOS.glob("*.toml"))
    paths += sorted(path for path in folder.rglob("*.toml") if is_scenario(path)) if folder else []
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            one = read_scenario(path)
        except InputError as error:
            problems += error.problems
            continue
        if one.name in found:
            what = f"scenario {one.name} staat ook in {found[one.name].path.name}"
            problems.append(Problem(str(path), what, "een andere naam"))
        found[one.name] = one
    if problems:
        raise InputError(problems)
    return found


def stack(library: Library, text: str) -> list[Scenario]:
    """The scenarios that "one+other" names, in that order. Raises InputError for one that is not there."""
    known = scenarios(library.folder)
    names = [name.strip() for name in text.split("+")]
    problems = [unknown("scenario", name, [*known, BASIS], "scenario") for name in names if name not in known]
    problems = [
        one for name, one in zip((n for n in names if n not in known), problems, strict=True) if name != BASIS
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [Problem("scenario", f"{name} staat twee keer in {text}", "elk één keer") for name in twice]
    if problems:
        raise InputError(problems)
    return [known[name] for name in names if name != BASIS]


def unknown(place: str, name: str, known: Iterable[str], kind: str) -> Problem:
    """That nothing is called so, with what comes near."""
    known = sorted(known)
    near = get_close_matches(name, known, n=3) or known[:FEW]
    return Problem(place, f"{name!r} is geen {kind}", f"bijvoorbeeld {', '.join(near)}")
