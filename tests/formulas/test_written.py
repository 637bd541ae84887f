"""The workbook of formulas as it is written: what is stored, its names, its explanation and its control sheet."""

import re
from io import BytesIO

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from tables.formulas import sheets as live_pages
from tables.workbook import xlsx
from tests.helpers.workspaces import SHIPPED


def published(arguments, path):
    result = CliRunner().invoke(main, [*arguments, str(path)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_publish_writes_the_formulas_beside_the_tables(tmp_path):
    published(["publish", "regeling-beschut-werk-2026", "--formulas", "--out"], tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert "regeling-beschut-werk-2026-formules.xlsx" in names
    assert "regeling-beschut-werk-2026.xlsx" in names
    receipt = (tmp_path / "regeling-beschut-werk-2026.receipt.json").read_text(encoding="utf-8")
    assert "regeling-beschut-werk-2026-formules.xlsx" in receipt


@pytest.mark.promise("docs/formulas.md#every-outcome-is-stored")
def test_previews_see_numbers():
    """Every formula has its value stored: a reader that computes nothing sees the amounts."""
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    raw = BytesIO(xlsx.render(live_pages.workbook([outcome])))
    shown, formulas = load_workbook(raw, data_only=True), load_workbook(raw)
    amounts = outcome.result.values["cluster_participatie"].to_list()
    first = next(row[0].row for row in shown["Bedragen 2024"].iter_rows() if row[0].value == "0014")
    cells = shown["Bedragen 2024"][f"D{first}:D{first + 341}"]
    assert [cell.value for (cell,) in cells] == amounts
    by_code = f"INDEX(cluster_participatie_2024,MATCH($A{first},gemeentecode_berekening_2024,0))"
    assert formulas["Bedragen 2024"][f"D{first}"].value == f"={by_code}"
    computed = [c for sheet in formulas for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(computed) > 5000
    assert all(shown[c.parent.title][c.coordinate].value is not None for c in computed)


@pytest.mark.promise("docs/formulas.md#names-lead-to-cells")
def test_names_are_dutch_and_lead_to_their_cells():
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    book = load_workbook(BytesIO(xlsx.render(live_pages.workbook([outcome]))))
    found = re.fullmatch(
        r"""INDEX\('Cijfers 2024'!(\S+),MATCH\("(\w+)",'Cijfers 2024'!(\S+),0\)\)""",
        book.defined_names["uitkeringsfactor_2024"].value,
    )
    values, name, names = found.groups()
    pairs = zip(book["Cijfers 2024"][names], book["Cijfers 2024"][values], strict=True)
    assert [value.value for [of], [value] in pairs if of.value == name] == [1.42]
    [(sheet, cells)] = book.defined_names["loonkostensubsidie_2024"].destinations
    assert sheet == "Gegevens 2024"
    assert len(book[sheet][cells]) == 342


@pytest.mark.promise("docs/formulas.md#explanation-follows")
def test_the_explanation_of_one_municipality_follows_the_other_sheets(tmp_path):
    path = tmp_path / "gouda.xlsx"
    said = published(
        [
            "explain",
            "Gouda",
            "--publication",
            "septembercirculaire-2024",
            "--rule",
            "cluster_participatie",
            "--xlsx",
        ],
        path,
    )
    assert said == f"geschreven: {path}\n"
    book, shown = load_workbook(path), load_workbook(path, data_only=True)
    name = "Cluster Participatie 2024"
    rows = [[c.value for c in row] for row in book[name].iter_rows()]
    values = [[c.value for c in row] for row in shown[name].iter_rows()]
    place = next(i for i, row in enumerate(rows) if row[0] == "1")
    assert rows[place][2] == '=INDEX(cluster_participatie_2024,MATCH("0513",gemeentecode_berekening_2024,0))'
    assert values[place][2] == 17_669_037
    factor = next(row for row in rows if row[1] == "    Uitkeringsfactor")
    assert factor[2] == "=uitkeringsfactor_2024"


@pytest.mark.promise("docs/formulas.md#control-shows-change")
def test_a_control_sheet_shows_what_a_change_does():
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    book = load_workbook(BytesIO(xlsx.render(live_pages.workbook([outcome]))))
    rows = [[c.value for c in row] for row in book["Controle"].iter_rows()]
    [cluster] = [row for row in rows if row[1] == "Cluster Participatie"]
    assert cluster[3:6] == [
        4_052_929_838,
        "=SUM(cluster_participatie_2024)",
        "=SUM(cluster_participatie_2024)-4052929838",
    ]
