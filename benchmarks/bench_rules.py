"""All rules of one publication year, warm: inputs and figures in, values, balances and ties out.

Run: python benchmarks/bench_rules.py
"""

import statistics
import time

from allocation import exact
from allocation.evaluation import evaluate
from rules import Workspace

RUNS = 15


def milliseconds(call, *args) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call(*args)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    print(f"median of {RUNS} runs, milliseconds (asked: at most 30)")
    print(f"{'publication':28} {'year':>4} {'rules':>5} {'rows':>4} {'polars':>7} {'fractions':>9}")
    space = Workspace.open()
    for name, of in sorted(space.library.publications.items()):
        years = [year.year for year in of.years if space.complete(name, year.year)]
        for outcome in [space.outcome(name, year) for year in years]:
            case = outcome.prepared.case
            print(
                f"{name:28} {outcome.prepared.year.year:4} {len(case.book.rules):5} "
                f"{len(case.codes):4} {milliseconds(evaluate, case):7.1f} "
                f"{milliseconds(exact.evaluate, case):9.1f}"
            )


if __name__ == "__main__":
    main()
