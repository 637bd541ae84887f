"""The library: all rules, figures, inputs, publications and data, shipped and the user's own."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from allocation.errors import InputError, Problem, RuleError
from allocation.rulebook import check_validity
from allocation.rules import Rule
from rules.library.documents import is_scenario, read_document
from rules.library.layers import OWN, SHIPPED, layer
from rules.library.model import Library, stacked
from rules.library.paths import PUBLICATIONS, RULES
from rules.library.references import check_references
from rules.library.schema import Document
from rules.library.units import check_library_units

Fill = Callable[[Document, Library], Document]
"""Puts into a document what stands in the form that it names; the library is what is shipped."""


def _as_it_is(document: Document, _: Library) -> Document:
    return document


def library(folder: Path | None = None, fill: Fill = _as_it_is) -> Library:
    """What is shipped, and what stands in the TOML files of `folder` (and of its subfolders).

    What the folder says of a year in a publication goes before what is shipped. `fill` reads the forms that
    its files name. Raises InputError with everything that is wrong in any of the files.
    """
    shipped = _shipped()
    if folder is None:
        return shipped
    found = sorted(folder.rglob("*.toml"))
    paths = [path for path in found if not is_scenario(path)]
    if not found:
        raise InputError(
            [
                Problem(
                    str(folder),
                    "geen TOML-bestand in deze map",
                    "een bestand dat zegt wat de gegevens zijn (docs/figures-and-data.md)",
                )
            ]
        )
    documents = [fill(document, shipped) for document in _read(paths)]
    if not documents:  # scenarios alone
        return stacked(shipped.rules, shipped.layers, shipped.paths, folder)
    forms = [document.form.file for document in documents if document.form]
    if laws := [document.path for document in documents if document.law]:
        expected = (
            "cijfers, gegevens, publicaties en leveringen; wat een wet van zichzelf zegt, is meegeleverd"
        )
        raise InputError([Problem(str(path), "[law] in een eigen map", expected) for path in laws])
    own = layer(OWN, documents)
    if double := shipped.publications.keys() & own.publications.keys():
        raise InputError([_twice(folder, name) for name in sorted(double)])
    both = stacked(shipped.rules, (*shipped.layers, own), (*shipped.paths, *paths, *forms), folder)
    check_library_units(both)
    check_references(both, documents)
    return both


def _twice(folder: Path, name: str) -> Problem:
    expected = (
        f'een andere naam voor een eigen publicatie (met based_on = "{name}", als er maar een deel anders is)'
    )
    return Problem(str(folder), f"publicatie {name} is meegeleverd", expected)


@cache
def _shipped() -> Library:
    documents = _read([*sorted(RULES.glob("*.toml")), *sorted(PUBLICATIONS.glob("*.toml"))])
    paths = tuple(document.path for document in documents)
    shipped = stacked(_rules(), (layer(SHIPPED, documents),), paths)
    check_validity(shipped.rules)
    check_library_units(shipped)
    check_references(shipped, documents)
    return shipped


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
