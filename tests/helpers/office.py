"""A workbook of either format as a reader changes it: a cell filled in, tables sorted, computed by LibreOffice.

No value of a formula is kept, so that LibreOffice must compute every one of them.
"""

import re
import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

OFFICE = shutil.which("soffice")
SAME_ROW = {
    "xlsx": re.compile(r"(?<![\w$.])(\$?[A-Z]{1,3})(\d+)(?![\w(.])"),
    "ods": re.compile(r"((?<=[\[:])\.\$?[A-Z]{1,3})(\d+)(?=[\]:])"),
}
"""An address whose row moves along with the cell, as it does when a reader sorts."""


def moved(kind, text, old, new):
    """A formula that goes from one row to another; it may look at no other row than its own."""

    def token(found):
        assert found[2] == str(old), text
        return f"{found[1]}{new}"

    return SAME_ROW[kind].sub(token, text)


def ordered(keys, *, reverse):
    """The places of the keys, by value; numbers before texts, as a spreadsheet has them."""
    return sorted(
        range(len(keys)), key=lambda place: (isinstance(keys[place], str), keys[place]), reverse=reverse
    )


class Xlsx:
    """A workbook as xlsx."""

    kind = "xlsx"

    def __init__(self, raw):
        self.book, self.stored = load_workbook(BytesIO(raw)), load_workbook(BytesIO(raw), data_only=True)

    @property
    def sheets(self):
        return self.book.sheetnames

    def set(self, sheet, address, value):
        self.book[sheet][address] = value

    def sort(self, sheet, column, *, reverse):
        """Every table of a sheet, by a column that it has; how many rows that moved."""
        page, stored, moves = self.book[sheet], self.stored[sheet], 0
        for table in page.tables.values():
            left, head, right, bottom = range_boundaries(table.ref)
            chosen = left + column % (right - left + 1)
            rows = range(head + 1, bottom + 1)
            order = ordered([stored.cell(row, chosen).value for row in rows], reverse=reverse)
            moves += sum(place != new for new, place in enumerate(order))
            old = {(row, c): page.cell(row, c).value for row in rows for c in range(left, right + 1)}
            for new, place in zip(rows, order, strict=True):
                for c in range(left, right + 1):
                    value = old[rows[place], c]
                    formula = isinstance(value, str) and value.startswith("=")
                    page.cell(new, c).value = moved(self.kind, value, rows[place], new) if formula else value
        return moves

    def save(self, path):
        self.book.save(path)


class Ods:
    """A workbook as an OpenDocument spreadsheet."""

    kind = "ods"

    def __init__(self, raw):
        with ZipFile(BytesIO(raw)) as source:
            self.parts = {name: source.read(name) for name in source.namelist()}
        self.root = etree.fromstring(self.parts["content.xml"])
        self.ns = self.root.nsmap
        self.tables = {t.get(self.q("table:name")): t for t in self.root.iter(self.q("table:table"))}

    def q(self, name):
        prefix, _, local = name.partition(":")
        return f"{{{self.ns[prefix]}}}{local}"

    @property
    def sheets(self):
        return list(self.tables)

    def rows(self, sheet):
        return list(self.tables[sheet].iter(self.q("table:table-row")))

    def set(self, sheet, address, value):
        column, row = coordinate_from_string(address)
        cell = self.rows(sheet)[row - 1][range_boundaries(f"{column}1")[0] - 1]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop(self.q("table:formula"), None)
        if isinstance(value, str):
            cell.attrib.pop(self.q("office:value"), None)
            cell.set(self.q("office:value-type"), "string")
            etree.SubElement(cell, self.q("text:p")).text = value
        elif value is not None:
            cell.set(self.q("office:value-type"), "float")
            cell.set(self.q("office:value"), repr(value))
        else:
            cell.attrib.pop(self.q("office:value"), None)
            cell.attrib.pop(self.q("office:value-type"), None)

    def sort(self, sheet, column, *, reverse):
        rows, moves = self.rows(sheet), 0
        for found in self.root.iter(self.q("table:database-range")):
            name, _, area = found.get(self.q("table:target-range-address")).partition("'.")
            if name.removeprefix("'") != sheet:
                continue
            left, head, right, bottom = range_boundaries(area.replace(f"'{sheet}'.", ""))
            chosen = left - 1 + column % (right - left + 1)
            order = ordered([self.value(row[chosen]) for row in rows[head:bottom]], reverse=reverse)
            moves += sum(place != new for new, place in enumerate(order))
            cells = [list(row) for row in rows[head:bottom]]
            for new, place in enumerate(order):
                target = rows[head + new]
                target[:] = []
                for cell in cells[place]:
                    formula = cell.get(self.q("table:formula"))
                    if formula:
                        text = moved(self.kind, formula, head + place + 1, head + new + 1)
                        cell.set(self.q("table:formula"), text)
                    target.append(cell)
        return moves

    def value(self, cell):
        number = cell.get(self.q("office:value"))
        return "".join(cell.itertext()) if number is None else float(number)

    def save(self, path):
        for cell in self.root.iter(self.q("table:table-cell")):
            if cell.get(self.q("table:formula")):
                for stored in ("office:value", "office:string-value", "office:value-type"):
                    cell.attrib.pop(self.q(stored), None)
                cell[:] = []
        with ZipFile(path, "w") as target:
            for name, part in self.parts.items():
                target.writestr(name, etree.tostring(self.root) if name == "content.xml" else part)


BOOKS = {"xlsx": Xlsx, "ods": Ods}
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"><value>0</value></prop>
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item></oor:items>
"""
"""Compute every formula when a file is opened, whatever it holds."""


def recalculated(paths, folder):
    """What LibreOffice makes of workbooks, in one call: values by path."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "new")]
    subprocess.run([*command, *map(str, paths)], check=True, stdout=subprocess.DEVNULL)
    return {path: folder / "new" / f"{path.stem}.xlsx" for path in paths}
