"""Readers of the tables that users hand in: CSV, Excel and ODS, every cell as text."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import polars as pl

from allocation.errors import InputError, Problem
from rules.reading.columns import ROW, Table
from rules.reading.csv_table import read_csv, refuse_double_names, tidy

WANTED = "an xlsx, ods or csv file with a header row and a row per municipality"
SHEET = ", sheet "
"""What stands between a file and its sheet, where a place is named."""
_OLE = b"\xd0\xcf\x11\xe0"

Cells = list[tuple[str, Iterable[Sequence[object]]]]


def read_table(path: Path, sheet: str = "") -> Table:
    """The table on a sheet of a file (the first sheet, where none is named).

    The header is the first row that is not empty. Raises InputError when the file is absent,
    empty, broken, protected with a password or of another kind, and when there is no such
    sheet or two columns have one name.
    """
    if path.suffix.lower() == ".csv":
        return read_csv(path)
    place, rows = next(spreadsheets(path, sheet))
    return _sheet(place, ([_text(cell) for cell in row] for row in rows))


def spreadsheets(
    path: Path, sheet: str, likely: Collection[str] = ()
) -> Iterator[tuple[str, list[list[object]]]]:
    """Each sheet of a spreadsheet (or the one that is named): its name in words, and its cells as they are.

    Those with most of the `likely` words in their name come first, hidden ones last.

    Raises InputError when the file is absent, empty, broken, protected or of another kind, or has no such
    sheet.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".xlsm", ".ods"):
        raise refusal(path, f"{kind or 'no extension'} is not a kind of table that can be read")
    if not path.is_file():
        raise refusal(path, "there is no such file")
    _refuse_locked(path)
    names = []
    try:
        sheets = _ods(path) if kind == ".ods" else _excel(path)
        for name, cells in sorted(sheets, key=lambda named: -sum(w in named[0].casefold() for w in likely)):
            names.append(name)
            if sheet.casefold() in ("", name.casefold()):
                yield f"{path.name}{SHEET}{name}", [list(row) for row in cells]
    except Exception as error:  # noqa: BLE001 - a broken file breaks both libraries in many ways
        raise refusal(path, f"the file is broken ({type(error).__name__})") from None
    if not names:
        raise refusal(path, "there is no sheet in it")
    if sheet and sheet.casefold() not in [name.casefold() for name in names]:
        raise InputError([Problem(str(path), f"there is no sheet {sheet!r}", f"one of {', '.join(names)}")])


def refusal(path: Path, problem: str) -> InputError:
    """What to raise when a file cannot be read."""
    return InputError([Problem(str(path), problem, WANTED)])


def _refuse_locked(path: Path) -> None:
    """Say of a file that cannot be opened why not."""
    content = path.read_bytes()
    if not content:
        raise refusal(path, "the file is empty")
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise refusal(path, "the file is protected with a password" if locked else "this is an old .xls file")
    try:
        with ZipFile(path) as archive:
            if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise refusal(path, "the file is protected with a password")
    except BadZipFile:
        raise refusal(path, "the file is broken, or not what its name says") from None


def _excel(path: Path) -> Cells:
    """Values; where a formula has none stored, the formula itself, so that it can be named."""
    from openpyxl import load_workbook  # noqa: PLC0415 - takes longer to load than most commands

    values, formulas = (load_workbook(path, read_only=True, data_only=only) for only in (True, False))

    def rows(name: str) -> Iterable[Sequence[object]]:
        pairs = zip(values[name].iter_rows(), formulas[name].iter_rows(values_only=True), strict=True)
        for shown, typed in pairs:
            yield [
                t if s.value is None and s.data_type == "n" else s.value
                for s, t in zip(shown, typed, strict=True)
            ]

    shown = sorted(values.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    return [(sheet.title, rows(sheet.title)) for sheet in shown]


def _ods(path: Path) -> Cells:
    from odfdo import Document  # noqa: PLC0415 - idem

    tables = Document(str(path)).body.tables
    for table in tables:
        table.rstrip()  # a sheet may end in a million empty rows
    return [(table.name or "", table.iter_values()) for table in tables]


def _sheet(place: str, cells: Iterable[list[str | None]]) -> Table:
    """Rows of cells as a Table, with the numbers of the rows as the spreadsheet shows them."""
    rows = [(n, row) for n, row in enumerate(cells, start=1) if any(row)]
    if not rows:
        raise InputError([Problem(place, "the sheet is empty", WANTED)])
    (_, header), *body = rows
    refuse_double_names(place, header)
    columns = {text: i for i, text in enumerate(header) if text}
    frame = pl.DataFrame(
        {
            ROW: [n for n, _ in body],
            **{text: [row[i] if i < len(row) else None for _, row in body] for text, i in columns.items()},
        },
        schema={ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)},
    )
    return Table(place, tidy(frame))


def _text(cell: object) -> str | None:
    """A cell as it would be typed: a number with a point and all its digits, nothing else."""
    match cell:
        case None:
            return None
        case bool():
            return str(cell)
        case float():
            text = format(Decimal(repr(cell)), "f")
            return text.removesuffix(".0")
        case Decimal():
            return format(cell, "f")
        case datetime.datetime() | datetime.date():
            return cell.isoformat()
        case _:
            return str(cell).strip() or None
