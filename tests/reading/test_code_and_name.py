"""A row with a code and a name has those of one municipality; what a table says of itself is what it is used for."""

import datetime

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec
from cli import main
from rules.reading.code_and_name import misnamed
from rules.reading.columns import ROW, Table, read_columns
from rules.reading.stated import Purpose
from rules.runs.places import TERRITORY, places
from rules.territory.municipalities import municipalities

DAY = datetime.date(2024, 1, 1)
PLACES = places(DAY, TERRITORY)
CODES, NAMES = list(PLACES.names), list(PLACES.names.values())
COUNT = InputSpec("n", "Inwoners", "inwoners", "aantal", 0, "x")
PLAIN = Purpose()
SHARE = InputSpec("n", "Deel van de inwoners", "aandeel", "aandeel", 2, "x")
COSTS = InputSpec("n", "Netto lasten", "EUR", "bedrag", 0, "x")


def problems(codes, names, heading="naam"):
    frame = pl.DataFrame({ROW: range(2, len(codes) + 2), "code": codes, heading: names})
    return [str(problem) for problem in misnamed("f.csv", ROW, frame, "code", PLACES)]


def read(codes, spec=COUNT, heading="n", purpose=PLAIN, **more):
    frame = pl.DataFrame({ROW: range(2, len(codes) + 2), "code": codes, heading: ["1"] * len(codes), **more})
    return [
        str(p) for p in read_columns(Table("f.csv", frame), "code", [(spec, heading)], PLACES, purpose)[1]
    ]


@pytest.mark.promise("docs/plausible.md#code-and-name")
@given(st.integers(-5, 5).filter(bool), st.sampled_from(["naam", "Gemeente", "naam_statline", "wie"]))
def test_codes_that_moved_are_refused_with_the_cause(by, heading):
    [message] = problems([CODES[(place - by) % len(CODES)] for place in range(len(CODES))], NAMES, heading)
    assert f"({len(CODES)} rijen van dit soort)" in message
    assert f"codes en namen staan {'één rij' if abs(by) == 1 else f'{abs(by)} rijen'} uit elkaar" in message


@pytest.mark.promise("docs/plausible.md#code-and-name")
@given(st.lists(st.sampled_from(range(len(CODES))), min_size=2, max_size=2, unique=True))
def test_two_that_are_exchanged_are_refused(places_of):
    one, other = places_of
    names = [*NAMES]
    names[one], names[other] = names[other], names[one]
    [message] = problems(CODES, names)
    assert "die twee zijn verwisseld" in message
    assert CODES[min(one, other)] in message


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0518", "'s-Gravenhage"), ("0518", "Den Haag"), ("0518", "'s-Gravenhage (gemeente)"), ("0796", "DEN BOSCH"), ("1900", "Sudwest Fryslan"),
        ("0093", "Terschelling"), ("0820", "Nuenen c.a."), ("0164", "Hengelo"), ("0164", "Hengelo (O.)"), ("0513", "Gouda¹"), ("0513", "x"), ("0513", ""),
    ],
)  # fmt: skip
def test_other_names_of_the_same_are_no_contradiction(code, name):
    assert not problems([code], [name])


def test_the_lists_of_every_year_go_with_themselves():
    for year in range(2012, 2027):
        day = datetime.date(year, 1, 1)
        listed = municipalities(day)
        frame = pl.DataFrame({ROW: range(len(listed)), "code": listed["code"], "naam": listed["naam"]})
        assert misnamed("f.csv", ROW, frame, "code", places(day)) == []


def test_a_province_a_region_or_a_centre_is_no_name():
    frame = municipalities(DAY)
    assert not problems(CODES, frame["provincie"].to_list(), "provincie")
    assert not problems(CODES, ["Utrecht"] * len(CODES), "centrumgemeente")


@pytest.mark.promise("docs/plausible.md#code-and-name")
def test_restate_refuses_them_too(tmp_path):
    rows = [
        f'{code},{CODES.index(code)},"{name}"'
        for code, name in zip(CODES, NAMES[1:] + NAMES[:1], strict=True)
    ]
    (tmp_path / "x.csv").write_text("\n".join(["gemeentecode,n,naam", *rows]), encoding="utf-8")
    arguments = [
        "restate",
        str(tmp_path / "x.csv"),
        "--from",
        "2024-01-01",
        "--to",
        "2026-01-01",
        "--count",
        "n",
    ]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "y.csv")])
    assert result.exit_code == 2
    assert "codes en namen staan één rij uit elkaar" in result.stderr
    assert not (tmp_path / "y.csv").exists()


@pytest.mark.promise("docs/plausible.md#vintage")
@given(st.integers(2012, 2022))
def test_the_municipalities_of_another_year_are_said_to_be(year):
    codes = municipalities(datetime.date(year, 1, 1))["code"].to_list()
    [message] = read(codes)
    alike = [day for day, theirs in PLACES.lists.items() if theirs == {*codes}]
    assert (
        f"dit zijn de gemeenten van {max(alike)} (territory = {max(alike)} in de levering, [[data]])"
        in message
    )
    assert "totals" not in message


@pytest.mark.promise("docs/plausible.md#grouped")
@given(st.integers(4, 342), st.sampled_from(["9999", None]))
def test_many_wrong_codes_are_one_line(count, code):
    lines = read([code] * count + CODES[count:])
    assert 1 <= len(lines) <= 2
    assert f"{count} cellen: " in lines[0]
    assert "totals" not in lines[0]


@pytest.mark.promise("docs/plausible.md#grouped")
@given(st.integers(4, 342))
def test_totals_in_the_place_of_municipalities_leave_them_without_a_row(count):
    [line] = read(["Totaal"] * count + CODES[count:])
    assert f"({count} gemeenten)" in line


@pytest.mark.promise("docs/plausible.md#grouped")
def test_very_many_lines_of_one_kind_are_counted():
    message = str(InputError([Problem(f"cell {n}", "x", "y") for n in range(24_354)]))
    assert len(message.splitlines()) == 12
    assert message.splitlines()[-1] == "  en nog 24344 zulke"


def test_doubles_that_a_column_tells_apart():
    years = ["2023"] * len(CODES) + ["2024"] * len(CODES)
    [message] = read(CODES * 2, jaar=years)
    assert "342 gemeenten" in message
    assert "jaar is '2023', '2024': rows = { jaar = \"2023\" } in de levering, [[data]]" in message


@pytest.mark.promise("docs/plausible.md#stated")
@pytest.mark.parametrize(
    ("spec", "heading", "words"),
    [
        (COSTS, "lasten (x 1.000)", "duizendtallen"), (COSTS, "lasten_x1000eur", "duizendtallen"), (COSTS, "Lasten x € 1.000", "duizendtallen"),
        (COSTS, "lasten in mln", "duizendtallen"), (COSTS, "in duizenden euro's", "duizendtallen"), (COUNT, "per 1.000", "duizendtallen"),
        (COUNT, "inwoners in %", "procenten"), (COUNT, "percentage", "procenten"), (COSTS, "baten", "baten"), (COSTS, "lasten in centen", "centen"),
    ],
)  # fmt: skip
def test_a_heading_that_states_another_unit_is_refused(spec, heading, words):
    [message] = read(CODES, spec, heading)
    assert f"zegt {words}" in message


@pytest.mark.promise("docs/plausible.md#stated")
@pytest.mark.parametrize(("spec", "per", "refused"), [(SHARE, 100, 0), (SHARE, 1, 1), (COUNT, 100, 1)])
def test_a_share_that_is_read_per_hundred_may_say_so(spec, per, refused):
    frame = pl.DataFrame({ROW: range(2, len(CODES) + 2), "code": CODES, "n in %": ["1"] * len(CODES)})
    table = Table("f.csv", frame)
    _, problems = read_columns(table, "code", [(spec, "n in %")], PLACES, PLAIN, per=per)
    assert ["zegt procenten" in str(one) for one in problems] == [True] * refused


@pytest.mark.parametrize(
    "heading", ["lasten", "lasten 2024", "Inwoners_1", "n1000", "lasten netto (euro)", "bedrag"]
)
def test_a_heading_that_states_nothing_else_is_read(heading):
    assert not read(CODES, COSTS, heading)


SEPTEMBER = Purpose(["septembercirculaire-2024"], 2024)


@pytest.mark.promise("docs/plausible.md#stated")
@pytest.mark.parametrize(
    ("purpose", "column", "value", "right"),
    [
        (SEPTEMBER, "circulaire", "meicirculaire 2024", False), (SEPTEMBER, "Circulaire", "Septembercirculaire 2023", False),
        (SEPTEMBER, "circulaire", "Septembercirculaire gemeentefonds 2024", True), (SEPTEMBER, "publicatie", "eigen opgave", True),
        (Purpose(["mijn-circulaire"], 2024), "circulaire", "meicirculaire 2024", True),
        (SEPTEMBER, "uitkeringsjaar", "2025", False), (SEPTEMBER, "uitkeringsjaar", "2024", True), (SEPTEMBER, "peiljaar", "2022", True),
        (Purpose(["septembercirculaire-2024"], 2024, ["circulaire"]), "circulaire", "meicirculaire 2024", True),
    ],
)  # fmt: skip
def test_a_column_that_states_a_circular_or_a_year(purpose, column, value, right):
    assert (not read(CODES, purpose=purpose, **{column: [value] * len(CODES)})) == right
