"""What a stack of scenarios changes and does, as a workbook: before, after and difference of everyone."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from rules.analysis.compare import PublicationComparison
from rules.scenarios.changes import Altered
from rules.scenarios.schema import Scenario
from rules.territory.naming import names_by_code
from tables.approximation import above
from tables.comparing import sheets as comparing
from tables.comparing.report import titled
from tables.labels import departures
from tables.scenario.words import KINDS, for_whom, old_and_new, scenario_words
from tables.words import sentence
from tables.workbook.fields import Field, block
from tables.workbook.model import Sheet, Workbook, warned
from tables.workbook.names import sheet_name, with_names_of_their_own

ALWAYS = (0, 1, 2)
"""The columns that are there though nothing stands in them: scenario, kind, and what."""
NOTHING = ("", "", "verandert in deze publicatie niets")


@frozen
class Effects:
    """What a stack of scenarios changes in one publication year, and what that does."""

    comparison: PublicationComparison
    altered: Sequence[Altered]
    unread: Sequence[tuple[str, str]]


def workbook(scenarios: Sequence[Scenario], years: Sequence[Effects]) -> Workbook:
    """What is changed first, then the sheets of a comparison: per year."""
    books = [comparing.workbook(one.comparison) for one in years]
    changed = [changes_sheet(scenarios, one) for one in years]
    sheets = [*changed, *(sheet for book in books for sheet in book.sheets)]
    told = dict.fromkeys(text for one in years for text in departures(one.comparison.after))
    texts = [above([one.comparison.after for one in years]), *(f"{sentence(text)}." for text in told)]
    warning = "\n".join(filter(None, texts))
    return evolve(books[0], sheets=warned(with_names_of_their_own(sheets), warning))


def changes_sheet(scenarios: Sequence[Scenario], effects: Effects) -> Sheet:
    """Every changed value: what it was, what it is, who says so, and how sure it is."""
    after = effects.comparison.after
    names, year = names_by_code(effects.comparison.before.prepared.territory), after.prepared.year.year
    titles = [f"{one.name}: {scenario_words(one)}. Bron: {one.scenario.source}" for one in scenarios]
    fields = [
        field
        for place, field in enumerate(_fields(names))
        if place in ALWAYS or any(field.value(one) for one in effects.altered)
    ]
    table = block(f"verandert_{year}", fields, effects.altered, nothing=NOTHING)
    return Sheet(
        name=sheet_name("Wat dit verandert", year),
        title=f"Wat dit verandert, uitkeringsjaar {year}",
        subtitle="\n".join([titled(after), *titles]),
        blocks=[table],
    )


def _fields(names: Mapping[str, str]) -> list[Field[Altered]]:
    return [
        Field("Scenario", lambda one: one.scenario, width=28),
        Field("Soort", lambda one: KINDS[one.what], width=18),
        Field("Wat", lambda one: one.label, width=32),
        Field("Voor wie", lambda one: for_whom(one, names), width=20),
        Field("Was", lambda one: old_and_new(one)[0], width=22),
        Field("Wordt", lambda one: old_and_new(one)[1], width=32),
        Field("Status", lambda one: one.status, width=12),
        Field("Bron", lambda one: one.source, width=36),
        Field("Opmerking", lambda one: one.note, width=28),
        Field("In", lambda one: f"{one.publication}, {one.year}", width=26),
    ]
