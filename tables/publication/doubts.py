"""What in a user's own data is not as usual, in words: for a terminal, and a table on the sheet Controle."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.lags import in_years
from rules import Outcome
from rules.runs.doubt import Cell, Doubt
from rules.territory.naming import names_by_code
from tables.labels import label
from tables.words import FEW, in_words, number, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import Block

DECIMALS = 6
"""A value of a user's own is shown with so many decimals at most."""
MANY = 10
"""From this many times on no decimals are needed."""


@frozen
class _Told:
    """A doubt, of the outcome that it is of or that this one takes from."""

    outcome: Outcome
    doubt: Doubt

    @property
    def names(self) -> Mapping[str, str]:
        """The municipalities by code."""
        return names_by_code(self.outcome.prepared.territory)

    def label(self, name: str) -> str:
        """What an input or figure is called."""
        library = self.outcome.prepared.library
        item = library.figures.get(name) or library.inputs[name]
        return in_years(item.label, self.outcome.prepared.year.year)

    def place(self, cell: Cell) -> str:
        """A municipality, and its row."""
        row = f", rij {cell.row}" if cell.row else ""
        return f"{self.names.get(cell.code, '')} ({cell.code}{row})"


def doubt_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each kind of thing that is not as usual, with what it does."""
    told = [(_where(one), what(one), _then(one)) for one in _every(outcomes)]
    lines = [
        f"let op: {where}: {this}{'.' if then and not this.endswith('?') else ''} {then}".rstrip()
        for where, this, then in told
    ]
    return list(dict.fromkeys(lines))


def doubts_table(outcomes: Sequence[Outcome]) -> Block:
    """What is not as usual in a user's own data."""
    return block("opvallend", DOUBTS, _every(outcomes), caption="Eigen gegevens die opvallen: klopt dit?")


def _every(outcomes: Sequence[Outcome]) -> list[_Told]:
    """All doubts, each once, also of what is taken from other publications."""
    with_taken = [one for outcome in outcomes for one in (outcome, *outcome.prepared.behind)]
    return [_Told(outcome, doubt) for outcome in with_taken for doubt in outcome.doubts]


def _where(told: _Told) -> str:
    """The input or figure, and the column that it is from."""
    doubt = told.doubt
    file = f" ({doubt.file}, kolom {doubt.column})" if doubt.file else ""
    return f"{told.label(doubt.name)}{file}"


def what(told: _Told) -> str:
    """What is not as usual."""
    return WORDS[told.doubt.kind](told)


def _cells(told: _Told) -> str:
    cells = told.doubt.cells
    shown = [f"{told.place(cell)} {_value(cell.value)}, gebruikelijk {_usual(cell)}" for cell in cells[:FEW]]
    return f"{_count(cells)} ver van wat gebruikelijk is: {'; '.join(shown)}{_more(cells)}"


def _notation(told: _Told) -> str:
    cells = told.doubt.cells
    shown = [f"{told.place(cell)} {cell.text}" for cell in cells[:FEW]]
    often = "een punt voor drie cijfers, zoals geen ander in de kolom; scheidt de punt duizendtallen?"
    return f"{_count(cells)} met {often} {'; '.join(shown)}{_more(cells)}"


def _filled(told: _Told) -> str:
    first, *_, last = told.doubt.cells
    return (
        f"{len(told.doubt.cells)} rijen onder elkaar hebben dezelfde waarde {_value(first.value)}, "
        f"van {told.place(first)} tot en met {told.place(last)}"
    )


def _figure(told: _Told) -> str:
    [cell] = told.doubt.cells
    return f"{_value(cell.value)}, in andere jaren en publicaties zoals {_usual(cell)}"


def _scale(told: _Told) -> str:
    times = in_words(told.doubt.scale)
    often = f"{times} keer" if told.doubt.times > 1 else f"een {times}e deel van"
    return f"de hele kolom is {often} wat gebruikelijk is; klopt de eenheid?"


def _shifted(told: _Told) -> str:
    by = told.doubt.times
    way = "verder" if by > 0 else "terug"
    rows = plural(abs(int(by)), "rij", "rijen")
    return f"de waarden passen bij de gemeenten die {rows} {way} staan: verschoven?"


def _count(cells: Sequence[Cell]) -> str:
    return plural(len(cells), "waarde", "waarden")


def _more(cells: Sequence[Cell]) -> str:
    return f"; en nog {len(cells) - FEW}" if len(cells) > FEW else ""


def _value(value: Fraction) -> str:
    """A value with the decimals that it has, as far as they say something."""
    text = number(value, 0 if value.denominator == 1 else DECIMALS)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _usual(cell: Cell) -> str:
    """What is usual, and how many times that it is."""
    if cell.usual is None:
        return "onbekend"
    if cell.times is None:
        return _value(cell.usual)
    often = number(cell.times, 0 if cell.times >= MANY else 1)
    return f"{_value(cell.usual)} ({often} keer zo {'veel' if cell.more else 'weinig'})"


def _then(told: _Told) -> str:
    effect = told.doubt.effect
    if effect is None or effect.value == effect.usual:
        return ""
    who = f" van {told.names.get(effect.code, '')}" if effect.code else ""
    amount = label(told.outcome, effect.amount)[0]
    instead = in_words(round(effect.usual, 2))
    return f"{amount}{who} wordt zo {in_words(round(effect.value, 2))}, met wat gebruikelijk is {instead}"


WORDS: Mapping[str, Callable[[_Told], str]] = {
    "cells": _cells,
    "notation": _notation,
    "filled": _filled,
    "scale": _scale,
    "column": lambda told: f"dit lijkt de kolom van {told.label(told.doubt.other)}",
    "twin": lambda told: f"dezelfde waarden als bij {told.label(told.doubt.other)}",
    "publication": lambda told: f"dit zijn de waarden van {told.doubt.other}",
    "shifted": _shifted,
    "order": lambda _: "de gebruikelijke waarden, maar bij andere gemeenten: apart gesorteerd?",
    "rounded": lambda _: "de gebruikelijke waarden zonder hun decimalen",
    "fit": lambda _: "de helft van de gemeenten wijkt ver af van wat gebruikelijk is",
    "figure": _figure,
}
"""By kind of doubt."""

DOUBTS: Sequence[Field[_Told]] = (
    Field("Uitkeringsjaar", lambda told: str(told.outcome.prepared.year.year)),
    Field("Gegeven", lambda told: told.label(told.doubt.name)),
    Field("Wat opvalt", what, width=60),
    Field("Wat het doet", _then, width=44),
    Field("Aantal waarden", lambda told: len(told.doubt.cells) or None, decimals=0),
    Field("Bestand", lambda told: told.doubt.file),
    Field("Kolom", lambda told: told.doubt.column),
)
