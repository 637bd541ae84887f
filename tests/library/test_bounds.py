"""Figures between their bounds, and units of the whole library: what cannot be is refused when it is read."""

import re

import pytest

import rules
from allocation.errors import InputError, RuleError
from allocation.figures import LAW
from rules.library.units import check_library_units
from tests.helpers.workspaces import LIBRARY


def own_folder(path, figure, year, value, publication=""):
    said = f'publication = "{publication}", ' if publication else ""
    (path / "eigen.toml").write_text(
        f'[figures.{figure}]\nvalues = [{{ year = {year}, {said}value = {value}, status = "indicatief", '
        'source = "eigen opgave" }]\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.promise("docs/figures-and-data.md#figures-have-bounds")
@pytest.mark.parametrize(
    ("figure", "year", "value", "allowed"),
    [
        ("lezing_grondslag_historisch", 2022, 2, "van 0 tot en met 1"),
        ("lezing_budget_jongeren", 2026, 2, "van 0 tot en met 1"),
        ("maanden_betaald", 2024, 13, "van 0 tot en met 11"),
        ("maanden_betaald", 2024, 12, "van 0 tot en met 11"),
        ("correctie_late_jaarrekening", 2024, 5, "van 0.95 tot en met 1.05"),
        ("vergoed_deel", 2024, 1.5, "van 0 tot en met 1"),
        ("jaren_b", 2025, 4, "van 0 tot en met 3"),
        ("drempel_a", 2024, 0.075, "van 1 tot en met 3"),
        ("uitkeringsfactor", 2024, 1420, "van 0 tot en met 3"),
        ("bedrag_bijstandsontvanger", 2024, -1, "van 0 tot en met 1000000"),
        ("budget_wsw", 2024, 2_000_000_000_000, "van 0 tot en met 1000000000000"),
        ("bovengrens_inwoners", 2024, 15_000, "ondergrens_inwoners"),
        ("ondergrens_inwoners", 2024, 40_000, "minder dan 40000, dat is bovengrens_inwoners"),
        ("tweede_drempel_b", 2025, 1.05, "minder dan 1.05, dat is tweede_drempel_b"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_what_may_be(tmp_path, figure, year, value, allowed):
    with pytest.raises(InputError) as error:
        rules.library(own_folder(tmp_path, figure, year, value))
    [problem] = error.value.problems
    for part in ("eigen.toml", figure, str(year), allowed):
        assert part in str(problem)


def test_what_may_be_is_read(tmp_path):
    assert rules.library(own_folder(tmp_path, "correctie_late_jaarrekening", 2024, 0.95))


@pytest.mark.parametrize("year", range(2017, 2027))
def test_bounds_hold_between_what_a_publication_says_and_the_law(tmp_path, year):
    """A lower bound of one's own against the upper one of the law."""
    name = next(n for n, p in LIBRARY.publications.items() for y in p.years if y.year == year)
    with pytest.raises(InputError, match="bovengrens_inwoners"):
        rules.library(own_folder(tmp_path, "ondergrens_inwoners", year, 50_000, name))


def test_every_shipped_figure_has_an_upper_bound():
    assert not [name for name, figure in LIBRARY.figures.items() if figure.bounds.most is None]


def test_bounds_are_close_enough_to_catch_a_misplaced_point():
    """A bare number of the law times a thousand is refused."""
    for figure in LIBRARY.figures.values():
        for value in figure.values:
            if figure.unit in ("factor", "aandeel") and value.publication == LAW and value.value:
                assert not figure.bounds.allow(value.value * 1000), figure.name


def test_a_unit_in_a_file_is_read_where_it_stands(tmp_path):
    toml = '[inputs.x]\nlabel = "X"\nunit = "1 = ja"\nkind = "aantal"\ndecimals = 0\nsource = "x"\n'
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape("inputs['x'].unit")):
        rules.library(tmp_path)


@pytest.mark.parametrize(("unit", "kind"), [("vlag", "ja of nee"), ("ja of nee", "aantal")])
def test_what_is_yes_or_no_is_so_in_kind_and_unit(tmp_path, unit, kind):
    toml = f'[inputs.x]\nlabel = "X"\nunit = "{unit}"\nkind = "{kind}"\ndecimals = 0\nsource = "x"\n'
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match="in beide, of in geen van beide"):
        rules.library(tmp_path)


def test_an_input_in_another_unit_than_its_rule_is_refused(tmp_path):
    toml = '[inputs.doelgroepenregister]\nlabel = "X"\nunit = "EUR"\nkind = "bedrag"\ndecimals = 0\nsource = "x"\n'
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(RuleError, match=r"rule (uitkeringsbasis_participatie|nieuwe_sleutel): .*EUR"):
        rules.library(tmp_path)
    toml = toml.replace("doelgroepenregister", "wsw").replace('"EUR"', '"SE"')
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(RuleError, match="wsw heeft als eenheid SE en ook EUR"):
        rules.library(tmp_path)


def test_all_that_is_shipped_goes_together():
    check_library_units(LIBRARY)
    for spec in LIBRARY.inputs.values():
        assert (spec.kind == "ja of nee") == spec.unit.is_yes_no, spec.name
