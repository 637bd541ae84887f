"""Bijstand: what must hold for everyone, on random municipalities."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from allocation.errors import PotError
from tests.helpers.small_cases import PARTS, row, run, unrounded

SMALL, MIDDLE, LARGE = st.integers(0, 15_000), st.integers(15_001, 39_999), st.integers(40_000, 900_000)
MONEY = st.integers(1, 10**6)


@st.composite
def countries(draw):
    """Two municipalities of each size class, and the figures of 2025."""
    rows = {
        code: row(
            draw(size), draw(MONEY), draw(st.integers(0, 1_000)), draw(MONEY),
            uitgaven_loonkostensubsidie=draw(MONEY),
        )
        for code, size in zip("ABCDEF", [SMALL, SMALL, MIDDLE, MIDDLE, LARGE, LARGE], strict=True)
    }  # fmt: skip
    figures = {
        "macrobudget": draw(st.integers(10**7, 10**8)),
        "reservering_vangnet": draw(st.integers(0, 10**5)),
        "budget_loonkostensubsidie": draw(st.integers(0, 10**6)),
        "netto_uitgaven_landelijk[-2]": draw(st.integers(10**6, 10**7)),
    }
    return rows, figures


def budgets(rows, figures, year=2025):
    """The exact budgets before rounding; nothing is promised where the other parts leave less than nothing."""
    try:
        result = run(["gebundelde_uitkering"], year, rows, figures)
    except PotError:
        reject()
    names = (*PARTS, "deel_loonkostensubsidie")
    return dict(zip(result.values["code"], unrounded(result, *names), strict=True))


def changed(rows, code, **values):
    return {**rows, code: {**rows[code], **values}}


@pytest.mark.promise("docs/bijstand.md#parts-are-the-macrobudget")
@given(countries())
def test_the_parts_are_the_available_macrobudget(country):
    rows, figures = country
    assert sum(budgets(rows, figures).values()) == figures["macrobudget"] - figures["reservering_vangnet"]


@pytest.mark.promise("docs/bijstand.md#weight-by-size")
@given(countries(), st.sampled_from("ABCDEF"), MONEY)
def test_up_to_15_000_nobodys_objective_outcome_counts(country, code, outcome):
    rows, figures = country
    before, after = (budgets(r, figures) for r in (rows, changed(rows, code, objectieve_uitkomst=outcome)))
    assert [before[c] for c in "AB"] == [after[c] for c in "AB"]


@pytest.mark.promise("docs/bijstand.md#weight-by-size")
@given(countries(), MONEY)
def test_from_40_000_own_lasten_count_only_through_the_national_total(country, lasten):
    """Swap lasten between two large municipalities: the total stays, and so does every budget."""
    rows, figures = country
    e, f = rows["E"]["lasten_jaarrekening"], rows["F"]["lasten_jaarrekening"]
    moved = min(lasten, f)
    other = changed(changed(rows, "E", lasten_jaarrekening=e + moved), "F", lasten_jaarrekening=f - moved)
    assert budgets(other, figures) == budgets(rows, figures)


@given(countries(), st.sampled_from("CDEF"), MONEY)
def test_more_own_objective_need_never_lowers_the_own_budget(country, code, more):
    rows, figures = country
    own = changed(rows, code, objectieve_uitkomst=rows[code]["objectieve_uitkomst"] + more)
    assert budgets(own, figures)[code] >= budgets(rows, figures)[code]


@pytest.mark.promise("docs/bijstand.md#weight-by-size")
@pytest.mark.parametrize("bound", [15_000, 40_000])
@given(country=countries())
def test_the_budget_has_no_jump_in_inhabitants_at_the_bounds(country, bound):
    """From either side, in ever smaller steps, the budget comes as near as one wants to that at the bound.

    The first step is small, as a share bends: of who has nearly all need, one inhabitant is no small step.
    """
    rows, figures = country

    def budget(inhabitants):
        return budgets(changed(rows, "C", **{"inwoners[-1]": inhabitants}), figures)["C"]

    there = budget(bound)
    for side in (-1, 1):
        gaps = [abs(budget(bound + side * Decimal(step)) - there) for step in ("1e-6", "1e-8", "1e-10")]
        assert gaps[1] <= gaps[0] / 50
        assert gaps[2] <= gaps[1] / 50 or gaps[2] == 0


@given(countries(), st.permutations("ABCDEF"), st.integers(2, 1_000))
def test_order_and_scale_change_nothing(country, order, factor):
    rows, figures = country
    weights = ("lasten_jaarrekening", "objectieve_uitkomst", "uitgaven_loonkostensubsidie")
    scaled = {code: {**rows[code], **{n: rows[code][n] * factor for n in weights}} for code in order}
    assert budgets(scaled, figures) == budgets(rows, figures)


@pytest.mark.promise("docs/territory.md#bijstand-merges-on-one-side")
@given(countries(), st.sampled_from(["AB", "EF"]))
def test_the_sum_stays_the_pot_when_two_of_one_side_merge(country, pair):
    """And they get together what they got apart, for all their parts but for the size are sums."""
    rows, figures = country
    a, b = pair
    assume(pair == "EF" or rows[a]["inwoners[-1]"] + rows[b]["inwoners[-1]"] <= 15_000)
    merged = {name: rows[a][name] + rows[b][name] for name in rows[a]}
    after = budgets({**{c: v for c, v in rows.items() if c not in pair}, "M": merged}, figures)
    before = budgets(rows, figures)
    assert sum(after.values()) == sum(before.values())
    assert after["M"] == before[a] + before[b]
