"""A text document as an OpenDocument text (ODT), written as XML: the same document gives the same bytes."""

from collections.abc import Sequence
from typing import Literal
from xml.sax.saxutils import escape

from attrs import frozen

from tables.workbook.open_document import meta, package
from tables.workbook.style import FONT, GREY, INK, WARNING

Kind = Literal["title", "heading", "text", "small", "warning"]
SHORT = 8
"""A table of so many rows stays together on a page."""
MIMETYPE = "application/vnd.oasis.opendocument.text"
OUTLINE = {"title": 1, "heading": 2}
"""The kinds of paragraph that are headings, with their level."""


@frozen
class Paragraph:
    """A paragraph, or a heading."""

    text: str
    kind: Kind = "text"


@frozen
class Table:
    """Rows of text under a header; `widths` of the columns in millimetres, `right` are those of numbers."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    right: Sequence[int] = ()


@frozen
class Document:
    """A document of A4: what stands above and below each page, and its paragraphs and tables.

    `date` is that of the document ("2024-09-17"), as far as it is known.
    """

    title: str
    creator: str
    above: str
    below: str
    parts: Sequence[Paragraph | Table]
    date: str = ""


def _paragraph_style(
    name: str, size: int, *, space: float, colour: str = "#000000", bold: bool = False
) -> str:
    keep = ' fo:keep-with-next="always"' if name in ("Heading_20_1", "Heading_20_2") else ""
    outline = f' style:default-outline-level="{name[-1]}"' if keep else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{name.replace("_20_", " ")}"'
        f' style:family="paragraph"{outline}>'
        f'<style:paragraph-properties fo:margin-top="{space}cm" fo:margin-bottom="0.15cm"'
        f' fo:line-height="125%" fo:orphans="2" fo:widows="2"{keep}/>'
        f'<style:text-properties fo:font-size="{size}pt" fo:color="{colour}"'
        f' fo:font-weight="{"bold" if bold else "normal"}"/></style:style>'
    )


NAMES = {
    "title": "Heading_20_1",
    "heading": "Heading_20_2",
    "text": "Brief",
    "small": "Klein",
    "warning": "Let_20_op",
}
STYLES = (
    f'<office:font-face-decls><style:font-face style:name="{FONT}"'
    f""" svg:font-family="{FONT}, 'Liberation Sans', sans-serif" style:font-family-generic="swiss"/>"""
    '</office:font-face-decls><office:styles><style:default-style style:family="paragraph">'
    f'<style:text-properties style:font-name="{FONT}" fo:font-size="10pt" fo:language="nl" fo:country="NL"/>'
    '</style:default-style><style:default-style style:family="table">'
    '<style:table-properties table:border-model="collapsing"/></style:default-style>'
    + _paragraph_style("Heading_20_1", 15, space=0.3, colour=f"#{INK}", bold=True)
    + _paragraph_style("Heading_20_2", 11, space=0.4, colour=f"#{INK}", bold=True)
    + _paragraph_style("Brief", 10, space=0.1)
    + _paragraph_style("Klein", 8, space=0, colour=f"#{GREY}")
    + _paragraph_style("Let_20_op", 10, space=0.1, colour=f"#{WARNING}", bold=True)
    + '</office:styles><office:automatic-styles><style:page-layout style:name="A4">'
    '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.5cm"'
    ' fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" fo:margin-right="2cm"'
    ' style:print-orientation="portrait"/>'
    '<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.6cm"/>'
    '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.8cm"'
    ' fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>'
)
CELLS = (
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties'
    f' fo:padding="0.12cm" fo:padding-left="0.3cm" fo:background-color="#{INK}"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"'
    ' fo:padding-left="0.3cm" fo:border-bottom="0.5pt solid #BFBFBF"/></style:style>'
    '<style:style style:name="row" style:family="table-row"><style:table-row-properties'
    ' fo:keep-together="always"/></style:style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Brief">'
        f'<style:paragraph-properties fo:margin-top="0cm" fo:margin-bottom="0cm" fo:line-height="115%"'
        f' fo:text-align="{align}"/><style:text-properties fo:font-size="9pt"{look}/></style:style>'
        for name, align, look in (
            ("left", "start", ""),
            ("right", "end", ""),
            ("head-left", "start", ' fo:color="#ffffff" fo:font-weight="bold"'),
            ("head-right", "end", ' fo:color="#ffffff" fo:font-weight="bold"'),
        )
    )
)


def render(document: Document) -> bytes:
    """The document as the bytes of an ODT file."""
    tables = [part for part in document.parts if isinstance(part, Table)]
    widths = "".join(map(_widths, tables))
    body = "".join(_table(part) if isinstance(part, Table) else _paragraph(part) for part in document.parts)
    parts = {
        "content": f"<office:automatic-styles>{CELLS}{widths}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>",
        "styles": f"{STYLES}{_page(document)}",
        "meta": meta(document.title, document.creator, document.date),
    }
    return package(MIMETYPE, parts)


def _paragraph(part: Paragraph) -> str:
    style, text = NAMES[part.kind], escape(part.text)
    if part.kind in OUTLINE:
        return f'<text:h text:style-name="{style}" text:outline-level="{OUTLINE[part.kind]}">{text}</text:h>'
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _widths(table: Table) -> str:
    wide, breaks = sum(table.widths), "true" if len(table.rows) > SHORT else "false"
    return (
        f'<style:style style:name="{table.name}" style:family="table"><style:table-properties'
        f' style:width="{wide}mm" table:align="left" style:may-break-between-rows="{breaks}"/></style:style>'
    ) + "".join(
        f'<style:style style:name="{table.name}-{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for place, width in enumerate(table.widths)
    )


def _table(table: Table) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="{table.name}-{place}"/>' for place in range(len(table.widths))
    )
    head = f"<table:table-header-rows>{_row(table, table.header, 'head')}</table:table-header-rows>"
    rows = "".join(_row(table, row, "cell") for row in table.rows)
    name = f'table:name="{table.name}" table:style-name="{table.name}"'
    space = '<text:p text:style-name="Klein"/>'  # between a table and what comes below it
    return f"<table:table {name}>{columns}{head}{rows}</table:table>{space}"


def _row(table: Table, cells: Sequence[str], kind: str) -> str:
    before = "head-" if kind == "head" else ""
    styles = [f"{before}{'right' if place in table.right else 'left'}" for place in range(len(cells))]
    inside = "".join(
        f'<table:table-cell table:style-name="{kind}" office:value-type="string">'
        f'<text:p text:style-name="{style}">{escape(cell)}</text:p></table:table-cell>'
        for cell, style in zip(cells, styles, strict=True)
    )
    return f'<table:table-row table:style-name="row">{inside}</table:table-row>'


def _page(document: Document) -> str:
    """What stands above and below each page."""
    small = '<text:p text:style-name="Klein">'
    number = "Pagina <text:page-number>1</text:page-number> van <text:page-count>1</text:page-count>"
    return (
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:header>{small}{escape(document.above)}</text:p></style:header>"
        f"<style:footer>{small}{escape(document.below)}. {number}</text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
