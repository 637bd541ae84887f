"""The model over synthetic households, in turn with a bare polars scan of the same columns.

The scan adds up every column that the model reads. Printed: seconds, how many times the scan, the
most memory, whether every way gave one hash; beside it numpy doing the same in floats, where it is
installed, and the same parts in processes and with dask, without and with a worker that is killed.
`python benchmarks/bench_model.py 8400000 --passes 10` for more passes; with `--growth` only how time and
memory grow: one pass and all of them, in turn.
"""

import argparse
import importlib
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import polars as pl
from attrs import evolve, frozen

from rules.model import parts as of_parts
from rules.model.checks import NORM, PLACE
from rules.model.lookups import lookups
from rules.model.run import Setting, run, setting
from rules.model.sums import Sums, merged, sums
from rules.model.synthetic import write
from rules.parts.engines import How, each

TURNS = 5
GROWTH_TURNS = 3


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def busy(work: Callable[[], object]) -> float:
    """Seconds of a processor, whatever else the machine does."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
    parser.add_argument("--growth", action="store_true", help="Only one pass and all passes, in turn.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        work = growth if asked.growth else bench
        work(asked.rows, asked.passes, asked.folder or Path(made))


def growth(rows: int, passes: int, folder: Path) -> None:
    """One pass and all passes, in turn: the time of a pass, and what the process held at most."""
    of, path = setting(2026), folder / f"synthetisch-{rows}.parquet"
    if not path.exists():
        write(path, of, rows)
    made = run(path, of, folder / "uit")
    hashes: dict[int, set[str]] = {1: set(), passes: set()}

    def work(times: int) -> float:
        return timed(lambda: hashes[times].add(summed([*made.parts] * times))) / times

    work(1)
    print(f"{rows:,} rows, one pass done: memory at most {memory():.0f} MB")
    pairs = []
    for turn in range(GROWTH_TURNS):
        pairs.append((work(1), work(passes)))
        one, each = pairs[-1]
        print(
            f"turn {turn + 1}: {one:.2f} s alone, {each:.2f} s each of {passes}; "
            f"memory at most {memory():.0f} MB",
            flush=True,
        )
    ratio = median(each / one for one, each in pairs)
    print(f"{rows * passes:,} rows: a pass takes {ratio:.2f} times one alone (1.00 is linear)")
    print(f"one hash each: {all(len(found) == 1 for found in hashes.values())}")


def summed(parts: Sequence[of_parts.Part]) -> str:
    """The hash of all together, as many under way as in a run; without the hashes and receipts of a run."""
    found = each(parts, How(at_once=of_parts.AT_ONCE), passed)
    return merged(one for _, one in found).hash


def passed(part: of_parts.Part) -> Sums:
    """A part in one pass."""
    return sums(pl.scan_parquet(part.path), part.weights, part.layout)


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
    frames = [pl.scan_parquet(part.path) for part in first.parts]

    def bare() -> None:
        for frame in frames:
            frame.select(pl.all().cast(pl.Int64).sum()).collect(engine="streaming")

    def ours() -> str:
        return summed(first.parts)

    def whole() -> None:
        of_parts.all_parts(first.parts, folder / "delen", How())

    pairs = [(timed(ours), timed(bare)) for _ in range(TURNS)]
    one, theirs = (median(side) for side in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    work = [(busy(ours), busy(bare)) for _ in range(TURNS)]
    busier, (least, of_scan) = median(a / b for a, b in work), map(min, zip(*work, strict=True))
    print(
        f"{rows:,} rows: {one:.2f} s, bare scan {theirs:.2f} s: {ratio:.1f} x; in processor time "
        f"{busier:.1f} x, the least of each {least:.2f} s and {of_scan:.2f} s: {least / of_scan:.1f} x; "
        f"memory {memory():.0f} MB"
    )
    took = median(timed(whole) for _ in range(3))
    print(f"a run of them, with a hash and a receipt for each part: {took:.2f} s")
    beside(frames, of, one)
    hashes: set[str] = set()
    mine = timed(lambda: hashes.add(summed([*first.parts] * passes)))
    print(f"{rows * passes:,} rows: {mine:.2f} s; memory {memory():.0f} MB")
    made = linked(first.parts, passes, folder / "gekoppeld")
    paces = {name: engine(made, folder, how, work, hashes) for name, how, work in ENGINES}
    for name, pace in paces.items():
        print(f"{name}: {pace.took:.2f} s, {pace.took / mine:.2f} x one process; {pace.start:.1f} s to start")
    print(f"one hash: {len(hashes) == 1}")
    on_paper({"one process": Pace(mine, 0.0, rows * passes / mine), **paces})


@frozen
class Pace:
    """How long it took, and of that to start; households a second from there on."""

    took: float
    start: float
    rate: float

    def on(self, rows: float, times: int = 1) -> str:
        """So many households with so many times as many workers, in words."""
        seconds = self.start + rows / self.rate / times
        return f"{seconds:,.0f} s" if seconds < 600 else f"{seconds / 60:,.0f} min"


def engine(
    made: Sequence[of_parts.Part],
    folder: Path,
    how: How,
    work: Callable[[of_parts.Part], Sums],
    hashes: set[str],
) -> Pace:
    """All parts one way, and a part for each worker, which is mostly its start."""

    def computed(parts: Sequence[of_parts.Part]) -> tuple[float, Mapping[str, Sums]]:
        done: list[Mapping[str, Sums]] = []
        took = timed(lambda: done.append(of_parts.all_parts(parts, folder / "delen", how, work)))
        return took, done[0]

    few, known = computed(made[: how.workers])
    took, found = computed(made)
    hashes.add(merged(found.values()).hash)
    more = sum(s.rows for one in found.values() for s in one.by.values())
    less = sum(s.rows for one in known.values() for s in one.by.values())
    rate = (more - less) / (took - few) if took > few else more / took
    return Pace(took, max(0.0, few - less / rate), rate)


def on_paper(paces: Mapping[str, Pace]) -> None:
    """What a household in a world would take, from what was measured here: only the first rows were run."""
    many = paces["dask, 2"]
    print(f"| household-worlds | {' | '.join(PAPER)} | dask, 16 (on paper) |")
    print(f"|---|{'---|' * (len(PAPER) + 1)}")
    for rows in (8_400_000, 84_000_000, 840_000_000, 1_000_000_000):
        cells = [paces[name].on(rows) for name in PAPER]
        print(f"| {rows:,} | {' | '.join(cells)} | {many.on(rows, 8)} |")


def killed_once(part: of_parts.Part) -> Sums:
    """The sums of a part; who comes first to one in the middle kills itself, by its own id."""
    marker = part.path.parent / "killed"
    if part.name.endswith("00004-0") and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return of_parts.computed(part)


def linked(parts: Sequence[of_parts.Part], passes: int, folder: Path) -> list[of_parts.Part]:
    """The same files so many times, each a part of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = []
    for number in range(passes):
        for part in parts:
            path = folder / f"{part.name}-{number}.parquet"
            os.link(part.path, path)
            made.append(evolve(part, path=path))
    return made


def beside(frames: Sequence[pl.LazyFrame], of: Setting, mine: float) -> None:
    """Print what numpy takes for the same lookups, exp and sums, all in floats, without a decided half."""
    try:
        np = importlib.import_module("numpy")
    except ImportError:
        print("numpy is not installed: nothing beside it")
        return
    made = lookups(of.weights, of.layout)
    norms = len(of.layout.norms)

    def once() -> None:
        total = np.zeros(len(of.layout.codes) * norms)
        for frame in frames:
            rows = {name: column.to_numpy() for name, column in frame.collect().to_dict().items()}
            looked_up = np.zeros(len(rows[NORM]), dtype=np.int64)
            for name, table in made.columns:
                looked_up += table.to_numpy()[rows[name]]
            both = []
            for lane, part in zip((made.chance, made.price), np.divmod(looked_up, made.shift), strict=True):
                x = part * made.ten + lane.constant
                for name, weight in lane.measured:
                    x += rows[name].astype(np.int64) * weight
                both.append(np.rint(1e9 / (1 + np.exp(-x / 10.0**of.weights.scale))))
            where = rows[PLACE].astype(np.int64) * norms + rows[NORM]
            total += np.bincount(where, both[0] * both[1], len(total))

    took = median(timed(once) for _ in range(3))
    print(f"numpy, in floats: {took:.2f} s; ours {mine / took:.2f} x numpy")


ENGINES = (
    ("processes, 1", How("processes", 1), of_parts.computed),
    ("processes, 2", How("processes", 2), of_parts.computed),
    ("dask, 2", How("dask", 2), of_parts.computed),
    ("dask, 2, one killed", How("dask", 2), killed_once),
)
PAPER = ("one process", "processes, 2", "dask, 2")


if __name__ == "__main__":
    main()
