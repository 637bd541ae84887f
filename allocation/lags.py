"""Names of earlier years: `costs[-2]` is what `costs` was two years before the year of the rulebook.

In a text "T" is the year of the rulebook, "T-2" two years before.
"""

import re
from collections.abc import Iterator

_NAME = re.compile(r"(\w+)\[-([1-9][0-9]?)\]")
_YEAR = re.compile(r"\bT(?:-(\d+))?(?![\w-])")


def lagged(name: str, years: int) -> str:
    """The name of what a name (which may be of an earlier year itself) was so many years before."""
    base, before = unlagged(name)
    return f"{base}[-{before + years}]" if before + years else base


def unlagged(name: str) -> tuple[str, int]:
    """A name as it is declared, and how many years before."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2])) if found else (name, 0)


def said_as(name: str, year: int) -> Iterator[tuple[str, int]]:
    """Under which names and years a value may be given: as of the year itself, or of the earlier one."""
    yield name, year
    base, before = unlagged(name)
    if before:
        yield base, year - before


def earlier_text(text: str, years: int) -> str:
    """A text of so many years before: the years in it go back."""
    return _YEAR.sub(lambda found: f"T-{int(found[1] or 0) + years}", text) if years else text


def earlier_label(label: str, years: int) -> str:
    """A label of so many years before: its years go back, or the year stands behind it."""
    back = earlier_text(label, years)
    return f"{label} T-{years}" if years and back == label else back


def in_years(text: str, year: int) -> str:
    """The text with "T" and "T-1" as the years that they are, for a rulebook of `year`."""
    return _YEAR.sub(lambda found: str(year - int(found[1] or 0)), text)
