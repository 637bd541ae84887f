"""On every date on which anything changes the rulebook is whole, and nothing is said twice."""

import datetime
from fractions import Fraction

import pytest

from allocation.case import CODE
from allocation.errors import InputError, RuleError
from allocation.territory import restated
from rules.guarding.times import broken_years, changes, holes
from rules.guarding.units import own_rules
from rules.territory.municipalities import FIRST, carried, last_list, moves, municipalities
from tests.helpers.workspaces import LIBRARY

DAYS = sorted({move.date for move in moves() if move.date > FIRST and move.date.year <= last_list()})
NOT_READ = {
    "norm_": [2017, 2018, 2021, 2023, 2025],  # the tables of these years were not found
    "loon_en_prijs_gemeentefonds": [2022, 2023, 2024, 2025],  # the percentages were not read
    "lezing_vaste_aandelen": [2024, 2025],  # all is one budget then: the readings are the same
}
"""What no source gives, so that a run that needs it is refused."""


@pytest.mark.promise("docs/guard.md#whole-on-every-date")
def test_in_every_year_of_a_change_there_is_a_rulebook():
    assert [str(problem) for problem in broken_years(LIBRARY)] == []
    assert changes(LIBRARY) == [2012, *range(2014, 2049)]


@pytest.mark.promise("docs/guard.md#whole-on-every-date")
def test_a_figure_of_the_law_has_a_value_in_every_year_or_is_known_not_to():
    found = holes(LIBRARY)
    expected = {
        name: years for name in LIBRARY.figures for start, years in NOT_READ.items() if name.startswith(start)
    }
    assert found == {name: years for name, years in expected.items() if name in found}
    assert {start for start in NOT_READ for name in found if name.startswith(start)} == {*NOT_READ}


@pytest.mark.promise("docs/guard.md#whole-on-every-date")
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_on_every_day_of_a_reorganisation_each_municipality_is_there_once(day):
    before, after = day - datetime.timedelta(days=1), day
    codes, parts = list(municipalities(before)[CODE]), carried(before, after)
    now = restated({code: Fraction(1) for code in codes}, parts)
    assert sorted(now) == list(municipalities(after)[CODE])
    assert len({*codes}) == len(codes)
    assert sum(now.values()) == len(codes)


RULES = '''
from allocation.rules import rule

@rule(label="A", unit="EUR", source="x", valid_from={a_from}, valid_to={a_to}, name="een")
def een(bedrag):
    """Een."""
    return bedrag

@rule(label="A", unit="EUR", source="x", valid_from={b_from}, name="een")
def een_later(bedrag):
    """Een."""
    return bedrag + bedrag

@rule(label="B", unit="EUR", source="x", valid_from={c_from})
def twee(een):
    """Twee."""
    return een
'''
FIGURES = """
[figures.bedrag]
label = "Bedrag"
unit = "EUR"
source = "x"
values = [{values}]
"""


def someone_else(tmp_path, values=(2020, 2021, 2022), a_from=2020, a_to=2020, b_from=2021, c_from=2020):
    (tmp_path / "wet.py").write_text(RULES.format(a_from=a_from, a_to=a_to, b_from=b_from, c_from=c_from))
    said = ", ".join(f'{{ year = {year}, value = 1, status = "officieel" }}' for year in values)
    (tmp_path / "wet.toml").write_text(FIGURES.format(values=said))
    return own_rules(tmp_path)


def test_a_rulebook_of_someone_else_that_is_whole_is_taken(tmp_path):
    assert len(someone_else(tmp_path).rules) == 3


@pytest.mark.promise("docs/guard.md#whole-on-every-date")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"values": (2020, 2022)}, "cijfer bedrag: de wet zegt niets over 2021"),
        (
            {"c_from": 2019, "values": (2019, 2020, 2021)},
            "de regels van 2019: rule twee reads een, which is not in force",
        ),
        ({"a_to": 2021}, "overlap"),
        ({"b_from": 2022}, "no version between"),
        ({"values": (2020, 2021, 2021)}, "staat er twee keer"),
    ],
    ids=["a figure", "a rule", "overlap", "a gap", "twice"],
)
def test_a_rulebook_of_someone_else_that_is_not_whole_is_refused(tmp_path, wrong, said):
    with pytest.raises((InputError, RuleError), match=said):
        someone_else(tmp_path, **wrong)
