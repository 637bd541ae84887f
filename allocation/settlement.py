"""Settlement: what was paid wrongly is given back and taken back over periods, so that each of them closes.

Who was paid too little has a claim above zero, who was paid too much one below it; a pot bears what the
others do not. Everything is in whole units (cents, or whole euros), so that nothing is lost on the way.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.apportion import largest_remainders
from allocation.errors import RuleError
from allocation.numbers import round_half_away

POT = ""
"""The pot among those who pay and receive."""


@frozen
class Transfer:
    """What one pays to another, in whole units above zero; POT is the pot."""

    payer: str
    receiver: str
    units: int


@frozen
class Period:
    """What everyone receives in one period in whole units (below zero: pays), and who pays whom."""

    name: str
    received: Mapping[str, int]
    transfers: Sequence[Transfer]


@frozen
class Settlement:
    """Claims in whole units and their periods: those of everyone add up to the claim, each adds up to zero.

    `spared` is what those who are spared would have had to pay, by name; the pot bears that.
    """

    claims: Mapping[str, int]
    spared: Mapping[str, int]
    periods: Sequence[Period]

    @property
    def pot(self) -> int:
        """What the pot pays over all periods (below zero: receives), in whole units."""
        return -self.claims.get(POT, 0)


def settle(claims: Mapping[str, int], periods: Sequence[str], spare: Collection[str] = ()) -> Settlement:
    """Settle claims (by name, in whole units) in equal parts over periods.

    Who is in `spare` never pays; what they would have paid, and what the claims do not add to zero by, is of
    the pot. In each period everyone pays or receives what is left of the claim over the periods left, by
    largest remainders, so nobody pays in one period and receives in another. Raises RuleError without a
    period, for a claim under the name of the pot, and for someone to be spared who has no claim.
    """
    unknown = sorted({*spare} - {*claims})
    if not periods or len({*periods}) < len(periods) or POT in claims or unknown:
        raise RuleError(
            f"a settlement has periods, each once, and claims of those it spares{': ' * bool(unknown)}"
            f"{', '.join(unknown)}"
        )
    spared = {name: -claims[name] for name in claims if name in spare and claims[name] < 0}
    borne = {name: 0 if name in spared else units for name, units in claims.items()}
    if rest := sum(borne.values()):
        borne[POT] = -rest
    left, made = dict(borne), []
    for place, name in enumerate(periods):
        received = _received(left, len(periods) - place)
        made.append(Period(name, received, transfers(received)))
        left = {who: units - received[who] for who, units in left.items()}
    return Settlement(borne, spared, made)


def _received(left: Mapping[str, int], periods: int) -> dict[str, int]:
    """What each receives now, when `left` is settled in so many periods: as much is paid as is received."""
    above = {who: units for who, units in left.items() if units > 0}
    below = {who: -units for who, units in left.items() if units < 0}
    now = round_half_away(Fraction(sum(above.values()), periods), 0)
    return dict.fromkeys(left, 0) | _parts(now, above, 1) | _parts(now, below, -1)


def _parts(units: Fraction, weights: Mapping[str, int], sign: int) -> dict[str, int]:
    names = sorted(weights)
    if not names:
        return {}
    shares = largest_remainders(units, [Fraction(weights[name]) for name in names])
    return {name: sign * share for name, share in zip(names, shares, strict=True)}


def transfers(received: Mapping[str, int]) -> list[Transfer]:
    """Who pays whom: the largest payer pays the largest receivers first, in as many payments as are left.

    `received` adds up to zero. There are fewer payments than there are payers and receivers together.
    """
    payers = [(who, -units) for who, units in _largest(received) if units < 0]
    receivers = [(who, units) for who, units in _largest(received) if units > 0]
    made, at, owed = [], 0, receivers[0][1] if receivers else 0
    for payer, units in payers:
        rest = units
        while rest:
            paid = min(rest, owed)
            made.append(Transfer(payer, receivers[at][0], paid))
            rest, owed = rest - paid, owed - paid
            if not owed and at + 1 < len(receivers):
                at += 1
                owed = receivers[at][1]
    return made


def _largest(received: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(received.items(), key=lambda one: (-abs(one[1]), one[0]))


def in_proportion(paid: Sequence[int], right: Sequence[Fraction]) -> list[int]:
    """What is right, brought to the total that was paid: for a budget that is what it is.

    In whole units by largest remainders. Raises RuleError as those do.
    """
    return largest_remainders(Fraction(sum(paid)), right)
