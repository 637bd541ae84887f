"""What a scenario changes is said: in the explanation, on the sheets, in the receipt and by the command."""

import json
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from rules.analysis.compare import compare_publications
from rules.scenarios.changes import changes
from rules.scenarios.stack import with_scenarios
from tests.helpers.own_scenario import (
    BEFORE,
    GOUDA,
    HIGHER,
    MERGER,
    SEPT,
    amount,
    layers,
    over,
    run,
    written,
)
from tests.helpers.workspaces import SHIPPED, workspace

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


EVERYONE, GOUDA_ALONE, TWO = "", 'municipalities = ["Gouda"]', 'municipalities = ["Gouda", "Utrecht"]'


@pytest.mark.promise("docs/scenarios.md#what-this-changes")
@pytest.mark.parametrize("whom", [(EVERYONE,), (GOUDA_ALONE,), (TWO,), (EVERYONE, GOUDA_ALONE)])
def test_what_an_input_was_and_becomes_is_said_where_that_is_one_number(whom, tmp_path_factory):
    """Of the country, or of the one municipality that is meant; not where another scenario changes it too."""
    texts = [f'[[input]]\nname = "loonkostensubsidie"\ntimes = 3\n{each}\n' for each in whom]
    after = layers(*texts, tmp_path_factory=tmp_path_factory).outcome(SEPT)
    row = BEFORE.prepared.case.inputs["loonkostensubsidie"].exact
    was = {(EVERYONE,): sum(row), (GOUDA_ALONE,): row[GOUDA]}.get(whom)
    for one in changes(BEFORE, after):
        assert (one.what, one.name) == ("input", "loonkostensubsidie")
        assert (one.old, one.new) == (was, was and 3 * was)
    assert [(one.old, one.new) for one in changes(None, after)] == [(None, None)] * len(whom)


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
