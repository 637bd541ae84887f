"""Rules: one legal formula with its unit, source and validity."""

import inspect
from collections.abc import Callable, Sequence

from attrs import evolve, field, frozen

from allocation.errors import RuleError
from allocation.expressions import (
    Condition,
    Expression,
    Node,
    Round,
    Symbol,
    YesNo,
    expression,
    not_negative,
    rebuilt,
)
from allocation.lags import earlier_label, earlier_text, lagged, unlagged
from allocation.units import YES_NO, Unit


@frozen
class Rounding:
    """A rounding that a rule declares: half away from zero, to `decimals`, on this ground."""

    decimals: int = field(validator=not_negative)
    ground: str


def _earlier(formula: Expression, years: int) -> Expression:
    """The formula with all that it reads of so many years before."""

    def shifted(node: Node) -> Node:
        return Symbol(lagged(node.name, years)) if isinstance(node, Symbol) else rebuilt(node, shifted)

    return Symbol(lagged(formula.name, years)) if isinstance(formula, Symbol) else rebuilt(formula, shifted)


@frozen
class Rule:
    """One version of one rule.

    `formula` includes the declared rounding. `valid_to` None means: still in force. `pot` names
    the figure or national rule that the amounts of all municipalities together divide. `keeps` says why what
    each gets of it is no share by weight (in a transition one keeps of what one had); "" where it is.
    """

    name: str
    label: str
    short: str
    unit: Unit = field(converter=Unit)
    source: str
    valid_from: int
    valid_to: int | None
    formula: Expression
    rounding: Rounding | None
    pot: str | None
    doc: str
    module: str
    function: str
    keeps: str = ""

    def valid_in(self, year: int) -> bool:
        """Whether this version governs `year`."""
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)

    def earlier(self, years: int) -> "Rule":
        """The rule as it gives what was so many years before; to be called of the version that then held."""
        return evolve(
            self,
            name=lagged(self.name, years),
            label=earlier_label(self.label, years),
            short=earlier_label(self.short, years),
            formula=_earlier(self.formula, years),
            pot=lagged(self.pot, years) if self.pot else None,
            doc=earlier_text(self.doc, years),
            valid_from=self.valid_from + years,
            valid_to=self.valid_to and self.valid_to + years,
        )

    @property
    def validity(self) -> str:
        """The years governed, in words."""
        if self.valid_to is None:
            return f"from {self.valid_from}"
        return f"{self.valid_from} to {self.valid_to}"


def rule(
    *,
    label: str,
    unit: str,
    source: str,
    valid_from: int,
    valid_to: int | None = None,
    rounds: Rounding | None = None,
    pot: str | None = None,
    name: str | None = None,
    short: str = "",
    reads: Sequence[str] | None = None,
    keeps: str = "",
) -> Callable[[Callable[..., object]], Rule]:
    """Make a rule of a function whose arguments are named after what it reads.

    The function is called once, here, with symbols. What it returns is a quantity, or in a rule whose unit is
    "ja of nee" a condition. Two versions of a rule are two functions with one public `name` (`versions`
    makes them). `short` is the label where there is little room. `reads` names the
    arguments of a function that takes any number of them. `keeps` says why what is handed out of a pot is no
    share by weight. Raises RuleError when the formula looks at a
    value, holds a float, or does not return what its unit asks.
    """

    def make(function: Callable[..., object]) -> Rule:
        where = f"rule {name or function.__name__} ({function.__module__})"
        if name and unlagged(name)[1]:
            raise RuleError(f"{where}: a name that ends so is that of an earlier year (lag)")
        if valid_to is not None and valid_to < valid_from:
            raise RuleError(f"{where}: valid from {valid_from} to {valid_to} is no period")
        arguments = reads or list(inspect.signature(function).parameters)
        return Rule(
            name=name or function.__name__,
            label=label,
            short=short or label,
            unit=unit,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
            formula=_formula(function, arguments, unit, rounds, where),
            rounding=rounds,
            pot=pot,
            doc=inspect.getdoc(function) or "",
            module=function.__module__,
            function=function.__name__,
            keeps=keeps,
        )

    return make


_MADE_OF = (
    "+ - * /, comparisons, both(), either(), not_(), count(), where(), minimum(), maximum(), total(), "
    "rounded(), logistic(), apportion(), lag()"
)


def _formula(
    function: Callable[..., object], arguments: Sequence[str], unit: str, rounds: Rounding | None, where: str
) -> Expression:
    """The formula of a function, called with symbols. Raises RuleError that begins with `where`."""
    try:
        return _outcome(function(*map(Symbol, arguments)), Unit(unit), rounds)
    except RuleError as error:
        raise RuleError(f"{where}: {error}") from None
    except (TypeError, ValueError, AttributeError, NameError, ArithmeticError) as error:
        what = f"{type(error).__name__}: {error}"
        raise RuleError(f"{where}: {what}; a formula is made of {_MADE_OF}") from None


def _outcome(value: object, unit: Unit, rounds: Rounding | None) -> Expression:
    """What a function returned, as the formula of its rule: rounded, or a condition as 1 or 0."""
    if isinstance(value, Condition):
        if not unit.is_yes_no:
            raise RuleError(f"it returns a condition, and its unit is {unit}; a condition is {YES_NO!r}")
        if rounds:
            raise RuleError("a condition is not rounded")
        return YesNo(value)
    formula = expression(value)
    return Round(formula, rounds.decimals) if rounds else formula


Version = Callable[..., Callable[[Callable[..., object]], Rule]]
"""Makes a rule of the function of a version: see `versions`."""


def versions(
    name: str,
    *,
    label: str,
    unit: str,
    source: str = "",
    rounds: Rounding | None = None,
    pot: str | None = None,
    short: str = "",
) -> Version:
    """What the versions of a rule share, said once.

    What it returns decorates the function of each version: `@it(2017, 2018, source="...")`, with the
    first and the last year that it governs (none: it is in force). `source` is that of a version
    which names none.
    """
    shared_source = source

    def version(
        valid_from: int,
        valid_to: int | None = None,
        *,
        source: str = shared_source,
        reads: Sequence[str] | None = None,
    ) -> Callable[[Callable[..., object]], Rule]:
        return rule(
            name=name,
            label=label,
            unit=unit,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
            rounds=rounds,
            pot=pot,
            short=short,
            reads=reads,
        )

    return version
