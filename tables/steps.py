"""What the cells of a workbook of formulas hold, before they have a place: every step of a year."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import Factory, frozen

from allocation import exact
from allocation.exact import Row
from allocation.expressions import Apportion, Expression, Symbol
from allocation.numbers import round_half_away
from allocation.rules import Rule
from allocation.trace import name_of, total_of, totals_in, without_totals
from rules import Outcome
from tables.cells import in_cells
from tables.formulas import written
from tables.pages import adds, decimals, label, status

RESTS = 6
"""Remainders are compared in so many decimals: a spreadsheet has some 15 digits in all."""
SHOWN = 2
"""Decimals shown of a national value that is not rounded."""


@frozen
class Locations:
    """Where to find things: a symbol on a row, the whole column of one, and that column up to a row."""

    cell: Callable[[str, int], str]
    column: Callable[[str], str]
    upto: Callable[[str, int], str]


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

    @property
    def items(self) -> dict[str, Item]:
        """All of them, by name."""
        return {item.name: item for item in (*self.figures, *self.inputs, *self.rules)}


def steps(outcome: Outcome) -> Steps:
    """All that the year computes, and what it computes with."""
    case = outcome.prepared.case
    known: dict[str, Row] = {**exact.given(case), **exact.evaluate(case)}
    work = _Work(outcome, known)
    computed = [item for rule in case.book.rules.values() for item in work.of_rule(rule)]
    return Steps(
        figures=[work.given(name) for name in case.book.figures],
        inputs=[work.given(name) for name in case.book.inputs],
        rules=computed,
        totals=work.totals,
    )


@frozen
class _Work:
    outcome: Outcome
    known: dict[str, Row]
    totals: dict[str, str] = Factory(dict)
    added: dict[str, Expression] = Factory(dict)

    def given(self, name: str) -> Item:
        return self._item(name)

    def of_rule(self, rule: Rule) -> Iterator[Item]:
        """The columns that a rule needs, and the rule itself."""
        if isinstance(rule.formula, Apportion):
            yield from self._helpers(rule, rule.formula)
            text: Text = partial(_apportioned, rule.name, rule.formula.decimals)
        else:
            yield from self._added(rule, rule.formula)
            text = self.text(rule.formula)
        yield self._item(rule.name, text, self._words(rule.formula, rule.unit), rule.source)

    def text(self, formula: Expression) -> Text:
        """The formula as the text of a cell."""
        plain = without_totals(formula)

        def place(at: Locations, row: int, symbol: str) -> str:
            if symbol in self.totals:
                return f"SUM({at.column(self.totals[symbol])})"
            return at.cell(symbol, row)

        return lambda at, row: in_cells(plain, partial(place, at, row))

    def _added(self, rule: Rule, formula: Expression) -> Iterator[Item]:
        """A column for everything that is added and has none yet."""
        for total in totals_in(formula):
            yield from self._column(rule, name_of(total), total.operand)

    def _column(self, rule: Rule, symbol: str, operand: Expression) -> Iterator[Item]:
        self.added[symbol] = operand
        if isinstance(operand, Symbol):
            self.totals[symbol] = operand.name
        if symbol in self.totals:
            return
        yield from self._added(rule, operand)
        name = f"{rule.name}_op_te_tellen_{len(self.totals)}"
        self.totals[symbol] = name
        values = exact.complete(exact.value_of(operand, self.known)) or []
        text, words = f"op te tellen voor {rule.label}", self._words(operand)
        yield self._helper(rule, name, text, values, self.text(operand), words)

    def _helpers(self, rule: Rule, formula: Apportion) -> Iterator[Item]:
        """The columns of a division by largest remainders."""
        yield from self._added(rule, formula.pot)
        yield from self._column(rule, total_of(formula), formula.weights)
        scale = 10**formula.decimals
        pot, weight = self.text(formula.pot), self.text(formula.weights)
        added = self.totals[total_of(formula)]
        (units,) = exact.complete(exact.value_of(formula.pot, self.known)) or [Fraction(0)]
        weights = exact.complete(exact.value_of(formula.weights, self.known)) or []
        units, whole = units * scale, sum(weights)
        quotas = [units * each / whole if whole else Fraction(0) for each in weights]
        floors = [Fraction(quota // 1) for quota in quotas]
        rests = [round_half_away(quota % 1, RESTS) for quota in quotas]
        order = sorted(range(len(rests)), key=lambda place: -rests[place])
        ranks = [Fraction(order.index(place) + 1) for place in range(len(rests))]
        quota, floor, rest, rank = (f"{rule.name}_{part}" for part in ("aandeel", "heel", "rest", "rang"))

        def available(at: Locations, row: int) -> str:
            return f"({pot(at, row)})*{scale}" if scale > 1 else f"({pot(at, row)})"

        def share(at: Locations, row: int) -> str:
            total = f"SUM({at.column(added)})"
            return f"IF({total}=0,0,ROUND({available(at, row)}*({weight(at, row)})/{total},{RESTS}))"

        def ranked(at: Locations, row: int) -> str:
            here = at.cell(rest, row)
            return f"RANK({here},{at.column(rest)})+COUNTIF({at.upto(rest, row)},{here})-1"

        def left(at: Locations, row: int) -> str:
            return f"{available(at, row)}-SUM({at.column(floor)})"

        def whole_part(at: Locations, row: int) -> str:
            return f"INT({at.cell(quota, row)})"

        def remainder(at: Locations, row: int) -> str:
            return f"ROUND({at.cell(quota, row)}-{at.cell(floor, row)},{RESTS})"

        of = rule.label
        yield self._helper(rule, quota, f"{of}: aandeel", quotas, share, "pot × gewicht ÷ som", RESTS)
        yield self._helper(rule, floor, f"{of}: naar beneden", floors, whole_part, "hele eenheden", 0)
        yield self._helper(rule, rest, f"{of}: rest", rests, remainder, "aandeel - hele eenheden", RESTS)
        yield self._helper(rule, rank, f"{of}: rang van de rest", ranks, ranked, "grootste rest eerst", 0)
        over = [units - sum(floors)]
        yield self._helper(rule, f"{rule.name}_over", f"{of}: over voor grootste resten", over, left, "", 0)

    def _helper(
        self,
        rule: Rule,
        name: str,
        text: str,
        values: Sequence[Fraction],
        formula: Text,
        words: str,
        shown: int = SHOWN,
    ) -> Item:
        return Item(
            name=name,
            label=text,
            unit=rule.unit,
            mark=status(self.outcome, rule.name),
            decimals=shown,
            values=values,
            national=len(values) == 1,
            formula=formula,
            words=words,
            law=rule.source,
        )

    def _item(
        self,
        name: str,
        formula: Text | None = None,
        words: str = "",
        law: str = "",
    ) -> Item:
        text, unit = label(self.outcome, name)
        national = self.outcome.prepared.case.book.national(name)
        values = exact.complete(self.known[name]) or []
        return Item(
            name=name,
            label=text,
            unit=unit,
            mark=status(self.outcome, name),
            decimals=self._decimals(name, values[0]) if national else decimals(self.outcome, name),
            values=values,
            national=national,
            formula=formula,
            words=words,
            law=law,
            adds=not national and adds(self.outcome, name),
        )

    def _decimals(self, name: str, value: Fraction) -> int:
        figures = self.outcome.prepared.library.figures
        if name in self.outcome.prepared.figures:
            return figures[name].decimals
        return 0 if value.denominator == 1 else SHOWN

    def _words(self, formula: Expression, unit: str = "") -> str:
        return written(without_totals(formula), self._name, unit)

    def _name(self, symbol: str) -> str:
        if symbol in self.added:
            return f"Σ [{self._words(self.added[symbol])}]"
        return label(self.outcome, symbol)[0]


def _apportioned(name: str, decimals: int, at: Locations, row: int) -> str:
    """What a municipality gets: its whole units, and one more when its remainder is large enough."""
    extra = f"IF({at.cell(f'{name}_rang', row)}<={at.cell(f'{name}_over', row)},1,0)"
    units = f"{at.cell(f'{name}_heel', row)}+{extra}"
    return f"({units})/{10**decimals}" if decimals else units
