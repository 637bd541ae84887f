"""Units: what a number counts, and per what. A unit is its text, with answers about it.

"EUR", "plekken", "EUR per plek", "EUR per inwoner per jaar". What is per one of something goes with a number
of them (8.000 EUR per plek x 100 plekken is EUR), so words are compared without their (Dutch) plural. Some
units are bare numbers: a factor, a share, a weight. Whatever else a unit is called is a thing of its own.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Self

from allocation.errors import RuleError

MONEY = "EUR"
YES_NO = "ja of nee"
"""What holds or not: 1 is yes, 0 is no."""
WEIGHT = "gewicht"
"""A number that says how much something counts: it has no total."""
CHOICE = "keuze"
"""0 or 1: which of two readings is followed."""
SHARE = "aandeel"
BARE = frozenset({"factor", SHARE, CHOICE, WEIGHT})
"""The units of bare numbers."""

Powers = Mapping[str, int]
"""How often each thing stands above (or, below zero, under) the line; of a bare number none."""

_WORDS = re.compile(r"(?!per\b)[^\W\d_][\w'-]*( (?!per\b)[^\W\d_][\w'-]*)*")
_PLURAL = (
    (r"heden$", "heid"),
    (r"('|(?<=e[lmnr])|(?<=[ij]e))s$", ""),
    (r"(er)?en$", ""),
    (r"e$", ""),
    (r"v$", "f"),
    (r"z$", "s"),
    (r"(.)\1", r"\1"),
)
"""What makes a Dutch word a plural, in the order in which it is taken off."""


class Unit(str):
    """A unit, as a table prints it; "" is none yet. Raises RuleError for a text that is no unit."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read the text as words, and per what."""
        if text and not all(_WORDS.fullmatch(part) for part in text.split(" per ")):
            raise RuleError(
                f"{text!r} is geen eenheid; schrijf wat wordt geteld in woorden, en per wat, zoals EUR, "
                "plekken, EUR per plek of factor"
            )
        return super().__new__(cls, text)

    @property
    def powers(self) -> Powers:
        """What is counted, and per what."""
        return _powers(self)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self == MONEY

    @property
    def is_money_per(self) -> bool:
        """Whether it is an amount of money per something."""
        return self.startswith(f"{MONEY} per ")

    @property
    def counts_money(self) -> bool:
        """Whether it is money, or money per something."""
        return self.is_money or self.is_money_per

    @property
    def is_yes_no(self) -> bool:
        """Whether it is 1 for yes and 0 for no."""
        return self == YES_NO

    @property
    def adds(self) -> bool:
        """Whether a total says something: of yes or no it says how many."""
        return self != WEIGHT


NO_UNIT = Unit("")


@cache
def _powers(unit: str) -> Powers:
    above, *under = unit.split(" per ")
    counted = {} if above in BARE else {_thing(above): 1}
    return multiplied(counted, {_thing(part): 1 for part in under}, -1)


def _thing(words: str) -> str:
    return " ".join(map(_singular, words.split()))


def _singular(word: str) -> str:
    """The stem of a word: no Dutch word, but the same for plekken and plek, personen and persoon."""
    for ending, instead in _PLURAL:
        word = re.sub(ending, instead, word)
    return word


def multiplied(a: Powers, b: Powers, sign: int = 1) -> Powers:
    """The powers of a product, or with sign -1 of a quotient."""
    powers = {thing: a.get(thing, 0) + sign * b.get(thing, 0) for thing in (*a, *b)}
    return {thing: power for thing, power in powers.items() if power}


def in_words(powers: Powers, known: Iterable[Unit]) -> str:
    """What a formula comes to, as one of the `known` units where it is one: "EUR per plek"."""
    for unit in known:
        if unit.powers == powers:
            return unit
    spelled = {_thing(part): part for unit in known for part in unit.split(" per ")}
    above = [spelled.get(thing, thing) for thing, power in powers.items() for _ in range(power)]
    under = [spelled.get(thing, thing) for thing, power in powers.items() for _ in range(-power)]
    return " per ".join([" x ".join(above) or "1", *under])
