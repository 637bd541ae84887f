"""Bijstand in 2015: the worked example, and what holds for every world."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import RuleError
from tests.helpers.small_cases import exact_values, run, unrounded
from tests.helpers.workspaces import SHIPPED

PARTS = ("deel_klein_2015", "deel_lasten_2015", "deel_maatgevend_2015")


def row(inwoners, lasten, o):
    return {"inwoners[-1]": inwoners, "lasten_verdeling_2015": lasten, "objectieve_uitkomst_2015": o}


EXAMPLE = {"A": row(12_000, 50, 0), "B": row(27_500, 150, 160), "C": row(90_000, 700, 690)}


def six(values):
    return [format(float(v), ".6f") for v in values]


def budget(rows, **figures):
    return run(["gebundelde_uitkering_2015"], 2015, rows, {"macrobudget": 1_000, **figures})


@pytest.mark.promise("docs/bijstand.md#budget-of-2015")
def test_the_worked_example_of_2015():
    result = budget(EXAMPLE)
    assert result.national["budget_rest_2015"] == 1_000 - Fraction(1_000, 18)
    assert six(exact_values(result, "maatgevend_bedrag_2015")) == ["0.000000", "163.333333", "690.000000"]
    assert six(unrounded(result, *PARTS)) == ["55.555556", "173.719618", "770.724826"]
    assert sum(unrounded(result, *PARTS)) == 1_000


@pytest.mark.promise("docs/bijstand.md#reading-scale-2015")
def test_the_model_on_scale_gives_amounts_that_are_the_budget_together():
    result = budget(EXAMPLE, lezing_schaal_objectief_2015=1)
    assert sum(exact_values(result, "maatgevend_bedrag_2015")) == result.national["budget_rest_2015"]
    assert sum(unrounded(result, *PARTS)) == 1_000


MONEY = st.integers(1, 10**6)


@given(
    st.lists(st.tuples(st.integers(1, 100_000), MONEY, MONEY), min_size=1, max_size=6),
    st.tuples(MONEY, MONEY),
    st.sampled_from([0, 1]),
)
def test_the_parts_are_the_budget_in_every_world(municipalities, largest, reading):
    rows = {f"{place:04}": row(*one) for place, one in enumerate(municipalities)}
    rows["9999"] = row(90_000, *largest)
    result = budget(rows, lezing_schaal_objectief_2015=reading)
    parts = unrounded(result, *PARTS)
    assert sum(parts) == 1_000
    assert min(parts) > 0


def test_late_accounts_count_with_those_of_the_year_before():
    parts = {
        "lasten_bijstand[-2]": 0, "lasten_bijstand[-3]": 100, "lasten_ioaw[-2]": 0, "lasten_ioaz[-2]": 0,
        "lasten_bbz[-2]": 0, "lasten_overig[-3]": 20, "jaarrekening_te_laat[-2]": 1, "inwoners_15_64[-1]": 11,
        "inwoners_15_64[-2]": 10, "huishoudens_15_64[-1]": 6, "huishoudens_15_64[-2]": 5,
    }  # fmt: skip
    on_time = parts | {"jaarrekening_te_laat[-2]": 0, "lasten_bijstand[-2]": 50, "lasten_bbz[-2]": 10}
    result = run(["lasten_verdeling_2015"], 2015, {"A": parts, "B": on_time})
    late = (100 * Fraction("1.1") + 20 * Fraction("1.2")) * Fraction("1.05")
    assert exact_values(result, "lasten_verdeling_2015") == [late, 55 + 12]


@pytest.mark.promise("docs/bijstand.md#not-read-2015")
def test_the_vangnet_of_2015_is_refused_with_the_reason():
    with pytest.raises(RuleError, match=r"vangnetuitkering geldt niet in 2015 .*Stb\. 2015, 453"):
        SHIPPED.outcomes("vangnet-2015")
