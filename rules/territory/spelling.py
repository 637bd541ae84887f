"""How else a municipality is written: shortened, turned round, with its province, in a wrong encoding."""

import re
from collections.abc import Iterator

SPOKEN = {
    "'s-Gravenhage": ["Den Haag"],
    "'s-Hertogenbosch": ["Den Bosch"],
    "Nuenen, Gerwen en Nederwetten": ["Nuenen ca"],
}
"""What municipalities are called besides, where no rule below says so."""
PROVINCES = {
    "Groningen": ["Gr", "Gn"],
    "Frysl\u00e2n": ["Fr", "Fri", "Frl", "Friesland"],
    "Drenthe": ["Dr", "D"],
    "Overijssel": ["Ov", "O", "Ovl"],
    "Flevoland": ["Fl", "F"],
    "Gelderland": ["Gld", "G", "Gel"],
    "Utrecht": ["U", "Ut", "Utr"],
    "Noord-Holland": ["NH", "N H", "Noord Holland"],
    "Zuid-Holland": ["ZH", "Z H", "Zuid Holland"],
    "Zeeland": ["Z", "Zl", "Zld"],
    "Noord-Brabant": ["NB", "N B", "Br", "Noord Brabant"],
    "Limburg": ["L", "Lb", "Li", "Lim"],
}
SHORTENED = (
    (r"\baan den?\b", ("a/d", "ad")),
    (r"\baan\b", ("a",)),
    (r"\bbij\b", ("b",)),
    (r"\bop\b", ("o",)),
    (r"\ben\b", ("&", "")),
    (r"^Sint\b", ("St",)),
    (r"IJ|ij", ("y",)),
)
"""Words of a name, and what is written in their place."""
_ARTICLE = re.compile(r"^(De|Den|Het|'s|'t)[ -](.+)$", re.IGNORECASE)
_MANGLED = re.compile("[\u00c2\u00c3\u00e2]")


def spellings(name: str, province: str) -> Iterator[str]:
    """The other ways to write a name; two municipalities may share one."""
    whole = re.sub(r"\s*\(.*\)", "", name)
    for base in dict.fromkeys((name, whole)):
        yield from SPOKEN.get(base, ())
        yield from _shortened(base)
        if article := _ARTICLE.match(base):
            yield f"{article[2]} {article[1]}"
        if not base.isascii():  # what other encodings make of accents: a question mark, or nothing
            yield re.sub(r"[^\x00-\x7f]", " ", base)
            yield re.sub(r"[^\x00-\x7f]", "", base)
    for short in (province, *PROVINCES.get(province, ())) if province else ():
        yield f"{whole} {short}"
    if "," in name:  # of several places the first, and the others as c.a.
        first = name.partition(",")[0]
        yield from (first, f"{first} c.a.", f"{first} c.s.", f"{first} e.o.")


def _shortened(name: str) -> Iterator[str]:
    for long, shorts in SHORTENED:
        if re.search(long, name):
            yield from (re.sub(long, short, name) for short in shorts)


def mended(text: str) -> str:
    """Text that was UTF-8, read as if it were Western European, as it was meant."""
    if not _MANGLED.search(text):
        return text
    for wrong in ("cp1252", "latin-1"):
        try:
            return text.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return text
