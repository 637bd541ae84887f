"""The model over synthetic households, in turn with a bare polars scan of the same columns.

The scan adds up every column that the model reads. Printed: seconds, how many times the scan, the
most memory, and whether every way gave one hash.
`python benchmarks/bench_model.py 8400000 --passes 10` for more passes.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import polars as pl

from rules.model import parts as of_parts
from rules.model.run import How, run, setting
from rules.model.sums import merged, sums
from rules.model.synthetic import write

TURNS = 5


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make, pack, and compute in turns."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--passes", type=int, default=1, help="So many times the same files in one run.")
    parser.add_argument(
        "--folder", type=Path, help="Where files are made, and kept; else a temporary folder."
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        bench(asked.rows, asked.passes, asked.folder or Path(made))


def bench(rows: int, passes: int, folder: Path) -> None:
    """Print a line for each."""
    of, path = setting(2026), folder / f"synthetisch-{rows}.parquet"
    if not path.exists():
        print(f"SYNTHETIC: {rows:,} households made in {timed(lambda: write(path, of, rows)):.1f} s")
    found = []
    took = timed(lambda: found.append(run(path, of, folder / "uit")))
    [first] = found
    size = sum(part.path.stat().st_size for part in first.parts) / rows
    print(
        f"checked, packed ({size:.1f} bytes a row), computed: {took:.1f} s; memory so far {memory():.0f} MB"
    )
    frames = [pl.scan_parquet(part.path) for part in first.parts] * passes

    def bare() -> None:
        for frame in frames:
            frame.select(pl.all().cast(pl.Int64).sum()).collect(engine="streaming")

    hashes: set[str] = set()

    def ours() -> None:
        made = merged(sums(frame, of.weights, of.layout) for frame in frames)
        hashes.add(made.hash)

    pairs = [(timed(ours), timed(bare)) for _ in range(TURNS)]
    mine, theirs = (median(side) for side in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    print(
        f"{rows * passes:,} rows: {mine:.2f} s, bare scan {theirs:.2f} s: {ratio:.1f} x; "
        f"memory {memory():.0f} MB"
    )
    if passes == 1:
        hashes.add(first.sums.hash)
        for workers in (1, 2):
            how = How("processes", workers)
            made = folder / "delen"
            took = timed(lambda: of_parts.all_parts(first.parts, made, how.engine, how.workers))  # noqa: B023
            done = of_parts.all_parts(first.parts, folder / "delen", resume=True)
            hashes.add(merged(done.values()).hash)
            print(f"{workers} process(es), started anew: {took:.2f} s; here {mine:.2f} s")
    print(f"one hash: {len(hashes) == 1}")


if __name__ == "__main__":
    main()
