"""What was published goes first: a table of it is right, whatever is computed."""

from fractions import Fraction

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from rules.analysis.check import check
from rules.analysis.outcome_index import indexed
from rules.analysis.suspicion import VAGUE, Suspected
from rules.analysis.verify import agreements
from rules.runs.deliveries import rows
from rules.runs.places import places
from tests.helpers.workspaces import SHIPPED

TABLES = [
    published
    for name, publication in SHIPPED.library.publications.items()
    for year in publication.years
    for published in SHIPPED.library.published(name, year.year)
    if published.total is None and published.publication == name
]
SEPTEMBER_2023, IU = "septembercirculaire-2023", "iu_participatie"


def called(published):
    return f"{published.publication}, {published.year}, {published.rule}"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.promise("docs/check.md#published-first")
@pytest.mark.parametrize("published", TABLES, ids=called)
@pytest.mark.parametrize("heads", ["code;Bedrag", "gemeente;{}"])
def test_every_table_that_was_published_agrees_with_its_own_publication(published, heads, tmp_path):
    [outcome] = SHIPPED.outcomes(published.publication, published.year)
    there = places(outcome.prepared.year.territory)
    table = rows(SHIPPED.read(published.file, published.sheet), published, there)
    lines = table.frame.select(published.key, published.column).rows()
    head = heads.format(outcome.prepared.case.book.rules[published.rule].label)
    text = "".join(f"{code};{amount}\n" for code, amount in lines)
    (tmp_path / "x.csv").write_text(f"{head}\n{text}", encoding="utf-8")
    year = ("--year", published.year)
    result = run(
        "check", tmp_path / "x.csv", "--publication", published.publication, *year, "--rule", published.rule
    )
    assert result.exit_code == 0, result.output
    assert f"{len(lines)} van {len(lines)} bedragen gelijk" in result.stdout
    if published.official:
        assert "vergeleken met wat is gepubliceerd" in result.stdout


def official(margin=50):
    """As if the computed amounts are known to be off by so much, whatever the shipped keys make of it."""
    [outcome] = SHIPPED.outcomes(SEPTEMBER_2023)
    known = indexed(SHIPPED, outcome)
    off = [evolve(a, largest=Fraction(margin)) if a.by_code else a for a in known.compared]
    return evolve(known, compared=off)


@pytest.mark.promise("docs/check.md#published-first")
def test_what_is_computed_is_said_where_something_else_was_published():
    """Some are a euro or more off in our own computation: the received amount that is ours is named as that."""
    known = official()
    row = known.computed[IU]
    code = next(code for code, stated in known.official[IU].items() if row[code] != stated)
    [finding] = check(known, {(code, IU): row[code]}, []).findings
    assert finding.causes[0].kind is Suspected.COMPUTED
    assert finding.expected == known.official[IU][code]


@pytest.mark.promise("docs/check.md#no-cause-of-an-unsure-amount")
@given(st.data())
def test_within_the_margin_no_figure_is_named(data):
    """Whatever the received amount is, so near the published one no other value is said to explain it."""
    known = official()
    margin = int(known.margin(IU))
    code = data.draw(st.sampled_from(sorted(known.official[IU])))
    off = data.draw(st.integers(-margin, margin).filter(bool))
    [finding] = check(known, {(code, IU): known.official[IU][code] + off}, []).findings
    assert not [cause for cause in finding.causes if cause.changed]


@pytest.mark.promise("docs/check.md#no-cause-of-an-unsure-amount")
@given(st.data())
def test_of_a_part_that_was_not_published_nothing_is_named_within_the_margin(data):
    """The Wsw part is known as well as the integratie-uitkering that it is a part of."""
    known = official()
    off = data.draw(st.integers(1, int(known.margin("wsw"))))
    code = data.draw(st.sampled_from(sorted(known.official[IU])))
    [finding] = check(known, {(code, "wsw"): known.computed["wsw"][code] + off}, []).findings
    assert finding.vague
    assert not {cause.kind for cause in finding.causes} & VAGUE


def test_on_own_data_it_is_no_longer_what_was_published(tmp_path):
    """With figures of one's own the computed amount is what a table is compared with."""
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "x.toml").write_text(
        '[figures.budget_wsw]\nvalues = [{ year = 2024, publication = "septembercirculaire-2023", '
        'value = 1, status = "indicatief", source = "x" }]\n',
        encoding="utf-8",
    )
    (tmp_path / "x.csv").write_text("code;Bedrag\n0513;1\n", encoding="utf-8")
    arguments = ("--publication", SEPTEMBER_2023, "--rule", IU, "--data", tmp_path / "eigen")
    result = run("check", tmp_path / "x.csv", *arguments)
    assert "vergeleken met wat hier is berekend (indicatief" in result.stdout, result.output


@pytest.mark.promise("docs/check.md#verify-names-them")
def test_verify_names_who_is_furthest_off_and_who_was_not_published():
    shown = run("verify", SEPTEMBER_2023).stdout
    [outcome] = SHIPPED.outcomes(SEPTEMBER_2023)
    [of_iu] = [a for a in agreements(SHIPPED, outcome) if a.published.rule == IU and a.by_code]
    assert [abs(gap) for gap in of_iu.gaps.values()] == sorted(map(abs, of_iu.gaps.values()), reverse=True)
    assert len(of_iu.gaps) == of_iu.count - of_iu.equal
    first = next(iter(of_iu.gaps))
    assert f"({first}) " in shown.split("het verst ernaast (berekend min gepubliceerd): ")[1].split(",")[0]
    assert "niet buiten dit programma nagerekend: 338 gemeenten" in shown


def test_a_table_of_a_shipped_file_is_read_as_it_is():
    """The annex of a regulation, with codes, names and one column of numbers."""
    [published] = [p for p in TABLES if p.publication == "regeling-beschut-werk-2026"]
    result = run("check", published.file, "--publication", published.publication)
    assert result.exit_code == 0, result.output
    assert "342 van 342 bedragen gelijk" in result.stdout
