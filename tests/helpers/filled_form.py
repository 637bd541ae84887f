"""A form as somebody fills it in, with what another publication has; run it to make docs/voorbeeld-circulaire again."""

from pathlib import Path
from shutil import rmtree

from openpyxl import load_workbook

from allocation.numbers import decimal, decimals_of
from rules.forms.answers import (
    ABOUT,
    ANSWER,
    COLUMN,
    FIGURES,
    INPUTS,
    LIKE,
    NAME,
    SHEET,
    SOURCE,
    STATUS,
    VALUE,
    YEAR,
)
from tables.form import new
from tests.helpers.workspaces import SHIPPED

EXAMPLE = Path(__file__).parents[2] / "docs" / "voorbeeld-circulaire"
BASE = "septembercirculaire-2024"
LIKE_BASE = {"sleutel_beschut_werk": BASE, "verwachte_se": "meicirculaire-2024"}
"""What the example takes over: another may take the same from elsewhere."""
ABOUT_IT = {
    "title": "Voorbeeldcirculaire",
    "date": "2024-09",
    "issuer": "Verdeelsleutel, om te laten zien hoe het gaat",
    "stand 2024": "nader voorlopig",
}


class Filled:
    """A form that is open: `put` fills in a cell by the name of its row and the header of its column."""

    def __init__(self, path):
        self.path, self.book = path, load_workbook(path)

    def cell(self, sheet, name, column, key=NAME):
        header, *rows = self.book[sheet].iter_rows()
        places = {cell.value: place for place, cell in enumerate(header)}
        [row] = [row for row in rows if row[places[key]].value == name]
        return row[places[column]]

    def put(self, sheet, name, column, value, key=NAME):
        self.cell(sheet, name, column, key).value = value

    def column(self, sheet, column, values):
        """Paste a column below its header."""
        header = next(self.book[sheet].iter_rows())
        [place] = [cell for cell in header if cell.value == column]
        for row, value in enumerate(values, start=2):
            self.book[sheet].cell(row, place.column, value)

    def rows(self, sheet):
        """Each row as cells by the header of their column."""
        header, *rows = self.book[sheet].iter_rows()
        return [dict(zip([cell.value for cell in header], row, strict=True)) for row in rows]

    def names(self, sheet):
        header, *rows = self.book[sheet].iter_rows(values_only=True)
        return [row[header.index(NAME)] for row in rows]

    def save(self):
        self.book.save(self.path)


def made(folder, name="voorbeeld-circulaire", base=BASE):
    """The folder as the command makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in new.files(name, base).items():
        (folder / file).write_bytes(content)
    return Filled(folder / f"{name}.xlsx")


def filled_as(folder, base):
    """The folder of a publication `mijn` with all that `base` has: its figures, and its inputs taken over."""
    form = made(folder, "mijn", base)
    for row in form.rows(ABOUT):
        name = row[NAME].value
        row[ANSWER].value = ABOUT_IT.get(name, "definitief" if name.startswith("stand") else None)
    outcomes = {str(outcome.prepared.year.year): outcome for outcome in SHIPPED.outcomes(base)}
    for row in filter(lambda row: row[NAME].value, form.rows(FIGURES)):
        value = outcomes[row[YEAR].value].prepared.figures[row[NAME].value]
        decimals = decimals_of(value.value)
        row[VALUE].value = str(value.value) if decimals is None else decimal(value.value, decimals)
        row[STATUS].value, row[SOURCE].value = value.status, value.source
    for row in form.rows(INPUTS):
        row[LIKE].value = base
    form.save()


def filled(folder, name="voorbeeld-circulaire", like=LIKE_BASE):
    """The folder of a circular with the values of `BASE`."""
    form = made(folder, name)
    [outcome] = SHIPPED.outcomes(BASE)
    for row, text in ABOUT_IT.items():
        form.put(ABOUT, row, ANSWER, text)
    for row in form.names(FIGURES):
        value = outcome.prepared.figures[row]
        form.put(FIGURES, row, VALUE, decimal(value.value, decimals_of(value.value)))
        form.put(FIGURES, row, STATUS, value.status)
        form.put(FIGURES, row, SOURCE, value.source)
    for row in form.names(INPUTS):
        if row in like:
            form.put(INPUTS, row, LIKE, like[row])
            continue
        delivery = outcome.prepared.deliveries[row]
        form.put(INPUTS, row, STATUS, delivery.status)
        form.put(INPUTS, row, SOURCE, delivery.source)
        sheet, column = (form.cell(INPUTS, row, header).value for header in (SHEET, COLUMN))
        codes = [line[0] for line in form.book[sheet].iter_rows(min_row=2, values_only=True)]
        assert codes == outcome.prepared.territory["code"].to_list()
        form.column(sheet, column, outcome.result.column(row).to_list())
    form.save()
    return form


if __name__ == "__main__":
    rmtree(EXAMPLE, ignore_errors=True)
    filled(EXAMPLE)
