"""A scenario is a layer above all others: it changes what it says, says so of each value, and nothing else."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import verdeelsleutel
from allocation.errors import FigureError, InputError
from cli import main
from rules.analysis.compare import compare_publications
from rules.scenarios.changes import changes
from rules.scenarios.formula import computed, read_names
from rules.scenarios.known import read_scenario, scenarios
from rules.scenarios.stack import layer_of, with_scenarios
from rules.territory.reorganisation import parse
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

SEPT, MEI = "septembercirculaire-2024", "meicirculaire-2024"
HIGHER, MERGER = "factor-1-procent-hoger", "samenvoeging-gouda-waddinxveen"
BEFORE = SHIPPED.outcome(SEPT)
GOUDA = BEFORE.prepared.case.codes.index("0513")


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(folder, name, text):
    """A scenario of one's own."""
    folder.mkdir(exist_ok=True)
    head = f'[scenario]\nname = "{name}"\ntitle = "Proef"\nsource = "een proef"\n'
    (folder / f"{name}.toml").write_text(head + text, encoding="utf-8")
    return folder


def over(*texts, tmp_path):
    """A workspace with scenarios of one's own on top of each other."""
    for place, text in enumerate(texts):
        written(tmp_path, f"s{place}", text)
    return with_scenarios(workspace(tmp_path), "+".join(f"s{place}" for place in range(len(texts))))


def layers(*texts, tmp_path_factory):
    """The same, without reading the shipped data again."""
    folder, space = tmp_path_factory.mktemp("scenario"), SHIPPED
    for place, text in enumerate(texts):
        path = written(folder, f"s{place}", text) / f"s{place}.toml"
        above = [layer_of(read_scenario(path), space.library)]
        space = space.supposing(*above)
    return space


def amount(outcome, name="cluster_participatie", code="0513"):
    return outcome.result.exact(name)[outcome.prepared.case.codes.index(code)]


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


def test_a_stand_in_stays_one(tmp_path):
    name = "budgetten-2024-voorlopig"
    [approximated, *_] = [
        one for one in SHIPPED.outcome(name).prepared.figures.values() if one.approximates
    ] or [None]
    inputs = [key for key, one in SHIPPED.outcome(name).prepared.deliveries.items() if one.approximates]
    text = "".join(f'[[input]]\nname = "{key}"\ntimes = 1\npublication = "{name}"\n' for key in inputs)
    after = over(text, tmp_path=tmp_path).outcome(name)
    assert after.prepared.publication.title.startswith("Benadering")
    assert all(one.delivery.approximates for key in inputs for one in after.prepared.replacements[key])
    assert approximated is None or approximated.approximates


# what is said of it


@pytest.mark.promise("docs/scenarios.md#layer-of-every-value")
def test_every_changed_value_shows_its_layer_in_explain_sheet_and_receipt(tmp_path):
    data = written(
        tmp_path / "in",
        "proef",
        '[[figure]]\nname = "uitkeringsfactor"\ntimes = "1.01"\n'
        '[[input]]\nname = "loonkostensubsidie"\nvalue = 110\nmunicipalities = ["Gouda"]\n'
        '[territory]\nmerge = ["0627+0575=9001:Samen"]\n',
    )
    more = ["--data", data, "--scenario", "proef"]
    told = run("explain", "Gouda", "--publication", SEPT, "--rule", "cluster_participatie", *more).stdout
    plain = " ".join(told.split())
    assert "Scenario proef: verondersteld (Uitkeringsfactor, Inwoners met loonkostensubsidie)" in plain
    assert "Uitkeringsfactor: 1,43420 factor (indicatief, een proef; scenario proef)" in plain
    assert "Inwoners met loonkostensubsidie: 110 personen (indicatief, een proef; scenario proef)" in plain
    result = run("publish", SEPT, "--out", tmp_path, *more)
    assert "  scenario proef: verondersteld (" in result.stdout
    book = load_workbook(tmp_path / f"{SEPT}-scenario-proef.xlsx")
    rows = [[str(cell.value) for cell in row] for row in book["Bronnen cijfers"].iter_rows()]
    [figure] = [row for row in rows if row[1] == "Uitkeringsfactor"]
    assert figure[4:7] == ["indicatief", "een proef", "scenario proef"]
    rows = [[str(cell.value) for cell in row] for row in book["Bronnen gegevens"].iter_rows()]
    [_, replaced] = [row for row in rows if row[1] == "Inwoners met loonkostensubsidie"]
    assert replaced[2] == "proef.toml"
    assert replaced[6].startswith("scenario proef; alleen voor Gouda (0513)")
    first = [str(cell.value) for row in book["Overzicht 2024"].iter_rows(max_row=8) for cell in row]
    assert any("Scenario proef: verondersteld" in text for text in first)
    receipt = json.loads((tmp_path / f"{SEPT}-scenario-proef.receipt.json").read_text(encoding="utf-8"))
    assert "proef.toml" in receipt["eigen bestanden"]
    altered = {one["wat"]: (one["scenario"], one["was"], one["wordt"]) for one in receipt["verondersteld"]}
    assert altered["uitkeringsfactor"] == ("proef", "1.42", "1.4342")
    assert altered["0627"] == ("proef", "Waddinxveen", "Samen (9001)")
    assert altered["loonkostensubsidie"][0] == "proef"


@pytest.mark.promise("docs/scenarios.md#what-this-changes")
def test_the_command_says_what_is_changed_and_what_that_does(tmp_path):
    result = run("scenario", f"{MERGER}+{HIGHER}", SEPT, "--gemeente", "9001", "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert "cijfer Uitkeringsfactor: 1,42 factor → 1,4342 factor" in result.stdout
    assert "indicatief, voorbeeld: geen voorstel van iemand" in result.stdout
    assert "herindeling Gouda (0513): gaat naar Gouda en Waddinxveen (voorbeeld) (9001)" in result.stdout
    was = amount(BEFORE) + amount(BEFORE, code="0627")
    rows = [line.split() for line in result.stdout.splitlines()]
    shown = f"{int(was):,}".replace(",", ".")
    assert ["was", f"{shown},00", "EUR"] in rows
    [path] = tmp_path.iterdir()
    book = load_workbook(path)
    assert book.sheetnames[0] == "Wat dit verandert 2024"
    cells = [str(cell.value) for row in book[book.sheetnames[0]].iter_rows() for cell in row]
    assert {"1,42 factor", "1,4342 factor", "indicatief"} <= {*cells}


def test_the_parts_of_the_effect_add_up_on_the_municipalities_after_a_merger():
    comparison = compare_publications(with_scenarios(SHIPPED, f"{MERGER}+{HIGHER}"), SEPT, SEPT)
    for difference in comparison.differences:
        for place, changed in enumerate(difference.change):
            assert changed == sum(row[place] for row in difference.parts.values())
        assert sum(difference.before) == sum(BEFORE.result.exact(difference.rule))


def test_what_no_amount_rests_on_is_said():
    result = run("scenario", HIGHER, "regeling-beschut-werk-2026")
    assert result.exit_code == 0
    assert "verandert in deze publicatie niets" in result.stdout


def test_a_stack_keeps_what_each_scenario_makes_of_a_figure(tmp_path):
    plus, times = (
        f'[[figure]]\nname = "uitkeringsfactor"\n{what}\n' for what in ('plus = "0.1"', 'times = "1.5"')
    )
    space = over(plus, times, tmp_path=tmp_path)
    found = changes(space.base.outcome(SEPT), space.outcome(SEPT))
    assert [(one.scenario, one.old, one.new) for one in found] == [
        ("s0", Fraction("1.42"), Fraction("1.52")),
        ("s1", Fraction("1.52"), Fraction("2.28")),
    ]


def test_a_figure_of_ones_own_below_a_scenario_is_still_said(tmp_path):
    own = f'[[figures.uitkeringsfactor.values]]\nyear = 2024\nvalue = "1.5"\npublication = "{SEPT}"\nstatus = "indicatief"\nsource = "eigen"\n'
    written(tmp_path, "proef", '[[figure]]\nname = "uitkeringsfactor"\ntimes = 2\n')
    (tmp_path / "eigen.toml").write_text(own, encoding="utf-8")
    after = with_scenarios(workspace(tmp_path), "proef").outcome(SEPT)
    assert after.prepared.case.figures["uitkeringsfactor"] == 3
    assert {*after.prepared.origins()} == {"scenario:proef", "own"}


def test_nothing_published_is_compared_with_a_scenario(tmp_path):
    result = run("publish", SEPT, "--scenario", HIGHER, "--out", tmp_path)
    assert "Er is niets gepubliceerd om mee te vergelijken." in result.stdout
    assert not (tmp_path / f"{SEPT}.xlsx").exists()


def test_check_compares_with_the_amounts_of_a_scenario(tmp_path):
    after = with_scenarios(SHIPPED, HIGHER).outcome(SEPT)
    paid = int(amount(after)), int(amount(after, "iu_participatie"))
    file = tmp_path / "s.csv"
    text = "Onderdeel;Bedrag\nCluster Participatie;{}\nIU Participatie;{}\n".format(*paid)
    file.write_text(text, encoding="utf-8")
    asked = ["check", file, "--publication", SEPT, "--gemeente", "Gouda"]
    told = run(*asked, "--scenario", HIGHER)
    assert told.exit_code == 0
    assert f"scenario {HIGHER}: verondersteld (Uitkeringsfactor)" in told.stdout
    assert "rust op wat een scenario veronderstelt" in told.stdout
    assert run(*asked).exit_code == 1


# what is refused

WRONG = {
    '[[figure]]\nname = "uitkeringsfactr"\nvalue = 1\n': "uitkeringsfactor",
    '[[input]]\nname = "bijstandsontvanger"\ntimes = 1\n': "bijstandsontvangers",
    '[[rule]]\nname = "iu_participati"\nas_in = 2024\n': "iu_participatie",
    '[[rule]]\nname = "iu_participatie"\nby = "wssw"\n': "wsw",
    '[[rule]]\nname = "iu_participatie"\nby = "wsw"\n': "een regel met dezelfde pot",
    '[[figure]]\nname = "uitkeringsfactor"\nformula = "bedrag_bijstandsontvange"\n': "bedrag_bijstandsontvanger",
    '[[figure]]\nname = "uitkeringsfactor"\ntimes = 1\npublication = "septembercirculaire-204"\n': SEPT,
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = -1\n': "van 0",
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = 1\nformula = "1"\n': "value en formula",
    '[[figure]]\nname = "uitkeringsfactor"\n': "het heeft geen daarvan",
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = 1\nyears = [1999]\n': "geen publicatie van 1999",
    '[[figure]]\nname = "uitkeringsfactor"\ntimes = 1\nyears = [2015]\n': "jaren en publicaties waarin het die heeft: 2024",
    '[[figure]]\nname = "uitkeringsfactor"\nvale = 1\n': "bedoelde u value?",
    '[[figures]]\nname = "uitkeringsfactor"\nvalue = 1\n': "bedoelde u figure?",
    '[[input]]\nname = "bijstandsontvangers"\nvalue = 1\n': "noem de gemeenten",
    '[territory]\nmerge = ["0513=9001"]\n': "0501+0530+0614=1992",
    '[[draw]]\nfigure = "uitkeringsfactor"\nshape = "triangulair"\nleast = 1\nmost = 2\n': "triangular",
}


@pytest.mark.promise("docs/scenarios.md#unknown-keys")
@pytest.mark.parametrize(("text", "expected"), WRONG.items())
def test_what_is_not_there_is_refused_with_what_comes_near(tmp_path, text, expected):
    result = run("scenario", "proef", "--data", written(tmp_path, "proef", text))
    assert result.exit_code == 2
    assert expected in result.stderr


def test_a_municipality_that_is_not_there_is_refused_with_what_comes_near(tmp_path):
    text = '[[input]]\nname = "bijstandsontvangers"\ntimes = 2\nmunicipalities = ["Goude"]\n'
    result = run("scenario", "proef", SEPT, "--data", written(tmp_path, "proef", text))
    assert result.exit_code == 2
    assert "Gouda" in result.stderr


def test_a_value_that_an_input_cannot_have_is_refused(tmp_path):
    text = '[[input]]\nname = "bijstandsontvangers"\nplus = -100000\n'
    with pytest.raises(InputError, match="0 of meer"):
        over(text, tmp_path=tmp_path).outcome(SEPT)


@pytest.mark.parametrize("asked", ["factor-1-procent-hogr", f"{HIGHER}+nergens", f"{HIGHER}+{HIGHER}", ""])
def test_a_scenario_that_is_not_there_is_refused(asked):
    result = run("scenario", asked, SEPT)
    assert result.exit_code == 2
    assert "scenario" in result.stderr


def test_one_name_twice_is_refused(tmp_path):
    result = run("scenario", HIGHER, "--data", written(tmp_path, HIGHER, ""))
    assert result.exit_code == 2
    assert "een andere naam" in result.stderr


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
