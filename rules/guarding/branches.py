"""Branches: at every choice in the formula of a rule each of its sides, and which of them values took.

A choice is a condition, a floor or ceiling, conditions together, a rounding of the whole and what is left of
a pot. A side counts where it decides: of a floor where the other side is lower, of conditions together where
one alone makes the difference, of a comparison also exactly on the bound.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation import exact
from allocation.apportion import largest_remainders, tied_at_last_unit
from allocation.exact import Row
from allocation.expressions import (
    Apportion,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    Node,
    Round,
    Total,
    Where,
    YesNo,
    parts,
)
from allocation.rules import Rule

YES, NO = "ja", "nee"
HALF = "precies een half"
LEFT, RIGHT = "de eerste telt", "de tweede telt"
BELOW, ON, ABOVE = "eronder", "precies op de grens", "erboven"
GRANTED, DENIED, TIED = "een eenheid erbij", "geen eenheid erbij", "gelijke resten"


@frozen(order=True)
class Branch:
    """One side of one choice of one version of a rule; `choice` numbers the choices of its formula from 1.

    Those numbered 0 are the first and the last year of the rule itself.
    """

    rule: str
    since: int
    choice: int
    kind: str
    side: str

    @property
    def text(self) -> str:
        """Which of its rule: "keuze 1 (of): ja"."""
        return f"keuze {self.choice} ({self.kind}): {self.side}" if self.choice else self.side

    def __str__(self) -> str:
        return f"{self.rule} ({self.since}), {self.text}"


Active = Sequence[bool]
"""Of which rows a part of a formula is looked at: of the other side of a condition it is not."""
Seen = tuple[str, str, bool]
"""The kind of a choice, a side of it, and whether some row took it."""


def branches(rule: Rule) -> list[Branch]:
    """Every branch of a version of a rule."""
    return [branch for branch, _ in _seen(rule, {})]


def taken(rule: Rule, known: Mapping[str, Row], year: int = 0) -> set[Branch]:
    """The branches that values take, in a year."""
    return {branch for branch, seen in _seen(rule, known, year) if seen}


def _seen(rule: Rule, known: Mapping[str, Row], year: int = 0) -> Iterator[tuple[Branch, bool]]:
    """Every branch, and whether it was taken; of no values at all none was."""
    for which, end in (("eerste", rule.valid_from), ("laatste", rule.valid_to)):
        if end:
            side = f"het {which} jaar, {end}"
            yield Branch(rule.name, rule.valid_from, 0, "", side), bool(known) and year == end
    size = max(map(len, known.values()), default=0)
    choices = _walked(rule.formula, known, [True] * size, whole=rule.rounding is not None)
    for number, sides in enumerate(choices, 1):
        for kind, side, seen in sides:
            yield Branch(rule.name, rule.valid_from, number, kind, side), seen


def _walked(
    node: Node, known: Mapping[str, Row], active: Active, *, whole: bool = False
) -> Iterator[list[Seen]]:
    """The choices in a formula, outermost first, each with its sides; `whole`: its rounding is declared."""
    read = _SIDES.get(type(node))
    if read and (whole or not isinstance(node, Round)):
        yield list(read(node, _looked_up(known, active), active))
    for number, part in enumerate(parts(node)):
        inside = [True] * len(active) if isinstance(node, Total) else active
        if isinstance(node, Where) and number and active:
            holds = _looked_up(known, active)(node.condition)
            inside = [on and bool(value) == (number == 1) for on, value in zip(active, holds, strict=True)]
        yield from _walked(part, known, inside)


Values = Callable[[Node], Row]


def _looked_up(known: Mapping[str, Row], active: Active) -> Values:
    """The value of a part for every row; of no values none."""

    def values(node: Node) -> Row:
        row = exact.value_of(node, known) if active else []
        return list(row) * len(active) if len(row) == 1 else row

    return values


def _any(active: Active, holds: Sequence[object]) -> bool:
    return any(on and bool(one) for on, one in zip(active, holds, strict=True))


def _where(node: Where | YesNo, values: Values, active: Active) -> Iterator[Seen]:
    kind, holds = "of" if isinstance(node, Where) else "uitkomst", values(node.condition)
    yield kind, YES, _any(active, holds)
    yield kind, NO, _any(active, [not one for one in holds])


def _sign(node: Bound | Comparison, values: Values) -> list[int]:
    pairs = zip(values(node.left), values(node.right), strict=True)
    return [((a or 0) > (b or 0)) - ((a or 0) < (b or 0)) for a, b in pairs]


def _bound(node: Bound, values: Values, active: Active) -> Iterator[Seen]:
    wins = 1 if node.kind == "max" else -1
    signs = _sign(node, values)
    name = "ten minste" if node.kind == "max" else "ten hoogste"
    yield name, LEFT, _any(active, [sign == wins for sign in signs])
    yield name, RIGHT, _any(active, [sign == -wins for sign in signs])


def _comparison(node: Comparison, values: Values, active: Active) -> Iterator[Seen]:
    signs, kind = _sign(node, values), f"vergelijking {node.op}"
    yield kind, ON, _any(active, [sign == 0 for sign in signs])
    if node.op in ("==", "!="):
        yield kind, "ernaast", _any(active, [sign != 0 for sign in signs])
        return
    yield kind, BELOW, _any(active, [sign < 0 for sign in signs])
    yield kind, ABOVE, _any(active, [sign > 0 for sign in signs])


def _together(node: Both | Either, values: Values, active: Active) -> Iterator[Seen]:
    """That all hold, or none; and each alone that decides."""
    both = isinstance(node, Both)
    rows = [[bool(one) for one in values(part)] for part in node.conditions]
    places = range(len(active))
    kind, word = ("alle", "alleen {} geldt niet") if both else ("een van", "alleen {} geldt")
    yield (
        kind,
        "alle gelden" if both else "geen geldt",
        _any(active, [all(row[p] is both for row in rows) for p in places]),
    )
    for number, own in enumerate(rows, 1):
        others = [row for row in rows if row is not own]
        alone = [own[p] is not both and all(row[p] is both for row in others) for p in places]
        yield kind, word.format(number), _any(active, alone)


def _count(node: Count, values: Values, active: Active) -> Iterator[Seen]:
    for number, part in enumerate(node.conditions, 1):
        holds = values(part)
        yield "aantal", f"{number} geldt", _any(active, holds)
        yield "aantal", f"{number} geldt niet", _any(active, [not one for one in holds])


def _rounded(node: Round, values: Values, active: Active) -> Iterator[Seen]:
    scale = 10**node.decimals
    halves = [one is not None and (2 * one * scale) % 2 == 1 for one in values(node.operand)]
    yield "afronding", HALF, _any(active, halves)


def _apportioned(node: Apportion, values: Values, active: Active) -> Iterator[Seen]:
    if not active:
        yield from (("laatste eenheid", side, False) for side in (GRANTED, DENIED, TIED))
        return
    weights = [one or Fraction(0) for one in values(node.weights)]
    pot = (values(node.pot)[0] or Fraction(0)) * 10**node.decimals
    quotas = [pot * weight / (sum(weights) or 1) for weight in weights]
    more = [got - quota for got, quota in zip(largest_remainders(pot, weights), quotas, strict=True)]
    yield "laatste eenheid", GRANTED, any(one > 0 for one in more)
    yield "laatste eenheid", DENIED, any(one < 0 for one in more)
    yield "laatste eenheid", TIED, bool(tied_at_last_unit(pot, weights)[1])


_SIDES: Mapping[type[Node], Callable[..., Iterator[Seen]]] = {
    Where: _where,
    YesNo: _where,
    Bound: _bound,
    Comparison: _comparison,
    Both: _together,
    Either: _together,
    Count: _count,
    Round: _rounded,
    Apportion: _apportioned,
}
