"""Making values: from nothing, of numbers that are drawn; and steered onto a bound, a threshold or a tie.

Nothing here draws: whoever does (`rules.guarding.strategies`, or a generator of random numbers) hands over
whole numbers, and the same numbers make the same values.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from allocation import exact
from allocation.bounds import Bounds
from allocation.errors import RuleError
from allocation.exact import Row
from allocation.expressions import Apportion, Arithmetic, Bound, Comparison, Node, names, parts
from allocation.rulebook import Rulebook
from allocation.sides import deciding
from rules.guarding.units import Unit

CHOICES = 2**20
"""A drawn number lies below this."""
MOST = 10**7
"""No figure or input from nothing is larger, but for a national amount that others are parts of."""
MENDINGS = 8
"""So often what makes the rules impossible to follow is changed."""
Values = dict[str, Row]
Steered = Bound | Comparison | Apportion


def from_nothing(unit: Unit, numbers: Iterator[int], count: int) -> Values:
    """Values for a unit: zeros, equals, hundredths and millions, and the numbers that the law names."""
    named = [
        bounds.least for bounds in unit.given.bounds.values() if bounds.least and bounds.least == bounds.most
    ]
    made: Values = {}
    for name in unit.book.inputs:
        bounds, row = unit.given.bounds[name], list[Fraction]()
        for _ in range(count):
            row.append(_value(next(numbers), bounds, _decimals(unit, name), named, row))
        made[name] = row if any(row) else [*row[:-1], Fraction(1)]
    for name in unit.book.figures:
        bounds, decimals = unit.given.bounds[name], _decimals(unit, name)
        value = _value(next(numbers), bounds, decimals, [], [])
        made[name] = [value if value or bounds.most == 1 else _smallest(bounds, decimals)]
    return made


def _decimals(unit: Unit, name: str) -> int:
    known = unit.library
    return known.inputs[name].decimals if name in known.inputs else known.figures[name].decimals


def _smallest(bounds: Bounds, decimals: int) -> Fraction:
    """Of a figure rather the smallest unit than nothing at all."""
    unit = Fraction(1, 10**decimals)
    return unit if bounds.allow(unit) else bounds.least or Fraction(0)


def _value(
    number: int, bounds: Bounds, decimals: int, named: Sequence[Fraction | None], before: Sequence[Fraction]
) -> Fraction:
    """One value: the last bits of the number say of which kind it is, the others how large."""
    kind, size = number % 16, number // 16
    least = max(bounds.least if bounds.least is not None else Fraction(-MOST), Fraction(-MOST))
    most = min(bounds.most if bounds.most is not None else Fraction(MOST), Fraction(MOST))
    if kind == 0:
        value = Fraction(0)
    elif kind <= 2 and before:
        value = before[-1]
    elif kind == 3 and named:
        value = (named[size % len(named)] or Fraction(0)) + size % 3 - 1
    elif most - least <= 100:
        steps = int((most - least) * 10**decimals)
        value = least + Fraction(size % (steps + 1), 10**decimals)
    else:
        value = Fraction(size**2 % (10 ** (1 + size % 7)), 10 ** (decimals if kind % 2 else 0))
    return value if bounds.allow(value) else least if kind % 2 else most


def mended(unit: Unit, values: Values) -> Values:
    """The same without what makes the rules impossible to follow: a divisor of nothing, a pot below zero.

    What is still impossible is no case, and stays so.
    """
    for _ in range(MENDINGS):
        known = _known(unit.book, values)
        changed = None if known is None else _filled(unit, values, known) or _raised(unit, values, known)
        if changed is None:
            break
        values = changed
    return values


def _filled(unit: Unit, values: Values, known: Mapping[str, Row]) -> Values | None:
    """Where something is divided by nothing: more of all that the divisor rests on."""
    for rule in unit.book.rules.values():
        for node in _divisions(rule.formula):
            divisor = exact.value_of(node.right, known)
            if 0 not in divisor:
                continue
            behind = {*names(node.right), *unit.book.reads(*_rules(unit, names(node.right)))}
            empty = [place for place, value in enumerate(divisor) if not value]
            places = empty if len(divisor) > 1 else [-1]
            return _more_of(unit, values, [name for name in values if name in behind], places)
    return None


def _divisions(node: Node) -> Iterator[Arithmetic]:
    if isinstance(node, Arithmetic) and node.op == "/":
        yield node
    for part in parts(node):
        yield from _divisions(part)


def _more_of(unit: Unit, values: Values, behind: Sequence[str], places: Sequence[int]) -> Values:
    made = dict(values)
    for name in behind:
        bounds, row = unit.given.bounds[name], list(made[name])
        for place in places if len(row) > 1 else [-1]:
            now = row[place] or Fraction(0)
            row[place] = now * 3 + 20_000 if bounds.most is None else bounds.most
        if name in unit.book.inputs or not any(made[name]):
            made[name] = row
    return made


def _raised(unit: Unit, values: Values, known: Mapping[str, Row]) -> Values | None:
    """Where a pot is below zero: a thousand times as much of each figure with which it then is less so."""
    made, pots = dict(values), {one.pot for one in unit.book.rules.values() if one.pot}
    low = min((known[pot][0] or Fraction(0) for pot in pots), default=Fraction(0))
    if low >= 0:
        return None
    for name in unit.book.figures:
        value = (values[name][0] or Fraction(0)) * 1000 + 10**6
        trial = {**made, name: [value]}
        rows = _known(unit.pots, trial) if unit.given.bounds[name].allow(value) else None
        if rows is not None and (now := min(rows[pot][0] or Fraction(0) for pot in pots)) > low:
            made, low = trial, now
    return made


def steered(unit: Unit, values: Values, which: int, place: int) -> Values:
    """The same with one of them such that a bound, threshold or division is at its edge, if that can be."""
    edges = steering(unit)
    if not edges:
        return values
    edge = edges[which % len(edges)]
    if isinstance(edge, Apportion):
        return _tie(unit, values, edge)
    return _equal(unit, values, edge, place)


def steering(unit: Unit) -> list[Steered]:
    """Every bound, comparison and division of a unit."""
    found: list[Steered] = []
    for rule in unit.book.rules.values():
        found += deciding(rule.formula)
        if isinstance(rule.formula, Apportion):
            found.append(rule.formula)
    return found


def _known(book: Rulebook, values: Mapping[str, Row]) -> Mapping[str, Row] | None:
    try:
        return {**values, **exact.evaluated(book, values)}
    except RuleError:
        return None


def _gap(unit: Unit, values: Mapping[str, Row], edge: Bound | Comparison, place: int) -> Fraction | None:
    """How far the two sides are apart, for one municipality."""
    known = _known(unit.book, values)
    if known is None:
        return None
    sides = [exact.value_of(side, known) for side in (edge.left, edge.right)]
    left, right = (side[place if len(side) > 1 else 0] for side in sides)
    return None if left is None or right is None else left - right


def _equal(unit: Unit, values: Values, edge: Bound | Comparison, place: int) -> Values:
    """One value changed so that both sides are equal: what stands in it before what is behind that."""
    rows = max((len(values[name]) for name in unit.book.inputs), default=1)
    place %= rows
    for name in _movable(unit, edge):
        own = place if len(values[name]) > 1 else 0
        made = _root(unit, values, edge, (name, own, place))
        if made is not None:
            return made
    return values


def _movable(unit: Unit, edge: Bound | Comparison) -> list[str]:
    direct = list(dict.fromkeys(names(edge)))
    behind = [n for name in direct if name in unit.book.rules for n in sorted(unit.book.reads(name))]
    free = {name for name, bounds in unit.given.bounds.items() if bounds.least != bounds.most}
    return [name for name in dict.fromkeys([*direct, *behind]) if name in free]


def _root(unit: Unit, values: Values, edge: Bound | Comparison, at: tuple[str, int, int]) -> Values | None:
    """The value of one cell where both sides are equal, by a straight line through two points."""
    name, own, place = at
    first = values[name][own] or Fraction(0)
    for point in (first, Fraction(1), Fraction(1000)):
        one = _gap(unit, _set(values, name, own, point), edge, place)
        two = _gap(unit, _set(values, name, own, point + 1), edge, place)
        if one is None or two is None or one == two:
            continue
        value = point - one / (two - one)
        made = _set(values, name, own, value)
        if unit.given.bounds[name].allow(value) and _gap(unit, made, edge, place) == 0:
            return made
    return None


def _set(values: Mapping[str, Row], name: str, place: int, value: Fraction) -> Values:
    row = list(values[name])
    row[place] = value
    return {**values, name: row}


def _tie(unit: Unit, values: Values, edge: Apportion) -> Values:
    """The first two municipalities alike, and a pot of which the last unit goes to one of them."""
    pots = [
        n
        for n in (*names(edge.pot), *unit.book.reads(*_rules(unit, names(edge.pot))))
        if n in unit.book.figures
    ]
    made = dict(values)
    for name in unit.book.inputs:
        row = list(values[name])
        made[name] = [row[0] or Fraction(1), row[0] or Fraction(1), *row[2:]] if len(row) > 1 else row
    if not pots:
        return made
    for more in range(6):
        trial = _set(made, pots[0], 0, Fraction(int(made[pots[0]][0] or 0) + more))
        known = _known(unit.book, trial)
        if known is not None and exact.ties(edge, known):
            return trial
    return made


def _rules(unit: Unit, read: Sequence[str]) -> list[str]:
    return [name for name in read if name in unit.book.rules]
