"""The rulebook of a year: which rules hold, what they read, and in which order."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import groupby, pairwise

from attrs import evolve, frozen

from allocation.errors import RuleError
from allocation.expressions import Apportion, Node, names, parts
from allocation.lags import unlagged
from allocation.levels import COUNTRY, ROWS, Levels, level_of
from allocation.rules import Rule
from allocation.steps import steps_of


@frozen(slots=False)
class Rulebook:
    """The rules of one year, each after the rules that it reads; `levels` has the level of every name."""

    year: int
    rules: Mapping[str, Rule]
    inputs: Collection[str]
    figures: Collection[str]
    levels: Levels = ROWS

    def needed(self, targets: Iterable[str]) -> "Rulebook":
        """The part of the rulebook that `targets` (names of rules) rest on."""
        targets = tuple(targets)
        wanted = self.reads(*targets) | set(targets)
        return Rulebook(
            self.year,
            {name: rule for name, rule in self.rules.items() if name in wanted},
            [name for name in self.inputs if name in wanted],
            [name for name in self.figures if name in wanted],
            self.levels,
        )

    def reads(self, *targets: str) -> set[str]:
        """Every name that the `targets` rest on, directly or through other rules."""
        found: set[str] = set()
        open_names = list(targets)
        while open_names:
            name = open_names.pop()
            if name not in self.rules:
                if name not in self.inputs and name not in self.figures:
                    raise RuleError(_unknown(name, self))
                continue
            rule = self.rules[name]
            fresh = {*names(rule.formula), *([rule.pot] if rule.pot else [])} - found
            found |= fresh
            open_names += fresh
        return found

    def behind(self, rule: str) -> list[str]:
        """The rules that the formula of `rule` rests on, and itself last; not those that only are a pot."""
        found, open_names = {rule}, [rule]
        while open_names:
            fresh = {n for n in names(self.rules[open_names.pop()].formula) if n in self.rules} - found
            found |= fresh
            open_names += fresh
        return [name for name in self.rules if name in found]

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """The bound of every rule in a run of many worlds, in steps of 2^-52 of its size."""
        return steps_of(self.rules)

    def national(self, name: str) -> bool:
        """Whether a name is one value for the country (not one per municipality)."""
        return self.levels.of(name) == COUNTRY

    def is_national(self, node: Node) -> bool:
        """Whether an expression is one value for the country."""
        return level_of(node, self.levels) == COUNTRY


def _unknown(name: str, book: Rulebook) -> str:
    close = get_close_matches(name, [*book.rules, *book.inputs, *book.figures], n=3)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"{name} is no rule, input or figure of {book.year}{hint}"


def check_validity(rules: Iterable[Rule]) -> None:
    """Refuse two versions of one rule in one year, and years between versions without one.

    All versions of a rule have one unit, and divide one pot (or none).
    """
    for name, group in groupby(sorted(rules, key=lambda r: (r.name, r.valid_from)), lambda r: r.name):
        for earlier, later in pairwise(group):
            pair = f"{earlier.function} ({earlier.validity}) and {later.function} ({later.validity})"
            for what, one, other in (
                ("unit", earlier.unit, later.unit),
                ("pot", earlier.pot or "none", later.pot or "none"),
            ):
                if one != other:
                    raise RuleError(
                        f"rule {name}: {pair} differ in {what} ({one} and {other}); versions(...) shares it"
                    )
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                raise RuleError(
                    f"rule {name}: {pair} overlap; end the first with "
                    f"valid_to={later.valid_from - 1} or start the second later"
                )
            if later.valid_from > earlier.valid_to + 1:
                raise RuleError(
                    f"rule {name}: no version between {pair}; extend one of them, "
                    "or give the rule that returns after a gap another name"
                )


def rulebook(
    rules: Collection[Rule],
    inputs: Collection[str],
    figures: Collection[str],
    year: int,
    given: Collection[str] = (),
    since: int = 0,
    levels: Levels = ROWS,
) -> Rulebook:
    """The checked rulebook of `year`.

    The name of a rule may be that of an input or a figure too: it is computed, unless it is `given` (of an
    earlier year: `costs[-2]`). What is read of an earlier year is given, or computed by the version that
    then held, or else (and before the year `since`, of which nothing is known) an input or a figure. `levels`
    names the level of the municipalities, and of each input that is finer.

    Raises RuleError for overlapping or missing versions, a name used twice, a name that is
    neither rule, input nor figure (with the rule that reads it), rules that read each other in
    a circle, and a pot that is not one national value.
    """
    check_validity(rules)
    for name in inputs:
        if name in figures:
            raise RuleError(f"{name} is the name of an input and of a figure; rename one")
    computed = {rule.name for rule in rules} - {*given}
    current = {rule.name: rule for rule in rules if rule.name in computed and rule.valid_in(year)}
    own = Rulebook(
        year,
        current,
        [name for name in inputs if name not in computed],
        [name for name in figures if name not in computed],
    )
    book = _in_order(_with_earlier(own, rules, inputs, figures, given, since), rules)
    levels = levels.with_names(dict.fromkeys(book.figures, COUNTRY))
    for name, rule in book.rules.items():  # in order: what a rule reads is known before the rule
        levels = levels.with_names({name: _level(rule, levels)})
        _check_shape(rule, levels)
    return evolve(book, levels=levels)


def _level(rule: Rule, levels: Levels) -> str:
    try:
        return level_of(rule.formula, levels)
    except RuleError as error:
        raise RuleError(f"rule {rule.name}: {error}") from None


def _reads(rule: Rule) -> list[str]:
    return [*names(rule.formula), *([rule.pot] if rule.pot else [])]


def _with_earlier(
    book: Rulebook,
    rules: Collection[Rule],
    inputs: Collection[str],
    figures: Collection[str],
    given: Collection[str],
    since: int,
) -> Rulebook:
    """The book with all that is read of earlier years, and that what is computed of those rests on."""
    found: dict[str, Rule] = dict(book.rules)
    from_inputs = dict.fromkeys(book.inputs)
    from_figures = dict.fromkeys(book.figures)
    unread = [name for rule in found.values() for name in _reads(rule)]
    while unread:
        name = unread.pop()
        base, years = unlagged(name)
        if not years or name in found or name in from_inputs or name in from_figures:
            continue
        then = book.year - years
        version = next((r for r in rules if r.name == base and r.valid_in(then)), None)
        if version and name not in given and (then >= since or base not in (*inputs, *figures)):
            found[name] = version.earlier(years)
            unread += _reads(found[name])
        elif base in inputs:
            from_inputs[name] = None
        elif base in figures:
            from_figures[name] = None
    return evolve(book, rules=found, inputs=[*from_inputs], figures=[*from_figures])


def _in_order(book: Rulebook, rules: Collection[Rule]) -> Rulebook:
    """The book with each rule after those that it reads. Raises RuleError where that cannot be."""
    reads = {name: _reads(rule) for name, rule in book.rules.items()}
    known = {*book.rules, *book.inputs, *book.figures}
    for name, used in reads.items():
        for missing in (n for n in used if n not in known):
            base, years = unlagged(missing)
            ended = [rule.validity for rule in rules if rule.name == base]
            raise RuleError(
                f"rule {name} reads {missing}, "
                + (f"which is not in force in {book.year - years} (only {', '.join(ended)})" if ended
                   else f"but {_unknown(missing, book)}")
            )  # fmt: skip
    try:
        order = [n for n in TopologicalSorter(reads).static_order() if n in book.rules]
    except CycleError as error:
        raise RuleError(
            f"rules of {book.year} read each other in a circle: {' -> '.join(reversed(error.args[1]))}"
        ) from None
    return evolve(book, rules={name: book.rules[name] for name in order})


def _check_shape(rule: Rule, levels: Levels) -> None:
    """Totals and weights are per municipality; a pot is one national value."""

    def walk(node: Node) -> None:
        match node:
            case Apportion(pot, weights, _):
                if level_of(pot, levels) != COUNTRY or level_of(weights, levels) != levels.own:
                    raise RuleError(
                        f"rule {rule.name}: apportion() divides a national pot over weights per municipality"
                    )
                if node is not rule.formula:
                    raise RuleError(
                        f"rule {rule.name}: apportion() is a whole rule, so that its ties and its pot can "
                        "be reported; make it one, and read that"
                    )
            case _:
                pass
        for part in parts(node):
            walk(part)

    walk(rule.formula)
    if rule.pot and (levels.of(rule.pot) != COUNTRY or levels.of(rule.name) != levels.own):
        raise RuleError(
            f"rule {rule.name} divides pot {rule.pot}: a pot is one national value, divided by a "
            "rule with an amount per municipality"
        )
