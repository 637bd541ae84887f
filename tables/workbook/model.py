"""What a workbook is made of, before anyone knows whether it becomes xlsx or ODS."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import Factory, evolve, frozen


@frozen
class Formula:
    """What a cell of a spreadsheet computes ("=A1*2"), what that comes to, and the decimals to show of it."""

    text: str
    result: int | Decimal | str
    decimals: int | None = 0


@frozen
class Blank:
    """An empty cell to fill in: a number of so many decimals (None: text), or one of `choices`.

    There is room for so many `lines`.
    """

    decimals: int | None = None
    choices: Sequence[str] = ()
    lines: int = 1


@frozen
class Link:
    """Words that lead to a sheet of the same workbook."""

    text: str
    sheet: str


CellValue = str | int | Decimal | Formula | Blank | Link | None


@frozen
class Allowed:
    """What may be filled in: a number from `least` to `most` (None: no bound), or a text of a range.

    `listed` is that range ("'Gegevens'!$A$7:$A$9"); `words` is what is said of anything else.
    """

    words: str
    least: Fraction | None = None
    most: Fraction | None = None
    whole: bool = False
    listed: str = ""


@frozen
class Column:
    """A column: its header, how many decimals its numbers show (None: text), how sure it is.

    `mark` is the status of what stands in it, "" where it is `officieel`. `width` in characters.
    `given`: a reader may change it, and what is computed follows; `allowed` is what may stand in each row.
    `marks` has the status of each row, where they differ.
    """

    header: str
    decimals: int | None = None
    mark: str = ""
    width: int = 14
    given: bool = False
    marks: Sequence[str] = ()
    allowed: Sequence[Allowed] = ()


@frozen
class Block:
    """Rows under a header, with a row of totals or without; `name` is that of the Excel table."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]
    totals: Sequence[CellValue] = ()
    caption: str = ""


@frozen
class Chart:
    """A drawing of columns of a table, which may stand on another sheet of the workbook.

    `table` is the name of its block; `categories` and `series` are headers of its columns. "stacked" has bars
    of parts on top of each other. `alt` says to whoever cannot see it what there is to see. Of more than
    `rows` only the first so many are drawn (0: all); `below` the table where there is no room beside it.
    """

    title: str
    table: str
    categories: str
    series: Sequence[str]
    x_title: str
    y_title: str
    alt: str
    kind: Literal["bars", "stacked", "lines"] = "bars"
    rows: int = 0
    below: bool = False


@frozen
class Fact:
    """A national value that a sheet rests on, shown above its block; or a choice, of what is `allowed`."""

    label: str
    value: CellValue
    decimals: int | None
    mark: str
    allowed: Allowed | None = None


@frozen
class Sheet:
    """One sheet. With one block its header stays in sight; with more they stand below each other.

    A chart stands beside its table (or below), and on a sheet without it below the lines at the top.
    `running` stands above every printed page, under the title: which publication, of when, how definite.
    Of what is not `printed` only the lines above the table go to paper: it is there to look things up in.
    """

    name: str
    title: str
    subtitle: str
    blocks: Sequence[Block]
    warning: str = ""
    facts: Sequence[Fact] = ()
    running: str = ""
    charts: Sequence[Chart] = ()
    printed: bool = True


@frozen
class Workbook:
    """All sheets, with what the file says of itself; `names` are those of cells, ranges and formulas.

    `locked`: only what is given or left blank can be changed, until a reader unlocks the sheet.

    `date` is that of the document ("2024-09-17", or as far as it is known), `version` stands below every
    printed page.
    """

    title: str
    creator: str
    sheets: Sequence[Sheet]
    names: Mapping[str, str] = Factory(dict)
    date: str = ""
    version: str = ""
    locked: bool = False


def warned(sheets: Sequence[Sheet], text: str) -> list[Sheet]:
    """The sheets, each with a warning above all else that is said in red; those that have it stay."""
    return [
        sheet
        if sheet.warning.startswith(text)
        else evolve(sheet, warning="\n".join(filter(None, [text, sheet.warning])))
        for sheet in sheets
    ]
