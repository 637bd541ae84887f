"""An amount that differs from the computed one: what it could be instead, the most plausible first."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from allocation.numbers import decimals_of, round_half_away
from rules.analysis.outcome_index import OutcomeIndex
from rules.analysis.suspicion import Suspected, Suspicion
from rules.territory.municipalities import predecessors

EURO = 1
"""A difference of so much in euros may be rounding; of what is no money, less than one."""
LESSENED = (1000, 10**6, 10, 100)
"""The amount may be in thousands or millions, or a digit or two behind the comma."""
ENLARGED = (2, 10, 100, 1000)
PARTS = (4, 12, 2)
"""The amount may be that of a quarter, a month or half a year."""
CLEAR = 100
"""A received number below this, in its last decimal, may be near a part of another by chance."""
DIGITS = (5, 4, 3, 2, 1)
"""So many last digits of an amount may be rounded away, or cut off."""


def suspects(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> list[Suspicion]:
    """Of which other amount what was received for `rule` and `code` is the exact value, or a distortion.

    Both as printed; the most plausible first.
    """
    computed = index.amounts[rule][code]
    suspicions = [
        *_as_computed(index, rule, code, received),
        *_rounding(index, rule, computed, received),
        *_other_publication(index, others, rule, code, received),
        *_other_municipality(index, rule, code, received),
        *_other_amount(index, rule, code, received),
        *_other_unit(computed, received),
    ]
    return sorted(suspicions or _digits(computed, received), key=lambda suspect: suspect.rank)


def _as_computed(index: OutcomeIndex, rule: str, code: str, received: Fraction) -> Iterator[Suspicion]:
    """What is computed, where something else was published."""
    if index.computed[rule][code] == received != index.amounts[rule][code]:
        yield Suspicion(Suspected.COMPUTED)


def _rounding(index: OutcomeIndex, rule: str, computed: Fraction, received: Fraction) -> Iterator[Suspicion]:
    off = abs(received - computed)
    euros = index.outcome.prepared.case.book.rules[rule].unit.is_money
    if off < EURO or (euros and off == EURO):
        yield Suspicion(Suspected.ROUNDING)
    for digits in DIGITS:
        units, received_units = computed / 10**digits, received / 10**digits
        if off > EURO and abs(received_units) >= CLEAR and received_units.denominator == 1:
            if received_units == round_half_away(units, 0):
                yield Suspicion(Suspected.ROUNDED, digits=digits)
                return
            if received_units == units // 1:
                yield Suspicion(Suspected.CUT_OFF, digits=digits)
                return


def _other_publication(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> Iterator[Suspicion]:
    for other in others:
        values, computed = other.amounts.get(rule, {}), other.computed.get(rule, {})
        if received in (values.get(code), computed.get(code)):
            yield Suspicion(Suspected.PUBLICATION, other)
        then, now = other.outcome.prepared.year.territory, index.outcome.prepared.year.territory
        olds = predecessors(then, now).get(code, {}) if values else {}
        for old in sorted(olds):
            if values[old] == received:
                yield Suspicion(Suspected.MERGED, other, (old,))
        if olds and sum((values[old] * share for old, share in olds.items()), Fraction(0)) == received:
            yield Suspicion(Suspected.MERGED_TOGETHER, other, tuple(sorted(olds)))


def _other_municipality(index: OutcomeIndex, rule: str, code: str, received: Fraction) -> Iterator[Suspicion]:
    same = [c for c, value in index.amounts[rule].items() if value == received and c != code and value]
    for other in same[:3]:
        yield Suspicion(Suspected.MUNICIPALITY, municipalities=(other,))


def _other_amount(index: OutcomeIndex, rule: str, code: str, received: Fraction) -> Iterator[Suspicion]:
    """Another amount of the same municipality, some of them together, or the amount without a part of it."""
    prepared = index.outcome.prepared
    book = prepared.case.book
    shown = [name for name in prepared.year.amounts if not book.national(name)]
    for count in range(1, len(shown) + 1):
        for names in combinations(shown, count):
            if names != (rule,) and received and received == _sum(index, names, code):
                kind = Suspected.AMOUNT if count == 1 else Suspected.AMOUNTS
                yield Suspicion(kind, rules=names)
    for step in book.behind(rule):
        part = index.amounts.get(step, {}).get(code)
        if step != rule and part and book.rules[step].unit == book.rules[rule].unit:
            if received == part:
                yield Suspicion(Suspected.AMOUNT, rules=(step,))
            elif received == index.amounts[rule][code] - part:
                yield Suspicion(Suspected.WITHOUT, rules=(step,))
    for other, amounts in index.amounts.items():
        extra = amounts.get(code)
        alike = other not in shown and book.rules[other].unit == book.rules[rule].unit
        if extra and alike and received == index.amounts[rule][code] + extra:
            yield Suspicion(Suspected.WITH, rules=(other,))


def _sum(index: OutcomeIndex, names: Sequence[str], code: str) -> Fraction:
    return sum((index.amounts[name][code] for name in names), Fraction(0))


def _other_unit(computed: Fraction, received: Fraction) -> Iterator[Suspicion]:
    if not received and computed:
        yield Suspicion(Suspected.NOTHING)
    if not received or not computed:
        return
    if received == -computed:
        yield Suspicion(Suspected.SIGN)
    scale = 10 ** (decimals_of(received) or 0)
    within, clear = Fraction(1, scale), abs(received) * scale >= CLEAR
    for kind, divisors in ((Suspected.SCALE, LESSENED), (Suspected.PART, PARTS)):
        for divisor in divisors:
            if clear and abs(received - computed / divisor) < within:
                yield Suspicion(kind, factor=Fraction(1, divisor))
    for factor in ENLARGED:
        if received == computed * factor:
            yield Suspicion(Suspected.SCALE, factor=Fraction(factor))


def _digits(computed: Fraction, received: Fraction) -> list[Suspicion]:
    """One digit that is another, that is lacking or too many, or two interchanged."""
    if (computed < 0) != (received < 0):
        return []
    scale = 10 ** max(decimals_of(value) or 0 for value in (computed, received))
    a, b = f"{int(abs(computed) * scale)}", f"{int(abs(received) * scale)}"
    kind = None
    if len(a) == len(b):
        wrong = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            kind = Suspected.DIGIT
        elif len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
            kind = Suspected.DIGITS_INTERCHANGED
    elif b in _without_one(a):
        kind = Suspected.DIGIT_LACKING
    elif a in _without_one(b):
        kind = Suspected.DIGIT_TOO_MANY
    return [Suspicion(kind)] if kind else []


def _without_one(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}
