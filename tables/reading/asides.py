"""What was passed over in a table that was handed in, and what was read though nobody sees it."""

from collections.abc import Iterable

from rules.reading.counted import row_numbers
from rules.reading.table import Aside
from tables.words import first_few

SAID = {
    "hidden": "verborgen of weggefilterd, wel meegelezen",
    "areas": "het land of een deel daarvan, geen gemeente, overgeslagen",
    "totals": "een totaal, overgeslagen",
    "remarks": "geen gemeente van die dag en zonder waarden, overgeslagen",
    "unheaded": "cellen zonder kop erboven, niet gelezen",
}
WORDS = (("rows", "rijen"), ("row", "rij"), (" en verder tot ", " enzovoort, tot en met "))


def aside_lines(asides: Iterable[Aside]) -> list[str]:
    """A line for each kind of rows, with the first of what stands in them."""
    lines = []
    for aside in dict.fromkeys(asides):
        numbers = row_numbers(aside.rows)
        for english, dutch in WORDS:
            numbers = numbers.replace(english, dutch)
        texts = f" ({first_few(aside.texts)})" if any(aside.texts) else ""
        lines.append(f"{aside.place}, {numbers}: {SAID[aside.kind]}{texts}")
    return lines
