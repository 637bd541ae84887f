"""The rules as polars expressions on Decimal: all municipalities at once, lazily, exactly."""

from collections.abc import Callable, Mapping
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
    Both,
    Bound,
    Comparison,
    Condition,
    Count,
    Either,
    Expression,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
)
from allocation.renderings import Rendering
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
        term = self.term(formula, name)
        columns = [term.num.alias(name)]
        if term.den is not None:
            columns.append(term.den.expr.alias(f"{name}#den"))
            term = evolve(term, den=evolve(term.den, expr=pl.col(f"{name}#den")))
        self.frame = self.frame.with_columns(columns)
        self.terms[name] = evolve(term, num=pl.col(name))

    def term(self, node: Expression, rule: str) -> Term:
        """A part of the formula of a rule."""
        return _TERMS(node, self, rule)

    def divide(self, node: Apportion, rule: str) -> Term:
        """The weights may share a denominator: only their proportions count."""
        weights = self.term(node.weights, rule)
        if weights.den is not None and not weights.den.national:
            raise DigitsRunOutError
        scale = terms.constant(Fraction(10**node.decimals))
        units = terms.multiply(self.term(node.pot, rule), scale)
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


def _arithmetic(node: Arithmetic, work: Compiler, rule: str) -> Term:
    return _ARITHMETIC[node.op](work.term(node.left, rule), work.term(node.right, rule))


_ARITHMETIC: Mapping[str, Callable[[Term, Term], Term]] = {
    "+": terms.add,
    "-": lambda a, b: terms.add(a, terms.negate(b)),
    "*": terms.multiply,
    "/": terms.divide,
}


def _bound(node: Bound, work: Compiler, rule: str) -> Term:
    a, b = terms.over_one(work.term(node.left, rule), work.term(node.right, rule))
    low, high = (a, b) if node.kind == "min" else (b, a)
    return terms.choose(terms.compare("<=", a, b), low, high, national=a.national and b.national)


def _where(node: Where, work: Compiler, rule: str) -> Term:
    holds, national = _holds(node.condition, work, rule)
    then, otherwise = (work.term(part, rule) for part in (node.then, node.otherwise))
    return terms.choose(holds, then, otherwise, national=national)


def _holds(node: Node, work: Compiler, rule: str) -> tuple[pl.Expr, bool]:
    """A condition, and whether it is one for the country; null where it divides by zero."""
    if isinstance(node, Condition):
        return _CONDITIONS(node, work, rule)
    term = _TERMS(node, work, rule)
    return terms.compare("!=", term, terms.constant(Fraction(0))), term.national


def _comparison(node: Comparison, work: Compiler, rule: str) -> tuple[pl.Expr, bool]:
    a, b = work.term(node.left, rule), work.term(node.right, rule)
    return terms.compare(node.op, a, b), a.national and b.national


def _several(
    node: Both | Either | Count, work: Compiler, rule: str, combine: Callable[..., pl.Expr]
) -> tuple[pl.Expr, bool]:
    held = [_holds(part, work, rule) for part in node.conditions]
    return terms.together([holds for holds, _ in held], combine), all(national for _, national in held)


def _not(node: Not, work: Compiler, rule: str) -> tuple[pl.Expr, bool]:
    holds, national = _holds(node.condition, work, rule)
    return holds.not_(), national


def _count(node: Count, work: Compiler, rule: str) -> Term:
    number, national = _several(node, work, rule, pl.sum_horizontal)
    return Term(number.cast(pl.Decimal(DIGITS, 0)), 0, None, national)


def _yes_no(node: YesNo, work: Compiler, rule: str) -> Term:
    holds, national = _holds(node.condition, work, rule)
    return terms.decided(holds, national=national)


_CONDITIONS: Rendering[tuple[pl.Expr, bool]] = Rendering(
    "polars condition",
    {
        Comparison: _comparison,
        Both: lambda node, work, rule: _several(node, work, rule, pl.all_horizontal),
        Either: lambda node, work, rule: _several(node, work, rule, pl.any_horizontal),
        Not: _not,
    },
)

_TERMS: Rendering[Term] = Rendering(
    "polars expression",
    {
        Number: lambda node, *_: terms.constant(node.value),
        Symbol: lambda node, work, _: work.terms[node.name],
        Arithmetic: _arithmetic,
        Bound: _bound,
        Where: _where,
        Total: lambda node, work, rule: terms.total(work.term(node.operand, rule)),
        Round: lambda node, work, rule: terms.round_half_away(work.term(node.operand, rule), node.decimals),
        Apportion: lambda node, work, rule: work.divide(node, rule),
        Count: _count,
        YesNo: _yes_no,
    },
)


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
