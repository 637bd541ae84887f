"""What every OpenDocument file has, whatever is in it: the package, what it says of itself, its names."""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from odfdo import Container

from tables.workbook.zipped import with_fixed_dates

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
VERSION = "1.3"
URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = (
    f'xmlns:config="{URN}:config:1.0" xmlns:fo="{URN}:xsl-fo-compatible:1.0" xmlns:meta="{URN}:meta:1.0"'
    f' xmlns:number="{URN}:datastyle:1.0" xmlns:office="{URN}:office:1.0" xmlns:style="{URN}:style:1.0"'
    f' xmlns:svg="{URN}:svg-compatible:1.0" xmlns:table="{URN}:table:1.0" xmlns:text="{URN}:text:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    f' xmlns:of="{URN}:of:1.2"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ooo="http://openoffice.org/2004/office"'
)


def package(mimetype: str, parts: Mapping[str, str], kinds: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a file: the same parts (by their path without an ending) give the same bytes.

    `kinds` has the type of each document inside the document, by its folder.
    """
    container = Container()
    container.mimetype = mimetype
    container.set_part("META-INF/manifest.xml", _manifest(mimetype, parts, kinds or {}).encode())
    for name, inside in parts.items():
        if illegal := ILLEGAL.search(inside):
            raise ValueError(f"in XML is geen plaats voor het teken {illegal[0]!r}")
        root = f"office:document-{name.rpartition('/')[2]}"
        part = f'<{root} office:version="{VERSION}" {NAMESPACES}>{inside}</{root}>'
        container.set_part(f"{name}.xml", part.encode())
    raw = BytesIO()
    container.save(raw)
    return with_fixed_dates(raw.getvalue())


def meta(title: str, creator: str, date: str) -> str:
    """Title, maker and language; the date is that of the document, not the day of making."""
    who = escape(creator)
    day = f"{date}-01-01"[:10] if date else ""
    made = f"<meta:creation-date>{day}T00:00:00</meta:creation-date>" if day else ""
    return f"""<office:meta><meta:generator>verdeelsleutel</meta:generator>
<dc:title>{escape(title)}</dc:title><dc:language>nl-NL</dc:language>
<meta:initial-creator>{who}</meta:initial-creator><dc:creator>{who}</dc:creator>{made}</office:meta>"""


def _manifest(mimetype: str, parts: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    files = {"/": mimetype}
    for part in parts:
        folder = part.rpartition("/")[0]
        files |= {f"{folder}/": kinds[folder]} if folder else {}
        files[f"{part}.xml"] = "text/xml"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files.items()
    )
    start = f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0" manifest:version="{VERSION}"'
    return f"{start}>{entries}</manifest:manifest>"
