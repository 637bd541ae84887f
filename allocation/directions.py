"""Directions: where a formula goes when one municipality has more of one input, read off the formula itself.

For the municipality itself and for all others apart. Nothing is said where it cannot be told (BOTH): a
direction that is said holds always, also through bounds, rounding and shares of a whole.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from allocation.expressions import (
    Apportion,
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    Expression,
    IsYes,
    Logistic,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
    parts,
)
from allocation.ranges import PART, ZERO, Ranges, range_of, sign
from allocation.renderings import Rendering
from allocation.rulebook import Rulebook

Way = tuple[bool, bool]
"""Whether it may rise, and whether it may fall."""
STILL: Way = (False, False)
UP: Way = (True, False)
DOWN: Way = (False, True)
BOTH: Way = (True, True)


@frozen
class Direction:
    """Where a value goes: that of the municipality that has more, and those of all others."""

    own: Way = STILL
    others: Way = STILL

    @property
    def still(self) -> bool:
        """Whether nothing happens."""
        return self.own == self.others == STILL


NOWHERE, ANYWHERE = Direction(), Direction(BOTH, BOTH)


@frozen
class _Known:
    """What is known of each name so far: where it goes, and between which values it lies."""

    directions: Mapping[str, Direction]
    ranges: Ranges


def directions(book: Rulebook, ranges: Ranges, name: str) -> dict[str, Direction]:
    """Where every rule of a book goes when one municipality has more of the input `name`."""
    found = dict.fromkeys((*book.inputs, *book.figures), NOWHERE)
    found[name] = Direction(own=UP)
    for rule in book.rules.values():
        found[rule.name] = _DIRECTION(rule.formula, _Known(found, ranges))
    return found


def conditional(node: Node, known: Mapping[str, Direction], ranges: Ranges) -> bool:
    """Whether a condition in a formula looks at what moves; that all together is nothing does not count.

    The decimals of the logistic function are steps too.
    """
    if isinstance(node, Where) and isinstance(_nothing(node), Total):
        return any(conditional(part, known, ranges) for part in (node.then, node.otherwise))
    looks = (
        isinstance(node, (Comparison, IsYes, Logistic)) and not _DIRECTION(node, _Known(known, ranges)).still
    )
    return looks or any(conditional(part, known, ranges) for part in parts(node))


def _or(*ways: Way) -> Way:
    return any(way[0] for way in ways), any(way[1] for way in ways)


def _turned(way: Way, signed: int) -> Way:
    if way == STILL or signed == 1:
        return way
    return way[::-1] if signed == -1 else BOTH


def _together(found: Sequence[Direction]) -> Direction:
    return Direction(_or(*(one.own for one in found)), _or(*(one.others for one in found)))


def _negative(one: Direction) -> Direction:
    return Direction(one.own[::-1], one.others[::-1])


def _several(node: Node, known: _Known) -> Direction:
    """The parts of which each pulls its own way: sums, bounds, rounding."""
    return _together([_DIRECTION(part, known) for part in parts(node)])


def _arithmetic(node: Arithmetic, known: _Known) -> Direction:
    if node.op == "+":
        return _several(node, known)
    if node.op == "-":
        return _together([_DIRECTION(node.left, known), _negative(_DIRECTION(node.right, known))])
    return _product(node, known)


def factors(node: Node) -> tuple[list[Node], list[Node]]:
    """A product of quotients as what stands above and below the line."""
    if isinstance(node, Arithmetic) and node.op in "*/":
        (above, below), (above2, below2) = factors(node.left), factors(node.right)
        return (above + above2, below + below2) if node.op == "*" else (above + below2, below + above2)
    return [node], []


def _product(node: Arithmetic, known: _Known) -> Direction:
    above, below = factors(node)
    items: list[tuple[Direction, int]] = []
    for whole in [one for one in below if isinstance(one, Total) and not one.to]:
        weight, over = factors(whole.operand)
        if sign(range_of(whole.operand, known.ranges)) == 1 and _taken(above, weight) and _taken(below, over):
            for one in weight:
                above.remove(one)
            for one in (*over, whole):
                below.remove(one)
            items.append((_share(_DIRECTION(whole.operand, known)), sign(PART)))
    items += [(_DIRECTION(one, known), sign(range_of(one, known.ranges))) for one in above]
    for one in below:
        signed = sign(range_of(one, known.ranges))
        moves = _negative(_DIRECTION(one, known))
        items.append((moves if signed or moves.still else ANYWHERE, signed))
    found = []
    for place, (moves, _) in enumerate(items):
        signed = 1
        for other, (_, one_sign) in enumerate(items):
            signed *= one_sign if other != place else 1
        found.append(Direction(_turned(moves.own, signed), _turned(moves.others, signed)))
    return _together(found)


def _taken(whole: Sequence[Node], some: Sequence[Node]) -> bool:
    return all(some.count(one) <= whole.count(one) for one in some)


def _share(weight: Direction) -> Direction:
    """Of a share of all weights: with one's own weight, against those of all others."""
    own = _or(weight.own, weight.others[::-1])
    return Direction(own, _or(weight.others, weight.own[::-1], weight.others[::-1]))


def _total(node: Total, known: _Known) -> Direction:
    found = _DIRECTION(node.operand, known)
    whole = _or(found.own, found.others)
    return Direction(whole, whole)


def _apportion(node: Apportion, known: _Known) -> Direction:
    """More own weight alone never gets less of one pot; of others a unit may move either way."""
    pot, weights = _DIRECTION(node.pot, known), _DIRECTION(node.weights, known)
    if pot.still and weights.own in (UP, STILL) and weights.others == STILL:
        return Direction(weights.own, BOTH if weights.own == UP else STILL)
    return NOWHERE if pot.still and weights.still else ANYWHERE


def _condition(node: Node, known: _Known) -> Direction:
    """A condition: whether it looks at anything that moves."""
    found = _several(node, known)
    return Direction(STILL if found.own == STILL else BOTH, STILL if found.others == STILL else BOTH)


def _where(node: Where, known: _Known) -> Direction:
    branches = _together([_DIRECTION(node.then, known), _DIRECTION(node.otherwise, known)])
    decides = _DIRECTION(node.condition, known)
    if decides.still:
        return branches
    whole = _nothing(node)
    if (
        whole is not None
        and sign(range_of(node.otherwise, known.ranges)) == 1 == sign(range_of(whole, known.ranges))
        and range_of(node.then, known.ranges) == ZERO
    ):
        return _together([branches, _DIRECTION(whole, known)])
    return _together([branches, decides])


def _nothing(node: Where) -> Expression | None:
    """What is nothing at all where the first branch holds: `where(equals(asked, 0), 0, ...)`."""
    match node.condition:
        case Comparison("==", whole, Number(value)) if not value:
            return whole
        case _:
            return None


_DIRECTION: Rendering[Direction] = Rendering(
    "direction",
    {
        Number: lambda *_: NOWHERE,
        Symbol: lambda node, known: known.directions[node.name],
        Arithmetic: _arithmetic,
        Bound: _several,
        Round: _several,
        Logistic: _several,
        Total: _total,
        Apportion: _apportion,
        Where: _where,
        Comparison: _condition,
        Both: _condition,
        Either: _condition,
        Not: _condition,
        Count: _condition,
        IsYes: _condition,
        YesNo: _condition,
    },
)
