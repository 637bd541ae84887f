"""Tables in the shape in which people have them: the cases from practice, each kind with variants."""

import time
import zipfile
from decimal import Decimal

import pytest

from allocation.errors import InputError
from rules.reading.cells import Cells
from rules.reading.header import as_table
from tables.reading.grid import read_grids
from tables.reading.spreadsheets import read_table
from tests.helpers.handed_in import CASES, CODES, HALVES, SEPTEMBER, excel, read, run, text
from tests.helpers.workspaces import workspace


def test_a_header_stands_among_the_first_sixty_rows():
    """Below that it is a table in a text; the first row is its header then, and its columns are asked for."""
    table = [["code", "se"], ["0513", "1"]]
    for above, header in ((0, ["code", "se"]), (59, ["code", "se"]), (60, ["toelichting"])):
        rows = [*([["toelichting", ""]] * above), *table]
        cells = Cells("f.csv", [*enumerate(rows, 1)])
        assert as_table(cells, ["code", "se"]).header == header


# Of case 07, cells that the stored size of a sheet hides


def lying(path, size=b"A1:B2"):
    """The same workbook with another size stored in its sheets."""
    whole = zipfile.ZipFile(path)
    parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            before, mark, rest = content.partition(b'<dimension ref="')
            archive.writestr(name, before + mark + size + rest[rest.index(b'"') :] if mark else content)
    return path


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
def test_case_07_a_check_reads_every_row():
    arguments = ["--publication", SEPTEMBER, "--gemeente", "Gouda"]
    result = run("check", CASES / "07" / "specificatie.xlsx", *arguments)
    assert "2 van 2 bedragen gelijk" in result.stdout
    assert result.exit_code == 0


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
def test_case_07_own_data_are_read_whole():
    outcome = workspace(CASES / "07" / "eigen").outcome("vangnet-2019")
    assert outcome.result.total(outcome.prepared.year.amounts[0]) == 1_058_750


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
@pytest.mark.parametrize("size", [b"A1", b"A1:B2", b"A1:A343", b"A1:XFD1048576"])
def test_the_size_that_a_sheet_stores_is_not_believed(tmp_path, size):
    rows = [["code", "se"], *([code, float(value)] for code, value in HALVES.items())]
    path = lying(excel(tmp_path / "x.xlsx", rows), size)
    assert read(path) == HALVES
    assert len(next(read_grids(path)).rows) == 343


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
def test_hidden_and_filtered_rows_are_read_and_said(tmp_path):
    def hide(sheet):
        for row in (3, 4, 5, 9):
            sheet.row_dimensions[row].hidden = True

    path = excel(tmp_path / "x.xlsx", [["code", "se"], *([c, float(v)] for c, v in HALVES.items())], hide)
    assert read(path) == HALVES
    [aside] = read_table(path).asides
    assert (aside.kind, aside.rows) == ("hidden", (3, 4, 5, 9))


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def ods_row(*cells, more=""):
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
    )
    return f"<table:table-row{more}>{texts}</table:table-row>"


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
def test_a_million_empty_rows_before_a_note_cost_no_time(tmp_path):
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    rows = [
        ods_row("code", "se"),
        *(ods_row(c, str(v)) for c, v in HALVES.items()),
        empty,
        ods_row("Bron: CBS"),
    ]
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("content.xml", ODS.format(rows="".join(rows)))
    start = time.perf_counter()
    assert read(tmp_path / "x.ods") == HALVES
    assert time.perf_counter() - start < 3


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
def test_hidden_rows_and_repeated_cells_of_an_ods(tmp_path):
    repeated = '<table:table-row table:visibility="filter"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="14"/></table:table-row>'
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("content.xml", ODS.format(rows=ods_row("code", "se") + repeated))
    table = read_table(tmp_path / "x.ods")
    assert table.frame.rows() == [(2, "14", "14")]
    assert [(aside.kind, aside.rows) for aside in table.asides] == [("hidden", (2,))]


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-lost")
@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("code;se;se", "twee kolommen heten 'se'"),
        ("\n\ncode;se;se", "twee kolommen heten 'se'"),
        ('code;"se";"s\ne"', None),
        ('code;"s\ne";"s e"', "er is geen kolom 'se'"),
        ("code;se", "meer cellen dan koppen"),
    ],
)
def test_a_header_of_which_a_part_would_be_lost(tmp_path, header, what):
    body = "\n".join(f"{code};1;2" for code in CODES)
    (tmp_path / "x.csv").write_text(f"{header}\n{body}")
    if what is None:
        assert {*read(tmp_path / "x.csv").values()} == {1}
        return
    with pytest.raises(InputError, match=what):
        read(tmp_path / "x.csv")


# cases 09 and 24: separators, encodings, titles, numbers


@pytest.mark.promise("docs/figures-and-data.md#one-reader")
@pytest.mark.parametrize(("case", "first"), [("09", Decimal(100)), ("24", Decimal(100))])
def test_cases_09_and_24_a_table_as_it_was_saved(case, first):
    inputs = workspace(CASES / case / "eigen").outcome(SEPTEMBER).prepared.case.inputs
    assert inputs["verwachte_se"].exact[0] == first


@pytest.mark.promise("docs/figures-and-data.md#one-reader")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.txt"])
def test_any_encoding_and_separator(tmp_path, encoding, separator, name):
    above = f"Verwachte SE{separator}\nPeildatum{separator}é\n\n"
    assert read(text(tmp_path / name, separator=separator, above=above, encoding=encoding)) == HALVES


@pytest.mark.promise("docs/figures-and-data.md#one-reader")
@pytest.mark.parametrize("line", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n"])
def test_a_first_line_that_names_the_separator(tmp_path, line):
    assert read(text(tmp_path / "x.csv", above=line)) == HALVES
    assert next(read_grids(tmp_path / "x.csv")).rows[0] == ["code", "se"]


@pytest.mark.promise("docs/figures-and-data.md#one-reader")
def test_a_decimal_comma_between_commas_is_not_cut(tmp_path):
    with pytest.raises(InputError, match=r"meer cellen dan koppen.*een komma in een getal"):
        read(text(tmp_path / "x.csv", separator=","))


@pytest.mark.promise("docs/figures-and-data.md#one-reader")
def test_a_quote_that_does_not_end_swallows_nothing(tmp_path):
    (tmp_path / "x.csv").write_text('code;se\n0014;"1\n0034;2\n0037;3')
    with pytest.raises(InputError, match="dit is geen CSV"):
        read(tmp_path / "x.csv", complete=False)
