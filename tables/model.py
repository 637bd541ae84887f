"""What a workbook is made of, before anyone knows whether it becomes xlsx or ODS."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

Value = str | int | Decimal | None


@frozen
class Column:
    """A column: its header, how many decimals its numbers show (None: text), how sure it is.

    `mark` is the status of what stands in it, "" where it is `officieel`. `width` in characters.
    """

    header: str
    decimals: int | None = None
    mark: str = ""
    width: int = 14


@frozen
class Table:
    """Rows under a header, with a row of totals or without; `name` is that of the Excel table."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] = ()
    caption: str = ""


@frozen
class Fact:
    """A national value that a sheet rests on, shown above its table."""

    label: str
    value: Value
    decimals: int | None
    mark: str


@frozen
class Page:
    """One sheet. With one table its header stays in sight; with more they stand below each other."""

    name: str
    title: str
    subtitle: str
    tables: Sequence[Table]
    warning: str = ""
    facts: Sequence[Fact] = ()


@frozen
class Workbook:
    """All sheets, with what the file says of itself."""

    title: str
    creator: str
    pages: Sequence[Page]
