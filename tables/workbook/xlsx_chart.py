"""A chart in xlsx, as Excel draws it from the cells of a table."""

from typing import Any

from xlsxwriter import Workbook as ExcelWorkbook
from xlsxwriter.worksheet import Worksheet

from tables.workbook.charts import Drawn
from tables.workbook.style import FONT, SERIES

KINDS = {
    "bars": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "lines": {"type": "line"},
}
SLANTED = -45
GRID = {"visible": True, "line": {"color": "#D9D9D9"}}


def draw(excel: ExcelWorkbook, sheet: Worksheet, of: Drawn) -> None:
    """The chart in its place on a sheet, with titles, and a text for whoever cannot see it."""
    made, chart = excel.add_chart(KINDS[of.chart.kind]), of.chart
    places, *series = ([of.sheet, of.first, column, of.last, column] for column in of.columns)
    for number, values in enumerate(series):
        name = [of.sheet, of.first - 1, values[2]]
        made.add_series({"name": name, "categories": places, "values": values, **_look(chart.kind, number)})
    made.set_title({"name": chart.title, "overlay": False, "name_font": {"name": FONT, "size": 11}})
    made.set_legend({"position": "bottom", "font": {"name": FONT}} if len(series) > 1 else {"none": True})
    made.set_x_axis({**_axis(chart.x_title), "num_font": {"rotation": SLANTED}, "label_position": "low"})
    made.set_y_axis({**_axis(chart.y_title), "num_format": "#,##0", "major_gridlines": GRID})
    made.set_size({"width": of.width, "height": of.height})
    sheet.insert_chart(of.row, of.column, made, {"description": chart.alt})


def _axis(title: str) -> dict[str, Any]:
    return {"name": title, "name_font": {"name": FONT, "size": 10, "bold": False}}


def _look(kind: str, number: int) -> dict[str, Any]:
    colour = {"color": f"#{SERIES[number % len(SERIES)]}"}
    return {"line": {**colour, "width": 2}} if kind == "lines" else {"fill": colour, "gap": 20}
