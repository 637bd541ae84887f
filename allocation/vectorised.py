"""The rules as polars expressions on Decimal: all municipalities at once, lazily, exactly."""

from fractions import Fraction
from math import lcm

import polars as pl
from attrs import define, evolve, field, frozen

from allocation import terms
from allocation.apportion import NEGATIVE, NOT_WHOLE, WEIGHTLESS, add_division
from allocation.case import Case
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
)
from allocation.terms import DIGITS, Denominator, DigitsRunOutError, Term

DIVIDES_BY_ZERO = "the weights divide by zero"


@frozen
class Check:
    """A column that must be true when the run is done, and what to say when it is not."""

    rule: str
    column: str
    message: str


@define
class Compiler:
    """Adds one rule after another to a lazy frame with a row per municipality, in order of code.

    `terms` says how each known name is carried; `divisions` which columns show ties, by rule.
    """

    frame: pl.LazyFrame
    terms: dict[str, Term]
    divisions: dict[str, str] = field(factory=dict)
    checks: list[Check] = field(factory=list)

    def add(self, name: str, formula: Expression) -> None:
        """Evaluate `formula` into column `name`, and `name#den` where it is a quotient.

        Raises DigitsRunOutError where a value cannot be carried in 38 digits; polars may yet raise
        for the same reason when the frame is collected.
        """
        term = self._term(formula, name)
        columns = [term.num.alias(name)]
        if term.den is not None:
            columns.append(term.den.expr.alias(f"{name}#den"))
            term = evolve(term, den=evolve(term.den, expr=pl.col(f"{name}#den")))
        self.frame = self.frame.with_columns(columns)
        self.terms[name] = evolve(term, num=pl.col(name))

    def _term(self, node: Expression, rule: str) -> Term:
        match node:
            case Number(value):
                return terms.constant(value)
            case Symbol(name):
                return self.terms[name]
            case Arithmetic(op, left, right):
                a, b = self._term(left, rule), self._term(right, rule)
                match op:
                    case "+":
                        return terms.add(a, b)
                    case "-":
                        return terms.add(a, terms.negate(b))
                    case "*":
                        return terms.multiply(a, b)
                    case "/":
                        return terms.divide(a, b)
            case Bound(kind, left, right):
                a, b = self._term(left, rule), self._term(right, rule)
                a, b = terms.over_one(a, b)
                smaller = terms.compare("<=", a, b)
                low, high = (a, b) if kind == "min" else (b, a)
                return terms.choose(smaller, low, high, national=a.national and b.national)
            case Where(Comparison(op, left, right), then, otherwise):
                a, b, yes, no = (self._term(n, rule) for n in (left, right, then, otherwise))
                condition = terms.compare(op, a, b)
                return terms.choose(condition, yes, no, national=a.national and b.national)
            case Total(operand):
                return terms.total(self._term(operand, rule))
            case Round(operand, decimals):
                return terms.round_half_away(self._term(operand, rule), decimals)
            case Apportion():
                return self._apportion(node, rule)
            case _:
                raise TypeError(node)

    def _apportion(self, node: Apportion, rule: str) -> Term:
        """The weights may share a denominator: only their proportions count."""
        weights = self._term(node.weights, rule)
        if weights.den is not None and not weights.den.national:
            raise DigitsRunOutError
        scale = terms.constant(Fraction(10**node.decimals))
        units = terms.multiply(self._term(node.pot, rule), scale)
        whole = terms.round_half_away(units, 0)
        column = f"{rule}#{len(self.divisions)}"
        ones = whole.num.cast(pl.Decimal(DIGITS, 0))
        if weights.den is not None:
            self._check(rule, weights.den.expr.is_not_null(), DIVIDES_BY_ZERO)
        self._check(rule, terms.compare("==", units, whole), NOT_WHOLE)
        self._check(rule, (ones >= 0) & (weights.num >= 0).all(), NEGATIVE)
        self._check(rule, (ones == 0) | (weights.num.sum() > 0), WEIGHTLESS)
        self.frame = add_division(self.frame, column, ones, weights.num, weights.scale)
        self.divisions[column] = rule
        unit = terms.constant(Fraction(1, 10**node.decimals))
        return terms.multiply(Term(pl.col(column), 0, None, national=False), unit)

    def _check(self, rule: str, holds: pl.Expr, message: str) -> None:
        column = f"{rule}#check{len(self.checks)}"
        self.checks.append(Check(rule, column, message))
        self.frame = self.frame.with_columns(holds.alias(column))


def compiler(case: Case) -> Compiler:
    """A compiler that knows the inputs and the figures of a case.

    Raises DigitsRunOutError where the exact values of an input have no common denominator that fits.
    """
    known = {name: terms.constant(value) for name, value in case.figures.items()}
    frame = case.municipalities
    for name, kind in case.municipalities.schema.items():
        if name in case.fractions:
            values = case.exact(name)
            common = lcm(*(value.denominator for value in values))
            units = [int(value * common) for value in values]
            if max(common, *map(abs, units)) >= 10**DIGITS:
                raise DigitsRunOutError
            frame = frame.with_columns(pl.Series(name, units, dtype=pl.Decimal(DIGITS, 0)))
            whole = Denominator(terms.literal(Fraction(common), 0), 0, national=True)
            known[name] = Term(pl.col(name), 0, whole, national=False)
        elif isinstance(kind, pl.Decimal):
            known[name] = Term(pl.col(name), kind.scale, None, national=False)
    return Compiler(frame.lazy(), known)
