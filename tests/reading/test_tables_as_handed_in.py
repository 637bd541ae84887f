"""Tables in the shape in which people have them: the cases from practice, each kind with variants."""

import datetime
import shutil
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from allocation.inputs import InputSpec
from cli import main
from rules.reading.columns import read_columns
from rules.reading.stated import Purpose
from rules.runs.places import places
from rules.territory.municipalities import municipalities
from tables.reading.grid import read_grids
from tables.reading.spreadsheets import read_table
from tests.helpers.workspaces import SHIPPED, workspace

CASES = Path(__file__).parents[1] / "cases"
SEPTEMBER = "septembercirculaire-2024"
DAY = datetime.date(2024, 1, 1)
PLACES = places(DAY)
CODES = list(PLACES.names)
SE = InputSpec("se", "SE", "SE", "aantal", 2, "x")


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def read(path, key="code", column="se", spec=SE, sheet="", **settings):
    """The values of a table by code. Raises InputError for all that is wrong in it."""
    columns, problems = read_columns(
        read_table(path, sheet), key, [(spec, column)], PLACES, Purpose(), **settings
    )
    if problems:
        raise InputError(problems)
    return dict(columns.select("code", spec.name).iter_rows())


def text(path, write=lambda i: f"{i},5", separator=";", above="", encoding="utf-8"):
    lines = [
        separator.join(["code", "se"]),
        *(f"{code}{separator}{write(i)}" for i, code in enumerate(CODES)),
    ]
    path.write_bytes((above + "\n".join(lines)).encode(encoding))
    return path


def excel(path, rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(path)
    return path


HALVES = {code: Decimal(i) + Decimal("0.5") for i, code in enumerate(CODES)}


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


DUTCH = str.maketrans(",.", ".,")


@pytest.mark.promise("docs/figures-and-data.md#numbers-are-plain")
@given(st.lists(st.decimals(0, 10**9, places=2, allow_nan=False), min_size=342, max_size=342), st.booleans())
def test_numbers_with_decimals_read_alike_in_dutch_and_english(tmp_path_factory, values, dutch):
    path = tmp_path_factory.mktemp("t") / "x.csv"
    shown = [format(value, ",.2f") for value in values]
    text(path, lambda i: shown[i].translate(DUTCH) if dutch else shown[i])
    assert list(read(path).values()) == values


@pytest.mark.promise("docs/figures-and-data.md#points-are-asked-about")
@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["1.234", "2.345"], None),
        (["1,234", "2,345"], None),
        (["1.234", "2,345"], None),
        (["1.234", "12,5"], ["1234", "12.5"]),
        (["1,234", "12.5"], ["1234", "12.5"]),
        (["1.234", "1.234.567"], ["1234", "1234567"]),
        (["1.234", "0.5"], ["1.234", "0.5"]),
        (["1 234", "12,5"], ["1234", "12.5"]),
        (["1\u00a0234,5", "7"], ["1234.5", "7"]),
        (["1.234", "2345"], ["1.234", "2345"]),
    ],
)
def test_a_column_says_how_its_numbers_are_written(tmp_path, cells, read_as):
    path = text(tmp_path / "x.csv", lambda i: cells[i % 2])
    if read_as is None:
        with pytest.raises(InputError, match=r'kan duizendtallen scheiden.*decimal = ","'):
            read(path)
        return
    assert list(read(path).values())[:2] == [Decimal(value) for value in read_as]


@pytest.mark.promise("docs/figures-and-data.md#points-are-asked-about")
@pytest.mark.parametrize(("sign", "total"), [(",", "421000"), (".", "421")])
def test_the_setting_decides(tmp_path, sign, total):
    shutil.copytree(CASES / "24" / "eigen", tmp_path, dirs_exist_ok=True)
    toml = tmp_path / "se.toml"
    toml.write_text(toml.read_text() + f'decimal = "{sign}"\n')
    csv = tmp_path / "se.csv"
    csv.write_text(csv.read_text().replace(";100", ";100.000"))
    found = workspace(tmp_path).outcome(SEPTEMBER).prepared.case.inputs["verwachte_se"].exact[0]
    assert found == (100_000 if sign == "," else 100)


@pytest.mark.promise("docs/figures-and-data.md#points-are-asked-about")
def test_a_number_of_a_spreadsheet_is_in_no_doubt_and_text_beside_it_is_read(tmp_path):
    cells = [1.234, "1.234,5", 12345, "7,25"]
    rows = [["code", "se"], *([code, cells[i % 4]] for i, code in enumerate(CODES))]
    values = list(read(excel(tmp_path / "x.xlsx", rows)).values())
    assert values[:4] == [Decimal("1.234"), Decimal("1234.5"), Decimal(12345), Decimal("7.25")]


@pytest.mark.promise("docs/figures-and-data.md#notations-of-codes")
@pytest.mark.parametrize(
    "write",
    [
        str,
        lambda c: c.lstrip("0"),
        lambda c: f"GM{c}",
        lambda c: f"gm{c} ",
        lambda c: f"{int(c)}.0",
        lambda c: f"{int(c)},0",
        lambda c: f"{c} {PLACES.names[c]}",
        lambda c: f"{PLACES.names[c]} ({int(c)})",
        PLACES.names.get,
    ],
)
def test_codes_in_any_notation_and_names_are_one_municipality(tmp_path, write):
    (tmp_path / "x.csv").write_text("code;se\n" + "\n".join(f"{write(c)};{v}" for c, v in HALVES.items()))
    assert read(tmp_path / "x.csv") == HALVES


@pytest.mark.promise("docs/figures-and-data.md#notations-of-codes")
@pytest.mark.parametrize("text", ["0034 Groningen", "Almere (14)", "0014 Atlantis", "Bergen", "Atlantis"])
def test_what_names_no_one_municipality_is_no_code(tmp_path, text):
    (tmp_path / "x.csv").write_text(f"code;se\n{text};1\n")
    with pytest.raises(InputError, match="of de naam van één gemeente"):
        read(tmp_path / "x.csv", complete=False)


@pytest.mark.promise("docs/figures-and-data.md#notations-of-codes")
def test_names_of_another_day_say_of_which(tmp_path):
    names = places(datetime.date(2022, 1, 1)).names.values()
    (tmp_path / "x.csv").write_text("code;se\n" + "\n".join(f"{name};1" for name in names))
    with pytest.raises(InputError, match="dit zijn de gemeenten van 2022-01-01"):
        read(tmp_path / "x.csv")


# Of case 15, a code that changed without a change of territory


@pytest.mark.promise("docs/territory.md#renumbered")
def test_case_15_a_municipality_under_its_new_code(tmp_path):
    arguments = [
        "--from",
        "2015-12-31",
        "--to",
        "2024-01-01",
        "--amount",
        "lasten",
        "--out",
        tmp_path / "o.csv",
    ]
    result = run("restate", CASES / "15" / "lasten.csv", *arguments)
    assert result.exit_code == 0, result.output
    assert "1940,De Fryske Marren,1000" in (tmp_path / "o.csv").read_text()


@pytest.mark.promise("docs/territory.md#renumbered")
@pytest.mark.parametrize(
    ("day", "written", "meant"),
    [
        ("2015-12-31", "1940", "1921"),
        ("2015-07-01", "1940", "1921"),
        ("2016-01-01", "1921", "1940"),
        ("2015-01-01", "1945", "0241"),
    ],
)
def test_either_code_is_that_municipality(tmp_path, day, written, meant):
    there = places(datetime.date.fromisoformat(day))
    rows = [f"{written if code == meant else code};1" for code in there.names]
    (tmp_path / "x.csv").write_text("code;se\n" + "\n".join(rows))
    columns, problems = read_columns(read_table(tmp_path / "x.csv"), "code", [(SE, "se")], there, Purpose())
    assert not problems
    assert {*columns["code"]} == {*there.names}


# Of case 19, exports of StatLine

STATLINE = ["--from", "2017-01-01", "--to", "2024-01-01", "--count", "Inwoners_1", "--key", "Regiokenmerken"]
RATE = ["--share", "Bijstandsdichtheid_3=Inwoners_1"]


@pytest.mark.promise("docs/territory.md#statline")
def test_case_19_a_filter_chooses_and_other_areas_are_passed_over(tmp_path):
    file = CASES / "19" / "statline.csv"
    asked = run("restate", file, *STATLINE, *RATE, "--out", tmp_path / "o.csv")
    assert asked.exit_code == 2
    assert "--rows Leeftijd=20150" in asked.stderr
    result = run("restate", file, *STATLINE, *RATE, "--rows", "Leeftijd=20150", "--out", tmp_path / "o.csv")
    assert result.exit_code == 0, result.output
    assert (
        "rijen 2-5: het land of een deel daarvan, geen gemeente, overgeslagen (NL01, LD01, PV20 (+1))"
        in result.stdout
    )
    assert {line.rpartition(",")[2] for line in (tmp_path / "o.csv").read_text().splitlines()[1:]} == {"20"}


@pytest.mark.promise("docs/territory.md#statline")
def test_a_point_is_missing_and_missing_is_not_zero(tmp_path):
    arguments = [*STATLINE, "--count", "Bijstandsontvangers_2", "--rows", "Leeftijd=90100"]
    result = run("restate", CASES / "19" / "statline.csv", *arguments, "--out", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert "(Haarlem): '.'; verwacht: een getal: leeg is niet nul" in result.stderr


@pytest.mark.promise("docs/territory.md#statline")
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("NL01  ;5", "areas"), ("PV27;5", "areas"), ("CR14;.", "areas"), ("GM0003;.", "remarks"), ("Bron: CBS;", "remarks"),
        ("Totaal;171", "totals"), (";171", None), ("9999;5", None), ("Nederland;171", "totals"),
    ],
)  # fmt: skip
def test_rows_of_no_municipality(tmp_path, line, kind):
    path = text(tmp_path / "x.csv")
    path.write_text(f"{path.read_text()}\n{line}\n")
    if kind:
        assert read(path) == HALVES
        return
    with pytest.raises(InputError, match=r"rij 344, kolom code"):
        read(path)


@pytest.mark.parametrize(("per", "value"), [(100, "12,5"), (1000, "125")])
def test_shares_per_hundred_and_thousand(tmp_path, per, value):
    share = InputSpec("share", "Share", "aandeel", "aandeel", 2, "x")
    path = text(tmp_path / "x.csv", lambda _: value)
    with pytest.raises(InputError, match="per = 100 of per = 1000"):
        read(path, spec=share)
    assert {*read(path, spec=share, per=per).values()} == {Decimal("0.125")}


# late accounts


def late(path, rows):
    """Lasten T-2, T-3 and whether the account was late, by row."""
    lines = [";".join([code, *rows[i % len(rows)]]) for i, code in enumerate(municipalities(DAY)["code"])]
    path.write_text("code;t2;t3;laat\n" + "\n".join(lines))
    name = "jaarrekening_te_laat[-2]"
    inputs = SHIPPED.library.inputs
    wanted = [
        (evolve(inputs["lasten[-2]"], where_not=name), "t2"),
        (evolve(inputs["lasten[-3]"], where=name), "t3"),
        (inputs[name], "laat"),
    ]
    return read_columns(read_table(path), "code", wanted, PLACES, Purpose(), columns_of={name: "laat"})


@pytest.mark.promise("docs/bijstand.md#late-accounts")
def test_late_accounts_as_they_are_delivered(tmp_path):
    columns, problems = late(tmp_path / "x.csv", [("100", "", "0"), ("", "90", "1"), (".", "80", "1")])
    assert not problems
    assert columns.select("lasten[-2]", "lasten[-3]").rows()[:3] == [(100, 0), (0, 90), (0, 80)]


@pytest.mark.promise("docs/bijstand.md#late-accounts")
@pytest.mark.parametrize(
    ("row", "where"),
    [(("", "", "1"), "kolom t3"), (("", "", "0"), "kolom t2"), (("", "90", "0"), "kolom t2"), (("100", "", "1"), "kolom t3"), (("100", "90", "0"), "kolom t3"), (("100", "90", "1"), "kolom t2")],
)  # fmt: skip
def test_one_of_two_years_and_the_one_that_counts(tmp_path, row, where):
    _, problems = late(tmp_path / "x.csv", [("100", "", "0"), ("", "90", "1"), row])
    assert problems
    assert any(where in problem.place for problem in problems)


@pytest.mark.promise("docs/bijstand.md#late-accounts")
def test_both_years_of_everyone_are_taken_too(tmp_path):
    _, problems = late(tmp_path / "x.csv", [("100", "90", "0"), ("100", "90", "1")])
    assert not problems
