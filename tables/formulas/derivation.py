"""The derivation of one amount as formulas, with values that follow the other sheets of the workbook."""

from collections.abc import Sequence

from attrs import evolve, frozen

from allocation.case import CODE
from allocation.trace import Shown
from allocation.units import YES_NO
from tables.explaining import words
from tables.explaining.model import Explanation, Operand, Step
from tables.formulas.places import Live
from tables.words import JA_NEE
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue

RATIO = 6
"""Decimals of what an explanation shows as a ratio."""


@frozen
class _Line:
    """A line of a derivation: a step, or what a step reads."""

    number: str
    label: str
    value: CellValue
    unit: str
    status: str
    origin: str
    law: str = ""


DERIVATION: Sequence[Field[_Line]] = (
    Field("Stap", lambda line: line.number, width=9),
    Field("Omschrijving", lambda line: line.label, width=54),
    Field("Waarde", lambda line: line.value, width=20),
    Field("Eenheid", lambda line: line.unit, width=16),
    Field("Status", lambda line: line.status, width=12),
    Field("Formule of bron", lambda line: line.origin, width=80),
    Field("Grondslag", lambda line: line.law, width=50),
)


def derivation(year: Live, e: Explanation) -> Block:
    """A line per step, and one for everything that it reads."""
    row = year.outcome.prepared.territory[CODE].to_list().index(e.code)
    lines: list[_Line] = []
    for step in e.steps:
        lines.append(_step(year, e, step, row))
        lines += [_operand(year, e, operand, row) for operand in step.operands]
    return block(f"uitleg_{e.amount.rule}", DERIVATION, lines)


def _step(year: Live, e: Explanation, step: Step, row: int) -> _Line:
    value = evolve(year.elsewhere(step.rule, row, f'"{e.code}"'), decimals=_decimals(step.value, step.unit))
    formula = words.formula(e, step)
    return _Line(step.number, step.label, value, step.unit, step.status, formula, step.law)


def _operand(year: Live, e: Explanation, operand: Operand, row: int) -> _Line:
    origin = f"stap {operand.step}" if operand.step else words.source(operand)
    value = evolve(
        year.elsewhere(operand.symbol, row, f'"{e.code}"'), decimals=_decimals(operand.value, operand.unit)
    )
    label = f"    {words.operand_label(e, operand)}"
    return _Line("", label, value, operand.unit, words.status(operand), origin)


def _decimals(value: Shown, unit: str) -> int:
    """As many as the explanation shows, so that a reader can compute on from them; of a ratio some."""
    if unit == YES_NO:
        return JA_NEE
    return RATIO if value.decimals is None else value.decimals
