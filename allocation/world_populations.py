"""Many worlds over a population: each world with its own sums, and a scan for each different one of those."""

from collections.abc import Sequence

from allocation.case import Case
from allocation.expressions import Node, Total, names, parts
from allocation.population import summed
from allocation.runs import Runs
from allocation.scan import Population


def summed_runs(runs: Runs, populations: Sequence[Population]) -> Runs:
    """The same worlds over the case with every sum over a population as an input of its own.

    Worlds that differ in nothing that is read below the case share one scan. Raises RuleError as `summed`.
    """
    below = _read_below(runs.case)
    figures = {name: values for name, values in runs.figures.items() if name in below}
    inputs = {name: rows for name, rows in runs.inputs.items() if name in below}
    cases: dict[tuple[object, ...], Case] = {}
    of_world = []
    for place, name in enumerate(runs.names):
        key = (
            *(values[place] for values in figures.values()),
            *(row[place] for rows in inputs.values() for row in rows.values()),
        )
        if key not in cases:
            cases[key] = summed(runs.world(name), populations)
        of_world.append(cases[key])
    first = of_world[0]
    sums = [name for name in first.book.inputs if name not in runs.case.inputs] if len(cases) > 1 else []
    by_sum = {
        name: dict(
            zip(first.codes, zip(*(case.inputs[name].exact for case in of_world), strict=True), strict=True)
        )
        for name in sums
    }
    kept = {name: values for name, values in runs.figures.items() if name in first.figures}
    others = {name: rows for name, rows in runs.inputs.items() if name in first.inputs}
    return Runs(first, runs.names, kept, {**others, **by_sum})


def _read_below(case: Case) -> set[str]:
    """All that the sums over rows of a finer level rest on."""
    levels, found = case.book.levels, set[str]()

    def look(node: Node) -> None:
        if isinstance(node, Total) and any(levels.finer(name) for name in names(node.operand)):
            found.update(names(node.operand))
        for part in parts(node):
            look(part)

    for name, rule in case.book.rules.items():
        look(rule.formula)
        if levels.finer(name):
            found.update(names(rule.formula))
    return found | case.book.reads(*(name for name in found if name in case.book.rules))
