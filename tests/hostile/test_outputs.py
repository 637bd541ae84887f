"""Names that a spreadsheet, a browser or a terminal would obey are texts in every output."""

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from tables.listing import FORMULA
from tests.hostile.corpus import CODES, PUBLICATION, figure

NAMES = ["=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1)", "\tx", "\u202exyz", "<script>alert(1)</script>"]
SIGNS = ("cmd|", "SUM(1)", "+1+1", "-1+1", "alert")
MERGED = {f"90{n:02}": name for n, name in enumerate(NAMES)}
PAIRS = zip(CODES[:14:2], CODES[1:14:2], strict=True)
MERGE = [f"--merge={a}+{b}={code}:{name}" for (a, b), (code, name) in zip(PAIRS, MERGED.items(), strict=True)]
ASKED = [PUBLICATION, *MERGE]
pytestmark = pytest.mark.xdist_group("hostile")


def done(*words):
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == 0, result.output[-500:]
    return result.output


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    out = tmp_path_factory.mktemp("uit")
    done("publish", *ASKED, "--out", str(out), "--open-data")
    done("publish", *ASKED, "--out", str(out), "--format", "ods")
    return {path.suffix: path for path in sorted(out.iterdir())}


def test_no_cell_of_an_xlsx_is_a_formula(files):
    cells = [
        c for sheet in load_workbook(files[".xlsx"]) for row in sheet.iter_rows() for c in row if c.value
    ]
    ours = [cell for cell in cells if any(sign in str(cell.value) for sign in SIGNS)]
    assert {cell.data_type for cell in ours} == {"s"}
    assert {NAMES[0], "@SUM(1)"} <= {cell.value for cell in ours}


def test_no_cell_of_an_ods_is_a_formula(files):
    content = ZipFile(files[".ods"]).read("content.xml").decode()
    formulas = re.findall(r'table:formula="([^"]*)"', content)
    assert not [formula for formula in formulas if any(sign in formula for sign in SIGNS)]
    assert "<script" not in content
    assert "=cmd|" in content


def test_no_cell_of_a_csv_is_a_formula(files):
    rows = list(csv.reader(StringIO(files[".csv"].read_text(encoding="utf-8-sig"))))
    names = {cell for row in rows for cell in row if "cmd|" in cell or "SUM(1)" in cell}
    assert names == {f"'{NAMES[0]}", "'@SUM(1)"}
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA[3:])]


class Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)


def test_no_source_is_a_tag_of_a_page(tmp_path):
    source = "<script>alert(1)</script>"
    figure("1.5")(tmp_path)
    path = tmp_path / "eigen.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"x"', json.dumps(source)), encoding="utf-8")
    asked = ["Gouda", "--publication", PUBLICATION, "--data", str(tmp_path), "--rule", "cluster_participatie"]
    page = done("explain", *asked, "--format", "html")
    assert "script" not in Tags(page).found
    assert "&lt;script&gt;" in page
    assert "alert(1)" in done("explain", *asked)
    assert "alert(1)" in str(json.loads(done("explain", *asked, "--format", "json")))
