"""Expressions: what the formula of a rule is made of.

A rule is an ordinary function, called once with symbols; what it returns is a small tree of
the frozen nodes below. The tree is rendered by `vectorised` (polars), by `exact` (Fractions),
and by whatever else needs to read the law: an explanation, a spreadsheet formula.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import Attribute, field, frozen

from allocation.errors import RuleError


class Expression:
    """A quantity: one number per municipality, or one for the whole country."""

    __slots__ = ()

    def __add__(self, other: object) -> "Arithmetic":
        return Arithmetic("+", self, expression(other))

    def __radd__(self, other: object) -> "Arithmetic":
        return Arithmetic("+", expression(other), self)

    def __sub__(self, other: object) -> "Arithmetic":
        return Arithmetic("-", self, expression(other))

    def __rsub__(self, other: object) -> "Arithmetic":
        return Arithmetic("-", expression(other), self)

    def __mul__(self, other: object) -> "Arithmetic":
        return Arithmetic("*", self, expression(other))

    def __rmul__(self, other: object) -> "Arithmetic":
        return Arithmetic("*", expression(other), self)

    def __truediv__(self, other: object) -> "Arithmetic":
        return Arithmetic("/", self, expression(other))

    def __rtruediv__(self, other: object) -> "Arithmetic":
        return Arithmetic("/", expression(other), self)

    def __neg__(self) -> "Arithmetic":
        return Arithmetic("-", Number(Fraction(0)), self)

    def __lt__(self, other: object) -> "Comparison":
        return Comparison("<", self, expression(other))

    def __le__(self, other: object) -> "Comparison":
        return Comparison("<=", self, expression(other))

    def __gt__(self, other: object) -> "Comparison":
        return Comparison("<", expression(other), self)

    def __ge__(self, other: object) -> "Comparison":
        return Comparison("<=", expression(other), self)

    def __bool__(self) -> bool:
        raise RuleError(
            "a rule is called once, with symbols, so Python's `if`, `and`, `min` and `max` cannot "
            "look at a value; use where(condition, then, otherwise), minimum() or maximum()"
        )


@frozen(order=False)
class Number(Expression):
    """A constant, exact."""

    value: Fraction


@frozen(order=False)
class Symbol(Expression):
    """A rule, an input or a figure, by name."""

    name: str


@frozen(order=False)
class Arithmetic(Expression):
    """Sum, difference, product or quotient."""

    op: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@frozen(order=False)
class Where(Expression):
    """`then` where the condition holds, else `otherwise`."""

    condition: "Comparison"
    then: Expression
    otherwise: Expression


@frozen(order=False)
class Bound(Expression):
    """The larger ("max", a floor) or smaller ("min", a ceiling) of two quantities."""

    kind: Literal["min", "max"]
    left: Expression
    right: Expression


@frozen(order=False)
class Total(Expression):
    """The sum over all municipalities."""

    operand: Expression


def not_negative(_: object, attribute: "Attribute[int]", value: int) -> None:
    """A number of decimals is 0 or more."""
    if value < 0:
        raise RuleError(
            f"{attribute.name}={value}: round to whole units or decimals, not to tens or thousands"
        )


@frozen(order=False)
class Round(Expression):
    """Rounded half away from zero (as Excel's ROUND) to a number of decimals."""

    operand: Expression
    decimals: int = field(validator=not_negative)


@frozen(order=False)
class Apportion(Expression):
    """A pot over weights by largest remainders, in units of `decimals` decimals."""

    pot: Expression
    weights: Expression
    decimals: int = field(validator=not_negative)


@frozen(order=False)
class Comparison:
    """A condition: only `where` can read it."""

    op: Literal["<", "<=", "=="]
    left: Expression = field()
    right: Expression = field()

    def __bool__(self) -> bool:
        return Expression.__bool__(self)  # type: ignore[arg-type]


def expression(value: object) -> Expression:
    """`value` as an expression. Floats are refused: they are not exact."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Number(Fraction(value))
    raise RuleError(
        f"{value!r} cannot stand in a formula: write a whole number, Decimal('0.5') or "
        "Fraction(1, 2), or better, make it a figure with a source"
    )


def where(condition: object, then: object, otherwise: object) -> Where:
    """`then` where `condition` holds, else `otherwise`."""
    if not isinstance(condition, Comparison):
        raise RuleError(
            f"where() takes a comparison (a < b, a >= b, equals(a, b)), not {condition!r}; "
            "note that `a == b` compares the formulas, not their values"
        )
    return Where(condition, expression(then), expression(otherwise))


def equals(left: object, right: object) -> Comparison:
    """The condition that two quantities are equal."""
    return Comparison("==", expression(left), expression(right))


def minimum(left: object, right: object) -> Bound:
    """The smaller of two quantities."""
    return Bound("min", expression(left), expression(right))


def maximum(left: object, right: object) -> Bound:
    """The larger of two quantities."""
    return Bound("max", expression(left), expression(right))


def clamp(value: object, floor: object, ceiling: object) -> Bound:
    """`value`, but not below `floor` nor above `ceiling` (the floor wins where they cross)."""
    return maximum(floor, minimum(value, ceiling))


def total(operand: object) -> Total:
    """The sum of `operand` over all municipalities."""
    return Total(expression(operand))


def rounded(operand: object, decimals: int) -> Round:
    """`operand` rounded half away from zero, inside a formula."""
    return Round(expression(operand), decimals)


def apportion(pot: object, weights: object, decimals: int = 0) -> Apportion:
    """`pot` divided in proportion to `weights`, in whole units, to the last unit.

    Each municipality gets its quota rounded down to `decimals` decimals; the units left go to
    the largest remainders. Equal remainders: the first municipality by code; a tie is reported.
    """
    return Apportion(expression(pot), expression(weights), decimals)


def parts(node: Expression | Comparison) -> tuple[Expression | Comparison, ...]:
    """The direct operands of a node."""
    match node:
        case Arithmetic(_, left, right) | Bound(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Where(condition, then, otherwise):
            return (condition, then, otherwise)
        case Total(operand) | Round(operand, _):
            return (operand,)
        case Apportion(pot, weights, _):
            return (pot, weights)
        case _:
            return ()


def names(node: Expression | Comparison) -> list[str]:
    """The symbols a formula reads, in order of first appearance."""
    if isinstance(node, Symbol):
        return [node.name]
    return list(dict.fromkeys(name for part in parts(node) for name in names(part)))


def of_all(node: Expression | Comparison) -> bool:
    """Whether an expression looks at more than one municipality itself (not through what it reads)."""
    return isinstance(node, (Total, Apportion)) or any(map(of_all, parts(node)))


def rebuilt(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The same node with every direct operand changed."""
    match node:
        case Arithmetic(op, left, right):
            return Arithmetic(op, change(left), change(right))
        case Bound(kind, left, right):
            return Bound(kind, change(left), change(right))
        case Where(Comparison(op, left, right), then, otherwise):
            return Where(Comparison(op, change(left), change(right)), change(then), change(otherwise))
        case Total(operand):
            return Total(change(operand))
        case Round(operand, decimals):
            return Round(change(operand), decimals)
        case Apportion(pot, weights, decimals):
            return Apportion(change(pot), change(weights), decimals)
        case _:
            return node
