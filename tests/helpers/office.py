"""A workbook of either format as a reader changes it: a cell filled in, tables sorted, computed by LibreOffice.

No value of a formula is kept, so that LibreOffice must compute every one of them.
"""

import posixpath
import re
import shutil
import subprocess
from functools import cached_property
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils.cell import coordinate_from_string, get_column_letter, range_boundaries

from tests.helpers.stored import SHEET, parts_of, shared_of, sheets_of, stored

OFFICE = shutil.which("soffice")
SAME_ROW = {
    "xlsx": re.compile(r"(?<![\w$.])(\$?[A-Z]{1,3})(\d+)(?![\w(.])"),
    "ods": re.compile(r"((?<=[\[:])\.\$?[A-Z]{1,3})(\d+)(?=[\]:])"),
}
"""An address whose row moves along with the cell, as it does when a reader sorts."""
WITH_VALUE = re.compile(rb"(</f>|<f/>)<v>[^<]*</v>")
"""A formula and what is stored of it, as we write it."""


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
        self.parts = parts_of(raw)
        self.places = dict(sheets_of(self.parts))
        self.opened = {}
        """The sheets that were looked into, by their place in the file."""
        self.cells = {}
        """The cells of these, by sheet, row and column."""

    @property
    def sheets(self):
        return list(self.places)

    def rows(self, sheet):
        """The cells of a sheet, by row and column."""
        if sheet not in self.cells:
            place = self.places[sheet]
            self.opened[place] = etree.fromstring(self.parts[place])
            self.cells[sheet] = {
                int(row.get("r")): {coordinate_from_string(cell.get("r"))[0]: cell for cell in row}
                for row in self.opened[place].iter(f"{SHEET}row")
            }
        return self.cells[sheet]

    def value(self, cell):
        """What is stored of a cell."""
        return stored(cell, self.shared)

    @cached_property
    def shared(self):
        return shared_of(self.parts)

    def set(self, sheet, address, value):
        column, row = coordinate_from_string(address)
        cell = self.rows(sheet)[row][column]
        del cell[:]
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{SHEET}is"), f"{SHEET}t").text = value
        elif value is not None:
            etree.SubElement(cell, f"{SHEET}v").text = repr(value)

    def tables(self, sheet):
        """The areas of the tables of a sheet."""
        folder, _, name = self.places[sheet].rpartition("/")
        links = self.parts.get(f"{folder}/_rels/{name}.rels", b"<none/>")
        for link in etree.fromstring(links):
            if link.get("Type").endswith("/table"):
                part = self.parts[posixpath.normpath(f"{folder}/{link.get('Target')}")]
                yield range_boundaries(etree.fromstring(part).get("ref"))

    def sort(self, sheet, column, *, reverse):
        """Every table of a sheet, by a column that it has; how many rows that moved."""
        rows, moves = self.rows(sheet), 0
        for left, head, right, bottom in self.tables(sheet):
            letters = [get_column_letter(place) for place in range(left, right + 1)]
            chosen = letters[column % len(letters)]
            numbers = range(head + 1, bottom + 1)
            order = ordered([self.value(rows[row].get(chosen)) for row in numbers], reverse=reverse)
            moves += sum(place != new for new, place in enumerate(order))
            old = {row: {at: rows[row][at] for at in letters if at in rows[row]} for row in numbers}
            parents = {row: next(iter(rows[row].values())).getparent() for row in numbers}
            for new, place in zip(numbers, order, strict=True):
                come = old[numbers[place]]
                for letter, cell in come.items():
                    self.move(cell, letter, numbers[place], new)
                aside = {at: cell for at, cell in rows[new].items() if at not in letters}
                rows[new] = dict(sorted({**come, **aside}.items(), key=by_column))
                parents[new][:] = rows[new].values()
        return moves

    def move(self, cell, letter, old, new):
        """A cell goes from one row to another, and what it refers to in its own row goes along."""
        cell.set("r", f"{letter}{new}")
        formula = cell.find(f"{SHEET}f")
        if formula is not None:
            assert not formula.attrib, "a formula of more than one cell"
            formula.text = moved(self.kind, formula.text, old, new)

    def save(self, path):
        """As it is now, without the value of any formula."""
        for place, root in self.opened.items():
            self.parts[place] = etree.tostring(root)
        with ZipFile(path, "w") as target:
            for name, part in self.parts.items():
                target.writestr(name, WITH_VALUE.sub(rb"\1", part) if "/worksheets/" in name else part)


def by_column(item):
    """Columns in order, of their letters: Z before AA."""
    return len(item[0]), item[0]


class Ods:
    """A workbook as an OpenDocument spreadsheet."""

    kind = "ods"

    def __init__(self, raw):
        self.parts = parts_of(raw)
        self.root = etree.fromstring(self.parts["content.xml"])
        self.ns = self.root.nsmap
        self.tables = {t.get(self.q("table:name")): t for t in self.root.iter(self.q("table:table"))}
        self.lines = {}
        """The rows of the sheets that were looked into."""
        self.formula, self.number = self.q("table:formula"), self.q("office:value")

    def q(self, name):
        prefix, _, local = name.partition(":")
        return f"{{{self.ns[prefix]}}}{local}"

    @property
    def sheets(self):
        return list(self.tables)

    def rows(self, sheet):
        if sheet not in self.lines:
            self.lines[sheet] = list(self.tables[sheet].iter(self.q("table:table-row")))
        return self.lines[sheet]

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
                for cell in cells[place]:
                    if formula := cell.get(self.formula):
                        cell.set(self.formula, moved(self.kind, formula, head + place + 1, head + new + 1))
                rows[head + new][:] = cells[place]
        return moves

    def value(self, cell):
        number = cell.get(self.number)
        return "".join(cell.itertext()) if number is None else float(number)

    def save(self, path):
        names = [self.q(f"office:{name}") for name in ("value", "string-value", "value-type")]
        for cell in self.root.xpath("//table:table-cell[@table:formula]", namespaces=self.ns):
            for name in names:
                cell.attrib.pop(name, None)
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


CSV = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,true,true,false,false,false,-1"
"""Tabs between cells, texts in quotes, numbers with all their digits and not as shown, a file for each sheet."""
CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t\n]*))([\t\n])')
"""A text or what else a cell holds, and what comes after it."""


def recalculated(paths, folder, kind="csv"):
    """What LibreOffice makes of workbooks, in one call, by path: what `rows` reads, or an xlsx."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = CSV if kind == "csv" else kind
    command = [OFFICE, profile, "--headless", "--convert-to", wanted, "--outdir", str(folder / "new")]
    subprocess.run([*command, *map(str, paths)], check=True, stdout=subprocess.DEVNULL)
    return {path: folder / "new" / f"{path.stem}.{kind}" for path in paths}


def rows(computed, sheet):
    """The rows of a sheet that LibreOffice computed, as wide as the sheet; a cell that holds nothing is None."""
    lines, row = [], []
    path = computed.with_name(f"{computed.stem}-{sheet}.csv")
    for text, other, after in CELL.findall(path.read_text(encoding="utf-8")):
        row.append(number(other) if other else text.replace('""', '"') or None)
        if after == "\n":
            lines.append(row)
            row = []
    return lines


def number(text):
    """A number, in an ODS with a comma as it is Dutch; an error is its text."""
    if text.lstrip("-").isdigit():
        return int(text)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
