"""A publication year, prepared and computed, with the origin of all that went in."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from pathlib import Path

import polars as pl
from attrs import Factory, evolve, frozen

from allocation.case import Case
from allocation.counted import where_counted
from allocation.figures import FigureValue, worst
from allocation.lags import in_years
from allocation.result import Result
from allocation.rules import Rule
from rules.library.layers import SCENARIO, SUPPOSED, Origin, Reorganisation, kind
from rules.library.model import Library
from rules.library.schema import Delivery, Publication, PublicationYear, Scaled
from rules.runs.doubt import Doubt
from rules.territory.carry import Origins


@frozen
class Prepared:
    """One year of one publication, ready to run, with the origin of all that goes in.

    `territory` has `code`, `naam` and `provincie`; `deliveries` are the inputs from files, `taken`
    those that another publication computed, `replacements` the rows that later layers put in their place,
    the last word first; `came_from` says of each input that was carried from an older territory which
    municipalities it came from.
    """

    library: Library
    publication: Publication
    year: PublicationYear
    territory: pl.DataFrame
    figures: Mapping[str, FigureValue]
    deliveries: Mapping[str, Delivery]
    taken: Mapping[str, "Source"]
    replacements: Mapping[str, Sequence["Replacement"]]
    case: Case
    came_from: Mapping[str, Origins]
    reorganisation: Reorganisation

    def origin(self, name: str, code: str = "") -> Origin:
        """Who says a figure or an input: of one municipality, or the last who says something of any."""
        if name in self.figures:
            return self.library.figure_origin(name, self.publication.name, self.year.year)
        for replacement in self.replacements.get(name, ()):
            if not code or code in replacement.rows:
                return replacement.origin
        return self.below(name)

    def below(self, name: str) -> Origin:
        """Who gives an input for the municipalities of which it is not replaced."""
        return self.library.entries(name, self.publication.name, self.year.year)[-1].origin

    def delivery(self, name: str, code: str) -> Delivery | None:
        """The entry that gives the input of one municipality; None where it is taken over."""
        for replacement in self.replacements.get(name, ()):
            if code in replacement.rows:
                return replacement.delivery
        return self.deliveries.get(name)

    def origins(self) -> Mapping[str, Sequence[str]]:
        """Every layer that is not the publication's own and says something, the last first.

        With the labels of what it says, also behind what is taken; of a reorganisation there are none. What
        is supposed (a scenario, a what-if) is there though it says nothing of this.
        """
        library = self.library
        told: dict[str, list[str]] = {layer.name: [] for layer in reversed(library.layers)}
        for prepared in (self, *(outcome.prepared for outcome in self.behind)):
            for name in (*prepared.figures, *prepared.deliveries, *prepared.taken):
                item = library.figures.get(name) or library.inputs[name]
                for layer in prepared.layers_of(name):
                    if prepared.library.above(prepared.publication.name, layer):
                        told[layer].append(in_years(item.label, prepared.year.year))
            for layer, rule in prepared.other_rules:
                told[layer].append(in_years(rule.label, prepared.year.year))
        shown = {layer: list(dict.fromkeys(names)) for layer, names in told.items()}
        return {layer: names for layer, names in shown.items() if names or kind(layer) in SUPPOSED}

    def layers_of(self, name: str) -> list[str]:
        """The layers that say a figure or an input: of an input all that a value of it rests on."""
        if name in self.figures:
            said = self.library.every_value(name, self.publication.name, self.year.year)
            layers = [origin.layer for _, origin in said]
        else:
            layers = [one.origin.layer for one in self.replacements.get(name, ())]
            layers.append(self.below(name).layer)
        changed = list(takewhile(lambda layer: kind(layer) == SCENARIO, layers))
        return list(dict.fromkeys(layers[: len(changed) + 1]))

    @property
    def other_rules(self) -> list[tuple[str, Rule]]:
        """The rules that a layer has in the place of those of the law, each with the last such layer."""
        layers = {rule: layer.name for layer in self.library.layers for rule in layer.others}
        return [(layers[rule], rule) for rule in self.case.book.rules.values() if rule in layers]

    @property
    def sources(self) -> list["Outcome"]:
        """The outcomes of other publications that this one takes something from, each once."""
        found: list[Outcome] = []
        for source in self.taken.values():
            if not any(source.outcome is outcome for outcome in found):
                found.append(source.outcome)
        return found

    @property
    def behind(self) -> list["Outcome"]:
        """The sources, and all that is behind those, each once: along many ways there are many of them."""
        found: dict[int, Outcome] = {}

        def visit(prepared: Prepared) -> None:
            for outcome in prepared.sources:
                if id(outcome) not in found:
                    found[id(outcome)] = outcome
                    visit(outcome.prepared)

        visit(self)
        return list(found.values())

    @property
    def files(self) -> set[Path]:
        """Every file with inputs, also those behind what is taken from other publications."""
        every = (self, *(outcome.prepared for outcome in self.behind))
        files = {delivery.file for prepared in every for delivery in prepared.deliveries.values()}
        rows = [each for prepared in every for each in prepared.replacements.values()]
        return files | {one.delivery.file for each in rows for one in each}


@frozen
class Official:
    """What was published of a rule, and where: by code, of a national value under ""."""

    source: str
    values: Mapping[str, Fraction]


@frozen
class Outcome:
    """What was prepared, and what came out.

    `doubts` are what in a user's own is not as usual; `official` is what was published, by rule.
    """

    prepared: Prepared
    result: Result
    doubts: Sequence[Doubt] = ()
    official: Mapping[str, Official] = Factory(dict)

    def published(self, rule: str) -> list[Fraction | None]:
        """The published values of a rule in order of code (of a national one: one); None without one."""
        known = self.official[rule].values if rule in self.official else {}
        return [known.get(code) for code in self._codes(rule)]

    def gaps(self, rule: str) -> list[Fraction | None]:
        """How much more was computed than published, in order of code; None where nothing was published."""
        pairs = zip(self.result.exact(rule), self.published(rule), strict=True)
        return [None if stated is None else value - stated for value, stated in pairs]

    def idle(self, name: str) -> list[bool]:
        """Of which municipalities an input does not count (a late account), in order of code."""
        case = self.prepared.case
        other, counts = where_counted(case.book).get(name, ("", True))
        if name not in case.inputs or other not in case.inputs:
            return [False] * len(case.codes)
        return [bool(answer) != counts for answer in case.inputs[other].exact]

    @staticmethod
    def together(values: Sequence[Fraction | None]) -> Fraction:
        """The sum of the values that there are."""
        return sum((value for value in values if value is not None), Fraction(0))

    def sure(self, rule: str) -> list[str]:
        """The status of each value of a rule: what equals the published one is that, however it was found."""
        status = self.result.statuses[rule]
        if self.prepared.origins():
            return [status] * len(self._codes(rule))
        return ["officieel" if gap == 0 else status for gap in self.gaps(rule)]

    def _codes(self, rule: str) -> Sequence[str]:
        return ("",) if rule in self.result.national else self.prepared.case.codes

    @property
    def every_doubt(self) -> list[Doubt]:
        """Its own doubts, and those of what it takes from other publications."""
        taken = [doubt for source in self.prepared.behind for doubt in source.doubts]
        return list(dict.fromkeys([*self.doubts, *taken]))


def as_sure(prepared: Prepared, result: Result) -> Result:
    """The result, in which what rests on a rule that is none of the law is `indicatief` at best."""
    others = {rule.name for _, rule in prepared.other_rules}
    if not others:
        return result
    book = prepared.case.book
    resting = [name for name in result.statuses if name in others or others & book.reads(name)]
    lower = {name: worst([result.statuses[name], "indicatief"]) for name in resting}
    return evolve(result, statuses={**result.statuses, **lower})


@frozen
class Source:
    """A rule of another publication, of which the values are taken over."""

    outcome: Outcome
    rule: str


@frozen
class Replacement:
    """The municipalities (by code) of which a file replaces the value of an input, and who says so."""

    delivery: Delivery
    origin: Origin
    rows: Mapping[str, Fraction]

    @property
    def scaled(self) -> bool:
        """Whether it changes what lies below it, and is not itself a value."""
        return isinstance(self.delivery, Scaled)
