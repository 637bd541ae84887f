"""Numbers and codes in the notations that are handed in."""

import datetime
import shutil
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from rules.runs.places import places
from tests.helpers.handed_in import CASES, CODES, HALVES, PLACES, SEPTEMBER, excel, read, text
from tests.helpers.workspaces import workspace

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
