"""A chart of a workbook draws the cells of its table, says what is on its axes, and has a text for who cannot see it."""

import subprocess
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from tables.workbook import ods, xlsx
from tables.workbook.model import Block, Chart, Column, Sheet, Workbook
from tests.helpers.office import OFFICE

COLUMNS = [Column("Jaar"), Column("Wsw & co", 1), Column("Rest", 1)]
TABLE = Block("per_jaar", COLUMNS, [["2023", 5, 1], ["2024 ▲", 7, None], ["2025", 6, 2]])


def chart(kind):
    return Chart(
        "De titel", "per_jaar", "Jaar", ["Wsw & co", "Rest"], "jaren", "euro's", "Wat te zien is.", kind
    )


def book(kind="stacked", *, apart=True):
    of = [chart(kind)]
    if not apart:
        return Workbook("Boek", "x", [Sheet("Het ' blad", "Titel", "", [TABLE], charts=of)])
    sheets = [Sheet("Grafiek", "Titel", "", [], charts=of), Sheet("Het ' blad", "Titel", "", [TABLE])]
    return Workbook("Boek", "x", sheets)


def of_xlsx(made):
    [drawn] = [one for sheet in openpyxl.load_workbook(BytesIO(made)).worksheets for one in sheet._charts]
    return drawn


def words(title):
    return "".join(run.t for paragraph in title.tx.rich.p for run in paragraph.r or [])


@pytest.mark.parametrize(
    ("kind", "grouping"), [("bars", "clustered"), ("stacked", "stacked"), ("lines", "standard")]
)
def test_a_chart_in_xlsx_draws_the_cells_of_its_table(kind, grouping):
    made = xlsx.render(book(kind))
    drawn = of_xlsx(made)
    assert drawn.grouping == grouping
    assert [(one.cat.strRef or one.cat.numRef).f for one in drawn.series] == ["'Het '' blad'!$A$4:$A$6"] * 2
    assert [one.val.numRef.f for one in drawn.series] == [f"'Het '' blad'!${c}$4:${c}$6" for c in "BC"]
    assert [one.tx.strRef.f for one in drawn.series] == [f"'Het '' blad'!${c}$3" for c in "BC"]
    assert [words(one) for one in (drawn.title, drawn.x_axis.title, drawn.y_axis.title)] == [
        "De titel", "jaren", "euro's",
    ]  # fmt: skip
    with ZipFile(BytesIO(made)) as parts:
        assert 'descr="Wat te zien is."' in parts.read("xl/drawings/drawing1.xml").decode()


def test_a_chart_in_ods_is_a_document_in_the_file():
    with ZipFile(BytesIO(ods.render(book()))) as parts:
        content, drawn, manifest = (
            etree.fromstring(parts.read(name))
            for name in ("content.xml", "Object 1/content.xml", "META-INF/manifest.xml")
        )
    assert {"Object 1/", "Object 1/content.xml"} <= {
        one.get(one.prefix and f"{{{one.nsmap['manifest']}}}full-path") for one in manifest
    }
    [frame] = content.iter("{*}frame")
    assert ["".join(one.itertext()) for one in frame.findall("{*}desc")] == ["Wat te zien is."]
    assert ["".join(one.itertext()) for one in drawn.iter("{*}title")] == ["De titel", "jaren", "euro's"]
    ranges = [
        value
        for one in drawn.iter("{*}series")
        for key, value in one.items()
        if key.endswith("values-cell-range-address")
    ]
    assert ranges == [f"'Het '' blad'.{c}4:'Het '' blad'.{c}6" for c in "BC"]


@pytest.mark.parametrize("kind", [xlsx, ods])
def test_without_a_chart_the_sheets_are_what_they_were_and_the_same_book_gives_the_same_bytes(kind):
    assert kind.render(book()) == kind.render(book())
    assert kind.render(book(apart=False)) == kind.render(book(apart=False))


def test_a_table_that_is_not_there_is_a_fault():
    lost = Workbook("Boek", "x", [Sheet("Grafiek", "Titel", "", [], charts=[chart("bars")])])
    for kind in (xlsx, ods):
        with pytest.raises(ValueError, match="per_jaar"):
            kind.render(lost)


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there")
def test_libreoffice_reads_the_chart_of_an_ods_with_the_values_of_its_cells(tmp_path):
    (tmp_path / "x.ods").write_bytes(ods.render(book(apart=False)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        f"{tmp_path}/x.ods",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    drawn = of_xlsx((tmp_path / "x.xlsx").read_bytes())
    assert drawn.grouping == "stacked"
    kept = [[float(point.v) for point in one.val.numRef.numCache.pt] for one in drawn.series]
    assert kept == [[5, 7, 6], [1, 2]]
    assert [point.v for point in drawn.series[0].cat.strRef.strCache.pt] == ["2023", "2024 ▲", "2025"]
