"""Explanations: every line can be recomputed from what it shows, and the last is the published amount."""

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation import exact
from allocation.case import CODE
from allocation.evaluation import evaluate
from allocation.numbers import decimals_of
from allocation.trace import recomputed, trace, traces
from cli import main
from tables.explaining.formats import WIDTH
from tests.helpers import made_up_data as filled
from tests.helpers import toy_country as toy
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

YEARS = [
    (of.name, year.year)
    for of in LIBRARY.publications.values()
    for year in of.years
    if SHIPPED.complete(of.name, year.year)
]
ENGINE_WORDS = ("Symbol", "Arithmetic", "Fraction", "Decimal", "None", "sum of", "Rule(")


def explain(*arguments):
    return CliRunner().invoke(main, ["explain", *arguments])


@pytest.mark.promise("docs/explain.md#every-line-follows")
@pytest.mark.parametrize(("name", "year"), [*YEARS, *((name, None) for name in filled.OWN)])
def test_every_line_of_every_municipality_follows_from_what_it_shows(name, year, tmp_path):
    """Every amount of every municipality, down to the last input; where a user's own data are asked, made up."""
    [found] = workspace(None if year else filled.folder(tmp_path, name)).outcomes(name, year)
    for amount in found.prepared.year.amounts:
        published = dict(zip(found.result.values[CODE], found.result.column(amount), strict=True))
        count = 0
        for tree in traces(found.result, amount, found.prepared.territory[CODE]):
            for line in tree.lines:
                assert recomputed(line) == line.result.number, (tree.code, line.rule)
            assert tree.lines[-1].rule == amount
            assert tree.lines[-1].result.number == Fraction(published[tree.code])
            count += 1
        assert count == found.prepared.territory.height


@pytest.mark.promise("docs/explain.md#every-line-follows")
def test_the_lines_of_the_payments_follow_too():
    [found] = SHIPPED.outcomes("budgetten-2025-definitief")
    for month in found.prepared.year.sheets["Betaalkalender"]:
        if month in found.prepared.case.book.rules:
            tree = trace(found.result, month, "0513")
            assert all(recomputed(line) == line.result.number for line in tree.lines)


@pytest.mark.promise("docs/explain.md#every-line-follows")
@given(
    people=st.lists(st.integers(0, 9), min_size=2, max_size=6),
    hearths=st.lists(st.integers(1, 9), min_size=6, max_size=6),
)
def test_every_line_follows_in_the_toy_country(people, hearths):
    """Thirds, ties and bounds: where no decimals suffice a ratio is shown."""
    rows = {f"{i}": (str(n + 1), str(h)) for i, (n, h) in enumerate(zip(people, hearths, strict=False))}
    case = toy.case(rows)
    oracle = exact.evaluate(case)
    for rule in case.book.rules:
        for place, tree in enumerate(traces(evaluate(case), rule, rows)):
            assert all(recomputed(line) == line.result.number for line in tree.lines)
            value = oracle[rule][place]
            if decimals_of(value) is not None:
                assert tree.lines[-1].result.number == value


@pytest.mark.promise("docs/explain.md#decimals-that-suffice")
def test_a_half_made_of_thirds_is_shown_as_a_ratio():
    """1/3 of 4.5 loaves is exactly a half more than 1: no number of decimals rounds it up."""
    case = toy.case({"a": ("1", "1"), "b": ("2", "1")}, granary=Fraction(9, 2))
    for line in trace(evaluate(case), "bread", "a").lines:
        assert recomputed(line) == line.result.number
    assert trace(evaluate(case), "bread", "a").lines[-1].result.number == 2


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_the_text_fits_and_has_no_engine_words(name, year):
    result = explain("Gouda", "--publication", name, "--year", str(year))
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= WIDTH
    assert not [word for word in ENGINE_WORDS if word in result.stdout]


@pytest.mark.promise("README.md#an-explanation")
def test_the_steps_of_the_cluster_by_hand():
    """1,42 × (1.726,33 × 5.179,66 + 124 × 5.179,66 + 6.298,9 × 355,9 + 589 × 1.047,75)."""
    result = explain("Gouda", "--publication", "septembercirculaire-2024", "--rule", "cluster_participatie")
    assert "= 1,420 × 12.442.983,5478, afgerond op hele EUR" in result.stdout
    assert "= 17.669.037 EUR" in result.stdout
    assert "1.726,33 × 5.179,66 + 124 × 5.179,66 + 6.298,9 × 355,90 + 589 × 1.047,75" in result.stdout


def test_a_division_by_largest_remainders_says_who_got_the_rest():
    result = explain(
        "Gouda", "--publication", "septembercirculaire-2024", "--rule", "voorbereiding_transformatie"
    )
    text = " ".join(result.stdout.split())
    assert "naar beneden op hele EUR; wat over is gaat naar de grootste resten" in text
    assert re.search(r"naar de grootste resten \(vanaf [\d,]+\): hier wel", text)


def test_a_reorganisation_is_told():
    result = explain("Voorne aan Zee", "--publication", "regeling-beschut-werk-2026")
    assert "herindeling: uit 0501, 0530, 0614" in " ".join(result.stdout.split())


def test_what_is_taken_from_another_publication_says_where_to_look():
    result = explain("Gouda", "--publication", "totaalbeeld-2024")
    text = " ".join(result.stdout.split())
    assert (
        "berekend in Benadering van budgetten gebundelde uitkering 2024, 2024 (daar uitkering_bijstand)"
        in text
    )


class Tags(HTMLParser):
    """Which tags are open; fails where another is closed than the last one."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.promise("docs/explain.md#one-step")
def test_a_step_of_one_of_the_years():
    result = explain("Gouda", "--publication", "meicirculaire-2024", "--rule", "voorbereiding_transformatie")
    assert result.exit_code == 0
    assert "infrastructuur, uitkeringsjaar 2024\n" in result.stdout
    assert "uitkeringsjaar 2025" not in result.stdout


@pytest.mark.promise("docs/explain.md#page-markdown-json")
def test_the_same_as_data_markdown_and_page():
    arguments = ("0513", "--publication", "septembercirculaire-2024", "--format")
    [first, _] = json.loads(explain(*arguments, "json").stdout)
    assert (first["municipality"]["name"], first["value"], first["unit"]) == ("Gouda", 17669037, "EUR")
    assert [step["step"] for step in first["steps"]] == ["1", "1.1"]
    assert "## 1.1  Uitkeringsbasis cluster Participatie" in explain(*arguments, "md").stdout
    page = explain(*arguments, "html").stdout
    assert 'id="stap-1.1"' in page
    assert '<a href="#stap-1.1">' in page
    both = explain("Gouda", "--publication", "septembercirculaire-2024", "--format", "html").stdout
    addresses = re.findall(r'id="([^"]+)"', both)
    assert len(addresses) == len(set(addresses)) > 5
    assert set(re.findall(r'href="#([^"]+)"', both)) <= set(addresses)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []


def test_names_that_come_near_are_suggested():
    result = explain("Guda", "--publication", "septembercirculaire-2024")
    assert result.exit_code == 2
    assert "gemeente: 'Guda'; verwacht: bijvoorbeeld Gouda" in result.stderr
    result = explain("Gouda", "--publication", "septembercirculaire-2024", "--rule", "clusterparticipatie")
    assert result.exit_code == 2
    assert "een regel die wordt berekend, zoals cluster_participatie" in result.stderr


@pytest.mark.promise("docs/figures-and-data.md#yours-is-said-everywhere")
def test_own_data_are_told(tmp_path):
    (tmp_path / "eigen.toml").write_text(
        '[figures.uitkeringsfactor]\nvalues = [{ year = 2024, publication = "septembercirculaire-2024", '
        'value = 1.5, status = "indicatief", source = "wat als" }]\n',
        encoding="utf-8",
    )
    result = explain("Gouda", "--publication", "septembercirculaire-2024", "--data", str(tmp_path))
    assert "erekend met eigen gegevens (Uitkeringsfactor)" in result.stdout
    assert "1,500 factor (indicatief, wat als; eigen opgave, niet meegeleverd)" in result.stdout


def test_the_explanation_in_the_docs_is_real():
    page = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
    shown = page.split("```")[1].strip()
    arguments = ("Gouda", "--publication", "septembercirculaire-2024", "--rule", "begeleiding_beschut_werk")
    assert explain(*arguments).stdout.strip() == shown
