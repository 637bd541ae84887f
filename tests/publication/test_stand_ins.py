"""What rests on stand-ins is an approximation, on every sheet and page, until each of them is replaced."""

import json
import re

import openpyxl
import pytest
from attrs import evolve
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules.analysis.compare import compare_publications
from rules.library.documents import read_document
from rules.runs.stand_ins import _differs, presented, stand_ins
from tables import publish
from tables.approximation import BANNER, above, banner
from tables.comparing import report, sheets
from tables.explaining import explanation, formats
from tables.formulas import sheets as formulas
from tables.workbook.model import Sheet, warned
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

OPENING = BANNER.split("{", maxsplit=1)[0]
FORBIDDEN = re.compile(r"sta(at|an) in voor|\binsta|definitieve cijfers|, definitief\b", re.IGNORECASE)
"""What is said of no stand-in: that it vouches for anything, that it is final."""
AUTHOR = re.compile("Ministerie van", re.IGNORECASE)
"""Nor, at the head of a sheet or page, that a ministry made it."""
COMPLETE = [
    (name, year.year)
    for name, one in LIBRARY.publications.items()
    for year in one.years
    if SHIPPED.complete(name, year.year)
]
APPROXIMATIONS = [(name, year) for name, year in COMPLETE if stand_ins(SHIPPED.outcome(name, year).prepared)]


def cells(book):
    """Every text on the sheets, by sheet."""
    for sheet in book.sheets:
        texts = [sheet.title, sheet.subtitle, sheet.warning, sheet.name]
        assert not AUTHOR.search("".join(texts)), sheet.name
        for table in sheet.blocks:
            texts += [table.caption, *(column.header for column in table.columns)]
            texts += [str(value) for row in (*table.rows, table.totals) for value in row]
        yield sheet, "\n".join(texts)


def books(name, year):
    """Every workbook that is made of an outcome."""
    outcome = SHIPPED.outcome(name, year)
    yield publish.workbook([outcome], [[]], publish.Extra())
    yield formulas.workbook([outcome])
    if name.startswith("budgetten"):
        other = f"budgetten-{year}-" + ("voorlopig" if name.endswith("-definitief") else "definitief")
        yield sheets.workbook(compare_publications(SHIPPED, name, other, year))


def test_these_rest_on_stand_ins():
    """The bijstand of 2024 and 2025 and what takes from it; of all else everything was published or derived."""
    assert {name for name, _ in APPROXIMATIONS} == {
        "budgetten-2024-voorlopig", "budgetten-2024-nader-voorlopig", "budgetten-2024-definitief",
        "budgetten-2025-voorlopig", "budgetten-2025-definitief", "totaalbeeld-2024", "totaalbeeld-2025",
        "beschut-naar-realisatie", "beschut-sleutels-vergeleken",
    }  # fmt: skip


@pytest.mark.promise("docs/figures-and-data.md#an-approximation")
@pytest.mark.parametrize(("name", "year"), APPROXIMATIONS)
def test_every_sheet_has_the_banner_and_none_says_what_it_is_not(name, year):
    for book in books(name, year):
        assert book.title.startswith(("Benadering van ", "Van Benadering van "))
        assert book.creator == "Verdeelsleutel"
        for sheet, text in cells(book):
            assert sheet.warning.startswith(OPENING), sheet.name
            assert not FORBIDDEN.search(text), (sheet.name, FORBIDDEN.search(text))


@pytest.mark.promise("docs/figures-and-data.md#an-approximation")
@pytest.mark.parametrize(("name", "year"), APPROXIMATIONS)
@pytest.mark.parametrize("kind", formats.FORMATS)
def test_every_explanation_has_it_too(name, year, kind):
    [(_, made)] = explanation.of_publication(SHIPPED, "Gouda", name, year)
    text = formats.FORMATS[kind](made)
    if kind == "json":
        assert all(one["stand_ins"] for one in json.loads(text))
    else:
        assert OPENING in " ".join(text.split())
        assert ('<p class="banner">' in text) == (kind == "html")
    assert not FORBIDDEN.search(text)


def test_the_search_for_what_may_not_be_said_finds_it():
    for wrong in (
        "staat in voor de SiSa-lasten", "openbare cijfers die voor SiSa instaan", "Definitieve cijfers.",
        "Budgetten 2025, definitief",
    ):  # fmt: skip
        assert FORBIDDEN.search(wrong)
    assert AUTHOR.search(LIBRARY.publications[BOTH[0]].issuer)
    outcome = SHIPPED.outcome(*APPROXIMATIONS[0])
    bare = Sheet("x", "x", "", [])
    assert not bare.warning.startswith(OPENING)
    assert warned([bare], above([outcome]))[0].warning.startswith(OPENING)


@pytest.mark.promise("docs/figures-and-data.md#an-approximation")
def test_the_command_says_so_and_takes_another_name(tmp_path):
    arguments = ["publish", "budgetten-2025-definitief", "--out", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert OPENING in result.stdout
    assert not FORBIDDEN.search(result.stdout)
    assert {path.name.split(".")[0] for path in tmp_path.iterdir()} == {"benadering-budgetten-2025"}
    properties = openpyxl.load_workbook(tmp_path / "benadering-budgetten-2025.xlsx").properties
    assert (properties.title, properties.creator) == (
        "Benadering van budgetten gebundelde uitkering 2025", "Verdeelsleutel",
    )  # fmt: skip


def test_a_comparison_on_the_terminal_and_a_check_say_so(tmp_path):
    name = BOTH[1]
    assert OPENING in "\n".join(report.lines(compare_publications(SHIPPED, *BOTH, 2025)))
    (tmp_path / "buig.csv").write_text("gemeentecode,gebundelde uitkering\n0513,30000000\n", encoding="utf-8")
    for out in ("", "controle.xlsx", "controle.html"):
        arguments = ["check", str(tmp_path / "buig.csv"), "--publication", name]
        arguments += ["--out", str(tmp_path / out)] if out else []
        result = CliRunner().invoke(main, arguments)
        assert OPENING in result.stdout
    assert OPENING in (tmp_path / "controle.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "controle.xlsx")
    assert all(any(OPENING in str(row[0].value) for row in sheet.iter_rows(max_row=20)) for sheet in book)


def test_the_list_of_publications_says_what_is_an_approximation():
    lines = CliRunner().invoke(main, ["list", "publications", "--format", "csv"]).stdout.splitlines()
    header, *rows = [line.split(",") for line in lines]
    stands = {(row[0], int(row[2])): row[header.index("stand")] for row in rows}
    for which in COMPLETE:
        assert (stands[which] == "benadering") == (which in APPROXIMATIONS)


# Replacing them

INPUTS = {
    "lasten_jaarrekening": 1000,
    "huishoudens[-1]": 1010,
    "huishoudens[-2]": 1000,
    "uitgaven_dak_en_thuislozen[-2]": 10,
    "objectieve_uitkomst": 900,
    "uitgaven_loonkostensubsidie": 100,
}
FIGURES = {
    "netto_uitgaven_landelijk[-2]": 1_000_000,
    "budget_loonkostensubsidie": 545_100_000,
    "reservering_vangnet": 0,
}
BOTH = ("budgetten-2025-voorlopig", "budgetten-2025-definitief")


def own(folder, inputs, figures, publications=BOTH):
    """A folder with a user's own values for some inputs and figures."""
    folder.mkdir(exist_ok=True)
    codes = SHIPPED.outcome(BOTH[1], 2025).prepared.case.codes
    rows = [
        ",".join([code, *(str(INPUTS[name] + place) for name in inputs)]) for place, code in enumerate(codes)
    ]
    (folder / "eigen.csv").write_text(
        "\n".join([",".join(["gemeentecode", *inputs]), *rows]), encoding="utf-8"
    )
    names = json.dumps(list(publications))
    columns = ", ".join(f'"{name}" = "{name}"' for name in inputs)
    said = 'status = "afgeleid", source = "x"'
    toml = "\n".join(
        f'[figures."{name}"]\nvalues = [{{ year = 2025, publication = {names}, value = {FIGURES[name]}, {said} }}]'
        for name in figures
    )
    if inputs:
        toml += f'\n[[data]]\npublication = {names}\nyear = 2025\nfile = "eigen.csv"\n'
        toml += f'columns = {{ {columns} }}\nstatus = "afgeleid"\nsource = "x"\n'
    (folder / "eigen.toml").write_text(toml, encoding="utf-8")
    return workspace(folder)


@pytest.mark.promise("docs/figures-and-data.md#until-each-is-replaced")
def test_with_all_but_one_replaced_the_banner_stays_and_names_that_one(tmp_path):
    for left in (*INPUTS, *FIGURES):
        space = own(
            tmp_path / left, [name for name in INPUTS if name != left], [n for n in FIGURES if n != left]
        )
        outcome = space.outcome(BOTH[1], 2025)
        found = stand_ins(outcome.prepared)
        assert {one.approximates for one in found} <= {
            one.approximates for one in stand_ins(SHIPPED.outcome(BOTH[1], 2025).prepared)
        }
        assert left in {one.name for one in found} or left == "budget_loonkostensubsidie"
        assert found
        assert found[0].approximates in banner(outcome)
        assert outcome.prepared.publication.issuer == "Verdeelsleutel"


@pytest.mark.promise("docs/figures-and-data.md#until-each-is-replaced")
def test_with_all_replaced_it_is_that_publication_on_own_data(tmp_path):
    outcome = own(tmp_path, INPUTS, FIGURES).outcome(BOTH[1], 2025)
    assert stand_ins(outcome.prepared) == []
    assert outcome.prepared.publication == LIBRARY.publications[BOTH[1]]
    assert outcome.prepared.year.stand == "definitief"
    assert "own" in outcome.prepared.origins()


@pytest.mark.promise("docs/figures-and-data.md#no-half-calendar")
@pytest.mark.parametrize("only", BOTH)
def test_a_calendar_half_on_own_data_is_refused(tmp_path, only):
    """The difference between the two would be paid, and be nothing but that between two sources."""
    [other] = {*BOTH} - {only}
    space = own(tmp_path, INPUTS, FIGURES, [only])
    with pytest.raises(InputError, match="een benadering van de lasten van 2023 volgens SiSa") as error:
        space.outcome(BOTH[1], 2025)
    assert other in str(error.value)


@pytest.mark.promise("docs/figures-and-data.md#no-half-calendar")
def test_own_data_that_say_what_the_stand_in_says_make_no_half_of_it():
    """Only another value is a difference between two sources: of one municipality, or of a figure."""
    case = SHIPPED.outcome(BOTH[1], 2025).prepared.case
    code, name, figure = case.codes[7], next(iter(INPUTS)), next(iter(FIGURES))
    same = case.with_values(inputs={name: {code: case.inputs[name].exact[7]}})
    assert not _differs(case, same, name)
    assert _differs(case, case.with_values(inputs={name: {code: case.inputs[name].exact[7] + 1}}), name)
    assert not _differs(case, case.with_values(figures={figure: case.figures[figure]}), figure)
    assert _differs(case, case.with_values(figures={figure: case.figures[figure] + 1}), figure)
    without = SHIPPED.outcome("septembercirculaire-2024", 2024).prepared.case
    assert _differs(case, without, name)
    assert _differs(case, without, figure)


def test_who_replaces_one_municipality_still_has_stand_ins_for_the_others(tmp_path):
    space = own(tmp_path, ["lasten_jaarrekening"], [])
    toml = (tmp_path / "eigen.toml").read_text(encoding="utf-8")
    lines = (tmp_path / "eigen.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "eigen.csv").write_text("\n".join(lines[:2]), encoding="utf-8")
    (tmp_path / "eigen.toml").write_text(f"{toml}others_stay = true\n", encoding="utf-8")
    space = workspace(tmp_path)
    names = {one.name for one in stand_ins(space.outcome(BOTH[1], 2025).prepared)}
    assert "lasten_jaarrekening" in names


@pytest.mark.promise("docs/figures-and-data.md#stand-ins-are-declared")
def test_what_approximates_something_is_indicatief(tmp_path):
    (tmp_path / "x.toml").write_text(
        '[figures.x]\nvalues = [{ year = 2024, publication = "p", value = 1, status = "officieel", approximates = "y" }]\n',
        encoding="utf-8",
    )
    with pytest.raises(
        InputError,
        match=r'een benadering van y \(approximates\) heeft status = "indicatief", niet "officieel"',
    ):
        read_document(tmp_path / "x.toml")


def test_what_rests_on_no_stand_in_keeps_its_own_name():
    prepared = SHIPPED.outcome("septembercirculaire-2024", 2024).prepared
    assert presented(prepared) is prepared
    assert evolve(prepared).publication.issuer.startswith("Ministerie")
