"""A workbook as xlsx: tables with filters, frozen headers, print settings, formulas with their values."""

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook as ExcelWorkbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from allocation.numbers import as_written
from tables.workbook.allowed import runs
from tables.workbook.charts import below, drawn, draws
from tables.workbook.layout import FROZEN_COLUMNS, Cell, Layout, Style, lay_out
from tables.workbook.marked_up import with_headings_and_language
from tables.workbook.model import Allowed, Blank, Formula, Link, Workbook
from tables.workbook.paper import areas, footing, heading, repeats_names
from tables.workbook.style import BOX, CHANGED, FAR, FONT, HEADINGS, INK, LOOKS, MARKS, UNSAFE, number_format
from tables.workbook.xlsx_chart import draw

A4 = 9
CHARTS_SCALE = 72
"""Of a sheet with several charts, which are to stay with their tables: in per cents."""
_MEDIUM = 2
UNLOCKED = dict.fromkeys(("autofilter", "sort", "format_columns", "format_rows"), True)
"""What a reader may do on a locked sheet besides changing what is given."""


class _Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """Takes the formula of a cell as it is.

    The library looks in each for some thirty functions, none of which we use: half of the time of a workbook
    of formulas.
    """

    def _prepare_formula(self, formula: str, *newer: bool) -> str:
        return str(super()._prepare_formula(formula, *newer)) if any(newer) else formula.removeprefix("=")


class _Formats:
    """The format of each look, made once."""

    def __init__(self, excel: ExcelWorkbook) -> None:
        self._excel = excel
        self._made: dict[tuple[Style, bool], Format] = {}

    def headings(self) -> dict[int, str]:
        """By number of a format, as the file has it, the kind of heading that it is the format of."""
        kinds = {made.xf_index: look[0] for (look, _), made in self._made.items()}
        return {number: kind for number, kind in kinds.items() if kind in HEADINGS and number is not None}

    def of(self, look: Style, *, text: bool = False) -> Format:
        """How a cell looks; `text`: what looks like a formula must stay text when it is edited."""
        if (look, text) not in self._made:
            self._made[look, text] = self._excel.add_format({**_properties(look), "quote_prefix": text})
        return self._made[look, text]


def render(book: Workbook) -> bytes:
    """The workbook as the bytes of an xlsx file; the same workbook gives the same bytes."""
    raw = BytesIO()
    normal = {"font_name": FONT, "font_size": 10}
    excel = ExcelWorkbook(raw, {"in_memory": True, "default_format_properties": normal})
    excel.set_properties({"title": book.title, "author": book.creator, "created": _created(book.date)})
    formats = _Formats(excel)
    every = [lay_out(sheet) for sheet in book.sheets]
    for laid in every:
        sheet_written = _write_sheet(excel, laid, formats)
        for one in drawn(laid, every):
            draw(excel, sheet_written, one)
        _set_up_print(excel, sheet_written, laid, book)
        if book.locked:
            sheet_written.protect("", UNLOCKED)
    for name, place in book.names.items():
        excel.define_name(name, f"={place}")
    excel.close()
    return with_headings_and_language(raw.getvalue(), formats.headings())


def _created(date: str) -> datetime.datetime:
    """The first day of what is known of a date; of none 1 January 2000, so that the bytes are the same."""
    year, month, day = ([int(part) for part in date.split("-")] + [1, 1])[:3] if date else (2000, 1, 1)
    return datetime.datetime(year, month, day)  # noqa: DTZ001 - the file format knows no time zones


def _write_sheet(excel: ExcelWorkbook, laid: Layout, formats: _Formats) -> Worksheet:
    sheet = excel.add_worksheet(laid.sheet.name, _Sheet)
    for position, width in enumerate(laid.widths):
        sheet.set_column(position, position, width)
    for number, (row, points) in enumerate(zip(laid.rows, laid.points, strict=True)):
        for column, cell in enumerate(row):
            _put(sheet, number, column, cell, formats)
        if points:
            sheet.set_row(number, points)
    for table, top in zip(laid.sheet.blocks, laid.headers, strict=True):
        head = [{"header": text, "header_format": formats.of(look)} for text, look in laid.rows[top]]
        last = top + max(len(table.rows), 1)
        options = {"name": table.name, "style": "Table Style Light 1", "columns": head}
        sheet.add_table(top, 0, last, len(head) - 1, options)
    for run in runs(laid):
        sheet.data_validation(run.first, run.column, run.last, run.column, _validation(run.allowed))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(len(laid.rows), 1)}"})
    if len(laid.headers) == 1:
        [header] = laid.headers
        sheet.freeze_panes(header + 1, FROZEN_COLUMNS)
        sheet.repeat_rows(header)
    return sheet


def _validation(allowed: Allowed) -> dict[str, Any]:
    """What Excel lets in; of what is chosen from a list a code may be typed too, after a warning."""
    said = {"error_title": "Niet in te vullen", "error_message": allowed.words, "ignore_blank": False}
    if allowed.listed:
        return {"validate": "list", "source": f"={allowed.listed}", "error_type": "warning", **said}
    kind = {"validate": "integer" if allowed.whole else "decimal"}
    if allowed.least is None and allowed.most is None:
        return {**kind, "criteria": "between", "minimum": -FAR, "maximum": FAR, **said}
    if allowed.most is None:
        return {**kind, "criteria": ">=", "value": as_written(allowed.least or Fraction(0)), **said}
    least = -FAR if allowed.least is None else as_written(allowed.least)
    return {**kind, "criteria": "between", "minimum": least, "maximum": as_written(allowed.most), **said}


def _set_up_print(excel: ExcelWorkbook, sheet: Worksheet, laid: Layout, book: Workbook) -> None:
    """A4 across, one page wide for each area, with the title, what it is of, the version and the page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    fixed = {"scale_with_doc": False, "margin": 0.3}
    sheet.set_header("&L" + _literal("\n".join(heading(laid.sheet))), fixed)
    left, middle = map(_literal, footing(book, laid.sheet))
    sheet.set_footer(f"&L{left}&C{middle}&RPagina &P van &N", fixed)
    sheet.hide_gridlines(2)
    charts = [top for table, top in zip(laid.sheet.blocks, laid.headers, strict=True) if draws(laid, table)]
    if len(charts) > 1:
        sheet.set_print_scale(CHARTS_SCALE)
        sheet.set_h_pagebreaks(top - 1 for top in charts[1:])
        return
    sheet.fit_to_pages(1, 0 if laid.sheet.blocks else 1)
    if laid.sheet.charts and not below(laid):
        return
    if repeats_names(laid):
        sheet.repeat_columns(0, FROZEN_COLUMNS - 1)
    name = quote_sheetname(laid.sheet.name)
    parts = [
        f"{name}!{xl_range_abs(area.top, area.left, area.bottom, area.right)}"
        for area in areas(laid)
        if laid.rows
    ]
    if parts:
        excel.define_name(f"{name}!_xlnm.Print_Area", f"={','.join(parts)}")


def _literal(text: str) -> str:
    """Text in a header or footer, where & starts a code and a digit could belong to it."""
    return re.sub("&", "&&", text)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    value, look = cell
    match value:
        case Formula(text, result):
            sheet.write_formula(row, column, text, formats.of(look), result)
        case str():
            unsafe = value.startswith(UNSAFE)
            sheet.write_string(row, column, value, formats.of(look, text=unsafe))
        case Link(text, to):
            place = f"internal:{quote_sheetname(to)}!A1"
            sheet.write_url(row, column, place, formats.of(look), text)
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
        "font_color": f"#{of.colour}",
        "align": "left" if decimals is None or kind == "fact" else "right",
        "valign": {"center": "vcenter"}.get(of.vertical, of.vertical),
        "text_wrap": of.wrap,
        "indent": int(of.framed),
        "num_format": "@" if decimals is None else number_format(decimals),
    }
    if kind in CHANGED:
        properties["locked"] = False
    if of.line:
        properties |= {of.line: _MEDIUM, f"{of.line}_color": f"#{INK}"}
    if of.boxed:
        properties |= {"border": 1, "border_color": f"#{BOX}"}
    if fill:
        properties |= {"bg_color": f"#{fill}", "pattern": 1}
    return properties
