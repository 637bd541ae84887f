"""What XlsxWriter has no words for: cell styles that are headings, and the language of the document."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tables.workbook.style import HEADINGS

LANGUAGE = "<dc:language>nl-NL</dc:language>"
STYLES, CORE = "xl/styles.xml", "docProps/core.xml"


def with_headings_and_language(book: bytes, kinds: Mapping[int, str]) -> bytes:
    """The workbook, with its formats of headings as what they are; `kinds` by number of a format."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == STYLES:
                data = _headings(data.decode(), kinds).encode()
            elif entry.filename == CORE:
                data = data.replace(b"<dcterms:created", f"{LANGUAGE}<dcterms:created".encode(), 1)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()


def _headings(styles: str, kinds: Mapping[int, str]) -> str:
    """The styles, with one more for each kind of heading; a format of that kind is one of it."""
    used = [kind for kind in HEADINGS if kind in kinds.values()]
    if not used:
        return styles
    before, formats, after = re.split(r"(<cellXfs.*?</cellXfs>)", styles, maxsplit=1, flags=re.DOTALL)
    numbered = list(re.finditer(r"<xf .*?(?:/>|</xf>)", re.sub(r"<alignment[^>]*/>", "", formats)))
    looks = {kind: numbered[number].group() for number, kind in kinds.items()}
    count = -1

    def styled(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        own = used.index(kinds[count]) + 1 if count in kinds else 0
        return found.group().replace('xfId="0"', f'xfId="{own}"')

    formats = re.sub(r"<xf [^>]*>", styled, formats)
    extra = "".join(re.sub(r' xfId="\d+"|</xf>', "", looks[kind]).rstrip("/>") + "/>" for kind in used)
    before = _more(before, "cellStyleXfs", len(used), extra)
    named = "".join(
        f'<cellStyle name="{HEADINGS[kind][0]}" xfId="{place}" builtinId="{HEADINGS[kind][1]}"/>'
        for place, kind in enumerate(used, start=1)
    )
    return before + formats + _more(after, "cellStyles", len(used), named)


def _more(xml: str, name: str, count: int, extra: str) -> str:
    """A list in the XML with so many elements more."""
    found = re.search(rf'<{name} count="(\d+)">', xml)
    assert found
    opened = f'<{name} count="{int(found[1]) + count}">'
    return xml.replace(found[0], opened, 1).replace(f"</{name}>", f"{extra}</{name}>", 1)
