"""What goes before the sources: the reading guide, and the flows of money."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from attrs import evolve, frozen

from rules import Outcome
from rules.analysis.verify import Agreement
from rules.library.schema import Stream
from rules.runs.outcome import Prepared
from rules.runs.stand_ins import stand_ins
from tables.approximation import approximated
from tables.labels import note, warning
from tables.publication.abbreviations import abbreviations
from tables.publication.control import NOTHING_ON_CONTROL
from tables.publication.signing import signed_words
from tables.publication.signs import SIGNS
from tables.publication.verdict import pots_in_words, verdict
from tables.words import STANDS, date_in_words, listed, sentence
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Link, Sheet
from tables.workbook.style import MARKS

LEGEND = (
    ("officieel", "Gepubliceerd, of alleen uit gepubliceerde cijfers berekend. Niet gekleurd."),
    ("afgeleid", "Berekend uit wat is gepubliceerd. Geel, met het woord erbij."),
    ("indicatief", "Een raming of aanname, zolang er niets beters is. Oranje, met het woord erbij."),
    ("onbevestigd", "In geen gelezen bron bevestigd. Rood, met het woord erbij."),
)

ROUNDING = (
    "Alleen waar een regel dat zegt, half naar boven; op welke grond staat op het blad Bronnen regels. "
    "Daardoor kan de som van de gemeenten iets afwijken van een landelijk bedrag: zie Controle potten."
)
TRACING = (
    "Het bestand dat eindigt op .receipt.json noemt de gegevens, cijfers en regels waaruit deze tabellen "
    "zijn gemaakt; het bestand dat eindigt op .parquet bevat elke tussenuitkomst."
)


CONTACT = "Niet opgegeven. Waar een cijfer of regel vandaan komt staat op de bladen Bronnen."
NEXT = "Niet opgegeven."
SHEET = "Blad "
VERDICT = "Oordeel"
GUIDE: Sequence[Field[tuple[str, str]]] = (
    Field("Onderwerp", lambda line: line[0], width=34),
    Field("Toelichting", lambda line: line[1], width=110),
)
"""The columns of a reading guide."""


def guide(
    outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]], sheets: Sequence[Sheet]
) -> Sheet:
    """The cover: what this is and by whom, what is on which sheet, how to read colours, signs and letters."""
    publication = outcomes[0].prepared.publication
    outcome, judgement = verdict(outcomes, agreements)
    names = {sheet.name for sheet in sheets}
    lines: list[tuple[str, str]] = [
        ("Publicatie", f"{publication.title}, {publication.issuer}, {date_in_words(publication.date)}"),
        *((f"Uitkeringsjaar {o.prepared.year.year}", _year_in_words(o)) for o in outcomes),
        *([("Gebaseerd op", base)] if (base := _base(outcomes[0].prepared)) else []),
        *([("Benadering van", sentence(listed(missing)))] if (missing := _approximated(outcomes)) else []),
        *([("Let op", note(outcomes[0]))] if note(outcomes[0]) else []),
        ("Uitgever", publication.issuer),
        ("Datum", date_in_words(publication.date)),
        ("Kenmerk", publication.kenmerk or "Niet opgegeven."),
        ("Vaststelling", signed_words(outcomes)),
        ("Contact", CONTACT),
        ("Volgende uitgave", NEXT),
        *((f"{SHEET}{sheet.name}", sheet.title) for sheet in sheets),
        *((f"Controle {name}", text) for name, text in NOTHING_ON_CONTROL if f"Controle {name}" not in names),
        *LEGEND,
        *((f"Teken {sign}", meaning) for sign, meaning in SIGNS),
        *abbreviations(sheets),
        (VERDICT, f"{pots_in_words(outcomes)} {judgement} Zie de bladen Controle."),
        ("Afronding", ROUNDING),
        ("Navolgen", TRACING),
        ("Berekend met", f"Verdeelsleutel {version('verdeelsleutel')}"),
    ]
    return Sheet(
        name="Leeswijzer",
        title=publication.title,
        subtitle="Tabellen per gemeente",
        warning=warning(outcomes[0]),
        blocks=[block("leeswijzer", _coloured(lines, outcome), lines)],
    )


def _coloured(lines: Sequence[tuple[str, str]], outcome: str) -> Sequence[Field[tuple[str, str]]]:
    """The columns, with the verdict in the colour of what comes out."""
    subject, text = GUIDE
    marks = [outcome if line[0] == VERDICT else line[0] if line[0] in MARKS else "" for line in lines]
    return [
        evolve(subject, value=_subject, marks=marks),
        evolve(text, marks=[m if m == outcome else "" for m in marks]),
    ]


def _subject(line: tuple[str, str]) -> CellValue:
    """What a line is about; a sheet can be gone to."""
    return Link(line[0], line[0].removeprefix(SHEET)) if line[0].startswith(SHEET) else line[0]


def _approximated(outcomes: Sequence[Outcome]) -> list[str]:
    """All in the place of which other values were used."""
    return approximated([one for outcome in outcomes for one in stand_ins(outcome.prepared)])


def _base(prepared: Prepared) -> str:
    """Of an edition: what it is based on."""
    base = prepared.publication.based_on
    if not base:
        return ""
    title = prepared.library.publications[base].title
    return f"{title}; wat deze uitgave niet zelf geeft is daaruit overgenomen, zie Bronnen"


def _year_in_words(outcome: Outcome) -> str:
    prepared = outcome.prepared
    labels = [prepared.case.book.rules[name].label for name in prepared.year.amounts]
    return (
        f"{STANDS[prepared.year.stand]}; {len(prepared.territory)} gemeenten, indeling "
        f"{date_in_words(prepared.year.territory.isoformat())}; {' en '.join(labels)}"
    )


@frozen
class _Flow:
    """A part of the money, and the years of this publication that pay it, in words."""

    stream: Stream
    paid: Sequence[str]


FLOWS: Sequence[Field[_Flow]] = (
    Field("Onderdeel", lambda flow: flow.stream.part, width=30),
    Field("Van", lambda flow: str(flow.stream.valid_from), width=8),
    Field("Tot en met", lambda flow: str(flow.stream.valid_to), width=10),
    Field("Betaling", lambda flow: flow.stream.payment, width=20),
    Field("In deze publicatie", lambda flow: ", ".join(flow.paid) or "nee", width=16),
    Field("Toelichting", lambda flow: flow.stream.note, width=40),
    Field("Bron", lambda flow: flow.stream.source, width=30),
)


def flows(outcomes: Sequence[Outcome]) -> list[Sheet]:
    """Which part of the money runs through which payment, and when; nothing where none of it is here."""
    library = outcomes[0].prepared.library
    rows = [
        _Flow(stream, list(dict.fromkeys(paid for outcome in outcomes for paid in _paid(stream, outcome))))
        for stream in library.streams
    ]
    if not any(flow.paid for flow in rows):
        return []
    first = min(stream.valid_from for stream in library.streams)
    last = max(stream.valid_to for stream in library.streams)
    return [
        Sheet(
            name="Geldstromen",
            title=f"Geldstromen {library.law.name}, {first}-{last}",
            subtitle="Welk onderdeel via welke betaling naar de gemeenten gaat",
            blocks=[block("geldstromen", FLOWS, rows)],
        )
    ]


def _paid(stream: Stream, outcome: Outcome) -> Iterator[str]:
    """In words whether a publication year pays a part of the money, or takes it from one that does."""
    for one in (outcome, *outcome.prepared.behind):
        year, book = one.prepared.year.year, one.prepared.case.book
        known = stream.rule in book.rules or stream.rule in book.inputs
        if stream.valid_from <= year <= stream.valid_to and known:
            yield f"ja ({year})" if one.result.total(stream.rule) else f"{year}: nog € 0"
