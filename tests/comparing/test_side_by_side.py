"""Several years of a publication stand beside each other, on one territory, each with its stand and status."""

from io import BytesIO

import openpyxl
import pytest

from rules.analysis.restate import values_of
from rules.analysis.side_by_side import side_by_side
from tables.comparing.side_by_side import year_sheets
from tests.helpers.workspaces import SHIPPED
from tests.publication.test_readable import content

NAME = "meicirculaire-2024"


@pytest.mark.promise("README.md#years-side-by-side")
@pytest.mark.parametrize(
    ("amount", "sheet"),
    [("cluster_participatie", "Jaren Cluster Participatie"), ("iu_participatie", "Jaren IU Participatie")],
)
def test_every_year_of_an_amount_is_that_of_the_engine(amount, sheet):
    rows = list(openpyxl.load_workbook(BytesIO(content(NAME, "xlsx")))[sheet].iter_rows(values_only=True))
    place = next(n for n, row in enumerate(rows) if row[0] == "Gemeentecode")
    assert [text.split(" (")[0] for text in rows[place][2:]] == ["2024, nader voorlopig", "2025, voorlopig"]
    outcomes = SHIPPED.outcomes(NAME)
    expected = [values_of(outcome, amount) for outcome in outcomes]
    shown = {row[0]: row[2:] for row in rows[place + 1 :] if row[0]}
    assert shown == {code: tuple(of[code] for of in expected) for code in expected[0]}
    assert rows[-1][2:] == tuple(outcome.result.total(amount) for outcome in outcomes)


def test_one_year_alone_has_no_such_sheet():
    assert year_sheets(SHIPPED.outcomes("septembercirculaire-2024"), "", least=2) == []


def test_of_an_older_territory_amounts_are_added_up_and_that_is_said():
    first = SHIPPED.outcome("regeling-beschut-werk-2022", 2022)
    last = SHIPPED.outcome("regeling-beschut-werk-2026", 2026)
    years = side_by_side([first, last], "aantal_beschut_werk")
    assert [year.moved for year in years] == [True, False]
    assert [*years[0].amounts] == [*years[1].amounts]
    assert years[0].total == first.result.total("aantal_beschut_werk")
    changed = {*last.prepared.case.codes} - {*first.prepared.case.codes}
    assert changed
    assert all(years[0].statuses[code] == first.result.statuses["aantal_beschut_werk"] for code in changed)
    [sheet] = year_sheets([first, last], "", least=2)
    assert "opgeteld" in sheet.subtitle
