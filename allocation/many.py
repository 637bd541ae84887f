"""The arithmetic of many worlds: rule after rule, all of them at once.

What is per municipality is one long column, world after world; what is national is a column with a value per
world, and is laid beside the municipalities only where a formula needs it so. What is the same in all worlds
is there once, and where there is one world a national value is a number, as in a run of that world alone.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import define, field, frozen

from allocation import bounded, exact, vectorised
from allocation.apportion import WEIGHTLESS, divide_each, refuse
from allocation.bounded import Bounded
from allocation.column import DIGITS, LIMIT, Column, Quotients, of_fractions, scale_of
from allocation.errors import RuleError
from allocation.evaluation import divides_by_zero
from allocation.expressions import Apportion, Expression, Node, Number, Round, Symbol, Total, names, rebuilt
from allocation.rulebook import Rulebook
from allocation.rules import Rule
from allocation.runs import Runs
from allocation.terms import NotCarriedError

WORLD = "world"


@frozen(eq=False)
class PerWorld:
    """One national value for each world."""

    column: Column | Bounded


Value = Column | Bounded | PerWorld | Fraction
"""A value per municipality of each world (exact, or within a bound), one per world, or one for all."""


def inner(value: Value) -> Column | Bounded | Fraction:
    """The column that a value is, or has."""
    return value.column if isinstance(value, PerWorld) else value


class NotDecidedError(Exception):
    """What is only known within a bound is needed exactly."""


@define(eq=False)
class Worlds:
    """The values of some worlds, one rule after another.

    What decimals do not carry is known within a bound, and `doubt` has the worlds (by place) in which that
    leaves a decision open; or, with `exactly`, it is computed on fractions.
    """

    runs: Runs
    book: Rulebook
    exactly: bool
    doubt: set[int] = field(factory=set)
    known: dict[str, Value] = field(factory=dict)
    same: dict[str, Value] = field(factory=dict)
    floats: dict[int, tuple[Column, Bounded]] = field(factory=dict)
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
        varying = {*self.runs.figures, *self.runs.inputs}
        for name in self.book.figures:
            self.known[name] = self._figure(name)
        for name in varying.intersection(self.book.inputs):
            self.known[name] = self._input(name)
        alone = self if self._count == 1 else Worlds(self.runs.only([0]), self.book, self.exactly)
        for name, rule in self.book.rules.items():
            if alone is self or not varying.isdisjoint(names(rule.formula)):
                varying.add(name)
        self.same = {name: column for name, column in self.runs.case.inputs.items() if name not in varying}
        if alone is not self:
            self.same |= alone.values([name for name in self.book.rules if name not in varying])
            self.doubt |= {*range(self._count)} if alone.doubt else set()
        for name, rule in self.book.rules.items():
            if name in varying:
                self.known[name] = self._rule(rule)
        return {name: self._get(name) for name in self.book.rules if name in self.known or name in wanted}

    def _get(self, name: str) -> Value:
        """A value in each world; what is the same in all is laid out when it is read."""
        if name not in self.known:
            self.known[name] = self._laid_out(self.same[name])
        return self.known[name]

    def _laid_out(self, value: Value) -> Value:
        """What one world has, in each of them."""
        if isinstance(value, PerWorld):
            column = value.column
            first = pl.repeat(0, self._count, dtype=pl.Int64, eager=True)
            return PerWorld(
                column.gather(first) if isinstance(column, Bounded) else self._gathered(column, first)
            )
        if isinstance(value, Bounded):
            return value.gather(self.of_code)
        if isinstance(value, Fraction):
            return value
        column = self._gathered(value, self.of_code)
        if not self.exactly:
            self.floats[id(column)] = column, bounded.of_column(value).gather(self.of_code)
        return column

    def only(self, value: Value, worlds: Sequence[int]) -> Value:
        """An exact value in some of the worlds."""
        column = inner(value)
        if not isinstance(column, Column):
            return value
        if isinstance(value, PerWorld):
            return PerWorld(self._gathered(column, pl.Series(worlds)))
        return self._gathered(column, self.of_world.is_in(worlds).arg_true())

    def _figure(self, name: str) -> Value:
        if name not in self.runs.figures:
            return self.runs.case.figures[name]
        return self._national_value(of_fractions(self.runs.figures[name]))

    def _national_value(self, column: Column | Bounded) -> Value:
        """One value where there is one world, so that a world alone is the same arithmetic."""
        return column.exact[0] if self._count == 1 and isinstance(column, Column) else PerWorld(column)

    def _input(self, name: str) -> Column:
        column, varied = self.runs.case.inputs[name], self.runs.inputs[name]
        pairs = list(zip(self.runs.case.codes, column.exact, strict=True))
        return of_fractions(
            [varied[c][w] if c in varied else old for w in range(self._count) for c, old in pairs]
        )

    def _gathered(self, column: Column, places: pl.Series) -> Column:
        """The values at some places, one after another."""
        held = column.quotients
        if held is None:
            return of_fractions([column.exact[place] for place in places])
        divisors = held.divisors if isinstance(held.divisors, int) else held.divisors.gather(places)
        return Column(Quotients(held.numerators.gather(places), divisors))

    def _rule(self, rule: Rule) -> Value:
        national = self.book.national(rule.name)
        try:
            if isinstance(rule.formula, Apportion):
                return self._divided(rule, rule.formula)
            value = self._national(rule.formula) if national else self._municipal(rule.formula)
        except NotCarriedError:
            value = self._on_fractions(rule, national=national)
        self._refuse_zero_divisors(rule.name, value)
        return value

    def _municipal(self, formula: Expression) -> Column | Bounded:
        """A formula per municipality: what is national in it first, then all rows at once."""
        values: dict[str, Column | Bounded | Fraction] = {}

        def put(value: Value) -> Symbol:
            name = f"{len(values)}"
            values[name] = self._wide(value) if isinstance(value, PerWorld) else value
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Number):
                return node
            if isinstance(node, Expression) and self.book.is_national(node):
                return put(self._national(node))
            if isinstance(node, Symbol):
                return put(self._get(node.name))
            return rebuilt(node, flat)

        value = self._computed(flat(formula), values, self.of_world)
        return of_fractions([value] * len(self.of_code)) if isinstance(value, Fraction) else value

    def _wide(self, value: PerWorld) -> Column | Bounded:
        """A national value beside every municipality of its world."""
        if isinstance(value.column, Bounded):
            return value.column.gather(self.of_world)
        return self._gathered(value.column, self.of_world)

    def _computed(
        self, made: Node, values: Mapping[str, Column | Bounded | Fraction], of_world: pl.Series
    ) -> Column | Bounded | Fraction:
        """A formula on rows (`of_world` says whose): on decimals, else within a bound."""
        assert isinstance(made, Expression)
        sure = {name: value for name, value in values.items() if not isinstance(value, Bounded)}
        if len(sure) == len(values):
            try:
                return vectorised.value_of(made, sure)
            except NotCarriedError:
                if self.exactly:
                    raise
        near = {n: self._near(value) if isinstance(value, Column) else value for n, value in values.items()}
        work = bounded.work(near, len(of_world))
        value = work.rounded(made) if isinstance(made, Round) else work.value(made)
        self.doubt |= {*of_world.filter(work.doubt).to_list()}
        return value

    def _near(self, column: Column) -> Bounded:
        """A column within its bound, made once."""
        if id(column) not in self.floats:
            self.floats[id(column)] = column, bounded.of_column(column)
        return self.floats[id(column)][1]

    def _national(self, formula: Expression) -> Value:
        """A national formula: its totals first, then all worlds at once."""
        values: dict[str, Column | Bounded | Fraction] = {}

        def put(value: Value) -> Symbol:
            name = f"{len(values)}"
            values[name] = value.column if isinstance(value, PerWorld) else value
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Total):
                return put(self._total(self._municipal(node.operand)))
            if isinstance(node, Symbol):
                return put(self._get(node.name))
            return rebuilt(node, flat) if not isinstance(node, Number) else node

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
        sums = self._sums(held.numerators.to_physical())
        unit = 10 ** scale_of(held.numerators)
        return self._national_value(Column(Quotients(sums.cast(pl.Decimal(DIGITS, 0)), held.divisors * unit)))

    def _bounded_total(self, column: Column | Bounded) -> Value:
        if self.exactly:
            raise NotCarriedError
        if isinstance(column, Column):
            _refuse_nulls(column)
            column = bounded.of_column(column)
        return self._national_value(bounded.total(column, self.of_world))

    def _sums(self, units: pl.Series) -> pl.Series:
        """Whole numbers added up over each world; that they fit is known to who asks."""
        frame = pl.DataFrame([self.of_world.alias(WORLD), units.alias("units")])
        return frame.group_by(WORLD, maintain_order=True).sum()["units"]

    def _divided(self, rule: Rule, formula: Apportion) -> Value:
        """A pot of each world over its weights, by largest remainders."""
        pot, column = self._national(formula.pot), self._municipal(formula.weights)
        weights = column.quotients if isinstance(column, Column) else None
        if weights is None or not isinstance(weights.divisors, int) or weights.numerators.null_count():
            raise NotCarriedError
        pots = _rows(pot, self._count, self._size)
        units = [_known(each) * 10**formula.decimals for [each] in pots]
        low, high = weights.range
        try:
            for each in units:
                refuse(each, low, high)
        except RuleError as error:
            raise RuleError(f"regel {rule.name}: {error}") from None
        if max(*units, 1) * high * self._size >= LIMIT:
            raise NotCarriedError
        whole = [int(each) for each in units]
        shares = divide_each(whole, weights.numerators.to_physical(), self._size)
        if self._sums(shares).to_list() != whole:
            raise RuleError(f"rule {rule.name}: {WEIGHTLESS}")
        return Column(Quotients(shares.cast(pl.Decimal(DIGITS, 0)), 10**formula.decimals))

    def _on_fractions(self, rule: Rule, *, national: bool) -> Value:
        """World by world, as the oracle does it."""
        rows = {name: _rows(self._get(name), self._count, self._size) for name in names(rule.formula)}
        values: list[Fraction] = []
        for place in range(self._count):
            try:
                row = exact.value_of(rule.formula, {name: each[place] for name, each in rows.items()})
            except RuleError as error:
                raise RuleError(f"regel {rule.name}: {error}") from None
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
        if isinstance(column, Column) and (null := _nulls(column)) is not None and null.any():
            codes = () if isinstance(value, PerWorld) else self.runs.case.codes
            raise divides_by_zero(rule, null.to_list()[: len(codes) or None], codes)


def _nulls(column: Column) -> pl.Series | None:
    """Of each row whether it divides by zero; None of what is held as fractions, which never does."""
    held = column.held
    if not isinstance(held, Quotients):
        return None
    null = held.numerators.is_null()
    return null | held.divisors.is_null() if isinstance(held.divisors, pl.Series) else null


def _refuse_nulls(column: Column) -> None:
    """What divides by zero has no total; fractions say for whom."""
    if (null := _nulls(column)) is not None and null.any():
        raise NotCarriedError


def _known(value: exact.Value) -> Fraction:
    assert value is not None
    return value


def _rows(value: Value, count: int, size: int) -> Sequence[exact.Row]:
    """The exact values world by world. Raises NotDecidedError where only bounds are known."""
    if isinstance(value, Fraction):
        return [[value]] * count
    column = value.column if isinstance(value, PerWorld) else value
    if isinstance(column, Bounded):
        raise NotDecidedError
    if isinstance(value, PerWorld):
        return [[each] for each in column.exact]
    return [column.exact[place * size : (place + 1) * size] for place in range(count)]
