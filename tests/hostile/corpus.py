"""A hostile world of inputs, made by script: what is handed in, and that it is one clear refusal or read as it is.

`python -m tests.hostile.corpus` prints each case with its message, seconds and the memory it added.
"""

import datetime
import gzip
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from click.testing import CliRunner
from openpyxl import Workbook

from cli import main
from rules.territory.municipalities import municipalities

DAY = datetime.date(2024, 1, 1)
CODES = [code for code, *_ in municipalities(DAY).iter_rows()]
TOML = """[[data]]
publication = "{publication}"
year = 2024
file = "{file}"
columns = {{ loonkostensubsidie = "n" }}
others_stay = true
status = "afgeleid"
source = "x"
"""
PUBLICATION = "septembercirculaire-2024"
Make = Callable[[Path], None]


def table(name: str, content: bytes | str, toml: str = TOML) -> Make:
    """A folder of one's own with one table."""

    def make(folder: Path) -> None:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
        (folder / "eigen.toml").write_text(toml.format(publication=PUBLICATION, file=name), encoding="utf-8")

    return make


def toml(text: str | bytes) -> Make:
    """A folder of one's own with one TOML file."""

    def make(folder: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "eigen.toml").write_bytes(data)

    return make


def figure(value: str, more: str = "") -> Make:
    """A figure with a value as it is typed."""
    return toml(
        f'[[figures.uitkeringsfactor.values]]\nyear = 2024\npublication = "{PUBLICATION}"\nvalue = {value}\n'
        f'status = "afgeleid"\nsource = "x"\n{more}'
    )


def excel(change: Callable[[Workbook], None]) -> Make:
    """A workbook of Excel, changed."""

    def make(folder: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["gemeentecode", "n"])
        for code in CODES[:20]:
            sheet.append([code, 5])
        change(book)
        out = BytesIO()
        book.save(out)
        table("n.xlsx", out.getvalue())(folder)

    return make


def patched(change: Callable[[Workbook], None], repack: Callable[[dict[str, bytes]], None]) -> Make:
    """A workbook of Excel, changed, and then its parts."""

    def make(folder: Path) -> None:
        excel(change)(folder)
        with ZipFile(folder / "n.xlsx") as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        repack(parts)
        packed("n.xlsx", parts)(folder)

    return make


SHEET = "xl/worksheets/sheet1.xml"


def single_quotes(parts: dict[str, bytes]) -> None:
    """XML has both quotes, and spaces around its signs."""
    parts[SHEET] = parts[SHEET].replace(b'r="', b"r = '").replace(b'" ', b"' ").replace(b'"', b"'")


def elsewhere(parts: dict[str, bytes]) -> None:
    """Where a sheet stands in the packing is for the workbook to say."""
    parts["xl/x.bin"] = parts.pop(SHEET)
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"x.bin")


def wide_letters(parts: dict[str, bytes]) -> None:
    """Another encoding of the same."""
    parts[SHEET] = parts[SHEET].decode().encode("utf-16")


def _far_cells(book: Workbook) -> None:
    for row in range(3, 2_000):
        book.worksheets[0].cell(row, 16_384, "x")


HIDDEN_FAR = {"enkele aanhalingstekens": single_quotes, "elders": elsewhere, "utf-16": wide_letters}


def packed(name: str, parts: Mapping[str, bytes]) -> Make:
    """A packed file with these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return table(name, out.getvalue())


def ods(body: str, before: str = "") -> Make:
    """An OpenDocument spreadsheet with these rows."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="B">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return packed("n.ods", {"content.xml": content.encode(), "META-INF/manifest.xml": b"<x/>"})


def shifted(folder: Path) -> None:
    """A packed file that lost its first bytes: its parts seem to begin before it (found by fuzzing)."""
    ods(HEAD)(folder)
    whole = (folder / "n.ods").read_bytes()
    (folder / "n.ods").write_bytes(whole[:2] + whole[40:])


def cell(value: str, more: str = "") -> str:
    """A cell of an ODS with a number."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>x</text:p></table:table-cell>'


def word(text: str, more: str = "") -> str:
    """A cell of an ODS with a text."""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    """A row of an ODS."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


HEAD = row(word("gemeentecode"), word("n"))
NUMBERS = ["1e9999", "1e999999999", "1e30", "-1e999999999", "9" * 200, "1." + "0" * 200 + "1", "nan", "inf", "-inf", "0x10", "1_0", "१", "½", "1e-999999999", "--1", "+", "1/0", "1/3", "=1+1", "1,2,3", "1.2.3", " ", "-0.0000001"]  # fmt: skip
NAMES = ["=cmd|'/c calc'!A1", "+1", "-x", "@x", "\tx", "\u202ex", "\x1b[31mrood\x1b[0m", "a\nverdeel: alles is goed", "\x00", "a" * 4000, "se ", " se", "SE", "ﬁ", "🙂", "'; DROP TABLE", "<script>", "${x}", "../x", "%s%s", "{0}"]  # fmt: skip
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"  # fmt: skip


def _numbers_and_names() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for number in NUMBERS:
        found[f"csv: getal {number[:20]!r}"] = table("n.csv", f"gemeentecode;n\n0513;{number}\n")
        found[f"ods: getal {number[:20]!r}"] = ods(
            HEAD + row(word("0513"), cell(number.replace("<", "")) if number.strip() else word(""))
        )
        found[f"toml: tekst {number[:20]!r}"] = figure(f'"{number}"')
    for number in (
        "1e9999",
        "1e999999999",
        "1e30",
        "-3",
        "nan",
        "inf",
        "9" * 5000,
        "true",
        "2024-01-01",
        "[1]",
        "{}",
        "''",
    ):
        found[f"toml: waarde {number[:20]}"] = figure(number)
    for name in NAMES:
        found[f"kop {name[:20]!r}"] = table("n.csv", f'gemeentecode;"{name}";n\n0513;x;5\n0514;x;y\n')
        found[f"naam in cel {name[:20]!r}"] = table("n.csv", f'gemeentecode;n\n"{name}";5\n')
    return found


def _tomls() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for key in ("to", "year"):
        found[f"toml: {key} = 2 miljard"] = toml(
            f"[[figures.x.values]]\nyear = 2024\nvalue = 1\n{key} = 2_000_000_000\n".replace(
                "year = 2024\nvalue = 1\nyear", "value = 1\nyear"
            )
        )
    for count in (30, 3000, 30_000):
        found[f"toml: sleutel van {count} namen"] = toml("a" + ".a" * count + " = 1\n")
        found[f"toml: kop van {count} namen"] = toml("[a" + ".a" * count + "]\n")
        found[f"toml: {count} haken"] = toml("x = " + "[" * count + "]" * count)
    for text in (
        "",
        "\x00",
        "x",
        "x =",
        "[",
        "[[data]]\n[[data]]\n",
        "\ufeff[law]\n",
        'x = "\x1b[2J"',
        "[figures]\nx = 1",
        "[figures.x]\ndecimals = -3\nlabel='a'\nunit='EUR'",
        "[figures.x]\ndecimals = 99999\nlabel='a'\nunit='EUR'",
    ):
        found[f"toml: {text[:25]!r}"] = toml(text)
    found["toml: 3 MB"] = toml("x = 1\n" * 600_000)
    found["toml: geen UTF-8"] = toml(b"x = '\xff\xfe'")
    return found


def _texts() -> dict[str, Make]:
    found: dict[str, Make] = {}
    found["csv: gzip"] = table("n.csv", gzip.compress(b"gemeentecode;n\n0513;5\n"))
    found["csv: gzip-bom"] = table("n.csv", gzip.compress(b"0" * 30_000_000))
    found["csv: twee miljoen rijen"] = table("n.csv", "gemeentecode;n\n" + "0513;5\n" * 2_000_000)
    found["csv: 30 MB"] = table("n.csv", "gemeentecode;n\n" + "0513;5000000000000\n" * 1_600_000)
    found["csv: 10.000 kolommen"] = table("n.csv", ";".join(f"k{n}" for n in range(10_000)) + "\n")
    found["csv: 30.000 sterren"] = table("n.csv", "gemeentecode;n\n0513;" + "*" * 30_000 + "\n")
    found["csv: cel van een miljoen"] = table("n.csv", "gemeentecode;n\n0513;" + "9" * 1_000_000 + "\n")
    found["csv: open aanhalingsteken"] = table("n.csv", 'gemeentecode;n\n"0513;5\n' + "x;y\n" * 50_000)
    found["csv: alleen nullen"] = table("n.csv", b"\x00" * 100_000)
    found["csv: leeg"] = table("n.csv", "")
    found["csv: alleen een kop"] = table("n.csv", "gemeentecode;n\n")
    found["csv: dubbele kop"] = table("n.csv", "gemeentecode;n;n \n0513;5;6\n")
    found["csv: een miljoen lege regels"] = table("n.csv", "gemeentecode;n\n0513;5\n" + "\n" * 1_000_000)
    return found


def _sheets() -> dict[str, Make]:
    found: dict[str, Make] = {}
    found["xlsx: verre cel"] = excel(lambda b: b.active.cell(1_048_576, 16_384, "x"))
    found["xlsx: verre lege cel"] = excel(
        lambda b: setattr(b.active.cell(1_048_576, 5), "number_format", "0.00")
    )
    found["xlsx: cel in een verre kolom"] = excel(lambda b: b.active.cell(3, 16_384, 1))
    found["xlsx: 5.000 kolommen"] = excel(lambda b: b.active.append(["x"] * 5_000))
    found["xlsx: cel van 30.000 tekens"] = excel(lambda b: b.active.cell(3, 2, "*" * 30_000))
    found["xlsx: formule zonder waarde"] = excel(lambda b: b.active.cell(3, 2, "=1+1"))
    found["xlsx: getal 1e300"] = excel(lambda b: b.active.cell(3, 2, 1e300))
    found["xlsx: datum"] = excel(lambda b: b.active.cell(3, 2, datetime.date(2024, 1, 1)))
    found["xlsx: ja"] = excel(lambda b: b.active.cell(3, 2, True))
    found["xlsx: bladnaam als formule"] = excel(lambda b: setattr(b.active, "title", "=1+1"))
    found["xlsx: zip zonder iets"] = packed("n.xlsx", {})
    found["xlsx: bom in gedeelde teksten"] = packed(
        "n.xlsx", {"xl/sharedStrings.xml": b"<x>" + b"0" * 80_000_000 + b"</x>"}
    )
    found["xlsx: bom in stijlen"] = packed("n.xlsx", {"xl/styles.xml": b" " * 80_000_000})
    found["xlsx: 5.000 delen"] = packed("n.xlsx", {f"xl/{n}.xml": b"x" for n in range(5_000)})
    found["xlsx: pad naar buiten"] = packed("n.xlsx", {"../../x": b"x"})
    found["xlsx: geen zip"] = table("n.xlsx", b"PK\x03\x04" + b"x" * 100)
    found["xlsx: oud xls"] = table("n.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 1000)
    for name, change in HIDDEN_FAR.items():
        found[f"xlsx: verre cel, {name}"] = patched(_far_cells, change)
    found["ods: bom in het manifest"] = packed(
        "n.ods", {"META-INF/manifest.xml": b" " * 80_000_000, "content.xml": b"<x/>"}
    )
    found["ods: rij een miljoen keer"] = ods(
        HEAD + row(word("0513"), cell("5"), more=' table:number-rows-repeated="1000000"')
    )
    found["ods: cel een miljoen keer"] = ods(
        HEAD + row(word("0513"), cell("5", ' table:number-columns-repeated="1000000"'))
    )
    found["ods: lege rijen tot het einde"] = ods(
        HEAD + row(word("0513"), cell("5")) + row(more=' table:number-rows-repeated="1048573"')
    )
    found["ods: cel aan het einde"] = ods(
        HEAD + row(more=' table:number-rows-repeated="1048573"') + row(word("x"))
    )
    found["ods: spaties"] = ods(HEAD + row(word('<text:s text:c="100000000"/>x'), cell("5")))
    found["ods: miljard lachers"] = ods(HEAD + row(word("&i;"), cell("5")), BILLION)
    found["ods: bestand van de machine"] = ods(
        HEAD + row(word("&x;"), cell("5")), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    found["ods: bladen die in hoofdletters verschillen"] = ods(
        HEAD + row(word("0513"), cell("5")) + '</table:table><table:table table:name="b">' + HEAD
    )
    found["ods: begin dat er niet hoort"] = shifted
    found["ods: geen inhoud"] = packed("n.ods", {"x": b"x"})
    found["ods: kapotte XML"] = packed("n.ods", {"content.xml": b"<a><b>", "META-INF/manifest.xml": b"<x/>"})
    for name in ("n.pdf", "n", "n.exe", "n.json", "n.xls"):
        found[f"soort {name}"] = table(name, "gemeentecode;n\n0513;5\n")
    for name in ("bestaat-niet.csv", "/dev/zero", "/etc/passwd", "../../../../etc/passwd", "."):
        found[f"bestand {name}"] = toml(TOML.format(publication=PUBLICATION, file=name))
    return found


def fifo(folder: Path) -> None:
    """A pipe where a file should be."""
    os.mkfifo(folder / "eigen.toml")


def loop(folder: Path) -> None:
    """Links that go round."""
    (folder / "eigen.toml").symlink_to(folder / "b.toml")
    (folder / "b.toml").symlink_to(folder / "eigen.toml")


def sparse(folder: Path) -> None:
    """A file of many gigabytes with nothing in it."""
    with (folder / "eigen.toml").open("wb") as file:
        file.truncate(20_000_000_000)


CASES = {
    **_numbers_and_names(),
    **_tomls(),
    **_texts(),
    **_sheets(),
    "pijp als toml": fifo,
    "verwijzingen die rondgaan": loop,
    "leeg bestand van 20 GB": sparse,
}
READ = {
    "toml: tekst '1/3'",
    "toml: ''",
    "xlsx: bladnaam als formule",
    "ods: lege rijen tot het einde",
    "ods: cel aan het einde",
    "ods: bladen die in hoofdletters verschillen",
}
"""What is odd, and read as it is; all else is refused."""


def run(make: Make) -> tuple[int, str, list[str]]:
    """What the command says of a folder of one's own: status, message, and the files that it wrote."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name, "in"), Path(name, "uit")
        folder.mkdir()
        make(folder)
        done = CliRunner().invoke(main, ["publish", PUBLICATION, "--data", str(folder), "--out", str(out)])
        return done.exit_code, done.stderr, sorted(p.name for p in out.glob("*")) if out.exists() else []


def _report() -> None:
    for name, make in CASES.items():
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        status, message, _ = run(make)
        took = time.perf_counter() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        sys.stdout.write(f"{name}: {status}, {took:.1f} s, +{more} MB: {' '.join(message.split())[:150]}\n")
    sys.stdout.write(f"{len(CASES)} gevallen\n")


if __name__ == "__main__":
    _report()
