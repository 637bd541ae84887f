"""Vangnetuitkering: the worked examples, both sides of every threshold, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from tests.helpers.small_cases import exact_values, run
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

B = 10_000_000
MILLION = 1_000_000
EVER = "vangnet_lasten[-1]", "vangnet_lasten[-2]", "vangnet_lasten[-3]"
GRANTED = "verstrekte_uitkering[-1]", "verstrekte_uitkering[-2]", "verstrekte_uitkering[-3]"
FLAGS = "aanwijzing", "grond_b_gebruikt[-1]", "grond_b_gebruikt[-2]", "grond_c_gebruikt[-1]"


def municipality(lasten, before=(B, B, B), uitkering=B, **more):
    """One municipality; `before` are the lasten of T-1, T-2 and T-3, against an uitkering of B each."""
    return {
        "netto_lasten": lasten,
        "fouten_en_onzekerheden": 0,
        "verstrekte_uitkering": uitkering,
        **dict(zip(EVER, before, strict=True)),
        **dict.fromkeys(GRANTED, B),
        **dict.fromkeys(FLAGS, 0),
        **more,
    }


def amount(year, lasten, before=(B, B, B), **more):
    result = run(["vangnetuitkering"], year, {"A": municipality(lasten, before, **more)})
    return exact_values(result, "vangnetuitkering")[0]


MUCH = (2 * B, 2 * B, 2 * B)
USED_C = {"grond_c_gebruikt[-1]": 1}


@pytest.mark.promise("docs/bijstand.md#vangnet-of-2017")
@pytest.mark.promise("docs/bijstand.md#vangnet-of-2019")
@pytest.mark.parametrize(
    ("year", "expected"), [(2017, 625_000), (2018, 625_000), (2019, 500_000), (2024, 500_000)]
)
def test_the_worked_example_by_year(year, expected):
    assert amount(year, 11_500_000, MUCH) == expected


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-b")
@pytest.mark.promise("docs/bijstand.md#vangnet-ground-c")
@pytest.mark.promise("docs/bijstand.md#most-favourable-ground")
@pytest.mark.parametrize(
    ("lasten", "a", "b", "c"),
    [
        (11_500_000, 500_000, 750_000, MILLION),
        (10_900_000, 75_000, 200_000, 400_000),
        (10_600_000, 0, 50_000, 175_000),
    ],
)
def test_the_worked_examples_of_the_three_grounds(lasten, a, b, c):
    """Each ground by itself, then the most favourable of those that are met."""
    only_a = (2 * B, B, B)
    only_c = (0, 0, 0)
    result = run(
        ["vangnetuitkering"],
        2027,
        {
            "a": municipality(lasten, only_a),
            "b": municipality(lasten, (int(1.05 * B), int(1.05 * B), 0)),
            "c": municipality(lasten, only_c, **USED_C),
            "all": municipality(lasten, MUCH, **USED_C),
        },
    )
    paid = dict(zip(result.values["code"], exact_values(result, "vangnetuitkering"), strict=True))
    assert (paid["a"], paid["b"], paid["c"], paid["all"]) == (a, b, c, c)


@pytest.mark.promise("docs/bijstand.md#errors-are-deducted")
@pytest.mark.parametrize(
    ("fouten", "lasten", "aftrek"),
    [
        (200_000, 900_000, 200_000),
        (200_000, 5_000_000, 75_000),
        (200_000, 15_000_000, 50_000),
        (400_000, 30_000_000, 100_000),
        (200_000, 1_000_000, 200_000),
        (200_000, 1_000_001, 75_000),
        (100_000, 5_000_000, 0),
    ],
)
def test_the_deduction_of_errors(fouten, lasten, aftrek):
    row = municipality(lasten, fouten_en_onzekerheden=fouten)
    result = run(["vangnet_lasten"], 2025, {"A": row})
    assert exact_values(result, "aftrek_fouten") == [aftrek]
    assert exact_values(result, "vangnet_lasten") == [lasten - aftrek]


@pytest.mark.promise("docs/bijstand.md#errors-are-deducted")
def test_errors_can_take_a_municipality_below_the_threshold():
    """10.9 million with 0.4 million of errors counts for 10.625, less than 7.5 % above 10 million."""
    assert amount(2024, 10_900_000, MUCH) == 75_000
    assert amount(2024, 10_900_000, MUCH, fouten_en_onzekerheden=400_000) == 0


@pytest.mark.promise("docs/bijstand.md#vangnet-of-2019")
@pytest.mark.parametrize(
    ("year", "threshold"),
    [(2017, 10_500_000), (2018, 10_500_000), (2019, 10_750_000), (2020, 10_750_000), (2021, 10_750_000),
     (2022, 10_750_000), (2023, 10_750_000), (2024, 10_750_000)],
)  # fmt: skip
def test_ground_a_asks_more_than_the_threshold(year, threshold):
    """At the threshold nothing, and of what is above it half."""
    assert amount(year, threshold, MUCH) == 0
    assert amount(year, threshold + 2, MUCH) == 1
    second = 11_250_000
    half = Fraction(second - threshold, 2)
    assert amount(year, second, MUCH) == half
    assert amount(year, second + 1, MUCH) == half + 1


@pytest.mark.promise("docs/bijstand.md#vangnet-of-2017")
@pytest.mark.promise("docs/bijstand.md#vangnet-of-2019")
@pytest.mark.parametrize(
    ("year", "years", "part"),
    [(2017, 2, 500_000), (2018, 3, 500_000), *((year, 3, 750_000) for year in range(2019, 2028))],
)
def test_ground_a_asks_a_deficit_over_the_years_together(year, years, part):
    """A deficit of 800,000 this year, undone by surpluses to just the threshold of all years, and a euro less.

    The uitkering of each year is another one, so that no year can stand in for another.
    """
    granted = (11 * MILLION, 12 * MILLION, 13 * MILLION)
    surplus = 800_000 - part

    def ground(*before):
        row = municipality(B + 800_000, before, **dict(zip(GRANTED, granted, strict=True)))
        return exact_values(run(["vangnet_grond_a"], year, {"A": row}), "vangnet_grond_a")[0]

    t1, t2, t3 = granted
    assert ground(t1 - surplus, t2, t3) == 0
    assert ground(t1 - surplus + 1, t2, t3) == 1
    if years == 3:
        assert ground(t1, t2 - surplus, t3) == 0
        assert ground(t1, t2 - surplus + 1, t3) == 1
    assert ground(t1, t2 if years == 3 else 0, 0) == 1


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-b")
@pytest.mark.parametrize(("reached", "met"), [(0, False), (1, False), (2, True), (3, True)])
@pytest.mark.parametrize("year", [2025, 2026])
def test_ground_b_asks_five_percent_in_two_of_three_years_before(year, reached, met):
    before = [10_500_000] * reached + [10_499_999] * (3 - reached)
    row = municipality(10_500_000, before)
    assert exact_values(run(["vangnet_grond_b"], year, {"A": row}), "vangnet_grond_b") == [met]
    below = municipality(10_499_999, before)
    assert exact_values(run(["vangnet_grond_b"], year, {"A": below}), "vangnet_grond_b") == [0]


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-b")
@pytest.mark.parametrize("reached", [(0, 1), (0, 2), (1, 2)])
def test_ground_b_lays_the_lasten_of_a_year_beside_the_uitkering_of_that_year(reached):
    """The uitkering of each year is another one, so that no year can stand in for another."""
    granted = (8 * MILLION, 10 * MILLION, 12 * MILLION)

    def ground(short):
        """Just 5 percent over in the years that reach it, but `short` of it in one of those."""
        before = [amount * 105 // 100 if n in reached else 0 for n, amount in enumerate(granted)]
        before[reached[1]] -= short
        row = municipality(10_500_000, before, **dict(zip(GRANTED, granted, strict=True)))
        return exact_values(run(["vangnet_grond_b"], 2025, {"A": row}), "vangnet_grond_b")

    assert (ground(0), ground(1)) == ([1], [0])


@pytest.mark.promise("docs/bijstand.md#without-uitkering")
def test_where_the_uitkering_is_0_any_lasten_reach_the_threshold_and_no_lasten_none():
    """As the letter has it: at least so many times nothing."""
    nothing = {"verstrekte_uitkering": 0, **dict.fromkeys(GRANTED, 0)}
    for lasten, before, met in ((1, (1, 1, 0), 1), (1, (1, 0, 0), 0), (0, (0, 0, 0), 0)):
        row = municipality(lasten, before, **nothing)
        assert exact_values(run(["vangnet_grond_b"], 2025, {"A": row}), "vangnet_grond_b") == [met]


@pytest.mark.promise("docs/bijstand.md#vangnet-whole-euros")
def test_the_amount_is_in_whole_euros():
    assert amount(2019, 10_750_001, MUCH) == 1  # half a euro


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-b")
def test_ground_b_is_not_there_before_2025():
    assert amount(2024, 10_600_000, MUCH) == 0
    assert amount(2025, 10_600_000, MUCH) == 50_000


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-c")
@pytest.mark.parametrize(
    ("flags", "met"),
    [
        ({}, 0),
        ({"grond_b_gebruikt[-1]": 1}, 0),
        ({"grond_b_gebruikt[-2]": 1}, 0),
        ({"grond_b_gebruikt[-1]": 1, "grond_b_gebruikt[-2]": 1}, 1),
        ({"grond_c_gebruikt[-1]": 1}, 1),
    ],
)
def test_ground_c_asks_two_years_of_b_or_one_of_c(flags, met):
    for lasten, reached in ((10_250_000, 1), (10_249_999, 0)):
        row = municipality(lasten, (0, 0, 0), **flags)
        result = run(["vangnet_grond_c"], 2027, {"A": row})
        assert exact_values(result, "vangnet_grond_c") == [met * reached]


@pytest.mark.promise("docs/bijstand.md#vangnet-ground-c")
def test_ground_c_is_not_there_before_2027():
    """Two years of b, which there is from 2025."""
    assert amount(2026, 10_400_000, (0, 0, 0), **USED_C) == 0
    assert amount(2027, 10_400_000, (0, 0, 0), **USED_C) == 75_000


@pytest.mark.parametrize("year", [2018, 2025, 2027])
def test_an_aanwijzing_bars_the_vangnet(year):
    assert amount(year, 11_500_000, MUCH) > 0
    assert amount(year, 11_500_000, MUCH, aanwijzing=1) == 0


@given(st.integers(0, 30 * MILLION), st.integers(0, 30 * MILLION))
def test_more_lasten_never_leave_the_municipality_better_off(first, second):
    """Where the other years are far beyond the threshold, a euro more costs half a euro or nothing."""
    low, high = sorted((first, second))
    before, after = (amount(2018, lasten, MUCH) for lasten in (low, high))
    assert 0 <= after - before <= high - low


@pytest.mark.promise("docs/bijstand.md#left-at-own-charge")
def test_what_is_left_is_at_the_municipalitys_own_charge():
    rows = {"A": municipality(11_500_000, MUCH), "B": municipality(9_000_000)}
    result = run(["resultaat_na_vangnet"], 2024, rows)
    assert exact_values(result, "resultaat") == [-1_500_000, MILLION]
    assert exact_values(result, "resultaat_na_vangnet") == [-MILLION, MILLION]


@pytest.mark.promise("docs/figures-and-data.md#said-by-the-law")
def test_the_thresholds_of_years_that_were_not_read_are_refused():
    for year in (2016, 2028):
        assert not LIBRARY.figures["drempel_a"].has(year, "any")


@pytest.mark.promise("docs/bijstand.md#one-municipality-for-itself")
def test_one_municipality_can_reckon_for_itself(tmp_path):
    """A file with one row: who is not in it gets 0, and says so by being asked for."""
    columns = [n for n in municipality(0) if not n.startswith("grond_")]
    values = municipality(11_500_000, MUCH)
    (tmp_path / "gouda.csv").write_text(
        f"gemeentecode,{','.join(columns)}\n0513,{','.join(str(values[n]) for n in columns)}\n",
        encoding="utf-8",
    )
    table = ", ".join(f'"{n}" = "{n}"' for n in columns)
    (tmp_path / "gouda.toml").write_text(
        f"""[[data]]
        publication = "vangnet-2025"
        year = 2025
        file = "gouda.csv"
        columns = {{ {table} }}
        others_get_zero = true
        status = "indicatief"
        source = "eigen administratie"
        """,
        encoding="utf-8",
    )
    [found] = workspace(tmp_path).outcomes("vangnet-2025")
    paid = dict(found.result.values.select("code", "vangnetuitkering").iter_rows())
    assert paid.pop("0513") == 750_000
    assert set(paid.values()) == {0}
    assert found.result.total("vangnet_grond_b") == 1


@pytest.mark.promise("docs/add-a-circular.md#all-that-is-missing")
def test_without_data_of_ones_own_every_missing_input_is_named():
    with pytest.raises(InputError) as error:
        SHIPPED.outcomes("vangnet-2027")
    for name in (*EVER, *GRANTED, *FLAGS, "netto_lasten"):
        assert f"niets levert {name} " in str(error.value)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_ground_b_without_an_uitkering_asks_for_lasten(year):
    """Of nil lasten against nil uitkering the threshold is reached by none; with a euro it is."""
    nothing = {**dict.fromkeys(GRANTED, 0), "uitkering": 0}

    def grounds(lasten, before):
        result = run(["vangnet_grond_b"], year, {"A": municipality(lasten, before, **nothing)})
        return exact_values(result, "vangnet_grond_b")

    assert grounds(0, (0, 0, 0)) == [0]
    assert grounds(1, (0, 0, 0)) == [0]
    assert grounds(0, (1, 1, 1)) == [0]
    assert grounds(1, (1, 1, 1)) == [1]
    assert grounds(1, (1, 1, 0)) == grounds(1, (1, 0, 1)) == grounds(1, (0, 1, 1))
