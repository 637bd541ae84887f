"""Expressions: what the formula of a rule is made of.

A rule is an ordinary function, called once with symbols; what it returns is a small tree of the frozen
nodes below. A node is one class: its operands are those of its fields that are nodes, or tuples of them, and
`parts`, `rebuilt` and all that walks a tree follow from that. What reads the law (polars, Fractions, an
explanation, a spreadsheet) has a table from node to function (`allocation.renderings`).
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NoReturn, TypeVar

from attrs import Attribute, field, fields, frozen

from allocation.errors import RuleError
from allocation.lags import lagged
from allocation.logistic import DECIMALS


class Node:
    """A part of a formula: a quantity or a condition."""

    __slots__ = ()


class Expression(Node):
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
        return Comparison(">", self, expression(other))

    def __ge__(self, other: object) -> "Comparison":
        return Comparison(">=", self, expression(other))

    def __bool__(self) -> bool:
        raise RuleError(
            "a rule is called once, with symbols, so Python's `if`, `and`, `not`, `min`, `max` and "
            "`a < b < c` cannot look at a value; use where(condition, then, otherwise), both(), either(), "
            "not_(), minimum() or maximum()"
        )


def _no_number(*_: object) -> NoReturn:
    raise RuleError(
        "a condition is no number, to compare or to calculate with: write where(condition, 1, 0), "
        "or both(), either() and not_() for conditions together"
    )


class Condition(Node):
    """What holds or does not: for each municipality, or for the whole country. Its value is 1 or 0."""

    __slots__ = ()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _no_number
    __neg__ = __lt__ = __le__ = __gt__ = __ge__ = __and__ = __or__ = __invert__ = _no_number

    def __bool__(self) -> bool:
        return Expression.__bool__(self)  # type: ignore[arg-type]


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

    condition: Condition
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
    """The sum over all rows, or over those of each row of a coarser level (`to`)."""

    operand: Expression
    to: str = ""


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


def _of_a_float(_: object, attribute: "Attribute[int]", value: int) -> None:
    if value > DECIMALS:
        raise RuleError(f"logistic() to {value} {attribute.name}; a float carries {DECIMALS} with certainty")


@frozen(order=False)
class Logistic(Expression):
    """1 / (1 + exp(-x)), rounded to a number of decimals: without those it is no number that is exact."""

    operand: Expression
    decimals: int = field(validator=[not_negative, _of_a_float])


@frozen(order=False)
class Apportion(Expression):
    """A pot over weights by largest remainders, in units of `decimals` decimals."""

    pot: Expression
    weights: Expression
    decimals: int = field(validator=not_negative)


@frozen(order=False)
class Count(Expression):
    """How many of some conditions hold."""

    conditions: tuple[Condition, ...]


@frozen(order=False)
class YesNo(Expression):
    """A condition as the outcome of a rule: 1 where it holds, 0 where it does not."""

    condition: Condition


@frozen(order=False)
class Comparison(Condition):
    """Two quantities compared."""

    op: Literal["<", "<=", "==", "!=", ">=", ">"]
    left: Expression
    right: Expression


@frozen(order=False)
class Both(Condition):
    """All of some conditions hold. One that divides by zero makes it undecided, whatever the others are."""

    conditions: tuple[Condition, ...]


@frozen(order=False)
class Either(Condition):
    """At least one of some conditions holds. One that divides by zero makes it undecided."""

    conditions: tuple[Condition, ...]


@frozen(order=False)
class Not(Condition):
    """A condition does not hold."""

    condition: Condition


@frozen(order=False)
class IsYes(Condition):
    """What a rule or an input that is itself yes or no says."""

    symbol: Symbol


def expression(value: object) -> Expression:
    """`value` as an expression. Floats are refused: they are not exact."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, Condition):
        _no_number()
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Number(Fraction(value))
    raise RuleError(
        f"{value!r} cannot stand in a formula: write a whole number, Decimal('0.5') or "
        "Fraction(1, 2), or better, make it a figure with a source"
    )


def condition(value: object) -> Condition:
    """`value` as a condition: a comparison, conditions together, or the name of what is yes or no."""
    if isinstance(value, Condition):
        return value
    if isinstance(value, Symbol):
        return IsYes(value)
    raise RuleError(
        f"a condition is a comparison (a < b, a >= b, equals(a, b), differs(a, b)), both(), either() or "
        f"not_() of such, or what is itself yes or no, not {value!r}; note that `a == b` compares the "
        "formulas, not their values"
    )


def where(holds: object, then: object, otherwise: object) -> Where:
    """`then` where the condition holds, else `otherwise`."""
    return Where(condition(holds), expression(then), expression(otherwise))


def both(*conditions: object) -> Both:
    """The condition that all of two or more conditions hold."""
    return Both(_several("both", conditions))


def either(*conditions: object) -> Either:
    """The condition that at least one of two or more conditions holds."""
    return Either(_several("either", conditions))


def count(*conditions: object) -> Count:
    """How many of two or more conditions hold."""
    return Count(_several("count", conditions))


def not_(holds: object) -> Not:
    """The condition that another does not hold."""
    return Not(condition(holds))


def _several(what: str, conditions: tuple[object, ...]) -> tuple[Condition, ...]:
    if len(conditions) < 2:
        raise RuleError(f"{what}() takes two or more conditions, not {len(conditions)}")
    return tuple(map(condition, conditions))


def equals(left: object, right: object) -> Comparison:
    """The condition that two quantities are equal."""
    return Comparison("==", expression(left), expression(right))


def differs(left: object, right: object) -> Comparison:
    """The condition that two quantities are not equal."""
    return Comparison("!=", expression(left), expression(right))


def minimum(left: object, right: object) -> Bound:
    """The smaller of two quantities."""
    return Bound("min", expression(left), expression(right))


def maximum(left: object, right: object) -> Bound:
    """The larger of two quantities."""
    return Bound("max", expression(left), expression(right))


def clamp(value: object, floor: object, ceiling: object) -> Bound:
    """`value`, but not below `floor` nor above `ceiling` (the floor wins where they cross)."""
    return maximum(floor, minimum(value, ceiling))


def total(operand: object, to: str = "") -> Total:
    """The sum of `operand` over all municipalities, or for each row of `to` of what is finer."""
    return Total(expression(operand), to)


def lag(what: object, years: int) -> Symbol:
    """What a rule, an input or a figure was so many years before, of this law as it then was.

    Where it is given for that year that counts; else it is computed by the rule that then held, on the
    municipalities of today.
    """
    if not isinstance(what, Symbol):
        raise RuleError("lag() takes a rule, an input or a figure itself; make a rule of any other formula")
    if type(years) is not int or years < 1:
        raise RuleError(f"lag() of {years!r} years; it takes a whole number of years, one or more")
    return Symbol(lagged(what.name, years))


def rounded(operand: object, decimals: int) -> Round:
    """`operand` rounded half away from zero, inside a formula."""
    return Round(expression(operand), decimals)


def logistic(operand: object, decimals: int = DECIMALS) -> Logistic:
    """1 / (1 + exp(-x)) of a bare number x: a chance, to so many decimals (at most nine), half up."""
    return Logistic(expression(operand), decimals)


def apportion(pot: object, weights: object, decimals: int = 0) -> Apportion:
    """`pot` divided in proportion to `weights`, in whole units, to the last unit.

    Each municipality gets its quota rounded down to `decimals` decimals; the units left go to
    the largest remainders. Equal remainders: the first municipality by code; a tie is reported.
    """
    return Apportion(expression(pot), expression(weights), decimals)


Tree = TypeVar("Tree", bound=Node)
_FIELDS: dict[type[Node], tuple[str, ...]] = {}
"""The names of the fields of each node, looked up once."""


def _fields(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(each.name for each in fields(kind))  # type: ignore[arg-type]
    return _FIELDS[kind]


def parts(node: Node) -> tuple[Node, ...]:
    """The direct operands of a node."""
    operands: list[Node] = []
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            operands.append(value)
        elif isinstance(value, tuple):
            operands += value
    return tuple(operands)


def rebuilt(node: Tree, change: Callable[[Any], Any]) -> Tree:
    """The same node with every direct operand changed: each into another of its sort."""

    def changed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(change, value))
        return change(value) if isinstance(value, Node) else value

    return type(node)(*(changed(getattr(node, name)) for name in _fields(type(node))))


def names(node: Node) -> list[str]:
    """The symbols a formula reads, in order of first appearance."""
    if isinstance(node, Symbol):
        return [node.name]
    return list(dict.fromkeys(name for part in parts(node) for name in names(part)))


def of_all(node: Node) -> bool:
    """Whether an expression looks at more than one municipality itself (not through what it reads)."""
    return isinstance(node, (Total, Apportion)) or any(map(of_all, parts(node)))
