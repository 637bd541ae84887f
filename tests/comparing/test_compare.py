"""Two publications: the causes of a change add up exactly, and their order does not matter."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.attribution import OTHERS, OWN, ROUNDING, attribute, shapley
from allocation.errors import InputError, RuleError
from cli import main
from rules.analysis.compare import compare_publications
from rules.analysis.differences import Cause
from rules.library.paths import DATA
from tests.helpers import toy_country as toy
from tests.helpers.workspaces import workspace

SHIPPED = [
    ("meicirculaire-2023", "septembercirculaire-2023"),
    ("meicirculaire-2023", "meicirculaire-2024"),
    ("septembercirculaire-2023", "septembercirculaire-2024"),
    ("meicirculaire-2024", "septembercirculaire-2024"),
    ("budgetten-2024-voorlopig", "budgetten-2024-definitief"),
    ("budgetten-2025-voorlopig", "budgetten-2025-definitief"),
]


def compare(first, second, year=None, data=None):
    return compare_publications(workspace(data), first, second, year)


compare_shipped = cache(compare)
"""Of what is shipped: computed once for all tests that look at it."""


def run(*arguments):
    return CliRunner().invoke(main, ["compare", *arguments])


@cache
def of_gouda():
    """What the command prints of Gouda: computed once."""
    return run("meicirculaire-2023", "meicirculaire-2024", "--gemeente", "Gouda")


@pytest.mark.promise("docs/compare.md#parts-add-up")
@pytest.mark.parametrize(("first", "second"), SHIPPED)
def test_the_causes_are_the_change_of_every_municipality(first, second):
    found = compare_shipped(first, second)
    for difference in found.differences:
        for place, change in enumerate(difference.change):
            assert sum(row[place] for row in difference.parts.values()) == change
        assert len(difference.codes) == found.after.prepared.territory.height


@pytest.mark.promise("docs/compare.md#what-both-have")
def test_the_cluster_from_mei_to_september_2024():
    """+86,768,419: of the uitkeringsfactor (1.414 to 1.420) and of the volumes."""
    cluster = compare_shipped("meicirculaire-2024", "septembercirculaire-2024").differences[0]
    assert cluster.national.change.difference == 86_768_419
    assert sum(cluster.national.change.parts.values()) == 86_768_419
    volumes = {3_966_161_417: Fraction("1.414"), 4_052_929_836: Fraction("1.420")}
    old, new = (Fraction(amount, 1) / factor for amount, factor in volumes.items())
    by_hand = (Fraction("1.420") - Fraction("1.414")) * (old + new) / 2
    assert abs(cluster.national.change.parts["uitkeringsfactor"] - by_hand) < 1


def test_others_do_not_matter_for_an_amount_per_unit_and_do_for_a_share_of_a_pot():
    cluster, iu = compare_shipped("meicirculaire-2023", "meicirculaire-2024").differences
    others = Cause.OTHERS_INPUTS
    assert set(cluster.parts[others]) == {0}
    assert any(iu.parts[others])


@pytest.mark.promise("docs/compare.md#no-order-of-causes")
@given(
    values=st.lists(st.fractions(-9, 9, max_denominator=9), min_size=8, max_size=8),
    order=st.permutations("abc"),
)
def test_the_order_of_the_causes_changes_nothing(values, order):
    """And together they are the change: for any effect of any set of causes."""
    worlds = {
        frozenset(c for bit, c in enumerate("abc") if number >> bit & 1): [v]
        for number, v in enumerate(values)
    }
    parts = shapley(order, worlds.__getitem__)
    assert parts == shapley("abc", worlds.__getitem__)
    assert sum(row[0] for row in parts.values()) == values[7] - values[0]


@pytest.mark.promise("docs/compare.md#no-order-of-causes")
@given(values=st.lists(st.fractions(-9, 9, max_denominator=9), min_size=2, max_size=2))
def test_a_cause_without_effect_gets_nothing_and_equal_causes_get_the_same(values):
    low, high = values
    parts = shapley("ab", lambda taken: [high if "a" in taken else low])
    assert parts == {"a": [high - low], "b": [0]}
    both = shapley("ab", lambda taken: [high if len(taken) == 2 else low])
    assert both["a"] == both["b"] == [(high - low) / 2]


def group(_):
    return "figures"


def test_own_and_others_inputs_in_the_toy_country():
    """Wood by hearth: what a city gets more for its own hearths, and less for those of another."""
    before = toy.result({"a": ("1", "1"), "b": ("1", "1")})
    after = toy.result({"a": ("1", "3"), "b": ("1", "1")})
    found = attribute(before, after, "exact_wood", group)
    assert found.parts[OWN] == [Fraction(5, 2), 0]
    assert found.parts[OTHERS] == [0, Fraction(-5, 2)]
    assert found.parts[ROUNDING] == [0, 0]


ROUNDED = {"bread": 1, "gold": Fraction(1, 100), "wood": 2}
"""Rounding changes an amount by half a unit at most, a division by largest remainders by less than one; twice."""


@pytest.mark.promise("docs/compare.md#parts-add-up")
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=3),
    st.integers(10, 99),
)
def test_every_rule_of_the_toy_country_adds_up(first, second, granary):
    before, after = (
        toy.result({f"{i}": (str(a), str(b)) for i, (a, b) in enumerate(rows)}, granary=g)
        for rows, g in ((first, 100), (second, granary))
    )
    for rule in before.case.book.rules:
        found = attribute(before, after, rule, group)
        assert all(abs(off) <= ROUNDED.get(rule, 0) for off in found.parts[ROUNDING])
        for place, (a, b) in enumerate(zip(found.before, found.after, strict=True)):
            assert sum(row[place] for row in found.parts.values()) == b - a


@pytest.mark.promise("docs/compare.md#one-cause-through-totals")
def test_where_totals_rest_on_national_values_the_inputs_are_one_cause():
    [uitkering] = compare_shipped("budgetten-2025-voorlopig", "budgetten-2025-definitief").differences
    assert Cause.INPUTS in uitkering.parts
    assert Cause.OWN_INPUTS not in uitkering.parts


@pytest.mark.promise("docs/compare.md#reorganisation-first")
def test_a_reorganisation_in_between_is_a_cause_of_its_own(tmp_path):
    """Of 9,500 places Brielle, Hellevoetsluis and Westvoorne have 23, and Voorne aan Zee 22."""
    (tmp_path / "oud.toml").write_text(
        f"""
        [publication]
        name = "oude-indeling"
        title = "Aantallen 2026 op de indeling van 2022"
        date = "2026"
        issuer = "proef"

        [[publication.years]]
        year = 2026
        territory = 2022-12-31
        stand = "indicatief"
        amounts = ["aantal_beschut_werk"]

        [[data]]
        year = 2026
        file = "{DATA / "sleutel_beschut_werk.csv"}"
        columns = {{ sleutel_beschut_werk = "sleutel" }}
        status = "afgeleid"
        source = "proef"

        [figures.landelijk_aantal_beschut_werk]
        values = [{{ year = 2026, publication = "oude-indeling", value = 9_500, status = "afgeleid", source = "proef" }}]

        [figures.minimum_aantal_plekken]
        values = [{{ year = 2026, publication = "oude-indeling", value = 1, status = "afgeleid", source = "proef" }}]
        """,
        encoding="utf-8",
    )
    [places] = compare("oude-indeling", "regeling-beschut-werk-2026", data=tmp_path).differences
    assert set(places.parts) == {Cause.REORGANISATION, Cause.OTHER_FIGURES, Cause.ROUNDING}
    moved = dict(zip(places.codes, places.parts[Cause.REORGANISATION], strict=True))
    assert {code: value for code, value in moved.items() if value} == {"1992": -1}
    place = places.codes.index("1992")
    assert (places.before[place], places.after[place]) == (23, 30)
    assert sum(row[place] for row in places.parts.values()) == 7


@pytest.mark.promise("docs/compare.md#parts-add-up")
def test_the_text_adds_up_to_the_cent():
    result = of_gouda()
    assert result.exit_code == 0
    cents, blocks = {}, result.stdout.split("\n\n")
    for block in blocks[1:]:
        block = block.split("  per onderdeel")[0]  # noqa: PLW2901 - that is the same once more
        lines = [line for line in block.splitlines() if line.endswith("EUR") and "per inwoner" not in line]
        for line in lines:
            name, amount = line.removesuffix(" EUR").strip().rsplit("  ", 1)
            cents[name.strip()] = Fraction(amount.strip().replace(".", "").replace(",", ".").lstrip("+"))
        parts = [value for name, value in cents.items() if name.startswith("door ")]
        assert sum(parts) == cents["verschil"] == cents["wordt"] - cents["was"]
        cents.clear()


@pytest.mark.promise("docs/compare.md#a-workbook-of-changes")
def test_the_workbook_has_every_municipality_and_every_cause(tmp_path):
    result = run("meicirculaire-2024", "septembercirculaire-2024", "--out", str(tmp_path))
    assert result.exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "meicirculaire-2024-2024-naar-septembercirculaire-2024.xlsx")
    assert book.sheetnames[:2] == ["Wijzigingen", "Grootste verschuivingen 2024"]
    rows = [row for row in book["Cluster Participatie 2024"].iter_rows(values_only=True) if row[0] == "0513"]
    [gouda] = rows
    assert gouda[4] == gouda[3] - gouda[2]
    assert round(sum(gouda[6:]), 2) == gouda[4]
    movers = [row for row in book["Grootste verschuivingen 2024"].iter_rows(values_only=True) if row[0]]
    captions = [row[0] for row in movers if str(row[0]).startswith("Cluster Participatie: ")]
    assert captions == [
        f"Cluster Participatie: meest {way}, {per}"
        for per in ("in totaal", "per inwoner")
        for way in ("erbij", "eraf")
    ]
    named = [row for row in movers if row[1] in ("Rotterdam", "Renswoude")]
    assert [row[1] for row in named[:2]] == ["Rotterdam", "Renswoude"]
    assert (named[0][2], named[1][2]) == (4_246_601, -10_668)
    [total] = [
        row
        for row in book["Cluster Participatie 2024"].iter_rows(values_only=True)
        if str(row[1])[:6] == "Totaal"
    ]
    assert total[4] == total[3] - total[2] == 86_768_418
    assert round(sum(total[6:]), 2) == total[4]
    spread = book["Spreiding 2024"]
    assert spread.tables["spreiding_cluster_participatie"]
    assert len(spread._charts) == 1  # nothing to draw of the integratie-uitkering: it stays the same


@pytest.mark.promise("docs/compare.md#what-both-have")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("meicirculaire-2024", "budgetten-2025-definitief", "--year", "2024"),
            "verwacht: één uitkeringsjaar dat beide hebben (--year), of twee",
        ),
        (("meicirculaire-2024", "totaalbeeld-2025"), "verwacht: een bedrag dat beide hebben"),
        (
            ("regeling-beschut-werk-2026", "regeling-beschut-werk-2022"),
            "op de gemeenten van 2022-12-31, en regeling-beschut-werk-2026 op die van 2026-01-01",
        ),
        (("meicirculaire-2024", "septembercirculaire-2024", "--gemeente", "Guda"), "bijvoorbeeld Gouda"),
        (("meicirculaire-2024", "septembercirculair-2024"), "septembercirculaire-2024"),
    ],
)
def test_what_cannot_be_compared_is_said(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_other_municipalities_or_another_unit_are_refused():
    """There would be nothing to compare."""
    here = toy.result({"a": ("1", "1"), "b": ("1", "1")})
    with pytest.raises(RuleError, match="on other municipalities"):
        attribute(here, toy.result({"a": ("1", "1"), "c": ("1", "1")}), "bread", str)
    other = [evolve(rule, unit="cows") if rule.name == "gold" else rule for rule in toy.RULES]
    with pytest.raises(RuleError, match="has another unit in the other"):
        attribute(here, toy.result({"a": ("1", "1"), "b": ("1", "1")}, other), "gold", str)


def test_an_unknown_publication_is_refused():
    with pytest.raises(InputError):
        compare_shipped("meicirculaire-2023", "nergens")


def test_a_publication_with_itself_is_refused():
    assert "twee keer dezelfde publicatie" in run("meicirculaire-2024", "meicirculaire-2024").stderr


def test_a_publication_of_ones_own_has_no_shipped_one_to_lay_beside_it(tmp_path):
    own = '[publication]\nname = "eigen"\nbased_on = "meicirculaire-2024"\n'
    (tmp_path / "p.toml").write_text(own, encoding="utf-8")
    result = run("eigen", "eigen", "--data", str(tmp_path))
    assert result.exit_code == 2
    assert "twee keer dezelfde publicatie, en die is niet meegeleverd" in result.stderr


@pytest.mark.promise("docs/compare.md#one-cause-for-the-country")
def test_for_the_country_whose_data_changed_says_nothing():
    """Own data and those of others are one cause there; together they are what they were."""
    said = run("septembercirculaire-2024", "meicirculaire-2023").stdout
    assert "door eigen gegevens" not in said
    assert "door gegevens van andere gemeenten" not in said
    assert "door gegevens per gemeente " in said.split("Integratie-uitkering")[1]


def test_the_rounded_amounts_add_to_something_else_and_that_is_said():
    said = run("meicirculaire-2024", "septembercirculaire-2024").stdout
    assert "verschil" in said and "+86.768.419,00 EUR" in said
    assert "van de 342 afgeronde bedragen samen: +86.768.418,00 EUR" in said


def test_who_gains_and_who_loses_most():
    said = run("meicirculaire-2024", "septembercirculaire-2024").stdout
    assert "meest erbij: Rotterdam +4.246.601" in said
    assert "meest eraf: Renswoude -10.668" in said


def test_the_comparison_in_the_docs_is_real():
    page = (Path(__file__).parents[2] / "docs" / "compare.md").read_text(encoding="utf-8")
    result = of_gouda()
    assert result.stdout.strip() == page.split("```")[1].strip()
