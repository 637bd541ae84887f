"""Every two publications that have an amount in common stand on a page, as the engine has them; how sure, on a map."""

import re
from fractions import Fraction
from itertools import combinations

import pytest

from allocation.figures import STATUSES
from rules.analysis.likeness import Criterion, alike
from rules.territory.municipalities import inhabitants_on
from tables.site.drawing import PATTERNS, UNKNOWN
from tables.words import amount, in_words, number
from tests.helpers.workspaces import LIBRARY, SHIPPED

pytestmark = pytest.mark.xdist_group("site")
YEARS = [
    (name, year)
    for name, one in LIBRARY.publications.items()
    for year in one.years
    if SHIPPED.complete(name, year.year)
]
SVG = "{http://www.w3.org/2000/svg}"


def called(of):
    return f"{of[0]}-{of[1].year}"


def tables_of(tree):
    """By caption the rows of each table of a page."""
    return {
        "".join(table.find("caption").itertext()): [
            ["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")
        ]
        for table in tree.iter("table")
    }


@pytest.mark.promise("docs/site.md#any-two")
def test_every_two_that_have_an_amount_in_common_have_a_page_and_no_others(site):
    pages = {name[len("vergelijk/") : -len(".html")] for name in site[1] if name.startswith("vergelijk/")}
    found = {frozenset(name.split("--")) for name in pages}
    want = {
        frozenset({called(a), called(b)})
        for a, b in combinations(YEARS, 2)
        if {*a[1].amounts} & {*b[1].amounts}
    }
    assert found == want
    assert len(pages) == len(want) > 30
    listed = site[1]["vergelijk.html"].decode()
    assert {*re.findall(r'href="vergelijk/([^"]+)\.html"', listed)} == pages


@pytest.mark.promise("docs/site.md#any-two")
def test_was_is_the_one_and_becomes_is_the_other_and_causes_add_up(site, tree):
    """On the municipalities of the later one; where these are the same, the amounts are those of each."""
    compared = 0
    by_name = {called(of): of for of in YEARS}
    for address in (name for name in site[1] if name.startswith("vergelijk/")):
        old, new = (by_name[name] for name in address[len("vergelijk/") : -len(".html")].split("--"))
        outcomes = [SHIPPED.outcome(name, year.year) for name, year in (old, new)]
        tables = tables_of(tree(address))
        for rule in {*old[1].amounts} & {*new[1].amounts}:
            label = outcomes[1].prepared.case.book.rules[rule].label
            [caption] = (text for text in tables if text.startswith(f"{label} per gemeente, in "))
            rows = tables[caption]
            values = [
                dict(zip(o.prepared.territory["naam"], o.result.exact(rule), strict=True)) for o in outcomes
            ]
            for name, was, becomes, difference, _, *causes in rows[1:-1]:
                assert becomes == in_words(values[1][name])
                if values[0].keys() == values[1].keys():
                    assert was == in_words(values[0][name])
                assert amount(difference) == amount(becomes) - amount(was)
                assert sum(map(amount, causes)) == amount(difference)
                compared += 1
            total = rows[-1]
            assert total[2] == in_words(sum(values[1].values()))
            assert sum(amount(row[1]) for row in rows[1:-1]) == amount(total[1])
    assert compared > 342 * 40


def test_what_each_half_rests_on_is_said(site):
    """The bijstand is a stand-in on every page of it."""
    for address in (name for name in site[1] if name.startswith("vergelijk/budgetten")):
        text = site[1][address].decode()
        assert "Was (indicatief)" in text
        assert "Wordt (indicatief)" in text
        assert "enadering" in text


@pytest.mark.promise("docs/site.md#how-sure")
@pytest.mark.parametrize(
    ("address", "publication", "year", "rule"),
    [
        ("index.html", "septembercirculaire-2024", 2024, "cluster_participatie"),
        ("publicatie/septembercirculaire-2023.html", "septembercirculaire-2023", 2024, "iu_participatie"),
    ],
)
def test_the_map_of_how_sure_says_the_same_as_its_table_and_as_the_engine(
    tree, address, publication, year, rule
):
    outcome = SHIPPED.outcome(publication, year)
    want = dict(zip(outcome.prepared.territory["naam"], outcome.sure(rule), strict=True))
    page = tree(address)
    [drawn] = [svg for svg in page.iter(f"{SVG}svg") if "hoe zeker" in (svg.get("aria-label") or "")]
    areas = {one.find(f"{SVG}title").text.rsplit(": ", 1)[0]: one for one in drawn.iter(f"{SVG}use")}
    assert {name: area.find(f"{SVG}title").text.rsplit(": ", 1)[1] for name, area in areas.items()} == want
    assert {name: area.get("fill") for name, area in areas.items()} == {
        name: f"url(#p-{status})" for name, status in want.items()
    }
    [rows] = [rows for caption, rows in tables_of(tree(address)).items() if "hoe zeker" in caption]
    assert dict(rows[1:]) == want
    known = {one.get("id") for one in page.iter(f"{SVG}pattern")}
    assert {f"p-{name}" for name in {*STATUSES}} <= known


@pytest.mark.promise("docs/site.md#how-sure")
def test_a_status_is_told_without_colour():
    """Each has lines of its own."""
    assert PATTERNS.keys() == {*STATUSES, UNKNOWN}
    assert len({*PATTERNS.values()}) == len(PATTERNS)


@pytest.mark.promise("docs/site.md#alike")
def test_what_is_said_of_those_alike_is_the_engines(tree):
    """On the page of Gouda, without a script: itself first, and what of each stands under two criteria."""
    rows = tables_of(tree("gemeente/0513.html"))["Gemeenten die het meest gelijken"]
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    names, value = outcome.prepared.territory["naam"], outcome.result.exact("cluster_participatie")
    amounts = dict(zip(names, value, strict=True))
    persons = inhabitants_on(2024, outcome.prepared.year.territory)
    by_name = {name: persons[code] for code, name in zip(outcome.prepared.case.codes, names, strict=True)}
    per, part = (
        rows[0].index(f"Cluster Participatie 2024, {what}") for what in ("per inwoner", "deel van het land")
    )
    assert rows[1][0] == "Gouda"
    assert len(rows) == 1 + 1 + 8
    for row in rows[1:]:
        assert row[per] == number(amounts[row[0]] / by_name[row[0]], 2)
        assert row[part] == number(100 * amounts[row[0]] / sum(value), 4) + "%"
    assert any("(indicatief)" in head for head in rows[0])


def test_places_on_a_list_are_counted_and_equal_values_have_one_place():
    one = Criterion(None, is_share=False, values=dict(zip("abcd", map(Fraction, (5, 1, 5, 9)), strict=True)))
    assert dict(one.ranks) == {"a": 1, "b": 0, "c": 1, "d": 3}
    assert alike([one], "a", "abcd") == ["c", "b", "d"]
    other = Criterion(None, is_share=True, values=dict(zip("abcd", map(Fraction, (1, 1, 9, 1)), strict=True)))
    assert alike([one, other], "a", "bcd") == ["b", "d", "c"]
