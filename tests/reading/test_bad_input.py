"""Bad input: one clear message with every offending cell, exit status 2, and no file."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers import own_folder as own
from tests.helpers.dutch import english


def publish(folder, out, *arguments):
    return CliRunner().invoke(
        main, ["publish", "mijn-circulaire", "--data", str(folder), "--out", str(out), *arguments]
    )


def test_a_folder_of_ones_own(tmp_path):
    """The folder that the cases below spoil is good as it is."""
    result = publish(own.folder(tmp_path / "in"), tmp_path / "uit")
    assert result.exit_code == 0, result.output
    assert "997.207.875  EUR" in result.output
    assert "1.000.000  EUR" in result.output
    assert {path.name for path in (tmp_path / "uit").iterdir()} == {
        "mijn-circulaire.xlsx",
        "mijn-circulaire.parquet",
        "mijn-circulaire.receipt.json",
    }


def drop_row(folder):
    path = folder / "volumes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("0513,")), encoding="utf-8")


def double_row(folder):
    path = folder / "volumes.csv"
    path.write_text(path.read_text(encoding="utf-8") + "0513,1,2,3,4\n", encoding="utf-8")


def excel(folder, change):
    """Hand in the SE as a spreadsheet, spoiled by `change`."""
    book = openpyxl.Workbook()
    for line in (folder / "se.csv").read_text(encoding="utf-8").splitlines():
        book.active.append(line.split(","))
    path = folder / "se.xlsx"
    book.save(path)
    change(path, book)
    toml(folder, 'file = "se.csv"', 'file = "se.xlsx"')


def toml(folder, old, new):
    path = folder / "mijn.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def cell(row, column, value, file="volumes.csv"):
    return lambda folder: own.edit(folder / file, row, column, value)


def both(*changes):
    return lambda folder: [change(folder) for change in changes]


def encrypted(path, _):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def old_excel(path, _):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))


def truncated(path, _):
    path.write_bytes(path.read_bytes()[:500])


def thousands(folder):
    path = folder / "volumes.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    changed = [line.replace(",", ",1.", 1) if len(line.split(",")[1]) == 3 else line for line in lines]
    path.write_text("\n".join([header, *changed]), encoding="utf-8")


CASES = {
    "missing municipality": (drop_row, ["volumes.csv", "geen rij voor 0513 (Gouda)"]),
    "double row": (double_row, ["0513 (Gouda) staat er 2 keer", "één rij per gemeente"]),
    "unknown code": (cell(2, 1, "9999"), ["rij 2, kolom gemeentecode: '9999'", "geen rij voor 0014"]),
    "negative volume": (cell(3, 2, "-4"), ["rij 3, kolom bo (Almere): '-4'", "0 of meer"]),
    "not a number": (cell(3, 2, "NaN"), ["rij 3, kolom bo (Almere): 'NaN'", "een getal zoals"]),
    "text in a number": (cell(4, 3, "n.v.t."), ["rij 4, kolom lks (Stadskanaal): 'n.v.t.'"]),
    "infinite": (cell(4, 3, "inf"), ["'inf'", "een getal zoals"]),
    "thousands dot and decimal comma": (
        lambda f: (f / "se.csv").write_text(
            (f / "se.csv").read_text().replace(",", ";").replace("0034;1.5", "0034;1.234,5"), encoding="utf-8"
        ),
        ["rij 3, kolom se (Almere): '1.234,5'", "geschreven zoals de rest van de kolom"],
    ),
    "points between thousands": (thousands, ["kolom bo: '1.100' kan duizendtallen scheiden", 'decimal = "," of decimal = "."']),
    "empty cell": (cell(2, 5, ""), ["rij 2, kolom dr (Groningen): leeg"]),
    "missing maatstaf column": (
        lambda f: toml(f, 'doelgroepenregister = "dr"', 'doelgroepenregister = "drx"'),
        ["er is geen kolom 'drx'", "gemeentecode, bo, lks, li, dr"],
    ),
    "missing maatstaf": (
        lambda f: toml(f, ', doelgroepenregister = "dr"', ""),
        ["niets levert doelgroepenregister (Gemeentelijk doelgroepenregister)"],
    ),
    "figure outside its validity": (
        lambda f: toml(f, 'year = 2024, publication = "mijn-circulaire", value = 1.5', 'year = 2024, publication = "meicirculaire-2024", value = 1.5'),
        ["cijfer uitkeringsfactor (Uitkeringsfactor): geen waarde voor 2024 in mijn-circulaire", "2025 (meicirculaire-2024)"],
    ),
    "figure for a year that the publication does not have": (
        lambda f: toml(f, 'year = 2024, publication = "mijn-circulaire", value = 1.5', 'year = 2023, publication = "mijn-circulaire", value = 1.5'),
        ["cijfer uitkeringsfactor, 2023 in mijn-circulaire: jaar 2023", "verwacht: 2024"],
    ),
    "data for a year that the publication does not have": (
        lambda f: toml(f, 'year = 2024\nfile = "se.csv"', 'year = 2025\nfile = "se.csv"'),
        ["[[data]] se.csv: jaar 2025", "verwacht: 2024, de jaren van mijn-circulaire"],
    ),
    "a figure of one's own without a source": (
        lambda f: toml(f, 'value = 1.5, status = "officieel", source = "eigen opgave"', 'value = 1.5, status = "officieel"'),
        ["cijfer uitkeringsfactor, 2024 in mijn-circulaire: geen bron"],
    ),
    "a name that cannot be a file": (
        lambda f: toml(f, 'name = "mijn-circulaire"', 'name = "../mijn-circulaire"'),
        ["publicatie '../mijn-circulaire'", "kleine letters en cijfers"],
    ),
    "no amounts": (lambda f: toml(f, 'amounts = ["cluster_participatie", "wsw"]', "amounts = []"), ["is geen tekst en geen lijst"]),
    "an amount twice": (lambda f: toml(f, '"cluster_participatie", "wsw"', '"wsw", "wsw"'), ["een bedrag van 2024 twee keer"]),
    "a national amount": (
        lambda f: toml(f, '"cluster_participatie", "wsw"', '"cluster_participatie_landelijk"'),
        ["regel cluster_participatie_landelijk is één landelijke waarde"],
    ),
    "a rule that is not in force": (
        lambda f: toml(f, '"cluster_participatie", "wsw"', '"infrastructurele_opslag"'),
        ["regel infrastructurele_opslag geldt niet in 2024 (alleen vanaf 2025)"],
    ),
    "no such date": (lambda f: toml(f, '"2025-01"', '"2025-13"'), ["datum (date) '2025-13'", '"2024-05"']),
    "a control character": (lambda f: toml(f, "Mijn circulaire", "Mijn\\u0007circulaire"), ["publication.title"]),
    "a negative figure": (lambda f: toml(f, "value = 1.5", "value = -1.5"), ["uitkeringsfactor", "kleiner dan nul"]),
    "a number of too many digits": (cell(3, 2, "1" + "0" * 15), ["rij 3, kolom bo (Almere)", "een getal zoals"]),
    "a folder called toml": (lambda f: (f / "x.toml").mkdir(), ["x.toml: dit is geen gewoon bestand"]),
    "nested TOML": (lambda f: (f / "x.toml").write_text("a = " + "[" * 5000), ["x.toml: dit is geen TOML"]),
    "published neither as total nor as column": (
        lambda f: (f / "x.toml").write_text('[[published]]\npublication = "mijn-circulaire"\nyear = 2024\nrule = "wsw"\nsource = "x"\nevidence = true\n'),
        ["[[published]] wsw", "een bestand met een kolom (column), of een totaal (total)"],
    ),
    "published data that are not clean": (
        lambda f: (
            (f / "x.toml").write_text('[[published]]\npublication = "mijn-circulaire"\nyear = 2024\nrule = "wsw"\nsource = "x"\nevidence = true\nfile = "x.csv"\ncolumn = "v"\n'),
            (f / "x.csv").write_text("gemeentecode,v\n34,1\nGM0034,n.v.t.\n9999,3\n"),
        ),
        ["0034 (Almere) staat er 2 keer", "'9999'", "'n.v.t.'"],
    ),
    "formulas without a value": (
        lambda f: excel(f, lambda path, book: (book.active.__setitem__("B3", "=1+1"), book.save(path))),
        ["se.xlsx, blad Sheet, rij 3, kolom se (Almere): '=1+1'"],
    ),
    "empty file": (lambda f: (f / "volumes.csv").write_text(""), ["volumes.csv: het bestand is leeg"]),
    "absent file": (lambda f: (f / "volumes.csv").unlink(), ["volumes.csv: dit bestand is er niet"]),
    "not UTF-8": (
        lambda f: (f / "volumes.csv").write_bytes("gemeentecode,bo,lks,li,dr\nSúdwest".encode("latin-1")),
        ["volumes.csv: geen rij voor 0014"],
    ),
    "ragged rows": (cell(5, 2, "1,2,3"), ["volumes.csv, rij 5: meer cellen dan koppen"]),
    "one header twice": (cell(1, 3, "bo"), ["twee kolommen heten 'bo'"]),
    "broken xlsx": (lambda f: excel(f, truncated), ["se.xlsx: het bestand is stuk"]),
    "password": (lambda f: excel(f, encrypted), ["se.xlsx: het bestand is beveiligd met een wachtwoord"]),
    "old xls": (lambda f: excel(f, old_excel), ["dit is een oud .xls-bestand"]),
    "empty xlsx": (
        lambda f: excel(f, lambda path, _: openpyxl.Workbook().save(path)),
        ["se.xlsx, blad Sheet: het blad is leeg"],
    ),
    "no such sheet": (
        both(lambda f: excel(f, lambda *_: None), lambda f: toml(f, 'key = "code"', 'key = "code"\nsheet = "Blad9"')),
        ["er is geen blad 'Blad9'", "een van Sheet"],
    ),
    "another kind of file": (
        lambda f: (toml(f, "se.csv", "se.pdf"), (f / "se.pdf").write_text("x")),
        ["se.pdf: .pdf is geen soort tabel"],
    ),
    "unknown publication of a figure": (
        lambda f: toml(f, 'publication = "mijn-circulaire", value = 1.5', 'publication = "zijn-circulaire", value = 1.5'),
        ["'zijn-circulaire' is geen publicatie"],
    ),
    "unknown input": (lambda f: toml(f, "verwachte_se", "verwachte_sex"), ["'verwachte_sex' is geen gegeven"]),
    "unknown rule": (lambda f: toml(f, '"wsw"]', '"wws"]'), ["'wws' is geen regel"]),
    "unknown key": (lambda f: toml(f, "stand =", "standje ="), ["standje", "stand"]),
    "no TOML": (lambda f: (f / "mijn.toml").write_text("["), ["dit is geen TOML"]),
    "the same twice": (
        lambda f: (f / "ook.toml").write_text((f / "mijn.toml").read_text()),
        ["publicatie mijn-circulaire staat er twee keer"],
    ),
    "too many decimals": (lambda f: toml(f, "value = 1.5", "value = 1.5001"), ["4 decimalen", "hoogstens 3"]),
    "no weights": (
        lambda f: (f / "se.csv").write_text(
            "\n".join(line.split(",")[0] + (",se" if i == 0 else ",0") for i, line in enumerate((f / "se.csv").read_text().splitlines()))
        ),
        ["regel wsw", "elk gewicht is nul"],
    ),
    "a pot of half euros": (
        lambda f: toml(f, "value = 1_000_000", "value = 1_000_000.5"),
        ["cijfer budget_wsw, 2024 in mijn-circulaire: 1 decimaal", "hoogstens 0"],
    ),
}  # fmt: skip


@pytest.mark.promise("README.md#exit-2")
@pytest.mark.promise("README.md#every-cell-named-and-no-file")
@pytest.mark.promise("docs/figures-and-data.md#unknown-keys-are-errors")
@pytest.mark.promise("docs/figures-and-data.md#not-below-zero")
@pytest.mark.promise("docs/figures-and-data.md#numbers-are-plain")
@pytest.mark.promise("docs/figures-and-data.md#missing-is-not-zero")
@pytest.mark.promise("docs/figures-and-data.md#own-source")
@pytest.mark.parametrize("name", CASES)
def test_one_clear_message_and_no_file(tmp_path, name):
    spoil, said = CASES[name]
    folder = own.folder(tmp_path / "in")
    spoil(folder)
    result = publish(folder, tmp_path / "uit")
    assert result.exit_code == 2
    assert result.stdout == ""
    for words in said:
        assert words in result.stderr, result.stderr
    assert english(result.stderr) == []
    assert not (tmp_path / "uit").exists()


@pytest.mark.promise("README.md#every-cell-named-and-no-file")
@pytest.mark.promise("docs/figures-and-data.md#missing-is-not-zero")
def test_every_offending_cell_is_named_at_once(tmp_path):
    folder = own.folder(tmp_path / "in")
    both(drop_row, cell(3, 2, "-4"), cell(4, 3, "x"), cell(5, 2, "y", "se.csv"))(folder)
    message = publish(folder, tmp_path / "uit").stderr
    assert message.startswith("verdeel: 4 fouten in de invoer:")
    assert all(word in message for word in ("0513 (Gouda)", "'-4'", "'x'", "'y'"))


@pytest.mark.promise("docs/add-a-circular.md#all-that-is-missing")
def test_figures_and_inputs_that_are_missing_are_named_at_once(tmp_path):
    folder = own.folder(tmp_path / "in")
    toml(folder, ', doelgroepenregister = "dr"', "")
    toml(
        folder,
        'publication = "mijn-circulaire", value = 1.5',
        'publication = "meicirculaire-2024", value = 1.5',
    )
    message = publish(folder, tmp_path / "uit").stderr
    assert "niets levert doelgroepenregister" in message
    assert "cijfer uitkeringsfactor (Uitkeringsfactor): geen waarde voor 2024 in mijn-circulaire" in message


@pytest.mark.promise("README.md#every-cell-named-and-no-file")
def test_what_stood_there_is_kept(tmp_path):
    folder = own.folder(tmp_path / "in")
    publish(folder, tmp_path / "uit")
    before = {path.name: path.read_bytes() for path in (tmp_path / "uit").iterdir()}
    own.edit(folder / "volumes.csv", 3, 2, "-4")
    assert publish(folder, tmp_path / "uit").exit_code == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "uit").iterdir()} == before


@pytest.mark.promise("README.md#every-cell-named-and-no-file")
def test_all_files_or_none(tmp_path):
    """The last file cannot be written: the first two are not there either."""
    out = tmp_path / "uit"
    (out / "mijn-circulaire.receipt.json").mkdir(parents=True)
    result = publish(own.folder(tmp_path / "in"), out)
    assert result.exit_code == 2
    assert "dit is een map" in result.stderr
    assert [path.name for path in out.iterdir()] == ["mijn-circulaire.receipt.json"]


@pytest.mark.promise("README.md#every-cell-named-and-no-file")
def test_a_file_that_cannot_be_moved_puts_the_others_back(tmp_path, monkeypatch):
    out = tmp_path / "uit"
    folder = own.folder(tmp_path / "in")
    publish(folder, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    own.edit(folder / "volumes.csv", 3, 2, "4000")
    replace = Path.replace

    def refuse(self, target):
        if target.name.endswith(".receipt.json"):
            raise PermissionError(13, "geen toegang")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = publish(folder, out)
    assert result.exit_code == 2
    assert "geen toegang" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.promise("README.md#exit-2")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publish", "septembercirculare-2024", "--out", "x"], "septembercirculaire-2024"),
        (["publish", "septembercirculaire-2024", "--out", "x", "--year", "2031"], "verwacht: 2024"),
        (["publish", "septembercirculaire-2024"], "Er ontbreekt een optie '--out'"),
        (["publish", "septembercirculaire-2024", "--out", "x", "--format", "pdf"], "'xlsx', 'ods'"),
        (["publish", "septembercirculaire-2024", "--out", "x", "--data", "nowhere"], "bestaat niet"),
        (["list", "gemeenten", "--date", "2031-01-01"], "een dag in 2012 tot en met 2026"),
    ],
)
def test_wrong_use(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("docs/figures-and-data.md#missing-is-not-zero")
def test_many_cells_wrong_in_one_way_are_one_line_that_names_them_all(tmp_path):
    folder = own.folder(tmp_path / "in")
    path = folder / "se.csv"
    path.write_text(path.read_text().replace(".5", "half"), encoding="utf-8")
    message = publish(folder, tmp_path / "uit").stderr
    assert "se.csv, kolom se, rijen 2-343: 342 cellen, de eerste '0half'" in message
    assert len(message.splitlines()) == 2


@pytest.mark.promise("docs/figures-and-data.md#yours-is-said-everywhere")
def test_own_figures_in_a_shipped_publication_are_announced_everywhere(tmp_path):
    """The tables are no longer those of the circular: the terminal and every sheet with amounts say so."""
    (tmp_path / "eigen.toml").write_text(
        '[figures.uitkeringsfactor]\nvalues = [{ year = 2024, publication = "septembercirculaire-2024", '
        'value = 1.5, status = "indicatief", source = "wat als" }]\n',
        encoding="utf-8",
    )
    out = tmp_path / "uit"
    arguments = ["publish", "septembercirculaire-2024", "--data", str(tmp_path), "--out", str(out)]
    result = CliRunner().invoke(main, arguments)
    assert "berekend met eigen gegevens (Uitkeringsfactor)" in result.stdout
    book = openpyxl.load_workbook(out / "septembercirculaire-2024-eigen.xlsx")
    for name in ("Leeswijzer", "Overzicht 2024", "Cluster Participatie 2024", "IU Participatie 2024"):
        said = "".join(str(cell.value) for cell in book[name]["A"][:6])
        assert "erekend met eigen gegevens (Uitkeringsfactor)" in said
    cells = [cell.value for row in book["Bronnen cijfers"].iter_rows() for cell in row]
    assert "eigen opgave, niet meegeleverd" in cells
    assert "wat als" in cells
    verified = CliRunner().invoke(main, ["verify", "septembercirculaire-2024", "--data", str(tmp_path)])
    assert "telt niet als bewijs: berekend met eigen gegevens (Uitkeringsfactor)" in verified.stdout


def test_what_is_lacking_is_said_and_nothing_of_another_day(tmp_path):
    folder = own.folder(tmp_path / "in")
    drop_row(folder)
    message = publish(folder, tmp_path / "uit").stderr
    assert message.endswith("volumes.csv: geen rij voor 0513 (Gouda); verwacht: één rij per gemeente\n")


@pytest.mark.parametrize("header", ["*", "^b.*$", "^se$"])
def test_a_header_that_is_a_pattern_is_refused(tmp_path, header):
    """polars would look at every column that fits it."""
    folder = own.folder(tmp_path / "in")
    own.edit(folder / "volumes.csv", 1, 2, header)
    toml(folder, 'bijstandsontvangers = "bo"', f'bijstandsontvangers = "{header}"')
    result = publish(folder, tmp_path / "uit")
    assert result.exit_code == 2, result.output
    assert f"volumes.csv: een kolom heet {header!r}; verwacht: een naam die geen patroon is" in result.stderr
    assert not (tmp_path / "uit").exists()
