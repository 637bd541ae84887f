"""What the titles above a table say: of which year its amounts are, and of which municipality."""

import re
from collections.abc import Mapping, Sequence

from rules.territory.naming import plain
from tables.reading.grid import Grid

SAID_NAME = re.compile(r"^.*?\b(gemeente|voor)\b:?", re.IGNORECASE)
PERIOD = r"\b(20\d\d)\s*(?:-|\u2013|/|t/m|tot en met)\s*(20\d\d)\b"
"""A title of more years than one."""
LABEL = "gemeente|gemeentenaam|naam"
"""What stands before a cell with a municipality."""


def titled(words: Sequence[str]) -> re.Pattern[str]:
    """A year after "jaar", or at the end of a title of amounts: one with such a word, or one of `words`.

    Other years are of dates, prices, references.
    """
    title = "|".join(["uitkering", *words, "specificatie"])
    return re.compile(rf"jaar\W{{0,3}}(20\d\d)\b|(?:{title})\w*\b.*?\b(20\d\d)$")


def years(grid: Grid, first: int, title: re.Pattern[str]) -> set[str]:
    """The years that the titles above a row say that the amounts are of."""
    texts = [grid.sheet, *(" ".join(filter(None, row)) for row in grid.rows[:first])]
    titles = {year for text in texts for years in title.findall(text.casefold()) for year in years if year}
    for text in texts:
        for start, end in re.findall(PERIOD, text):
            period = {str(year) for year in range(int(start), int(end) + 1)}
            titles |= period if period & titles else set()
    return titles | set(re.findall(r"\b20\d\d\b", grid.sheet))


def municipalities(grid: Grid, first: int, naming: Mapping[str, str]) -> set[str]:
    """The municipalities that the sheet or titles above a row name, after a label, "gemeente" or "voor"."""
    texts = [grid.sheet]
    for row in grid.rows[:first]:
        cells = [cell for cell in row if cell]
        labelled = len(cells) > 1 and re.fullmatch(LABEL, cells[0].casefold().strip(":"))
        texts += (
            [cells[1]] if labelled else [rest for cell in cells if (rest := SAID_NAME.sub("", cell)) != cell]
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
