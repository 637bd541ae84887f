"""The balance of a pot for a reader: its amounts, each with its header and its words."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.result import Balance
from tables.words import number

CENTS = 2


@frozen
class Amount:
    """One amount of a balance, in the unit of the pot: above a column, in a sentence, and its value."""

    header: str
    words: str
    value: Callable[[Balance], Fraction]


AVAILABLE = Amount("Beschikbaar", "beschikbaar", lambda balance: balance.available)
HANDED_OUT = Amount("Verdeeld", "verdeeld", lambda balance: balance.handed_out)
LEFT = Amount("Over (-: meer verdeeld)", "over", lambda balance: balance.left)
REASONS = (
    Amount("waarvan afronding van de pot", "pot", lambda balance: balance.pot_rounding),
    Amount("waarvan minimum of maximum", "minimum of maximum", lambda balance: balance.bounds),
    Amount("waarvan afronding per gemeente", "per gemeente", lambda balance: balance.rounding),
)
"""Why something is left; together they are LEFT."""
MAIN = (AVAILABLE, HANDED_OUT, LEFT)


def amounts(balance: Balance, which: Sequence[Amount], write: Callable[[Fraction], str]) -> str:
    """Amounts of a balance in a sentence, each as `write` has it: "100 beschikbaar, 90 verdeeld"."""
    return ", ".join(f"{write(amount.value(balance))} {amount.words}" for amount in which)


def reasons(balance: Balance) -> str:
    """Why something is left, in a sentence, in cents."""
    return ", ".join(f"{reason.words} {number(reason.value(balance), CENTS)}" for reason in REASONS)


def closed(balances: Iterable[Balance]) -> int:
    """How many close to the cent."""
    return len([balance for balance in balances if not balance.left])
