"""A scenario as an amendment: each article that changes, how it then reads, and what that changes."""

import re

import pytest
from click.testing import CliRunner

from cli import main
from rules.scenarios.stack import with_scenarios
from tables.scenario.amendment import CLOSE, OPEN, letter, with_figures
from tests.helpers.workspaces import LIBRARY, SHIPPED

SEPT, PLACES, HIGHER = "septembercirculaire-2024", "regeling-beschut-werk-2026", "factor-1-procent-hoger"


def run(*arguments):
    return CliRunner().invoke(main, ["scenario", *map(str, arguments), "--legal-text"])


def own(folder, text):
    head = '[scenario]\nname = "eigen"\ntitle = "Proef"\nsource = "een proef"\n'
    (folder / "eigen.toml").write_text(head + text, encoding="utf-8")
    return folder


@pytest.mark.promise("docs/scenarios.md#legal-text")
def test_every_article_with_the_figure_is_amended_and_filled_in():
    """Both rules that read the uitkeringsfactor, and no other."""
    text = run(HIGHER, SEPT).stdout
    before = SHIPPED.outcome(SEPT)
    mine = [rule for rule, figures in with_figures(before) if "uitkeringsfactor" in figures]
    assert len(mine) == 2 == len(re.findall(r"^Artikel \d+$", text, re.MULTILINE))
    for rule in mine:
        assert f"In de berekening van {rule.label} ({rule.source}):" in text
        assert f"Het artikel: {rule.doc}" in text
    new = with_scenarios(SHIPPED, HIGHER).outcome(SEPT).prepared.case.figures["uitkeringsfactor"]
    assert (
        text.count('wordt "Uitkeringsfactor: 1,420" vervangen door "Uitkeringsfactor: 1,4342" (factor).') == 2
    )
    assert str(float(new)).replace(".", ",") == "1,4342"
    assert text.count(f"{OPEN}Uitkeringsfactor 1,4342{CLOSE} ×") == 2
    assert "Wat dit verandert, uitkeringsjaar 2024" in text
    assert text.startswith("CONCEPT")


@pytest.mark.promise("docs/scenarios.md#legal-text")
def test_another_rule_is_printed_as_the_whole_article_and_figures_that_stay_are_filled_in_without_a_mark(
    tmp_path,
):
    own(tmp_path, '[[rule]]\nname = "aantal_beschut_werk"\nas_in = 2018\nyears = [2026]\n')
    text = run("eigen", PLACES, "--data", tmp_path).stdout
    [old] = [r for r in LIBRARY.rules if r.name == "aantal_beschut_werk" and r.valid_in(2026)]
    [new] = [r for r in LIBRARY.rules if r.name == "aantal_beschut_werk" and r.valid_in(2018)]
    assert f"({old.source}):" in text
    assert f"Het artikel: {new.doc.splitlines()[0]}" in text
    assert 'a. wordt "het grootste van [Minimum aantal plekken per gemeente] en [' in text
    assert text.count(OPEN) == text.count(CLOSE) == 2
    assert f"= {OPEN}Landelijk aantal plekken beschut werk 12.796 ×" in text


@pytest.mark.promise("docs/scenarios.md#legal-text")
def test_what_is_no_article_is_said_apart(tmp_path):
    own(
        tmp_path,
        '[[input]]\nname = "loonkostensubsidie"\nvalue = 200\nmunicipalities = ["Gouda"]\n'
        '[territory]\nmerge = ["0513+0627=9001:Samen"]\n',
    )
    text = run("eigen", SEPT, "--data", tmp_path).stdout
    assert "Artikel" not in text
    assert OPEN not in text
    apart = text.partition("Verondersteld, en geen wijziging van een artikel:")[2]
    assert "van Gouda: 200 in plaats van 124." in apart
    assert "gaat naar Samen (9001)" in apart


def test_nothing_changed_two_years_and_a_file(tmp_path):
    assert "Er is niets gewijzigd." in run("basis", SEPT).stdout
    made = run(HIGHER, "meicirculaire-2024", "--out", tmp_path)
    assert made.exit_code == 0, made.output
    [file] = tmp_path.glob("*-wettekst.txt")
    text = file.read_text(encoding="utf-8")
    assert [year for year in ("2024", "2025") if f"uitkeringsjaar {year} (" in text] == ["2024", "2025"]
    assert text.rstrip() in made.stdout


def test_an_article_has_figures_of_a_publication():
    refused = run(HIGHER)
    assert refused.exit_code == 2
    assert "--legal-text" in refused.stderr


def test_the_parts_of_an_article_go_on_after_z():
    assert [letter(place) for place in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "zz", "aaa"]
