"""Reading what is handed in: every number exactly, nothing loosely, from CSV, Excel and ODS alike."""

from decimal import Decimal

import odfdo
import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.inputs import InputSpec
from rules.reading.columns import ROW, Table, read_columns
from rules.reading.places import Places
from rules.reading.stated import Purpose
from tables.reading.spreadsheets import read_table

COUNT = InputSpec("people", "People", "persons", "aantal", 0, "Edict 1")
SHARE = InputSpec("share", "Share", "", "aandeel", 2, "Edict 2")


def sheet(values, codes=None):
    codes = codes or [str(i) for i in range(len(values))]
    return Table(
        "f.csv",
        pl.DataFrame(
            {ROW: range(2, len(values) + 2), "code": codes, "v": values}, schema_overrides={"v": pl.String}
        ),
    )


def read(values, spec=COUNT):
    table = sheet(values)
    return read_columns(
        table, "code", [(spec, "v")], Places({c: f"City {c}" for c in table.frame["code"]}), Purpose()
    )


@pytest.mark.promise("docs/figures-and-data.md#numbers-are-plain")
@given(st.lists(st.decimals(0, 10**12, places=6, allow_nan=False), min_size=1, max_size=8))
def test_every_digit_is_kept(values):
    frame, problems = read([format(value, "f") for value in values])
    assert problems == []
    assert frame["people"].to_list() == values


@pytest.mark.promise("docs/figures-and-data.md#numbers-are-plain")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "1e5",
        "NaN",
        "inf",
        "-",
        "1.2.3",
        "€ 5",
        "0x10",
        "\u0661",
        "5 6",
        "1.",
        ".5",
        "+3",
    ],
)
def test_what_is_no_number(text):
    _, [problem] = read([text or None])
    assert problem.place == "f.csv, rij 2, kolom v (City 0)"


@pytest.mark.parametrize(
    ("text", "fine"), [("0", True), ("1", True), ("0.5", True), ("1.01", False), ("2", False)]
)
def test_a_share_lies_between_0_and_1(text, fine):
    assert (read([text], SHARE)[1] == []) == fine


@pytest.mark.promise("docs/figures-and-data.md#points-are-asked-about")
@pytest.mark.parametrize(
    ("values", "suspect"),
    [
        (["315", "1.234", "12.345"], True),
        (["315", "1.234", "12.34"], False),
        (["315", "0.234"], False),
        (["1315", "1.234"], False),
        (["1.234", "2.345"], True),
    ],
)
def test_points_that_may_separate_thousands_are_asked_about(values, suspect):
    assert bool(read(values)[1]) == suspect


def excel(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def ods(path, rows):
    document = odfdo.Document("spreadsheet")
    table = odfdo.Table("Blad1")
    table.set_values(rows)
    document.body.clear()
    document.body.append(table)
    document.save(str(path))


@pytest.mark.promise("docs/figures-and-data.md#numbers-are-plain")
@pytest.mark.parametrize(("kind", "write"), [("xlsx", excel), ("ods", ods)])
def test_a_spreadsheet_reads_as_what_was_typed(tmp_path, kind, write):
    path = tmp_path / f"x.{kind}"
    write(path, [["code", "v"], ["0014", 1], ["0034", 0.1], ["0037", 12345.67], ["0047", "n.v.t."]])
    found = read_table(path)
    assert found.frame["code"].to_list() == ["0014", "0034", "0037", "0047"]
    assert found.frame["v"].to_list() == ["1", "0.1", "12345.67", "n.v.t."]
    assert found.frame[ROW].to_list() == [2, 3, 4, 5]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    path = tmp_path / "x.xlsx"
    excel(path, [[None], ["code", "v"], [None], ["0014", 1]])
    found = read_table(path)
    assert found.frame.rows() == [(4, "0014", "1")]
    assert found.place == "x.xlsx, blad Sheet"


def test_a_named_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Tweede").append(["code", "v"])
    book["Tweede"].append([14, Decimal("2.5")])
    book.save(tmp_path / "x.xlsx")
    assert read_table(tmp_path / "x.xlsx", "Tweede").frame.rows() == [(2, "14", "2.5")]
