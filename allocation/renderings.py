"""Renderings: a table from each kind of node to the function that writes or computes it."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from attrs import frozen

from allocation.errors import RuleError
from allocation.expressions import Node

Outcome = TypeVar("Outcome")


@frozen
class Rendering(Generic[Outcome]):
    """Formulas read in one way: as values, as words, as cells.

    Called with a node, and with what the functions of `table` take besides. `what` is what it makes of
    a node.
    """

    what: str
    table: Mapping[type[Node], Callable[..., Outcome]]

    def __call__(self, node: Node, *context: object) -> Outcome:
        """What the table makes of a node. Raises RuleError for a kind of node that it does not know."""
        render = self.table.get(type(node))
        if render is None:
            raise RuleError(f"no {self.what} for node {type(node).__name__}")
        return render(node, *context)
