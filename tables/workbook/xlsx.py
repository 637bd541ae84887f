"""A workbook as xlsx: tables with filters, frozen headers, print settings, formulas with their values."""

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook as ExcelWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tables.workbook.layout import FROZEN_COLUMNS, LINE, Cell, Layout, Style, lay_out
from tables.workbook.model import Blank, Formula, Workbook
from tables.workbook.style import BOX, FONT, INK, LOOKS, MARKS, UNSAFE, number_format

EPOCH = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format knows no time zones
A4 = 9
BESIDE, HIGH = 3, 300
"""The column where a chart starts, and its least height in pixels."""
_MEDIUM = 2


class _Formats:
    """The format of each look, made once."""

    def __init__(self, excel: ExcelWorkbook) -> None:
        self._excel = excel
        self._made: dict[tuple[Style, bool], Format] = {}

    def of(self, look: Style, *, text: bool = False) -> Format:
        """How a cell looks; `text`: what looks like a formula must stay text when it is edited."""
        if (look, text) not in self._made:
            self._made[look, text] = self._excel.add_format({**_properties(look), "quote_prefix": text})
        return self._made[look, text]


def render(book: Workbook) -> bytes:
    """The workbook as the bytes of an xlsx file; the same workbook gives the same bytes."""
    raw = BytesIO()
    excel = ExcelWorkbook(raw, {"in_memory": True})
    excel.set_properties({"title": book.title, "author": book.creator, "created": EPOCH})
    formats = _Formats(excel)
    for sheet in book.sheets:
        _write_sheet(excel, lay_out(sheet), formats)
    for name, place in book.names.items():
        excel.define_name(name, f"={place}")
    excel.close()
    return raw.getvalue()


def _write_sheet(excel: ExcelWorkbook, laid: Layout, formats: _Formats) -> None:
    sheet = excel.add_worksheet(laid.sheet.name)
    for position, width in enumerate(laid.widths):
        sheet.set_column(position, position, width)
    for number, (row, lines) in enumerate(zip(laid.rows, laid.heights, strict=True)):
        for column, cell in enumerate(row):
            _put(sheet, number, column, cell, formats)
        if lines > 1:
            sheet.set_row(number, LINE * lines)
    for table, top in zip(laid.sheet.blocks, laid.headers, strict=True):
        head = [{"header": text, "header_format": formats.of(look)} for text, look in laid.rows[top]]
        last = top + max(len(table.rows), 1)
        options = {"name": table.name, "style": "Table Style Light 1", "columns": head}
        sheet.add_table(top, 0, last, len(head) - 1, options)
        if table.chart:
            _draw(excel, sheet, table.chart, (top, last))
    _set_up_print(sheet)
    if len(laid.headers) == 1:
        [header] = laid.headers
        sheet.freeze_panes(header + 1, FROZEN_COLUMNS)
        sheet.repeat_rows(header)


def _draw(excel: ExcelWorkbook, sheet: Worksheet, title: str, rows: tuple[int, int]) -> None:
    """Bars beside a table: its second column over its first."""
    top, last = rows
    chart = excel.add_chart({"type": "column"})
    places, values = ([sheet.name, top + 1, column, last, column] for column in (0, 1))
    fill = {"color": f"#{INK}"}
    chart.add_series({"categories": places, "values": values, "fill": fill, "gap": 20})
    chart.set_title({"name": title, "overlay": False, "name_font": {"name": FONT, "size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"name": "gemeenten", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_x_axis({"num_font": {"rotation": -45}})
    chart.set_size({"width": 760, "height": max(HIGH, 20 * (last - top))})
    sheet.insert_chart(top, BESIDE, chart)


def _set_up_print(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, numbered."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPagina &P van &N")
    sheet.hide_gridlines(2)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    value, look = cell
    match value:
        case Formula(text, result):
            sheet.write_formula(row, column, text, formats.of(look), result)
        case str():
            unsafe = value.startswith(UNSAFE)
            sheet.write_string(row, column, value, formats.of(look, text=unsafe))
        case Blank(_, choices):
            sheet.write_blank(row, column, None, formats.of(look))
            if choices:
                rule = {"validate": "list", "source": list(choices)}
                sheet.data_validation(row, column, row, column, rule)
        case None:
            sheet.write_blank(row, column, None, formats.of(look))
        case _:
            sheet.write_number(row, column, value, formats.of(look))


def _properties(look: Style) -> Mapping[str, Any]:
    kind, decimals, mark = look
    of = LOOKS[kind]
    fill = MARKS.get(mark) or of.fill
    properties: dict[str, Any] = {
        "font_name": FONT,
        "font_size": of.size,
        "bold": of.bold,
        "italic": bool(mark),
        "font_color": f"#{of.colour}",
        "align": "left" if decimals is None or kind == "fact" else "right",
        "valign": {"center": "vcenter"}.get(of.vertical, of.vertical),
        "text_wrap": of.wrap,
        "indent": int(of.framed),
        "num_format": "@" if decimals is None else number_format(decimals),
    }
    if of.line:
        properties |= {of.line: _MEDIUM, f"{of.line}_color": f"#{INK}"}
    if of.boxed:
        properties |= {"border": 1, "border_color": f"#{BOX}"}
    if fill:
        properties |= {"bg_color": f"#{fill}", "pattern": 1}
    return properties
