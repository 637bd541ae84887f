"""Lists for a terminal or for another program: rows of text, the first of them the header."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from io import StringIO

import polars as pl

from allocation.figures import Figure, FigureValue
from allocation.inputs import InputSpec
from allocation.numbers import decimal, decimals_of
from allocation.rules import Rule
from rules import Workspace
from rules.analysis.announcements import Announcement
from rules.analysis.announcements import announcements as announced
from rules.library.schema import Publication, PublicationYear, Stream
from rules.runs.stand_ins import approximates
from tables.words import number
from tables.workbook.fields import Field, Item

Rows = Sequence[Sequence[str]]
MILLION = 1_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(fields: Sequence[Field[Item]], items: Iterable[Item]) -> Rows:
    """The headers of fields, and a row for each item."""
    header = [field.header for field in fields]
    return [header, *([str(field.value(item)) for field in fields] for item in items)]


def publications(space: Workspace) -> Rows:
    """Every year of every publication, oldest publication first."""

    def complete(one: tuple[Publication, PublicationYear]) -> str:
        return "compleet" if space.complete(one[0].name, one[1].year) else "eigen map"

    def stand(one: tuple[Publication, PublicationYear]) -> str:
        """How definite it is; what rests on stand-ins is an approximation, whatever it approximates."""
        known = complete(one) == "compleet"
        return "benadering" if known and approximates(space.books, *one) else one[1].stand

    fields: Sequence[Field[tuple[Publication, PublicationYear]]] = (
        Field("publicatie", lambda one: one[0].name),
        Field("datum", lambda one: one[0].date),
        Field("uitkeringsjaar", lambda one: one[1].year),
        Field("stand", stand),
        Field("gegevens", complete),
        Field("bedragen", lambda one: ", ".join(one[1].amounts)),
    )
    ordered = sorted(
        space.library.publications.values(), key=lambda publication: (publication.date, publication.name)
    )
    return table(fields, [(publication, year) for publication in ordered for year in publication.years])


RULES: Sequence[Field[Rule]] = (
    Field("regel", lambda rule: rule.name),
    Field("omschrijving", lambda rule: rule.label),
    Field("eenheid", lambda rule: rule.unit),
    Field("vanaf", lambda rule: rule.valid_from),
    Field("tot en met", lambda rule: rule.valid_to or ""),
    Field("grondslag", lambda rule: rule.source),
)


def rules(space: Workspace) -> Rows:
    """Every version of every rule."""
    return table(
        RULES, sorted(space.library.rules, key=lambda rule: (rule.module, rule.name, rule.valid_from))
    )


INPUTS: Sequence[Field[InputSpec]] = (
    Field("gegeven", lambda spec: spec.name),
    Field("omschrijving", lambda spec: spec.label),
    Field("eenheid", lambda spec: spec.unit),
    Field("soort", lambda spec: spec.kind),
    Field("begrip", lambda spec: spec.source),
)


def inputs(space: Workspace) -> Rows:
    """Every input per municipality."""
    return table(INPUTS, space.library.inputs.values())


FIGURES: Sequence[Field[tuple[Figure, FigureValue]]] = (
    Field("cijfer", lambda one: one[0].name),
    Field("uitkeringsjaar", lambda one: one[1].year),
    Field("publicatie", lambda one: one[1].publication or "wet"),
    Field("waarde", lambda one: _plain(one[1].value, one[0].decimals)),
    Field("eenheid", lambda one: one[0].unit),
    Field("status", lambda one: one[1].status),
    Field("bron", lambda one: one[1].source),
)


def figures(space: Workspace) -> Rows:
    """Every value of every figure."""
    return table(
        FIGURES, [(figure, value) for figure in space.library.figures.values() for value in figure.values]
    )


def _plain(value: Fraction, decimals: int) -> str:
    """A figure as a TOML or CSV file has it."""
    return str(value) if decimals_of(value) is None else format(decimal(value, decimals), "f")


ANNOUNCEMENTS: Sequence[Field[Announcement]] = (
    Field("onderdeel", lambda one: one.figure.label),
    Field("uitkeringsjaar", lambda one: one.value.year),
    Field("stand", lambda one: one.stand),
    Field("mln EUR", lambda one: _millions(one.value.value)),
    Field("t.o.v. voorlopig", lambda one: _millions(one.provisional)),
    Field("t.o.v. vorige stand", lambda one: _millions(one.before)),
    Field("waarvan verklaard", lambda one: _millions(one.explained)),
    Field("t.o.v. definitief T-1", lambda one: _millions(one.year_before)),
    Field("status", lambda one: one.value.status),
    Field("bron", lambda one: one.value.source),
)


def announcements(space: Workspace) -> Rows:
    """What was announced for the whole country each time, and the differences, in millions."""
    return table(ANNOUNCEMENTS, announced(space.library))


def _millions(amount: Fraction | None) -> str:
    return "" if amount is None else number(amount / MILLION, 1)


STREAMS: Sequence[Field[Stream]] = (
    Field("onderdeel", lambda stream: stream.part),
    Field("van", lambda stream: stream.valid_from),
    Field("tot en met", lambda stream: stream.valid_to),
    Field("betaling", lambda stream: stream.payment),
    Field("toelichting", lambda stream: stream.note),
    Field("bron", lambda stream: stream.source),
)


def streams(space: Workspace) -> Rows:
    """Every part of the money with its payment in each period."""
    return table(STREAMS, space.library.streams)


def municipalities(frame: pl.DataFrame) -> Rows:
    """Code, name, province, arbeidsmarktregio and its centrumgemeente."""
    return [("gemeentecode", *frame.columns[1:]), *frame.iter_rows()]


def as_text(rows: Rows) -> list[str]:
    """Columns below each other; the last may run on."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


NUMBER = re.compile(r"-?[0-9][0-9.,]*%?")


def no_formula(text: str) -> str:
    """A text of someone else that a spreadsheet would take for a formula, as text."""
    return f"'{text}" if text[:1] in FORMULA and not NUMBER.fullmatch(text) and len(text) > 1 else text


def as_csv(rows: Rows) -> list[str]:
    """Comma-separated, quoted where needed."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([map(no_formula, row) for row in rows])
    return out.getvalue().splitlines()


FORMATS: Mapping[str, Callable[[Rows], list[str]]] = {"text": as_text, "csv": as_csv}
