"""A workbook as it was written, read from an xlsx or an ODS alike: cells with their looks, tables, links, settings."""

import re
from io import BytesIO
from zipfile import ZipFile

from attrs import Factory, frozen
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

GREAT = 10**6


@frozen
class Cell:
    """A cell: its value, and what its look is. `form` is how a number shows."""

    value: object
    style: str = ""
    font: str = ""
    size: float = 10
    slanted: bool = False
    wrap: bool = False
    fill: str = ""
    colour: str = "000000"
    form: str = ""
    link: str = ""

    @property
    def is_number(self):
        """Whether it is a number."""
        return isinstance(self.value, int | float)


@frozen
class Table:
    """A table: where its header is and its last row (counted from 1), and its last column."""

    name: str
    left: int
    top: int
    right: int
    bottom: int
    filtered: bool


@frozen
class Written:
    """A sheet: its cells by row and column (from 1), and all else."""

    name: str
    cells: dict
    tables: list
    merged: int = 0
    hidden: int = 0
    frozen_at: tuple = ()
    running: list = Factory(list)

    def at(self, row, column):
        """A cell; an empty one where there is none."""
        return self.cells.get((row, column), Cell(None))

    @property
    def last(self):
        """The last row that holds something."""
        return max((row for (row, _), cell in self.cells.items() if cell.value not in (None, "")), default=0)

    def header(self, table):
        """The texts of the header of a table."""
        return [self.at(table.top, column).value for column in range(1, table.right + 1)]

    def column(self, table, place):
        """The cells of a column of a table, from 1."""
        return [self.at(row, place) for row in range(table.top + 1, table.bottom + 1)]


@frozen
class Document:
    """A file: its sheets and what it says of itself."""

    sheets: list
    title: str
    language: str
    first: str
    parts: list
    content: str
    drawn: list = Factory(list)


def read(content, kind):
    """Read a file of a kind ("xlsx", "ods")."""
    return {"xlsx": _xlsx, "ods": _ods}[kind](content)


def _xlsx(content):
    book = load_workbook(BytesIO(content), data_only=True)
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
        drawings = "".join(archive.read(p).decode() for p in parts if p.startswith("xl/drawings/drawing"))
    anchors = re.findall("<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", drawings, re.DOTALL)
    drawn = [(re.findall('descr="(.*?)"', one) or [""])[0] if "<c:chart" in one else "" for one in anchors]
    language = re.search("<dc:language>(.*?)</dc:language>", core)
    looks = {}
    sheets = [_excel_sheet(sheet, looks) for sheet in book]
    active = book.active.title if book.active.sheet_view.selection[0].sqref == "A1" or True else ""
    return Document(
        sheets, book.properties.title or "", language[1] if language else "", active, parts, "", drawn
    )


def _excel_sheet(sheet, looks):
    cells = {(cell.row, cell.column): _excel_cell(cell, looks) for row in sheet.iter_rows() for cell in row}
    tables = []
    for table in sheet.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        tables.append(Table(table.name, left, top, right, bottom, table.autoFilter is not None))
    hidden = sum(d.hidden for d in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
    hidden += sheet.sheet_state != "visible"
    frozen_at = range_boundaries(sheet.freeze_panes)[:2] if sheet.freeze_panes else ()
    parts = [
        getattr(where, side).text
        for where in (sheet.oddHeader, sheet.oddFooter)
        for side in ("left", "center", "right")
    ]
    running = [
        line.replace("&&", "&")
        for text in parts
        if text
        for line in text.replace("_x000a_", "\n").split("\n")
    ]
    return Written(sheet.title, cells, tables, len(sheet.merged_cells.ranges), hidden, frozen_at, running)


def _excel_cell(cell, looks):
    """A cell; `looks` keeps each look of the workbook, of which there are few."""
    if cell.style_id not in looks:
        looks[cell.style_id] = (_look(cell), cell.number_format)
    look, number_format = looks[cell.style_id]
    form = number_format if isinstance(cell.value, int | float) else ""
    link = (cell.hyperlink.location or cell.hyperlink.target or "") if cell.hyperlink else ""
    return Cell(cell.value, *look, _decimals(form), link)


def _look(cell):
    font = cell.font
    return (
        cell.style,
        font.name,
        font.sz,
        bool(font.i or font.u),
        bool(cell.alignment.wrap_text),
        cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else "",
        font.color.rgb[2:] if font.color and isinstance(font.color.rgb, str) else "000000",
    )


def _decimals(form):
    """How many decimals a format of Excel shows, as words."""
    if '"' in form:
        return "ja"
    return str(len(form.partition(".")[2])) if form else ""


def _ods(content):
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.namelist()
        body, styles, meta, settings = (
            etree.fromstring(archive.read(f"{n}.xml")) for n in ("content", "styles", "meta", "settings")
        )
    names = {f"{prefix}:": f"{{{url}}}" for prefix, url in body.nsmap.items()}
    reader = _Ods(names, body, styles, settings)
    title = meta.findtext(f".//{names['dc:']}title") or ""
    language = meta.findtext(f".//{names['dc:']}language") or ""
    items = settings.iter(f"{names['config:']}config-item")
    active = next((i.text for i in items if reader.get(i, "config:name") == "ActiveTable"), "")
    text = etree.tostring(body).decode()
    frames = list(body.iter("{*}frame"))
    drawn = ["".join(d.itertext()) for one in frames for d in [one.find("{*}desc")] if d is not None]
    drawn += [""] * (len(frames) - len(drawn))
    sheets = [reader.sheet(t) for t in reader.all(body, "table:table")]
    return Document(sheets, title, language, active, parts, text, drawn)


class _Ods:
    """What the cells of an ODS refer to."""

    def __init__(self, names, body, styles, settings):
        self.names, self.body, self.settings = names, body, settings
        self.styles = {self.get(s, "style:name"): s for s in self.all(body, "style:style")}
        self.named = {
            self.get(s, "style:name"): self.get(s, "style:display-name")
            for s in self.all(styles, "style:style")
        }
        self.pages = {self.get(p, "style:name"): p for p in self.all(styles, "style:master-page")}
        self.numbers = {
            self.get(n, "style:name"): self.get(self.all(n, "number:number")[0], "number:decimal-places")
            for n in self.all(body, "number:number-style")
            if self.all(n, "number:number")
        }
        self.looks = {name: self._look(style) for name, style in self.styles.items()}

    def full(self, name):
        prefix, local = name.split(":")
        return self.names[f"{prefix}:"] + local

    def all(self, element, name):
        return list(element.iter(self.full(name)))

    def get(self, element, name):
        return element.get(self.full(name)) or ""

    def _look(self, style):
        found = {}
        for part in style:
            found |= {etree.QName(key).localname: value for key, value in part.attrib.items()}
        data = self.get(style, "style:data-style-name")
        form = "ja" if data == "number-yes-no" else self.numbers.get(data, "")
        return {
            "style": self.named.get(self.get(style, "style:parent-style-name"), ""),
            "font": found.get("font-name", "Arial"),
            "size": float(found.get("font-size", "10pt")[:-2]),
            "slanted": found.get("font-style") == "italic" or "text-underline-style" in found,
            "wrap": found.get("wrap-option") == "wrap",
            "fill": found.get("background-color", "")[1:],
            "colour": found.get("color", "#000000")[1:],
            "form": form,
        }

    def sheet(self, table):
        name, cells, merged, hidden = self.get(table, "table:name"), {}, 0, 0
        for number, row in enumerate(self.all(table, "table:table-row"), start=1):
            hidden += self.get(row, "table:visibility") == "collapse"
            for place, cell in enumerate(self.all(row, "table:table-cell"), start=1):
                cells[number, place] = self._cell(cell)
                merged += bool(self.get(cell, "table:number-columns-spanned"))
        hidden += sum(
            self.get(c, "table:visibility") == "collapse" for c in self.all(table, "table:table-column")
        )
        return Written(
            name, cells, self._tables(name), merged, hidden, self._frozen(name), self._running(table)
        )

    def _cell(self, cell):
        look = self.looks.get(self.get(cell, "table:style-name"), {})
        link = next(
            (
                self.get(a, "{http://www.w3.org/1999/xlink}href")
                if False
                else a.get("{http://www.w3.org/1999/xlink}href")
                for a in self.all(cell, "text:a")
            ),
            "",
        )
        if self.get(cell, "office:value-type") == "float":
            number = float(self.get(cell, "office:value"))
            return Cell(int(number) if number == int(number) else number, **look)
        lines = [self._text(p) for p in self.all(cell, "text:p")]
        return Cell("\n".join(lines) if lines else None, **(look | {"form": ""}), link=link.replace("#", ""))

    def _text(self, paragraph):
        for space in self.all(paragraph, "text:s"):
            space.text = " " * int(self.get(space, "text:c"))
        return "".join(paragraph.itertext())

    def _tables(self, name):
        found = []
        for each in self.all(self.body, "table:database-range"):
            sheet, _, ref = (
                self.get(each, "table:target-range-address").rpartition(":")[0].rpartition(".")[0],
                0,
                0,
            )
            if sheet.strip("'").replace("''", "'") == name:
                address = self.get(each, "table:target-range-address")
                ref = ":".join(part.rpartition(".")[2] for part in address.split(":"))
                left, top, right, bottom = range_boundaries(ref)
                filtered = self.get(each, "table:display-filter-buttons") == "true"
                found.append(Table(self.get(each, "table:name"), left, top, right, bottom, filtered))
        return found

    def _frozen(self, name):
        for entry in self.all(self.settings, "config:config-item-map-entry"):
            if self.get(entry, "config:name") == name:
                items = {self.get(item, "config:name"): item.text for item in entry}
                if items.get("VerticalSplitMode") == "2":
                    return int(items["HorizontalSplitPosition"]) + 1, int(items["VerticalSplitPosition"]) + 1
        return ()

    def _running(self, table):
        style = self.styles[self.get(table, "table:style-name")]
        page = self.pages[self.get(style, "style:master-page-name")]
        return ["".join(p.itertext()) for p in self.all(page, "text:p") if "".join(p.itertext())]
