"""Text with cells in it: csv, tsv or txt, in the encodings and with the separators that people have."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import StringIO
from pathlib import Path

from allocation.limits import refuse_large, refuse_long, refuse_wide
from rules.reading.cells import Cells, filled, refusal

KINDS = (".csv", ".tsv", ".txt", ".tab")
SAMPLE = 1 << 18
"""So many characters say what the separator is."""
_NAMED = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_PACKED = b"\x1f\x8b"
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def text_cells(path: Path) -> Cells:
    """The cells of a text file. Raises InputError when it is absent, empty, or no table."""
    if not path.is_file():
        raise refusal(path, "dit bestand is er niet", "een bestand dat er is")
    refuse_large(path)
    content = path.read_bytes()
    if content.startswith(_PACKED):
        raise refusal(path, "dit is een ingepakt bestand (gzip)", "het uitgepakte bestand")
    if content.startswith(_SPREADSHEET):
        raise refusal(
            path, f"dit is een spreadsheet, en heet {path.suffix}", "het bestand met de naam die het had"
        )
    text = _decoded(content)
    if not text.strip():
        raise refusal(path, "het bestand is leeg", "een rij koppen en een rij per gemeente")
    refuse_wide(path, 0, text.count("\n"))
    separator, named = _separator(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise refusal(path, "dit is geen CSV: een aanhalingsteken sluit niet of een cel is te lang") from None
    for row in rows:
        refuse_wide(path, len(row))
        refuse_long(path, row)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(map(filled, row))]
    return Cells(path.name, numbered[1:] if named else numbered, plain=True)


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16, or else what a Dutch Excel saves."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    head = content[:200]
    if 3 * head.count(0) > len(head):  # UTF-16 without a mark: every other byte of ordinary text is nothing
        return content.decode("utf-16-le" if b"\0" in head[1::2] else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(text: str) -> tuple[str, bool]:
    """What stands between cells, and whether the first line says so ("sep=;")."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    if named := _NAMED.match(first):
        return named[1], True
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:SAMPLE]).splitlines() if line.strip()]
    often = (sign for sign in ";\t" if 2 * sum(sign in line for line in lines) >= len(lines))
    return next(often, ","), False
