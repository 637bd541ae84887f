"""The pages that compute: the rules with their figures in them, and what goes in as a script."""

from collections.abc import Iterator

from allocation.expressions import names
from allocation.lags import in_years, unlagged
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
        yield {
            "label": rule.label,
            "status": status(outcome, name),
            "says": in_years((rule.doc.splitlines() or [""])[0], outcome.prepared.year.year),
            "law": rule.source,
            "formula": of_rule(rule, lambda symbol: label(outcome, symbol)[0]),
            "figures": [
                {
                    "name": figure,
                    "label": label(outcome, figure)[0],
                    "unit": label(outcome, figure)[1],
                    "status": status(outcome, figure),
                    "shown": _shown(outcome, figure),
                }
                for figure in dict.fromkeys(names(rule.formula))
                if figure in case.figures
            ],
        }


def _shown(outcome: Outcome, figure: str) -> str:
    value = outcome.prepared.case.figures[figure]
    decimals = outcome.prepared.library.figures[unlagged(figure)[0]].decimals
    return number(value, decimals)
