"""What made an outcome another, between two years or tables: parts that add up exactly."""

from fractions import Fraction

import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules.model import explain
from rules.model.between import CHANCE, HOUSEHOLDS, PAID, between
from rules.model.run import run, setting
from tests.helpers.model_settings import changed, of_year, some


def runs(folder, frames, settings):
    made = []
    for n, (frame, of) in enumerate(zip(frames, settings, strict=True)):
        path = folder / f"{n}.parquet"
        frame.write_parquet(path)
        made.append(run(path, of, folder / f"uit{n}"))
    return made


def place_of(one, other):
    both = {m.code for m in one.outcomes if m.outcome} & {m.code for m in other.outcomes if m.outcome}
    return min(both)


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    return runs(tmp_path_factory.mktemp("jaren"), [some(2024), some(2026)], [of_year(2024), of_year(2026)])


@pytest.mark.promise("docs/objectief-model.md#between-two-years")
def test_euros_add_up_to_the_change_of_the_outcome(years):
    code = place_of(*years)
    made = between(*years, code)
    was, now = (next(m.outcome for m in one.outcomes if m.code == code) for one in years)
    assert (made.before, made.after) == (was, now)
    assert list(made.euros) == [HOUSEHOLDS, CHANCE, PAID]
    assert sum(made.euros.values()) == now - was != 0


@pytest.mark.promise("docs/objectief-model.md#between-two-years")
def test_groups_add_up_to_the_change_of_the_distance_to_the_country(years):
    code = place_of(*years)
    made = between(*years, code)
    apart = [explain.by_part(explain.apart(one, code)) for one in years]
    for part in apart[0]:
        moved = sum((one.whole for one in made.groups if one.part == part), Fraction(0))
        assert moved == apart[1][part].difference - apart[0][part].difference != 0
    assert made.only


def test_another_table_on_the_same_households_is_all_weights(tmp_path):
    other = setting(2026, changed(tmp_path / "g.csv", 2026, "kans_op_bijstand", "student", "-1.0"))
    one, two = runs(tmp_path, [some(2026)] * 2, [of_year(2026), other])
    made = between(one, two, place_of(one, two))
    assert not any(moved.households for moved in made.groups)
    assert [moved.group for moved in made.groups if moved.weights] == ["Kan/wil niet werken"]
    assert made.euros[HOUSEHOLDS] == 0


def test_other_households_with_the_same_table_is_no_weight(tmp_path):
    one, two = runs(tmp_path, [some(2026), some(2026, 310).tail(290)], [of_year(2026)] * 2)
    made = between(one, two, place_of(one, two))
    assert not any(moved.weights for moved in made.groups)
    assert any(moved.households for moved in made.groups)


def test_a_municipality_without_an_outcome_is_refused(years):
    lacking = next(m.code for m in years[1].outcomes if not m.outcome)
    with pytest.raises(InputError, match="heeft geen uitkomst"):
        between(*years, lacking)


def test_the_command_says_it(tmp_path, years):
    for year in (2024, 2026):
        some(year).write_parquet(tmp_path / f"{year}.parquet")
    files = [str(tmp_path / f"{year}.parquet") for year in (2024, 2026)]
    asked = ["--uitkeringsjaar", "2024", "--met", "2026", "--gemeente", place_of(*years)]
    result = CliRunner().invoke(main, ["model-verschil", *files, *asked])
    assert result.exit_code == 0, result.output
    assert HOUSEHOLDS in result.output
    assert "exact op de logit" in result.output
