"""Mistakes planted in own data, and what the program says to each: `python -m tests.mistakes` prints the table.

Every one was made by somebody: in a spreadsheet, while exporting, or in the TOML beside it. The folder that they
are planted in is good as it is, and nothing is said of it.
"""

import csv
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from attrs import define

from allocation.errors import AllocationError
from rules import Workspace
from rules.territory.municipalities import table
from tables import asides
from tables.publication.doubts import doubt_lines
from tables.reading.spreadsheets import read_table
from tests.helpers.workspaces import SHIPPED

PUBLICATION = "septembercirculaire-2024"
INPUTS = {
    "bijstandsontvangers": ("bo", 2),
    "loonkostensubsidie": ("lks", 0),
    "huishoudens_laag_inkomen": ("li", 2),
    "doelgroepenregister": ("dr", 0),
    "verwachte_se": ("se", 6),
}
"""By input the name of its column, and with how many decimals it is delivered."""
TOML = """[[data]]
publication = "septembercirculaire-2024"
year = 2024
file = "{file}"
columns = {{ {columns} }}
status = "indicatief"
source = "eigen opgave"
{more}
"""
FIGURE = """[figures.{name}]
values = [{{ year = 2024, publication = "septembercirculaire-2024", value = {value}, status = "indicatief", source = "eigen opgave" }}]
"""


@define
class Own:
    """A folder of one's own: a table with a header, and what the TOML says of it."""

    rows: list[list[str]]
    columns: dict[str, str]
    more: str = ""
    toml: str = ""
    file: str = "eigen.csv"
    separator: str = ","

    def cells(self, name: str) -> list[tuple[list[str], int]]:
        """Every row with the place of a column in it."""
        place = self.rows[0].index(name)
        return [(row, place) for row in self.rows[1:]]

    def column(self, name: str, change: Callable[[str], str]) -> None:
        """Change every cell of a column."""
        for row, place in self.cells(name):
            row[place] = change(row[place])

    def cell(self, code: str, name: str, change: Callable[[str], str]) -> None:
        """Change the cell of one municipality."""
        [row] = [row for row in self.rows[1:] if row[0] == code]
        place = self.rows[0].index(name)
        row[place] = change(row[place])

    def move(self, name: str, by: int) -> None:
        """Move the cells of a column down; those that fall off come in again at the top."""
        cells = self.cells(name)
        values = [row[place] for row, place in cells]
        for number, (row, place) in enumerate(cells):
            row[place] = values[(number - by) % len(values)]

    def drop(self, name: str) -> None:
        """Leave out a column."""
        place = self.rows[0].index(name)
        for row in self.rows:
            del row[place]

    def add(self, name: str, value: str) -> None:
        """Add a column with one value."""
        self.rows[0].append(name)
        for row in self.rows[1:]:
            row.append(value)

    def write(self, folder: Path) -> None:
        """The folder as it is handed in."""
        with (folder / "eigen.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=self.separator, lineterminator="\n").writerows(self.rows)
        columns = ", ".join(f'{name} = "{column}"' for name, column in self.columns.items())
        said = TOML.format(file=self.file, columns=columns, more=self.more) if columns else ""
        (folder / "eigen.toml").write_text(said + self.toml, encoding="utf-8")


def good() -> Own:
    """Values of one's own, near those that are shipped, of every municipality, with its name."""
    [outcome] = SHIPPED.outcomes(PUBLICATION)
    chance = random.Random(12)
    rows = [["gemeentecode", "naam", *(column for column, _ in INPUTS.values())]]
    names = outcome.prepared.territory.select("code", "naam").rows()
    for place, (code, name) in enumerate(names):
        exact = [outcome.prepared.case.inputs[one].exact[place] for one in INPUTS]
        near = [float(value) * (1 + chance.uniform(-0.03, 0.03)) for value in exact]
        decimals = [count for _, count in INPUTS.values()]
        rows.append([code, name, *(f"{v:.{d}f}" for v, d in zip(near, decimals, strict=True))])
    return Own(rows, {name: column for name, (column, _) in INPUTS.items()})


def times(by: float) -> Callable[[str], str]:
    """So many times as much, with as many decimals."""
    return lambda cell: f"{float(cell) * by:.{len(cell.partition('.')[2])}f}"


def to(value: str) -> Callable[[str], str]:
    """That value."""
    return lambda _: value


def swap_cells(own: Own, name: str, one: str, other: str) -> None:
    """The cells of two municipalities exchanged."""
    values = {row[0]: row[place] for row, place in own.cells(name)}
    own.cell(one, name, to(values[other]))
    own.cell(other, name, to(values[one]))


def swap_columns(own: Own, one: str, other: str) -> None:
    """Two columns, each under the header of the other."""
    header = own.rows[0]
    a, b = header.index(one), header.index(other)
    header[a], header[b] = header[b], header[a]


def sort_column(own: Own, name: str) -> None:
    """A column gesorteerd zonder de anderes."""
    cells = own.cells(name)
    values = sorted((row[place] for row, place in cells), key=lambda v: (len(v), v))
    for (row, place), value in zip(cells, values, strict=True):
        row[place] = value


def of_another(own: Own, publication: str, year: int) -> None:
    """The volumes of another publication."""
    outcome = SHIPPED.outcome(publication, year)
    for name in own.columns:
        values = dict(zip(outcome.prepared.case.codes, outcome.result.column(name), strict=True))
        for row, place in own.cells(INPUTS[name][0]):
            row[place] = f"{values[row[0]]:f}"


def of_day(own: Own, year: int) -> None:
    """The municipalities of another year."""
    lists = table("gemeenten_per_jaar.csv")
    named = lists.filter(lists["jaar"] == str(year)).select("gemeentecode", "naam").rows()
    filled = {row[0]: row for row in own.rows[1:]}
    own.rows[1:] = [[code, name, *filled.get(code, own.rows[1])[2:]] for code, name in named]


def fill_down(own: Own, name: str, rows: int) -> None:
    """A cell dragged down over those below it."""
    cells = own.cells(name)[60 : 60 + rows]
    for row, place in cells:
        row[place] = cells[0][0][place]


def points(own: Own) -> None:
    """Whole numbers, with points between thousands."""
    own.column("dr", lambda cell: f"{int(cell):,}".replace(",", "."))


def wrong_sheet(own: Own) -> None:
    """A workbook of which the first sheet is that of another circular, and no sheet was named."""
    own.file = "eigen.xlsx"


def total_of(own: Own, name: str) -> str:
    """The total of a column."""
    return f"{sum(float(row[place]) for row, place in own.cells(name)):.0f}"


def one_more_row(own: Own, code: str, name: str) -> None:
    """A row with the totals, under the others."""
    own.rows.append([code, name, *(total_of(own, column) for column, _ in INPUTS.values())])


def by_themselves(own: Own) -> None:
    """Codes in order, names by alphabet: each column sorted by itself."""
    own.rows[1:] = [
        [code, name, *row[2:]]
        for code, name, row in zip(
            sorted(row[0] for row in own.rows[1:]),
            sorted(row[1] for row in own.rows[1:]),
            own.rows[1:],
            strict=True,
        )
    ]


def only_figure(own: Own, name: str, value: str) -> None:
    """No table; a figure of one's own."""
    own.columns = {}
    own.toml = FIGURE.format(name=name, value=value)


def each(*changes: Callable[[Own], object]) -> Callable[[Own], None]:
    """One change after the other."""

    def change(own: Own) -> None:
        for one in changes:
            one(own)

    return change


VOLUMES = ("bo", "lks", "li", "dr", "se")
REFUSED, WARNED = "geweigerd", "gewaarschuwd"
MISTAKES: dict[str, tuple[Callable[[Own], object], str, str]] = {
    "codes één rij verschoven": (lambda o: o.move("gemeentecode", 1), REFUSED, "codes en namen staan één rij uit elkaar"),
    "codes één rij omhoog": (lambda o: o.move("gemeentecode", -1), REFUSED, "codes en namen staan één rij uit elkaar"),
    "codes drie rijen verschoven": (lambda o: o.move("gemeentecode", 3), REFUSED, "codes en namen staan 3 rijen uit elkaar"),
    "namen apart gesorteerd": (by_themselves, REFUSED, "gesorteerd zonder de andere"),
    "twee codes verwisseld": (lambda o: swap_cells(o, "naam", "0363", "0599"), REFUSED, "die twee zijn verwisseld"),
    "naam van de buurgemeente": (lambda o: o.cell("0513", "naam", to("Waddinxveen")), REFUSED, "0513 is Gouda, en 'Waddinxveen' staat ernaast"),
    "codes verschoven, geen namen": (each(lambda o: o.move("gemeentecode", 1), lambda o: o.drop("naam")), WARNED, "verschoven?"),
    "typefout in een code": (lambda o: o.cell("0513", "gemeentecode", to("0531")), REFUSED, "0531 is Hendrik-Ido-Ambacht"),
    "typefout in een code, geen namen": (each(lambda o: o.drop("naam"), lambda o: o.cell("0513", "gemeentecode", to("0531"))), REFUSED, "0531 (Hendrik-Ido-Ambacht) staat er 2 keer"),
    "code die niet bestaat": (lambda o: o.cell("0513", "gemeentecode", to("9513")), REFUSED, "sinds 2012 was het die van geen enkele"),
    "rijnummers in plaats van codes": (each(lambda o: o.add("nr", "1"), lambda o: setattr(o, "more", 'key = "nr"')), REFUSED, "342 cellen: '0001'"),
    "gemeenten van 2020": (lambda o: of_day(o, 2020), REFUSED, "dit zijn de gemeenten van 2020-01-01 (territory = 2020-01-01 in de levering, [[data]])"),
    "gemeenten van 2017": (lambda o: of_day(o, 2017), REFUSED, "dit zijn de gemeenten van 2017-01-01"),
    "waarden één rij verschoven, in één kolom": (lambda o: o.move("bo", 1), WARNED, "verschoven?"),
    "waarden één rij verschoven, in alle kolommen": (lambda o: [o.move(name, 1) for name in VOLUMES], WARNED, "verschoven?"),
    "een kolom apart gesorteerd": (lambda o: sort_column(o, "dr"), WARNED, "apart gesorteerd?"),
    "twee gemeenten verwisseld in een kolom": (lambda o: swap_cells(o, "bo", "0363", "0096"), WARNED, "Amsterdam (0363"),
    "koppen verwisseld": (lambda o: swap_columns(o, "bo", "li"), WARNED, "dit lijkt de kolom van"),
    "koppen van kleine kolommen verwisseld": (lambda o: swap_columns(o, "lks", "dr"), WARNED, "dit lijkt de kolom van"),
    "kolommen verwisseld in de TOML": (lambda o: o.columns.update(bijstandsontvangers="dr", doelgroepenregister="bo"), WARNED, "dit lijkt de kolom van"),
    "één kolom voor twee gegevens": (lambda o: o.columns.update(bijstandsontvangers="li"), WARNED, "dit lijkt de kolom van"),
    "volumes van een jaar later": (lambda o: of_another(o, "meicirculaire-2024", 2025), WARNED, "dit zijn de waarden van meicirculaire-2024, 2025"),
    "volumes van de circulaire van een jaar eerder": (lambda o: of_another(o, "meicirculaire-2023", 2024), WARNED, "dit zijn de waarden van meicirculaire-2023, 2024"),
    "kolom uitkeringsjaar noemt een ander jaar": (lambda o: o.add("uitkeringsjaar", "2023"), REFUSED, "er staat '2023'"),
    "kolom circulaire noemt een andere": (lambda o: o.add("circulaire", "meicirculaire 2024"), REFUSED, "er staat 'meicirculaire 2024'"),
    "twee circulaires onder elkaar": (lambda o: [o.add("circulaire", "septembercirculaire 2024"), o.rows.extend([[*row[:-1], "meicirculaire 2024"] for row in o.rows[1:]])], REFUSED, "in de levering, [[data]]"),
    "hele kolom in duizenden": (lambda o: o.column("li", times(0.001)), WARNED, "klopt de eenheid?"),
    "hele kolom duizend keer te groot": (lambda o: o.column("lks", times(1000)), WARNED, "1.000 keer wat gebruikelijk is"),
    "decimale punt weg uit de hele kolom": (lambda o: o.column("bo", lambda c: c.replace(".", "")), WARNED, "100 keer wat gebruikelijk is"),
    "kop zegt x 1.000": (each(lambda p: p.rows[0].__setitem__(2, "bo (x 1.000)"), lambda p: p.columns.update(bijstandsontvangers="bo (x 1.000)")), REFUSED, "zegt duizendtallen of iets dergelijks"),
    "kop zegt procent": (each(lambda p: p.rows[0].__setitem__(2, "bo in %"), lambda p: p.columns.update(bijstandsontvangers="bo in %")), REFUSED, "zegt procenten"),
    "kolom eenheid zegt x 1.000": (lambda o: o.add("eenheid", "x 1.000"), REFUSED, "zegt duizendtallen of iets dergelijks"),
    "één waarde duizend keer te groot": (lambda o: o.cell("0222", "se", lambda c: c.replace(".", "")[:-3]), WARNED, "Doetinchem (0222"),
    "één waarde honderd keer te groot": (lambda o: o.cell("0513", "li", times(100)), WARNED, "keer zo veel"),
    "één waarde tien keer te groot": (lambda o: o.cell("0513", "bo", times(10)), WARNED, "keer zo veel"),
    "één waarde tien keer te klein": (lambda o: o.cell("0599", "dr", times(0.1)), WARNED, "keer zo weinig"),
    "één keer een punt tussen duizendtallen": (lambda o: o.cell("0344", "dr", lambda c: f"{int(c):,}".replace(",", ".")), WARNED, "Utrecht (0344"),
    "overal punten tussen duizendtallen": (points, REFUSED, "kan duizendtallen scheiden"),
    "één decimale komma": (each(lambda p: setattr(p, "separator", ";"), lambda p: p.cell("0513", "bo", lambda c: c.replace(".", ","))), REFUSED, "geschreven zoals de rest van de kolom"),
    "een rij dubbel": (lambda o: o.rows.append([*o.rows[40]]), REFUSED, "staat er 2 keer"),
    "hele tabel dubbel": (lambda o: o.rows.extend([[*row] for row in o.rows[1:]]), REFUSED, "342 gemeenten"),
    "laatste rijen weg": (lambda o: o.rows.__delitem__(slice(-20, None)), REFUSED, "(20 gemeenten)"),
    "één gemeente weg": (lambda o: o.rows.__delitem__(30), REFUSED, "geen rij voor"),
    "laatste rijen weg, de rest krijgt nul": (each(lambda p: p.rows.__delitem__(slice(-100, None)), lambda p: setattr(p, "more", "others_get_zero = true")), WARNED, "ver van wat gebruikelijk is"),
    "geen kopregel": (lambda o: o.rows.__delitem__(0), REFUSED, "er is geen kolom 'gemeentecode'"),
    "totaal zonder code": (lambda o: one_more_row(o, "", "Totaal"), WARNED, "een totaal, overgeslagen (Totaal)"),
    "totaal met een woord": (lambda o: one_more_row(o, "Totaal", ""), WARNED, "een totaal, overgeslagen (Totaal)"),
    "totaal in de rij van een gemeente": (lambda o: o.cell("0014", "bo", to(total_of(o, "bo"))), WARNED, "Groningen (0014"),
    "één cel tekst": (lambda o: o.cell("0037", "lks", to("n.v.t.")), REFUSED, "'n.v.t.'"),
    "één cel leeg": (lambda o: o.cell("0037", "lks", to("")), REFUSED, "leeg"),
    "fout van een spreadsheet": (lambda o: o.cell("0037", "lks", to("#N/B")), REFUSED, "'#N/B'"),
    "wetenschappelijke notatie": (lambda o: o.cell("0363", "bo", to("3.2E+04")), REFUSED, "'3.2E+04'"),
    "één cel negatief": (lambda o: o.cell("0037", "bo", to("-812.00")), REFUSED, "0 of meer"),
    "hele kolom met omgekeerd teken": (lambda o: o.column("bo", lambda c: f"-{c}"), REFUSED, "342 cellen, de eerste"),
    "nul voor een grote gemeente": (lambda o: o.cell("0363", "bo", to("0")), WARNED, "Amsterdam (0363"),
    "een waarde doorgesleept": (lambda o: fill_down(o, "bo", 12), WARNED, "dezelfde waarde"),
    "een waarde overal": (lambda o: o.column("bo", to("812.50")), WARNED, ""),
    "decimalen weg": (lambda o: [of_another(o, PUBLICATION, 2024), o.column("se", lambda c: f"{float(c):.0f}")], WARNED, "zonder hun decimalen"),
    "verkeerd blad": (wrong_sheet, REFUSED, "er is geen kolom"),
    "cijfer tien keer te groot": (lambda o: only_figure(o, "uitkeringsfactor", "14.20"), REFUSED, "uitkeringsfactor"),
    "cijfer ver van andere jaren": (lambda o: only_figure(o, "uitkeringsfactor", "2.14"), WARNED, "in andere jaren"),
    "bedrag per eenheid tien keer te groot": (lambda o: only_figure(o, "bedrag_bijstandsontvanger", "51_796.6"), WARNED, "in andere jaren"),
    "landelijk budget in duizenden": (lambda o: only_figure(o, "budget_wsw", "1_900_000"), WARNED, "in andere jaren"),
}  # fmt: skip
"""What was done wrong, what becomes of it, and words of the message."""


def said(name: str, folder: Path) -> tuple[str, str]:
    """What becomes of a mistake, and what is said: "" for neither."""
    own = good()
    if name:
        MISTAKES[name][0](own)
    own.write(folder)
    if own.file.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in [["Inhoud", "Blad"], ["Volumes", "2"]]:
            book.active.append(row)
        sheet = book.create_sheet("Volumes")
        for row in own.rows:
            sheet.append(row)
        book.save(folder / own.file)
    try:
        space = Workspace.open(folder, read_table)
        outcomes = space.outcomes(PUBLICATION)
    except AllocationError as error:
        return REFUSED, str(error)
    lines = [*doubt_lines(outcomes), *asides.lines(space, outcomes)]
    return (WARNED, "\n".join(lines)) if lines else ("", "")


def main() -> None:
    """Print every mistake with what is said to it."""
    silent = 0
    for count, name in enumerate(MISTAKES, 1):
        with tempfile.TemporaryDirectory() as folder:
            became, message = said(name, Path(folder))
        silent += not became
        first = next((line.strip() for line in message.splitlines() if "in de invoer:" not in line), "")
        more = len(message.splitlines()) - 2 if became == REFUSED else len(message.splitlines()) - 1
        also = f" (en nog {more})" if more > 0 else ""
        print(f"{count:2}. {name}: {became or 'NIETS'}{also}\n    {first}")  # noqa: T201
    print(f"{len(MISTAKES)} fouten, {silent} zonder een woord")  # noqa: T201
    sys.exit(silent > 0)


if __name__ == "__main__":
    main()
