"""Year against year: the rules are a cause of their own, and every cause falls apart, exactly."""

from fractions import Fraction

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation.attribution import OWN, ROUNDING, RULES, attribute
from allocation.expressions import Symbol
from cli import main
from rules.analysis.compare import compare_publications
from rules.analysis.differences import Cause
from tests.helpers import toy_country as toy
from tests.helpers.workspaces import SHIPPED

YEARS = [
    ("meicirculaire-2024", "meicirculaire-2024", 2024, 2025),
    ("meicirculaire-2023", "meicirculaire-2024", 2024, 2025),
    ("budgetten-2024-definitief", "budgetten-2025-definitief", None, None),
    ("regeling-beschut-werk-2022", "regeling-beschut-werk-2026", None, None),
]
MEI = "meicirculaire-2024"


def run(*arguments):
    return CliRunner().invoke(main, ["compare", *map(str, arguments)])


@pytest.mark.promise("docs/compare.md#year-against-year")
@pytest.mark.parametrize("asked", YEARS)
def test_the_causes_are_the_change_of_every_municipality_between_years(asked):
    for difference in compare_publications(SHIPPED, *asked).differences:
        for place, change in enumerate(difference.change):
            assert sum(row[place] for row in difference.parts.values()) == change


@pytest.mark.promise("docs/compare.md#changed-rules")
def test_a_rule_that_changed_is_a_cause_and_others_are_not():
    cluster, iu = compare_publications(SHIPPED, MEI, MEI, 2024, 2025).differences
    assert Cause.RULES not in cluster.parts
    assert any(iu.parts[Cause.RULES])
    assert "iu_participatie" in iu.effects.changed
    said = run(MEI, MEI, "--year", 2024, "--to-year", 2025, "--gemeente", "Helmond").stdout
    assert "door gewijzigde regels" in said
    assert "Integratie-uitkering Participatie" in said.rsplit("gewijzigde regels: ", maxsplit=1)[1]


@pytest.mark.promise("docs/compare.md#swapped-is-negated")
def test_from_the_later_year_to_the_earlier_everything_is_negated():
    there = compare_publications(SHIPPED, MEI, MEI, 2024, 2025).differences
    back = compare_publications(SHIPPED, MEI, MEI, 2025, 2024).differences
    for one, other in zip(there, back, strict=True):
        assert set(one.parts) == set(other.parts)
        for cause, row in one.parts.items():
            assert [-value for value in row] == list(other.parts[cause])
            details, again = one.details(cause), other.details(cause)
            assert {name: [-v for v in values] for name, values in details.items()} == dict(again)


@pytest.mark.promise("docs/compare.md#single-causes")
def test_every_cause_falls_apart_into_figures_and_volumes():
    cluster, iu = compare_publications(SHIPPED, MEI, MEI, 2024, 2025).differences
    for difference in (cluster, iu):
        for cause, part in difference.parts.items():
            if rows := difference.details(cause):
                assert [sum(values) for values in zip(*rows.values(), strict=True)] == list(part)
                place = difference.codes.index("0794")
                alone = difference.details(cause, place)
                assert {n: row[0] for n, row in alone.items()} == {n: row[place] for n, row in rows.items()}
    assert set(cluster.details(Cause.OWN_INPUTS, 0)) == {
        "bijstandsontvangers", "loonkostensubsidie", "huishoudens_laag_inkomen", "doelgroepenregister",
    }  # fmt: skip


def euros(text):
    return Fraction(text.replace(".", "").replace(",", "."))


@pytest.mark.promise("docs/compare.md#single-causes")
def test_own_data_of_helmond_fall_apart_into_volumes():
    said = run(MEI, MEI, "--year", 2024, "--to-year", 2025, "--gemeente", "Helmond").stdout
    assert "Bijstandsontvangers 2.311,33 → 2.323,91" in said
    cluster = said.split("Helmond (0794)")[1]
    own = cluster[cluster.index("door eigen gegevens") : cluster.index("door gegevens van andere")]
    total, *volumes = [euros(line.split()[-2]) for line in own.splitlines() if line.endswith(" EUR")]
    assert len(volumes) == 4
    assert sum(volumes) == total


@pytest.mark.promise("docs/compare.md#single-causes")
def test_the_bijstand_of_one_municipality_falls_apart_too():
    asked = ("budgetten-2024-definitief", "budgetten-2025-definitief")
    [uitkering] = compare_publications(SHIPPED, *asked).differences
    place = uitkering.codes.index("0513")
    for cause, part in uitkering.parts.items():
        if rows := uitkering.details(cause, place):
            assert sum(row[0] for row in rows.values()) == part[place]


@pytest.mark.promise("docs/compare.md#a-workbook-of-changes")
def test_the_workbook_has_every_single_cause_and_no_column_of_nothing(tmp_path):
    result = run(MEI, MEI, "--year", 2024, "--to-year", 2025, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    book = load_workbook(tmp_path / f"{MEI}-2024-naar-{MEI}-2025.xlsx")
    heads = [str(c.value) for row in book["Cluster Participatie 2025"].iter_rows() for c in row if c.value]
    assert any(head.startswith("Door eigen gegevens (EUR)") for head in heads)
    assert not any(head.startswith("Door gegevens van andere gemeenten") for head in heads)
    single = [name for name in book.sheetnames if "Per gegeven" in name]
    assert len(single) == 2
    assert any("Bijstandsontvangers" in str(c.value) for row in book[single[0]].iter_rows() for c in row)


def test_a_stream_without_any_change_is_one_line():
    said = run("meicirculaire-2024", "septembercirculaire-2024").stdout
    assert "Integratie-uitkering Participatie: geen wijziging" in said


@pytest.mark.promise("docs/compare.md#year-against-year")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((MEI, MEI, "--year", 2024, "--to-year", 2031), "2031"),
        ((MEI, MEI, "--to-year", 2025), "of twee (--year en --to-year)"),
        ((MEI, "septembercirculaire-2023", "--year", 2025), "of twee (--year en --to-year)"),
    ],
)
def test_a_year_that_is_not_there_is_refused(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


# The toy country

CHANGES = {
    "gold": lambda formula: formula / 2,
    "bread": lambda formula: formula + Symbol("hearths"),
    "exact_wood": lambda formula: formula * 3,
}
CITIES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=3)


def world(rows, granary, changed):
    rules = [evolve(r, formula=CHANGES[r.name](r.formula)) if r.name in changed else r for r in toy.RULES]
    without_pots = [evolve(r, pot=None) if r.name in changed else r for r in rules]
    cities = {f"{i}": (str(a), str(b)) for i, (a, b) in enumerate(rows)}
    return toy.result(cities, without_pots, granary=granary)


@pytest.mark.promise("docs/compare.md#changed-rules")
@pytest.mark.promise("docs/compare.md#swapped-is-negated")
@given(CITIES, CITIES, st.integers(10, 99), st.sets(st.sampled_from([*CHANGES])))
def test_any_change_of_rules_figures_and_inputs_adds_up_and_is_negated(first, second, granary, changed):
    before, after = world(first, 100, ()), world(second, granary, changed)
    for rule in before.case.book.rules:
        there, back = attribute(before, after, rule, str), attribute(after, before, rule, str)
        assert (RULES in there.parts) == bool({*changed} & {*before.case.book.behind(rule)})
        for place, (a, b) in enumerate(zip(there.before, there.after, strict=True)):
            assert sum(row[place] for row in there.parts.values()) == b - a
        for cause, part in there.parts.items():
            assert [-value for value in part] == list(back.parts[cause])
            if rows := there.details(cause):
                assert [sum(values) for values in zip(*rows.values(), strict=True)] == list(part)


@pytest.mark.promise("docs/compare.md#changed-rules")
def test_where_only_a_rule_changed_all_of_it_is_that():
    rows = [(1, 2), (3, 4), (5, 6)]
    before, after = world(rows, 100, ()), world(rows, 100, {"exact_wood"})
    found = attribute(before, after, "exact_wood", str)
    assert set(found.parts) == {RULES, ROUNDING}
    assert found.changed == ["exact_wood"]
    assert [b - a for a, b in zip(found.before, found.after, strict=True)] == list(found.parts[RULES])


@given(CITIES, CITIES)
def test_members_without_effect_get_nothing_of_a_cause(first, second):
    """Exact wood goes by hearths alone: people do nothing."""
    found = attribute(world(first, 100, ()), world(second, 100, ()), "exact_wood", str)
    assert all(name == "hearths" or not any(row) for name, row in found.details(OWN).items())
