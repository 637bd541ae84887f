"""Received amounts against computed ones: which differ, and what may have happened."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.numbers import round_half_away
from rules.analysis.distortions import Suspicion, suspects
from rules.analysis.other_values import for_all, other_values
from rules.analysis.outcome_index import SHOWN, OutcomeIndex
from rules.analysis.recomputation import Recomputation
from rules.runs.outcome import Outcome

MANY = 10
"""With more differences than this in a stream no single value of one municipality is sought."""
MANY_SHARED = 3
"""The same, where the amounts of all municipalities hang together and are computed again for each value."""
GUESSES = ("digit", "digits interchanged", "digit lacking", "digit too many")
"""Suspects beside which other values of inputs and figures are sought."""


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
class Check:
    """How many amounts were compared with an outcome, and every one that differs."""

    known: OutcomeIndex
    compared: int
    findings: Sequence[Finding]


def check(
    outcome: Outcome, received: Mapping[tuple[str, str], Fraction | None], others: Sequence[OutcomeIndex]
) -> Check:
    """Compare amounts, by municipality and rule, with `outcome`; `others` is what `elsewhere` found."""
    here = OutcomeIndex(outcome)
    rules = dict.fromkeys(rule for _, rule in received)
    findings = [found for rule in rules for found in _of_rule(here, others, rule, received)]
    return Check(here, len(received), findings)


def _of_rule(
    here: OutcomeIndex,
    others: Sequence[OutcomeIndex],
    rule: str,
    received: Mapping[tuple[str, str], Fraction | None],
) -> Iterator[Finding]:
    """What differs in one stream."""
    computed = here.amounts[rule]
    amounts = {code: amount for (code, of), amount in received.items() if of == rule}
    given = {c: round_half_away(amount, SHOWN) for c, amount in amounts.items() if amount is not None}
    causes, sought = _causes(here, others, rule, given)
    for code in amounts:
        if given.get(code) != computed[code]:
            yield Finding(code, rule, given.get(code), computed[code], tuple(causes.get(code, ())), sought)


def _causes(
    here: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, given: Mapping[str, Fraction]
) -> tuple[Mapping[str, Sequence[Suspicion]], bool]:
    """The causes by municipality that differs, and whether values of single ones were sought too."""
    different = {code: value for code, value in given.items() if value != here.amounts[rule][code]}
    amount = Recomputation(here, rule)
    thorough = len(different) <= (MANY_SHARED if amount.shared else MANY)
    found = {code: suspects(here, others, rule, code, value) for code, value in different.items()}
    open_ones = [code for code in different if not found[code]]
    right = {code: value for code, value in given.items() if code in open_ones or code not in different}
    shared = for_all(amount, others, open_ones, right) if len(open_ones) > 1 else None
    for code, value in different.items():
        exact = any(suspect.kind not in GUESSES for suspect in found[code])
        if shared and code in open_ones:
            found[code] = [shared]
        elif not exact:
            all_differ = len(different) == len(given)
            found[code] += other_values(amount, others, code, value, thorough=thorough, figures=all_differ)
            found[code].sort(key=lambda suspect: suspect.rank)
    return found, thorough
