"""A workbook of formulas that a reader sorts, fills in wrongly or tries to spoil, in both formats."""

import re
from fractions import Fraction
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from allocation import exact
from tables.formulas import sheets as live_pages
from tables.formulas.sheets import FIGURES, INPUTS
from tables.publish import RENDERERS
from tests.helpers.office import BOOKS, OFFICE, recalculated, rows
from tests.helpers.workspaces import SHIPPED

pytestmark = [
    pytest.mark.xdist_group("sorted"),
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there (Debian: libreoffice-calc)"),
]
SORTED = ("septembercirculaire-2024", "regeling-beschut-werk-2026")
FORMATS = tuple(BOOKS)
MISTAKES = {
    "Te laag": (INPUTS, -1),
    "Te hoog": (FIGURES, 10**14),
    "Leeg of geen getal": (INPUTS, None),
}


@pytest.fixture(scope="module")
def raw():
    """The bytes of the workbooks, by publication and format."""
    made = {}
    for name in SORTED:
        book = live_pages.workbook(SHIPPED.outcomes(name))
        made |= {(name, kind): RENDERERS[kind](book) for kind in FORMATS}
    return made


def only_year(name):
    """The workbook of formulas of a publication of one year, as a whole."""
    [outcome] = SHIPPED.outcomes(name)
    return live_pages.live(outcome)


def columns(year):
    """As many as the widest sheet has."""
    return range(max(len(sheet.blocks[0].columns) for sheet in live_pages.workbook([year.outcome]).sheets))


def in_order(raw, name, kind):
    """Column after column, up and down: all tables of all sheets sorted by it, each by one that it has."""
    for column in columns(only_year(name)):
        book = BOOKS[kind](raw[name, kind])
        assert sum(book.sort(sheet, column, reverse=not column % 2) for sheet in book.sheets)
        yield name, column, book


def mistaken(raw, kind):
    """The first of them with one input or figure filled in wrongly, and with wrong codes."""
    year = only_year(SORTED[0])
    for mistake, (sheet, value) in MISTAKES.items():
        book, place = BOOKS[kind](raw[SORTED[0], kind]), year.places[year.on(year.sheet(sheet))[0].name]
        book.set(place.sheet, f"{place.letter}{place.top}", value)
        yield SORTED[0], mistake, book
    book, place = BOOKS[kind](raw[SORTED[0], kind]), year.places[year.on(year.sheet(INPUTS))[0].name]
    book.set(place.sheet, f"A{place.top}", year.outcome.prepared.case.codes[1])
    book.set(place.sheet, f"A{place.top + 5}", "9999")
    yield SORTED[0], "codes", book


@pytest.fixture(scope="module")
def computed(raw, tmp_path_factory):
    """What LibreOffice makes of them all: by publication, format and what was done."""
    folder, paths = tmp_path_factory.mktemp("computed"), {}
    for kind in FORMATS:
        for name, what, book in chain(*(in_order(raw, name, kind) for name in SORTED), mistaken(raw, kind)):
            paths[name, kind, what] = folder / f"{len(paths)}.{kind}"
            book.save(paths[name, kind, what])
    found = recalculated(paths.values(), folder)
    return {key: found[path] for key, path in paths.items()}


@pytest.fixture(scope="module")
def understood(raw, tmp_path_factory):
    """The ODS of each publication as LibreOffice understood it: an xlsx with its locks and its checks of input."""
    folder = tmp_path_factory.mktemp("understood")
    paths = {name: folder / f"{name}.ods" for name in SORTED}
    for name, path in paths.items():
        path.write_bytes(raw[name, "ods"])
    found = recalculated(paths.values(), folder, "xlsx")
    return {name: found[path] for name, path in paths.items()}


def amounts_by_code(path, year):
    """What Bedragen says now, by code: all its columns."""
    return {
        row[0]: row[3:]
        for row in rows(path, year.sheet("Bedragen"))
        if row and re.fullmatch(r"\d{4}", str(row[0]))
    }


def expected(year):
    """Of each municipality each amount now, when the workbook was made, and the difference."""
    outcome = year.outcome
    known = exact.evaluate(outcome.prepared.case)
    names = [name for name in outcome.prepared.year.amounts if name in known]
    rows = zip(*(known[name] for name in names), strict=True)
    found = ([part for value in row for part in (value, value, 0)] for row in rows)
    return dict(zip(outcome.prepared.case.codes, found, strict=True))


def problems(path):
    """What Controle says is not in order."""
    found = [row for row in rows(path, "Controle") if row[2:3] == ["keer"]]
    return {row[1].partition(" op ")[0] for row in found if row[3:5] != [0, 1]}


@pytest.mark.promise("docs/formulas.md#sorting-changes-nothing")
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", SORTED)
def test_sorting_any_sheet_by_any_column_changes_nothing(computed, name, kind):
    year = only_year(name)
    assert len(columns(year)) > 5
    want = expected(year)
    for column in columns(year):
        assert amounts_by_code(computed[name, kind, column], year) == want
        assert not problems(computed[name, kind, column])


@pytest.mark.promise("docs/formulas.md#checks-what-is-filled-in")
@pytest.mark.parametrize("kind", FORMATS)
def test_a_check_says_what_is_filled_in_wrongly(computed, kind):
    name = SORTED[0]
    year = only_year(name)
    for mistake in MISTAKES:
        assert problems(computed[name, kind, mistake]) == {mistake}
    codes = {"Gemeenten die ontbreken", "Gemeenten die dubbel staan", "Onbekende codes"}
    assert problems(computed[name, kind, "codes"]) == codes
    gone = amounts_by_code(computed[name, kind, "codes"], year)[year.outcome.prepared.case.codes[0]]
    assert gone[0] == "#N/A", "who is not there has no amount, and not that of another"


@pytest.mark.promise("docs/formulas.md#only-inputs-are-unlocked")
@pytest.mark.parametrize("name", SORTED)
def test_only_what_is_given_can_be_changed_in_xlsx(raw, name):
    year = only_year(name)
    book = load_workbook(BytesIO(raw[name, "xlsx"]))
    open_cells = set()
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        open_cells |= {
            (sheet.title, c.coordinate) for r in sheet.iter_rows() for c in r if not c.protection.locked
        }
    assert open_cells == {*given_cells(year), choice(book, year)}


def choice(book, year):
    """The cell in which one picks a municipality."""
    sheet, _, cell = book.defined_names[f"gekozen_gemeente_{year.year}"].value.replace("$", "").partition("!")
    return sheet.strip("'"), cell


def given_cells(year):
    return {
        (place.sheet, f"{place.letter}{place.top + row}")
        for name, place in year.places.items()
        if year.items[name].formula is None
        for row in range(len(year.items[name].values))
    }


@pytest.mark.promise("docs/formulas.md#only-inputs-are-unlocked")
@pytest.mark.parametrize("name", SORTED)
def test_only_what_is_given_can_be_changed_in_ods(raw, name):
    """LibreOffice, which reads the file, says so of every cell in what it writes."""
    year = only_year(name)
    book = BOOKS["ods"](raw[name, "ods"])
    unlocked = {
        style.get(book.q("style:name"))
        for style in book.root.iter(book.q("style:style"))
        for cell in style.iter(book.q("style:table-cell-properties"))
        if cell.get(book.q("style:cell-protect")) == "none"
    }
    found = 0
    for sheet in book.sheets:
        assert book.tables[sheet].get(book.q("table:protected")) == "true"
        cells = [cell for row in book.rows(sheet) for cell in row]
        found += len([cell for cell in cells if cell.get(book.q("table:style-name")) in unlocked])
    assert found == len(given_cells(year)) + 1, "and the cell in which one picks a municipality"


@pytest.mark.promise("docs/formulas.md#only-inputs-are-unlocked")
def test_libreoffice_keeps_the_locks(understood):
    year, book = only_year(SORTED[1]), load_workbook(understood[SORTED[1]])
    assert all(sheet.protection.sheet for sheet in book)
    for sheet, address in given_cells(year):
        assert not book[sheet][address].protection.locked
    place = year.places["aantal_beschut_werk"]
    assert book[place.sheet][f"{place.letter}{place.top}"].protection.locked


@pytest.mark.promise("docs/formulas.md#inputs-are-validated")
@pytest.mark.parametrize("kind", FORMATS)
def test_every_input_says_what_it_takes(raw, understood, kind):
    """Also of the ODS, as LibreOffice understood it: the bounds of the engine, on each cell to fill in."""
    name = SORTED[0]
    year = only_year(name)
    book = load_workbook(BytesIO(raw[name, "xlsx"]) if kind == "xlsx" else understood[name])
    library = year.outcome.prepared.library
    seen = set()
    for step, place in year.places.items():
        item = year.items[step]
        if item.formula:
            continue
        bounds = (library.figures if step in library.figures else library.inputs)[step].bounds
        for row in range(len(item.values)):
            address = f"{place.letter}{place.top + row}"
            [rule] = [v for v in book[place.sheet].data_validations.dataValidation if address in v.sqref]
            assert rule.type == "decimal"
            assert rule.errorStyle in (None, "stop")
            edges = [Fraction(text) for text in (rule.formula1, rule.formula2) if text]
            assert edges[: 1 + (bounds.most is not None)] == [
                b for b in (bounds.least, bounds.most) if b is not None
            ]
            assert rule.error.startswith("Vul een getal in van 0")
            seen.add(rule.operator)
    assert seen in ({"greaterThanOrEqual", "between"}, {"greaterThanOrEqual", None})


def test_the_same_workbook_gives_the_same_bytes(raw):
    for (name, kind), data in raw.items():
        assert RENDERERS[kind](live_pages.workbook(SHIPPED.outcomes(name))) == data
        with ZipFile(BytesIO(data)) as archive:
            assert archive.testzip() is None
