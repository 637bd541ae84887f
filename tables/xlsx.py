"""A workbook as xlsx: Excel tables with filters, frozen headers, print settings."""

import datetime
from collections.abc import Sequence
from copy import copy
from io import BytesIO
from math import ceil
from zipfile import ZipFile

from openpyxl import Workbook as ExcelWorkbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from tables.model import Page, Table, Value, Workbook, widths
from tables.style import FONT, INK, LOOKS, MARKS, UNSAFE, Kind, header, number_format, shown_decimals
from tables.zipped import with_fixed_dates

SPREAD = 1.15
"""Characters are not equally wide, and words do not break: a text takes this much more room."""
LINE = 13
"""The height of a line, in points."""
_Styles = dict[tuple[Kind, int | None, str], StyleArray]
"""The style of each look that has been used; after the first time it is copied."""
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def render(book: Workbook) -> bytes:
    """The workbook as the bytes of an xlsx file; the same workbook gives the same bytes."""
    excel = ExcelWorkbook()
    excel.remove(excel.active)
    excel.properties.title, excel.properties.creator = book.title, book.creator
    excel.properties.created = EPOCH
    styles: _Styles = {}
    for page in book.pages:
        _write_page(styles, excel.create_sheet(page.name), page)
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:  # not compressed yet: with_fixed_dates does that
        ExcelWriter(excel, archive).save()
    return with_fixed_dates(raw.getvalue())


def _write_page(styles: _Styles, sheet: Worksheet, page: Page) -> None:
    row, room = 1, widths(page)
    heads: tuple[tuple[str, Kind], ...] = (
        (page.title, "title"),
        (page.subtitle, "subtitle"),
        (page.warning, "warning"),
    )
    for text, kind in heads:
        if text:
            _put(styles, sheet, row, 1, text, kind)
            row += 1
    if page.facts:
        labels = [header(fact.label, fact.mark) for fact in page.facts]
        for column, (label, fact) in enumerate(zip(labels, page.facts, strict=True), start=1):
            _put(styles, sheet, row, column, label, "fact label")
            _put(styles, sheet, row + 1, column, fact.value, "fact", fact.decimals, fact.mark)
        _fit_height(sheet, row, labels, room)
        row += 2
    for table in page.tables:
        top = row + (2 if table.caption else 1)
        row = _write_table(styles, sheet, top, table, room)
    for position, width in enumerate(room, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    _set_up_print(sheet)
    if len(page.tables) == 1:
        sheet.freeze_panes = f"C{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"


def _set_up_print(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Pagina &P van &N"
    sheet.sheet_view.showGridLines = False


def _write_table(styles: _Styles, sheet: Worksheet, top: int, table: Table, room: Sequence[int]) -> int:
    """Write a table with its header in row `top`; returns the first row below it."""
    if table.caption:
        _put(styles, sheet, top - 1, 1, table.caption, "caption")
    headers = [header(column.header, column.mark) for column in table.columns]
    for number, (text, column) in enumerate(zip(headers, table.columns, strict=True), start=1):
        _put(styles, sheet, top, number, text, "header", column.decimals)
    _fit_height(sheet, top, headers, room)
    for row, values in enumerate(table.rows, start=top + 1):
        for number, (value, column) in enumerate(zip(values, table.columns, strict=True), start=1):
            if value is not None:
                _put(styles, sheet, row, number, value, "cell", column.decimals, column.mark)
        _fit_height(sheet, row, values, room)
    last = top + max(len(table.rows), 1)
    excel = ExcelTable(displayName=table.name, ref=f"A{top}:{get_column_letter(len(table.columns))}{last}")
    excel.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(excel)
    if table.totals:
        last += 1
        for number, (value, column) in enumerate(zip(table.totals, table.columns, strict=True), start=1):
            _put(styles, sheet, last, number, value, "total", column.decimals)
    return last + 1


def _put(
    styles: _Styles,
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    kind: Kind,
    decimals: int | None = None,
    mark: str = "",
) -> None:
    cell = sheet.cell(row, column, value)
    look = (kind, shown_decimals(value, decimals), mark)
    if look in styles:
        cell._style = copy(styles[look])  # noqa: SLF001 - by name takes three times as long
    else:
        cell.style = _named_style(*look)
        styles[look] = cell._style  # noqa: SLF001
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(UNSAFE)


def _named_style(kind: Kind, decimals: int | None, mark: str) -> NamedStyle:
    look = LOOKS[kind]
    fill = MARKS.get(mark) or look.fill
    style = NamedStyle(
        f"{kind} {'text' if decimals is None else decimals} {mark}".strip(),
        font=Font(name=FONT, size=look.size, bold=look.bold, italic=bool(mark), color=look.colour),
        alignment=Alignment(
            horizontal="left" if decimals is None or kind == "fact" else "right",
            vertical=look.vertical,
            wrap_text=look.wrap,
            indent=int(look.framed),
        ),
        border=Border(**{look.line: Side("medium", color=INK)} if look.line else {}),
        number_format="@" if decimals is None else number_format(decimals),
    )
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    return style


def _fit_height(sheet: Worksheet, row: int, texts: Sequence[Value], room: Sequence[int]) -> None:
    """Make room for the text that wraps most: not every reader of xlsx does so by itself."""
    lines = max(
        (ceil(len(t) * SPREAD / width) for t, width in zip(texts, room, strict=False) if isinstance(t, str)),
        default=1,
    )
    if lines > 1:
        sheet.row_dimensions[row].height = LINE * lines + 3
