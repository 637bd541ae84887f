"""The arithmetic of many worlds: rule after rule, all of them at once.

What is per municipality is one long column, world after world; what is national is a column with a value per
world, and is laid beside the municipalities only where a formula needs it so. What is the same in all worlds
is there once, and where there is one world a national value is a number, as in a run of that world alone.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import repeat

import polars as pl
from attrs import define, evolve, field

from allocation import bounded, exact, vectorised
from allocation.apportion import WEIGHTLESS, Divisions, Tied, refuse
from allocation.bounded import Bounded
from allocation.column import DIGITS, LIMIT, Column, Quotients, of_fractions, of_many, scale_of
from allocation.errors import RuleError
from allocation.evaluation import divides_by_zero
from allocation.expressions import (
    Apportion,
    Expression,
    Logistic,
    Node,
    Number,
    Round,
    Symbol,
    Total,
    names,
    rebuilt,
)
from allocation.laid import Laid, PerWorld, Read, Value, gathered, inner, nulls, refuse_nulls, rows, sure
from allocation.rulebook import Rulebook
from allocation.rules import Rule
from allocation.runs import Runs
from allocation.terms import NotCarriedError

WORLD = "world"


@define(eq=False)
class Worlds:
    """The values of some worlds, one rule after another.

    What decimals do not carry is known within a bound, and `doubt` has the worlds (by place) in which that
    leaves a decision open; or, with `exactly`, it is computed on fractions. Of a book that is rewritten
    `settled` says which names are what `actual` has under another.
    """

    runs: Runs
    book: Rulebook
    exactly: bool
    actual: "Worlds | None" = None
    settled: Mapping[str, str] = field(factory=dict)
    doubt: set[int] = field(factory=set)
    known: dict[str, Value] = field(factory=dict)
    varying: set[str] = field(factory=set)
    divisions: dict[str, Divisions] = field(factory=dict)
    on_fractions: dict[str, dict[int, Tied]] = field(factory=dict)
    floats: dict[int, tuple[Column, Bounded]] = field(factory=dict)
    laid: dict[tuple[str, int], Laid] = field(factory=dict)
    wide: dict[int, Laid] = field(factory=dict)
    alone: "Worlds | None" = field(default=None, init=False)
    of_world: pl.Series = field(init=False)
    of_code: pl.Series = field(init=False)

    def __attrs_post_init__(self) -> None:
        count, size = len(self.runs.names), len(self.runs.case.codes)
        places = pl.select(pl.int_range(count * size, dtype=pl.Int64)).to_series()
        self.of_world, self.of_code = places // size, places % size

    @property
    def _count(self) -> int:
        return len(self.runs.names)

    @property
    def _size(self) -> int:
        return len(self.runs.case.codes)

    def values(self, wanted: Collection[str]) -> dict[str, Value]:
        """The rules that are wanted, and those behind them that differ between the worlds."""
        self.varying |= {*self.runs.figures, *self.runs.inputs}
        for name, rule in self.book.rules.items():
            if self._count == 1 or not self.varying.isdisjoint(names(rule.formula)):
                self.varying.add(name)
        if self._count > 1:
            still = {name: rule for name, rule in self.book.rules.items() if name not in self.varying}
            self.alone = self._in_one(evolve(self.book, rules=still))
            self.alone.values(still)
        for name, rule in self.book.rules.items():
            if name in self.varying:
                self.known[name] = self._rule(rule)
        if self.alone and self.alone.doubt:
            self.doubt |= {*range(self._count)}
        return {name: self.get(name) for name in self.book.rules if name in self.known or name in wanted}

    def _in_one(self, still: Rulebook) -> "Worlds":
        """One world, for what is the same in all."""
        first = self.actual.alone if self.actual else None
        return Worlds(first.runs if first else self.runs.only([0]), still, self.exactly, first, self.settled)

    def rewritten(self, book: Rulebook, settled: Mapping[str, str]) -> "Worlds":
        """The same worlds with other formulas; what reads nothing that is other is what it was."""
        same = {settled[name]: name for name in self.book.rules}
        changed: dict[str, Rule] = {}
        for name, rule in book.rules.items():
            if rule.formula == self.book.rules[name].formula and changed.keys().isdisjoint(
                names(rule.formula)
            ):
                same[name] = name
            else:
                changed[name] = rule
        other = Worlds(self.runs, evolve(book, rules=changed), self.exactly, self, same)
        other.varying |= {name for name, of in same.items() if of in self.varying}
        other.values(changed)
        return other

    def totals(self, name: str) -> Sequence[Fraction]:
        """The sum of a rule over the municipalities of each world; of a national one what it is.

        Raises NotDecidedError where only a bound is known.
        """
        value = self.get(name)
        if self._count == 1 and isinstance(value, Column):
            return [value.total]
        if isinstance(value, Column | Bounded):
            value = self._total(value)
        return [each for [each] in rows(value, self._count, self._size)]

    def tied(self, rule: str) -> Mapping[int, Tied]:
        """By world in which a division ended in a tie the places of who got a unit, and of who did not."""
        if rule in self.divisions:
            return self.divisions[rule].tied
        if self.alone and rule in self.alone.book.rules:
            once = self.alone.tied(rule)
            return dict.fromkeys(range(self._count), once[0]) if once else {}
        return self.on_fractions.get(rule, {})

    def get(self, name: str) -> Value:
        """A value in each world; what is the same in all is laid out when it is read."""
        if name not in self.known:
            self.known[name] = self._given(name)
        return self.known[name]

    def _given(self, name: str) -> Value:
        """A figure, an input, a rule that is the same in all worlds, or what is settled."""
        if self.actual and name in self.settled:
            return self.actual.get(self.settled[name])
        if name in self.runs.figures:
            return self._national_value(of_fractions(self.runs.figures[name]))
        if name in self.runs.case.figures:
            return self.runs.case.figures[name]
        if name in self.runs.inputs:
            return self._input(name)
        if self.alone:
            return self._laid_out(self.alone.get(name))
        return self.runs.case.inputs[name]

    def _laid_out(self, value: Value) -> Value:
        """What one world has, in each of them."""
        if isinstance(value, Fraction):
            return value
        laid = self._still(value, self._count)
        return PerWorld(laid.out) if isinstance(value, PerWorld) else laid.out

    def _still(self, value: Column | Bounded | PerWorld, rows: int) -> Laid:
        """What one world has: a column stands at its codes in each, a national value on so many rows."""
        if isinstance(value, PerWorld):
            return Laid(value.column, pl.repeat(0, rows, dtype=pl.Int64, eager=True))
        return Laid(value, self.of_code, self._count)

    def only(self, value: Value, worlds: Sequence[int]) -> Value:
        """An exact value in some of the worlds."""
        column = inner(value)
        if not isinstance(column, Column):
            return value
        if isinstance(value, PerWorld):
            return PerWorld(gathered(column, pl.Series(worlds)))
        return gathered(column, self.of_world.is_in(worlds).arg_true())

    def _national_value(self, column: Column | Bounded) -> Value:
        """One value where there is one world, so that a world alone is the same arithmetic."""
        return column.exact[0] if self._count == 1 and isinstance(column, Column) else PerWorld(column)

    def _input(self, name: str) -> Column:
        varied, given = self.runs.inputs[name], self.runs.case.inputs[name].exact
        by_code = [
            varied.get(code) or repeat(old, self._count)
            for code, old in zip(self.runs.case.codes, given, strict=True)
        ]
        return of_many([value for of_world in zip(*by_code, strict=True) for value in of_world])

    def _rule(self, rule: Rule) -> Value:
        national = self.book.national(rule.name)
        try:
            if isinstance(rule.formula, Apportion):
                return self._divided(rule, rule.formula)
            value = self.national(rule.formula) if national else self.municipal(rule.formula)
        except NotCarriedError:
            value = self._on_fractions(rule, national=national)
        self._refuse_zero_divisors(rule.name, value)
        return value

    def municipal(self, formula: Expression) -> Column | Bounded:
        """A formula per municipality: what is the same in all worlds first, and what is national in it."""
        values: dict[str, Read] = {}

        def put(value: Value | Laid) -> Symbol:
            name = f"{len(values)}"
            values[name] = self._beside(value) if isinstance(value, PerWorld) else value
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Number):
                return node
            if not isinstance(node, Expression):
                return rebuilt(node, flat)
            if self._same(node):
                return put(self._once(node, len(self.of_code)))
            if isinstance(node, Symbol):
                return put(self.get(node.name))
            return put(self.national(node)) if self.book.is_national(node) else rebuilt(node, flat)

        value = self._computed(flat(formula), values, self.of_world)
        return of_fractions([value] * len(self.of_code)) if isinstance(value, Fraction) else value

    def _beside(self, value: PerWorld) -> Laid:
        """A national value beside every municipality of its world, laid out once."""
        if id(value.column) not in self.wide:
            self.wide[id(value.column)] = Laid(value.column, self.of_world)
        return self.wide[id(value.column)]

    def _same(self, node: Expression) -> bool:
        """Whether a part of a formula is the same in all worlds, so that it is computed in one."""
        return self.alone is not None and self.varying.isdisjoint(names(node))

    def _once(self, node: Expression, rows: int) -> Laid | Fraction:
        """A part of a formula, computed in one world; a name is laid out once for so many rows."""
        assert self.alone is not None
        if not isinstance(node, Symbol):
            one = self.alone
            value = one.national(node) if self.book.is_national(node) else one.municipal(node)
            return value if isinstance(value, Fraction) else self._still(value, rows)
        value = self.alone.get(node.name)
        if isinstance(value, Fraction):
            return value
        key = node.name, rows
        if key not in self.laid:
            self.laid[key] = self._still(value, rows)
        return self.laid[key]

    def _computed(
        self, made: Node, values: Mapping[str, Read], of_world: pl.Series
    ) -> Column | Bounded | Fraction:
        """A formula on rows (`of_world` says whose): on decimals, else within a bound."""
        assert isinstance(made, Expression)
        if not any(isinstance(inner(value), Bounded) for value in values.values()):
            try:
                return vectorised.value_of(made, {name: sure(value) for name, value in values.items()})
            except NotCarriedError:
                if self.exactly:
                    raise
        near = {name: self._near(value) for name, value in values.items()}
        work = bounded.work(near, len(of_world))
        value = work.rounded(made) if isinstance(made, Round | Logistic) else work.value(made)
        self.doubt |= {*of_world.filter(work.doubt).to_list()}
        return value

    def _near(self, value: Read) -> Bounded | Fraction:
        """A value within its bound, made once."""
        if isinstance(value, Laid):
            return value.near
        if not isinstance(value, Column):
            return value
        if id(value) not in self.floats:
            self.floats[id(value)] = value, bounded.of_column(value)
        return self.floats[id(value)][1]

    def national(self, formula: Expression) -> Value:
        """A national formula: its totals first, then all worlds at once."""
        values: dict[str, Read] = {}

        def put(value: Value | Laid) -> Symbol:
            name = f"{len(values)}"
            values[name] = value.column if isinstance(value, PerWorld) else value
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Number):
                return node
            if isinstance(node, Expression) and self._same(node):
                return put(self._once(node, self._count))
            if isinstance(node, Total):
                return put(self._total(self.municipal(node.operand)))
            return put(self.get(node.name)) if isinstance(node, Symbol) else rebuilt(node, flat)

        each = pl.select(pl.int_range(self._count, dtype=pl.Int64)).to_series()
        value = self._computed(flat(formula), values, each)
        return value if isinstance(value, Fraction) else self._national_value(value)

    def _total(self, column: Column | Bounded) -> Value:
        """The sum over the municipalities of each world. Raises NotCarriedError where there is none."""
        held = column.quotients if isinstance(column, Column) else None
        if held is None or not isinstance(held.divisors, int) or held.numerators.null_count():
            return self._bounded_total(column)
        low, high = held.range
        if max(-low, high) * self._size >= LIMIT:  # else polars would wrap around in silence
            return self._bounded_total(column)
        sums = bounded.each_sum(held.numerators.to_physical(), self._size)
        unit = 10 ** scale_of(held.numerators)
        return self._national_value(Column(Quotients(sums.cast(pl.Decimal(DIGITS, 0)), held.divisors * unit)))

    def _bounded_total(self, column: Column | Bounded) -> Value:
        if self.exactly:
            raise NotCarriedError
        if isinstance(column, Column):
            refuse_nulls(column)
            column = bounded.of_column(column)
        return self._national_value(bounded.total(column, self._size))

    def _divided(self, rule: Rule, formula: Apportion) -> Value:
        """A pot of each world over its weights, by largest remainders."""
        pot, column = self.national(formula.pot), self.municipal(formula.weights)
        weights = column.quotients if isinstance(column, Column) else None
        if weights is None or not isinstance(weights.divisors, int) or weights.numerators.null_count():
            raise NotCarriedError
        pots = rows(pot, self._count, self._size)
        units = [each * 10**formula.decimals for [each] in pots]
        low, high = weights.range
        try:
            for each in units:
                refuse(each, low, high)
        except RuleError as error:
            raise RuleError(f"regel {rule.name}: {error}") from None
        if max(*units, 1) * high * self._size >= LIMIT:
            raise NotCarriedError
        whole = [int(each) for each in units]
        divided = Divisions(whole, weights.numerators.to_physical(), self._size)
        self.divisions[rule.name], shares = divided, divided.shares
        if bounded.each_sum(shares, self._size).to_list() != whole:
            raise RuleError(f"rule {rule.name}: {WEIGHTLESS}")
        return Column(Quotients(shares.cast(pl.Decimal(DIGITS, 0)), 10**formula.decimals))

    def _on_fractions(self, rule: Rule, *, national: bool) -> Value:
        """World by world, as the oracle does it."""
        known = {name: rows(self.get(name), self._count, self._size) for name in names(rule.formula)}
        values: list[Fraction] = []
        for place in range(self._count):
            here = {name: each[place] for name, each in known.items()}
            try:
                row = exact.value_of(rule.formula, here)
            except RuleError as error:
                raise RuleError(f"regel {rule.name}: {error}") from None
            for tie in exact.ties(rule.formula, here):
                self.on_fractions.setdefault(rule.name, {})[place] = tie
            complete = exact.complete(row)
            if complete is None:
                codes = () if national else self.runs.case.codes
                raise divides_by_zero(rule.name, [value is None for value in row], codes)
            values += complete if national or len(complete) > 1 else complete * self._size
        column = of_fractions(values)
        return self._national_value(column) if national else column

    def _refuse_zero_divisors(self, rule: str, value: Value) -> None:
        """Raise RuleError where a world divides by zero; of more worlds it is sought by itself then."""
        column = value.column if isinstance(value, PerWorld) else value
        if isinstance(column, Column) and (null := nulls(column)) is not None and null.any():
            codes = () if isinstance(value, PerWorld) else self.runs.case.codes
            raise divides_by_zero(rule, null.to_list()[: len(codes) or None], codes)
