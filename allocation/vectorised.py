"""A formula on decimals with polars: all municipalities at once, exactly.

What is national is a number before the rows are looked at: a total is added up as soon as it is read. So a
formula is one expression over the columns that it reads, with constants in it.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from attrs import evolve, frozen

from allocation import terms
from allocation.apportion import Division, divide, refuse
from allocation.case import Value
from allocation.column import LIMIT, Column, Quotients, scale_of, units_range
from allocation.exact import OPERATIONS
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Bound,
    Comparison,
    Expression,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    names,
)
from allocation.numbers import round_half_away
from allocation.terms import Divisor, NotCarriedError, Term

Operand = Term | Fraction
"""A value per municipality, or one for the country."""


def value_of(formula: Expression, known: Mapping[str, Value]) -> Value:
    """The value of a formula of which `known` has the symbols.

    What divides by zero is null in the numerators or the divisors. Raises NotCarriedError where decimals of
    38 digits may not carry a value, or a national value divides by zero.
    """
    work = _formula(formula, known)
    operand = work.operand(formula)
    return operand if isinstance(operand, Fraction) else work.column(operand)


def division_of(formula: Apportion, known: Mapping[str, Value]) -> Division:
    """A pot divided by largest remainders, in units of its decimals.

    The weights may share a divisor: only their proportions count. Raises RuleError for what cannot be
    divided so, and NotCarriedError as `value_of` does.
    """
    work = _formula(formula, known)
    pot, operand = work.operand(formula.pot), work.operand(formula.weights)
    if not isinstance(pot, Fraction) or isinstance(operand, Fraction) or operand.own is not None:
        raise NotCarriedError
    weights = work.column(operand).held
    assert isinstance(weights, Quotients)
    if weights.numerators.null_count():
        raise NotCarriedError
    units, (low, high) = pot * 10**formula.decimals, weights.range
    refuse(units, low, high)
    if max(units, 1) * high * len(weights.numerators) >= LIMIT:
        raise NotCarriedError
    return divide(int(units), weights.numerators.to_physical())


@frozen(eq=False)
class _Formula:
    """A formula at work: the columns that it reads, and how each symbol is carried."""

    frame: pl.DataFrame
    symbols: Mapping[str, Operand]

    def operand(self, node: Expression) -> Operand:
        """A node as an expression over the frame, or as a number."""
        return _OPERANDS[type(node)](self, node)

    def condition(self, node: Comparison) -> pl.Expr | bool:
        """A condition per municipality, or one for the country."""
        a, b = self.operand(node.left), self.operand(node.right)
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return bool(OPERATIONS[node.op](a, b))
        return terms.compare(node.op, _term(a), _term(b))

    def column(self, term: Term) -> Column:
        """A term computed."""
        if term.own is None:
            return Column(Quotients(self.frame.select(term.num).to_series(), term.common))
        made = self.frame.select(term.num.alias("numerator"), terms.joined(term).expr.alias("divisor"))
        return Column(Quotients(made["numerator"], made["divisor"]))


def _formula(formula: Expression, known: Mapping[str, Value]) -> _Formula:
    """Raises NotCarriedError where a column that is read has no decimals."""
    columns: dict[str, pl.Series] = {}

    def symbol(value: Value) -> Operand:
        if isinstance(value, Fraction):
            return value
        held = value.quotients
        if held is None:
            raise NotCarriedError
        name = f"{len(columns)}"
        columns[name] = held.numerators
        term = Term(pl.col(name), scale_of(held.numerators), *held.range)
        if isinstance(held.divisors, int):
            return evolve(term, common=held.divisors)
        columns[f"{name}/"] = held.divisors
        bounds = units_range(held.divisors)
        return evolve(term, own=Divisor(pl.col(f"{name}/"), scale_of(held.divisors), *bounds))

    symbols = {name: symbol(known[name]) for name in names(formula)}
    return _Formula(pl.DataFrame(columns), symbols)


def _term(operand: Operand) -> Term:
    return terms.constant(operand) if isinstance(operand, Fraction) else operand


def _arithmetic(work: _Formula, node: Arithmetic) -> Operand:
    a, b = work.operand(node.left), work.operand(node.right)
    if isinstance(b, Fraction) and node.op == "/":
        if not b:
            raise NotCarriedError
        return a / b if isinstance(a, Fraction) else terms.multiply(a, terms.constant(1 / b))
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return _number(OPERATIONS[node.op](a, b))
    return _ARITHMETIC[node.op](_term(a), _term(b))


_ARITHMETIC: Mapping[str, Callable[[Term, Term], Term]] = {
    "+": terms.add,
    "-": lambda a, b: terms.add(a, terms.negate(b)),
    "*": terms.multiply,
    "/": terms.divide,
}


def _number(value: Fraction | None) -> Fraction:
    assert value is not None  # only a division gives None
    return value


def _bound(work: _Formula, node: Bound) -> Operand:
    a, b = work.operand(node.left), work.operand(node.right)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return _number(OPERATIONS[node.kind](a, b))
    one, other = terms.over_one(_term(a), _term(b))
    low, high = (one, other) if node.kind == "min" else (other, one)
    return terms.choose(terms.compare("<=", one, other), low, high)


def _where(work: _Formula, node: Where) -> Operand:
    condition = work.condition(node.condition)
    if isinstance(condition, bool):
        return work.operand(node.then if condition else node.otherwise)
    return terms.choose(condition, _term(work.operand(node.then)), _term(work.operand(node.otherwise)))


def _total(work: _Formula, node: Total) -> Fraction:
    operand, rows = work.operand(node.operand), work.frame.height
    if isinstance(operand, Fraction):
        return operand * rows
    if operand.own is not None or operand.largest * rows >= LIMIT:
        raise NotCarriedError
    numerators = work.frame.select(operand.num).to_series()
    if numerators.null_count():
        raise NotCarriedError
    return Fraction(int(numerators.to_physical().sum()), 10**operand.scale * operand.common)


def _round(work: _Formula, node: Round) -> Operand:
    operand = work.operand(node.operand)
    if isinstance(operand, Fraction):
        return round_half_away(operand, node.decimals)
    return terms.round_half_away(operand, node.decimals)


_OPERANDS: Mapping[type[Expression], Callable[[_Formula, Any], Operand]] = {
    Number: lambda _, node: node.value,
    Symbol: lambda work, node: work.symbols[node.name],
    Arithmetic: _arithmetic,
    Bound: _bound,
    Where: _where,
    Total: _total,
    Round: _round,
}
