"""The tables of a paper as a workbook: a sheet for each, and one for where the paper says two things."""

from collections.abc import Sequence
from decimal import Decimal

from allocation.numbers import decimal
from rules.analysis.paper import PaperRow
from rules.library.paper import Paper, PaperNote, PaperTable
from tables.papers.report import COMPUTED_DECIMALS, Tables
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name

UNSURE = "indicatief"
WARNING = "Geen besluit en geen circulaire: een stuk dat weegt. De berekening is van Verdeelsleutel."


def workbook(paper: Paper, tables: Tables, told: Sequence[str] = ()) -> Workbook:
    """A sheet per table, and the notes; above each what must be `told`."""
    sheets = [_sheet(paper, table, rows) for table, rows in tables]
    if paper.note:
        fields: Sequence[Field[PaperNote]] = (
            Field("Nr", lambda one: one.number, width=5, decimals=0),
            Field("Wat er staat", lambda one: one.place, width=48),
            Field("Waartegen", lambda one: one.against, width=48),
            Field("Oordeel", lambda one: one.verdict, width=48),
        )
        title = "Waar het stuk twee dingen zegt"
        notes = [block("tegenspraak", fields, paper.note)]
        sheets.append(Sheet("Tegenspraak", title, paper.title, notes, WARNING))
    return Workbook(paper.title, "Verdeelsleutel", warned(sheets, "\n".join(told)))


def _sheet(paper: Paper, table: PaperTable, rows: Sequence[PaperRow]) -> Sheet:
    fields: list[Field[PaperRow]] = [
        Field("Onderdeel", lambda row: row.line.chapter, width=26),
        Field("Regel", lambda row: row.line.label, width=40),
        Field("Looptijd", lambda row: row.line.term, width=14),
    ]
    fields = [field for field in fields if any(field.value(row) for row in rows)]
    for place, column in enumerate(table.columns):
        fields += _columns(place, column.name)
    fields.append(Field("Opmerking", lambda row: row.line.note, width=44))
    subtitle = "\n".join(filter(None, [f"{paper.title} ({paper.source})", table.unit, table.note]))
    name = sheet_name(table.title.partition(":")[0], 0).rstrip(" 0")
    return Sheet(name, table.title, subtitle, [block(name.replace(" ", "_").lower(), fields, rows)], WARNING)


def _columns(place: int, name: str) -> list[Field[PaperRow]]:
    def printed(row: PaperRow) -> CellValue:
        cell = row.cells[place]
        return None if cell.printed is None else decimal(cell.printed, cell.decimals)

    def computed(row: PaperRow) -> CellValue:
        cell = row.cells[place]
        return None if cell.computed is None else decimal(cell.computed, COMPUTED_DECIMALS)

    def gap(row: PaperRow) -> Decimal | None:
        cell = row.cells[place]
        return None if cell.gap is None else decimal(cell.gap, cell.decimals)

    return [
        Field(f"{name}, gedrukt", printed, decimals=1),
        Field(f"{name}, berekend", computed, decimals=COMPUTED_DECIMALS, mark=UNSURE),
        Field(f"{name}, verschil", gap, decimals=1),
    ]
