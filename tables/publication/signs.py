"""What stands in a cell that has nothing else: a sign or a word, so that no cell of a table is empty."""

from collections.abc import Sequence

from attrs import evolve

from tables.workbook.model import Block, CellValue, Column, Sheet

UNKNOWN, NOT_APPLICABLE, NOTHING = ".", "n.v.t.", "-"
SIGNS = (
    (UNKNOWN, "Niet bekend, of niet gepubliceerd."),
    (NOT_APPLICABLE, "Niet van toepassing: de gemeente heeft dit niet."),
    (NOTHING, "Niets op te geven."),
)
"""The signs with what they mean; the point is that of CBS, which leaves open what cannot be."""


def with_signs(sheet: Sheet) -> Sheet:
    """The sheet without an empty cell in its tables."""
    return evolve(sheet, blocks=[_filled(block) for block in sheet.blocks])


def _filled(block: Block) -> Block:
    rows = [
        [_sign(value, column) for value, column in zip(row, block.columns, strict=True)] for row in block.rows
    ]
    return evolve(block, rows=rows)


def _sign(value: CellValue, column: Column) -> CellValue:
    if value is None or value == "":
        return NOTHING if column.decimals is None else UNKNOWN
    return value


def shown(values: Sequence[CellValue]) -> bool:
    """Whether a column has anything else than nought and signs."""
    return any(value not in (0, None, "", UNKNOWN, NOT_APPLICABLE, NOTHING) for value in values)
