"""Abbreviations: what each that stands in a workbook is short for, for the reading guide."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tables.workbook.model import Link, Sheet

MEANINGS: Mapping[str, str] = {
    "AOW": "Algemene Ouderdomswet",
    "BDTI": "letters van de rekenregels: deel dak- en thuislozen en instellingsbewoners",
    "BL": "letters van de rekenregels: historisch deel, het bedrag naar de lasten",
    "BLKS": "letters van de rekenregels: deel loonkostensubsidie",
    "BO": "letters van de rekenregels: objectief deel",
    "BUIG": "Wet bundeling van uitkeringen inkomensvoorzieningen aan gemeenten",
    "BZK": "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "CBS": "Centraal Bureau voor de Statistiek",
    "DU": "decentralisatie-uitkering",
    "ECLI": "European Case Law Identifier, het nummer van een uitspraak",
    "EUR": "euro",
    "GU": "letters van de rekenregels: netto uitgaven dak- en thuislozen en instellingsbewoners",
    "HR": "Hoge Raad",
    "IOAW": "Wet inkomensvoorziening oudere en gedeeltelijk arbeidsongeschikte werkloze werknemers",
    "IOAZ": "Wet inkomensvoorziening oudere en gedeeltelijk arbeidsongeschikte gewezen zelfstandigen",
    "IU": "integratie-uitkering",
    "NH": "Noord-Holland",
    "NL": "Nederland",
    "SE": "standaardeenheid: een arbeidsplaats in de sociale werkvoorziening",
    "SHA-256": "een getal dat bij precies een bestand hoort",
    "SSB": "Stelsel van Sociaal-statistische Bestanden",
    "SZW": "Ministerie van Sociale Zaken en Werkgelegenheid",
    "TBO": "letters van de rekenregels: budget objectief deel",
    "TGU": "letters van de rekenregels: netto uitgaven bijstand landelijk",
    "Wsw": "Wet sociale werkvoorziening",
}
FOUND = re.compile(r"\b(?:SHA-256|[A-Z]{2,}(?:[a-z]*[A-Z]+)*\b|[A-Z][a-z]{0,2}[A-Z]+\b|Wsw\b)")
"""What looks like an abbreviation: two capitals or more in a word."""


def abbreviations(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    """The abbreviations on the sheets that have a meaning here, in order of the alphabet."""
    return [
        (f"Afkorting {short}", MEANINGS[short]) for short in sorted(found(texts(sheets))) if short in MEANINGS
    ]


def found(some: Iterable[str]) -> set[str]:
    """All that looks like an abbreviation."""
    return {match for text in some for match in FOUND.findall(text)}


def texts(sheets: Iterable[Sheet]) -> Iterator[str]:
    """Every text on the sheets."""
    for sheet in sheets:
        yield from (
            sheet.name,
            sheet.title,
            sheet.subtitle,
            sheet.warning,
            *(fact.label for fact in sheet.facts),
        )
        for table in sheet.blocks:
            yield from (column.header for column in table.columns)
            for row in table.rows:
                yield from (value for value in row if isinstance(value, str))
                yield from (value.text for value in row if isinstance(value, Link))
