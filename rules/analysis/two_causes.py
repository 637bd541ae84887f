"""Two things that happened to one amount: another unit or a reversed sign, and something else besides."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from allocation.numbers import decimals_of
from rules.analysis.distortions import CLEAR, suspects
from rules.analysis.outcome_index import OutcomeIndex
from rules.analysis.suspicion import Suspected, Suspicion

UNITS = (1000, 10**6)
"""An amount may be in thousands or millions."""
REVERSED = Suspicion(Suspected.SIGN)
OF_A_WHOLE_NUMBER = frozenset(
    {Suspected.PUBLICATION, Suspected.AMOUNT, Suspected.MERGED, Suspected.MERGED_TOGETHER}
)
"""What is still no coincidence in thousands: that of all municipalities some amount is near is one."""


def together(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> list[Suspicion]:
    """What gives the received amount with another unit, a reversed sign or both; the likeliest first."""
    pairs = [*_reversed(index, others, rule, code, received), *_in_units(index, others, rule, code, received)]
    return sorted(pairs, key=lambda suspect: suspect.rank)


def _reversed(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> Iterator[Suspicion]:
    if received * index.amounts[rule][code] < 0:
        for suspect in suspects(index, others, rule, code, -received):
            yield evolve(suspect, beside=(REVERSED,))


def _in_units(
    index: OutcomeIndex, others: Sequence[OutcomeIndex], rule: str, code: str, received: Fraction
) -> Iterator[Suspicion]:
    scale = 10 ** (decimals_of(received) or 0)
    if abs(received) * scale < CLEAR:
        return
    for unit in UNITS:
        grain = Fraction(unit, scale)
        if grain <= index.grain:
            continue
        coarse, rest = index.in_units(grain), [other.in_units(grain) for other in others]
        lessened = Suspicion(Suspected.SCALE, factor=Fraction(1, unit))
        for sign in (1, -1):
            as_meant = received * unit * sign
            beside = (lessened,) if sign == 1 else (lessened, REVERSED)
            for suspect in suspects(coarse, rest, rule, code, as_meant):
                if suspect.kind in OF_A_WHOLE_NUMBER:
                    yield evolve(suspect, beside=beside)
