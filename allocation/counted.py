"""Where an input counts: what the formulas read only where another input is yes, or only where it is no."""

from collections.abc import Iterator, Mapping

from allocation.expressions import IsYes, Node, Symbol, Where, parts
from allocation.rulebook import Rulebook

Choice = tuple[str, bool]
"""The name of what is yes or no, and the answer under which something is read."""
Choices = frozenset[Choice]


def where_counted(book: Rulebook) -> Mapping[str, Choice]:
    """By name the answer that every formula of a book asks before it reads that name; others are absent.

    What is read along two ways counts under the answers that both ask; an outcome itself always counts.
    """
    under: dict[str, Choices] = {}
    for name, rule in reversed([*book.rules.items()]):
        above = under.get(name, frozenset())
        read = [*_choices(rule.formula, above), *([(rule.pot, frozenset())] if rule.pot else [])]
        for used, choices in read:
            under[used] = under.get(used, choices) & choices
    return {name: min(choices) for name, choices in under.items() if choices}


def _choices(node: Node, above: Choices) -> Iterator[tuple[str, Choices]]:
    match node:
        case Symbol(name):
            yield name, above
        case Where(IsYes(Symbol(other)), then, otherwise):
            yield other, above
            yield from _choices(then, above | {(other, True)})
            yield from _choices(otherwise, above | {(other, False)})
        case _:
            for part in parts(node):
                yield from _choices(part, above)
