"""A file as sheets of rows of text, so that whatever is printed can be compared in one way."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from zipfile import ZipFile

import polars as pl
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

Rows = list[tuple[str, ...]]
Sheets = dict[str, Rows]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read(path: Path) -> Sheets:
    """Every value of the file, by sheet."""
    return READERS.get(path.suffix, _text)(path)


def parts(path: Path) -> dict[str, bytes]:
    """The bytes of each part of the file: what has no cell, such as widths and print settings."""
    if path.suffix not in (".xlsx", ".ods"):
        return {"bytes": path.read_bytes()}
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _xlsx(path: Path) -> Sheets:
    """Of each cell its value, or its formula and the value saved with it; and how it looks."""
    written, saved = load_workbook(path), load_workbook(path, data_only=True)
    sheets = {
        sheet.title: [
            tuple(_cell(cell, value) for cell, value in zip(row, values, strict=True))
            for row, values in zip(
                sheet.iter_rows(), saved[sheet.title].iter_rows(values_only=True), strict=True
            )
        ]
        for sheet in written
    }
    names = [(name, place.attr_text) for name, place in written.defined_names.items()]
    return {"(sheets)": [(name,) for name in sheets], "(names)": names, **sheets}


def _cell(cell: Cell, saved: object) -> str:
    if cell.value is None:
        return ""
    text = repr(cell.value) if cell.data_type != "f" else f"{cell.value} gives {saved!r}"
    link = f" to {cell.hyperlink.location or cell.hyperlink.target}" if cell.hyperlink else ""
    return f"{text}{link} {_look(cell)}".rstrip()


def _look(cell: Cell) -> str:
    """How a number is written, and the colour and slant that mark how sure an amount is."""
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type else ""
    slant = "italic" if cell.font.i else ""
    number = "" if cell.number_format == "General" else cell.number_format
    looks = [str(look) for look in (number, slant, fill) if look]
    return f"[{' '.join(looks)}]" if looks else ""


def _ods(path: Path) -> Sheets:
    with ZipFile(path) as archive:
        content = ET.fromstring(archive.read("content.xml"))
    tables = list(content.iter(f"{TABLE}table"))
    sheets: Sheets = {table.get(f"{TABLE}name", ""): _ods_rows(table) for table in tables}
    return {"(sheets)": [(name,) for name in sheets], **sheets}


def _ods_rows(table: ET.Element) -> Rows:
    rows: Rows = []
    for row in table.iter(f"{TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            cells += [_ods_cell(cell)] * int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        while cells and not cells[-1]:
            cells.pop()
        rows += [tuple(cells)] * int(row.get(f"{TABLE}number-rows-repeated", "1"))
    return rows


def _ods_cell(cell: ET.Element) -> str:
    """Value, text as shown, formula, and the style, which says how sure an amount is."""
    values = [v for k, v in cell.attrib.items() if k.startswith(OFFICE) and not k.endswith("value-type")]
    text = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
    shown = " ".join([*values, repr(text) if text else "", cell.get(f"{TABLE}formula", "")]).strip()
    return f"{shown} [{cell.get(f'{TABLE}style-name', '')}]" if shown else ""


def _parquet(path: Path) -> Sheets:
    """A sheet per year and rule, with the exact decimals; and one that names columns and types."""
    frame = pl.read_parquet(path)
    sheets: Sheets = {"(columns)": [(name, str(kind)) for name, kind in frame.schema.items()]}
    for row in frame.iter_rows(named=True):
        sheets.setdefault(f"{row.get('rule')} {row.get('uitkeringsjaar')}", []).append(
            tuple(str(value) for value in row.values())
        )
    return sheets


def _json(path: Path) -> Sheets:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return {}
    return {
        "": [(place, json.dumps(value, ensure_ascii=False)) for place, value in _leaves(json.loads(text), "")]
    }


def _leaves(value: object, place: str) -> list[tuple[str, object]]:
    if isinstance(value, dict) and value:
        return [leaf for key, part in value.items() for leaf in _leaves(part, f"{place}/{key}")]
    if isinstance(value, list) and value:  # without a number: one more step does not rename those after it
        return [leaf for part in value for leaf in _leaves(part, f"{place}/[]")]
    return [(place, value)]


def _text(path: Path) -> Sheets:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":  # one line, as it is written
        text = text.replace("><", ">\n<")
    return {"": [(line,) for line in text.splitlines()]}


READERS = {".xlsx": _xlsx, ".ods": _ods, ".parquet": _parquet, ".json": _json}
