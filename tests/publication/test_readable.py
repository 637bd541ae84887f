"""Everyone can read what is published: the 33 rules over every publication, in both formats; each fails when broken."""

import os
import re
import tomllib
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from attrs import evolve

from rules.analysis.overview import overview_of
from rules.analysis.verify import agreements
from rules.territory.municipalities import table
from tables import publish
from tables.publication.abbreviations import found
from tables.workbook.model import Link, Workbook
from tests.helpers import readable, written
from tests.helpers.workspaces import LIBRARY, SHIPPED

ROOT = Path(__file__).parents[2]
KINDS = ["xlsx", "ods"]
COMPLETE = [
    name
    for name, one in LIBRARY.publications.items()
    if all(SHIPPED.complete(name, year.year) for year in one.years)
]
SOME = [
    "septembercirculaire-2024",
    "meicirculaire-2024",
    "budgetten-2025-definitief",
    "totaalbeeld-2024",
    "herindelingsmaatstaf-2024",
]
CHOSEN = COMPLETE if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else SOME
SMALL = "regeling-beschut-werk-2026"


@cache
def book(name):
    outcomes = SHIPPED.outcomes(name)
    agreed = [agreements(SHIPPED, outcome) for outcome in outcomes]
    beside = [overview_of(SHIPPED, outcome) for outcome in outcomes]
    return publish.workbook(outcomes, agreed, publish.Extra(beside=beside))


@cache
def content(name, kind):
    return publish.RENDERERS[kind](book(name))


@cache
def document(name, kind):
    return written.read(content(name, kind), kind)


@pytest.mark.promise("docs/paper.md#33-rules")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CHOSEN)
def test_the_rules_hold(name, kind):
    wrong = {number: rule(document(name, kind)) for number, rule in readable.OF_A_FILE.items()}
    assert {number: found[:3] for number, found in wrong.items() if found} == {}


def test_every_abbreviation_that_is_shipped_has_a_meaning():
    """Of all rules and publications, also those that only own data make whole (rule 32 reads a workbook)."""
    meanings = set(table("afkortingen.csv").get_column("afkorting"))
    said = [
        text
        for path in ROOT.glob("rules/**/*.toml")
        for text in strings(tomllib.loads(path.read_text("utf-8")))
    ]
    assert len(said) > 1000
    assert found(said) - meanings - readable.NO_ABBREVIATION == set()


def strings(value):
    """Every text in a value of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


@pytest.mark.promise("docs/paper.md#both-formats")
@pytest.mark.parametrize("name", CHOSEN)
def test_both_formats_hold_the_same(name):
    assert readable.rule_30(document(name, "xlsx"), document(name, "ods")) == []


@pytest.mark.parametrize("name", CHOSEN)
def test_the_names_of_the_files(name):
    outcomes = SHIPPED.outcomes(name)
    assert readable.rule_33(list(publish.files(outcomes, [[]] * len(outcomes), "ods"))) == []


@pytest.mark.promise("docs/paper.md#exceptions")
def test_every_exception_is_of_a_rule_and_has_a_reason():
    assert {*readable.EXCEPTIONS} <= {*range(1, 34)}
    assert all(len(reason.split()) > 8 for reason in readable.EXCEPTIONS.values())


# Broken on purpose: each break is one that the rule of its number must find


def sheets(change, place=1):
    """A break of the workbook: another sheet in the place of one."""

    def broken(old: Workbook):
        return evolve(old, sheets=[change(s) if n == place else s for n, s in enumerate(old.sheets)])

    return broken


def block(change, place=1):
    return sheets(lambda sheet: evolve(sheet, blocks=[change(table) for table in sheet.blocks]), place)


def first_row(change):
    return block(lambda table: evolve(table, rows=[change([*table.rows[0]]), *table.rows[1:]]))


def put(column, value):
    return first_row(lambda row: [*row[:column], value, *row[column + 1 :]])


def cover(gone):
    def without(table):
        kept = [n for n, row in enumerate(table.rows) if gone not in str(row[0])]
        columns = [evolve(c, marks=[c.marks[n] for n in kept]) for c in table.columns]
        return evolve(table, columns=columns, rows=[table.rows[n] for n in kept])

    return block(without, 0)


def last_column(old):
    places = [n for n, c in enumerate(old.sheets[1].blocks[0].columns) if c.decimals is not None]
    return places[0]


BROKEN = {
    1: sheets(lambda sheet: evolve(sheet, blocks=[])),
    2: block(lambda table: evolve(table, name="Tabel1")),
    5: put(1, None),
    9: sheets(lambda sheet: evolve(sheet, subtitle="x")),
    12: sheets(lambda sheet: evolve(sheet, blocks=[sheet.blocks[0], evolve(sheet.blocks[0], name="tweede")])),
    14: cover("Contact"),
    15: cover("Blad Overzicht"),
    16: put(1, "Groningen [noot 99]"),
    26: lambda old: put(last_column(old), "elf")(old),
    27: put(0, "14"),
    28: cover("afgeleid"),
    29: sheets(lambda sheet: evolve(sheet, blocks=[evolve(t, rows=[[*t.rows[0][:1], Link("https://x.nl", "Leeswijzer"), *t.rows[0][2:]], *t.rows[1:]]) for t in sheet.blocks])),
    32: put(1, "ZQXV"),
    31: lambda old: block(lambda t: evolve(t, totals=[v + 1000 if n == last_column(old) else v for n, v in enumerate(t.totals)]))(old),
}  # fmt: skip
"""By rule what is done to the workbook before it is written."""

BYTES = {
    4: {
        "xlsx": ("xl/sharedStrings.xml", "<t>Gemeente</t>", "<t>Gemeentecode</t>"),
        "ods": ("content.xml", "<text:p>Gemeente</text:p>", "<text:p>Gemeentecode</text:p>"),
    },
    3: {
        "xlsx": ("xl/worksheets/sheet2.xml", "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'),
        "ods": ("content.xml", "<table:table-cell ", '<table:table-cell table:number-columns-spanned="2" '),
    },
    6: {
        "xlsx": ("xl/sharedStrings.xml", "<t>Overzicht per gemeente", "<t>" + "Lang " * 30 + "Overzicht per gemeente"),
        "ods": ("content.xml", "<text:p>Overzicht per gemeente", "<text:p>" + "Lang " * 30 + "Overzicht per gemeente"),
    },
    7: {
        "xlsx": ("xl/worksheets/sheet2.xml", r'<c r="A1".*?</c>', '<c r="A1"/>'),
        "ods": ("content.xml", r"<text:p>Overzicht per gemeente.*?</text:p>", ""),
    },
    8: {
        "xlsx": ("xl/styles.xml", 'name="Heading 1"', 'name="Kop"'),
        "ods": ("styles.xml", 'display-name="Heading 1"', 'display-name="Kop"'),
    },
    10: {
        "xlsx": ("xl/tables/table2.xml", 'ref="A', 'ref="B'),
        "ods": ("content.xml", r"(target-range-address=\"[^\"]*?)\.A", r"\1.B"),
    },
    11: {
        "xlsx": ("xl/tables/table2.xml", r'ref="A(\d+):([A-Z]+)\d+"', r'ref="A\1:\g<2>20"'),
        "ods": ("content.xml", r"(target-range-address=\"'Overzicht 2026'\.A\d+:'Overzicht 2026'\.[A-Z]+)\d+", r"\g<1>20"),
    },
    13: {
        "xlsx": ("xl/workbook.xml", 'name="Overzicht 2026"', 'name="Een naam van een blad die langer is dan 31 tekens"'),
        "ods": ("content.xml", 'name="Overzicht 2026"', 'name="Een naam van een blad die langer is dan 31 tekens"'),
    },
    17: {
        "xlsx": ("xl/styles.xml", 'rgb="FF595959"', 'rgb="FFBBBBBB"'),
        "ods": ("content.xml", 'fo:color="#595959"', 'fo:color="#BBBBBB"'),
    },
    18: {
        "xlsx": ("xl/styles.xml", 'fgColor rgb="FF154273"', 'fgColor rgb="FF123456"'),
        "ods": ("content.xml", 'background-color="#154273"', 'background-color="#123456"'),
    },
    19: {
        "xlsx": ("xl/styles.xml", '<sz val="10"/>', '<sz val="9"/>'),
        "ods": ("content.xml", 'fo:font-size="10pt"', 'fo:font-size="9pt"'),
    },
    20: {
        "xlsx": ("xl/media/x.png", "", "x"),
        "ods": ("content.xml", "<text:p>", "<draw:frame xmlns:draw='urn:x'/><text:p>"),
    },
    21: {
        "xlsx": ("xl/worksheets/sheet2.xml", "<oddFooter>&amp;L", "<oddFooter>&amp;LGeheim "),
        "ods": ("styles.xml", "<style:region-left><text:p>Overzicht", "<style:region-left><text:p>Geheim Overzicht"),
    },
    22: {
        "xlsx": ("xl/worksheets/sheet2.xml", '<col min="1" ', '<col hidden="1" min="1" '),
        "ods": ("content.xml", "<table:table-column ", '<table:table-column table:visibility="collapse" '),
    },
    23: {
        "xlsx": ("xl/worksheets/sheet2.xml", r'ySplit="\d+" topLeftCell="C\d+"', 'ySplit="1" topLeftCell="C2"'),
        "ods": ("settings.xml", 'config:name="VerticalSplitPosition" config:type="short">', 'config:name="VerticalSplitPosition" config:type="short">1'),
    },
    24: {
        "xlsx": ("docProps/core.xml", "nl-NL", "en-GB"),
        "ods": ("meta.xml", "nl-NL", "en-GB"),
    },
    25: {
        "xlsx": ("xl/workbook.xml", "<workbookView ", '<workbookView activeTab="1" '),
        "ods": ("settings.xml", 'ActiveTable" config:type="string">Leeswijzer', 'ActiveTable" config:type="string">Bronnen'),
    },
}  # fmt: skip
"""By rule and format what is done to the file: in which part, what, and what stands there instead."""


def edited(made, part, old, new):
    """The file with something else in one of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, re.sub(old, new, text.decode()).encode() if name == part else text)
        if part not in source.namelist():
            target.writestr(part, new)
    assert out.getvalue() != made
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_small_publication_is_well(kind):
    assert not any(rule(document(SMALL, kind)) for rule in readable.OF_A_FILE.values())


@pytest.mark.promise("docs/paper.md#breaks-are-found")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [*BROKEN])
def test_a_break_in_the_workbook_is_found(number, kind):
    made = publish.RENDERERS[kind](BROKEN[number](book(SMALL)))
    assert readable.OF_A_FILE[number](written.read(made, kind))


@pytest.mark.promise("docs/paper.md#breaks-are-found")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [*BYTES])
def test_a_break_in_the_file_is_found(number, kind):
    made = edited(content(SMALL, kind), *BYTES[number][kind])
    assert readable.OF_A_FILE[number](written.read(made, kind))


@pytest.mark.promise("docs/paper.md#breaks-are-found")
def test_a_difference_between_the_formats_and_a_wrong_name_are_found():
    other = publish.RENDERERS["ods"](put(1, "Anders")(book(SMALL)))
    assert readable.rule_30(document(SMALL, "xlsx"), written.read(other, "ods"))
    assert readable.rule_33(["Publicatie 2024.xlsx", "x.parquet"])
    assert readable.rule_33(["publicatie-2024.xlsx"])


def test_every_rule_is_broken_once():
    assert {*BROKEN, *BYTES, 30, 33} == {*range(1, 34)}
