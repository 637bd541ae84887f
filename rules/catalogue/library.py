"""The library: all rules, figures, inputs, publications and data, shipped and the user's own."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from attrs import evolve, frozen

from allocation.errors import InputError, Problem
from allocation.figures import Figure, FigureValue
from allocation.inputs import InputSpec
from allocation.rulebook import check_validity
from allocation.rules import Rule
from rules.catalogue.schema import Delivery, Document, FigureEntry, Publication, Published, read_document
from rules.catalogue.where import PUBLICATIONS, RULES


@frozen
class Library:
    """Everything there is to compute with. `paths` are the TOML files it was read from."""

    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    deliveries: Mapping[tuple[str, int, str], Delivery]
    published: tuple[Published, ...]
    paths: tuple[Path, ...]


@lru_cache(maxsize=4)
def library(folder: Path | None = None) -> Library:
    """What is shipped, and what stands in the TOML files of `folder` (and of its subfolders).

    What the folder says of a year in a publication goes before what is shipped. Raises
    InputError with everything that is wrong in any of the files.
    """
    shipped = [*sorted(RULES.glob("*.toml")), *sorted(PUBLICATIONS.glob("*.toml"))]
    own = sorted(folder.rglob("*.toml")) if folder else []
    if folder and not own:
        raise InputError(
            [Problem(str(folder), "no TOML file in this folder", "one that says what the data are")]
        )
    documents, problems = [], []
    for path in [*shipped, *own]:
        try:
            documents.append(read_document(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    first, second = _merged(documents[: len(shipped)]), _merged(documents[len(shipped) :])
    merged = Library(
        rules=_rules(),
        figures=_figures(first.figures, second.figures),
        inputs={**first.inputs, **second.inputs},
        publications={**first.publications, **second.publications},
        deliveries={**first.deliveries, **second.deliveries},
        published=(*first.published, *second.published),
        paths=tuple(document.path for document in documents),
    )
    check_validity(merged.rules)
    _check_references(merged, documents)
    return merged


@frozen
class _Merged:
    figures: Mapping[str, FigureEntry]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    deliveries: Mapping[tuple[str, int, str], Delivery]
    published: tuple[Published, ...]


def _merged(documents: Iterable[Document]) -> _Merged:
    """One set out of several files; what two of them say is an error."""
    figures: dict[str, FigureEntry] = {}
    inputs: dict[str, InputSpec] = {}
    publications: dict[str, Publication] = {}
    deliveries: dict[tuple[str, int, str], Delivery] = {}
    published: list[Published] = []
    problems: list[Problem] = []

    def once(kind: str, name: object, known: Iterable[object], path: Path) -> bool:
        if name in known:
            problems.append(Problem(str(path), f"{kind} {name} stands in another file too", "it once"))
        return name not in known

    for document in documents:
        path = document.path
        for name, entry in document.figures.items():
            if once("figure", name, figures, path):
                figures[name] = entry
                seen: list[tuple[int, str]] = []
                for value in entry.dated():
                    key = (value.year, value.publication)
                    if once(f"figure {name}, value for", f"{key[0]} in {key[1]}", seen, path):
                        seen.append(key)
        for name, declared in document.inputs.items():
            if once("input", name, inputs, path):
                inputs[name] = declared.spec(name)
        own = document.publication
        if own and once("publication", own.name, publications, path):
            publications[own.name] = own
        for delivery in document.data:
            for name in delivery.columns:
                key3 = (delivery.publication, delivery.year, name)
                if once("data for", f"{name}, {key3[1]} in {key3[0]},", (), path) and key3 not in deliveries:
                    deliveries[key3] = delivery
                else:
                    problems.append(Problem(str(path), f"{name} for {key3[1]} in {key3[0]} twice", "it once"))
        published += document.published
    if problems:
        raise InputError(problems)
    return _Merged(figures, inputs, publications, deliveries, tuple(published))


def _figures(shipped: Mapping[str, FigureEntry], own: Mapping[str, FigureEntry]) -> dict[str, Figure]:
    """Figures with the values of both; an own value goes before a shipped one."""
    figures = {}
    for name in {**shipped, **own}:
        entry = shipped.get(name) or own[name]
        if name in own:
            entry = evolve(entry, values=[*own[name].values, *(shipped[name].values if name in shipped else [])])
        values: dict[tuple[int, str], FigureValue] = {}
        for value in entry.dated():
            values.setdefault((value.year, value.publication), value)
        figures[name] = Figure(name, entry.label, entry.unit, entry.decimals, tuple(values.values()))
    return figures


def _rules() -> tuple[Rule, ...]:
    """Every rule of every module that stands beside a TOML file of its name."""
    modules = [import_module(f"rules.{path.stem}") for path in sorted(RULES.glob("*.toml"))]
    return tuple(rule for module in modules for rule in vars(module).values() if isinstance(rule, Rule))


def _check_references(merged: Library, documents: Iterable[Document]) -> None:
    """Names in a file must exist somewhere, and a figure must say what it is."""
    problems = []
    rules = {rule.name for rule in merged.rules}

    def must(name: str, known: Iterable[str], kind: str, path: Path) -> None:
        if name not in known:
            problems.append(Problem(str(path), f"{name!r} is no {kind}", f"one of {', '.join(sorted(known))}"))

    for document in documents:
        path = document.path
        for name, entry in document.figures.items():
            if not (merged.figures[name].label and merged.figures[name].unit):
                problems.append(Problem(str(path), f"figure {name} has no label or unit", "both"))
            for value in entry.dated():
                must(value.publication, merged.publications, "publication", path)
                if not value.source and not next(v for v in merged.figures[name].values if v == value).source:
                    problems.append(Problem(str(path), f"figure {name}, {value.year}: no source", "where it was read"))
        for year in document.publication.years if document.publication else []:
            for amount in year.amounts:
                must(amount, rules, "rule", path)
        for delivery in document.data:
            must(delivery.publication, merged.publications, "publication", path)
            for name in delivery.columns:
                must(name, merged.inputs, "input", path)
        for published in document.published:
            must(published.publication, merged.publications, "publication", path)
            must(published.rule, rules, "rule", path)
    if problems:
        raise InputError(problems)
