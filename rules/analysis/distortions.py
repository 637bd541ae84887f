"""An amount that differs from the computed one: what it could be instead, the most plausible first."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from attrs import frozen

from allocation.numbers import decimals_of, round_half_away
from rules.analysis.outcome_index import OutcomeIndex
from rules.territory.municipalities import predecessors

EURO = 1
"""A difference of so much in euros may be rounding; of what is no money, less than one."""
SCALES = {"in duizenden": 1000, "in miljoenen": 10**6, "tien keer te laag": 10, "honderd keer te laag": 100}
ENLARGED = {
    "twee keer te hoog": 2,
    "tien keer te hoog": 10,
    "honderd keer te hoog": 100,
    "duizend keer te hoog": 1000,
}
PARTS = {"een kwart": 4, "een twaalfde": 12, "de helft": 2}
CLEAR = 100
"""A received number below this, in its last decimal, may be near a part of another by chance."""
ROUNDED = {
    "honderdduizendtallen": 5,
    "tienduizendtallen": 4,
    "duizendtallen": 3,
    "honderdtallen": 2,
    "tientallen": 1,
}


@frozen
class Changed:
    """A figure or input by name, with the value that it may have had and the one it has."""

    name: str
    value: Fraction
    instead: Fraction
    decimals: int


@frozen
class Suspicion:
    """A possible cause; the lower `rank`, the more plausible.

    `kind` is what happened (tables.checking.causes has the words), `moment` another publication and year,
    `who` other municipalities, `what` other amounts or words of the kind, `changed` other values.
    """

    kind: str
    rank: Fraction
    moment: str = ""
    who: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()


def suspects(
    here: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> list[Suspicion]:
    """Of which other amount what was received for `rule` and `code` is the exact value, or a distortion.

    Both as printed; the most plausible first.
    """
    computed = here.amounts[rule][code]
    found = [
        *_rounding(here, rule, computed, received),
        *_other_publication(here, others, rule, code, received),
        *_other_municipality(here, rule, code, received),
        *_other_amount(here, rule, code, received),
        *_other_unit(computed, received),
    ]
    return sorted(found or _digits(computed, received), key=lambda suspect: suspect.rank)


def _rounding(here: OutcomeIndex, rule: str, computed: Fraction, received: Fraction) -> Iterator[Suspicion]:
    off = abs(received - computed)
    euros = here.outcome.prepared.case.book.rules[rule].unit.is_money
    if off < EURO or (euros and off == EURO):
        yield Suspicion("rounding", Fraction(3))
    for word, places in ROUNDED.items():
        units, received_units = computed / 10**places, received / 10**places
        if off > EURO and abs(received_units) >= CLEAR and received_units.denominator == 1:
            if received_units == round_half_away(units, 0):
                yield Suspicion("rounded", Fraction(3, 2), what=(word,))
                return
            if received_units == units // 1:
                yield Suspicion("cut off", Fraction(3, 2), what=(word,))
                return


def _other_publication(
    here: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> Iterator[Suspicion]:
    for other in others:
        values = other.amounts.get(rule, {})
        if values.get(code) == received:
            yield Suspicion("publication", Fraction(1), other.moment)
        then, now = other.outcome.prepared.year.territory, here.outcome.prepared.year.territory
        olds = predecessors(then, now).get(code, {}) if values else {}
        names = {old: f"{other.names[old]} ({old})" for old in sorted(olds)}
        for old, name in names.items():
            if values[old] == received:
                yield Suspicion("merged", Fraction(2), other.moment, (name,))
        if olds and sum((values[old] * share for old, share in olds.items()), Fraction(0)) == received:
            yield Suspicion("merged together", Fraction(2), other.moment, tuple(names.values()))


def _other_municipality(here: OutcomeIndex, rule: str, code: str, received: Fraction) -> Iterator[Suspicion]:
    same = [c for c, value in here.amounts[rule].items() if value == received and c != code and value]
    for other in same[:3]:
        yield Suspicion("municipality", Fraction(2), who=(f"{here.names[other]} ({other})",))


def _other_amount(here: OutcomeIndex, rule: str, code: str, received: Fraction) -> Iterator[Suspicion]:
    """Another amount of the same municipality, some of them together, or the amount without a part of it."""
    prepared = here.outcome.prepared
    book = prepared.case.book
    shown = [name for name in prepared.year.amounts if not book.national(name)]
    for count in range(1, len(shown) + 1):
        for names in combinations(shown, count):
            if names != (rule,) and received and received == _sum(here, names, code):
                yield Suspicion("amount" if count == 1 else "amounts", Fraction(1), what=names)
    for step in book.behind(rule):
        part = here.amounts.get(step, {}).get(code)
        if step != rule and part and book.rules[step].unit == book.rules[rule].unit:
            if received == part:
                yield Suspicion("amount", Fraction(1), what=(step,))
            elif received == here.amounts[rule][code] - part:
                yield Suspicion("without", Fraction(1), what=(step,))
    for other, amounts in here.amounts.items():
        extra = amounts.get(code)
        alike = other not in shown and book.rules[other].unit == book.rules[rule].unit
        if extra and alike and received == here.amounts[rule][code] + extra:
            yield Suspicion("with", Fraction(1), what=(other,))


def _sum(here: OutcomeIndex, names: Sequence[str], code: str) -> Fraction:
    return sum((here.amounts[name][code] for name in names), Fraction(0))


def _other_unit(computed: Fraction, received: Fraction) -> Iterator[Suspicion]:
    if not received and computed:
        yield Suspicion("nothing", Fraction(1))
    if not received or not computed:
        return
    if received == -computed:
        yield Suspicion("sign", Fraction(1))
    scale = 10 ** (decimals_of(received) or 0)
    within, clear = Fraction(1, scale), abs(received) * scale >= CLEAR
    for kind, table in (("scale", SCALES), ("part", PARTS)):
        for words, factor in table.items():
            if clear and abs(received - computed / factor) < within:
                yield Suspicion(kind, Fraction(1), what=(words,))
    for words, factor in ENLARGED.items():
        if received == computed * factor:
            yield Suspicion("scale", Fraction(1), what=(words,))


def _digits(computed: Fraction, received: Fraction) -> list[Suspicion]:
    """One digit that is another, that is lacking or too many, or two interchanged."""
    if (computed < 0) != (received < 0):
        return []
    scale = 10 ** max(decimals_of(value) or 0 for value in (computed, received))
    a, b = f"{int(abs(computed) * scale)}", f"{int(abs(received) * scale)}"
    kind = ""
    if len(a) == len(b):
        wrong = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            kind = "digit"
        elif len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
            kind = "digits interchanged"
    elif b in _without_one(a):
        kind = "digit lacking"
    elif a in _without_one(b):
        kind = "digit too many"
    return [Suspicion(kind, Fraction(5))] if kind else []


def _without_one(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}
