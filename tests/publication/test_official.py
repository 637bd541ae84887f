"""What was published stands beside what is computed, and what equals it is official."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from rules.analysis.verify import agreements
from rules.territory.reorganisation import parse
from tables import publish
from tables.file_names import file_stem
from tables.publication.verdict import verdict
from tables.workbook.style import AGREES, DIFFERS
from tests.helpers.workspaces import SHIPPED, workspace

KNOWN = [
    (name, year.year, rule)
    for name, one in SHIPPED.library.publications.items()
    for year in one.years
    if SHIPPED.complete(name, year.year)
    for rule, official in SHIPPED.outcome(name, year.year).official.items()
    if "" not in official.values
]
SEPTEMBER = SHIPPED.outcome("septembercirculaire-2023", 2024)
"""Of its integratie-uitkering some municipalities are computed a euro off."""


def test_of_these_amounts_is_known_per_municipality_what_was_published():
    assert {(name, rule) for name, _, rule in KNOWN} >= {
        ("meicirculaire-2023", "iu_participatie"), ("septembercirculaire-2023", "iu_participatie"),
        ("meicirculaire-2024", "iu_participatie"), ("septembercirculaire-2024", "iu_participatie"),
        ("regeling-beschut-werk-2022", "aantal_beschut_werk"), ("regeling-beschut-werk-2026", "aantal_beschut_werk"),
    }  # fmt: skip


@pytest.mark.promise("docs/figures-and-data.md#equal-is-official")
@pytest.mark.parametrize(("name", "year", "rule"), KNOWN)
def test_what_equals_the_published_value_is_official_and_nothing_else_is(name, year, rule):
    outcome = SHIPPED.outcome(name, year)
    own = outcome.result.statuses[rule]
    stated = outcome.official[rule].values
    rows = zip(outcome.prepared.case.codes, outcome.result.exact(rule), outcome.sure(rule), strict=True)
    for code, value, sure in rows:
        assert sure == ("officieel" if stated.get(code) == value else own)


@pytest.mark.promise("docs/figures-and-data.md#equal-is-official")
def test_all_numbers_of_2026_are_official_on_a_key_that_is_derived():
    outcome = SHIPPED.outcome("regeling-beschut-werk-2026", 2026)
    assert set(outcome.sure("aantal_beschut_werk")) == {"officieel"}
    assert outcome.prepared.case.statuses["sleutel_beschut_werk"] == "afgeleid"
    book = publish.workbook([outcome], [agreements(SHIPPED, outcome)], publish.Extra())
    [table] = next(sheet.blocks for sheet in book.sheets if sheet.name == "Beschut werk 2026")
    heads = [column.header for column in table.columns]
    published, gap = (
        next(p for p, head in enumerate(heads) if f": {word} (" in head)
        for word in ("gepubliceerd", "verschil")
    )
    assert set(table.columns[published - 1].marks) == {""}
    assert [row[published] for row in table.rows] == [row[published - 1] for row in table.rows]
    assert {row[gap] for row in table.rows} == {0}


@pytest.mark.promise("docs/figures-and-data.md#published-beside-computed")
def test_a_row_that_differs_stands_out(tmp_path):
    gaps = SEPTEMBER.gaps("iu_participatie")
    assert any(gaps)
    assert not all(gaps)
    made = publish.files([SEPTEMBER], [agreements(SHIPPED, SEPTEMBER)], "xlsx")
    (tmp_path / "x.xlsx").write_bytes(made["septembercirculaire-2023.xlsx"])
    for sheet in load_workbook(tmp_path / "x.xlsx"):
        heads = [
            row for row in sheet.iter_rows() if any(str(c.value).endswith(": verschil (EUR)") for c in row)
        ]
        for [header] in [heads[:1]] if heads else []:
            [place] = [
                n for n, cell in enumerate(header) if str(cell.value).endswith("Participatie: verschil (EUR)")
            ]
            cells = [
                row[place]
                for row in sheet.iter_rows(min_row=header[0].row + 1, max_row=header[0].row + len(gaps))
            ]
            assert [Fraction(cell.value) for cell in cells] == gaps
            assert all(
                (cell.fill.fgColor.rgb == "FFFF9F9F") == bool(gap)
                for cell, gap in zip(cells, gaps, strict=True)
            )
            return
    pytest.fail("no sheet has the column")


@pytest.mark.promise("docs/figures-and-data.md#published-beside-computed")
@pytest.mark.parametrize("kind", ["text", "md", "html", "json"])
def test_an_explanation_says_what_was_published(kind):
    place = next(p for p, gap in enumerate(SEPTEMBER.gaps("iu_participatie")) if gap)
    code = SEPTEMBER.prepared.case.codes[place]
    arguments = ["explain", code, "--publication", "septembercirculaire-2023", "--rule", "iu_participatie"]
    text = CliRunner().invoke(main, [*arguments, "--format", kind]).stdout
    if kind == "json":
        [amount] = json.loads(text)
        assert abs(amount["steps"][0]["published"]["difference"]) == 1
    else:
        assert "gepubliceerd: " in text
        assert "berekend is 1 m" in " ".join(text.split())


@pytest.mark.promise("docs/figures-and-data.md#published-beside-computed")
def test_the_control_sheet_has_every_difference():
    agreed = agreements(SHIPPED, SEPTEMBER)
    book = publish.workbook([SEPTEMBER], [agreed], publish.Extra())
    [control] = [sheet for sheet in book.sheets if sheet.name == "Controle afwijkingen"]
    [table] = [block for block in control.blocks if block.name == "afwijkingen"]
    expected = sum(len(one.gaps) + len(one.lacking) * one.published.official for one in agreed if one.by_code)
    assert len(table.rows) == expected > 0


@pytest.mark.promise("README.md#verdict")
def test_the_verdict_says_what_came_out():
    for name, kind, words in (
        ("septembercirculaire-2023", DIFFERS, "1 van 4 vergelijkingen met wat elders staat wijkt af"),
        ("septembercirculaire-2024", AGREES, "geen verschil"),
        ("verkenning-baankansen", "", "Er is niets gepubliceerd om mee te vergelijken"),
    ):
        outcomes = SHIPPED.outcomes(name)
        found, text = verdict(outcomes, [agreements(SHIPPED, outcome) for outcome in outcomes])
        assert found == kind
        assert words in text


def test_own_data_are_never_called_official(tmp_path):
    key = "sleutel_beschut_werk"
    rows = zip(SEPTEMBER.prepared.case.codes, SEPTEMBER.result.column(key), strict=True)
    (tmp_path / "k.csv").write_text(
        "gemeentecode,k\n" + "\n".join(f"{code},{value}" for code, value in rows), encoding="utf-8"
    )
    (tmp_path / "k.toml").write_text(
        f'[[data]]\npublication = "septembercirculaire-2023"\nyear = 2024\nfile = "k.csv"\n'
        f'columns = {{ {key} = "k" }}\ndecimal = "."\nstatus = "afgeleid"\nsource = "x"\n',
        encoding="utf-8",
    )
    outcome = workspace(tmp_path).outcome("septembercirculaire-2023", 2024)
    assert "officieel" not in outcome.sure("iu_participatie")


# What is not the publication never takes its file name

WHAT_IF = parse(["0513+1931=9001:Groot-Gouda"], [])


@pytest.mark.promise("README.md#no-other-takes-the-name")
def test_no_two_kinds_of_run_have_one_file_name():
    both = SHIPPED.outcomes("meicirculaire-2024")
    names = [file_stem(both), *(file_stem([outcome]) for outcome in both)]
    names += [file_stem(SHIPPED.reorganised(WHAT_IF).outcomes("meicirculaire-2024"))]
    names += [file_stem([outcome]) for outcome in SHIPPED.reorganised(WHAT_IF).outcomes("meicirculaire-2024")]
    assert names[0] == "meicirculaire-2024"
    assert len({*names}) == len(names)
    assert names[3] == "meicirculaire-2024-wat-als-groot-gouda"


@pytest.mark.promise("README.md#no-other-takes-the-name")
def test_a_what_if_leaves_the_publication_alone_and_says_what_it_is(tmp_path):
    command = ["publish", "septembercirculaire-2024", "--out", str(tmp_path)]
    CliRunner().invoke(main, command)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for more in (["--merge", "0513+1931=9001:Groot-Gouda"], ["--data", "tests/cases/11/eigen"]):
        result = CliRunner().invoke(main, [*command, *more])
        assert result.exit_code == 0
        assert ("wat als" if "--merge" in more else "eigen gegevens") in result.stdout
    assert {path: path.read_bytes() for path in before} == before
    titles = {
        path.name: load_workbook(path).properties.title
        for path in tmp_path.iterdir()
        if path.suffix == ".xlsx"
    }
    assert titles == {
        "septembercirculaire-2024.xlsx": "Septembercirculaire gemeentefonds 2024",
        "septembercirculaire-2024-eigen.xlsx": "Septembercirculaire gemeentefonds 2024, met eigen gegevens",
        "septembercirculaire-2024-wat-als-groot-gouda.xlsx": "Septembercirculaire gemeentefonds 2024, wat als",
    }
