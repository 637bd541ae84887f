"""What the cells of a workbook of formulas hold, before they have a place: every step of a year."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import Factory, define, evolve, frozen

from allocation import exact
from allocation.exact import Row
from allocation.expressions import Apportion, Expression, Symbol, equals, rounded, total, where
from allocation.rules import Rule
from allocation.trace import name_of, totals_in, without_totals
from rules import Outcome
from rules.analysis.outcome_index import SHOWN
from tables.explaining.formula_words import written
from tables.formulas.cells import in_cells
from tables.labels import adds, decimals, label, status
from tables.words import JA_NEE

RESTS = 6
"""Remainders are compared in so many decimals: a spreadsheet has some 15 digits in all."""


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
    known: dict[str, Row] = dict(outcome.result.rows)
    work = _Work(outcome, known)
    computed = [item for rule in case.book.rules.values() for item in work.of_rule(rule)]
    return Steps(
        figures=[work.item(name) for name in case.book.figures],
        inputs=[work.item(name) for name in case.book.inputs],
        rules=computed,
        totals=work.totals,
    )


@define
class _Work:
    outcome: Outcome
    known: dict[str, Row]
    totals: dict[str, str] = Factory(dict)
    added: dict[str, Expression] = Factory(dict)

    def of_rule(self, rule: Rule) -> Iterator[Item]:
        """The columns that a rule needs, and the rule itself."""
        if isinstance(rule.formula, Apportion):
            formula = yield from self._division(rule, rule.formula)
        else:
            formula = rule.formula
        yield from self._added(rule, formula)
        words = self._words(rule.formula, rule.unit)
        yield self.item(rule.name, self.text(formula), words, rule.source)

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
        for each in totals_in(formula):
            yield from self._column(rule, name_of(each), each.operand)

    def _column(self, rule: Rule, symbol: str, operand: Expression) -> Iterator[Item]:
        self.added[symbol] = operand
        if isinstance(operand, Symbol):
            self.totals[symbol] = operand.name
        if symbol in self.totals:
            return
        name = f"{rule.name}_op_te_tellen_{len(self.totals)}"
        self.totals[symbol] = name
        words = self._words(operand)
        yield from self._computed(rule, name, f"op te tellen voor {rule.label}", operand, words)

    def _division(self, rule: Rule, formula: Apportion) -> Generator[Item, None, Expression]:
        """The columns of a division by largest remainders; what a municipality gets, in terms of them."""
        names = [f"{rule.name}_{part}" for part in ("aandeel", "heel", "rest", "rang", "over")]
        quota, floor, rest, rank, over = map(Symbol, names)
        units = formula.pot * 10**formula.decimals if formula.decimals else formula.pot
        whole = total(formula.weights)
        # a pot over weights that are all zero is an error there too
        share = where(equals(units, 0), 0, rounded(units * formula.weights / whole, RESTS))
        of = rule.label
        yield from self._computed(rule, quota.name, f"{of}: aandeel", share, "pot × gewicht ÷ som", RESTS)

        def whole_units(at: Locations, row: int) -> str:
            return f"INT({at.cell(quota.name, row)})"

        floors: Row = [Fraction(value // 1) for value in exact.complete(self.known[quota.name]) or []]
        yield self._helper(rule, floor.name, f"{of}: naar beneden", floors, whole_units, "hele eenheden", 0)
        remainder = rounded(quota - floor, RESTS)
        yield from self._computed(rule, rest.name, f"{of}: rest", remainder, "aandeel - hele eenheden", RESTS)

        def ranked(at: Locations, row: int) -> str:
            here = at.cell(rest.name, row)
            return f"RANK({here},{at.column(rest.name)})+COUNTIF({at.upto(rest.name, row)},{here})-1"

        rests = exact.complete(self.known[rest.name]) or []
        order = sorted(range(len(rests)), key=lambda place: -rests[place])
        ranks: Row = [Fraction(order.index(place) + 1) for place in range(len(rests))]
        words = "grootste rest eerst, bij gelijke resten de laagste code"
        placed = self._helper(rule, rank.name, f"{of}: rang van de rest", ranks, ranked, words, 0)
        yield evolve(placed, unit="rang")
        left = units - total(floor)
        words = "pot - wat al verdeeld is"
        yield from self._computed(rule, over.name, f"{of}: over voor grootste resten", left, words, 0)
        got = where(rank <= over, floor + 1, floor)
        return got / 10**formula.decimals if formula.decimals else got

    def _computed(
        self, rule: Rule, name: str, text: str, formula: Expression, words: str, shown: int = SHOWN
    ) -> Iterator[Item]:
        yield from self._added(rule, formula)
        values = exact.value_of(formula, self.known)
        yield self._helper(rule, name, text, values, self.text(formula), words, shown)

    def _helper(
        self, rule: Rule, name: str, text: str, values: Row, formula: Text, words: str, shown: int
    ) -> Item:
        self.known[name] = values
        return Item(
            name=name,
            label=text,
            unit=rule.unit,
            mark=status(self.outcome, rule.name),
            decimals=shown,
            values=exact.complete(values) or [],
            national=len(values) == 1,
            formula=formula,
            words=words,
            law=rule.source,
        )

    def item(
        self,
        name: str,
        formula: Text | None = None,
        words: str = "",
        law: str = "",
    ) -> Item:
        """A figure, an input or a rule itself; without a formula its values are given."""
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
        if label(self.outcome, name)[1].is_yes_no:
            return JA_NEE
        return 0 if value.denominator == 1 else SHOWN

    def _words(self, formula: Expression, unit: str = "") -> str:
        return written(without_totals(formula), self._name, unit)

    def _name(self, symbol: str) -> str:
        if symbol in self.added:
            return f"Σ [{self._words(self.added[symbol])}]"
        return label(self.outcome, symbol)[0]
