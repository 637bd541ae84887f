"""A scenario is a layer above all others: it changes what it says, says so of each value, and nothing else."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verdeelsleutel
from allocation.errors import FigureError
from rules.runs.plan import plan
from rules.scenarios.formula import computed, read_names
from rules.scenarios.known import scenarios
from rules.scenarios.stack import with_scenarios
from rules.territory.reorganisation import parse
from tests.helpers.own_scenario import BEFORE, GOUDA, HIGHER, MEI, MERGER, SEPT, layers, over, run
from tests.helpers.workspaces import LIBRARY, SHIPPED

# what a stack is


@pytest.mark.promise("docs/scenarios.md#basis")
def test_basis_gives_the_same_bytes_as_no_scenario(tmp_path):
    for folder, more in (("with", ["--scenario", "basis"]), ("without", [])):
        assert run("publish", SEPT, "--out", tmp_path / folder, *more).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "with").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "without").iterdir())
    assert len(names) == 3
    for name in names:
        assert (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()


def test_every_shipped_scenario_can_be_read_and_says_whose_it_is():
    assert {HIGHER, MERGER} <= {*scenarios()}
    assert all(one.scenario.source and one.scenario.title for one in scenarios().values())


@settings(max_examples=15, deadline=None)
@given(
    times=st.fractions(min_value=Fraction(1, 2), max_value=Fraction(3, 2)),
    plus=st.fractions(min_value=0, max_value=Fraction(1, 2)),
    factor=st.fractions(min_value=Fraction(1, 10), max_value=10),
)
@pytest.mark.promise("docs/scenarios.md#inverse")
def test_a_scenario_and_its_inverse_give_the_base(times, plus, factor, tmp_path_factory):
    changed = (
        f'[[figure]]\nname = "uitkeringsfactor"\ntimes = "{times}"\nplus = "{plus}"\npublication = "{SEPT}"\n'
        f'[[input]]\nname = "bijstandsontvangers"\ntimes = "{factor}"\npublication = "{SEPT}"\n'
    )
    back = (
        f'[[figure]]\nname = "uitkeringsfactor"\ntimes = "{1 / times}"\nplus = "{-plus / times}"\npublication = "{SEPT}"\n'
        f'[[input]]\nname = "bijstandsontvangers"\ntimes = "{1 / factor}"\npublication = "{SEPT}"\n'
    )
    after = layers(changed, back, tmp_path_factory=tmp_path_factory).outcome(SEPT)
    for name in BEFORE.prepared.case.book.rules:
        assert list(after.result.exact(name)) == list(BEFORE.result.exact(name))


INDEPENDENT = [
    f'[[figure]]\nname = "uitkeringsfactor"\ntimes = "1.01"\npublication = "{SEPT}"\n',
    f'[[input]]\nname = "loonkostensubsidie"\ntimes = 2\nmunicipalities = "Gouda"\npublication = "{SEPT}"\n',
    f'[[input]]\nname = "doelgroepenregister"\nplus = 1\npublication = "{SEPT}"\n',
    '[territory]\nmerge = ["0513+0627=9001:Samen"]\n',
]


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(INDEPENDENT))
@pytest.mark.promise("docs/scenarios.md#order")
def test_the_order_of_independent_scenarios_does_not_matter(order, tmp_path_factory):
    one = layers(*INDEPENDENT, tmp_path_factory=tmp_path_factory).outcome(SEPT).result
    other = layers(*order, tmp_path_factory=tmp_path_factory).outcome(SEPT).result
    assert one.values.equals(other.values)
    assert one.national == other.national


def test_the_order_of_scenarios_that_change_one_figure_does_matter(tmp_path):
    plus, times = (
        f'[[figure]]\nname = "uitkeringsfactor"\n{what}\n' for what in ('plus = "0.1"', 'times = "1.5"')
    )
    one = over(plus, times, tmp_path=tmp_path).outcome(SEPT).prepared.case.figures["uitkeringsfactor"]
    other = over(times, plus, tmp_path=tmp_path).outcome(SEPT).prepared.case.figures["uitkeringsfactor"]
    assert (one, other) == (Fraction("2.28"), Fraction("2.23"))


def test_two_mergers_stack_and_the_second_may_go_on_with_the_first(tmp_path):
    first, second = (
        '[territory]\nmerge = ["0513+0627=9001:A"]\n',
        '[territory]\nmerge = ["9001+0575=9002:B"]\n',
    )
    after = over(first, second, tmp_path=tmp_path).outcome(SEPT)
    at_once = over('[territory]\nmerge = ["0513+0627+0575=9002:B"]\n', tmp_path=tmp_path).outcome(SEPT)
    assert after.result.values.equals(at_once.result.values)
    assert "9001" not in after.prepared.case.codes


# what it changes


def test_a_factor_of_one_percent_is_one_percent_of_every_amount():
    after = with_scenarios(SHIPPED, HIGHER).outcome(SEPT)
    assert after.prepared.case.figures["uitkeringsfactor"] == Fraction("1.42") * Fraction("1.01")
    base = BEFORE.result.exact("uitkeringsbasis_participatie")
    paid = after.result.exact("cluster_participatie")
    assert all(abs(b * Fraction("1.4342") - p) <= Fraction(1, 2) for b, p in zip(base, paid, strict=True))


def test_a_relative_change_is_of_what_each_publication_itself_says():
    space = with_scenarios(SHIPPED, HIGHER)
    for name, year in ((SEPT, 2024), (MEI, 2024), (MEI, 2025)):
        old = SHIPPED.library.figure("uitkeringsfactor", name, year).value
        assert space.library.figure("uitkeringsfactor", name, year).value == old * Fraction("1.01")


def test_a_path_is_a_line_between_the_years_that_it_names(tmp_path):
    path = '[[figure]]\nname = "uitkeringsfactor"\npath = { 2022 = 1, 2025 = 2 }\n'
    library = over(path, tmp_path=tmp_path).library
    assert library.figure("uitkeringsfactor", SEPT, 2024).value == Fraction(5, 3)
    assert library.figure("uitkeringsfactor", MEI, 2025).value == 2


def test_by_year_names_years_and_leaves_all_others(tmp_path):
    library = over(
        '[[figure]]\nname = "uitkeringsfactor"\nby_year = { 2025 = "1.5" }\n', tmp_path=tmp_path
    ).library
    assert library.figure("uitkeringsfactor", MEI, 2025).value == Fraction(3, 2)
    assert library.figure("uitkeringsfactor", MEI, 2024) == LIBRARY.figure("uitkeringsfactor", MEI, 2024)


def test_a_formula_of_other_figures_is_exact(tmp_path):
    text = (
        '[[figure]]\nname = "bedrag_loonkostensubsidie"\n'
        'formula = "max(bedrag_bijstandsontvanger, 1) / 3 + 0.1"\n'
    )
    after = over(text, tmp_path=tmp_path).outcome(SEPT).prepared.case.figures
    assert after["bedrag_loonkostensubsidie"] == after["bedrag_bijstandsontvanger"] / 3 + Fraction("0.1")


@pytest.mark.parametrize(
    "text", ["a ** 2", "__import__('os')", "a.b", "a if b else c", "1 +", "sum(a)", "a[0]", "'x'", "True"]
)
def test_a_formula_is_arithmetic_and_nothing_else(text):
    with pytest.raises(FigureError, match=r"formule bestaat uit|geen exact getal"):
        computed(text, lambda _: Fraction(1))


def test_a_formula_divides_by_no_zero():
    assert read_names("min(a, b) / (a - a)") == ["a", "b"]
    with pytest.raises(FigureError, match="divides by zero"):
        computed("1 / (a - a)", lambda _: Fraction(1))


def test_an_input_is_scaled_for_all_or_for_some(tmp_path):
    text = (
        '[[input]]\nname = "loonkostensubsidie"\nvalue = 110\nmunicipalities = ["Gouda"]\n'
        '[[input]]\nname = "bijstandsontvangers"\ntimes = "1.1"\n'
    )
    after = over(text, tmp_path=tmp_path).outcome(SEPT).prepared.case.inputs
    was = BEFORE.prepared.case.inputs
    changed = [
        a != b
        for a, b in zip(after["loonkostensubsidie"].exact, was["loonkostensubsidie"].exact, strict=True)
    ]
    assert sum(changed) == 1
    assert changed[GOUDA]
    assert after["loonkostensubsidie"].exact[GOUDA] == 110
    assert list(after["bijstandsontvangers"].exact) == [
        v * Fraction("1.1") for v in was["bijstandsontvangers"].exact
    ]


def test_an_input_is_swapped_for_another_column_and_for_a_file(tmp_path):
    other = over(
        '[[input]]\nname = "doelgroepenregister"\ncolumn = "bijstandsontvangers"\n', tmp_path=tmp_path
    ).outcome(SEPT)
    was = BEFORE.prepared.case.inputs
    assert list(other.prepared.case.inputs["doelgroepenregister"].exact) == list(
        was["bijstandsontvangers"].exact
    )
    rows = "".join(f"{code},7\n" for code in BEFORE.prepared.case.codes)
    (tmp_path / "mijn.csv").write_text(f"gemeentecode,n\n{rows}", encoding="utf-8")
    swapped = over(
        f'[[input]]\nname = "doelgroepenregister"\nfile = "mijn.csv"\ncolumn = "n"\npublication = "{SEPT}"\n',
        tmp_path=tmp_path,
    ).outcome(SEPT)
    assert {*swapped.prepared.case.inputs["doelgroepenregister"].exact} == {7}
    assert swapped.prepared.origin("doelgroepenregister").layer == "scenario:s0"


def test_a_rule_is_another_version_of_itself_and_is_indicatief(tmp_path):
    """Of 2018: each its share of the places, rounded, without the minimum of one place."""
    text = '[[rule]]\nname = "aantal_beschut_werk"\nas_in = 2018\nyears = [2026]\n'
    name = "regeling-beschut-werk-2026"
    after, before = over(text, tmp_path=tmp_path).outcome(name), SHIPPED.outcome(name)
    rule = after.prepared.case.book.rules["aantal_beschut_werk"]
    assert rule.formula != before.prepared.case.book.rules["aantal_beschut_werk"].formula
    assert (rule.unit, rule.pot) == ("plekken", before.prepared.case.book.rules["aantal_beschut_werk"].pot)
    assert "2017 t/m 2018" in rule.source
    assert after.sure("aantal_beschut_werk")[0] == "indicatief"
    other = over(text, tmp_path=tmp_path).outcome("regeling-beschut-werk-2022")
    assert not other.prepared.other_rules


def test_of_a_municipality_that_is_changed_twice_the_last_word_comes_first(tmp_path):
    """Each goes on with what the one below it made, and the last one is named as who says it."""
    change = '[[input]]\nname = "bijstandsontvangers"\n{}\nmunicipalities = ["Gouda"]\n'
    space = over(change.format("times = 2"), change.format("plus = 10"), tmp_path=tmp_path)
    after, was = space.outcome(SEPT).prepared, BEFORE.prepared.case.inputs["bijstandsontvangers"].exact[GOUDA]
    assert after.case.inputs["bijstandsontvangers"].exact[GOUDA] == 2 * was + 10
    changes = after.replacements["bijstandsontvangers"]
    assert [one.rows for one in changes] == [{"0513": 2 * was + 10}, {"0513": 2 * was}]
    last, first = (one.origin for one in changes)
    assert after.origin("bijstandsontvangers", "0513") == last != first
    assert after.delivery("bijstandsontvangers", "0513") == changes[0].delivery


EVERYONE, GOUDA_ALONE = "", 'municipalities = ["Gouda"]'


@pytest.mark.parametrize(
    ("whom", "waits"),
    [
        ([], False), ([EVERYONE], False), ([EVERYONE, EVERYONE], False),
        ([GOUDA_ALONE], True), ([GOUDA_ALONE, EVERYONE], True), ([EVERYONE, GOUDA_ALONE], True),
    ],
)  # fmt: skip
def test_a_reorganisation_waits_for_rows_that_are_replaced_and_for_nothing_else(
    whom, waits, tmp_path_factory
):
    """What multiplies everyone may be done before or after it."""
    texts = [f'[[input]]\nname = "loonkostensubsidie"\ntimes = 2\n{each}\n' for each in whom]
    space = layers(*texts, tmp_path_factory=tmp_path_factory)
    publication = space.library.publications[SEPT]
    made = plan(space.books, publication, publication.years[0], publication.years[0].amounts)
    assert made.waits(made.stacks["loonkostensubsidie"][-1].entry) == waits


def test_a_stand_in_stays_one(tmp_path):
    name = "budgetten-2024-voorlopig"
    inputs = [key for key, one in SHIPPED.outcome(name).prepared.deliveries.items() if one.approximates]
    text = "".join(f'[[input]]\nname = "{key}"\ntimes = 1\npublication = "{name}"\n' for key in inputs)
    after = over(text, tmp_path=tmp_path).outcome(name)
    assert after.prepared.publication.title.startswith("Benadering")
    assert all(one.delivery.approximates for key in inputs for one in after.prepared.replacements[key])


def test_a_figure_is_as_sure_as_the_scenario_says_but_a_stand_in_stays_one(tmp_path_factory):
    """Half of a stand-in is no more than that."""
    name, sure = "budgetten-2024-voorlopig", {"macrobudget": "officieel", "reservering_vangnet": "indicatief"}
    change = '[[figure]]\nname = "{}"\ntimes = "1/2"\nstatus = "officieel"\n'
    space = layers("".join(map(change.format, sure)), tmp_path_factory=tmp_path_factory)
    before, after = (each.outcome(name).prepared.figures for each in (SHIPPED, space))
    for figure, status in sure.items():
        assert after[figure].value == before[figure].value / 2
        assert after[figure].status == status
        assert after[figure].approximates == before[figure].approximates


def test_the_examples_of_the_page_can_be_used_as_they_stand(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    (tmp_path / "mijn.toml").write_text(
        "".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)), encoding="utf-8"
    )
    rows = "".join(f"{code},5\n" for code in BEFORE.prepared.case.codes)
    (tmp_path / "register.csv").write_text(f"gemeentecode,aantal\n{rows}", encoding="utf-8")
    result = run("scenario", "mijn-raming", SEPT, "--data", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert "gegeven per gemeente Bijstandsontvangers (Gouda, Waddinxveen): maal 1,05" in result.stdout
    asked = ["scenario", "worlds", "mijn-raming", SEPT, "--data", tmp_path, "--draws", 2, "--out", tmp_path]
    assert run(*asked).exit_code == 0


def test_the_output_of_the_page_is_what_the_command_says():
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(Wat dit verandert.*?)\n\.\.\.\n```", page, re.DOTALL)[1]
    assert run("scenario", HIGHER, SEPT).stdout.startswith(f"{shown}\n")


def test_what_is_scaled_is_said_of_a_municipality_that_was_merged(tmp_path):
    text = (
        '[[input]]\nname = "bijstandsontvangers"\ntimes = 2\n[territory]\nmerge = ["0513+0627=9001:Samen"]\n'
    )
    after = over(text, tmp_path=tmp_path).outcome(SEPT)
    assert after.prepared.origin("bijstandsontvangers", "9001").layer == "scenario:s0"
    was = BEFORE.prepared.case.inputs["bijstandsontvangers"].exact
    both = sum(was[BEFORE.prepared.case.codes.index(code)] for code in ("0513", "0627"))
    at = after.prepared.case.codes.index("9001")
    assert after.prepared.case.inputs["bijstandsontvangers"].exact[at] == 2 * both
    assert after.prepared.case.statuses["bijstandsontvangers"] == "indicatief"


def test_the_bijstand_is_divided_again(tmp_path):
    """Of ten percent more macrobudget each municipality gets its part, on fractions as the budget itself is."""
    name = "budgetten-2025-definitief"
    text = '[[figure]]\nname = "macrobudget"\ntimes = "1.1"\ndecimals = 0\n'
    after, before = over(text, tmp_path=tmp_path).outcome(name), SHIPPED.outcome(name)
    rule = before.prepared.year.amounts[0]
    more = sum(after.result.exact(rule)) - sum(before.result.exact(rule))
    budget = before.prepared.case.figures["macrobudget"]
    assert abs(more - budget / 10) < len(before.prepared.case.codes)
    assert all(a >= b for a, b in zip(after.result.exact(rule), before.result.exact(rule), strict=True))


def test_from_python():
    space = verdeelsleutel.open_workspace()
    assert verdeelsleutel.scenario(space, "basis") is space
    above = verdeelsleutel.scenario(space, HIGHER)
    comparison = verdeelsleutel.compare(above, SEPT, SEPT)
    assert comparison.differences[0].change == [
        a - b
        for a, b in zip(
            comparison.after.result.exact("cluster_participatie"),
            BEFORE.result.exact("cluster_participatie"),
            strict=True,
        )
    ]


@pytest.mark.promise("docs/scenarios.md#by-one")
@pytest.mark.parametrize(
    "name", [SEPT, "budgetten-2024-definitief", "budgetten-2025-voorlopig", "totaalbeeld-2024"]
)
@pytest.mark.parametrize("merged", [False, True])
def test_times_one_changes_nothing_also_of_what_is_taken_from_another(tmp_path, name, merged):
    before = SHIPPED.outcome(name)
    kinds = LIBRARY.inputs
    names = [key for key in before.prepared.case.inputs if kinds[key].kind != "ja of nee"]
    text = "".join(f'[[input]]\nname = "{key}"\ntimes = 1\npublication = "{name}"\n' for key in names)
    text += "".join(
        f'[[figure]]\nname = "{key}"\ntimes = 1\npublication = "{name}"\n' for key in before.prepared.figures
    )
    if merged:
        text += '[territory]\nmerge = ["0513+0627=9001"]\n'
        before = SHIPPED.reorganised(parse(["0513+0627=9001"], [])).outcome(name)
    after = over(text, tmp_path=tmp_path).outcome(name)
    assert after.prepared.publication.title == before.prepared.publication.title
    for rule in before.prepared.case.book.rules:
        assert list(after.result.exact(rule)) == list(before.result.exact(rule))
