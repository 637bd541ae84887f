"""Readers of the files that users hand in: text, Excel and ODS, every cell as it is."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from allocation.errors import InputError, Problem
from allocation.limits import refuse_large, refuse_long, refuse_packed, refuse_wide
from rules.reading.cells import Cell, Cells, filled, refusal
from rules.reading.header import as_table
from rules.reading.table import Table
from rules.reading.text_file import KINDS, text_cells
from tables.reading.ods import Row, ods_sheets

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

SHEET = ", blad "
"""What stands between a file and its sheet, where a place is named."""
_OLE = b"\xd0\xcf\x11\xe0"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_NUMBER, _HIDDEN = re.compile(rb'\br="(\d+)"'), re.compile(rb'\bhidden="(?:1|true)"')


def read_table(path: Path, sheet: str = "") -> Table:
    """The table on a sheet of a file (the first sheet, where none is named).

    Raises InputError when the file is absent, empty, broken, protected with a password or of another kind,
    and when there is no such sheet.
    """
    return as_table(next(sheets(path, sheet)))


def sheets(path: Path, sheet: str = "", likely: Collection[str] = ()) -> Iterator[Cells]:
    """The cells of each sheet of a file (or of the one that is named); a text has one.

    Of a spreadsheet those with most of the `likely` words in their name come first, hidden ones last.

    Raises InputError when the file is absent, empty, broken, protected or of another kind, or has no such
    sheet.
    """
    if path.suffix.lower() in KINDS:
        if sheet and path.is_file():
            problem = f"een {path.suffix[1:].upper()} heeft geen blad {sheet!r}"
            raise refusal(path, problem, "--sheet (of sheet = ...) alleen bij een spreadsheet")
        yield text_cells(path)
        return
    yield from _spreadsheet(path, sheet, likely)


def _spreadsheet(path: Path, sheet: str, likely: Collection[str]) -> Iterator[Cells]:
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".xlsm", ".ods"):
        raise refusal(
            path, f"{kind or 'een naam zonder achtervoegsel'} is geen soort tabel die kan worden gelezen"
        )
    if not path.is_file():
        raise refusal(path, "dit bestand is er niet")
    _refuse_locked(path)
    names = []
    try:
        found = _ods(path) if kind == ".ods" else _excel(path)
        for name, rows in sorted(found, key=lambda named: -sum(w in named[0].casefold() for w in likely)):
            names.append(name)
            if sheet.casefold() in ("", name.casefold()):
                filled_rows: list[Row] = []
                for row in rows:  # refused at the first that is too much, before all of it is in memory
                    refuse_wide(path, len(row[1]), len(filled_rows))
                    if any(map(filled, row[1])):
                        filled_rows.append(row)
                        refuse_long(path, row[1])
                hidden = [number for number, _, unseen in filled_rows if unseen]
                numbered = [(number, cells) for number, cells, _ in filled_rows]
                yield Cells(f"{path.name}{SHEET}{name}", numbered, hidden=hidden)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file breaks libraries in many ways
        raise refusal(path, f"het bestand is stuk ({type(error).__name__})") from None
    if not names:
        raise refusal(path, "er is geen blad in")
    if sheet and sheet.casefold() not in [name.casefold() for name in names]:
        raise InputError([Problem(str(path), f"er is geen blad {sheet!r}", f"een van {', '.join(names)}")])


def _refuse_locked(path: Path) -> None:
    """Say of a file that cannot be opened why not."""
    refuse_large(path)
    content = path.read_bytes()
    if not content:
        raise refusal(path, "het bestand is leeg")
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise refusal(
            path, "het bestand is beveiligd met een wachtwoord" if locked else "dit is een oud .xls-bestand"
        )
    try:
        with ZipFile(path) as archive:
            refuse_packed(path, archive)
            manifest = "META-INF/manifest.xml"
            locked = manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - besides BadZipFile: OSError, EOFError, zlib.error, NotImplementedError
        raise refusal(path, "het bestand is stuk, of niet wat zijn naam zegt") from None
    if locked:
        raise refusal(path, "het bestand is beveiligd met een wachtwoord")


def _excel(path: Path) -> list[tuple[str, Iterable[Row]]]:
    """Values; where a formula has none stored, the formula itself, so that it can be named."""
    from openpyxl import load_workbook  # noqa: PLC0415 - takes longer to load than most commands

    values, formulas = (load_workbook(path, read_only=True, data_only=only) for only in (True, False))

    def rows(name: str) -> Iterator[Row]:
        shown, typed = values[name], formulas[name]
        for sheet in (shown, typed):
            sheet.reset_dimensions()  # the size that is stored may be smaller than the sheet
        hidden = _hidden(path, shown)
        pairs = zip(shown.iter_rows(), typed.iter_rows(values_only=True), strict=True)
        for number, (cells, texts) in enumerate(pairs, start=1):
            if cells:
                yield number, list(map(_stored, cells, texts)), number in hidden

    ordered = sorted(values.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    return [(sheet.title, rows(sheet.title)) for sheet in ordered]


def _stored(shown: "ReadOnlyCell", typed: Cell) -> Cell:
    return typed if shown.value is None and shown.data_type == "n" else shown.value


def _hidden(path: Path, sheet: "ReadOnlyWorksheet") -> set[int]:
    """The numbers of the rows that are hidden, by hand or by a filter."""
    with ZipFile(path) as archive:
        rows = _ROW.findall(archive.read(sheet._worksheet_path))  # noqa: SLF001 - there is no other way to it
    return {int(number[1]) for row in rows if _HIDDEN.search(row) and (number := _NUMBER.search(row))}


def _ods(path: Path) -> list[tuple[str, Iterable[Row]]]:
    tables = sorted(ods_sheets(path), key=lambda named: named[1])
    return [(name, rows) for name, _, rows in tables]
