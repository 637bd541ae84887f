"""The arithmetic of many worlds: rule after rule, all of them at once.

What is per municipality is one long column, world after world; what is national is a column with a value per
world, and is laid beside the municipalities only where a formula needs it so. What is the same in all worlds
is there once, and where there is one world a national value is a number, as in a run of that world alone.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import define, field, frozen

from allocation import exact, vectorised
from allocation.apportion import WEIGHTLESS, divide_each, refuse
from allocation.case import Case
from allocation.column import DIGITS, LIMIT, Column, Quotients, of_decimals, of_fractions, scale_of
from allocation.errors import RuleError
from allocation.evaluation import divides_by_zero
from allocation.expressions import Apportion, Expression, Node, Number, Symbol, Total, names, rebuilt
from allocation.rulebook import Rulebook
from allocation.rules import Rule
from allocation.terms import NotCarriedError

WORLD = "world"


@frozen(eq=False)
class Runs:
    """A case, and of each world by name what is other than in it.

    `figures` has a value per world of those that vary, `inputs` (by code) of those municipalities of which
    they do. Raises RuleError for what the case has not, or another number of values than there are worlds.
    """

    case: Case
    names: tuple[str, ...]
    figures: Mapping[str, Sequence[Fraction]] = field(factory=dict)
    inputs: Mapping[str, Mapping[str, Sequence[Fraction]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.case.with_values(
            figures={name: Fraction(0) for name in self.figures},
            inputs={name: dict.fromkeys(values, Fraction(0)) for name, values in self.inputs.items()},
        )
        rows = [*self.figures.values(), *(row for values in self.inputs.values() for row in values.values())]
        if not self.names or len({*self.names}) < len(self.names):
            raise RuleError("a run has worlds, each with a name of its own")
        if any(len(row) != len(self.names) for row in rows):
            raise RuleError(f"not one value for each of the {len(self.names)} worlds")

    def world(self, name: str) -> Case:
        """One world as a case of its own: with a balance, an explanation and all else that a case has."""
        place = self.names.index(name)
        return self.case.with_values(
            figures={name: values[place] for name, values in self.figures.items()},
            inputs={
                name: {code: values[place] for code, values in by_code.items()}
                for name, by_code in self.inputs.items()
            },
        )

    def part(self, start: int, end: int) -> "Runs":
        """Some of the worlds."""
        return Runs(
            self.case,
            self.names[start:end],
            {name: values[start:end] for name, values in self.figures.items()},
            {
                name: {code: values[start:end] for code, values in by_code.items()}
                for name, by_code in self.inputs.items()
            },
        )


@frozen(eq=False)
class PerWorld:
    """One national value for each world."""

    column: Column


Value = Column | PerWorld | Fraction
"""A value per municipality of each world, one per world, or one for all."""


@define(eq=False)
class Worlds:
    """The values of some worlds, one rule after another."""

    runs: Runs
    book: Rulebook
    known: dict[str, Value] = field(factory=dict)
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

    def values(self) -> dict[str, Value]:
        """Every rule of the book, and nothing else."""
        for name in self.book.figures:
            self.known[name] = self._figure(name)
        for name in self.book.inputs:
            self.known[name] = self._input(name)
        for name, rule in self.book.rules.items():
            self.known[name] = self._rule(rule)
        return {name: self.known[name] for name in self.book.rules}

    def _figure(self, name: str) -> Value:
        if name not in self.runs.figures:
            return self.runs.case.figures[name]
        return self._national_value(of_fractions(self.runs.figures[name]))

    def _national_value(self, column: Column) -> Value:
        """One value where there is one world, so that a world alone is the same arithmetic."""
        return column.exact[0] if self._count == 1 else PerWorld(column)

    def _input(self, name: str) -> Column:
        column = self.runs.case.inputs[name]
        if name not in self.runs.inputs:
            return self._gathered(column, self.of_code)
        varied = self.runs.inputs[name]
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

    def _municipal(self, formula: Expression) -> Column:
        """A formula per municipality: what is national in it first, then all rows at once."""
        values: dict[str, Column | Fraction] = {}

        def put(value: Value) -> Symbol:
            name = f"{len(values)}"
            values[name] = (
                self._gathered(value.column, self.of_world) if isinstance(value, PerWorld) else value
            )
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Number):
                return node
            if isinstance(node, Expression) and self.book.is_national(node):
                return put(self._national(node))
            if isinstance(node, Symbol):
                return put(self.known[node.name])
            return rebuilt(node, flat)

        made = flat(formula)
        assert isinstance(made, Expression)
        value = vectorised.value_of(made, values)
        return of_fractions([value] * len(self.of_code)) if isinstance(value, Fraction) else value

    def _national(self, formula: Expression) -> Value:
        """A national formula: its totals first, then all worlds at once."""
        values: dict[str, Column | Fraction] = {}

        def put(value: Value) -> Symbol:
            name = f"{len(values)}"
            values[name] = value.column if isinstance(value, PerWorld) else value
            return Symbol(name)

        def flat(node: Node) -> Node:
            if isinstance(node, Total):
                return put(self._total(self._municipal(node.operand)))
            if isinstance(node, Symbol):
                return put(self.known[node.name])
            return rebuilt(node, flat) if not isinstance(node, Number) else node

        made = flat(formula)
        assert isinstance(made, Expression)
        value = vectorised.value_of(made, values)
        return value if isinstance(value, Fraction) else self._national_value(value)

    def _total(self, column: Column) -> Value:
        """The sum over the municipalities of each world. Raises NotCarriedError where it may not fit."""
        held = column.quotients
        if held is None or not isinstance(held.divisors, int) or held.numerators.null_count():
            raise NotCarriedError
        low, high = held.range
        if max(-low, high) * self._size >= LIMIT:  # else polars would wrap around in silence
            raise NotCarriedError
        sums = self._sums(held.numerators.to_physical())
        unit = 10 ** scale_of(held.numerators)
        return self._national_value(Column(Quotients(sums.cast(pl.Decimal(DIGITS, 0)), held.divisors * unit)))

    def _sums(self, units: pl.Series) -> pl.Series:
        """Whole numbers added up over each world; that they fit is known to who asks."""
        frame = pl.DataFrame([self.of_world.alias(WORLD), units.alias("units")])
        return frame.group_by(WORLD, maintain_order=True).sum()["units"]

    def _divided(self, rule: Rule, formula: Apportion) -> Value:
        """A pot of each world over its weights, by largest remainders."""
        pot, weights = self._national(formula.pot), self._municipal(formula.weights).quotients
        if weights is None or not isinstance(weights.divisors, int) or weights.numerators.null_count():
            raise NotCarriedError
        pots = [pot] * self._count if isinstance(pot, Fraction) else _column(pot).exact
        units = [each * 10**formula.decimals for each in pots]
        low, high = weights.range
        try:
            for each in units:
                refuse(each, low, high)
        except RuleError as error:
            raise RuleError(f"rule {rule.name}: {error}") from None
        if max(*units, 1) * high * self._size >= LIMIT:
            raise NotCarriedError
        whole = [int(each) for each in units]
        shares = divide_each(whole, weights.numerators.to_physical(), self._size)
        if self._sums(shares).to_list() != whole:
            raise RuleError(f"rule {rule.name}: {WEIGHTLESS}")
        column = of_decimals(shares.cast(pl.Decimal(DIGITS, 0)))
        if not formula.decimals:
            return column
        value = vectorised.value_of(Symbol("units") / 10**formula.decimals, {"units": column})
        assert isinstance(value, Column)
        return value

    def _on_fractions(self, rule: Rule, *, national: bool) -> Value:
        """World by world, as the oracle does it."""
        rows = {name: _rows(self.known[name], self._count, self._size) for name in names(rule.formula)}
        values: list[Fraction] = []
        for place in range(self._count):
            try:
                row = exact.value_of(rule.formula, {name: each[place] for name, each in rows.items()})
            except RuleError as error:
                raise RuleError(f"rule {rule.name}: {error}") from None
            complete = exact.complete(row)
            if complete is None:
                codes = () if national else self.runs.case.codes
                raise divides_by_zero(rule.name, [value is None for value in row], codes)
            values += complete if national or len(complete) > 1 else complete * self._size
        column = of_fractions(values)
        return self._national_value(column) if national else column

    def _refuse_zero_divisors(self, rule: str, value: Value) -> None:
        """Raise RuleError where a world divides by zero; of more worlds it is sought by itself then."""
        held = _column(value).held if not isinstance(value, Fraction) else None
        if not isinstance(held, Quotients):
            return
        null = held.numerators.is_null()
        if isinstance(held.divisors, pl.Series):
            null |= held.divisors.is_null()
        if null.any():
            codes = self.runs.case.codes if isinstance(value, Column) else ()
            raise divides_by_zero(rule, null.to_list()[: len(codes) or None], codes)


def _column(value: Column | PerWorld) -> Column:
    return value.column if isinstance(value, PerWorld) else value


def _rows(value: Value, count: int, size: int) -> Sequence[exact.Row]:
    """The exact values world by world."""
    if isinstance(value, Fraction):
        return [[value]] * count
    if isinstance(value, PerWorld):
        return [[each] for each in value.column.exact]
    return [value.exact[place * size : (place + 1) * size] for place in range(count)]
