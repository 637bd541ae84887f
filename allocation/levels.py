"""Levels: one value for the country, one for each row of a case, or one for each of something finer.

The level of a rule is the finest of what it reads, unless that is summed. Nobody but the one who makes a
rulebook knows what the levels are called.
"""

from collections.abc import Mapping

from attrs import Factory, evolve, frozen

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
from allocation.lags import unlagged
from allocation.renderings import Rendering

COUNTRY = ""
"""The level of what is one value for all."""


@frozen
class Levels:
    """What the level of a case is called (`own`), and of each name that is at another one which."""

    own: str = "row"
    names: Mapping[str, str] = Factory(dict)

    def of(self, name: str) -> str:
        """The level of a name; what is declared of it is of earlier years too."""
        return self.names.get(name, self.names.get(unlagged(name)[0], self.own))

    def finer(self, name: str) -> bool:
        """Whether a name is at a level below that of the case."""
        return self.of(name) not in (COUNTRY, self.own)

    def with_names(self, names: Mapping[str, str]) -> "Levels":
        """The same, with the levels of more names."""
        return evolve(self, names={**self.names, **names})


ROWS = Levels()
"""Nothing is finer than the rows of the case."""


def level_of(node: Node, levels: Levels) -> str:
    """The level of a formula. Raises RuleError for two levels of which neither is part of the other."""
    return _LEVELS(node, levels)


def _finest(node: Node, levels: Levels) -> str:
    found = dict.fromkeys(_LEVELS(part, levels) for part in parts(node))
    below = [level for level in found if level not in (COUNTRY, levels.own)]
    if len(below) > 1:
        raise RuleError(f"{' and '.join(below)} do not go together; sum one of them first (total(x, to=...))")
    return below[0] if below else levels.own if levels.own in found else COUNTRY


def _total(node: Total, levels: Levels) -> str:
    level = _LEVELS(node.operand, levels)
    if node.to not in (COUNTRY, levels.own):
        raise RuleError(f"total(..., to={node.to!r}): there is {levels.own!r}, and all of them together")
    if level == COUNTRY:
        raise RuleError("total() of a value that is already national")
    if level == node.to:
        raise RuleError(f"total(..., to={node.to!r}) of a value that is already one for each {node.to}")
    return node.to


_LEVELS: Rendering[str] = Rendering(
    "level",
    {
        Symbol: lambda node, levels: levels.of(node.name),
        Number: lambda *_: COUNTRY,
        Total: _total,
        Apportion: lambda node, levels: _finest(node, levels) or levels.own,
        **dict.fromkeys(
            (Arithmetic, Bound, Where, Round, Logistic, Count, YesNo, Comparison, Both, Either, Not, IsYes),
            _finest,
        ),
    },
)
