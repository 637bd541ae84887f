"""A workbook as xlsx: Excel tables with filters, frozen headers, print settings."""

import datetime
from copy import copy
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook as ExcelWorkbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from tables.layout import FROZEN_COLUMNS, LINE, Cell, Sheet, Style, lay_out
from tables.model import Workbook
from tables.style import FONT, INK, LOOKS, MARKS, UNSAFE, Kind, number_format
from tables.zipped import with_fixed_dates

_Styles = dict[Style, StyleArray]
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
        _write_sheet(excel, lay_out(page), styles)
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:  # not compressed yet: with_fixed_dates does that
        ExcelWriter(excel, archive).save()
    return with_fixed_dates(raw.getvalue())


def _write_sheet(excel: ExcelWorkbook, laid: Sheet, styles: _Styles) -> None:
    sheet = excel.create_sheet(laid.page.name)
    for number, (row, lines) in enumerate(zip(laid.rows, laid.heights, strict=True), start=1):
        for column, cell in enumerate(row, start=1):
            _put(sheet.cell(number, column), cell, styles)
        if lines > 1:
            sheet.row_dimensions[number].height = LINE * lines
    for position, width in enumerate(laid.widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    for table, top in zip(laid.page.tables, laid.headers, strict=True):
        last = f"{get_column_letter(len(table.columns))}{top + 1 + max(len(table.rows), 1)}"
        made = ExcelTable(displayName=table.name, ref=f"A{top + 1}:{last}")
        made.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
        sheet.add_table(made)
    _set_up_print(sheet)
    if len(laid.headers) == 1:
        header = laid.headers[0] + 1
        sheet.freeze_panes = sheet.cell(header + 1, FROZEN_COLUMNS + 1)
        sheet.print_title_rows = f"{header}:{header}"


def _set_up_print(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.header = 0.5, 0.6, 0.2
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Pagina &P van &N"
    sheet.sheet_view.showGridLines = False


def _put(place: ExcelCell, cell: Cell, styles: _Styles) -> None:
    value, look = cell
    if look in styles:
        place._style = copy(styles[look])  # noqa: SLF001 - by name takes three times as long
    else:
        place.style = _named_style(*look)
        styles[look] = place._style  # noqa: SLF001
    place.value = value
    if isinstance(value, str):
        place.data_type = "s"
        place.quotePrefix = value.startswith(UNSAFE)


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
