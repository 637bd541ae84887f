"""The library: all rules, figures, inputs, publications and data, shipped and the user's own."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from allocation.errors import InputError, Problem, RuleError
from allocation.figures import LAW, Figure, FigureValue
from allocation.inputs import InputSpec
from allocation.rulebook import check_validity
from allocation.rules import Rule
from rules.library.model import Library
from rules.library.paths import PUBLICATIONS, RULES
from rules.library.references import check_references
from rules.library.schema import (
    Delivery,
    Document,
    FigureEntry,
    Publication,
    Published,
    Stream,
    Taken,
    read_document,
)
from rules.library.units import check_library_units


def library(folder: Path | None = None) -> Library:
    """What is shipped, and what stands in the TOML files of `folder` (and of its subfolders).

    What the folder says of a year in a publication goes before what is shipped. Raises
    InputError with everything that is wrong in any of the files.
    """
    if folder is None:
        return _shipped()
    own = sorted(folder.rglob("*.toml"))
    if not own:
        raise InputError(
            [Problem(str(folder), "no TOML file in this folder", "one that says what the data are")]
        )
    return _library(_shipped_documents(), _read(own), folder)


@cache
def _shipped() -> Library:
    return _library(_shipped_documents(), [], None)


@cache
def _shipped_documents() -> list[Document]:
    return _read([*sorted(RULES.glob("*.toml")), *sorted(PUBLICATIONS.glob("*.toml"))])


def _read(paths: Iterable[Path]) -> list[Document]:
    documents, problems = [], []
    for path in paths:
        try:
            documents.append(read_document(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return documents


def _library(shipped: Sequence[Document], own: Sequence[Document], folder: Path | None) -> Library:
    first, second = _merged(shipped), _merged(own)
    if double := first.publications.keys() & second.publications.keys():
        problems = [
            Problem(str(folder), f"publication {name} is shipped", "another name for one of your own")
            for name in sorted(double)
        ]
        raise InputError(problems)
    merged = Library(
        rules=_rules(),
        figures=_figures(first.figures, second.figures),
        inputs={**first.inputs, **second.inputs},
        publications={**first.publications, **second.publications},
        deliveries={**first.deliveries, **second.deliveries},
        published=(*first.published, *second.published),
        streams=(*first.streams, *second.streams),
        paths=tuple(document.path for document in (*shipped, *own)),
        folder=folder,
        own=_named(second),
        own_publications=frozenset(second.publications),
    )
    check_validity(merged.rules)
    check_library_units(merged)
    check_references(merged, [*shipped, *own])
    return merged


@frozen
class _Merged:
    figures: Mapping[str, FigureEntry]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    deliveries: Mapping[tuple[str, int, str], Delivery | Taken]
    published: tuple[Published, ...]
    streams: tuple[Stream, ...]


_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


def _merged(documents: Sequence[Document]) -> _Merged:
    """One set out of several files. Raises InputError for whatever two of them say."""
    figures: dict[str, FigureEntry] = {}
    inputs: dict[str, InputSpec] = {}
    publications: dict[str, Publication] = {}
    deliveries: dict[tuple[str, int, str], Delivery | Taken] = {}
    problems: list[Problem] = []

    def put(known: dict[_Key, _Entry], name: _Key, entry: _Entry, what: str, path: Path) -> None:
        if name in known:
            problems.append(Problem(str(path), f"{what} is given twice", "it once"))
        known[name] = entry

    for document in documents:
        path = document.path
        for name, figure in document.figures.items():
            put(figures, name, figure, f"figure {name}", path)
            dated: dict[tuple[int, str], FigureValue] = {}
            for value in figure.dated():
                what = f"figure {name}, {value.year} in {value.publication or 'the law'},"
                put(dated, (value.year, value.publication), value, what, path)
        for name, declared in document.inputs.items():
            put(inputs, name, declared.spec(name), f"input {name}", path)
        if own := document.publication:
            put(publications, own.name, own, f"publication {own.name}", path)
        entries: list[Delivery | Taken] = [*document.data, *document.taken]
        for delivery in entries:
            for publication, name in product(delivery.publication, delivery.columns):
                what = f"data for {name}, {delivery.year} in {publication},"
                put(deliveries, (publication, delivery.year, name), delivery, what, path)
    if problems:
        raise InputError(problems)
    return _Merged(
        figures,
        inputs,
        publications,
        deliveries,
        tuple(entry for document in documents for entry in document.published),
        tuple(stream for document in documents for stream in document.streams),
    )


def _named(merged: _Merged) -> frozenset[tuple[str, int, str]]:
    """What is given, for which publication and year."""
    figures = {(v.publication, v.year, n) for n, entry in merged.figures.items() for v in entry.dated()}
    return frozenset(figures | set(merged.deliveries))


def _figures(shipped: Mapping[str, FigureEntry], own: Mapping[str, FigureEntry]) -> dict[str, Figure]:
    """Figures with the values of both; an own value goes before a shipped one.

    An own value that names no publication takes the place of what any publication says of its year.
    """
    figures = {}
    for name in {**shipped, **own}:
        entries = [entries[name] for entries in (own, shipped) if name in entries]
        mine = own[name].dated() if name in own else []
        always = {value.year for value in mine if value.publication == LAW}
        theirs = shipped[name].dated() if name in shipped else []
        values: dict[tuple[int, str], FigureValue] = {}
        for value in (*mine, *(value for value in theirs if value.year not in always)):
            values.setdefault((value.year, value.publication), value)
        figures[name] = entries[-1].figure(name, tuple(values.values()))
    return figures


def _rules() -> tuple[Rule, ...]:
    """Every rule of every module that stands beside a TOML file of its name."""
    paths = sorted(path for path in RULES.glob("*.toml") if path.with_suffix(".py").is_file())
    found: list[Rule] = []
    for path in paths:
        try:
            module = import_module(f"..{path.stem}", __package__)
        except (SyntaxError, NameError, TypeError) as error:
            raise RuleError(f"rules/{path.stem}.py: {type(error).__name__}: {error}") from None
        found += [rule for rule in vars(module).values() if isinstance(rule, Rule)]
    return tuple(found)
