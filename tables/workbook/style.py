"""How things look, in both kinds of workbook."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from attrs import frozen

from tables.words import JA_NEE
from tables.workbook.model import Blank, CellValue, Formula

INK = "154273"
GREY = "595959"
WHITE = "FFFFFF"
WARNING = "C00000"
"""Provisional figures, as the ministry prints them: red."""
BLUE = "0000FF"
"""What a reader may change, as spreadsheets of finance have it."""
TO_FILL_IN, BOX = "DCE9F7", "9DB7D5"
"""Behind and around a cell that a reader fills in."""
SERIES = (INK, "8FCAE7", "E17000", "39870C", "A90061", "777B00", "42145F", "FFB612", "595959", "76D2B6")
"""The colours of the series of a chart, in order; two beside each other differ in lightness too."""
FONT = "Arial"
"""On nearly every computer, or with a twin of the same widths (Liberation Sans)."""
HEADINGS: Mapping[str, tuple[str, int]] = {"title": ("Heading 1", 16), "caption": ("Heading 2", 17)}
"""By kind of cell the style by which screen readers know a heading, with its number in xlsx."""

DIFFERS, AGREES = "wijkt af", "klopt"
"""What a comparison comes to."""
MARKS = {
    "afgeleid": "FFF2CC",
    "indicatief": "FFD08A",
    "onbevestigd": "FF9F9F",
    DIFFERS: "FF9F9F",
    AGREES: "D5EBD0",
}
"""The fill behind a value that is less sure than `officieel`, and behind what a comparison comes to."""

UNSAFE = ("=", "+", "-", "@")
"""Text that starts with one of these must stay text, never become a formula."""

CellKind = Literal[
    "title",
    "subtitle",
    "warning",
    "caption",
    "header",
    "cell",
    "line",
    "given",
    "blank",
    "total",
    "total label",
    "fact label",
    "fact",
]


@frozen
class Look:
    """The look of a kind of cell. `framed`: in a table, so kept off its edges; `line`: a border.

    `boxed`: with thin lines around it. A cell in a row of one line has a look of its own: it stands in the
    middle, not against the header.
    """

    size: int = 10
    bold: bool = False
    colour: str = "000000"
    fill: str = ""
    line: Literal["", "top", "bottom"] = ""
    wrap: bool = False
    vertical: Literal["top", "center", "bottom"] = "top"
    framed: bool = False
    boxed: bool = False


LOOKS: Mapping[CellKind, Look] = {
    "title": Look(size=14, bold=True, colour=INK),
    "subtitle": Look(colour=GREY),
    "warning": Look(bold=True, colour=WARNING),
    "caption": Look(size=11, bold=True, colour=INK),
    "header": Look(bold=True, colour=WHITE, fill=INK, wrap=True, vertical="center", framed=True),
    "cell": Look(wrap=True, framed=True),
    "line": Look(wrap=True, vertical="center", framed=True),
    "given": Look(colour=BLUE, vertical="center", framed=True),
    "blank": Look(fill=TO_FILL_IN, wrap=True, framed=True, boxed=True),
    "total": Look(bold=True, line="top", vertical="center", framed=True),
    "total label": Look(bold=True, line="top", wrap=True, vertical="center", framed=True),
    "fact label": Look(colour=GREY, wrap=True, vertical="bottom", framed=True),
    "fact": Look(bold=True, line="bottom", framed=True),
}


CHANGED: Sequence[CellKind] = ("given", "blank")
"""What can be changed where all else is locked."""
FAR = 10**15
"""No number of a workbook is so far from 0: what stands for no bound."""


def number_format(decimals: int) -> str:
    """Thousands separated, a fixed number of decimals; the reader's locale chooses the signs."""
    if decimals == JA_NEE:
        return '"ja";;"nee"'
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def header(text: str, mark: str) -> str:
    """The text of a header, with the status where there is one to mention."""
    return f"{text} ({mark})" if mark else text


def shown_decimals(value: CellValue, of_column: int | None) -> int | None:
    """How many decimals a cell shows: those of its column, or in a column of text its own."""
    if of_column is None and isinstance(value, Formula | Blank):
        return value.decimals
    if of_column is None and isinstance(value, Decimal):
        return max(0, -int(value.as_tuple().exponent))
    return of_column
