"""The cells of an ODS, read from its XML as it comes: a million empty rows are one element, and stay one."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from allocation.limits import CHARACTERS, refuse_wide
from allocation.numbers import DIGITS
from rules.reading.cells import Cell

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SPACE = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_WRITTEN = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,4})?")
_NUMBERS = ("float", "currency", "percentage")

Row = tuple[int, list[Cell], bool]
"""Its number, its cells, and whether it is hidden or filtered."""


def ods_sheets(path: Path) -> Iterator[tuple[str, bool, list[Row]]]:
    """Each sheet: its name, whether it is hidden, and its rows that are not empty."""
    rows: list[Row] = []
    number, depth, style, hidden_styles = 1, 0, "", set()
    with ZipFile(path) as archive, archive.open("content.xml") as content:
        for event, element in iterparse(content, ("start", "end")):  # noqa: S314 - expat bounds what entities become
            tag = element.tag
            if event == "start":
                if tag == f"{_TABLE}table":
                    depth += 1
                    rows, number = ([], 1) if depth == 1 else (rows, number)
                elif tag == f"{_STYLE}style":
                    style = element.get(f"{_STYLE}name", "")
            elif tag == f"{_STYLE}table-properties" and element.get(f"{_TABLE}display") == "false":
                hidden_styles.add(style)
            elif tag == f"{_TABLE}table-row" and depth == 1:
                times = int(element.get(f"{_TABLE}number-rows-repeated", 1))
                cells = _cells(path, element)
                hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
                if cells:
                    refuse_wide(path, len(cells), len(rows) + times)
                    rows += [(number + n, cells, hidden) for n in range(times)]
                number += times
                element.clear()
            elif tag == f"{_TABLE}table":
                depth -= 1
                if depth:  # a table in a cell
                    continue
                name, own = element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", "")
                yield name, own in hidden_styles, rows
                element.clear()


def _cells(path: Path, row: Element) -> list[Cell]:
    """The cells of a row up to the last that is not empty."""
    cells: list[Cell] = []
    empty = 0
    for element in row:
        if element.tag not in _CELLS:
            continue
        times = int(element.get(f"{_TABLE}number-columns-repeated", 1))
        value = _value(element)
        if value is None:
            empty += times
            continue
        refuse_wide(path, len(cells) + empty + times)
        cells += [*repeat(None, empty), *repeat(value, times)]
        empty = 0
    return cells


def _value(cell: Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBERS:
        return _number(cell.get(f"{_OFFICE}value", ""))
    if kind == "date":
        return datetime.date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10])
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value")) == "true"
    stored = cell.get(f"{_OFFICE}string-value")
    text = stored or "\n".join(_text(part) for part in cell if part.tag == f"{_TEXT}p")
    return text.strip() or None


def _number(text: str) -> Cell:
    """A number; one that no one can write out stays the text that it is."""
    if not _WRITTEN.fullmatch(text):
        return text
    value = Decimal(text)
    return value if abs(value.adjusted()) < DIGITS else text


def _text(element: Element) -> str:
    """The text of a paragraph, without what is remarked on it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts += repeat(" ", min(CHARACTERS + 1, int(child.get(f"{_TEXT}c", 1))))
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_SPACE.get(child.tag) or _text(child))
        parts.append(child.tail or "")
    return "".join(parts)
