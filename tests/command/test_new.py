"""A newcomer's circular: a workbook that is filled in, no TOML typed, no hand arithmetic."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from shutil import copytree
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation.errors import AllocationError
from allocation.figures import LAW, STATUSES
from allocation.lags import unlagged
from allocation.numbers import exact
from cli import main
from rules.forms.answers import ABOUT, ANSWER, FIGURES, INPUTS, LIKE, NAME, SHEET, SOURCE, STATUS, VALUE, WHAT
from rules.forms.answers import COLUMN as COLUMN_OF
from rules.forms.filled import SIGNED, _plain
from rules.runs.asked import asked
from rules.runs.lacking import lacking
from tables.form import new
from tables.form.sheets import heading
from tables.words import number
from tests.helpers.filled_form import BASE, EXAMPLE, Filled, filled, filled_as, made
from tests.helpers.workspaces import BOOKS, LIBRARY, SHIPPED, workspace

CIRCULAR = "voorbeeld-circulaire"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A form with everything filled in."""
    folder = tmp_path_factory.mktemp("form")
    filled(folder)
    return folder


@pytest.fixture
def form(done, tmp_path):
    """A copy of it, to spoil."""
    copytree(done, tmp_path / "map")
    return Filled(tmp_path / "map" / f"{CIRCULAR}.xlsx")


def refusal(form):
    """What is said of a form that was changed."""
    form.save()
    with pytest.raises(AllocationError) as caught:
        workspace(form.path.parent)
    return str(caught.value)


def points(form):
    """The places that are named, one a line."""
    return refusal(form).splitlines()[1:]


def values(path):
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in load_workbook(path)}


@pytest.mark.promise("docs/add-a-circular.md#example-folder")
def test_the_example_gives_the_amounts_of_what_it_was_filled_in_with():
    [own] = workspace(EXAMPLE).outcomes(CIRCULAR)
    [shipped] = SHIPPED.outcomes(BASE)
    assert own.result.values.equals(shipped.result.values)
    assert own.result.national == shipped.result.national
    assert own.result.statuses == shipped.result.statuses


@pytest.mark.promise("docs/add-a-circular.md#example-folder")
def test_the_example_is_what_the_command_writes_filled_in(done):
    toml = f"{CIRCULAR}.toml"
    assert (EXAMPLE / toml).read_text(encoding="utf-8") == (done / toml).read_text(encoding="utf-8")
    assert values(EXAMPLE / f"{CIRCULAR}.xlsx") == values(done / f"{CIRCULAR}.xlsx")


def test_it_is_published(done, tmp_path):
    """With the form and what is taken over in the receipt."""
    arguments = ["publish", CIRCULAR, "--data", str(done), "--out", str(tmp_path / "uit")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    receipt = (tmp_path / "uit" / f"{CIRCULAR}.receipt.json").read_text(encoding="utf-8")
    assert f"{CIRCULAR}.xlsx" in receipt
    assert "sleutel_beschut_werk.csv" in receipt


@pytest.mark.promise("docs/add-a-circular.md#empty-is-listed")
def test_of_an_empty_form_everything_is_listed(tmp_path):
    form = made(tmp_path / "map")
    arguments = ["publish", CIRCULAR, "--data", str(tmp_path / "map"), "--out", str(tmp_path / "uit")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert not (tmp_path / "uit").exists()
    assert not re.search(r"\[\[|\[figures|TOML|expected|Traceback", result.output)
    for sheet, column in ((ABOUT, ANSWER), (FIGURES, VALUE), (INPUTS, STATUS)):
        [line] = [line for line in result.output.splitlines() if line.startswith(f"  blad {sheet}, ")]
        for name in {*form.names(sheet)} - {*SIGNED}:
            assert f" rij {form.cell(sheet, name, column).row} (" in line
    for name in form.names(INPUTS):
        assert f"kolom {form.cell(INPUTS, name, COLUMN_OF).value}" in result.output


def cells(form):
    """Every cell that is filled in on a form that is done: its sheet and place, and what it is called."""
    for sheet, columns in ((ABOUT, [ANSWER]), (FIGURES, [VALUE, STATUS, SOURCE]), (INPUTS, [STATUS, SOURCE])):
        for name in form.names(sheet):
            for column in columns:
                cell = form.cell(sheet, name, column)
                if cell.value is not None:
                    yield sheet, cell.coordinate
    for name in form.names(INPUTS):
        if form.cell(INPUTS, name, LIKE).value is None:
            sheet, column = (form.cell(INPUTS, name, header).value for header in (SHEET, COLUMN_OF))
            [place] = [cell.column for cell in next(form.book[sheet].iter_rows()) if cell.value == column]
            for row in (2, 100, 343):
                yield sheet, form.book[sheet].cell(row, place).coordinate


@pytest.mark.promise("docs/add-a-circular.md#empty-is-listed")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_one_empty_cell_is_named_and_no_other(form, data):
    sheet, place = data.draw(st.sampled_from([*cells(form)]))
    cell = form.book[sheet][place]
    was, cell.value = cell.value, None
    try:
        [point] = points(form)
    finally:
        cell.value = was
    assert f"blad {sheet}" in point
    assert f"rij {cell.row}" in point
    assert "leeg" in point


@pytest.mark.promise("docs/add-a-circular.md#form-is-checked")
@pytest.mark.parametrize(
    ("sheet", "name", "column", "value", "message"),
    [
        (FIGURES, "uitkeringsfactor", VALUE, 14.57, "14,57 ligt niet tussen 0 en 3"),
        (FIGURES, "uitkeringsfactor", VALUE, "=1+0,42", "is geen getal"),
        (FIGURES, "uitkeringsfactor", VALUE, "n.n.b.", "'n.n.b.' is geen getal"),
        (FIGURES, "budget_wsw", VALUE, "1.885.858,14", "te veel decimalen"),
        (FIGURES, "budget_wsw", VALUE, "1.885.858", "ok"),
        (FIGURES, "budget_wsw", VALUE, "1.885", "te veel decimalen"),
        (FIGURES, "budget_wsw", VALUE, "1.000", "te veel decimalen (ten hoogste 0, en geen punten"),
        (FIGURES, "bedrag_bijstandsontvanger", VALUE, "5.100", "te veel decimalen"),
        (FIGURES, "bedrag_bijstandsontvanger", VALUE, "1e3", "'1e3' is geen getal"),
        (FIGURES, "bedrag_bijstandsontvanger", NAME, "uitkeringsfactor", "staat er twee keer"),
        (FIGURES, "uitkeringsfactor", STATUS, "oficieel", "status 'oficieel' bestaat niet (een van officieel, afgeleid"),
        (FIGURES, "uitkeringsfactor", NAME, "uitkeringsfaktor", "er is geen cijfer uitkeringsfaktor"),
        (FIGURES, "uitkeringsfactor", "Uitkeringsjaar", "2025", "uitkeringsjaar 2025 (een van 2024)"),
        (INPUTS, "bijstandsontvangers", STATUS, "definitief", "status 'definitief' bestaat niet"),
        (INPUTS, "bijstandsontvangers", LIKE, BASE, "status of bron ook"),
        (INPUTS, "verwachte_se", LIKE, "meicirculaire-2099", "meicirculaire-2099 heeft dit gegeven niet"),
        (INPUTS, "verwachte_se", LIKE, "meicirculaire-2024, 2031", "een van meicirculaire-2024, 2024; meicirculaire-2024, 2025"),
        (INPUTS, "bijstandsontvangers", COLUMN_OF, "Bijstand", "is er niet (zet hem terug): kolom Bijstand"),
        (ABOUT, "date", ANSWER, "mei 2024", "'mei 2024' (wat bekend is: 2024, 2024-05 of 2024-05-31)"),
        (ABOUT, "stand 2024", ANSWER, "ongeveer", "een van voorlopig, nader voorlopig, definitief, indicatief"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_sheet_and_row(form, sheet, name, column, value, message):
    row = form.cell(sheet, name, column).row
    form.put(sheet, name, column, value)
    if message == "ok":
        form.save()
        assert workspace(form.path.parent)
        return
    lines = points(form)
    assert any(message in line for line in lines), lines
    assert column == COLUMN_OF or any(
        f"  blad {sheet}, " in line and f": rij {row} (" in line for line in lines
    )


@pytest.mark.parametrize(
    ("typed", "value"),
    [(1.42, "1.42"), ("1,420", "1.42"), ("1.42", "1.42"), (1, "1"), (Decimal("1.420"), "1.42")],
)
def test_a_number_is_what_was_typed(form, typed, value):
    """However a spreadsheet stores it: as a number, or as text in Dutch notation."""
    form.put(FIGURES, "uitkeringsfactor", VALUE, typed)
    form.save()
    library = workspace(form.path.parent).library
    assert library.figure("uitkeringsfactor", CIRCULAR, 2024).value == Decimal(value)


@pytest.mark.promise("docs/add-a-circular.md#form-is-checked")
def test_what_a_formula_left_behind_its_decimals_is_no_figure(form):
    """Excel stores 1,41 + 0,01 as 1.4200000000000002, and shows 1,420."""
    form.put(FIGURES, "uitkeringsfactor", VALUE, 1.4321)
    form.save()
    with ZipFile(form.path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with ZipFile(form.path, "w") as changed:
        for name, content in parts.items():
            changed.writestr(name, content.replace(b"<v>1.4321</v>", b"<v>1.4200000000000002</v>"))
    with pytest.raises(AllocationError, match="1,4200000000000002: te veel decimalen"):
        workspace(form.path.parent)


@given(st.integers(0, 10**14), st.integers(0, 4))
def test_no_number_typed_as_text_is_another_one(units, decimals):
    """In Dutch notation, with points between thousands and a comma, it is itself or it is refused."""
    value = Fraction(units, 10**decimals)
    plain = _plain(number(value, decimals))
    assert exact(plain) == value or len(plain.partition(".")[2]) > decimals


def test_a_date_may_be_a_date(form):
    form.put(ABOUT, "date", ANSWER, date(2024, 9, 17))
    form.save()
    assert workspace(form.path.parent).library.publications[CIRCULAR].date == "2024-09-17"


@pytest.mark.promise("docs/add-a-circular.md#as-another-has-it")
@pytest.mark.parametrize(
    ("like", "status"), [("meicirculaire-2024", "afgeleid"), ("meicirculaire-2024, 2025", "indicatief")]
)
def test_what_is_taken_from_another_year_is_a_stand_in(form, like, status):
    form.put(INPUTS, "verwachte_se", LIKE, like)
    form.save()
    [outcome] = workspace(form.path.parent).outcomes(CIRCULAR, amounts=["wsw"])
    assert outcome.prepared.case.statuses["verwachte_se"] == status


def test_a_sheet_or_a_column_that_is_gone_is_named(form):
    [header] = [cell for cell in form.book[FIGURES][1] if cell.value == STATUS]
    header.value = "Hoe zeker"
    assert any("is er niet (zet hem terug): kolom Status" in line for line in points(form))
    del form.book[FIGURES]
    assert "Cijfers" in refusal(form)


@pytest.mark.parametrize(("sheet", "name"), [(FIGURES, "uitkeringsfactor"), (INPUTS, "bijstandsontvangers")])
def test_a_row_that_is_gone_is_lacking(form, sheet, name):
    form.book[sheet].delete_rows(form.cell(sheet, name, NAME).row)
    form.save()
    with pytest.raises(AllocationError, match=name):
        workspace(form.path.parent).outcomes(CIRCULAR)


def test_a_form_needs_a_publication(tmp_path):
    (tmp_path / "x.toml").write_text('[form]\nfile = "x.xlsx"\n', encoding="utf-8")
    with pytest.raises(AllocationError, match="zonder"):
        workspace(tmp_path)


@pytest.mark.promise("docs/add-a-circular.md#nothing-is-overwritten")
def test_what_was_filled_in_is_not_overwritten(tmp_path):
    arguments = ["new", CIRCULAR, "--based-on", BASE, "--out", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again = CliRunner().invoke(main, arguments)
    assert again.exit_code == 2
    assert "dit is er al" in again.output
    assert (
        before == {path.name: path.read_bytes() for path in tmp_path.iterdir()} == new.files(CIRCULAR, BASE)
    )


@pytest.mark.parametrize("name", [BASE, "Mijn circulaire", "x/y", ""])
def test_a_name_that_cannot_be_one(name, tmp_path):
    arguments = ["new", name, "--based-on", BASE, "--out", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 2
    assert not [*tmp_path.iterdir()]


IN_FORCE = sorted(
    name
    for name, publication in LIBRARY.publications.items()
    if all({*year.amounts} <= {*BOOKS.whole(year.year).rules} for year in publication.years)
)


def of_the_law(name, year):
    """Whether the law itself says a figure, of an earlier year too."""
    base, before = unlagged(name)
    return LIBRARY.figures[base].has(year - before, LAW)


@pytest.mark.promise("docs/add-a-circular.md#all-is-asked")
@pytest.mark.parametrize("name", IN_FORCE)
def test_all_is_asked_that_a_publication_rests_on(name):
    """Of every one whose law is known: each figure that the law does not say, each input, under a heading of its own."""
    base = LIBRARY.publications[name]
    for each in asked(BOOKS, base):
        book = BOOKS.behind(base, each.year, each.year.shown)
        figures = {name for name in book.figures if not of_the_law(name, each.year.year)}
        rows = {item.name for item in (*each.figures, *each.inputs)}
        problems = lacking(BOOKS, base, each.year, each.year.shown)
        assert rows == {*figures, *book.inputs} or problems
        missing = {
            name
            for one in problems
            for name in re.findall(
                r"^(?:cijfer|niets levert) ([\w\[\]-]+)", f"{one.place}\n{one.found}", re.MULTILINE
            )
        }
        bare = {unlagged(name)[0] for name in missing}
        assert bare <= {unlagged(name)[0] for name in rows}
        assert {name for name in rows if unlagged(name)[0] not in bare} <= {*figures, *book.inputs}
        headings = [heading(spec, each.year.year) for spec in each.inputs]
        assert len({*headings}) == len(headings)


@pytest.mark.parametrize(
    "name", ["vangnet-2026", "totaalbeeld-2024", "budgetten-2024-definitief", "meicirculaire-2024"]
)
def test_another_publication_can_be_made_too(name, tmp_path):
    """Of the bijstand, of what takes from others, without figures, of two years: a form that says what is empty."""
    form = made(tmp_path, "mijn", name)
    said = refusal(form)
    header, *rows = form.book[INPUTS].iter_rows(values_only=True)
    assert rows
    assert all(f"({row[header.index(WHAT)]})" in said for row in rows)


@pytest.mark.promise("docs/add-a-circular.md#all-is-asked")
@pytest.mark.parametrize(
    "name",
    ["meicirculaire-2024", "totaalbeeld-2024", "regeling-beschut-werk-2026", "budgetten-2024-definitief", "budgetten-2025-voorlopig"],
)  # fmt: skip
def test_what_is_filled_in_as_it_was_gives_the_same_amounts(name, tmp_path):
    """Two years, what takes from others, places, the bijstand."""
    filled_as(tmp_path, name)
    for own, shipped in zip(workspace(tmp_path).outcomes("mijn"), SHIPPED.outcomes(name), strict=True):
        assert own.result.values.equals(shipped.result.values)
        assert own.result.statuses == shipped.result.statuses


def test_a_list_offers_the_statuses(tmp_path):
    form = made(tmp_path)
    offered = {rule.formula1 for rule in form.book[FIGURES].data_validations.dataValidation}
    assert offered == {f'"{",".join(STATUSES)}"'}


@pytest.mark.promise("docs/add-a-circular.md#hint-on-the-form")
def test_what_no_circular_prints_is_said_where_it_is_asked(tmp_path):
    form = made(tmp_path, "mijn", "meicirculaire-2024")
    hints = {row[NAME].value: str(row["Let op"].value) for row in form.rows(FIGURES)}
    assert "verdeel derive" in hints["landelijke_plekken_begeleiding"]
    assert "verdeel derive" in hints["budget_wsw"]
    assert any("19,8 miljoen" in hint for hint in hints.values())
