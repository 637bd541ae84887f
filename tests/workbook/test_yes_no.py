"""What is yes or no is a number in its cell, and reads as ja or nee in either kind of workbook."""

import shutil
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tables.words import JA_NEE
from tables.workbook import ods, xlsx
from tables.workbook.model import Block, Column, Formula, Sheet, Workbook

OFFICE = shutil.which("soffice")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
COLUMNS = [Column("Gemeente"), Column("Grond a (ja of nee)", JA_NEE), Column("Bedrag", 0)]
ROWS = [["Gouda", 1, 5], ["Almere", 0, 0], ["Delft", Formula("=IF(C6>0,1,0)", 1), 7]]
BOOK = Workbook("t", "c", [Sheet("Vangnet", "Titel", "", [Block("Grond", COLUMNS, ROWS, ["Totaal", 2, 12])])])


def test_a_cell_keeps_its_number():
    sheet = load_workbook(BytesIO(xlsx.render(BOOK)), data_only=True).active
    cells = [(row[1].value, row[1].number_format) for row in sheet.iter_rows() if row[1].value is not None]
    assert cells[1:] == [(1, '"ja";;"nee"'), (0, '"ja";;"nee"'), (1, '"ja";;"nee"'), (2, "#,##0")]


@pytest.mark.promise("docs/add-a-rule.md#yes-or-no")
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there (Debian: libreoffice-calc)")
@pytest.mark.parametrize("kind", [xlsx, ods])
def test_it_reads_as_ja_or_nee_and_its_total_as_a_number(kind, tmp_path):
    (tmp_path / "x").write_bytes(kind.render(BOOK))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", AS_SHOWN, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "x")], check=True, stdout=subprocess.DEVNULL)
    lines = (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[-4:]] == ["ja", "nee", "ja", "2"]
