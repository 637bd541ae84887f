"""The rulebook of a year: which rules hold, what they read, and in which order."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from itertools import groupby, pairwise

from attrs import evolve, frozen

from allocation.errors import RuleError
from allocation.expressions import (
    Apportion,
    Arithmetic,
    Both,
    Bound,
    Comparison,
    Count,
    Either,
    IsYes,
    Node,
    Not,
    Number,
    Round,
    Symbol,
    Total,
    Where,
    YesNo,
    names,
    parts,
)
from allocation.renderings import Rendering
from allocation.rules import Rule


@frozen
class Rulebook:
    """The rules of one year, each after the rules that it reads.

    `nationals` names the rules with one value for the country.
    """

    year: int
    rules: Mapping[str, Rule]
    inputs: Collection[str]
    figures: Collection[str]
    nationals: Collection[str] = ()

    def needed(self, targets: Iterable[str]) -> "Rulebook":
        """The part of the rulebook that `targets` (names of rules) rest on."""
        targets = tuple(targets)
        wanted = self.reads(*targets) | set(targets)
        return Rulebook(
            self.year,
            {name: rule for name, rule in self.rules.items() if name in wanted},
            [name for name in self.inputs if name in wanted],
            [name for name in self.figures if name in wanted],
            [name for name in self.nationals if name in wanted],
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

    def national(self, name: str) -> bool:
        """Whether a name is one value for the country (not one per municipality)."""
        return name in self.nationals or name in self.figures

    def is_national(self, node: Node) -> bool:
        """Whether an expression is one value for the country."""
        return _NATIONAL(node, self)


def _all_national(node: Node, book: Rulebook) -> bool:
    return all(_NATIONAL(part, book) for part in parts(node))


_NATIONAL: Rendering[bool] = Rendering(
    "shape",
    {
        Symbol: lambda node, book: book.national(node.name),
        Total: lambda *_: True,
        Apportion: lambda *_: False,
        **dict.fromkeys(
            (Number, Arithmetic, Bound, Where, Round, Count, YesNo, Comparison, Both, Either, Not, IsYes),
            _all_national,
        ),
    },
)


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
    rules: Collection[Rule], inputs: Collection[str], figures: Collection[str], year: int
) -> Rulebook:
    """The checked rulebook of `year`.

    Raises RuleError for overlapping or missing versions, a name used twice, a name that is
    neither rule, input nor figure (with the rule that reads it), rules that read each other in
    a circle, and a pot that is not one national value.
    """
    check_validity(rules)
    current = {rule.name: rule for rule in rules if rule.valid_in(year)}
    for kind, own, others in (
        ("rule", current, {*inputs, *figures}),
        ("input", inputs, {*figures}),
    ):
        for name in own:
            if name in others:
                raise RuleError(f"{name} is the name of a {kind} and of an input or figure; rename one")
    reads = {
        name: [*names(rule.formula), *([rule.pot] if rule.pot else [])] for name, rule in current.items()
    }
    unordered = Rulebook(year, current, inputs, figures)
    for name, used in reads.items():
        for missing in (n for n in used if n not in {*current, *inputs, *figures}):
            ended = [r.validity for r in rules if r.name == missing]
            raise RuleError(
                f"rule {name} reads {missing}, "
                + (f"which is not in force in {year} (only {', '.join(ended)})" if ended
                   else f"but {_unknown(missing, unordered)}")
            )  # fmt: skip
    try:
        order = [n for n in TopologicalSorter(reads).static_order() if n in current]
    except CycleError as error:
        raise RuleError(
            f"rules of {year} read each other in a circle: {' -> '.join(reversed(error.args[1]))}"
        ) from None
    book = Rulebook(year, {name: current[name] for name in order}, inputs, figures)
    for name, rule in book.rules.items():  # in order: what a rule reads is known before the rule
        if book.is_national(rule.formula):
            book = evolve(book, nationals=[*book.nationals, name])
        _check_shape(rule, book)
    return book


def _check_shape(rule: Rule, book: Rulebook) -> None:
    """Totals and weights are per municipality; a pot is one national value."""

    def walk(node: Node) -> None:
        match node:
            case Total(operand) if book.is_national(operand):
                raise RuleError(f"rule {rule.name}: total() of a value that is already national")
            case Apportion(pot, weights, _):
                if not book.is_national(pot) or book.is_national(weights):
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
    if rule.pot and (not book.national(rule.pot) or book.national(rule.name)):
        raise RuleError(
            f"rule {rule.name} divides pot {rule.pot}: a pot is one national value, divided by a "
            "rule with an amount per municipality"
        )
