"""A change per part of an amount: of a sum of products (volume, amount per unit, factor) what each cause did.

The amount without rounding is a sum; a cause does to the whole what it does to its parts together, since the
average over all orders of causes (`allocation.attribution`) is that of each part, added up. So a table of
parts by cause adds up exactly both ways.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

from attrs import evolve, frozen

from allocation import rules as law_rules
from allocation.attribution import attribute
from allocation.evaluation import evaluate
from allocation.expressions import Arithmetic, Expression, Number, Symbol, names
from allocation.rewrites import unrounded
from allocation.rulebook import Rulebook, rulebook
from rules.analysis.compare import PublicationComparison, cause_of
from rules.analysis.differences import Cause, Change, Difference, in_cents
from rules.runs.outcome import Outcome

Terms = Mapping[str, Expression]
"""By what differs between municipalities (an input, or a rule) what the amount has of it."""


@frozen(eq=False)
class Part:
    """A part of an amount: what differs between municipalities in it, and by place what each cause did to it.

    `factors` are the figures that it is multiplied with; nothing for a part that is a rule of its own.
    """

    name: str
    factors: Sequence[str]
    effects: Mapping[str, Sequence[Fraction]]


@frozen
class Addition:
    """What each of the `causes` did to each part, in cents: `rows` by part, and `together` below them.

    Each row ends with its sum. All adds up both ways, to what is shown of each cause.
    """

    causes: Sequence[str]
    rows: Sequence[Sequence[Fraction]]
    together: Sequence[Fraction]


def addition(parts: Sequence[Part], change: Change, place: int) -> Addition:
    """The change of one municipality per part; what rounding to cents leaves goes to the last part."""
    causes = list(dict.fromkeys(cause for part in parts for cause in part.effects))
    shown, columns = change.in_cents(), []
    for cause in causes:
        of = {part.name: part.effects[cause][place] for part in parts if cause in part.effects}
        cents = in_cents(of, shown[cause])
        columns.append([cents.get(part.name, Fraction(0)) for part in parts])
    rows = [[*row, sum(row, Fraction(0))] for row in zip(*columns, strict=True)]
    together = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
    return Addition(causes, rows, together)


def parts_of(comparison: PublicationComparison, d: Difference) -> list[Part]:
    """The parts of an amount that both publications have in the same way; nothing where it is no such sum.

    Nor where each municipality has divisors of its own, which takes far too long.
    """
    outcomes = comparison.on_new, comparison.after
    if any(outcome.result.on_fractions for outcome in outcomes):
        return []
    old, new = (_terms(outcome, d.rule) for outcome in outcomes)
    if old != new or len(new) < 2:
        return []
    before, after = (_with(outcome, new) for outcome in outcomes)
    group = partial(cause_of, comparison.after)
    found = [
        _part(name, attribute(before.result, after.result, _rule_of(name), group).parts, new) for name in new
    ]
    moved = [part for part in found if part.effects]
    return moved if _add_up(moved, d) else []


def _part(name: str, effects: Mapping[str, Sequence[Fraction]], terms: Terms) -> Part:
    factors = [factor for factor in names(terms[name]) if factor != name]
    rounded = (cause for cause in effects if cause != Cause.ROUNDING)  # of the whole, not of a part
    return Part(name, factors, {cause: effects[cause] for cause in rounded if any(effects[cause])})


def _add_up(parts: Sequence[Part], d: Difference) -> bool:
    """Whether of each cause that some part has the parts are the whole, of every municipality."""
    for cause in {cause for part in parts for cause in part.effects}:
        rows = [part.effects[cause] for part in parts if cause in part.effects]
        if [sum(values) for values in zip(*rows, strict=True)] != d.effects.parts.get(cause):
            return False
    return True


def _rule_of(name: str) -> str:
    return f"{name}_deel_van_het_bedrag"


def _with(outcome: Outcome, terms: Terms) -> Outcome:
    """The outcome with a rule for each part."""
    prepared = outcome.prepared
    old, rule = prepared.case.book, next(iter(prepared.case.book.rules.values()))
    parts = [_as_rule(rule, name, formula) for name, formula in terms.items()]
    book = rulebook([*old.rules.values(), *parts], old.inputs, old.figures, old.year, levels=old.levels)
    case = evolve(prepared.case, book=book)
    return Outcome(evolve(prepared, case=case), evaluate(case))


def _as_rule(like: law_rules.Rule, name: str, formula: Expression) -> law_rules.Rule:
    called = _rule_of(name)
    return evolve(like, name=called, label=called, short=called, formula=formula, rounding=None, pot=None)


def _terms(outcome: Outcome, amount: str) -> Terms:
    """The parts of an amount without rounding; nothing where one of them has no or more municipal values."""
    book = unrounded(outcome.prepared.case.book.needed([amount]))
    terms: dict[str, Expression] = {}
    for addend in _addends(book, book.rules[amount].formula):
        own = sorted(name for name in names(addend) if not book.national(name))
        if len(own) != 1:
            return {}
        terms[own[0]] = terms[own[0]] + addend if own[0] in terms else addend
    return terms


def _addends(book: Rulebook, node: Expression) -> list[Expression]:
    """What is added up in a formula, with the rules in it written out as far as they add and multiply."""
    match node:
        case Arithmetic("+", left, right):
            return [*_addends(book, left), *_addends(book, right)]
        case Arithmetic("-", left, right):
            return [*_addends(book, left), *(Number(Fraction(-1)) * one for one in _addends(book, right))]
        case Arithmetic("*", left, right):
            pairs = product(_addends(book, left), _addends(book, right))
            return [one * other for one, other in pairs]
        case Symbol(name) if name in book.rules and not book.national(name):
            formula = book.rules[name].formula
            sums = isinstance(formula, Arithmetic) and formula.op != "/"
            return _addends(book, formula) if sums else [node]
        case _:
            return [node]
