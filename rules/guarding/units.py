"""Units: books of some rules each, that together have every version of every rule of a library."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from attrs import define, field

from allocation.bounds import Bounds
from allocation.contract import Contract, Given, contracts
from allocation.errors import RuleError
from allocation.figures import LAW
from allocation.lags import unlagged
from allocation.rulebook import Rulebook, check_validity
from allocation.rules import Rule
from allocation.trial import Books
from rules.guarding.times import check_times
from rules.library.documents import is_scenario, read_document
from rules.library.layers import SHIPPED, layer
from rules.library.model import Library, stacked
from rules.library.references import check_references
from rules.library.units import check_library_units
from rules.runs.rulebooks import Rulebooks

Version = tuple[str, int]
"""A rule, and the first year of one of its versions."""


@define(eq=False)
class Unit:
    """A book of a year with the rules to try in it, and what is declared of what it reads."""

    library: Library
    book: Rulebook
    covers: tuple[Version, ...]
    given: Given = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.given = declared(self.library, self.book)

    @cached_property
    def books(self) -> Books:
        """The book with the contracts of its rules."""
        return Books(self.book, contracts(self.book, self.given))

    @cached_property
    def pots(self) -> Rulebook:
        """The part of the book that what is divided rests on: mostly far smaller."""
        return self.book.needed(
            [one.pot for one in self.book.rules.values() if one.pot and one.pot in self.book.rules]
        )

    def __str__(self) -> str:
        name, year = self.covers[0]
        return f"{name}-{year}"


def declared(library: Library, book: Rulebook) -> Given:
    """What a library declares of what a book reads: a figure that the law fixes is that value."""
    bounds = {name: library.inputs[name].bounds for name in book.inputs}
    bounds |= {name: _figure(library, name, book.year) for name in book.figures}
    counted = frozenset(name for name in book.inputs if library.inputs[name].adds)
    return Given(bounds, counted)


def _figure(library: Library, name: str, year: int) -> Bounds:
    base, before = unlagged(name)
    figure = library.figures[name]
    fixed = [v.value for v in figure.values if (v.publication, v.year) == (LAW, year - before)]
    return Bounds(fixed[0], fixed[0]) if fixed and base in library.figures else figure.bounds


def units(library: Library) -> list[Unit]:
    """Every version of every rule, in books in which nothing else is computed that may be given."""
    books = Rulebooks(library)
    given = {rule.name for rule in library.rules} & {*library.inputs, *library.figures}
    every = {(rule.name, rule.valid_from): rule for rule in library.rules}
    tried = {version: _behind(books, given, version) for version in every}
    left, found = dict.fromkeys(every), []
    while left:
        version = max(left, key=lambda one: (len(_covered(tried[one], left, every)), -len(tried[one].inputs)))
        book = _wider(books, given, version, tried[version])
        covers = _covered(book, left, every) or [version]
        left = {one: None for one in left if one not in covers}
        found.append(Unit(library, book, tuple(covers)))
    return found


def _behind(books: Rulebooks, given: Iterable[str], version: Version) -> Rulebook:
    name, year = version
    return books.whole(year, {*given} - {name}).needed([name])


def _wider(books: Rulebooks, given: Iterable[str], version: Version, book: Rulebook) -> Rulebook:
    """The book with every other rule of its year that asks for nothing more."""
    name, year = version
    whole = books.whole(year, {*given} - {name})
    asked = {*book.inputs, *book.figures}
    more = [
        one for one in whole.rules
        if {n for n in whole.reads(one) if n not in whole.rules} <= asked
    ]  # fmt: skip
    return whole.needed([name, *more])


def _covered(book: Rulebook, left: Iterable[Version], every: Mapping[Version, Rule]) -> list[Version]:
    return [one for one in left if one[0] in book.rules and book.rules[one[0]] is every[one]]


def own_rules(folder: Path) -> Library:
    """The rules, inputs and figures of a folder of modules with a TOML file of the same name beside each.

    Nothing of what is shipped is in it. Raises RuleError or InputError with what is wrong: also with the
    years in which the rulebook is not whole.
    """
    paths = [path for path in sorted(folder.rglob("*.toml")) if not is_scenario(path)]
    documents = [read_document(path) for path in paths]
    rules = tuple(rule for path in paths for rule in _of_module(path.with_suffix(".py")))
    if not rules:
        raise RuleError(
            f"{folder}: geen regels; verwacht: een module naast een TOML-bestand van dezelfde naam"
        )
    found = stacked(rules, (layer(SHIPPED, documents),), tuple(paths), folder)
    check_validity(found.rules)
    check_library_units(found)
    check_references(found, documents)
    check_times(found)
    return found


def _of_module(path: Path) -> Iterator[Rule]:
    if not path.is_file():
        return
    spec = spec_from_file_location(f"eigen_regels_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise RuleError(f"{path}: geen module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield from (rule for rule in vars(module).values() if isinstance(rule, Rule))


def lacking(library: Library) -> list[str]:
    """What has no contract: a rule that divides a pot by no weight, a share that no input is named of."""
    found = [
        f"regel {one.rule} ({unit.book.year}) verdeelt {one.pot}, maar niet naar een gewicht (of: keeps=...)"
        for unit in units(library)
        for one in unit.books.contracts.values()
        if one.lacking
    ]
    return list(dict.fromkeys(found))


def contract_of(every: Iterable[Unit], version: Version) -> Contract:
    """The contract of one version of a rule."""
    return next(unit.books.contracts[version[0]] for unit in every if version in unit.covers)
