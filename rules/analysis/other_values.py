"""Which other value of a figure or an input would give a received amount.

Every rule is linear in each of its inputs, piece by piece, or nearly so where the input also stands in a
national total: so the value can be found in a few steps.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations

from allocation import exact
from allocation.numbers import decimals_of, round_half_away
from rules.analysis.outcome_index import OutcomeIndex
from rules.analysis.recomputation import Recomputation
from rules.analysis.suspicion import Changed, Suspected, Suspicion

FINER = 6
"""So many decimals more than a value has are tried."""
NEAR = Fraction(1, 100)
"""A value is sought from one that is larger by this part."""
STEPS = 5
"""So often a next value is sought along the line."""
TOGETHER = 6
"""Of so many inputs that differ at once the combinations are tried."""
FOR_ALL = 10
"""A figure is the same for every municipality: so much less likely to be wrong for one of them."""


def other_values(
    amount: Recomputation,
    others: Sequence[OutcomeIndex],
    code: str,
    received: Fraction,
    *,
    thorough: bool,
    figures: bool,
) -> list[Suspicion]:
    """The values at which `amount` is what was received, known ones before computed ones.

    Not `thorough`: only known ones, and none where all municipalities would have to be computed again. Not
    `figures`: these are right, as other amounts agree with them.
    """
    names = [name for name in amount.names if figures or not amount.national(name)]
    if not thorough and amount.shared:
        return []
    suspicions = [s for other in others for s in _known(amount, other, names, code, received)]
    if not suspicions:
        suspicions = [s for other in others for s in _together(amount, other, names, code, received)]
    if thorough and not suspicions:
        suspicions = [s for name in names if (s := _computed(amount, name, code, received))]
    apart = {suspect.changed: suspect for suspect in reversed(suspicions)}
    return sorted(apart.values(), key=lambda suspect: suspect.rank)


def for_all(
    amount: Recomputation,
    others: Sequence[OutcomeIndex],
    different: Collection[str],
    received: Mapping[str, Fraction],
) -> Suspicion | None:
    """The figure with which every municipality would get what was received, if there is one.

    Some of them have something `different` from what is computed.
    """
    largest = max(different, key=lambda code: amount.known.amounts[amount.rule][code])
    figures = [name for name in amount.names if amount.national(name)]
    one = received[largest]
    tried = [s for other in others for s in _known(amount, other, figures, largest, one)]
    tried += [s for name in figures if (s := _computed(amount, name, largest, one))]
    for suspect in tried:
        [changed] = suspect.changed
        row = amount.for_everyone({changed.name: changed.value})
        near = abs(changed.value - changed.instead) <= abs(changed.instead) / 2
        if near and all(row[amount.known.places[code]] == value for code, value in received.items()):
            return Suspicion(Suspected.ONE_FIGURE, suspect.other, changed=suspect.changed)
    return None


def _differing(
    amount: Recomputation, other: OutcomeIndex, names: Sequence[str], code: str
) -> dict[str, Fraction]:
    """What another publication has another value of."""
    values = {name: other.value(name, code) for name in names}
    return {n: v for n, v in values.items() if v is not None and v != amount.known.value(n, code)}


def _known(
    amount: Recomputation, other: OutcomeIndex, names: Sequence[str], code: str, received: Fraction
) -> Iterator[Suspicion]:
    """One value of another publication."""
    for name, value in _differing(amount, other, names, code).items():
        if amount.again(code, {name: value}) == received:
            changed = (_changed(amount, name, code, value),)
            yield Suspicion(Suspected.OLD_VALUES, other, changed=changed)


def _together(
    amount: Recomputation, other: OutcomeIndex, names: Sequence[str], code: str, received: Fraction
) -> Iterator[Suspicion]:
    """Several inputs of another publication, or all its figures."""
    values = _differing(amount, other, names, code)
    inputs = [name for name in values if not amount.national(name)]
    sets: list[Sequence[str]] = [[name for name in values if amount.national(name)]]
    if len(inputs) <= TOGETHER:
        sets += [some for count in range(2, len(inputs) + 1) for some in combinations(inputs, count)]
    for some in sets:
        if len(some) > 1 and amount.again(code, {name: values[name] for name in some}) == received:
            changed = tuple(_changed(amount, name, code, values[name]) for name in some)
            yield Suspicion(Suspected.OLD_VALUES, other, changed=changed)
            return


def _changed(amount: Recomputation, name: str, code: str, value: Fraction) -> Changed:
    now = amount.known.value(name, code)
    assert now is not None
    return Changed(name, value, now, max(_decimals(amount, name, each) for each in (now, value)))


def _decimals(amount: Recomputation, name: str, value: Fraction) -> int:
    """The decimals that a figure or input is given in."""
    return max(amount.said(name).decimals, min(decimals_of(value) or 0, FINER))


def _computed(amount: Recomputation, name: str, code: str, received: Fraction) -> Suspicion | None:
    """The value of one figure or input that gives the amount.

    The less it takes, and the less likely it is that some value gives this very amount by chance, the more
    plausible it is.
    """
    now = amount.known.value(name, code)
    if now is None:
        return None
    usual = _decimals(amount, name, now)
    change = partial(_with, amount, name, code)
    value, decimals = _solved(change, now, received, usual)
    if value is None:
        return None
    beside = change(value + Fraction(1, 10**decimals))
    step = abs(beside - received) if beside is not None else Fraction(0)
    chance = 1 / max(step, Fraction(1))
    relative = min(abs(value / now - 1), Fraction(1)) if now else Fraction(1)
    surprise = chance * (1 + 10 * relative) * (FOR_ALL if amount.national(name) else 1)
    kind = Suspected.COMPUTED_VALUE if decimals == usual else Suspected.UNLIKELY_VALUE
    return Suspicion(kind, changed=(Changed(name, value, now, decimals),), surprise=surprise)


def _with(amount: Recomputation, name: str, code: str, value: Fraction) -> exact.Value:
    return amount.again(code, {name: value})


def _solved(
    amount: Callable[[Fraction], exact.Value], now: Fraction, received: Fraction, decimals: int
) -> tuple[Fraction | None, int]:
    """The value, 0 or more, at which the amount is the received one, and the decimals it takes to say it.

    From two values near each other the line through their amounts leads to the next. Where the rule is
    linear one step is enough, else each comes nearer. What is found is tried, with as few decimals as give
    the amount.
    """
    value, before = now, now + max(now * NEAR, Fraction(1))
    amount_now, amount_before = amount(value), amount(before)
    for _ in range(STEPS):
        if amount_now is None or amount_before is None or amount_now == amount_before:
            break
        following = value + (received - amount_now) * (before - value) / (amount_before - amount_now)
        before, amount_before = value, amount_now
        value = round_half_away(following, decimals + FINER)
        if value < 0:
            break
        for enough in range(decimals, decimals + FINER + 1):
            short = round_half_away(value, enough)
            if amount(short) == received:
                return short, enough
        amount_now = amount(value)
    return None, decimals
