"""The names of sheets: what a spreadsheet takes, each once."""

import re
from collections.abc import Sequence

from attrs import evolve

from tables.workbook.model import Sheet

LONGEST = 31
FORBIDDEN = r"[\[\]:*?/\\']"
"""What may not stand in the name of a sheet."""


def sheet_name(text: str, year: int) -> str:
    """A name that Excel takes: at most 31 characters, none of them special, cut off after a word."""
    plain = re.sub(FORBIDDEN, " ", text).strip()
    if len(plain) > LONGEST - 5:
        plain = plain[: LONGEST - 4].rpartition(" ")[0] or plain[: LONGEST - 5]
    return f"{plain} {year}"


def with_names_of_their_own(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Of two sheets with one name (long names are cut off) the second gets a number."""
    named: list[Sheet] = []
    for sheet in sheets:
        name, number = sheet.name, 2
        while name.lower() in {other.name.lower() for other in named}:
            name, number = f"{sheet.name[: LONGEST - 3]} {number}", number + 1
        named.append(evolve(sheet, name=name))
    return named
