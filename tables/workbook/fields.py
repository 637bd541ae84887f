"""Fields: what a column of a table is called and how it looks, beside what stands in it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from tables.workbook.model import Allowed, Block, CellValue, Column

Item = TypeVar("Item")


@frozen
class Field(Generic[Item]):
    """A column of a table: its header, the value that it has of the item of a row, and how it looks.

    `decimals`, `mark`, `width`, `given`, `marks` and `allowed` are those of a Column; `total` stands in the
    row of totals.
    """

    header: str
    value: Callable[[Item], CellValue]
    width: int = 14
    decimals: int | None = None
    mark: str = ""
    given: bool = False
    total: CellValue = ""
    marks: Sequence[str] = ()
    allowed: Sequence[Allowed] = ()

    @property
    def column(self) -> Column:
        """The column without its values."""
        return Column(self.header, self.decimals, self.mark, self.width, self.given, self.marks, self.allowed)


def block(
    name: str,
    fields: Sequence[Field[Item]],
    items: Iterable[Item],
    *,
    caption: str = "",
    totals: bool = False,
    nothing: Sequence[CellValue] = (),
) -> Block:
    """A row per item, with a row of totals or without; `nothing` is the start of the row without items."""
    rows: list[Sequence[CellValue]] = [[field.value(item) for field in fields] for item in items]
    if not rows and nothing:
        rows = [[*nothing, *[None] * (len(fields) - len(nothing))]]
    columns = [field.column for field in fields]
    under = [field.total for field in fields] if totals else []
    return Block(name, columns, rows, under, caption)
