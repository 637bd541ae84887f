"""Received amounts against computed ones: which differ, and what may have happened."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.numbers import round_half_away
from rules.analysis.distortions import suspects
from rules.analysis.other_values import for_all, other_values
from rules.analysis.outcome_index import SHOWN, OutcomeIndex
from rules.analysis.recomputation import Recomputation
from rules.analysis.suspicion import GUESSES, Suspicion
from rules.runs.outcome import Outcome

MANY = 10
"""With more differences than this in a stream no single value of one municipality is sought."""
MANY_SHARED = 3
"""The same, where the amounts of all municipalities hang together and are computed again for each value."""


@frozen
class Finding:
    """An amount that differs, and what may have happened, most plausible first.

    Both amounts are as printed; `received` is None where nothing is given. `sought` says whether other values
    of single inputs and figures were sought too.
    """

    code: str
    rule: str
    received: Fraction | None
    computed: Fraction
    causes: tuple[Suspicion, ...]
    sought: bool

    @property
    def off(self) -> Fraction | None:
        """How much more was received (or less), where anything is given."""
        return None if self.received is None else self.received - self.computed


@frozen
class Checked:
    """How many amounts were compared with an outcome, and every one that differs."""

    known: OutcomeIndex
    compared: int
    findings: Sequence[Finding]


def check(
    outcome: Outcome, received: Mapping[tuple[str, str], Fraction | None], others: Sequence[OutcomeIndex]
) -> Checked:
    """Compare amounts, by municipality and rule, with `outcome`; `others` is what `elsewhere` found."""
    computed = OutcomeIndex(outcome)
    rules = dict.fromkeys(rule for _, rule in received)
    findings = [finding for rule in rules for finding in _of_rule(computed, others, rule, received)]
    return Checked(computed, len(received), findings)


def _of_rule(
    index: OutcomeIndex,
    others: Sequence[OutcomeIndex],
    rule: str,
    received: Mapping[tuple[str, str], Fraction | None],
) -> Iterator[Finding]:
    """What differs in one stream."""
    computed = index.amounts[rule]
    amounts = {code: amount for (code, stream), amount in received.items() if stream == rule}
    cents = {c: round_half_away(amount, SHOWN) for c, amount in amounts.items() if amount is not None}
    causes, sought = _causes(index, others, rule, cents)
    for code in amounts:
        if cents.get(code) != computed[code]:
            yield Finding(code, rule, cents.get(code), computed[code], tuple(causes.get(code, ())), sought)


def _causes(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, received: Mapping[str, Fraction]
) -> tuple[Mapping[str, Sequence[Suspicion]], bool]:
    """The causes by municipality that differs, and whether values of single ones were sought too."""
    different = {code: value for code, value in received.items() if value != index.amounts[rule][code]}
    amount = Recomputation(index, rule)
    thorough = len(different) <= (MANY_SHARED if amount.shared else MANY)
    causes = {code: suspects(index, others, rule, code, value) for code, value in different.items()}
    open_ones = [code for code in different if not causes[code]]
    right = {code: value for code, value in received.items() if code in open_ones or code not in different}
    shared = for_all(amount, others, open_ones, right) if len(open_ones) > 1 else None
    for code, value in different.items():
        exact = any(suspect.kind not in GUESSES for suspect in causes[code])
        if shared and code in open_ones:
            causes[code] = [shared]
        elif not exact:
            all_differ = len(different) == len(received)
            causes[code] += other_values(amount, others, code, value, thorough=thorough, figures=all_differ)
            causes[code].sort(key=lambda suspect: suspect.rank)
    return causes, thorough
