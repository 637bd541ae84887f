"""Sides: at every bound and comparison in the formulas of a book, which side it is."""

from collections.abc import Mapping

from allocation import exact
from allocation.exact import Row
from allocation.expressions import Bound, Comparison, Node, parts
from allocation.rulebook import Rulebook


def decisions(book: Rulebook, known: Mapping[str, Row]) -> list[list[int]]:
    """At every bound and comparison of a book which side it is, of each municipality."""
    found = []
    for node in (node for rule in book.rules.values() for node in deciding(rule.formula)):
        left, right = exact.value_of(node.left, known), exact.value_of(node.right, known)
        length = max(len(left), len(right))
        rows = (side if len(side) == length else list(side) * length for side in (left, right))
        found.append([((a or 0) > (b or 0)) - ((a or 0) < (b or 0)) for a, b in zip(*rows, strict=True)])
    return found


def deciding(node: Node) -> list[Bound | Comparison]:
    """The bounds and comparisons in a formula."""
    own = [node] if isinstance(node, (Bound, Comparison)) else []
    return [*own, *(one for part in parts(node) for one in deciding(part))]
