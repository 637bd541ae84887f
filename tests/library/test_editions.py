"""An edition gives only what differs from the publication that it is based on, and says so."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from openpyxl import load_workbook

from allocation.errors import InputError
from cli import main
from rules import Workspace
from rules.analysis.verify import agreements
from rules.library.layers import OWN, Layer
from rules.library.model import stacked
from rules.library.schema import FigureEntry, Publication, Value
from tables.publication.control import no_evidence
from tests.helpers.workspaces import SHIPPED, workspace

CASE = Path(__file__).parents[1] / "cases" / "13"
VOORLOPIG, HERZIEN = "budgetten-2024-voorlopig", "budgetten-2024-voorlopig-herzien"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def based_on(folder, base=VOORLOPIG, more=""):
    """The edition of the case, with the one line that says what it is based on."""
    text = (CASE / "eigen" / "c.toml").read_text(encoding="utf-8")
    text = text.replace('issuer = "SZW"\n', f'issuer = "SZW"\nbased_on = "{base}"\n')
    (folder / "c.toml").write_text(text + more, encoding="utf-8")
    return folder


def edition(folder, toml, base="meicirculaire-2024", name="meicirculaire-2024-juni"):
    """An edition of which only its name is given, and what `toml` says."""
    head = f'[publication]\nname = "{name}"\nbased_on = "{base}"\n'
    (folder / f"{name}.toml").write_text(head + toml, encoding="utf-8")
    return folder


def figure(name, value, publication, year=2024):
    return (
        f'[figures.{name}]\nvalues = [{{ year = {year}, publication = "{publication}", value = {value}, '
        'status = "indicatief", source = "juni" }]\n'
    )


def totals(outcome):
    return {name: outcome.result.total(name) for name in outcome.prepared.year.amounts}


def test_without_a_base_the_message_says_that_there_can_be_one(tmp_path):
    result = run("publish", HERZIEN, "--data", CASE / "eigen", "--out", tmp_path)
    assert result.exit_code == 2
    assert (
        f'verwacht: based_on = "{VOORLOPIG}" in [publication], om alleen te geven wat anders is'
        in result.stderr
    )


@pytest.mark.promise("docs/add-a-circular.md#only-what-differs")
def test_what_is_not_given_is_as_in_the_base(tmp_path):
    result = run("publish", HERZIEN, "--data", based_on(tmp_path), "--out", tmp_path / "uit")
    assert result.exit_code == 0, result.stderr
    space = workspace(tmp_path)
    [corrected], [before] = space.outcomes(HERZIEN), SHIPPED.outcomes(VOORLOPIG)
    assert totals(corrected) == totals(before)
    assert corrected.prepared.year.stand == before.prepared.year.stand


@pytest.mark.promise("docs/add-a-circular.md#own-edition-says-so")
def test_an_edition_of_ones_own_says_so_everywhere(tmp_path):
    says = "igen uitgave, gebaseerd op Budgetten gebundelde uitkering 2024, voorlopig"
    folder = based_on(tmp_path)
    assert says in run("publish", HERZIEN, "--data", folder, "--out", tmp_path / "uit").stdout
    told = run("explain", "Gouda", "--publication", HERZIEN, "--data", folder).stdout
    assert says in " ".join(told.split())
    assert says in run("compare", VOORLOPIG, HERZIEN, "--data", folder).stdout
    book = load_workbook(tmp_path / "uit" / f"benadering-{HERZIEN}.xlsx")
    for sheet in ("Leeswijzer", "Overzicht 2024", "Gebundelde uitkering 2024"):
        assert any(says in str(cell.value) for row in book[sheet]["A1:A6"] for cell in row), sheet
    noted = [str(row[-1].value) for row in book["Bronnen cijfers"].iter_rows()]
    noted += [str(row[-1].value) for row in book["Bronnen gegevens"].iter_rows()]
    assert sum("zoals in Budgetten gebundelde uitkering 2024, voorlopig" in note for note in noted) > 10


def test_only_a_name_and_a_figure(tmp_path):
    name = "meicirculaire-2024-juni"
    space = workspace(edition(tmp_path, figure("uitkeringsfactor", "1.5", name)))
    [outcome, later] = space.outcomes(name)
    [before, as_it_was] = SHIPPED.outcomes("meicirculaire-2024")
    assert outcome.prepared.publication.title == f"{before.prepared.publication.title} ({name})"
    assert outcome.prepared.publication.date == before.prepared.publication.date
    assert outcome.prepared.figures["uitkeringsfactor"].value * 2 == 3
    assert totals(outcome)["cluster_participatie"] > totals(before)["cluster_participatie"]
    assert totals(outcome)["iu_participatie"] == totals(before)["iu_participatie"]
    assert totals(later) == totals(as_it_was)
    assert outcome.prepared.origin("uitkeringsfactor").publication == name
    assert outcome.prepared.origin("bijstandsontvangers").publication == "meicirculaire-2024"
    assert outcome.prepared.origins() == {"own": ["Uitkeringsfactor"]}


@pytest.mark.promise("docs/add-a-circular.md#base-is-no-evidence")
def test_what_was_published_of_the_base_is_compared_with_and_is_no_evidence(tmp_path):
    name = "meicirculaire-2024-juni"
    space = workspace(edition(tmp_path, ""))
    [outcome, _] = space.outcomes(name)
    compared = agreements(space, outcome)
    assert len(compared) == len(agreements(SHIPPED, SHIPPED.outcome("meicirculaire-2024", 2024)))
    assert not any(one.evidence for one in compared)
    assert "waarop deze uitgave is gebaseerd" in no_evidence(compared[0])


@pytest.mark.promise("docs/add-a-circular.md#only-what-differs")
def test_an_edition_of_an_edition_over_more_steps(tmp_path):
    juni, juli = "meicirculaire-2024-juni", "meicirculaire-2024-juli"
    edition(tmp_path, figure("uitkeringsfactor", "1.5", juni))
    edition(tmp_path, figure("bedrag_bijstandsontvanger", "6000", juli), base=juni, name=juli)
    outcome = workspace(tmp_path).outcome(juli, 2024)
    values = {name: value.value for name, value in outcome.prepared.figures.items()}
    before = SHIPPED.outcome("meicirculaire-2024", 2024).prepared.figures
    assert (values["uitkeringsfactor"], values["bedrag_bijstandsontvanger"]) == (1.5, 6000)
    assert values["bedrag_loonkostensubsidie"] == before["bedrag_loonkostensubsidie"].value
    assert outcome.prepared.publication.issuer == SHIPPED.library.publications["meicirculaire-2024"].issuer


def test_an_unknown_base_is_refused(tmp_path):
    with pytest.raises(
        InputError, match="'meicirculaire-2042' is geen publicatie; verwacht: bijvoorbeeld mei"
    ):
        workspace(edition(tmp_path, "", base="meicirculaire-2042"))


def test_editions_in_a_circle_are_refused(tmp_path):
    edition(tmp_path, "", base="a", name="b")
    edition(tmp_path, "", base="b", name="a")
    with pytest.raises(InputError, match=r"based_on \(gebaseerd op\) gaat rond: a -> b -> a"):
        workspace(tmp_path)


def test_a_publication_without_a_base_has_a_title(tmp_path):
    (tmp_path / "x.toml").write_text('[publication]\nname = "mijn"\n', encoding="utf-8")
    with pytest.raises(InputError, match="publicatie mijn heeft geen title; verwacht: die, of based_on"):
        workspace(tmp_path)


def test_a_shipped_name_is_refused_with_the_way_out(tmp_path):
    shutil.copy(CASE / "eigen" / "c.toml", tmp_path / "c.toml")
    text = (tmp_path / "c.toml").read_text(encoding="utf-8").replace("-herzien", "")
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r'een andere naam .* \(met based_on = "budgetten-2024-voorlopig"'):
        workspace(tmp_path)


@pytest.mark.promise("docs/figures-and-data.md#order-of-layers")
def test_a_folder_goes_before_an_edition_that_is_shipped():
    """The last layer that says something wins, also where it says it of what an edition is based on."""
    first, second = SHIPPED.library.layers[0], "meicirculaire-2024-juni"
    given = FigureEntry(values=[Value(2024, Fraction(2), "officieel", [second], source="x")])
    own = FigureEntry(values=[Value(2024, Fraction(3), "indicatief", ["meicirculaire-2024"], source="x")])
    layers = [
        evolve(
            first,
            figures={**first.figures, "uitkeringsfactor": _both(first.figures["uitkeringsfactor"], given)},
            publications={**first.publications, second: Publication(second, based_on="meicirculaire-2024")},
        ),
        Layer(OWN, {"uitkeringsfactor": own}),
    ]
    values = [
        Workspace(stacked(SHIPPED.library.rules, tuple(layers[:count]))).library.figure(
            "uitkeringsfactor", second, 2024
        )
        for count in (1, 2)
    ]
    assert [value.value for value in values] == [2, 3]


def _both(entry, other):
    return evolve(entry, values=[*entry.values, *other.values])
