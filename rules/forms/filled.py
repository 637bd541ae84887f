"""A document with what stands in its form: the publication itself, its figures and its inputs."""

import re
from fractions import Fraction
from typing import get_args

from attrs import evolve

from allocation.errors import InputError, Problem
from allocation.figures import Figure
from allocation.lags import unlagged
from allocation.numbers import as_written, exact
from rules.forms.answers import (
    ABOUT,
    ANSWER,
    BESIDE,
    DAY,
    FIGURES,
    ISSUER,
    KENMERK,
    NAME,
    SIGNED_BY,
    SIGNED_ON,
    SOURCE,
    STATUS,
    TITLE,
    VALUE,
    YEAR,
    Answers,
    FormError,
    Line,
    stand_of,
)
from rules.forms.inputs import entries
from rules.library.model import Library
from rules.library.references import DATE, signed
from rules.library.schema import Delivery, Document, FigureEntry, Publication, Stand, Taken, Value
from rules.reading.csv_table import Reader

STANDS: tuple[str, ...] = get_args(Stand)
SIGNED = (KENMERK, SIGNED_BY, SIGNED_ON)
"""What may stay empty, and may not be on the form at all: until all of it is there it is a draft."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?|[0-9]+/[1-9][0-9]*")
_DUTCH = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|-?[0-9]+,[0-9]+")


def filled(document: Document, shipped: Library, read: Reader) -> Document:
    """A document with what stands in its form, as if it stood in the TOML file itself.

    Raises FormError with all that is empty or wrong, and what reading a sheet raises.
    """
    if document.form is None:
        return document
    if document.publication is None:
        found = "[form] zonder [publication]"
        raise InputError(
            [Problem(str(document.path), found, "de publicatie die wordt ingevuld, als [publication]")]
        )
    answers = Answers(document.form.file, document.publication, shipped, read)
    publication = _about(answers)
    figures = _figures(answers, dict(document.figures))
    given = list(entries(answers))
    if answers.problems:
        raise FormError(document.form.file.name, answers.problems)
    return evolve(
        document,
        publication=publication,
        figures=figures,
        data=[*document.data, *(one for one in given if isinstance(one, Delivery))],
        taken=[*document.taken, *(one for one in given if isinstance(one, Taken))],
    )


def _about(answers: Answers) -> Publication:
    """The publication with its title, date, issuer and how definite each year is."""
    told: dict[str, str] = {}
    publication = answers.publication
    allowed = {stand_of(year.year): STANDS for year in publication.years}
    for line in answers.lines(ABOUT, ANSWER):
        name, text = line.cells[NAME], line.cells[ANSWER]
        if name in (DAY, SIGNED_ON):
            text = text.partition("T")[0]  # a cell with a date has a time too
        if not text and name not in SIGNED:
            answers.wrong(line.place, "nog leeg")
        elif name == DAY and not re.fullmatch(DATE, text):
            answers.wrong(line.place, repr(text), "wat bekend is: 2024, 2024-05 of 2024-05-31")
        elif text not in allowed.get(name, [text]):
            answers.wrong(line.place, repr(text), f"een van {', '.join(allowed[name])}")
        told[name] = text
    for name in {TITLE, DAY, ISSUER, *allowed} - told.keys():
        answers.wrong(f"blad {ABOUT}{BESIDE}rij {name}", "is er niet", "zet hem terug")
    kenmerk, signed_by, signed_on = (told.get(name) or getattr(publication, name) for name in SIGNED)
    publication = evolve(publication, kenmerk=kenmerk, signed_by=signed_by, signed_on=signed_on)
    for found, expected in signed(publication):
        answers.wrong(f"blad {ABOUT}{BESIDE}rij Vastgesteld", found, expected)
    if answers.problems:
        return publication
    years = [
        evolve(year, stand=told[stand_of(year.year)])  # type: ignore[arg-type]
        for year in publication.years
    ]
    return evolve(publication, title=told[TITLE], date=told[DAY], issuer=told[ISSUER], years=years)


def _figures(answers: Answers, figures: dict[str, FigureEntry]) -> dict[str, FigureEntry]:
    """The figures of the TOML file and those of the form."""
    own = answers.publication.name
    for line in answers.lines(FIGURES, YEAR, VALUE, STATUS, SOURCE):
        name, year = line.cells[NAME], answers.year(line)
        figure = answers.shipped.figures.get(name)
        if figure is None:
            answers.wrong(line.place, f"er is geen cijfer {name}", f"zet de kolom {NAME} terug")
        elif answers.asks(line, VALUE, STATUS, SOURCE) and year:
            value = _value(answers, line, figure)
            base, before = unlagged(name)
            entry = figures.get(base, FigureEntry())
            answer = Value(year - before, value, line.cells[STATUS], [own], source=line.cells[SOURCE])  # type: ignore[arg-type]
            figures[base] = evolve(entry, values=[*entry.values, answer])
    return figures


def _value(answers: Answers, line: Line, figure: Figure) -> Fraction:
    """The new value of a figure, within its bounds and with no more decimals than it has."""
    text = line.cells[VALUE]
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain):
        answers.wrong(line.place, f"{text!r} is geen getal", "typ een getal, met een komma voor decimalen")
        return Fraction(0)
    value = exact(plain)
    if len(plain.partition(".")[2]) > figure.decimals:  # as typed: 1.000 may be one thousand
        expected = f"ten hoogste {figure.decimals}, en geen punten tussen duizendtallen"
        answers.wrong(line.place, f"{_comma(text)}: te veel decimalen", expected)
    elif not figure.bounds.allow(value):
        ends = [b if b is None else _comma(as_written(b)) for b in (figure.bounds.least, figure.bounds.most)]
        answers.wrong(line.place, f"{_comma(text)} ligt niet tussen {ends[0]} en {ends[1]}")
    return value


def _plain(text: str) -> str:
    """A number as a file has it; in what was typed as text a comma is for decimals, more points are not.

    One point is for decimals: so a spreadsheet stores a number.
    """
    dutch = _DUTCH.fullmatch(text) and ("," in text or text.count(".") > 1)
    return text.replace(".", "").replace(",", ".") if dutch else text


def _comma(text: str) -> str:
    return text.replace(".", ",") if text.count(".") == 1 and "," not in text else text
