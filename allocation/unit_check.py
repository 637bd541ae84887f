"""Whether the formulas of rules agree with the units that rules, inputs and figures declare.

What is added, subtracted, compared, bounded or chosen between is of one unit; products and quotients combine
units. Zero goes with every unit. Another constant goes with counts (12 months, 1 place) and bare numbers, not
with money: an amount of money is a figure with a source.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from allocation.errors import RuleError
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    IsYes,
    Logistic,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
    names,
)
from allocation.lags import unlagged
from allocation.renderings import Rendering
from allocation.rules import Rule
from allocation.units import MONEY, YES_NO, Powers, Unit, in_words, multiplied


@frozen
class Measure:
    """What a part of a formula counts: `free` goes with every unit, `constant` with all but money."""

    powers: Powers
    free: bool = False
    constant: bool = False


FREE, CONSTANT, YES = Measure({}, free=True), Measure({}, constant=True), Measure(Unit(YES_NO).powers)


@frozen
class _Work:
    """The rule whose formula is read, and the unit of every name that has one."""

    rule: str
    units: Mapping[str, Unit]

    def words(self, measure: Measure) -> str:
        """The unit of a part of the formula, to a reader."""
        return in_words(measure.powers, self.units.values()) if measure.powers else "a bare number"

    def alike(self, one: Node, other: Node, *measures: Measure) -> Measure:
        """The unit of two parts that must have the same; `measures` are those of both."""
        a, b = measures
        if (both := _together(a, b)) is None:
            raise RuleError(
                f"rule {self.rule}: {_called(one)} is in {self.words(a)} and {_called(other)} in "
                f"{self.words(b)}; what is added, compared or chosen between must have one unit"
            )
        return both

    def number(self, node: Node) -> Measure:
        """The unit of a part to calculate with."""
        measure = _MEASURES(node, self)
        if measure == YES:
            raise RuleError(
                f"rule {self.rule}: {_called(node)} is yes or no, and no number to calculate with; write "
                f"where({_called(node)}, 1, 0)"
            )
        return measure

    def holds(self, node: Node) -> Measure:
        """What must be yes or no."""
        measure = _MEASURES(node, self)
        if measure != YES and not measure.free:
            raise RuleError(
                f"rule {self.rule}: {_called(node)} is no condition but a number (in {self.words(measure)}); "
                f"compare it, as in {_called(node)} > 0"
            )
        return YES


def _together(a: Measure, b: Measure) -> Measure | None:
    """The unit of two values side by side, if they can be."""
    if a.free or b.free:
        return b if a.free else a
    if b.constant:
        a, b = b, a
    if a.constant:
        return None if b == YES or MONEY in b.powers else b
    return a if a == b else None


def _called(node: Node) -> str:
    match node:
        case Symbol(name):
            return name
        case Number(value):
            return str(value)
        case _:
            return f"what is made of {', '.join(names(node)) or 'constants'}"


def _symbol(node: Symbol, work: _Work) -> Measure:
    unit = work.units.get(unlagged(node.name)[0])
    return Measure(unit.powers) if unit is not None else FREE


def _arithmetic(node: Arithmetic, work: _Work) -> Measure:
    left, right = work.number(node.left), work.number(node.right)
    if node.op in "+-":
        return work.alike(node.left, node.right, left, right)
    if left.free or right.free:
        return FREE
    powers = multiplied(left.powers, right.powers, 1 if node.op == "*" else -1)
    return Measure(powers, constant=left.constant and right.constant)


def _numbers_alike(node: Bound | Comparison, work: _Work) -> Measure:
    return work.alike(node.left, node.right, work.number(node.left), work.number(node.right))


def _comparison(node: Comparison, work: _Work) -> Measure:
    _numbers_alike(node, work)
    return YES


def _where(node: Where, work: _Work) -> Measure:
    _MEASURES(node.condition, work)
    then, otherwise = _MEASURES(node.then, work), _MEASURES(node.otherwise, work)
    return work.alike(node.then, node.otherwise, then, otherwise)


def _several(node: Both | Either | Count, work: _Work) -> Measure:
    for part in node.conditions:
        _MEASURES(part, work)
    return CONSTANT if isinstance(node, Count) else YES


def _logistic(node: Logistic, work: _Work) -> Measure:
    measure = work.number(node.operand)
    if measure.powers:
        raise RuleError(
            f"rule {work.rule}: {_called(node.operand)} is in {work.words(measure)}; logistic() takes a bare "
            "number"
        )
    return Measure({})


def _apportion(node: Apportion, work: _Work) -> Measure:
    work.number(node.weights)
    return work.number(node.pot)


_MEASURES: Rendering[Measure] = Rendering(
    "unit",
    {
        Number: lambda node, _: CONSTANT if node.value else FREE,
        Symbol: _symbol,
        Arithmetic: _arithmetic,
        Bound: _numbers_alike,
        Comparison: _comparison,
        **dict.fromkeys((Both, Either, Count), _several),
        **dict.fromkeys((Not, YesNo), lambda node, work: _MEASURES(node.condition, work)),
        IsYes: lambda node, work: work.holds(node.symbol),
        Where: _where,
        **dict.fromkeys((Total, Round), lambda node, work: work.number(node.operand)),
        Logistic: _logistic,
        Apportion: _apportion,
    },
)


def check_units(rules: Iterable[Rule], units: Mapping[str, Unit]) -> None:
    """Refuse a formula in which units do not go together, or that does not give the unit of its rule.

    `units` has those of every rule, input and figure; what has none goes with everything. Raises
    RuleError, which names the rule, both parts and their units.
    """
    for rule in rules:
        work = _Work(rule.name, units)
        measure = _MEASURES(rule.formula, work)
        if _together(measure, Measure(rule.unit.powers)) is None:
            raise RuleError(
                f"rule {rule.name} ({rule.module}.{rule.function}) is declared in {rule.unit}, and its "
                f"formula gives {work.words(measure)}"
            )
        if rule.pot and rule.pot in units and units[rule.pot].powers != rule.unit.powers:
            raise RuleError(
                f"rule {rule.name} is in {rule.unit}, and the pot {rule.pot} that it divides is in "
                f"{units[rule.pot]}"
            )
