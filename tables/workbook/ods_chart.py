"""A chart in ODS: a document of its own inside the file, and a frame in a cell that shows it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_rowcol_to_cell

from tables.workbook.charts import Drawn
from tables.workbook.style import FONT, SERIES

Place = tuple[int, int]
"""A row and a column, from 0."""
CHART_TYPE = "application/vnd.oasis.opendocument.chart"
CM_PER_PIXEL = Decimal(254) / 9600
DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
CHARTING = "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"
TURNED, UPRIGHT = 45, 90
BARS, LINES = "chart:bar", "chart:line"


FRAME = (
    f'<style:style style:name="chart" style:family="graphic" xmlns:draw="{DRAWING}">'
    '<style:graphic-properties draw:stroke="none" draw:fill="none"/></style:style>'
)
"""The style of a frame, for the document that has the sheets."""


def quoted(name: str) -> str:
    """The name of a sheet in an address."""
    return "'" + name.replace("'", "''") + "'"


def documents(charts: Iterable[Iterable[Drawn]]) -> Mapping[str, str]:
    """What is in each document of a chart, by its path without an ending."""
    every = [one for of_sheet in charts for one in of_sheet]
    return {f"Object {number}/content": _document(one) for number, one in enumerate(every, start=1)}


def frames(charts: Sequence[Sequence[Drawn]]) -> list[Mapping[Place, str]]:
    """By sheet and place the cell that has the frame of a chart."""
    number = 0
    found: list[Mapping[Place, str]] = []
    for of_sheet in charts:
        cells: dict[Place, str] = {}
        for one in of_sheet:
            number += 1
            cells[one.row, one.column] = f"<table:table-cell>{_frame(one, number)}</table:table-cell>"
        found.append(cells)
    return found


def _frame(of: Drawn, number: int) -> str:
    """`draw:notify-on-update-of-ranges` has the chart drawn again when a cell is changed."""
    ranges = " ".join(_range(of, column, 1) for column in of.columns)
    return (
        f'<draw:frame xmlns:draw="{DRAWING}" draw:style-name="chart" draw:z-index="0" '
        f'draw:name="Grafiek {number}" {_size(of)} svg:x="0cm" svg:y="0cm">'
        f"<draw:object draw:notify-on-update-of-ranges={quoteattr(ranges)} "
        f'xlink:href="./Object {number}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{escape(of.chart.title)}</svg:title><svg:desc>{escape(of.chart.alt)}</svg:desc>"
        "</draw:frame>"
    )


def _size(of: Drawn) -> str:
    width, height = (format(pixels * CM_PER_PIXEL, ".2f") for pixels in (of.width, of.height))
    return f'svg:width="{width}cm" svg:height="{height}cm"'


def _range(of: Drawn, column: int, above: int = 0) -> str:
    """The cells of a column, with so many rows above them."""
    sheet = quoted(of.sheet)
    first, last = xl_rowcol_to_cell(of.first - above, column), xl_rowcol_to_cell(of.last, column)
    return f"{sheet}.{first}:{sheet}.{last}"


def _document(of: Drawn) -> str:
    """The chart as a document: it refers to cells of the workbook, and has no values of its own."""
    chart, (places, *series) = of.chart, of.columns
    shape = LINES if chart.kind == "lines" else BARS
    legend = '<chart:legend chart:legend-position="bottom" chart:style-name="none"/>'
    categories = f"<chart:categories table:cell-range-address={quoteattr(_range(of, places))}/>"
    grid = '<chart:grid chart:style-name="grid" chart:class="major"/>'
    drawn = "".join(_series(of, column, number, shape) for number, column in enumerate(series))
    return (
        f"<office:automatic-styles>{_styles(of)}</office:automatic-styles><office:body><office:chart>"
        f'<chart:chart xmlns:chart="{CHARTING}" xmlns:draw="{DRAWING}" {_size(of)} xlink:href=".." '
        f'xlink:type="simple" chart:class="{shape}" chart:style-name="whole">'
        f"{_title(chart.title, 'title')}{legend if len(series) > 1 else ''}"
        f'<chart:plot-area chart:style-name="plot" chart:data-source-has-labels="both">'
        f'<chart:axis chart:dimension="x" chart:name="primary-x" chart:style-name="x">'
        f"{_title(chart.x_title, 'small')}{categories}</chart:axis>"
        f'<chart:axis chart:dimension="y" chart:name="primary-y" chart:style-name="y">'
        f"{_title(chart.y_title, 'upright')}{grid}</chart:axis>{drawn}"
        '<chart:wall chart:style-name="none"/>'
        "</chart:plot-area></chart:chart></office:chart></office:body>"
    )


def _title(text: str, style: str) -> str:
    return f'<chart:title chart:style-name="{style}"><text:p>{escape(text)}</text:p></chart:title>'


def _series(of: Drawn, column: int, number: int, shape: str) -> str:
    name = f"{quoted(of.sheet)}.{xl_rowcol_to_cell(of.first - 1, column)}"
    return (
        f'<chart:series chart:style-name="series-{number}" chart:class="{shape}" '
        f"chart:values-cell-range-address={quoteattr(_range(of, column))} "
        f'chart:label-cell-address={quoteattr(name)} chart:attached-axis="primary-y"/>'
    )


def _styles(of: Drawn) -> str:
    stacked = 'chart:stacked="true" ' if of.chart.kind == "stacked" else ""
    lines = 'chart:symbol-type="none" ' if of.chart.kind == "lines" else ""
    numbers = (
        '<number:number-style style:name="thousands" number:language="nl" number:country="NL">'
        '<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>'
        "</number:number-style>"
    )
    axis = 'chart:display-label="true" chart:link-data-style-to-source="false"'
    bars = f'chart:gap-width="20" chart:overlap="{100 if stacked else 0}"'
    return "".join(
        [
            numbers,
            _style("whole", graphic='draw:fill="solid" draw:fill-color="#ffffff" draw:stroke="none"'),
            _style("title", size=11),
            _style("small", size=10),
            _style("upright", f'style:rotation-angle="{UPRIGHT}"', size=10),
            _style("none", graphic='draw:fill="none" draw:stroke="none"', size=10),
            _style("plot", f'{stacked}{lines}chart:treat-empty-cells="leave-gap"'),
            _style("grid", graphic='draw:stroke="solid" svg:stroke-color="#D9D9D9"'),
            _style(
                "x",
                f'{axis} chart:axis-label-position="outside-start" style:rotation-angle="{TURNED}"',
                size=10,
            ),
            _style("y", f"{axis} {bars}", size=10, data=' style:data-style-name="thousands"'),
            *(_colour(number, of.chart.kind) for number in range(len(of.columns) - 1)),
        ]
    )


def _colour(number: int, kind: str) -> str:
    colour = f"#{SERIES[number % len(SERIES)]}"
    fill = f'draw:stroke="none" draw:fill="solid" draw:fill-color="{colour}"'
    line = f'draw:stroke="solid" svg:stroke-width="0.07cm" svg:stroke-color="{colour}"'
    return _style(f"series-{number}", graphic=line if kind == "lines" else fill)


def _style(name: str, chart: str = "", *, graphic: str = "", size: int = 0, data: str = "") -> str:
    text = f'<style:text-properties fo:font-family="{FONT}" fo:font-size="{size}pt"/>' if size else ""
    return (
        f'<style:style style:name="{name}" style:family="chart"{data} xmlns:chart="{CHARTING}" '
        f'xmlns:draw="{DRAWING}">'
        + (f"<style:chart-properties {chart}/>" if chart else "")
        + (f"<style:graphic-properties {graphic}/>" if graphic else "")
        + f"{text}</style:style>"
    )
