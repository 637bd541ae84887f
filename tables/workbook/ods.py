"""A workbook as an OpenDocument spreadsheet: the format in which the ministry publishes.

The XML is written as text, since odfdo takes seconds to build 15,000 cells as objects; odfdo packs the file.
It starts empty, not from odfdo's template, whose styles are French. All that is used exists in ODF 1.3,
which more programs know than 1.4.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from tables.words import JA_NEE
from tables.workbook.allowed import runs
from tables.workbook.charts import below, drawn
from tables.workbook.layout import FROZEN_COLUMNS, Cell, Layout, Style, lay_out, shown
from tables.workbook.model import Allowed, Blank, Formula, Link, Workbook
from tables.workbook.ods_chart import CHART_TYPE, FRAME, Place, documents, frames, quoted
from tables.workbook.open_document import meta, package
from tables.workbook.open_formula import SETTINGS, named, open_formula, validations
from tables.workbook.paper import areas, footing, heading, repeats_names
from tables.workbook.style import BOX, CHANGED, FONT, HEADINGS, INK, LOOKS, MARKS

CM_PER_CHARACTER = Decimal("0.2")
SPACES = re.compile("^ +| +$|(?<= ) +")

ANSWERS = (
    '<number:number-style style:name="number-yes" style:volatile="true"><number:text>ja</number:text>'
    '</number:number-style><number:number-style style:name="number-yes-no"><number:text>nee</number:text>'
    '<style:map style:condition="value()=1" style:apply-style-name="number-yes"/></number:number-style>'
)
"""How 1 shows as ja, and 0 as nee."""

CELL = "<table:table-cell"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ONE_PAGE = "A4-one"
"""The layout of a sheet that is a drawing: all of it on one page."""


def _layout(name: str, scale: str = "") -> str:
    """A page of A4 across, as wide as the sheet is."""
    return f"""<style:page-layout style:name="{name}">
<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin-top="0.8cm"
 fo:margin-bottom="0.8cm" fo:margin-left="1cm" fo:margin-right="1cm"
 style:first-page-number="continue" style:print-orientation="landscape" style:scale-to-X="1"{scale}/>
<style:header-style><style:header-footer-properties fo:min-height="1.1cm" fo:margin-bottom="0.25cm"
 fo:margin-left="0cm" fo:margin-right="0cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="0.75cm" fo:margin-top="0.25cm"
 fo:margin-left="0cm" fo:margin-right="0cm"/></style:footer-style>
</style:page-layout>"""


STYLES = f"""<office:font-face-decls>
<style:font-face style:name="{FONT}" svg:font-family="{
    FONT
}, 'Liberation Sans', sans-serif" style:font-family-generic="swiss"/>
</office:font-face-decls>
<office:styles>
<style:default-style style:family="table-cell"><style:text-properties style:font-name="{FONT}"
 fo:font-size="10pt" fo:language="nl" fo:country="NL"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/>
{
    "".join(
        f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}"'
        ' style:family="table-cell" style:parent-style-name="Default"/>'
        for name, _ in HEADINGS.values()
    )
}
</office:styles>
<office:automatic-styles>{_layout("A4")}{
    _layout(ONE_PAGE, ' style:scale-to-Y="1"')
}</office:automatic-styles>"""


def render(book: Workbook) -> bytes:
    """The workbook as the bytes of an ods file; the same workbook gives the same bytes."""
    sheets = [lay_out(sheet) for sheet in book.sheets]
    charts = [[*drawn(sheet, sheets)] for sheet in sheets]
    parts = {
        "content": _content(book, sheets, frames(charts)),
        "styles": f"{STYLES}<office:master-styles>{_pages(book)}</office:master-styles>",
        "settings": _settings(sheets),
        "meta": meta(book.title, book.creator, book.date),
    }
    objects = documents(charts)
    kinds = {name.rpartition("/")[0]: CHART_TYPE for name in objects}
    return package(MIMETYPE, {**parts, **objects}, kinds)


def _pages(book: Workbook) -> str:
    """What stands above and below every page of a sheet: the title, what it is of, the version, the page."""
    return "".join(
        f'<style:master-page style:name="page-{number}"'
        f' style:page-layout-name="{"A4" if sheet.blocks else ONE_PAGE}"><style:header>'
        f"<style:region-left>{_paragraphs(heading(sheet))}</style:region-left></style:header><style:footer>"
        f"<style:region-left>{_paragraphs([left])}</style:region-left>"
        f"<style:region-center>{_paragraphs([middle])}</style:region-center><style:region-right>"
        "<text:p>Pagina <text:page-number>1</text:page-number> van <text:page-count>1</text:page-count>"
        "</text:p></style:region-right></style:footer></style:master-page>"
        for number, sheet in enumerate(book.sheets, start=1)
        for left, middle in [footing(book, sheet)]
    )


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<text:p>{_line(line)}</text:p>" for line in lines)


def _content(book: Workbook, sheets: Sequence[Layout], charts: Sequence[Mapping[Place, str]]) -> str:
    filters = "".join(map(_filters, sheets))
    ranges = f"<table:database-ranges>{filters}</table:database-ranges>" if filters else ""
    found = {one: None for sheet in sheets for run in runs(sheet) for one in [run.allowed]}
    numbers = {allowed: number for number, allowed in enumerate(found, start=1)}
    parts = (
        _table(sheet, number, numbers, over, locked=book.locked)
        for number, (sheet, over) in enumerate(zip(sheets, charts, strict=True), start=1)
    )
    frame = FRAME if any(charts) else ""
    tables = f"{SETTINGS}{validations(numbers)}{''.join(parts)}{named(book.names)}"
    return (
        f"<office:automatic-styles>{_styles(sheets)}{frame}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}{ranges}</office:spreadsheet></office:body>"
    )


def _styles(sheets: Sequence[Layout]) -> str:
    """The styles of the sheets, their columns, rows and cells."""
    styles = dict.fromkeys(style for sheet in sheets for row in sheet.rows for _, style in row)
    columns = (
        f'<style:style style:name="width-{size}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{size * CM_PER_CHARACTER}cm"/></style:style>'
        for size in sorted({width for sheet in sheets for width in sheet.widths})
    )
    heights = (
        f'<style:style style:name="height-{points}" style:family="table-row"><style:table-row-properties'
        + (f' style:row-height="{points}pt"' if points else "")
        + f' style:use-optimal-row-height="{"false" if points else "true"}"/></style:style>'
        for points in dict.fromkeys(points for sheet in sheets for points in sheet.points)
    )
    numbers = (
        f'<number:number-style style:name="number-{size}" number:language="nl" number:country="NL">'
        f'<number:number number:decimal-places="{size}" number:min-decimal-places="{size}"'
        ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        for size in sorted({decimals for _, decimals, _ in styles if decimals not in (None, JA_NEE)})
    )
    answers = [ANSWERS] if any(decimals == JA_NEE for _, decimals, _ in styles) else []
    tables = "".join(
        f'<style:style style:name="sheet-{number}" style:family="table"'
        f' style:master-page-name="page-{number}"/>'
        for number in range(1, len(sheets) + 1)
    )
    return (
        f'{tables}<number:text-style style:name="number-text"><number:text-content/></number:text-style>'
    ) + "".join((*columns, *heights, *numbers, *answers, *map(_style, styles)))


def _style(style: Style) -> str:
    kind, decimals, mark = style
    look = LOOKS[kind]
    parent = HEADINGS[kind][0].replace(" ", "_20_") if kind in HEADINGS else "Default"
    fill = MARKS.get(mark) or look.fill
    left = decimals is None or kind == "fact"
    place = f'fo:text-align="{"start" if left else "end"}"'
    place += ' fo:margin-left="0.15cm"' if look.framed and left else ""
    cell = f'style:vertical-align="{"middle" if look.vertical == "center" else look.vertical}"'
    # not a margin too: LibreOffice forgets that of a number next to one with other decimals
    cell += ' fo:padding-right="0.2cm"' if look.framed and not left else ""
    cell += ' fo:wrap-option="wrap"' if look.wrap else ""
    cell += ' style:cell-protect="none"' if kind in CHANGED else ""
    cell += f' fo:background-color="#{fill}"' if fill else ""
    cell += f' fo:border-{look.line}="1.5pt solid #{INK}"' if look.line else ""
    cell += f' fo:border="0.5pt solid #{BOX}"' if look.boxed else ""
    text = f'fo:font-size="{look.size}pt" fo:color="#{look.colour}"'
    text += ' fo:font-weight="bold"' if look.bold else ""
    return (
        f'<style:style style:name="{_name(style)}" style:family="table-cell"'
        f' style:parent-style-name="{parent}" style:data-style-name="number-{_digits(decimals)}">'
        f'<style:table-cell-properties style:text-align-source="fix" {cell}/>'
        f"<style:paragraph-properties {place}/><style:text-properties {text}/></style:style>"
    )


def _name(style: Style) -> str:
    kind, decimals, mark = style
    return f"{kind.replace(' ', '-')}-{_digits(decimals)}{mark and '-'}{mark}"


def _digits(decimals: int | None) -> int | str:
    return {None: "text", JA_NEE: "yes-no"}.get(decimals, decimals or 0)


def _table(
    sheet: Layout, number: int, numbers: Mapping[Allowed, int], charts: Mapping[Place, str], *, locked: bool
) -> str:
    written = [[_cell(cell) for cell in row] for row in sheet.rows]
    for run in runs(sheet):
        said = f' table:content-validation-name="allowed-{numbers[run.allowed]}"'
        for row in written[run.first : run.last + 1]:
            row[run.column] = row[run.column].replace(CELL, f"{CELL}{said}", 1)
    for (place, column), frame in charts.items():
        written += [[]] * (place + 1 - len(written))
        written[place] = [*written[place], *[f"{CELL}/>"] * (column - len(written[place])), frame]
    rows = [
        f'<table:table-row table:style-name="height-{points}">'
        f"{''.join(row) or '<table:table-cell/>'}</table:table-row>"
        for row, points in zip_longest(written, sheet.points)
    ]
    if len(sheet.headers) == 1:
        top = sheet.headers[0]
        rows[top] = f"<table:table-header-rows>{rows[top]}</table:table-header-rows>"
    columns = [f'<table:table-column table:style-name="width-{width}"/>' for width in sheet.widths]
    if repeats_names(sheet):
        names = "".join(columns[:FROZEN_COLUMNS])
        columns[:FROZEN_COLUMNS] = [f"<table:table-header-columns>{names}</table:table-header-columns>"]
    name, printed = quoteattr(sheet.sheet.name), _printed(sheet)
    printed += ' table:protected="true"' if locked else ""
    start = f'<table:table table:name={name} table:style-name="sheet-{number}"{printed}>'
    return f"{start}{''.join(columns)}{''.join(rows)}</table:table>"


def _printed(sheet: Layout) -> str:
    """The areas that print, each by itself."""
    if sheet.sheet.charts and not below(sheet):
        return ""
    name = quoted(sheet.sheet.name)
    ranges = " ".join(
        f"{name}.{xl_rowcol_to_cell(area.top, area.left)}:{name}.{xl_rowcol_to_cell(area.bottom, area.right)}"
        for area in areas(sheet)
        if sheet.rows
    )
    return f" table:print-ranges={quoteattr(ranges)}" if ranges else ""


def _cell(cell: Cell) -> str:
    value, style = cell
    start = f'{CELL} table:style-name="{_name(style)}"'
    if isinstance(value, Formula):
        start += f" table:formula={quoteattr(open_formula(value.text))}"
        value = value.result
    if value is None or isinstance(value, Blank) or value == "":
        return f"{start}/>"
    if isinstance(value, Link):
        to = quoteattr(f"#'{value.sheet}'.A1")
        words = f'<text:a xlink:type="simple" xlink:href={to}>{_line(value.text)}</text:a>'
        return f'{start} office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in value.split("\n"))
        if isinstance(cell[0], Formula):  # without it LibreOffice shows 0 until it computes
            start += f" office:string-value={quoteattr(value)}"
        return f'{start} office:value-type="string">{lines}</table:table-cell>'
    text = f"<text:p>{shown(value, style[1])}</text:p>"
    number = format(Decimal(value), "f")
    return f'{start} office:value-type="float" office:value="{number}">{text}</table:table-cell>'


def _line(text: str) -> str:
    """A line of text; the space that a reader of XML would drop is written as elements."""
    spaced = SPACES.sub(lambda spaces: f'<text:s text:c="{len(spaces[0])}"/>', escape(text))
    return spaced.replace("\t", "<text:tab/>")


def _filters(sheet: Layout) -> str:
    """A filter on each table of the page, over its header and its rows, not its totals."""
    name = quoted(sheet.sheet.name)
    ranges = ""
    for table, top in zip(sheet.sheet.blocks, sheet.headers, strict=True):
        last = f"{xl_col_to_name(len(table.columns) - 1)}{top + 1 + max(len(table.rows), 1)}"
        address = quoteattr(f"{name}.A{top + 1}:{name}.{last}")
        ranges += (
            f"<table:database-range table:name={quoteattr(table.name)}"
            f' table:target-range-address={address} table:display-filter-buttons="true"/>'
        )
    return ranges


def _settings(sheets: Sequence[Layout]) -> str:
    """What the reader sees first: the first sheet, and the header of a page with one table frozen."""
    no_grid = '<config:config-item config:name="ShowGrid" config:type="boolean">false</config:config-item>'
    entries = ""
    for sheet in sheets:
        items = no_grid
        if len(sheet.headers) == 1:
            rows = sheet.headers[0] + 1
            # split mode 2 is frozen; range 3 is the part below and to the right
            view = {"HorizontalSplitMode": 2, "HorizontalSplitPosition": FROZEN_COLUMNS}
            view |= {"VerticalSplitMode": 2, "VerticalSplitPosition": rows}
            view |= {"ActiveSplitRange": 3, "PositionRight": FROZEN_COLUMNS, "PositionBottom": rows}
            items += "".join(
                f'<config:config-item config:name="{name}" config:type="short">{value}</config:config-item>'
                for name, value in view.items()
            )
        entry = "config:config-item-map-entry"
        entries += f"<{entry} config:name={quoteattr(sheet.sheet.name)}>{items}</{entry}>"
    first = escape(sheets[0].sheet.name)
    return f"""<office:settings><config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>
<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>
<config:config-item config:name="ActiveTable" config:type="string">{first}</config:config-item>
{no_grid}</config:config-item-map-entry></config:config-item-map-indexed>
</config:config-item-set></office:settings>"""
