"""What the cells of a workbook of formulas hold, before they have a place: every step of a year."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import frozen

from allocation.expressions import Expression
from allocation.trace import without_totals
from rules import Outcome
from rules.analysis.outcome_index import SHOWN
from rules.analysis.workings import RESTS, Role, Working, Workings, workings
from tables.explaining.formula_words import written
from tables.formulas.cells import in_cells
from tables.labels import adds, decimals, label, status
from tables.words import JA_NEE


@frozen
class Locations:
    """Where to find things: a symbol of a municipality, by its row in order of code, or the whole column.

    `code` is the cell with the code of that municipality, `codes` the column of the codes.
    """

    cell: Callable[[str, int], str]
    column: Callable[[str], str]
    code: Callable[[int], str]
    codes: str


Text = Callable[[Locations, int], str]
"""Makes the text of a cell for a row, when told where everything is."""


@frozen
class Item:
    """A column with a value per municipality, or a cell with a national one, and how it is computed.

    `formula` gives the text for a row when told where everything is; None where the values are given.
    `words` is the formula for a reader, `law` where it stands; `adds`: whether its total says something.
    """

    name: str
    label: str
    unit: str
    mark: str
    decimals: int
    values: Sequence[Fraction]
    total: Fraction
    national: bool
    formula: Text | None = None
    words: str = ""
    law: str = ""
    adds: bool = False


@frozen
class Steps:
    """Every figure, input and rule of an outcome, in the order in which they can be computed.

    `totals` says, by the symbol of a total, which column is added.
    """

    figures: Sequence[Item]
    inputs: Sequence[Item]
    rules: Sequence[Item]
    totals: Mapping[str, str]


@frozen
class _Part:
    """A column that is there for a rule: what it is called behind that rule, its formula, its decimals."""

    label: str
    words: str
    decimals: int


PARTS: Mapping[Role, _Part] = {
    "share": _Part("aandeel", "pot × gewicht ÷ som", RESTS),
    "whole": _Part("naar beneden", "hele eenheden", 0),
    "rest": _Part("rest", "aandeel - hele eenheden", RESTS),
    "rank": _Part("rang van de rest", "grootste rest eerst, bij gelijke resten de laagste code", 0),
    "over": _Part("over voor grootste resten", "pot - wat al verdeeld is", 0),
}
"""The parts of a division by largest remainders."""


def steps(outcome: Outcome) -> Steps:
    """All that the year computes, and what it computes with."""
    columns = workings(outcome)
    named = _Words(outcome, columns)
    return Steps(
        figures=[_item(outcome, column) for column in columns.columns if column.role == "figure"],
        inputs=[_item(outcome, column) for column in columns.columns if column.role == "input"],
        rules=[
            _rule_item(outcome, columns, column, named)
            for column in columns.columns
            if column.role not in ("figure", "input")
        ],
        totals=columns.totals,
    )


@frozen
class _Words:
    """Formulas in words; a national total by what is added."""

    outcome: Outcome
    workings: Workings

    def of(self, formula: Expression, unit: str = "") -> str:
        """The formula, its outcome in `unit`."""
        return written(without_totals(formula), self._name, unit)

    def _name(self, symbol: str) -> str:
        if symbol in self.workings.added:
            return f"Σ [{self.of(self.workings.added[symbol])}]"
        return label(self.outcome, symbol)[0]


def _item(outcome: Outcome, column: Working) -> Item:
    """A figure or an input, of which the values are given."""
    text, unit = label(outcome, column.name)
    return Item(
        name=column.name,
        label=text,
        unit=unit,
        mark=status(outcome, column.name),
        decimals=_decimals(outcome, column),
        values=column.values,
        total=column.total,
        national=column.national,
        adds=not column.national and adds(outcome, column.name),
    )


def _rule_item(outcome: Outcome, columns: Workings, column: Working, words: _Words) -> Item:
    """A rule, or a column that is there for one."""
    rule, formula = column.rule, column.formula
    assert rule is not None
    assert formula is not None
    part = PARTS.get(column.role)
    is_rule = column.role == "rule"
    if part:
        text, formula_words, shown = f"{rule.label}: {part.label}", part.words, part.decimals
    elif is_rule:
        text = label(outcome, column.name)[0]
        formula_words, shown = words.of(rule.formula, rule.unit), _decimals(outcome, column)
    else:
        text, formula_words, shown = f"op te tellen voor {rule.label}", words.of(formula), SHOWN
    return Item(
        name=column.name,
        label=text,
        unit="rang" if column.role == "rank" else rule.unit,
        mark=status(outcome, rule.name),
        decimals=shown,
        values=column.values,
        total=column.total,
        national=column.national,
        formula=_text(columns, column, formula),
        words=formula_words,
        law=rule.source,
        adds=is_rule and not column.national and adds(outcome, column.name),
    )


def _decimals(outcome: Outcome, column: Working) -> int:
    """The decimals to show of a figure, an input or a rule."""
    if not column.national:
        return decimals(outcome, column.name)
    if column.name in outcome.prepared.figures:
        return outcome.prepared.library.figures[column.name].decimals
    if label(outcome, column.name)[1].is_yes_no:
        return JA_NEE
    return 0 if column.values[0].denominator == 1 else SHOWN


def _text(columns: Workings, column: Working, formula: Expression) -> Text:
    """The formula as the text of a cell."""
    plain = without_totals(formula)

    def place(at: Locations, row: int, symbol: str) -> str:
        if symbol in columns.totals:
            return f"SUM({at.column(columns.totals[symbol])})"
        return at.cell(symbol, row)

    def text(at: Locations, row: int) -> str:
        cell = in_cells(plain, partial(place, at, row))
        if column.role == "whole":
            return f"INT({cell})"
        if column.role == "rank":
            rests = in_cells(plain, at.column)
            before = f"({rests}={cell})*({at.codes}<{at.code(row)})"
            return f"RANK({cell},{rests})+SUMPRODUCT({before})"
        return cell

    return text
