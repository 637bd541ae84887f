"""Small cases of rules, in TOML files that an official can read: what goes in, and what comes out by hand.

A case gives all that its rules read, also what other rules compute: so it is about one article, and can be
followed with a pencil. Together they take every branch of every version of every rule (`branches`).
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, field, frozen

from allocation import exact
from allocation.case import Case
from allocation.column import of_fractions
from allocation.errors import AllocationError, FigureError, InputError, Problem
from allocation.evaluation import evaluate
from allocation.expressions import names
from allocation.numbers import exact as number
from allocation.rulebook import rulebook
from allocation.rules import Rule
from rules.guarding.branches import Branch, branches, taken
from rules.library.documents import read_as
from rules.library.model import Library

PAGE = "guard.md"
Rows = Mapping[str, tuple[Fraction, ...]]


def _rows(values: Mapping[str, Any]) -> Rows:
    """Each value as a row: a number for the country, a list with a number for each municipality."""
    return {
        name: tuple(map(_number, value if isinstance(value, list) else [value]))
        for name, value in values.items()
    }


def _number(value: object) -> Fraction:
    """A whole number, a decimal, true or false, or a text such as "1/3"."""
    if isinstance(value, bool):
        return Fraction(value)
    try:
        return number(value)
    except FigureError as error:
        raise ValueError(str(error)) from None


def _years(value: object) -> tuple[int, ...]:
    """A year, or a list of years: the case is followed in each."""
    years = value if isinstance(value, list) else [value]
    if not years or not all(type(year) is int for year in years):
        raise ValueError(f"{value!r} is geen jaar en geen lijst van jaren")
    return tuple(years)


@frozen
class SmallCase:
    """One case: the years decide which versions hold; `says` is how the amount follows, in a sentence."""

    name: str
    year: Any = field(converter=_years)
    given: Mapping[str, Any] = field(converter=_rows)
    wanted: Mapping[str, Any] = field(converter=_rows)
    says: str


@frozen
class Never:
    """Branches that no case can take, and why."""

    rule: list[str]
    year: int
    branches: list[str]
    because: str


@frozen
class Article:
    """An article, as the rules name it, with its cases."""

    source: str
    case: list[SmallCase] = Factory(list)
    never: list[Never] = Factory(list)


@frozen
class CaseFile:
    """A file with cases."""

    path: Path
    article: list[Article]


def cases(folder: Path) -> list[Article]:
    """The articles of all case files of a folder. Raises InputError with what is wrong in one."""
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        raise InputError([Problem(str(folder), "geen TOML-bestand", f"gevallen, zoals docs/{PAGE} zegt")])
    return [article for path in paths for article in read_as(CaseFile, path, PAGE).article]


@frozen
class Tried:
    """What became of one case: what is wrong with it, in sentences, and the branches that it took."""

    wrong: tuple[str, ...]
    taken: frozenset[Branch]


def tried(library: Library, article: Article, case: SmallCase) -> Tried:
    """Follow a case in each of its years: by the engine, and again on fractions."""
    wrong, found = list[str](), set[Branch]()
    for year in case.year:
        rules = {one.name: one for one in library.rules if one.name in case.wanted and one.valid_in(year)}
        wrong += [f"regel {name} geldt niet in {year}" for name in case.wanted if name not in rules]
        for rule in rules.values():
            wrong += _followed(rule, article, case)
            found |= taken(rule, _known(rule, case), year)
        read = {name for rule in rules.values() for name in names(rule.formula)}
        wrong += [f"{name} wordt niet gelezen" for name in case.given if name not in read]
    return Tried(tuple(dict.fromkeys(wrong)), frozenset(found))


def _known(rule: Rule, case: SmallCase) -> Rows:
    """What the case gives of what a rule reads; nothing where something lacks."""
    known = {name: case.given[name] for name in names(rule.formula) if name in case.given}
    return known if len(known) == len(names(rule.formula)) else {}


def _followed(rule: Rule, article: Article, case: SmallCase) -> Iterator[str]:
    if rule.source != article.source:
        yield f"regel {rule.name} rust op {rule.source}, niet op {article.source}"
    known = _known(rule, case)
    if known:
        yield from _compared(rule, case, known)
    else:
        lacking = [name for name in names(rule.formula) if name not in case.given]
        yield f"regel {rule.name} leest ook {', '.join(lacking)}"


def _compared(rule: Rule, case: SmallCase, known: Rows) -> Iterator[str]:
    """What comes out otherwise than the case says."""
    want = list(case.wanted[rule.name])
    try:
        ways = {"in breuken": list(exact.value_of(rule.formula, known)), "berekend": _computed(rule, known)}
    except AllocationError as error:
        yield f"regel {rule.name}: {error}"
        return
    for way, row in ways.items():
        if row != want:
            shown = (", ".join("niets" if one is None else str(one) for one in each) for each in (row, want))
            yield "regel {}: {} komt er {} uit, niet {}".format(rule.name, way, *shown)


def _computed(rule: Rule, known: Rows) -> list[Fraction | None]:
    """What the engine makes of it; a pot that the formula does not read is no part of the case."""
    size = max(map(len, known.values()))
    columns = {name: of_fractions(row) for name, row in known.items() if len(row) == size}
    figures = {name: row[0] for name, row in known.items() if name not in columns}
    book = rulebook([evolve(rule, pot=None)], [*columns], [*figures], rule.valid_from)
    statuses = dict.fromkeys(known, "indicatief")
    result = evaluate(Case(book, tuple(f"{place:04}" for place in range(size)), columns, figures, statuses))
    return list(result.exact(rule.name))


@frozen
class Coverage:
    """Of one article how many versions of rules, branches and cases it has, and which branches no case takes.

    `impossible` are the branches of which the file says why they cannot be taken.
    """

    source: str
    versions: int
    cases: int
    branches: int
    impossible: int
    left: tuple[Branch, ...]


def coverage(library: Library, articles: Iterable[Article]) -> tuple[list[Coverage], list[str]]:
    """Of every article in the sources of the rules what is covered; and all that is wrong with the cases."""
    articles, wrong = list(articles), list[str]()
    seen, counts = set[Branch](), dict[str, int]()
    never: dict[Branch, str] = {}
    for article in articles:
        for case in article.case:
            outcome = tried(library, article, case)
            wrong += [f"{article.source}, {case.name}: {line}" for line in outcome.wrong]
            seen |= outcome.taken
            counts[article.source] = counts.get(article.source, 0) + 1
        for one in article.never:
            never |= _excluded(library, one, wrong)
    wrong += [f"{branch} kan niet, zegt het bestand, en komt voor" for branch in never if branch in seen]
    found = []
    for source in dict.fromkeys(rule.source for rule in library.rules):
        those = [rule for rule in library.rules if rule.source == source]
        every = [branch for rule in those for branch in branches(rule)]
        left = tuple(branch for branch in every if branch not in seen and branch not in never)
        impossible = sum(branch in never for branch in every)
        found.append(Coverage(source, len(those), counts.get(source, 0), len(every), impossible, left))
    return found, wrong


def _excluded(library: Library, never: Never, wrong: list[str]) -> dict[Branch, str]:
    """The branches that cannot be taken; of those that are none it is said."""
    found: dict[Branch, str] = {}
    for name in never.rule:
        rules = [one for one in library.rules if one.name == name and one.valid_in(never.year)]
        known = {branch.text: branch for rule in rules for branch in branches(rule)}
        wrong += [f"{name} ({never.year}) heeft geen {one!r}" for one in never.branches if one not in known]
        found |= {known[one]: never.because for one in never.branches if one in known}
    return found
