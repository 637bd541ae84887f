"""Lists for a terminal or for another program: rows of text, the first of them the header."""

import csv
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from io import StringIO

import polars as pl

from allocation.numbers import decimal, decimals_of
from rules import Workspace
from rules.analysis.announcements import moments
from tables.words import number

Rows = Sequence[Sequence[str]]


def publications(space: Workspace) -> Rows:
    """Every year of every publication, oldest publication first."""
    return [
        ("publicatie", "datum", "uitkeringsjaar", "stand", "gegevens", "bedragen"),
        *(
            (
                of.name,
                of.date,
                str(year.year),
                year.stand,
                "compleet" if space.complete(of.name, year.year) else "eigen map",
                ", ".join(year.amounts),
            )
            for of in sorted(space.library.publications.values(), key=lambda p: (p.date, p.name))
            for year in of.years
        ),
    ]


def rules(space: Workspace) -> Rows:
    """Every version of every rule."""
    ordered = sorted(space.library.rules, key=lambda rule: (rule.module, rule.name, rule.valid_from))
    return [
        ("regel", "omschrijving", "eenheid", "vanaf", "tot en met", "grondslag"),
        *((r.name, r.label, r.unit, str(r.valid_from), str(r.valid_to or ""), r.source) for r in ordered),
    ]


def inputs(space: Workspace) -> Rows:
    """Every input per municipality."""
    return [
        ("gegeven", "omschrijving", "eenheid", "soort", "begrip"),
        *((i.name, i.label, i.unit, i.kind, i.source) for i in space.library.inputs.values()),
    ]


def figures(space: Workspace) -> Rows:
    """Every value of every figure."""
    return [
        ("cijfer", "uitkeringsjaar", "publicatie", "waarde", "eenheid", "status", "bron"),
        *(
            (
                f.name,
                str(v.year),
                v.publication or "wet",
                _plain(v.value, f.decimals),
                f.unit,
                v.status,
                v.source,
            )
            for f in space.library.figures.values()
            for v in f.values
        ),
    ]


def _plain(value: Fraction, decimals: int) -> str:
    """A figure as a TOML or CSV file has it."""
    return str(value) if decimals_of(value) is None else format(decimal(value, decimals), "f")


def macrobudgets(space: Workspace) -> Rows:
    """What was announced for the whole country at each moment, and the differences, in millions."""
    return [
        (
            "onderdeel",
            "uitkeringsjaar",
            "stand",
            "mln EUR",
            "t.o.v. voorlopig",
            "t.o.v. vorige stand",
            "waarvan verklaard",
            "t.o.v. definitief T-1",
            "status",
            "bron",
        ),
        *(
            (
                m.figure.label,
                str(m.value.year),
                m.stand,
                *(
                    "" if amount is None else number(amount / 1_000_000, 1)
                    for amount in (m.value.value, m.provisional, m.before, m.explained, m.year_before)
                ),
                m.value.status,
                m.value.source,
            )
            for m in moments(space.library)
        ),
    ]


def streams(space: Workspace) -> Rows:
    """Every part of the money with its payment in each period."""
    return [
        ("onderdeel", "van", "tot en met", "betaling", "toelichting", "bron"),
        *(
            (s.part, str(s.valid_from), str(s.valid_to), s.payment, s.note, s.source)
            for s in space.library.streams
        ),
    ]


def municipalities(frame: pl.DataFrame) -> Rows:
    """Code, name, province, arbeidsmarktregio and its centrumgemeente."""
    return [("gemeentecode", *frame.columns[1:]), *frame.iter_rows()]


def as_text(rows: Rows) -> list[str]:
    """Columns below each other; the last may run on."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def as_csv(rows: Rows) -> list[str]:
    """Comma-separated, quoted where needed."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().splitlines()


FORMATS: Mapping[str, Callable[[Rows], list[str]]] = {"text": as_text, "csv": as_csv}
