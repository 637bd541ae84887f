"""What a page computes is what the engine computes: the same tree, exactly, in a real browser."""

import random
from fractions import Fraction

import pytest

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


def changed(case, seed):
    """Some figures and inputs otherwise: another value, the same for all (ties), halves of a unit."""
    draw = random.Random(seed)
    figures = {}
    for name, value in case.figures.items():
        other = value * Fraction(draw.choice([1, 101, 98, 50]), 100)
        figures[name] = Fraction(int(other)) if value.denominator == 1 and value > 100 else other
    inputs = {}
    for name, column in case.inputs.items():
        way = draw.choice(["same", "equal", "half", "other"])
        row = list(column.exact)
        if way == "equal":
            row = [Fraction(7)] * len(row) if max(row) > 1 else row
        elif way == "half":
            row = [value / 2 for value in row] if max(row) > 1 else row
        elif way == "other":
            row = row[1:] + row[:1]
        inputs[name] = row
    return figures, inputs


@pytest.mark.promise("docs/site.md#same-as-the-engine")
@pytest.mark.parametrize(("name", "year"), FAST)
def test_changed_cases_are_the_same(browser, name, year):
    """Twenty of each publication year: ties, exact halves and swapped volumes among them."""
    outcome = SHIPPED.outcome(name, year)
    case, page, compared = outcome.prepared.case, page_of(browser, outcome), 0
    for attempt in range(20):
        figures, inputs = changed(case, f"{name} {year} {attempt}")
        by_code = {of: dict(zip(case.codes, row, strict=True)) for of, row in inputs.items()}
        new = case.with_values(figures=figures, inputs=by_code)
        try:
            want = exact.evaluate(new)
        except AllocationError:  # a pot that is not whole: the law cannot be followed so
            continue
        assert values(page, {**{of: [value] for of, value in figures.items()}, **inputs}) == as_rows(want)
        compared += 1
    assert compared > 5
    page.close()


def test_what_cannot_be_divided_is_refused(browser):
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    page = page_of(browser, outcome)
    with pytest.raises(Exception, match="geen geheel aantal"):
        page.evaluate("E.apportion(E.n(1n, 2n), {n: [1n, 2n], d: 1n}, 0)")
    page.close()
