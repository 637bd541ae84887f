"""The inputs per municipality on a form: a column of its own sheets, or as another publication has it."""

from collections.abc import Iterator, Sequence

import polars as pl
from attrs import evolve

from allocation.figures import worst
from rules.forms.answers import (
    BESIDE,
    CODE_COLUMN,
    COLUMN,
    INPUTS,
    LIKE,
    NAME,
    SHEET,
    SOURCE,
    STATUS,
    YEAR,
    Answers,
    Line,
)
from rules.library.layers import Entry
from rules.library.model import Library
from rules.library.schema import Delivery, Taken
from rules.reading.columns import ROW


def entries(answers: Answers) -> Iterator[Entry]:
    """What fills each input that the form asks."""
    for line in answers.lines(INPUTS, YEAR, SHEET, COLUMN, LIKE, STATUS, SOURCE):
        year, name = answers.year(line), line.cells[NAME]
        if name not in answers.shipped.inputs:
            answers.wrong(line.place, f"er is geen gegeven {name}", f"zet de kolom {NAME} terug")
        elif line.cells[LIKE]:
            yield from _as_another_has_it(answers, line, year)
        else:
            yield from _own_column(answers, line, year)


def _own_column(answers: Answers, line: Line, year: int) -> Iterator[Delivery]:
    """A column of the form, where each municipality has something in it."""
    file, sheet, column = answers.file, line.cells[SHEET], line.cells[COLUMN]
    told = answers.asks(line, STATUS, SOURCE)
    frame = answers.read(file, sheet).frame
    if column not in frame.columns:
        answers.wrong(f"blad {sheet}{BESIDE}kolom {column}", "is er niet", "zet hem terug")
        return
    empty = frame.filter(pl.col(column).is_null())[ROW].to_list()
    if empty:
        what = f"{len(empty)} van de {frame.height} gemeenten nog leeg, {_rows(empty)}"
        besides = (
            f"of noem op blad {INPUTS} onder {LIKE!r} een publicatie" if len(empty) == frame.height else ""
        )
        answers.wrong(f"blad {sheet}{BESIDE}kolom {column}", what, besides)
    if told and year and not empty:
        yield Delivery(
            file, sheet, CODE_COLUMN, year=year, columns={line.cells[NAME]: column},
            status=line.cells[STATUS],  # type: ignore[arg-type]
            source=line.cells[SOURCE], publication=[answers.publication.name],
        )  # fmt: skip


def _rows(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"rij {first}" if first == last else f"rij {first} tot en met {last}"


def _as_another_has_it(answers: Answers, line: Line, year: int) -> Iterator[Entry]:
    """What fills it in the publication that is named, on the municipalities of that one.

    What is of another year is a stand-in, so at best `indicatief`.
    """
    if len(line.empty(STATUS, SOURCE)) < 2:
        answers.wrong(line.place, f"{LIKE!r} is ingevuld, en status of bron ook", "een van beide")
    name, library = line.cells[NAME], answers.shipped
    other, _, asked = (part.strip() for part in line.cells[LIKE].partition(","))
    known = [(by, when) for by, when, given in library.layers[0].entries if given == name]
    moment = (other, int(asked) if asked.isdigit() else year)
    if moment not in known:
        allowed = sorted(f"{by}, {when}" for by, when in known if by == other) or sorted(
            f"{by}, {when}" for by, when in known
        )
        answers.wrong(
            line.place, f"{line.cells[LIKE]} heeft dit gegeven niet", f"een van {'; '.join(allowed)}"
        )
        return
    entry = library.layers[0].entries[*moment, name]
    columns = {name: entry.columns[name]}
    own = [answers.publication.name]
    if isinstance(entry, Taken):
        yield evolve(entry, columns=columns, publication=own, year=year)
        return
    publication = library.publications[other]
    days = [each.territory for each in publication.years if each.year == moment[1]]
    yield evolve(
        entry,
        columns=columns,
        publication=own,
        year=year,
        territory=entry.territory or next(iter(days), None),
        status=entry.status if moment[1] == year else worst([entry.status, "indicatief"]),  # type: ignore[arg-type]
        note=f"zoals in {publication.title}, uitkeringsjaar {moment[1]}",
        approximates=entry.approximates if moment[1] == year else _of_year(library, name, year),
    )


def _of_year(library: Library, name: str, year: int) -> str:
    """What the value of another year stands in for."""
    return f"{library.inputs[name].label} van {year}"
