"""Abbreviations: what each that stands in a workbook is short for, for the reading guide."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rules.territory.municipalities import table
from tables.workbook.model import Link, Sheet

FOUND = re.compile(r"\b(?:SHA-256|[A-Z]{2,}(?:[a-z]*[A-Z]+)*\b|[A-Z][a-z]{0,2}[A-Z]+\b|W[a-z]w\b)")
"""What looks like an abbreviation: two capitals or more in a word, or the short name of a law."""


def abbreviations(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    """The abbreviations on the sheets that have a meaning here, in order of the alphabet."""
    meanings = dict(table("afkortingen.csv").iter_rows())
    here = sorted(found(texts(sheets)) & meanings.keys())
    return [(f"Afkorting {short}", meanings[short]) for short in here]


def found(some: Iterable[str]) -> set[str]:
    """All that looks like an abbreviation."""
    return {match for text in some for match in FOUND.findall(text)}


def texts(sheets: Iterable[Sheet]) -> Iterator[str]:
    """Every text on the sheets."""
    for sheet in sheets:
        yield from (
            sheet.name,
            sheet.title,
            sheet.subtitle,
            sheet.warning,
            *(fact.label for fact in sheet.facts),
        )
        for block in sheet.blocks:
            yield from (column.header for column in block.columns)
            for row in block.rows:
                yield from (value for value in row if isinstance(value, str))
                yield from (value.text for value in row if isinstance(value, Link))
