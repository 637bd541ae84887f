"""A publication as open data: every amount as CSV, with CSV-W metadata and a DCAT record for a catalogue."""

import csv
import json
from collections.abc import Sequence
from io import StringIO

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.restate import values_of
from rules.territory.naming import names_by_code
from tables.file_names import title
from tables.labels import OFFICIAL, label, status
from tables.listing import no_formula

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = (
    ("gemeentecode", "Gemeentecode van het CBS, vier cijfers", "string"),
    ("gemeente", "Naam van de gemeente", "string"),
    ("geldstroom", "Naam van de regel die het bedrag geeft", "string"),
    ("omschrijving", "Wat de geldstroom is", "string"),
    ("uitkeringsjaar", "Jaar waarvoor het bedrag is", "gYear"),
    ("bedrag", "Bedrag of aantal", "decimal"),
    ("eenheid", "Eenheid van het bedrag", "string"),
    ("status", "Hoe zeker het is: officieel, afgeleid, indicatief of onbevestigd", "string"),
    ("stand", "Hoe definitief de publicatie haar cijfers noemt", "string"),
)


def files(name: str, outcomes: Sequence[Outcome]) -> dict[str, bytes]:
    """The CSV, its metadata and its record, by the name of each file."""
    return {
        f"{name}.csv": as_csv(outcomes),
        f"{name}.csv-metadata.json": _json(metadata(name, outcomes)),
        f"{name}.dcat.jsonld": _json(record(name, outcomes)),
    }


def as_csv(outcomes: Sequence[Outcome]) -> bytes:
    """A row per municipality, amount and year; a point in a number, and as many decimals as it needs."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow(name for name, _, _ in COLUMNS)
    for outcome in outcomes:
        year, names = outcome.prepared.year, names_by_code(outcome.prepared.territory)
        for amount in year.amounts:
            text, unit = label(outcome, amount)
            sure = status(outcome, amount) or OFFICIAL
            for code, value in values_of(outcome, amount).items():
                shown = f"{decimal(value, 0 if value.denominator == 1 else 2):f}"
                name = no_formula(names[code])
                writer.writerow((code, name, amount, text, year.year, shown, unit, sure, year.stand))
    return out.getvalue().encode()


def metadata(name: str, outcomes: Sequence[Outcome]) -> dict[str, object]:
    """What the W3C's "CSV on the Web" asks of a table."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{name}.csv",
        "dc:title": title(outcomes),
        "dc:creator": "Verdeelsleutel",
        "dc:source": outcomes[0].prepared.publication.issuer,
        "dc:license": {"@id": LICENCE},
        "dialect": {"header": True, "delimiter": ",", "encoding": "utf-8"},
        "tableSchema": {
            "columns": [
                {"name": column, "titles": column, "dc:description": text, "datatype": kind, "required": True}
                for column, text, kind in COLUMNS
            ],
            "primaryKey": ["gemeentecode", "geldstroom", "uitkeringsjaar"],
        },
    }


def record(name: str, outcomes: Sequence[Outcome]) -> dict[str, object]:
    """A dataset in the terms of DCAT, for a catalogue; whoever publishes it adds where it stands."""
    of = outcomes[0].prepared.publication
    text = f"Bedragen per gemeente, uit {of.title} ({of.date})."
    years = [outcome.prepared.year.year for outcome in outcomes]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": {"@value": title(outcomes), "@language": "nl"},
        "dct:description": {"@value": text, "@language": "nl"},
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": "Verdeelsleutel"},
        "dct:source": of.issuer,
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/NLD"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{min(years)}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{max(years)}-12-31", "@type": "xsd:date"},
        },
        "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": {"@value": f"{name}.csv", "@language": "nl"},
                "dct:format": {"@id": "http://publications.europa.eu/resource/authority/file-type/CSV"},
                "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"},
                "dct:license": {"@id": LICENCE},
                "dct:conformsTo": {"@id": "http://www.w3.org/ns/csvw"},
            }
        ],
    }


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
