"""Received amounts against published or computed ones: which differ, and what may have happened."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from rules.analysis.distortions import suspects
from rules.analysis.other_values import for_all, other_values
from rules.analysis.outcome_index import CENT, OutcomeIndex
from rules.analysis.recomputation import Recomputation
from rules.analysis.suspicion import GUESSES, VAGUE, Suspicion
from rules.analysis.two_causes import together

MANY = 10
"""With more differences than this in a stream no single value of one municipality is sought."""
MANY_SHARED = 3
"""The same, where the amounts of all municipalities hang together and are computed again for each value."""


@frozen
class Finding:
    """An amount that differs, and what may have happened, most plausible first.

    The amounts are as printed; `received` is None where nothing is given, `published` where that is not
    known. `sought` says whether other values of single inputs and figures were sought too; `vague` that the
    computed amount is not sure enough to say anything of a difference.
    """

    code: str
    rule: str
    received: Fraction | None
    computed: Fraction
    published: Fraction | None
    causes: tuple[Suspicion, ...]
    sought: bool
    vague: bool

    @property
    def expected(self) -> Fraction:
        """What it is compared with: what was published, where that is known."""
        return self.computed if self.published is None else self.published

    @property
    def off(self) -> Fraction | None:
        """How much more was received (or less), where anything is given."""
        return None if self.received is None else self.received - self.expected


@frozen
class Checked:
    """How many amounts were compared with an outcome, and every one that differs."""

    known: OutcomeIndex
    compared: int
    findings: Sequence[Finding]
    rules: Sequence[str]


def check(
    known: OutcomeIndex,
    received: Mapping[tuple[str, str], Fraction | None],
    others: Sequence[OutcomeIndex],
    grains: Mapping[str, Fraction] | None = None,
) -> Checked:
    """Compare amounts, by municipality and rule, with an outcome; `others` is what `elsewhere` gives.

    Of a rule in `grains` the amounts are multiples of that, as in a table in thousands.
    """
    rules = list(dict.fromkeys(rule for _, rule in received))
    findings: list[Finding] = []
    for rule in rules:
        grain = (grains or {}).get(rule, CENT)
        index, rest = known.in_units(grain), [other.in_units(grain) for other in others]
        findings += _of_rule(index, rest, rule, received)
    return Checked(known, len(received), findings, rules)


def agrees(
    known: OutcomeIndex,
    received: Mapping[tuple[str, str], Fraction | None],
    grains: Mapping[str, Fraction],
) -> bool:
    """Whether nothing differs, so that nothing elsewhere need be computed to explain it."""
    for (code, rule), value in received.items():
        index = known.in_units(grains.get(rule, CENT))
        if value is None or index.printed(value) != index.amounts[rule][code]:
            return False
    return True


def _of_rule(
    index: OutcomeIndex,
    others: Sequence[OutcomeIndex],
    rule: str,
    received: Mapping[tuple[str, str], Fraction | None],
) -> Iterator[Finding]:
    """What differs in one stream."""
    computed, official = index.computed[rule], index.official.get(rule, {})
    amounts = {code: amount for (code, stream), amount in received.items() if stream == rule}
    given = {c: index.printed(amount) for c, amount in amounts.items() if amount is not None}
    vague = {code for code, value in given.items() if _vague(index, rule, code, value)}
    causes, sought = _causes(index, others, rule, given, vague)
    for code in amounts:
        if given.get(code) != index.amounts[rule][code]:
            seen = tuple(causes.get(code, ()))
            yield Finding(
                code, rule, given.get(code), computed[code], official.get(code), seen, sought, code in vague
            )


def _vague(index: OutcomeIndex, rule: str, code: str, received: Fraction) -> bool:
    """Whether the computed amount, where no other is known, may itself be what is wrong."""
    if code in index.official.get(rule, {}):
        return False
    off = abs(received - index.computed[rule][code])
    return off <= index.margin(rule) or not index.proves(rule)


def _causes(
    index: OutcomeIndex,
    others: Sequence[OutcomeIndex],
    rule: str,
    received: Mapping[str, Fraction],
    vague: set[str],
) -> tuple[Mapping[str, Sequence[Suspicion]], bool]:
    """The causes by municipality that differs, and whether values of single ones were sought too."""
    expected = index.amounts[rule]
    different = {code: value for code, value in received.items() if value != expected[code]}
    amount = Recomputation(index, rule)
    thorough = len(different) <= (MANY_SHARED if amount.shared else MANY)
    causes = {code: _apart(index, others, rule, code, value) for code, value in different.items()}
    for code in vague & different.keys():
        causes[code] = [suspect for suspect in causes[code] if suspect.kind not in VAGUE]
    # what was computed differs from what was published: so much do values give less or more
    shift = {code: index.computed[rule][code] - expected[code] for code in received}
    sure = {c: v + shift[c] for c, v in received.items() if c not in vague and not _within(index, rule, c, v)}
    open_ones = [code for code in different if not causes[code] and code in sure]
    right = {code: value for code, value in sure.items() if code in open_ones or code not in different}
    shared = for_all(amount, others, open_ones, right) if len(open_ones) > 1 else None
    for code in different.keys() & sure.keys():
        exact = any(suspect.kind not in GUESSES for suspect in causes[code])
        if shared and code in open_ones:
            causes[code] = [shared]
        elif not exact:
            all_differ = len(different) == len(received)
            causes[code] += other_values(
                amount, others, code, sure[code], thorough=thorough, figures=all_differ
            )
            causes[code].sort(key=lambda suspect: suspect.rank)
    return causes, thorough


def _apart(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, value: Fraction
) -> list[Suspicion]:
    """What may have happened to one amount: one thing, or else two at once."""
    one = suspects(index, others, rule, code, value)
    if any(suspect.kind not in GUESSES for suspect in one):
        return one
    return [*together(index, others, rule, code, value), *one]


def _within(index: OutcomeIndex, rule: str, code: str, received: Fraction) -> bool:
    """Whether a difference is so small that what was computed may be as far off."""
    off = abs(received - index.amounts[rule][code])
    return 0 < off <= index.margin(rule)
