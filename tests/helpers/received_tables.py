"""Tables as a municipality may have received them, given to check."""

import openpyxl
from click.testing import CliRunner

from cli import main

SEPTEMBER = "septembercirculaire-2024"
GOUDA = ("--gemeente", "Gouda")
RIGHT = "Cluster Participatie;{}17.669.037\nIU Participatie;{}10.843.061\n"


def file(tmp_path, text, *arguments, publication=SEPTEMBER):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    return check(tmp_path / "x.csv", *arguments, publication=publication)


def check(path, *arguments, publication=SEPTEMBER):
    return CliRunner().invoke(main, ["check", str(path), "--publication", publication, *arguments])


def workbook(tmp_path):
    """An explanation first, the amounts on the second sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Hierachter staan de bedragen."])
    sheet = book.create_sheet("Specificatie")
    sheet.append(["Gemeente", "Cluster Participatie", "IU Participatie"])
    sheet.append(["Gouda", 17_669_037, 10_843_061])
    book.save(tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"
