"""Tables of others: a code that changed, exports of StatLine, late accounts."""

import datetime
from decimal import Decimal

import pytest
from attrs import evolve

from allocation.errors import InputError
from allocation.inputs import InputSpec
from rules.reading.columns import read_columns
from rules.reading.stated import Purpose
from rules.runs.places import places
from rules.territory.municipalities import municipalities
from tables.reading.spreadsheets import read_table
from tests.helpers.handed_in import CASES, DAY, HALVES, PLACES, SE, read, run, text
from tests.helpers.workspaces import SHIPPED

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
