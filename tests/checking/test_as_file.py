"""The report of a check as a file: every difference in a workbook, one line for each cause on a page."""

from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.received_amounts import CLUSTER, SEPTEMBER, M, of_all


class _Cells(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.rows = 0
        self.heads = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.rows += tag == "tr"
        self.heads += (tag, dict(attrs).get("scope")) == ("th", "col")


def written(tmp_path, name):
    rows, _ = of_all(M, CLUSTER)
    text = "".join(f"{code};{amount}\n" for code, amount in rows.items())
    (tmp_path / "x.csv").write_text(f"code;Cluster Participatie\n{text}", encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER, "--rule", CLUSTER]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / name)])
    return result, tmp_path / name


@pytest.mark.promise("docs/check.md#one-cause-is-short")
def test_one_cause_of_many_is_short(tmp_path):
    """All 342 have the amount of another circular: that is one line on a page, and a few on the terminal."""
    result, page = written(tmp_path, "controle.html")
    assert result.exit_code == 1
    assert "  en 339 andere gemeenten net zo: " in result.stdout
    assert len(result.stdout.splitlines()) < 20
    text = page.read_text(encoding="utf-8")
    assert "Groningen (0014) en 341 andere gemeenten net zo" in text
    cells = _Cells(text)
    assert (cells.rows, cells.heads) == (2, 6)
    assert '<html lang="nl">' in text
    assert "<title>Controle van een opgave: Septembercirculaire" in text


@pytest.mark.promise("docs/check.md#a-report-as-a-file")
def test_a_workbook_has_every_difference(tmp_path):
    result, file = written(tmp_path, "controle.xlsx")
    assert f"geschreven: {file}" in result.stdout
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    assert book.sheetnames == ["Uitkomst", "Verschillen"]
    rows = [
        row for row in book["Verschillen"].iter_rows(values_only=True) if row[0] and len(str(row[0])) == 4
    ]
    assert len(rows) == 342
    groningen = next(row for row in rows if row[0] == "0014")
    assert groningen[3] - groningen[5] == groningen[6]
    assert groningen[7].startswith("dit is het bedrag van Meicirculaire gemeentefonds 2024")
    again, _ = written(tmp_path, "nog-eens.xlsx")
    assert again.exit_code == 1
    assert (tmp_path / "nog-eens.xlsx").read_bytes() == file.read_bytes()


@pytest.mark.promise("docs/check.md#a-report-as-a-file")
@pytest.mark.parametrize("name", ["controle.pdf", "controle", "controle.xls"])
def test_another_name_is_refused_and_nothing_is_written(tmp_path, name):
    result, file = written(tmp_path, name)
    assert result.exit_code == 2
    assert "zo heet geen verslag; verwacht: een naam op .xlsx of .html" in result.stderr
    assert not file.exists()
    assert not result.stdout


def test_a_file_that_agrees_has_a_report_too(tmp_path):
    (tmp_path / "x.csv").write_text("Onderdeel;2024\nCluster Participatie;17.669.037\n", encoding="utf-8")
    for name in ("x.html", "x.xlsx"):
        arguments = ["--publication", SEPTEMBER, "--gemeente", "Gouda", "--rule", CLUSTER]
        result = CliRunner().invoke(
            main, ["check", str(tmp_path / "x.csv"), *arguments, "--out", str(tmp_path / name)]
        )
        assert result.exit_code == 0, result.output
    assert "1 van 1 bedragen gelijk" in (tmp_path / "x.html").read_text(encoding="utf-8")
