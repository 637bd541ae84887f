"""What the titles above a table say: of which year its amounts are, and of which municipality."""

import re
from collections.abc import Mapping

from rules.territory.naming import plain
from tables.reading.grid import Grid

SAID_YEAR = re.compile(r"jaar\W{0,3}(20\d\d)\b|(?:uitkering|participatie|specificatie)\w*\b.*?\b(20\d\d)$")
"""A year after "jaar", or at the end of a title of amounts; other years are of dates, prices, references."""
SAID_NAME = re.compile(r"^.*?\b(gemeente|voor)\b:?", re.IGNORECASE)
LABEL = "gemeente|gemeentenaam|naam"
"""What stands before a cell with a municipality."""


def years(grid: Grid, first: int) -> set[str]:
    """The years that the titles above a row say that the amounts are of."""
    found = set()
    for text in [grid.sheet, *(" ".join(filter(None, row)) for row in grid.rows[:first])]:
        found |= {year for years in SAID_YEAR.findall(text.casefold()) for year in years if year}
    return found | set(re.findall(r"\b20\d\d\b", grid.sheet))


def municipalities(grid: Grid, first: int, naming: Mapping[str, str]) -> set[str]:
    """The municipalities that the sheet or titles above a row name, after a label, "gemeente" or "voor"."""
    texts = [grid.sheet]
    for row in grid.rows[:first]:
        cells = [cell for cell in row if cell]
        labelled = len(cells) > 1 and re.fullmatch(LABEL, cells[0].casefold().strip(":"))
        texts += (
            [cells[1]] if labelled else [said for cell in cells if (said := SAID_NAME.sub("", cell)) != cell]
        )
    return {code for text in texts if (code := at_start(text, naming))}


def at_start(text: str, naming: Mapping[str, str]) -> str:
    """The municipality that a text starts with, its code before or behind it; "" where there is none."""
    words = plain(re.sub(r"\(.*\)", "", text)).split()
    words = words[1:] if len(words) > 1 and re.fullmatch(r"(gm)?\d+", words[0]) else words
    names = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    return next((naming[name] for name in names if name in naming and not name.isdigit()), "")


def named(cell: str, naming: Mapping[str, str]) -> str:
    """The municipality of a cell that says nothing else: a name, a code, or both; "" where there is none."""
    whole = naming.get(plain(cell), "")
    both = re.fullmatch(r"(?:gm)?\d{1,4}\W+(\D+)|(\D+?)\W*\((?:gm)?\d{1,4}\)", cell.strip(), re.IGNORECASE)
    return whole or (naming.get(plain(both[1] or both[2]), "") if both else "")
