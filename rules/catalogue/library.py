"""The library: all rules, figures, inputs, publications and data, shipped and the user's own."""

import re
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
from allocation.numbers import decimals_of
from allocation.rulebook import check_validity
from allocation.rules import Rule
from rules.catalogue.schema import (
    Delivery,
    Document,
    FigureEntry,
    Publication,
    Published,
    Stream,
    Taken,
    read_document,
)
from rules.catalogue.where import PUBLICATIONS, RULES


@frozen
class Library:
    """Everything there is to compute with.

    `paths` are the TOML files it was read from, `folder` is the user's own; `own` names (publication,
    year, figure or input) what that folder gives, `replaced` where it took the place of what is shipped.
    """

    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    deliveries: Mapping[tuple[str, int, str], Delivery | Taken]
    published: tuple[Published, ...]
    streams: tuple[Stream, ...]
    paths: tuple[Path, ...]
    folder: Path | None
    own: frozenset[tuple[str, int, str]]
    replaced: frozenset[tuple[str, int, str]]


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
        replaced=_named(second) & _named(first),
    )
    check_validity(merged.rules)
    _check_references(merged, [*shipped, *own])
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
        for delivery in (*document.data, *document.taken):
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
    """Figures with the values of both; an own value goes before a shipped one."""
    figures = {}
    for name in {**shipped, **own}:
        entries = [entries[name] for entries in (own, shipped) if name in entries]
        values: dict[tuple[int, str], FigureValue] = {}
        for value in (value for entry in entries for value in entry.dated()):
            values.setdefault((value.year, value.publication), value)
        said = entries[-1]
        figures[name] = Figure(
            name, said.label, said.unit, said.decimals, tuple(values.values()), said.negative
        )
    return figures


def _rules() -> tuple[Rule, ...]:
    """Every rule of every module that stands beside a TOML file of its name."""
    paths = sorted(path for path in RULES.glob("*.toml") if path.with_suffix(".py").is_file())
    found: list[Rule] = []
    for path in paths:
        try:
            module = import_module(f"rules.{path.stem}")
        except (SyntaxError, NameError, TypeError) as error:
            raise RuleError(f"rules/{path.stem}.py: {type(error).__name__}: {error}") from None
        found += [rule for rule in vars(module).values() if isinstance(rule, Rule)]
    return tuple(found)


def _check_references(merged: Library, documents: Iterable[Document]) -> None:
    """Names in a file must exist somewhere; figures say what they are; streams do not overlap."""
    problems = []
    rules = {rule.name for rule in merged.rules}

    def must(name: str, known: Iterable[str], kind: str, path: Path) -> None:
        if name not in known:
            problems.append(
                Problem(str(path), f"{name!r} is no {kind}", f"one of {', '.join(sorted(known))}")
            )

    def moment(publication: str, year: int, what: str, path: Path) -> None:
        must(publication, merged.publications, "publication", path)
        years = [y.year for y in getattr(merged.publications.get(publication), "years", [])]
        if years and year not in years:
            expected = f"{' or '.join(map(str, years))}, the years of {publication}"
            problems.append(Problem(str(path), f"{what}: year {year}", expected))

    for document in documents:
        path = document.path
        for name, entry in document.figures.items():
            figure = merged.figures[name]
            if not (figure.label and figure.unit):
                problems.append(Problem(str(path), f"figure {name} has no label or unit", "both"))
            for value in entry.dated():
                what = f"figure {name}, {value.year} in {value.publication}"
                if value.publication != LAW:
                    moment(value.publication, value.year, what, path)
                if value.value < 0 and not figure.negative:
                    problems.append(Problem(str(path), f"{what}: below zero", "0 or more"))
                if not value.source:
                    problems.append(Problem(str(path), f"{what}: no source", "where this value was read"))
                needed = decimals_of(value.value)
                if needed is not None and needed > figure.decimals:
                    expected = f"at most {figure.decimals} decimals, as the figure says of itself"
                    problems.append(Problem(str(path), f"{what}: {needed} decimals", expected))
        own = document.publication
        if own and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", own.name):
            expected = "small letters and digits, with hyphens: it becomes the name of the files"
            problems.append(Problem(str(path), f"publication {own.name!r}", expected))
        if own and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", own.date):
            expected = 'what is known of it: "2024", "2024-05" or "2024-05-31"'
            problems.append(Problem(str(path), f"date {own.date!r}", expected))
        if own and len({year.year for year in own.years}) < max(1, len(own.years)):
            problems.append(Problem(str(path), "no years, or one of them twice", "each year once"))
        for year in own.years if own else []:
            if len(set(year.amounts)) < len(year.amounts):
                problems.append(Problem(str(path), f"an amount of {year.year} twice", "it once"))
            for name in year.shown:
                must(name, (*rules, *merged.inputs), "rule or input", path)
        for published in document.published:
            what = f"[[published]] {published.rule}"
            moment(published.publication, published.year, what, path)
            if bool(published.column) == (published.total is not None):
                problems.append(Problem(str(path), what, "a file with a column, or a total"))
        for delivery in document.data:
            for name in delivery.publication:
                moment(name, delivery.year, f"[[data]] {delivery.file.name}", path)
            for name in delivery.columns:
                must(name, merged.inputs, "input", path)
        for taken in document.taken:
            moment(taken.source, taken.source_year, "[[taken]]", path)
            for name in taken.publication:
                moment(name, taken.year, f"[[taken]] from {taken.source}", path)
            for name, rule in taken.columns.items():
                must(name, merged.inputs, "input", path)
                must(rule, rules, "rule", path)
        for name in (*(p.rule for p in document.published), *(s.rule for s in document.streams if s.rule)):
            must(name, rules, "rule", path)
        for stream in document.streams:
            for other in merged.streams:
                overlap = stream.valid_from <= other.valid_to and other.valid_from <= stream.valid_to
                if stream is not other and stream.part == other.part and overlap:
                    problems.append(Problem(str(path), f"{stream.part}: two payments in one year", "one"))
    if problems:
        raise InputError(problems)
