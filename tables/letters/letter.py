"""The letter of a municipality: what it gets, in words and a table, when it is paid, and how sure it is."""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from rules import Outcome
from rules.analysis.portrait import Stream
from rules.analysis.restate import values_of
from rules.analysis.since import Since
from rules.territory.naming import names_by_code
from tables.approximation import banners
from tables.comparing.report import signed
from tables.file_names import file_stem, slug, title
from tables.labels import OFFICIAL, decimals, departures, edition, label, municipal, note, status
from tables.letters.document import Document, Paragraph, Table
from tables.publication.guide import LEGEND
from tables.publication.signing import OTHERS, OURS, SIGNED, of_whom, signed_words
from tables.publication.standing import version_words
from tables.site.told import main_causes, told
from tables.words import STANDS, date_in_words, in_words, listed, number, sentence

NOT_KNOWN = "niet bekend"
AMOUNTS = (43, 31, 31, 27, 33)
"""The widths of the columns with amounts, in millimetres."""
PAYMENTS = (110, 55)
HOW = "Hoe zeker is dit?"


@frozen(eq=False)
class Letters:
    """The letters of a publication: its years, each beside what came before."""

    years: Sequence[Since]

    @property
    def outcomes(self) -> list[Outcome]:
        """The years without what came before."""
        return [year.outcome for year in self.years]

    def names(self) -> Mapping[str, str]:
        """By code the municipalities that any of the years has."""
        return {
            code: name for o in self.outcomes for code, name in names_by_code(o.prepared.territory).items()
        }

    def file(self, code: str) -> str:
        """The name of the file of a municipality."""
        return f"{file_stem(self.outcomes)}-brief-{code}-{slug(self.names()[code])}.odt"

    def letter(self, code: str) -> Document:
        """The letter of a municipality."""
        of, name = self.outcomes[0].prepared.publication, self.names()[code]
        whole = title(self.outcomes)
        parts = [
            Paragraph(f"{whole}: {name}", "title"),
            Paragraph(signed_words(self.outcomes), "text" if of_whom(self.outcomes) == SIGNED else "warning"),
            *(Paragraph(f"{text}.", "warning") for text in banners(self.outcomes)),
            *_about(self.outcomes, name, code),
            Paragraph("Geacht college,"),
            *(part for year in self.years for part in _year(year, code, name, alone=len(self.years) == 1)),
            *_how_sure(self.outcomes),
            *_end(self.outcomes),
        ]
        return Document(
            title=f"{whole}: {name}",
            creator="Verdeelsleutel",
            above=f"{of_whom(self.outcomes)}: {whole} ({date_in_words(of.date)}). {name} ({code})",
            below=f"{f'Kenmerk {of.kenmerk}. ' if of.kenmerk else ''}{version_words()}",
            parts=parts,
            date=of.date,
        )


def _about(outcomes: Sequence[Outcome], name: str, code: str) -> Iterator[Paragraph]:
    """To whom, by whom, of when, under which kenmerk."""
    of = outcomes[0].prepared.publication
    yield Paragraph(f"Aan: het college van burgemeester en wethouders van {name} ({code})")
    by = "Verdeelsleutel" if of_whom(outcomes) in (OURS, OTHERS) else of.issuer
    yield Paragraph(f"Uitgever: {by}. Datum van de uitgave: {date_in_words(of.date)}.")
    yield Paragraph(f"Kenmerk: {of.kenmerk or 'niet opgegeven'}.")


def _year(year: Since, code: str, name: str, *, alone: bool) -> Iterator[Paragraph | Table]:
    """What a municipality gets in a year; nothing of one in which it is not there."""
    when = year.outcome.prepared.year.year
    if code not in names_by_code(year.outcome.prepared.territory):
        yield Paragraph(f"Uitkeringsjaar {when}", "heading")
        yield Paragraph(f"{name} is er in {when} niet: de gemeente is dan heringedeeld.")
        return
    yield Paragraph("Wat u krijgt" if alone else f"Wat u krijgt in {when}", "heading")
    library = year.outcome.prepared.library
    for stream in year.streams:
        one = told(library, stream, [code], name)
        yield Paragraph(f"{one.label}. {one.text}")
    yield Table(
        f"bedragen-{when}",
        ("Geldstroom", "Bedrag", "Vorige uitgave", "Verschil", "Vooral door"),
        [*(_row(stream, code, name) for stream in year.streams), *_together(year, code)],
        AMOUNTS,
        right=(1, 2, 3),
    )
    before = year.before
    if before:
        yield Paragraph(f"Vorige uitgave: {before.title} ({date_in_words(before.date)}).", "small")
    else:
        yield Paragraph("Een vorige uitgave met deze bedragen voor dit jaar is er niet.", "small")
    yield from _made_of(year.outcome, code)
    yield from _paid(year, code)


def _made_of(outcome: Outcome, code: str) -> Iterator[Paragraph | Table]:
    """What else the overview has of a municipality: the parts of an amount, or volumes."""
    year = outcome.prepared.year
    shown = [name for name in municipal(outcome, year.overview) if name not in year.amounts]
    if shown:
        yield Paragraph(f"Wat erbij hoort in {year.year}", "heading")
        rows = [(label(outcome, name)[0], _amount(outcome, name, code)) for name in shown]
        yield Table(f"overzicht-{year.year}", ("Onderdeel", "Bedrag of aantal"), rows, PAYMENTS, right=(1,))


def _row(stream: Stream, code: str, name: str) -> Sequence[str]:
    library = stream.outcome.prepared.library
    one = told(library, stream, [code], name)
    mark = f" ({one.mark})" if one.mark else ""
    unit = "€\u00a0" if one.unit == "EUR" else ""
    beside = "" if unit else f" {one.unit}"
    if stream.since is None or code not in stream.since.codes:
        return f"{one.label}{mark}", f"{unit}{one.amount}{beside}", NOT_KNOWN, NOT_KNOWN, NOT_KNOWN
    change = stream.since.of([code])
    causes = main_causes(library, change)
    cells = (f"{unit}{one.amount}", f"{unit}{in_words(change.before)}", one.change)
    return (
        f"{one.label}{mark}",
        *(f"{cell}{beside}" for cell in cells),
        causes[0] if causes else "geen wijziging",
    )


def _together(year: Since, code: str) -> Iterator[Sequence[str]]:
    """The amounts of money together, where there are more."""
    whole = year.together(code)
    if whole is None:
        return
    amount, before = whole
    beside = (
        (NOT_KNOWN, NOT_KNOWN)
        if before is None
        else (f"€\u00a0{in_words(before.before)}", signed(before.difference, 0))
    )
    yield "Samen", f"€\u00a0{in_words(amount)}", *beside, ""


def _paid(year: Since, code: str) -> Iterator[Paragraph | Table]:
    """Through which payments, and when, as far as the publication says so."""
    outcome = year.outcome
    when, rules = outcome.prepared.year.year, outcome.prepared.case.book.rules
    if not any(rules[stream.rule].unit.is_money for stream in year.streams):
        return
    yield Paragraph(f"Hoe en wanneer u dit krijgt in {when}", "heading")
    for stream in year.streams:
        ways = list(dict.fromkeys(flow.payment for flow in year.flows[stream.rule]))
        if ways:
            text, _ = label(outcome, stream.rule)
            yield Paragraph(f"{text}: via de {listed(ways)}.")
    sheets = {name: municipal(outcome, shown) for name, shown in outcome.prepared.year.sheets.items()}
    for name, moments in sheets.items():
        rows = [(label(outcome, rule)[0], _amount(outcome, rule, code)) for rule in moments]
        yield Table(
            f"{re.sub(r'[^a-z]', '', name.lower())}-{when}", (name, "Bedrag"), rows, PAYMENTS, right=(1,)
        )
    if not sheets:
        yield Paragraph("De dagen van betaling staan niet in deze uitgave.")


def _amount(outcome: Outcome, rule: str, code: str) -> str:
    unit = label(outcome, rule)[1]
    amount = number(values_of(outcome, rule)[code], decimals(outcome, rule))
    return f"€\u00a0{amount}" if unit == "EUR" else f"{amount} {unit}"


def _how_sure(outcomes: Sequence[Outcome]) -> Iterator[Paragraph]:
    """The stand, the statuses that the amounts have, and what must be known before using them."""
    yield Paragraph(HOW, "heading")
    for outcome in outcomes:
        prepared = outcome.prepared
        yield Paragraph(f"Uitkeringsjaar {prepared.year.year}: {STANDS[prepared.year.stand]}.")
    for text in dict.fromkeys(
        text for o in outcomes for text in (*edition(o), *departures(o), note(o)) if text
    ):
        yield Paragraph(f"{sentence(text).rstrip('.')}.", "warning")
    used = {status(o, rule) or OFFICIAL for o in outcomes for rule in o.prepared.year.amounts}
    meanings = dict(LEGEND)
    for mark in (mark for mark in meanings if mark in used):
        yield Paragraph(f"{sentence(mark)}: {_without_colour(meanings[mark])}")


def _without_colour(text: str) -> str:
    """What a status means; what colour it has on a sheet is of no use here."""
    return re.sub(r" (Niet gekleurd|\w+, met het woord erbij)\.$", "", text)


def _end(outcomes: Sequence[Outcome]) -> Iterator[Paragraph]:
    of = outcomes[0].prepared.publication
    yield Paragraph("Waar dit vandaan komt", "heading")
    yield Paragraph(
        "Elk bedrag is te volgen tot op de wet en de bron van elk getal: in de tabellen van deze uitgave "
        "(het blad Specificatie en de bladen Bronnen), en als uitleg per gemeente."
    )
    if of_whom(outcomes) == SIGNED:
        yield Paragraph(f"Vastgesteld op {date_in_words(of.signed_on)},")
        yield Paragraph(of.signed_by)
