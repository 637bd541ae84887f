"""The derivation of one amount for one municipality: every line with the numbers to recompute it.

A value that ends in a few decimals is shown as it is, and so is one of the logistic function. Another is
shown with just so many decimals that every line that reads it gives, computed from what is shown, exactly
what is shown as its result; where no number of decimals does (an exact half made of thirds), as a ratio.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation import exact
from allocation.apportion import largest_remainders
from allocation.errors import RuleError
from allocation.expressions import (
    Apportion,
    Expression,
    Logistic,
    Node,
    Symbol,
    Total,
    names,
    parts,
    rebuilt,
)
from allocation.numbers import decimals_of, round_half_away
from allocation.result import Result

SHORT = 6
"""A value that needs no more decimals than this is shown whole."""
LEAST, MOST = 2, 30
"""With how many decimals a value that does not end so soon is shown."""
SUM = "sum of "
"""What the name of a national total starts with; the rest is the name or formula that is added."""


@frozen
class Shown:
    """A number as it is shown: with `decimals`, or as a ratio where these are None."""

    value: Fraction
    decimals: int | None

    @property
    def number(self) -> Fraction:
        """The number that a reader sees."""
        return self.value if self.decimals is None else round_half_away(self.value, self.decimals)


@frozen
class Line:
    """One rule for one municipality (or for the country): its formula, its numbers, its result.

    In `formula` a national total is a symbol of its own, named SUM and what is added. `numbers` are by
    symbol; `division` is there where the rule divides by largest remainders.
    """

    rule: str
    formula: Expression
    numbers: Mapping[str, Shown]
    result: Shown
    division: "Division | None" = None


@frozen
class Division:
    """What a municipality got of a pot divided by largest remainders.

    `quota` is its share before it is rounded down, `extra` whether it got a unit of the rest, and
    `last` the smallest remainder that got one (None where there was no rest).
    """

    quota: Fraction
    extra: bool
    last: Fraction | None


@frozen
class Trace:
    """The lines behind an amount, each after the lines it reads; the last is the amount itself.

    `totals` says of the symbol of each national total what is added.
    """

    code: str
    lines: tuple[Line, ...]
    totals: Mapping[str, Expression]


def recomputed(line: Line) -> Fraction:
    """The result of a line from the numbers it shows, with the decimals of its result."""
    value = _value(line, {name: shown.number for name, shown in line.numbers.items()})
    decimals = line.result.decimals
    return value if decimals is None else round_half_away(value, decimals)


def trace(result: Result, rule: str, code: str) -> Trace:
    """How the value of `rule` for municipality `code` comes about."""
    return next(traces(result, rule, [code]))


def traces(result: Result, rule: str, codes: Iterable[str]) -> Iterator[Trace]:
    """How the value of `rule` comes about for several municipalities: what is national is computed once."""
    case, known = result.case, result.rows
    places = {code: place for place, code in enumerate(case.codes)}
    totals: dict[str, Expression] = {}
    divisions: dict[str, list[Division]] = {}
    steps = case.book.behind(rule)
    for name in steps:
        formula = case.book.rules[name].formula
        totals |= {name_of(total): total.operand for total in totals_in(formula)}
        if isinstance(formula, Apportion):
            totals[total_of(formula)] = formula.weights
            divisions[name] = _divided(formula, known)
    sums = {name: _at(exact.value_of(Total(added), known), 0, name) for name, added in totals.items()}
    formulas = {name: without_totals(case.book.rules[name].formula) for name in steps}
    used = {name: _used(formula) for name, formula in formulas.items()}
    read = {symbol for symbols in used.values() for symbol in symbols} | set(steps)
    for code in codes:
        place = places[code]
        values = {n: sums[n] if n in sums else _at(known[n], place, n) for n in read}
        drafts = [
            _Draft(n, formulas[n], used[n], divisions[n][place] if n in divisions else None) for n in steps
        ]
        shown = _shown(drafts, values)
        yield Trace(code, tuple(draft.line(shown) for draft in drafts), totals)


def _used(formula: Expression) -> list[str]:
    return names(formula) + ([total_of(formula)] if isinstance(formula, Apportion) else [])


def total_of(division: Apportion) -> str:
    """The symbol of the sum of the weights of a division."""
    return SUM + _text(division.weights)


@frozen
class _Draft:
    """A line before it is known with how many decimals its numbers are shown; `used` are their symbols."""

    rule: str
    formula: Expression
    used: list[str]
    division: Division | None

    def line(self, shown: Mapping[str, Shown]) -> Line:
        """The line with its numbers."""
        numbers = {name: shown[name] for name in self.used}
        return Line(self.rule, self.formula, numbers, shown[self.rule], self.division)


def _shown(drafts: list[_Draft], values: Mapping[str, Fraction]) -> dict[str, Shown]:
    """Enough decimals for every value, from the last line back to the first.

    A value that is read by two lines may need more for the one than for the other; in the end it is a ratio.
    """
    final, ends = drafts[-1].rule, _ending(drafts, values)
    more = dict.fromkeys(values, 0)
    while True:
        shown = {
            name: Shown(value, _decimals(value, more[name], ends=name in ends))
            for name, value in values.items()
        }
        ending = decimals_of(values[final])
        shown[final] = Shown(values[final], LEAST if ending is None else ending)
        for draft in reversed(drafts):
            _refine(draft, [n for n in draft.used if n not in ends], values, shown, more)
        failing = [draft for draft in drafts if not _agrees(draft, shown)]
        if not failing:
            return shown
        for draft in failing:
            for name in draft.used:
                more[name] += 1


def _refine(
    draft: _Draft,
    long: Sequence[str],
    values: Mapping[str, Fraction],
    shown: dict[str, Shown],
    more: Mapping[str, int],
) -> None:
    """Give what a line reads at length the decimals that its result needs."""
    before = {name: shown[name] for name in long}
    for count in range(LEAST, MOST):
        for name in long:
            least = before[name].decimals
            wanted = None if least is None else max(least, count) + more[name]
            shown[name] = Shown(values[name], wanted)
        if _agrees(draft, shown):
            return
    for name in long:
        shown[name] = Shown(values[name], None)


def _agrees(draft: _Draft, shown: Mapping[str, Shown]) -> bool:
    line = draft.line(shown)
    return recomputed(line) == line.result.number


def _ending(drafts: Iterable[_Draft], values: Mapping[str, Fraction]) -> set[str]:
    """What is shown as it is: of a few decimals, or of those that the logistic function says it has."""
    chances = {draft.rule for draft in drafts if isinstance(draft.formula, Logistic)}
    needed = {name: decimals_of(value) for name, value in values.items()}
    return chances | {name for name, count in needed.items() if count is not None and count <= SHORT}


def _decimals(value: Fraction, more: int, *, ends: bool) -> int | None:
    """With how many decimals a value is shown at first; None for a ratio, where more did not help."""
    if ends:
        return decimals_of(value)
    return LEAST if more <= MOST else None


def _value(line: Line, numbers: Mapping[str, Fraction]) -> Fraction:
    known: dict[str, exact.Row] = {name: [number] for name, number in numbers.items()}
    if isinstance(line.formula, Apportion):
        pot, weight = (
            _at(exact.value_of(n, known), 0, line.rule) for n in (line.formula.pot, line.formula.weights)
        )
        whole = numbers[total_of(line.formula)]
        unit = Fraction(1, 10**line.formula.decimals)
        quota = pot * weight / whole if whole else Fraction(0)
        return quota // unit * unit + (unit if line.division and line.division.extra else 0)
    return _at(exact.value_of(line.formula, known), 0, line.rule)


def _divided(node: Apportion, known: Mapping[str, exact.Row]) -> list[Division]:
    """What each municipality got of a division."""
    scale = 10**node.decimals
    units = _at(exact.value_of(node.pot, known), 0, "") * scale
    weights = exact.complete(exact.value_of(node.weights, known)) or []
    whole = sum(weights)
    quotas = [units * weight / whole if whole else Fraction(0) for weight in weights]
    extra = [s > q for s, q in zip(largest_remainders(units, weights), quotas, strict=True)]
    last = min((q % 1 for q, got in zip(quotas, extra, strict=True) if got), default=None)
    least = None if last is None else last / scale
    return [Division(q / scale, got, least) for q, got in zip(quotas, extra, strict=True)]


def _at(row: exact.Row, place: int, name: str) -> Fraction:
    value = row[place] if len(row) > 1 else row[0]
    if value is None:
        raise RuleError(f"rule {name} divides by zero")
    return value


def totals_in(node: Node) -> Iterator[Total]:
    """The national totals in a formula, the outermost ones."""
    if isinstance(node, Total):
        yield node
    else:
        for part in parts(node):
            yield from totals_in(part)


def name_of(total: Total) -> str:
    """The symbol of a national total."""
    return SUM + _text(total.operand)


def _text(node: Node) -> str:
    """A formula as a name: what is added."""
    return node.name if isinstance(node, Symbol) else repr(node)


def without_totals(node: Expression) -> Expression:
    """The formula with every national total as a symbol."""

    def plain(part: Node) -> Node:
        return Symbol(name_of(part)) if isinstance(part, Total) else rebuilt(part, plain)

    return Symbol(name_of(node)) if isinstance(node, Total) else rebuilt(node, plain)
