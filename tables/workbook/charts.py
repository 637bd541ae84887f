"""Where the charts of a sheet stand, and which cells they draw: the same in xlsx and ODS."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tables.workbook.layout import Layout
from tables.workbook.model import Block, Chart

BESIDE, BELOW, APART = (640, 300), (900, 420), (1080, 560)
"""Width and height in pixels: beside a table at least, below it, and on a sheet without it."""
ROW, ROWS_APART, ROWS_BELOW = 20, 31, 26
"""A row in pixels at most; so many from a chart to the next, and so many that one below a table takes."""


@frozen
class Drawn:
    """A chart in its place: the cell at its corner (from 0), its size, the cells that it draws.

    `columns` are those of the categories and of each series, `first` to `last` the rows of their values; the
    row above `first` has the names of the series.
    """

    chart: Chart
    row: int
    column: int
    width: int
    height: int
    sheet: str
    first: int
    last: int
    columns: Sequence[int]


def draws(laid: Layout, table: Block) -> bool:
    """Whether a chart of this sheet stands beside a table of it."""
    return any(chart.table == table.name for chart in laid.sheet.charts)


def drawn(laid: Layout, every: Sequence[Layout]) -> Iterator[Drawn]:
    """The charts of a sheet, of tables on any sheet of the workbook."""
    apart = laid.body + 1
    for chart in laid.sheet.charts:
        of, table, top = _found(chart.table, every)
        headers = [column.header for column in table.columns]
        columns = [headers.index(name) for name in (chart.categories, *chart.series)]
        end = top + len(table.rows)
        last = top + chart.rows if chart.rows else end
        if of is laid and chart.below:
            (width, high), row, column = BELOW, end + 1 + bool(table.totals) + 1, 0
        elif of is laid:
            (width, least), row, column = BESIDE, top, len(headers) + 1
            high = max(least, ROW * (last - top))
        else:
            (width, high), row, column = APART, apart, 0
            apart += ROWS_APART
        yield Drawn(chart, row, column, width, high, of.sheet.name, top + 1, last, columns)


def below(laid: Layout) -> list[int]:
    """The rows on which a chart starts that stands below its table, from 0."""
    own = [*drawn(laid, [laid])] if all(chart.below for chart in laid.sheet.charts) else []
    return [one.row for one in own]


def _found(name: str, every: Sequence[Layout]) -> tuple[Layout, Block, int]:
    for laid in every:
        for table, top in zip(laid.sheet.blocks, laid.headers, strict=True):
            if table.name == name:
                return laid, table, top
    raise ValueError(f"{name} is no table of the workbook")
