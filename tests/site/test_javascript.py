"""What a page computes is what the engine computes: the same tree, exactly, in a real browser."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import exact
from allocation.errors import AllocationError
from tables.site.compute import Computable, numbers, script
from tables.site.pages import HERE
from tests.helpers.workspaces import LIBRARY, SHIPPED

pytestmark = pytest.mark.xdist_group("site")
COMPUTED = [
    (name, year.year)
    for name, one in LIBRARY.publications.items()
    for year in one.years
    if SHIPPED.complete(name, year.year)
]
FAST = [(name, year) for name, year in COMPUTED if not name.startswith(("budgetten", "doorrekening"))]
ENGINE = (HERE / "static" / "engine.js").read_text(encoding="utf-8")
RUN = """(given) => {
  const book = { ...BOOK, given: { ...BOOK.given, ...given } };
  const made = computed(book, book.given);
  return Object.fromEntries(BOOK.rules.map(([name]) => [name, made[name].n.map((n, i) => n === null ? null
    : [String(n), String(typeof made[name].d === "bigint" ? made[name].d : made[name].d[made[name].d.length === 1 ? 0 : i])])]));
}"""


def page_of(browser, outcome):
    page = browser.new_page()
    page.set_content("<!doctype html><title>x</title>")
    page.add_script_tag(content=ENGINE)
    page.add_script_tag(content=script(Computable(outcome, {})).replace("const BOOK", "var BOOK"))
    return page


def values(page, given):
    """What the page computes, with some given values in the place of its own."""
    text = ",".join(f'"{name}":{numbers(row)}' for name, row in given.items())
    found = page.evaluate(f"({RUN})({{{text}}})")
    return {
        name: [None if one is None else Fraction(int(one[0]), int(one[1])) for one in row]
        for name, row in found.items()
    }


def as_rows(want):
    return {name: list(row) for name, row in want.items()}


@pytest.mark.promise("docs/site.md#same-as-the-engine")
@pytest.mark.parametrize(("name", "year"), COMPUTED)
def test_every_value_of_every_publication_is_the_same(browser, name, year):
    outcome = SHIPPED.outcome(name, year)
    page = page_of(browser, outcome)
    assert values(page, {}) == as_rows(exact.evaluate(outcome.prepared.case))
    page.close()


WAYS = {
    "same": lambda row: row,
    "equal": lambda row: [Fraction(7)] * len(row) if max(row) > 1 else row,
    "half": lambda row: [value / 2 for value in row] if max(row) > 1 else row,
    "other": lambda row: row[1:] + row[:1],
}
"""What becomes of the volumes: the same for all (ties), halves of a unit, those of another municipality."""


@st.composite
def changes(draw, case):
    """Some figures and volumes otherwise; a whole number of euros stays whole."""
    figures = {}
    for name, value in case.figures.items():
        other = value * Fraction(draw(st.sampled_from([100, 101, 98, 50]), label=name), 100)
        figures[name] = Fraction(int(other)) if value.denominator == 1 and value > 100 else other
    ways = {name: draw(st.sampled_from([*WAYS]), label=name) for name in case.inputs}
    return figures, {name: WAYS[way](list(case.inputs[name].exact)) for name, way in ways.items()}


@pytest.mark.promise("docs/site.md#same-as-the-engine")
@pytest.mark.parametrize(("name", "year"), FAST)
def test_changed_cases_are_the_same(browser, name, year):
    """Twenty of each publication year: ties, exact halves and swapped volumes among them."""
    outcome = SHIPPED.outcome(name, year)
    case, page, compared = outcome.prepared.case, page_of(browser, outcome), []

    @settings(max_examples=20, deadline=None)
    @given(changes(case))
    def same(change):
        figures, inputs = change
        by_code = {of: dict(zip(case.codes, row, strict=True)) for of, row in inputs.items()}
        try:
            want = exact.evaluate(case.with_values(figures=figures, inputs=by_code))
        except AllocationError:  # a pot that is not whole: the law cannot be followed so
            return
        assert values(page, {**{of: [value] for of, value in figures.items()}, **inputs}) == as_rows(want)
        compared.append(change)

    same()
    assert len(compared) > 5
    page.close()


def test_what_cannot_be_divided_is_refused(browser):
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    page = page_of(browser, outcome)
    with pytest.raises(Exception, match="geen geheel aantal"):
        page.evaluate("E.apportion(E.n(1n, 2n), {n: [1n, 2n], d: 1n}, 0)")
    page.close()
