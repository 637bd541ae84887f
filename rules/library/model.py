"""What a library holds, and who says each value."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import islice
from pathlib import Path

from attrs import evolve, frozen

from allocation.expressions import names
from allocation.figures import LAW, Figure, FigureValue
from allocation.inputs import InputSpec
from allocation.lags import said_as, unlagged
from allocation.rules import Rule
from allocation.territory import then
from rules.library.declared import Declared
from rules.library.law import Law
from rules.library.layers import COMPUTED, SCENARIO, SUPPOSED, Given, Layer, Origin, Reorganisation, kind
from rules.library.schema import FigureEntry, Publication, Published, Stream

YearKey = tuple[str, int]
"""A publication year by name: the publication, and a year that it has."""


@frozen
class Library:
    """Everything there is to compute with.

    `layers` say it, the first of them what is shipped; the last that says something wins. An edition
    gives only what differs from the publication that it is based on. `paths` are the TOML files it was
    read from, `folder` is the user's own.
    """

    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    layers: tuple[Layer, ...]
    paths: tuple[Path, ...] = ()
    folder: Path | None = None

    @property
    def law(self) -> Law:
        """What the law says of itself: it is shipped."""
        law = self.layers[0].law
        assert law is not None
        return law

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Through which payment each part of the money runs."""
        return tuple(stream for layer in self.layers for stream in layer.streams)

    @property
    def reorganisation(self) -> Reorganisation:
        """The reorganisation that no law says yet: those of the layers, one after another."""
        every = (layer.reorganisation for layer in self.layers if layer.reorganisation.parts)
        return reduce(_one_after_another, every, Reorganisation())

    @property
    def supposed(self) -> bool:
        """Whether a layer has what nobody has said yet: a scenario, or a what-if."""
        return any(kind(layer.name) in SUPPOSED for layer in self.layers)

    def editions(self, publication: str) -> tuple[str, ...]:
        """A publication, the one that it is based on, the one that that is based on, and so on."""
        return editions(self.publications, publication)

    def every_entry(self, name: str, publication: str, year: int) -> tuple[Given, ...]:
        """Every entry for an input, the last word first.

        One of an earlier year is given as of the year itself ("costs[-1]"), or else for that year.
        """
        return tuple(
            Given(layer.entries[edition, moment, said], Origin(layer.name, edition))
            for layer in reversed(self.layers)
            for edition in self.editions(publication)
            for said, moment in said_as(name, year)
            if (edition, moment, said) in layer.entries
        )

    def entries(self, name: str, publication: str, year: int) -> tuple[Given, ...]:
        """What fills an input, the last word first; each but the last leaves rows to the next."""
        stack = self.every_entry(name, publication, year)
        until = next((place for place, given in enumerate(stack, 1) if given.whole), len(stack))
        return stack[:until]

    @cached_property
    def read_earlier(self) -> frozenset[str]:
        """The rules, inputs and figures that a rule reads of an earlier year, and what those rest on then."""
        reads: dict[str, set[str]] = {}
        for rule in self.rules:
            reads.setdefault(rule.name, set()).update(names(rule.formula))
        open_names = {base for used in reads.values() for base, years in map(unlagged, used) if years}
        found: set[str] = set()
        while open_names:
            name = open_names.pop()
            found.add(name)
            open_names |= {unlagged(used)[0] for used in reads.get(name, ())} - found
        return frozenset(found)

    def first_given(self, publication: str, year: int) -> int:
        """The first year of which a publication, of `year` or before, gives anything, as of then or later."""
        by = self.editions(publication)
        keys = [key for layer in self.layers for key in (*layer.entries, *layer.values)]
        return min((y - unlagged(name)[1] for p, y, name in keys if p in by and y <= year), default=year)

    def delivered(self, name: str, publication: str, year: int) -> bool:
        """Whether something fills an input for every municipality."""
        return any(given.whole for given in self.entries(name, publication, year))

    def has_figure(self, name: str, publication: str, year: int) -> bool:
        """Whether a figure has a value for a publication year."""
        return self._value(name, publication, year) is not None

    def figure(self, name: str, publication: str, year: int) -> FigureValue:
        """The value of a figure for a publication year. Raises FigureError where there is none."""
        base, before = unlagged(name)
        value = self._value(name, publication, year)
        return value[0] if value else self.figures[base].at(year - before, publication)

    def figure_origin(self, name: str, publication: str, year: int) -> Origin:
        """Who says a figure that has a value for a publication year."""
        value = self._value(name, publication, year)
        assert value is not None
        return value[1]

    def _value(self, name: str, publication: str, year: int) -> tuple[FigureValue, Origin] | None:
        return next(self.every_value(name, publication, year), None)

    def every_value(self, name: str, publication: str, year: int) -> Iterator[tuple[FigureValue, Origin]]:
        """Of each layer what it says of a figure for a publication year, the last word first."""
        base, before = unlagged(name)
        for layer in reversed(self.layers):
            said = (
                (value, Origin(layer.name, by))
                for by in (*self.editions(publication), LAW)
                if (value := layer.values.get((by, year - before, base)))
            )
            yield from islice(said, 1)

    def home(self, publication: str) -> int:
        """The place of the layer that a publication is from; of an edition that of what it is based on."""
        root = self.editions(publication)[-1]
        return next(place for place, layer in enumerate(self.layers) if root in layer.publications)

    def above(self, publication: str, layer: str) -> bool:
        """Whether a layer is none of the publication's own, but lies above it."""
        return [one.name for one in self.layers].index(layer) > self.home(publication)

    def added(self, publication: str, year: int) -> set[str]:
        """The figures and inputs that layers above what is shipped give for a publication year itself."""
        return set[str]().union(*(layer.names(publication, year) for layer in self.layers[1:]))

    def own(self, publication: str, year: int) -> set[str]:
        """Those of them that a user's own folder gives.

        A scenario may be for many publications, and what was computed for many years.
        """
        given = [layer for layer in self.layers[1:] if kind(layer.name) not in (SCENARIO, COMPUTED)]
        return set[str]().union(*(layer.names(publication, year) for layer in given))

    def published(self, publication: str, year: int) -> list[Published]:
        """What was published of a year; of an edition also what only its base has."""
        known: dict[str, list[Published]] = {}
        for edition in self.editions(publication):
            of_edition: dict[str, list[Published]] = {}
            for layer in self.layers:
                for one in layer.published:
                    if (one.publication, one.year) == (edition, year) and one.rule not in known:
                        of_edition.setdefault(one.rule, []).append(one)
            known |= of_edition
        return [one for of_rule in known.values() for one in of_rule]

    def over(self, layer: Layer) -> "Library":
        """The same with one layer more, that goes before all others."""
        paths = (*self.paths, layer.path) if layer.path else self.paths
        return stacked(_replaced(self.rules, layer.rules), (*self.layers, layer), paths, self.folder)


def stacked(
    rules: tuple[Rule, ...],
    layers: tuple[Layer, ...],
    paths: tuple[Path, ...] = (),
    folder: Path | None = None,
) -> Library:
    """A library out of layers."""
    inputs = Declared({name: spec for layer in layers for name, spec in layer.inputs.items()})
    publications = {name: each for layer in layers for name, each in layer.publications.items()}
    whole = {name: _with_base(publications, name) for name in publications}
    return Library(rules, Declared(_figures(layers)), inputs, whole, layers, paths, folder)


def _replaced(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules, with other versions in the place of all those of their names."""
    if not others:
        return rules
    names = {rule.name for rule in others}
    return (*(rule for rule in rules if rule.name not in names), *others)


def _one_after_another(first: Reorganisation, second: Reorganisation) -> Reorganisation:
    """One reorganisation after another; of what the first made, the second says where it goes on to."""
    made = {new for into in first.parts.values() for new in into} - {*first.parts}
    units = dict.fromkeys([*first.parts, *(old for old in second.parts if old not in made)])
    return Reorganisation(then(first.parts, second.parts, units), {**first.names, **second.names})


def editions(publications: Mapping[str, Publication], name: str) -> tuple[str, ...]:
    """A publication and those that it is based on; of a circle each once."""
    chain = [name]
    while (base := publications[chain[-1]].based_on) in publications and base not in chain:
        chain.append(base)
    return tuple(chain)


def _with_base(publications: Mapping[str, Publication], name: str) -> Publication:
    """A publication with what it has from those that it is based on: title, date, issuer, years, note."""
    chain = [publications[one] for one in editions(publications, name)]
    own, title = chain[0], next((one.title for one in chain if one.title), "")
    return evolve(
        own,
        title=title if own.title or not title else f"{title} ({name})",
        date=next((one.date for one in chain if one.date), ""),
        issuer=next((one.issuer for one in chain if one.issuer), ""),
        years=next((one.years for one in chain if one.years), []),
        note=next((one.note for one in chain if one.note), ""),
    )


def _figures(layers: Sequence[Layer]) -> dict[str, Figure]:
    """Every figure with the values of all layers; those of a later one go before those of an earlier one.

    A value of a later layer that names no publication replaces what any publication says of its year.
    """
    names = dict.fromkeys(name for layer in layers for name in layer.figures)
    return {name: _figure(name, [layer for layer in layers if name in layer.figures]) for name in names}


def _figure(name: str, layers: Sequence[Layer]) -> Figure:
    values: dict[tuple[int, str], FigureValue] = {}
    always: set[int] = set()
    for layer in reversed(layers):
        mine = [value for value in layer.dated[name] if value.year not in always]
        for value in mine:
            values.setdefault((value.year, value.publication), value)
        always |= {value.year for value in mine if value.publication == LAW}
    entry: FigureEntry = layers[0].figures[name]
    figure = entry.figure(name, tuple(values.values()))
    more = [layer.figures[name].decimals for layer in layers if kind(layer.name) == SCENARIO]
    return evolve(figure, decimals=max([figure.decimals, *more]))
