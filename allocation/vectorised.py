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
from allocation.exact import OPERATIONS, logistic
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Condition,
    Count,
    Either,
    Expression,
    IsYes,
    Logistic,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
    names,
)
from allocation.numbers import round_half_away
from allocation.renderings import Rendering
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


def term_of(formula: Expression, symbols: Mapping[str, Operand]) -> Term:
    """A formula as an expression over columns that are there elsewhere. Raises as `value_of` does."""
    return _term(_Formula(pl.DataFrame(), symbols).operand(formula))


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
        return _OPERANDS(node, self)

    def condition(self, node: Condition) -> pl.Expr | bool:
        """A condition per municipality, null where it divides by zero; or one for the country."""
        holds: pl.Expr | bool = _CONDITIONS(node, self)
        return holds

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


def _arithmetic(node: Arithmetic, work: _Formula) -> Operand:
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


def _bound(node: Bound, work: _Formula) -> Operand:
    a, b = work.operand(node.left), work.operand(node.right)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return _number(OPERATIONS[node.kind](a, b))
    one, other = terms.over_one(_term(a), _term(b))
    low, high = (one, other) if node.kind == "min" else (other, one)
    return terms.choose(terms.compare("<=", one, other), low, high)


def _where(node: Where, work: _Formula) -> Operand:
    condition = work.condition(node.condition)
    if isinstance(condition, bool):
        return work.operand(node.then if condition else node.otherwise)
    return terms.choose(condition, _term(work.operand(node.then)), _term(work.operand(node.otherwise)))


def _total(node: Total, work: _Formula) -> Fraction:
    operand, rows = work.operand(node.operand), work.frame.height
    if isinstance(operand, Fraction):
        return operand * rows
    if operand.own is not None or operand.largest * rows >= LIMIT:
        raise NotCarriedError
    numerators = work.frame.select(operand.num).to_series()
    if numerators.null_count():
        raise NotCarriedError
    return Fraction(int(numerators.to_physical().sum()), 10**operand.scale * operand.common)


def _round(node: Round, work: _Formula) -> Operand:
    operand = work.operand(node.operand)
    if isinstance(operand, Fraction):
        return round_half_away(operand, node.decimals)
    return terms.round_half_away(operand, node.decimals)


def _logistic(node: Logistic, work: _Formula) -> Operand:
    operand = work.operand(node.operand)
    if isinstance(operand, Fraction):
        return logistic(operand, node.decimals)
    return terms.logistic(operand, node.decimals)


def _compared(op: str, a: Operand, b: Operand) -> pl.Expr | bool:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bool(OPERATIONS[op](a, b))
    return terms.compare(op, _term(a), _term(b))


def _several(
    node: Both | Either | Count, work: _Formula, decide: Callable[..., int], combine: Callable[..., pl.Expr]
) -> pl.Expr | int:
    """Conditions together, for the country (`decide`) or per municipality (`combine`)."""
    held = [work.condition(part) for part in node.conditions]
    if all(isinstance(holds, bool) for holds in held):
        return decide(held)
    each = [pl.lit(holds) if isinstance(holds, bool) else holds for holds in held]
    return terms.together(each, combine)


def _not(node: Not, work: _Formula) -> pl.Expr | bool:
    holds = work.condition(node.condition)
    return not holds if isinstance(holds, bool) else holds.not_()


def _number_of(holds: pl.Expr | int, most: int) -> Operand:
    return Fraction(holds) if isinstance(holds, int) else terms.counted(holds, most)


def _count(node: Count, work: _Formula) -> Operand:
    return _number_of(_several(node, work, sum, pl.sum_horizontal), len(node.conditions))


_CONDITIONS: Rendering[Any] = Rendering(
    "polars condition",
    {
        Comparison: lambda node, work: _compared(node.op, work.operand(node.left), work.operand(node.right)),
        Both: lambda node, work: _several(node, work, all, pl.all_horizontal),
        Either: lambda node, work: _several(node, work, any, pl.any_horizontal),
        Not: _not,
        IsYes: lambda node, work: _compared("!=", work.operand(node.symbol), Fraction(0)),
    },
)

_OPERANDS: Rendering[Operand] = Rendering(
    "polars expression",
    {
        Number: lambda node, _: node.value,
        Symbol: lambda node, work: work.symbols[node.name],
        Arithmetic: _arithmetic,
        Bound: _bound,
        Where: _where,
        Total: _total,
        Round: _round,
        Logistic: _logistic,
        Count: _count,
        YesNo: lambda node, work: _number_of(work.condition(node.condition), 1),
    },
)
