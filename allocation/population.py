"""Populations: rows of something finer than a case (households, persons, places), summed where a rule says.

A population is scanned and not loaded: of its rows only the sums go on. They are exact; below the level of
the case a quotient must be rounded to the decimals that its rule declares.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, evolve, field

from allocation.case import Case
from allocation.column import Column
from allocation.errors import RuleError
from allocation.evaluation import Run
from allocation.expressions import Expression, Node, Symbol, Total, names, parts, rebuilt
from allocation.figures import worst
from allocation.levels import COUNTRY, Levels, level_of
from allocation.rules import Rule
from allocation.scan import Population, Scan


def summed(case: Case, populations: Sequence[Population]) -> Case:
    """The case with every sum over a population as an input of its own, and no rule finer than that.

    What no row belongs to has a sum of 0. Raises RuleError for a population that is not there, a row without
    a value or of no municipality of the case, a quotient that is not rounded, and sums beyond 38 digits.
    """
    work = _Work(case, {one.level: one for one in populations})
    rules = {name: work.rule(rule) for name, rule in case.book.rules.items()}
    kept = {name: rule for name, rule in rules.items() if rule}
    levels = case.book.levels.with_names(dict.fromkeys(work.sums, case.book.levels.own))
    inputs = [name for name in case.book.inputs if not levels.finer(name)]
    read = {name for rule in kept.values() for name in (*names(rule.formula), rule.pot)}
    book = evolve(
        case.book,
        rules=kept,
        inputs=[*inputs, *work.sums],
        figures=[name for name in case.book.figures if name in read],
        levels=levels,
    )
    columns = {name: case.inputs[name] for name in inputs}
    return evolve(
        case,
        book=book,
        inputs={**columns, **work.sums},
        figures={name: case.figures[name] for name in book.figures},
        statuses={**case.statuses, **work.statuses},
    )


@define(eq=False, slots=False)
class _Work:
    """The rules of a case, one after another; `sums` are what came of the populations so far."""

    case: Case
    populations: Mapping[str, Population]
    sums: dict[str, Column] = field(factory=dict)
    statuses: dict[str, str] = field(factory=dict)
    run: Run = field(init=False)

    def __attrs_post_init__(self) -> None:
        given = {name: self.case.given[name] for name in self.case.given}
        self.run = Run(self.case.codes, given)

    @property
    def _levels(self) -> Levels:
        return self.case.book.levels

    def rule(self, rule: Rule) -> Rule | None:
        """The rule with its sums as inputs; None for one that is finer than the case."""
        if self._levels.finer(rule.name):
            return None
        made = evolve(rule, formula=self._with_sums(rule, rule.formula))
        if rule.name in self._read_below:
            self.run.add(made, national=self._levels.of(rule.name) == COUNTRY)
        return made

    @cached_property
    def _read_below(self) -> set[str]:
        """All that rules of a finer level rest on, and what is summed of them."""
        book = self.case.book
        sums = [name for name, rule in book.rules.items() if self._levels.finer(name) or _sums(rule.formula)]
        return book.reads(*sums)

    def _with_sums(self, rule: Rule, formula: Expression) -> Expression:
        def changed(node: Node) -> Node:
            if not isinstance(node, Total):
                return rebuilt(node, changed)
            below = level_of(node.operand, self._levels)
            if below in (COUNTRY, self._levels.own):
                return node
            column = Symbol(self._sum(rule, node.operand, below))
            return Total(column) if node.to == COUNTRY else column

        made = changed(formula)
        assert isinstance(made, Expression)
        return made

    def _sum(self, rule: Rule, operand: Expression, below: str) -> str:
        """The name of the sum of an operand for each row of the case."""
        what = operand.name if isinstance(operand, Symbol) else f"{rule.name}{len(self.sums)}"
        name = f"{what}[{self._levels.own}]"
        if name not in self.sums:
            if below not in self.populations:
                raise RuleError(f"rule {rule.name} reads {below}, and there is no such population")
            sums = Scan(self.case, self.run.known, self.populations[below]).sums(rule.name, operand)
            self.sums[name] = self.run.known[name] = sums
            reads = self.case.book.reads(*(n for n in names(operand) if n in self.case.book.rules))
            said = [self.case.statuses[n] for n in (*reads, *names(operand)) if n in self.case.statuses]
            self.statuses[name] = worst(said)
        return name


def _sums(node: Node) -> bool:
    return isinstance(node, Total) or any(map(_sums, parts(node)))
