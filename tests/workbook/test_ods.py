"""The ODS must hold exactly what the workbook holds, at the addresses where the xlsx holds it."""

import os
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest
from lxml import etree
from odfdo import Document

from tables.workbook import ods, xlsx
from tables.workbook.model import Blank, Block, Column, Fact, Sheet, Workbook
from tables.workbook.style import MARKS, TO_FILL_IN

EXACT = Decimal("12345678901.12345678901234567890")
TEXTS = ["=1+1", "+31", "-x", "@naam", '& <b> "a" \'s', "  twee  spaties ", "regel 1\nregel 2", "a\tb"]
COLUMNS = [Column("Gemeente"), Column("Bedrag", 2, "afgeleid"), Column("Aandeel", 0), Column("Noot", width=9)]
ROWS = [[text, Decimal(number) / 8, -number, None] for number, text in enumerate(TEXTS)]
ROWS.append(["groot", EXACT, 10**20, Decimal("1E+3")])
TOTALS = ["Totaal", Decimal("1E-7"), 0, None]

ONE = Sheet(
    "Verdeling '26 & meer",
    "Titel",
    "Onder <titel>",
    [Block("Verdeling", COLUMNS, ROWS, TOTALS)],
    "Voorlopig",
    [Fact("Budget", Decimal("2912345678.90"), 2, ""), Fact("Prijs", Decimal("1.5"), 4, "indicatief")],
)
TWO = Sheet(
    "Bronnen",
    "Bronnen",
    "",
    [Block("Eerste", COLUMNS[:2], [["a", 1]], (), "Eerste tabel"), Block("Leeg", COLUMNS[:1], [])],
)
BOOK = Workbook("Circulaire & zo", "Ministerie", [ONE, TWO])


def part(name, book=BOOK):
    with ZipFile(BytesIO(ods.render(book))) as archive:
        return etree.fromstring(archive.read(name))


def find(element, path):
    return element.xpath(path, namespaces=element.nsmap)


def get(element, name):
    prefix, local = name.split(":")
    return element.get(f"{{{element.nsmap[prefix]}}}{local}")


def rows_of(page):
    (table,) = find(part("content.xml"), f'//table:table[@table:name="{page.name}"]')
    return [find(row, "table:table-cell") for row in find(table, ".//table:table-row")]


def text_of(cell):
    for space in find(cell, ".//text:s"):
        space.text = " " * int(get(space, "text:c"))
    for tab in find(cell, ".//text:tab"):
        tab.text = "\t"
    return "\n".join("".join(line.itertext()) for line in find(cell, "text:p"))


def test_numbers_come_back_digit_for_digit():
    body = rows_of(ONE)[7:]
    found = [[get(cell, "office:value") for cell in row[1:3]] for row in body]
    assert found == [[format(Decimal(value), "f") for value in row[1:3]] for row in [*ROWS, TOTALS]]
    assert get(body[8][1], "office:value") == "12345678901.12345678901234567890"
    assert get(body[8][3], "office:value") == "1000"
    assert get(body[9][1], "office:value") == "0.0000001"
    assert text_of(body[8][1]) == "12.345.678.901,12"
    assert {get(cell, "office:value-type") for row in body for cell in row[1:3]} == {"float"}


def test_text_stays_text():
    cells = [row[0] for row in rows_of(ONE)[7 : 7 + len(TEXTS)]]
    assert [text_of(cell) for cell in cells] == TEXTS
    assert {get(cell, "office:value-type") for cell in cells} == {"string"}
    assert not find(part("content.xml"), "//@table:formula")


def test_nothing_is_an_empty_cell():
    empty = rows_of(ONE)[7][3]
    assert get(empty, "office:value-type") is None
    assert len(empty) == 0


def test_same_addresses_as_the_xlsx():
    excel = openpyxl.load_workbook(BytesIO(xlsx.render(BOOK)))
    assert excel.sheetnames == [page.name for page in BOOK.sheets]
    for page in BOOK.sheets:
        for number, row in enumerate(rows_of(page), start=1):
            for place, cell in enumerate(row, start=1):
                value = excel[page.name].cell(number, place).value
                if isinstance(value, str):
                    assert text_of(cell) == value
                else:
                    digits = get(cell, "office:value")
                    assert (digits and float(digits)) == (value and pytest.approx(value, rel=1e-15))


def test_odfdo_reads_it():
    document = Document(BytesIO(ods.render(BOOK)))
    assert document.meta.title == "Circulaire & zo"
    assert document.meta.creator == "Ministerie"
    assert document.get_language() == "nl-NL"
    assert document.body.get_table(1).get_value("B5") == 1


@pytest.mark.promise("README.md#same-bytes")
def test_same_bytes_in_every_process():
    program = (
        "import sys; from tests.workbook.test_ods import BOOK, ods; sys.stdout.buffer.write(ods.render(BOOK))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": "1"}
    other = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert other.stdout == ods.render(BOOK)


def test_package_starts_with_its_mimetype():
    with ZipFile(BytesIO(ods.render(BOOK))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert archive.read("mimetype").decode() == ods.MIMETYPE
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {get(entry, "manifest:full-path") for entry in manifest}
        assert listed == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}


def test_only_the_header_of_a_single_table_is_repeated():
    content = part("content.xml")
    (repeated,) = find(content, "//table:table-header-rows")
    assert get(repeated.getparent(), "table:name") == ONE.name
    (row,) = find(repeated, "table:table-row")
    texts = [text_of(cell) for cell in find(row, "table:table-cell")]
    assert texts == ["Gemeente", "Bedrag (afgeleid)", "Aandeel", "Noot"]


def test_every_table_has_a_filter_without_its_totals():
    ranges = find(part("content.xml"), "//table:database-range[@table:display-filter-buttons='true']")
    assert {get(each, "table:name"): get(each, "table:target-range-address") for each in ranges} == {
        "Verdeling": "'Verdeling ''26 & meer'.A7:'Verdeling ''26 & meer'.D16",
        "Eerste": "'Bronnen'.A4:'Bronnen'.B5",
        "Leeg": "'Bronnen'.A7:'Bronnen'.A8",
    }


def test_header_and_first_columns_are_frozen():
    settings = part("settings.xml")
    assert "ooo" in settings.nsmap, "LibreOffice does not read the settings without it"
    views = {
        get(entry, "config:name"): {get(item, "config:name"): item.text for item in entry}
        for entry in find(settings, "//config:config-item-map-named/config:config-item-map-entry")
    }
    frozen = views[ONE.name]
    assert (frozen["HorizontalSplitMode"], frozen["HorizontalSplitPosition"]) == ("2", "2")
    assert (frozen["VerticalSplitMode"], frozen["VerticalSplitPosition"]) == ("2", "7")
    assert "VerticalSplitMode" not in views[TWO.name]


def test_marks_show():
    content, rows = part("content.xml"), rows_of(ONE)
    for cell, mark in ((rows[7][1], "afgeleid"), (rows[4][1], "indicatief")):
        (style,) = find(content, f"//style:style[@style:name='{get(cell, 'table:style-name')}']")
        assert find(style, "*/@fo:background-color") == [f"#{MARKS[mark]}"]
        assert not find(style, "*/@fo:font-style")
    assert text_of(rows[3][1]) == "Prijs (indicatief)"


@pytest.mark.promise("README.md#ods-is-dutch")
def test_numbers_are_dutch():
    content = part("content.xml")
    styles = find(content, "//number:number-style")
    shown = {get(number, "number:decimal-places") for style in styles for number in style}
    assert shown == {"0", "2", "4"}
    assert {get(style, "number:language") for style in styles} == {"nl"}


def test_no_column_is_too_narrow_for_its_numbers():
    first, *_, last = find(part("content.xml"), "//table:table[1]/table:table-column/@table:style-name")
    assert first == f"width-{len('2.912.345.678,90') + 3}"
    assert last == "width-9"


def test_character_that_xml_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="x00"):
        ods.render(Workbook("t", "c", [Sheet("P", "nul \x00", "", [])]))


def test_page_without_tables():
    content = part("content.xml", Workbook("t", "c", [Sheet("P", "Titel", "", [])]))
    assert len(find(content, "//table:table-row")) == 1
    assert not find(content, "//table:database-ranges")


@pytest.mark.parametrize("blank", [Blank(), Blank(2), Blank(choices=["a", "b"], lines=3)])
def test_a_cell_to_fill_in_is_empty_and_looks_so(blank):
    """In both formats, with a fill behind it."""
    book = Workbook(
        "Invullen", "x", [Sheet("Blad", "", "", [Block("T", [Column("A"), Column("B")], [["a", blank]])])]
    )
    cell = openpyxl.load_workbook(BytesIO(xlsx.render(book))).active["B2"]
    assert (cell.value, cell.fill.fgColor.rgb) == (None, f"FF{TO_FILL_IN}")
    [table] = Document(BytesIO(ods.render(book))).body.tables
    assert table.get_value("B2") is None
    assert TO_FILL_IN in ZipFile(BytesIO(ods.render(book))).read("content.xml").decode()
