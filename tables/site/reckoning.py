"""The pages that compute: the rules with their figures in them, and what goes in as a script."""

from collections.abc import Iterator
from itertools import zip_longest

from attrs import frozen

from allocation.lags import in_years, unlagged
from allocation.numbers import decimals_of
from allocation.rules import Rule
from allocation.units import Unit
from rules import Outcome, Workspace
from rules.scenarios.known import scenarios
from rules.scenarios.schema import Territory
from rules.scenarios.stack import with_scenarios
from tables.explaining.formula_words import of_rule
from tables.labels import label, publication_year, status
from tables.site.compute import Computable
from tables.site.pages import Site
from tables.site.told import head
from tables.words import STANDS, in_words, number

APART = "\0"
"""Around the name of a figure, before a sentence is cut into parts."""


@frozen
class Part:
    """A part of the sentence of an article: words, or a figure with its value and unit.

    `first`: the first time that the figure stands in the sentence, which is where it can be changed.
    """

    text: str
    figure: str = ""
    value: str = ""
    unit: str = ""
    status: str = ""
    first: bool = False


def computable(space: Workspace, outcome: Outcome) -> Computable:
    """A publication year, with the shipped scenarios that change one of its figures and nothing else."""
    prepared = outcome.prepared
    found: dict[str, Outcome] = {}
    for name, scenario in scenarios().items():
        if (
            scenario.input
            or scenario.rule
            or scenario.vary
            or scenario.draw
            or scenario.territory != Territory()
        ):
            continue
        other = with_scenarios(space, name).outcome(prepared.publication.name, prepared.year.year)
        if other.prepared.case.figures != prepared.case.figures:
            found[name] = other
    return Computable(outcome, found)


def page(site: Site, of: Computable) -> bytes:
    """The page of a publication year."""
    outcome, prepared = of.outcome, of.outcome.prepared
    case = prepared.case
    columns = [outcome.result.exact(name) for name in prepared.year.amounts]
    places = zip(case.codes, prepared.territory["naam"], strict=True)
    known = scenarios()
    return site.page(
        "compute.html",
        title=f"Reken mee: {publication_year(outcome)}",
        about=f"Het zijn {STANDS[prepared.year.stand]}; de pagina rekent exact, zoals het programma.",
        publication=prepared.publication.name,
        file=of.name,
        rules=list(_rules(outcome)),
        inputs=", ".join(case.inputs),
        mergeable=all(prepared.library.inputs[unlagged(name)[0]].adds for name in case.inputs),
        scenarios=[(name, known[name].scenario.title) for name in of.scenarios],
        heads=[head(outcome, name) for name in prepared.year.amounts],
        rows=[
            (code, name, [in_words(column[row]) for column in columns])
            for row, (code, name) in enumerate(places)
        ],
        totals=[in_words(outcome.together(column)) for column in columns],
    )


def _rules(outcome: Outcome) -> Iterator[dict[str, object]]:
    case = outcome.prepared.case
    for name, rule in [*case.book.rules.items()][::-1]:
        parts = sentence_of(outcome, rule)
        yield {
            "name": name,
            "label": rule.label,
            "status": status(outcome, name),
            "says": in_years((rule.doc.splitlines() or [""])[0], outcome.prepared.year.year),
            "law": rule.source,
            "parts": parts,
            "has_figures": any(part.figure for part in parts),
        }


def sentence_of(outcome: Outcome, rule: Rule) -> list[Part]:
    """The formula of a rule as a sentence in which each national figure stands apart."""
    figures, seen = outcome.prepared.case.figures, set[str]()
    text = of_rule(rule, lambda name: f"{APART}{name}{APART}" if name in figures else label(outcome, name)[0])
    cut, parts = text.split(APART), list[Part]()
    for said, figure in zip_longest(cut[::2], cut[1::2], fillvalue=""):
        parts.append(Part(said))
        if figure:
            parts.append(_figure(outcome, figure, first=figure not in seen))
            seen.add(figure)
    return parts


def _figure(outcome: Outcome, name: str, *, first: bool) -> Part:
    text, unit = label(outcome, name)
    value = outcome.prepared.case.figures[name]
    digits = max(outcome.prepared.library.figures[unlagged(name)[0]].decimals, decimals_of(value) or 0)
    shown = unit if Unit(unit).powers else ""
    return Part(text, name, number(value, digits), shown, status(outcome, name), first)
