"""Whole-process time of `verdeel explain`, Python's own start included.

Run: python benchmarks/bench_explain.py
"""

import statistics
import subprocess
import sys
import time

RUNS = 11
CASES = (
    ("septembercirculaire-2024", ()),
    ("meicirculaire-2024", ("--year", "2025")),
    ("budgetten-2025-definitief", ()),
    ("totaalbeeld-2024", ()),
)


def main() -> None:
    print(f"median of {RUNS} runs, seconds (asked: at most 0.5 for Gouda on the shipped data)")
    for publication, more in CASES:
        command = [sys.executable, "-m", "cli", "explain", "Gouda", "--publication", publication, *more]
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
        print(f"  {publication:28} {statistics.median(times):.3f}")


if __name__ == "__main__":
    main()
