"""Properties: what the rules of a book promise, each a sentence that can be tried on values.

What is promised follows from the contracts (`allocation.contract`): nothing is written for a rule. The same
object is tried on values that were made up, and on those of a publication before it is signed.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from allocation import exact
from allocation.contract import Contract
from allocation.exact import Row
from allocation.expressions import Apportion
from allocation.lines import fits
from allocation.sides import decisions
from allocation.trial import Rows, Trial, numbers_of

STEEP = 8
"""Of what has more than so many coefficients along one input the line is not tried."""
NEAR, NOTHING = Fraction(1, 10**40), Fraction(1, 10**12)
"""So little more of an input, and so little as an amount then changes by where it does not jump."""


@frozen
class Tried:
    """What became of a property: how often it was tried, and the rules of which it does not hold."""

    count: int = 0
    broken: tuple[str, ...] = ()


@frozen
class Property:
    """A promise: its name, what it says to a reader, and how it is tried.

    `chosen`: a trial chooses some input or municipality, so that a second one sees something else.
    """

    name: str
    sentence: str
    tried: Callable[[Trial], Tried]
    chosen: bool = False


def _compared(after: Rows | None, rules: Iterable[str], same: Callable[[str], bool]) -> Tried:
    """Of each rule whether what was expected came out; of what cannot be followed nothing was tried."""
    names = list(rules)
    if after is None or not names:
        return Tried()
    return Tried(len(names), tuple(name for name in names if not same(name)))


def _lines(trial: Trial) -> Tried:
    """What divides a pot says by which weights."""
    those = trial.promising(lambda one: one.divides)
    return Tried(len(those), tuple(one.rule for one in those if one.lacking))


def _within(trial: Trial) -> Tried:
    """Between the ends that bounds of what goes in, and floors and ceilings, leave."""

    def outside(one: Contract) -> bool:
        low, high = one.range
        row = numbers_of(trial.rows[one.rule])
        return (low is not None and min(row) < low) or (high is not None and max(row) > high)

    those = trial.promising(lambda one: one.range != (None, None))
    return Tried(len(those), tuple(one.rule for one in those if outside(one)))


def _whole(trial: Trial) -> Tried:
    """In the units that it is rounded to."""
    those = trial.promising(lambda one: one.decimals is not None)
    return Tried(
        len(those),
        tuple(
            one.rule
            for one in those
            if any(
                (value * 10 ** (one.decimals or 0)).denominator != 1
                for value in numbers_of(trial.rows[one.rule])
            )
        ),
    )


def _reversed(trial: Trial) -> Tried:
    """Everyone has the data of another; a tie at the last unit alone goes by order."""
    if _tied(trial):
        return Tried()
    made = trial.other({name: trial.given[name][::-1] for name in trial.of.book.inputs})
    rows = trial.rows
    return _compared(made, rows, lambda name: list(rows[name])[::-1] == list((made or {})[name]))


def _tied(trial: Trial) -> bool:
    known = {**trial.given, **trial.rows}
    formulas = [rule.formula for rule in trial.of.book.rules.values()]
    return any(exact.ties(one, known) for one in formulas if isinstance(one, Apportion))


def _alike(trial: Trial) -> Tried:
    """Two municipalities with the same data."""
    if trial.size < 2:
        return Tried()
    one, other = trial.chance.sample(range(trial.size), 2)
    changed = {name: _with(trial.given[name], other, trial.given[name][one]) for name in trial.of.book.inputs}
    made = trial.other(changed)
    if made is None or _tied(trial.on(changed)):
        return Tried()
    rows = [name for name, row in made.items() if len(row) > 1]
    return _compared(made, rows, lambda name: made[name][one] == made[name][other])


def _with(row: Row, place: int, value: Fraction | None) -> Row:
    return [*row[:place], value, *row[place + 1 :]]


def _scaled(trial: Trial) -> Tried:
    """All weights of a rule so many times as large; what it hands out of a pot stays the same share of it."""
    those = trial.promising(lambda one: one.scale.weights and one.scale.degree is not None and not one.keeps)
    groups: dict[tuple[str, ...], list[Contract]] = {}
    for one in those:
        groups.setdefault(one.scale.weights, []).append(one)
    if not groups:
        return Tried()
    weights = trial.chance.choice(list(groups))
    times = trial.chance.randint(2, 1000)
    changed = {name: [value * times for value in numbers_of(trial.given[name])] for name in weights}
    made = trial.other(changed, trial.of.smooth)

    def same(name: str) -> bool:
        one, before, after = trial.of.contracts[name], {**trial.given, **trial.smooth}, made or {}
        factor = Fraction(times) ** (one.scale.degree or 0)
        pot = before[one.pot][0] if one.pot else Fraction(1)
        new = {**before, **after}[one.pot][0] if one.pot else Fraction(1)
        pairs = zip(numbers_of(before[name]), numbers_of(after[name]), strict=True)
        return all(was * factor * (new or 0) == now * (pot or 0) for was, now in pairs)

    return _compared(made, [one.rule for one in groups[weights]], same)


def _nothing(trial: Trial) -> Tried:
    """One more municipality with nothing of anything gets nothing, and nobody gets something else."""
    those = [one.rule for one in trial.promising(lambda one: one.additive)]
    if not those or not trial.of.book.inputs:
        return Tried()
    more = {name: [*trial.given[name], Fraction(0)] for name in trial.of.book.inputs}
    made = trial.other(more, trial.of.free)
    free = trial.free
    return _compared(made, those, lambda name: [*free[name], 0] == list((made or {})[name]))


def _merged(trial: Trial) -> Tried:
    """The first two municipalities as one: their amounts together, but for rounding and bounds."""
    those = [one.rule for one in trial.promising(lambda one: one.additive)]
    if trial.size < 2 or not those:
        return Tried()
    changed = {}
    for name in trial.of.book.inputs:
        first, second, *rest = numbers_of(trial.given[name])
        changed[name] = [first + second, *rest]
    made = trial.other(changed, trial.of.free)

    def same(name: str) -> bool:
        first, second, *rest = numbers_of(trial.free[name])
        return [first + second, *rest] == list((made or {})[name])

    return _compared(made, those, same)


def _run(trial: Trial, has: Callable[[Contract], Sequence[str]]) -> tuple[str, int]:
    """An input of which something is promised, and a municipality; "" where there is none."""
    names = list(dict.fromkeys(name for one in trial.of.contracts.values() for name in has(one)))
    return (trial.chance.choice(names), trial.chance.randrange(trial.size)) if names else ("", 0)


def _more(trial: Trial, name: str, place: int) -> Fraction:
    """More of an input: a little, one unit, or many times as much."""
    now = trial.given[name][place] or Fraction(0)
    return now + trial.chance.choice([Fraction(1, 100), Fraction(1), now, now * 30 + 7, Fraction(10**5)])


def _monotone(trial: Trial) -> Tried:
    """More of an input never lowers what rises in it, never raises what falls in it, nor what is spared."""
    name, place = _run(trial, lambda one: [*one.rises, *one.falls, *one.spares])
    if not name:
        return Tried()
    made = trial.other({name: _with(trial.given[name], place, _more(trial, name, place))})
    if made is None:
        return Tried()
    those = trial.promising(lambda one: name in {*one.rises, *one.falls, *one.spares})
    broken = []
    for one in those:
        was, now = numbers_of(trial.rows[one.rule]), numbers_of(made[one.rule])
        own = 0 if one.national else place
        risen, rest = now[own] - was[own], [b - a for a, b in zip(was, now, strict=True)]
        del rest[own]
        wrong = (risen < 0 and name in one.rises) or (risen > 0 and name in one.falls)
        if wrong or (name in one.spares and any(change > 0 for change in rest)):
            broken.append(one.rule)
    return Tried(len(those), tuple(broken))


def _no_jump(trial: Trial) -> Tried:
    """Next to nothing more or less of an input is next to nothing more or less of an amount."""
    name, place = _run(trial, lambda one: one.smooth)
    if not name:
        return Tried()
    value = trial.given[name][place] or Fraction(0)
    near = value + NEAR if trial.chance.random() < 0.5 or value < NEAR else value - NEAR
    made = trial.other({name: _with(trial.given[name], place, near)}, trial.of.smooth)
    those = [one.rule for one in trial.promising(lambda one: name in one.smooth)]

    def same(rule: str) -> bool:
        pairs = zip(numbers_of(trial.smooth[rule]), numbers_of((made or {})[rule]), strict=True)
        return all(abs(now - was) < NOTHING * (1 + abs(was)) for was, now in pairs)

    return _compared(made, those, same)


def _straight(trial: Trial) -> Tried:
    """Between bounds along one input: second differences of zero, or those of a share."""
    name, place = _run(trial, lambda one: list(one.shapes))
    if not name:
        return Tried()
    value = trial.given[name][place] or Fraction(0)
    step = max(value / 1000, Fraction(1, 100))
    most = max(_points(one, name) for one in trial.promising(lambda one: name in one.shapes))
    points = [value + step * place for place in range(most)]
    made: list[Rows] = []
    first: list[list[int]] = []
    for point in points:
        changed = {name: _with(trial.given[name], place, point)}
        rows = trial.other(changed, trial.of.smooth)
        if rows is None:
            break
        sides = decisions(trial.of.smooth, {**trial.given, **changed, **rows})
        first = first or sides
        if sides != first:
            break
        made.append(rows)
    those = trial.promising(lambda one: name in one.shapes and 1 < _points(one, name) <= len(made))
    broken = []
    for one in those:
        own, count = 0 if one.national else place, _points(one, name)
        values = [rows[one.rule][own] or Fraction(0) for rows in made[:count]]
        if not fits(one.shapes[name], points[:count], values):
            broken.append(one.rule)
    return Tried(len(those), tuple(broken))


def _points(one: Contract, name: str) -> int:
    """How many points it takes to see what a rule is along an input; 1 where it takes too many."""
    shape = one.shapes[name]
    count = shape.above + shape.below + 2
    return count if count <= STEEP else 1


def _back(trial: Trial) -> Tried:
    """Corrected, and corrected back."""
    name, place = _run(trial, lambda one: list(one.shapes))
    if not name:
        return Tried()
    changed = {name: _with(trial.given[name], place, _more(trial, name, place))}
    if trial.other(changed) is None:
        return Tried()
    again = trial.on(changed).on({name: trial.given[name]}).rows
    rows = trial.rows
    return _compared(again, rows, lambda rule: list(rows[rule]) == list(again[rule]))


PROPERTIES: Sequence[Property] = (
    Property("weighs", "wie een pot verdeelt, zegt naar welk gewicht", _lines),
    Property("within", "geen bedrag ligt buiten zijn onder- en bovengrens", _within),
    Property("whole", "wat is afgerond, is in hele eenheden", _whole),
    Property("anonymous", "wie zijn gegevens ruilt, ruilt zijn bedrag, en een ander merkt niets", _reversed),
    Property("alike", "wie dezelfde gegevens heeft, krijgt hetzelfde", _alike, chosen=True),
    Property(
        "scale",
        "alle gewichten maal een getal laten elk aandeel in de pot zoals het is",
        _scaled,
        chosen=True,
    ),
    Property("nothing", "wie niets heeft krijgt niets, en een ander merkt niets", _nothing),
    Property("merged", "wie samengaat krijgt wat zij samen kregen, op afronding en grenzen na", _merged),
    Property(
        "monotone", "meer van een gewicht geeft nooit minder, en een ander nooit meer", _monotone, chosen=True
    ),
    Property(
        "continuous",
        "een haar meer van een gegeven is een haar meer geld: geen sprong",
        _no_jump,
        chosen=True,
    ),
    Property(
        "straight",
        "tussen grenzen is een bedrag langs één gegeven een rechte lijn, of een aandeel",
        _straight,
        chosen=True,
    ),
    Property("back", "verbeterd en weer terug geeft wat het was", _back, chosen=True),
)
"""Every promise that is tried on values alone; those on a whole outcome are in `rules.analysis.contracts`."""
