"""Contracts: what each rule of a book promises, of what it declares and of what its formula says.

Declared are the pot, the rounding, what a municipality keeps in a transition, and of each input and figure
its kind and bounds. Read off the formula are the inputs that are weights and those that are a size, in which
of them an amount rises or falls, where it may jump, whether it adds up over municipalities that merge, and of
which degree it is along one input. `allocation.properties` tries all of it.
"""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from allocation import ranges
from allocation.bounds import Bounds
from allocation.directions import DOWN, UP, Direction, conditional, directions
from allocation.expressions import names
from allocation.lines import Shape, shapes
from allocation.ranges import Range, range_of
from allocation.rewrites import unrounded
from allocation.rulebook import Rulebook
from allocation.scaling import Scale, additive, scale


@frozen
class Given:
    """What is declared of the inputs and figures of a book: between which values they lie, and what counts.

    `counted` are the inputs that add up over municipalities: numbers and amounts, not shares or yes and no.
    """

    bounds: Mapping[str, Bounds]
    counted: frozenset[str]


@frozen
class Contract:
    """What one rule promises, in one book.

    `scale` has its weights; what is read and counted but is no weight is `apart`. More of what is in `rises`
    never lowers the own value, more of what is in `falls` never raises it; more of what is in `spares` never
    raises that of another; `smooth` are the inputs along which it never jumps, but for rounding; `shapes` say
    what it is along each of them between the bounds that it has.
    """

    rule: str
    national: bool
    pot: str
    keeps: str
    decimals: int | None
    range: Range
    scale: Scale
    apart: tuple[str, ...]
    additive: bool
    rises: tuple[str, ...]
    falls: tuple[str, ...]
    spares: tuple[str, ...]
    smooth: tuple[str, ...]
    shapes: Mapping[str, Shape]

    @property
    def divides(self) -> bool:
        """Whether it hands out a pot by weight."""
        return bool(self.pot) and not self.keeps

    @property
    def lacking(self) -> bool:
        """Whether it divides a pot, and its formula has no weights by which it does."""
        unlike = not self.scale.weights or self.scale.degree not in (0, None)
        return self.divides and (unlike or not (self.apart or self.additive))


def contracts(book: Rulebook, given: Given) -> dict[str, Contract]:
    """The contract of every rule of a book."""
    known = ranges_of(book, given)
    smooth = unrounded(book)
    counted = [name for name in book.inputs if name in given.counted]
    moves = {name: directions(book, known, name) for name in counted}
    lines = {name: shapes(smooth, name) for name in counted}
    jumps = {name: _jumps(smooth, moves[name], known) for name in counted}
    found = {}
    for rule in book.rules.values():
        read = [name for name in counted if name in book.reads(rule.name)]
        scaled = scale(book, rule.name, given.counted)
        ways = {name: moves[name][rule.name] for name in read}
        found[rule.name] = Contract(
            rule=rule.name,
            national=book.national(rule.name),
            pot=rule.pot or "",
            keeps=rule.keeps,
            decimals=rule.rounding.decimals if rule.rounding else None,
            range=known[rule.name],
            scale=scaled,
            apart=tuple(n for n in read if n not in scaled.weights and _behind_formula(book, rule.name, n)),
            additive=not rule.keeps and additive(book, rule.name, given.counted),
            rises=tuple(name for name, way in ways.items() if way.own == UP),
            falls=tuple(name for name, way in ways.items() if way.own == DOWN),
            spares=tuple(name for name, way in ways.items() if way.others == DOWN),
            smooth=tuple(name for name in read if rule.name not in jumps[name]),
            shapes={name: lines[name][rule.name] for name in read},
        )
    return found


def ranges_of(book: Rulebook, given: Given) -> dict[str, Range]:
    """Between which values everything in a book lies; a pot is never below zero (that is refused)."""
    pots = {rule.pot for rule in book.rules.values() if rule.pot}
    known: dict[str, Range] = {}
    for name in (*book.inputs, *book.figures):
        found = ranges.of_bounds(given.bounds[name])
        known[name] = _of_a_pot(found) if name in pots else found
    for rule in book.rules.values():
        found = range_of(rule.formula, known)
        known[rule.name] = _of_a_pot(found) if rule.name in pots else found
    return known


def _of_a_pot(found: Range) -> Range:
    low, high = found
    return max(low or Fraction(0), Fraction(0)), high


def _behind_formula(book: Rulebook, rule: str, name: str) -> bool:
    """Whether a rule rests on an input through formulas, and not only because its pot does."""
    return any(name in _read(book, one) for one in book.behind(rule))


def _read(book: Rulebook, rule: str) -> list[str]:
    return names(book.rules[rule].formula)


def _jumps(book: Rulebook, moves: Mapping[str, Direction], known: Mapping[str, Range]) -> set[str]:
    """The rules behind which a condition looks at what moves: they may jump."""
    found: set[str] = set()
    for rule in book.rules.values():
        if conditional(rule.formula, moves, known) or found.intersection(book.reads(rule.name)):
            found.add(rule.name)
    return found
