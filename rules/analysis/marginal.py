"""What one unit more of an input does: to the municipality itself and to all others, exactly.

So much does an error in that cell cost, and so much does one more person, place or euro bring in. Roundings
are taken out of the formulas first: what a unit elsewhere does to one municipality is far less than a euro.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from allocation.case import Case
from allocation.evaluation import evaluate
from allocation.result import Result
from allocation.rewrites import unrounded
from rules.runs.outcome import Outcome


@frozen
class Effect:
    """What becomes of an amount: of the municipality itself, of all others together, of who is hit most."""

    rule: str
    own: Fraction
    others: Fraction
    most: tuple[str, Fraction]

    @property
    def country(self) -> Fraction:
        """What the country pays more."""
        return self.own + self.others


@frozen
class Marginal:
    """The effects of another value of one input of one municipality."""

    name: str
    was: Fraction
    becomes: Fraction
    effects: Sequence[Effect]


def marginals(
    outcome: Outcome, code: str, by: Fraction = Fraction(1), names: Sequence[str] = ()
) -> Iterator[Marginal]:
    """Of every input (or `names`) of a municipality what `by` more does; not of one that does nothing.

    An input that is yes or no becomes the other; a share grows by `by` as far as it can. Raises RuleError for
    a name that is no input, and where the other value cannot be computed with.
    """
    case = _unrounded(outcome.prepared.case)
    before = evaluate(case)
    place = case.codes.index(code)
    for name in names or case.inputs:
        was = case.inputs[name].exact[place] if name in case.inputs else Fraction(0)
        becomes = _other(outcome, name, was, by)
        after = evaluate(case.with_values(inputs={name: {code: becomes}}))
        effects = list(_effects(outcome.prepared.year.amounts, before, after, place))
        if names or any(effect.own or effect.others for effect in effects):
            yield Marginal(name, was, becomes, effects)


def _unrounded(case: Case) -> Case:
    return evolve(case, book=unrounded(case.book))


def _other(outcome: Outcome, name: str, was: Fraction, by: Fraction) -> Fraction:
    spec = outcome.prepared.library.inputs.get(name)
    if spec and spec.unit.is_yes_no:
        return 1 - was
    most = spec.bounds.most if spec else None
    return max(Fraction(0), was + by if most is None else min(most, was + by))


def _effects(amounts: Sequence[str], before: Result, after: Result, place: int) -> Iterator[Effect]:
    codes = before.case.codes
    for rule in amounts:
        moved = [b - a for a, b in zip(before.exact(rule), after.exact(rule), strict=True)]
        others = [(codes[n], value) for n, value in enumerate(moved) if n != place]
        most = max(others, key=lambda one: abs(one[1]), default=("", Fraction(0)))
        yield Effect(rule, moved[place], sum((value for _, value in others), Fraction(0)), most)
