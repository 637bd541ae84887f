"""Make the pictures of the sheets again (make pictures): each kind of sheet as LibreOffice prints it, small.

A picture has at most 256 colours and no date, so the same page is the same bytes. A letter wants Writer beside Calc;
without it its picture stays as it was.
"""

import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from pathlib import Path

from attrs import frozen

from tests.helpers.office import OFFICE

HERE = Path(__file__).parents[1]
PICTURES = HERE / "docs" / "pictures"
MOST = 100_000
"""No picture is larger, in bytes."""
DRAFT = """[publication]
name = "meicirculaire-2024-juni"
based_on = "meicirculaire-2024"
title = "Meicirculaire gemeentefonds 2024, versie juni"
date = "2024-06-12"
kenmerk = "2024-0000123456"
[figures.uitkeringsfactor]
values = [{ year = 2024, publication = "meicirculaire-2024-juni", value = 1.5, status = "indicatief", source = "juni" }]
"""


@frozen
class Made:
    """What a command writes, and its pages: by picture what the page begins with, and the how-manieth of those."""

    command: str
    file: str
    pages: dict


EVERY = [
    Made(
        "publish septembercirculaire-2024 --out {out} --format ods",
        "septembercirculaire-2024.ods",
        {
            "blad-leeswijzer": ("Septembercirculaire gemeentefonds 2024", 1),
            "blad-overzicht": ("Overzicht per gemeente", 1),
            "blad-provincie": ("Totalen per provincie", 1),
            "blad-per-inwoner": ("Bedrag per inwoner naar", 2),
            "blad-verschuivingen": ("Grootste verschuivingen", 2),
            "blad-geldstroom": ("Cluster Participatie, uitkeringsjaar", 1),
            "blad-specificatie": ("Specificatie per gemeente", 1),
            "blad-specificatie-grafiek": ("Specificatie per gemeente", 2),
            "blad-controle": ("Potten:", 1),
            "blad-geldstromen": ("Geldstromen", 1),
            "blad-bronnen": ("Bronnen", 1),
            "blad-noten": ("Noten", 1),
        },
    ),
    Made(
        "publish meicirculaire-2024-juni --data {own} --out {out}",
        "meicirculaire-2024-juni-eigen.xlsx",
        {"blad-jaren": ("Cluster Participatie, uitkeringsjaren", 1), "blad-wijzigingen": ("Wijzigingen", 1)},
    ),
    Made(
        "publish regeling-beschut-werk-2026 --formulas --out {out}",
        "regeling-beschut-werk-2026-formules.xlsx",
        {"blad-formules": ("Gegevens per gemeente", 1), "blad-formules-controle": ("Controle", 1)},
    ),
    Made(
        "compare meicirculaire-2023 meicirculaire-2024 --year 2024 --out {out}",
        "meicirculaire-2023-naar-meicirculaire-2024-2024.xlsx",
        {
            "blad-vergelijking": ("Cluster Participatie, uitkeringsjaar 2024: verschil per gemeente", 1),
            "blad-per-onderdeel": ("Cluster Participatie, uitkeringsjaar 2024: verschil per onderdeel", 1),
            "blad-spreiding": ("Hoeveel gemeenten", 1),
        },
    ),
    Made(
        "history iu_participatie --out {out}/verloop.xlsx",
        "verloop.xlsx",
        {"blad-verloop": ("Integratie-uitkering Participatie, alle gemeenten", 1)},
    ),
    Made(
        "letters meicirculaire-2024-juni --data {own} --year 2024 --gemeente Gouda --out {out}",
        "meicirculaire-2024-juni-2024-eigen-brief-0513-gouda.odt",
        {"brief": ("Concept", 1)},
    ),
]


def main() -> None:
    """Every picture, or only those whose names are given."""
    wanted = {*sys.argv[1:]}
    with tempfile.TemporaryDirectory() as folder:
        out, own = Path(folder, "uit"), Path(folder, "eigen")
        own.mkdir()
        (own / "juni.toml").write_text(DRAFT, encoding="utf-8")
        for made in EVERY:
            if not wanted or wanted & {*made.pages}:
                words = made.command.format(out=out, own=own).split()
                subprocess.run([sys.executable, "-m", "cli", *words], check=True, stdout=subprocess.DEVNULL)
                _pictures(made, out, wanted or {*made.pages})


def _pictures(made: Made, out: Path, wanted: set) -> None:
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(out),
        str(out / made.file),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pdf = (out / made.file).with_suffix(".pdf")
    if not pdf.is_file():
        print(f"{made.file}: LibreOffice makes no PDF of it (Writer?); its pictures stay as they were")
        return
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    for name, (start, number) in made.pages.items():
        if name in wanted:
            found = [place for place, page in enumerate(pages, start=1) if page.startswith(start)]
            _picture(pdf, found[number - 1], PICTURES / f"{name}.png")


def _picture(pdf: Path, page: int, path: Path) -> None:
    for resolution in (75, 60, 50):
        command = ["pdftoppm", "-r", str(resolution), "-f", str(page), "-l", str(page), str(pdf)]
        path.write_bytes(indexed(subprocess.run(command, check=True, capture_output=True).stdout))
        if path.stat().st_size < MOST:
            print(f"{path.relative_to(HERE)}: {path.stat().st_size} bytes")
            return
    raise SystemExit(f"{path.name} is larger than {MOST} bytes")


def indexed(ppm: bytes) -> bytes:
    """A PPM as a PNG with a palette of the colours that are most of it, each to 32 steps of a primary."""
    _, size, _, pixels = ppm.split(b"\n", 3)
    width, height = map(int, size.split())
    coarse = pixels.translate(bytes(value & 0xF8 | value >> 5 for value in range(256)))
    colours = [coarse[at : at + 3] for at in range(0, len(coarse), 3)]
    palette = [colour for colour, _ in Counter(colours).most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in {*colours} - places.keys():
        nearest = min(
            palette, key=lambda known: sum((a - b) ** 2 for a, b in zip(known, colour, strict=True))
        )
        places[colour] = places[nearest]
    rows = (colours[at : at + width] for at in range(0, len(colours), width))
    data = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    )


if __name__ == "__main__":
    main()
