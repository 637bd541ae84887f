"""The run: a case in, a result out. No clock, no files, nothing printed."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import define, field

from allocation import exact, machine, ratios, vectorised
from allocation.balance import Worlds, balance
from allocation.case import Case, Value
from allocation.column import DIGITS, Column, Quotients, of_decimals, of_fractions
from allocation.errors import RuleError
from allocation.expressions import Apportion, Symbol, names
from allocation.figures import worst
from allocation.result import Result, Tie
from allocation.rewrites import Settled, settled_names
from allocation.rulebook import Rulebook
from allocation.rules import Rule
from allocation.terms import NotCarriedError

machine.check()

FEW = 5
"""Of more municipalities than this a message names the first."""


def evaluate(case: Case) -> Result:
    """Every rule of the case for every municipality, the balance of every pot, and the ties.

    Raises RuleError where a rule divides by zero or by weights that it cannot use, and PotError
    where a pot does not close. What decimals of 38 digits do not carry is computed on fractions.
    """
    book = case.book
    if finer := [name for name in book.inputs if book.levels.finer(name)]:
        raise RuleError(f"{', '.join(finer)}: sum what is finer than the case first (population.summed)")
    run = Run(case.codes, dict(case.given))
    for rule in book.rules.values():
        run.add(rule, national=book.national(rule.name))
    pots = [rule for rule in book.rules.values() if rule.pot]
    worlds = Worlds(run.known, lambda rewrite: _rewritten(case, run.known, pots, rewrite))
    return Result(
        case=case,
        columns={name: value for name in book.rules if isinstance(value := run.known[name], Column)},
        national={name: value for name in book.rules if isinstance(value := run.known[name], Fraction)},
        statuses=_statuses(case),
        balances=tuple(balance(rule, worlds) for rule in pots),
        ties=tuple(run.ties),
        on_fractions=frozenset(run.on_fractions),
    )


def _rewritten(
    case: Case,
    actual: Mapping[str, Value],
    pots: Sequence[Rule],
    rewrite: Callable[[Rulebook, Settled], Rulebook],
) -> Mapping[str, Value]:
    """The values of the rewritten book behind the pots; what does not change is not computed again."""
    book, settled = case.book.needed(rule.name for rule in pots), settled_names(case.book)
    run = Run(case.codes, {**case.given, **{settled[name]: actual[name] for name in case.book.rules}})
    for name, rule in rewrite(book, settled).rules.items():
        same = rule.formula == case.book.rules[name].formula
        if same and all(run.known[used] is actual[used] for used in names(rule.formula)):
            run.known[name] = actual[name]
        else:
            run.add(rule, national=book.national(name))
    return run.known


@define
class Run:
    """Values, one rule after another; `known` begins with what is given."""

    codes: tuple[str, ...]
    known: dict[str, Value]
    ties: list[Tie] = field(factory=list)
    on_fractions: list[str] = field(factory=list)

    def add(self, rule: Rule, *, national: bool) -> None:
        """Compute a rule, on decimals where those carry it. Raises RuleError with its name."""
        try:
            value = self._on_decimals(rule)
        except NotCarriedError:
            self.on_fractions.append(rule.name)
            value = self._on_fractions(rule, national=national)
        if isinstance(value, Column):
            _refuse_zero_divisors(rule.name, value, self.codes)
        elif not national:
            value = of_fractions([value] * len(self.codes))
        self.known[rule.name] = value

    def _on_decimals(self, rule: Rule) -> Value:
        formula = rule.formula
        if not isinstance(formula, Apportion):
            return vectorised.value_of(formula, self.known)
        try:
            division = vectorised.division_of(formula, self.known)
        except RuleError as error:
            raise RuleError(f"regel {rule.name}: {error}") from None
        self._tie(rule.name, division.granted, division.denied)
        units = of_decimals(division.shares.cast(pl.Decimal(DIGITS, 0)))
        if not formula.decimals:
            return units
        return vectorised.value_of(Symbol("units") / 10**formula.decimals, {"units": units})

    def _on_fractions(self, rule: Rule, *, national: bool) -> Value:
        read = names(rule.formula)
        if isinstance(rule.formula, Apportion):
            return self._divided(rule, {name: exact.row(self.known[name]) for name in read})
        operand = ratios.value_of(rule.formula, {name: ratios.operand_of(self.known[name]) for name in read})
        value = ratios.decided(operand)
        if value is None:
            zero = [pair is None for pair in operand.pairs] if isinstance(operand, ratios.Row) else [True]
            raise divides_by_zero(rule.name, zero, () if national else self.codes)
        return value

    def _divided(self, rule: Rule, rows: Mapping[str, exact.Row]) -> Value:
        try:
            row = exact.value_of(rule.formula, rows)
        except RuleError as error:
            raise RuleError(f"regel {rule.name}: {error}") from None
        for granted, denied in exact.ties(rule.formula, rows):
            self._tie(rule.name, granted, denied)
        values = exact.complete(row)
        if values is None:
            raise divides_by_zero(rule.name, [v is None for v in row], self.codes)
        return of_fractions(values)

    def _tie(self, name: str, granted: Sequence[int], denied: Sequence[int]) -> None:
        if denied:
            who = (tuple(self.codes[place] for place in places) for places in (granted, denied))
            self.ties.append(Tie(name, *who))


def _refuse_zero_divisors(name: str, column: Column, codes: Sequence[str]) -> None:
    held = column.held
    if isinstance(held, Quotients):
        null = held.numerators.is_null()
        if isinstance(held.divisors, pl.Series):
            null |= held.divisors.is_null()
        if null.any():
            raise divides_by_zero(name, null.to_list(), codes)


def divides_by_zero(name: str, null: Sequence[bool], codes: Sequence[str]) -> RuleError:
    """The error that says for whom; nobody where it is one national value."""
    if not codes:
        return RuleError(f"regel {name} deelt door nul")
    wrong = null if len(null) == len(codes) else list(null) * len(codes)
    who = [code for code, zero in zip(codes, wrong, strict=True) if zero]
    some = ", ".join(who) if len(who) <= FEW else f"{', '.join(who[:FEW])} en nog {len(who) - FEW}"
    hint = "; zijn alle gewichten 0?" if len(who) == len(codes) > 1 else ""
    return RuleError(f"regel {name} deelt door nul voor {some}{hint}")


def _statuses(case: Case) -> dict[str, str]:
    """Each rule is as sure as the least sure of what it rests on."""
    return {
        name: worst(case.statuses[used] for used in case.book.reads(name) if used in case.statuses)
        for name in case.book.rules
    }
