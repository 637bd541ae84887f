"""What every sheet and page of a publication says of itself: which circular, how definite, which version."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from attrs import evolve

from rules import Outcome
from tables.publication.signing import of_whom, signed_words
from tables.publication.signs import with_signs
from tables.words import STANDS, date_in_words
from tables.workbook.model import Sheet

TABLES = {0: "staat geen tabel", 1: "staat een tabel"}


@cache
def version_words() -> str:
    """By what the tables were made."""
    return f"Verdeelsleutel {version('verdeelsleutel')}"


def stand_words(outcomes: Sequence[Outcome]) -> str:
    """How definite the figures are, by year where there are more."""
    by_year = {outcome.prepared.year.year: STANDS[outcome.prepared.year.stand] for outcome in outcomes}
    if len({*by_year.values()}) == 1:
        years = " en ".join(str(year) for year in by_year)
        return f"uitkeringsjaar {years}: {next(iter(by_year.values()))}"
    return "; ".join(f"uitkeringsjaar {year}: {stand}" for year, stand in by_year.items())


def with_stand(sheets: Sequence[Sheet], outcomes: Sequence[Outcome]) -> list[Sheet]:
    """The sheets about some years, each with its stand in its cells and above its printed pages."""
    publication = outcomes[0].prepared.publication
    stand = stand_words(outcomes)
    whose, signed = of_whom(outcomes), signed_words(outcomes)
    running = f"{whose}: {publication.title} ({date_in_words(publication.date)}), {stand}"
    return [
        evolve(with_signs(sheet), subtitle=_subtitle(sheet, stand, signed), running=running)
        for sheet in sheets
    ]


def _subtitle(sheet: Sheet, stand: str, signed: str) -> str:
    number = len(sheet.blocks)
    tables = TABLES.get(number, f"staan {number} tabellen")
    said = f"{signed} Stand: {stand}. Gemaakt met {version_words()}. Op dit blad {tables}."
    return "\n".join(filter(None, [sheet.subtitle, said]))
