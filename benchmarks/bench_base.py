"""This tree next to the base commit: whole processes, and the rules of one year, in turn.

Run: python benchmarks/bench_base.py [--tree PATH] [--base COMMIT] [--runs N] [--only WORD]. Both trees run
with the same Python and libraries, in turn, so that whatever else the machine does falls on both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from base_tree import BASE, ROOT, environment, unpacked

RULES = """
import statistics, sys, time
import rules
from allocation.evaluation import evaluate

name = sys.argv[1]
# The one place that knows how a tree is called from Python: the base first, then what came after it.
if hasattr(rules, "compute"):
    [outcome] = rules.compute(name)
else:
    [outcome] = rules.Workspace.open().outcomes(name)
case = outcome.prepared.case


def run():
    start, used = time.perf_counter(), time.process_time()
    result = evaluate(case)
    result.values, result.national, result.balances, result.ties  # made when they are asked, or before
    return time.perf_counter() - start, time.process_time() - used


run()
assert outcome.prepared.territory.height == 342
for side in zip(*(run() for _ in range(15))):
    print(statistics.median(side))
"""
"""The rules of a year, warm, in a process of its own; prints seconds by the clock and of the processors."""

COMMANDS = {
    "publish septembercirculaire-2024": ["publish", "septembercirculaire-2024", "--out", "{out}"],
    "explain Gouda, septembercirculaire-2024": [
        "explain", "Gouda", "--publication", "septembercirculaire-2024",
    ],
    "explain Gouda, budgetten-2025-definitief": [
        "explain", "Gouda", "--publication", "budgetten-2025-definitief",
    ],
    "--help": ["--help"],
    "--version": ["--version"],
}  # fmt: skip
RULED = {
    "rules of septembercirculaire-2024, 342": "septembercirculaire-2024",
    "rules of budgetten-2025-definitief, 342": "budgetten-2025-definitief",
}


Seconds = tuple[float, float]
"""By the clock, and of the processors: the second says more where others use the machine too."""


def whole_process(tree: Path, args: list[str]) -> Seconds:
    """Python's own start included."""
    command = [sys.executable, "-m", "cli", *args]
    start, used = time.perf_counter(), _of_children()
    subprocess.run(command, cwd=tree, env=environment(tree), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, _of_children() - used


def _of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def rules_alone(tree: Path, publication: str) -> Seconds:
    """As a process of the tree measures them itself."""
    command = [sys.executable, "-c", RULES, publication]
    done = subprocess.run(command, cwd=tree, env=environment(tree), check=True, stdout=subprocess.PIPE)
    clock, processors = map(float, done.stdout.split())
    return clock, processors


def compared(name: str, measure: Callable[[Path], Seconds], trees: tuple[Path, Path], runs: int) -> None:
    """Print the medians of both trees, and of the ratios within each turn; the first turn warms the disk."""
    turns = [(measure(trees[0]), measure(trees[1])) for _ in range(runs + 1)][1:]
    before, now = (statistics.median(clock for clock, _ in side) * 1000 for side in zip(*turns, strict=True))
    ratios = (statistics.median(new[i] / old[i] for old, new in turns) for i in range(2))
    print(f"{name:42} {before:8.1f} {now:8.1f}", *(f"{ratio:10.2f}" for ratio in ratios), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, default=ROOT, help="what to measure (this tree)")
    parser.add_argument("--base", default=BASE, help="the commit to measure beside it (%(default)s)")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", default="", help="the lines with this word in their name")
    asked = parser.parse_args()
    print(f"{asked.runs} runs in turn, medians, milliseconds; {os.cpu_count()} processors (asked: no slower)")
    print(f"{'':42} {asked.base:>8} {'now':>8} {'ratio':>10} {'processors':>10}")
    with unpacked(asked.base) as base, tempfile.TemporaryDirectory() as out:
        trees = (base, asked.tree.resolve())
        for name, args in COMMANDS.items():
            if asked.only in name:
                filled = [arg.format(out=out) for arg in args]
                compared(name, lambda tree, filled=filled: whole_process(tree, filled), trees, asked.runs)
        for name, publication in RULED.items():
            if asked.only in name:
                compared(name, lambda tree, of=publication: rules_alone(tree, of), trees, asked.runs)


if __name__ == "__main__":
    main()
