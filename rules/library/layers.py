"""Layers: who says something. The last layer that says something wins, and every value knows its layer."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TypeVar

from attrs import Factory, frozen

from allocation.errors import InputError, Problem
from allocation.figures import FigureValue
from allocation.inputs import InputSpec
from allocation.lags import lagged
from allocation.rules import Rule
from allocation.territory import Parts
from rules.library.law import Law
from rules.library.schema import Delivery, Document, FigureEntry, Publication, Published, Stream, Taken

SHIPPED, OWN, SCENARIO, WHAT_IF, COMPUTED = "shipped", "own", "scenario", "what if", "computed"
"""What is shipped, what a user's own folder says, a scenario, a reorganisation that no law says yet, and what
was computed for earlier years of a projection."""
SUPPOSED = (SCENARIO, WHAT_IF)
"""The kinds of layers that nobody has said yet: what if they were so?"""


def kind(layer: str) -> str:
    """What a layer is, of its name: of scenarios there may be more, each with a name of its own."""
    return layer.partition(":")[0]


def scenario_layer(scenario: str) -> str:
    """The name of the layer of a scenario."""
    return f"{SCENARIO}:{scenario}"


def scenario_of(layer: str) -> str:
    """The name of the scenario that a layer is of; "" for any other layer."""
    return layer.partition(":")[2]


Key = tuple[str, int, str]
"""Publication (or LAW), year, name of a figure or an input."""
Entry = Delivery | Taken


@frozen
class Origin:
    """Who says a value: the layer, and the publication in it (LAW where the law itself says it)."""

    layer: str
    publication: str


@frozen
class Given:
    """What fills an input, and who says so."""

    entry: Entry
    origin: Origin

    @property
    def whole(self) -> bool:
        """Whether it has a value for every municipality, and leaves none as it was."""
        return isinstance(self.entry, Taken) or not self.entry.others_stay


@frozen
class Reorganisation:
    """Where each municipality goes that is not simply what it was, and the names of new codes."""

    parts: Parts = Factory(dict)
    names: Mapping[str, str] = Factory(dict)


@frozen(eq=False)
class Layer:
    """All that one party says, by its `name` (SHIPPED, OWN, WHAT_IF, or that of a scenario).

    `rules` go in the place of all versions of the rules of their names, and `others` of them are other rules
    than there were; `path` is the file of a scenario.
    """

    name: str
    figures: Mapping[str, FigureEntry] = Factory(dict)
    inputs: Mapping[str, InputSpec] = Factory(dict)
    publications: Mapping[str, Publication] = Factory(dict)
    entries: Mapping[Key, Entry] = Factory(dict)
    published: tuple[Published, ...] = ()
    streams: tuple[Stream, ...] = ()
    law: Law | None = None
    reorganisation: Reorganisation = Reorganisation()
    rules: tuple[Rule, ...] = ()
    others: tuple[Rule, ...] = ()
    path: Path | None = None

    @cached_property
    def dated(self) -> Mapping[str, Sequence[FigureValue]]:
        """The values of its figures, by name."""
        return {name: entry.dated() for name, entry in self.figures.items()}

    @cached_property
    def values(self) -> Mapping[Key, FigureValue]:
        """The values of its figures, by who says them."""
        return {(v.publication, v.year, name): v for name, values in self.dated.items() for v in values}

    def names(self, publication: str, year: int) -> set[str]:
        """The figures and inputs that it gives to one year of one publication, also of earlier years."""
        return {
            lagged(name, year - y)
            for p, y, name in (*self.values, *self.entries)
            if p == publication and y <= year
        }


_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


def layer(name: str, documents: Sequence[Document]) -> Layer:
    """One layer out of several files. Raises InputError for whatever two of them say."""
    figures: dict[str, FigureEntry] = {}
    inputs: dict[str, InputSpec] = {}
    publications: dict[str, Publication] = {}
    entries: dict[Key, Entry] = {}
    laws: dict[str, Law] = {}
    problems: list[Problem] = []

    def put(known: dict[_Key, _Item], key: _Key, item: _Item, what: str, document: Document) -> None:
        if key in known:
            problems.append(Problem(str(document.path), f"{what} staat er twee keer", "één keer"))
        known[key] = item

    for document in documents:
        for figure, entry in document.figures.items():
            put(figures, figure, entry, f"cijfer {figure}", document)
            dated: dict[tuple[int, str], FigureValue] = {}
            for value in entry.dated():
                what = f"cijfer {figure}, {value.year} in {value.publication or 'de wet'},"
                put(dated, (value.year, value.publication), value, what, document)
        for declared, spec in document.inputs.items():
            put(inputs, declared, spec.spec(declared), f"gegeven {declared}", document)
        if document.law:
            put(laws, "law", document.law, "wat de wet van zichzelf zegt", document)
        if document.publication:
            own = document.publication
            put(publications, own.name, own, f"publicatie {own.name}", document)
        of_document: list[Entry] = [*document.data, *document.taken]
        for delivery in of_document:
            for publication, column in product(delivery.publication, delivery.columns):
                what = f"een levering van {column}, {delivery.year} in {publication},"
                put(entries, (publication, delivery.year, column), delivery, what, document)
    if problems:
        raise InputError(problems)
    return Layer(
        name,
        figures,
        inputs,
        publications,
        entries,
        tuple(entry for document in documents for entry in document.published),
        tuple(stream for document in documents for stream in document.streams),
        laws.get("law"),
    )
