"""Worlds in parts, through years: one process beside processes and dask with as many cores, in turn.

Printed of each: seconds, how many times those of one process (which uses all cores too, as far as polars
does), and at last whether all gave one hash; one of them has a worker that is killed in the middle.
`python benchmarks/bench_world_parts.py 1000 25 --turns 3`; `--publication` for another one than a circular.
"""

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from rules import Outcome, Workspace
from rules.analysis.years import ahead
from rules.parts.engines import How
from rules.reading.csv_table import read_csv
from rules.scenarios import world_parts
from rules.scenarios.known import stack
from rules.scenarios.stack import with_scenarios
from rules.scenarios.worlds import Span, span

SCENARIO = "onzekere-cijfers"


def killed_once(part: world_parts.Part) -> world_parts.Found:
    """A part; who comes first to one of the middle year kills itself, by its own id."""
    marker = part.path.parent / "killed"
    if part.of.year == int((part.path.parent / "middle").read_text()) and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return world_parts.computed(part)


WAYS = (
    ("one process", How(), world_parts.computed),
    ("processes, 2", How("processes", 2), world_parts.computed),
    ("dask, 2", How("dask", 2), world_parts.computed),
    ("dask, 2, one killed", How("dask", 2), killed_once),
    ("processes, 2, one killed", How("processes", 2), killed_once),
    ("processes, 1", How("processes", 1), world_parts.computed),
)


def main() -> None:
    """Make the worlds, and compute all of them each way, in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("worlds", type=int, nargs="?", default=1000)
    parser.add_argument("years", type=int, nargs="?", default=25)
    parser.add_argument("--publication", default="meicirculaire-2024")
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--balances", action="store_true")
    asked = parser.parse_args()
    space = Workspace.open(read=read_csv)
    first = space.library.publications[asked.publication].years[0].year
    begin = time.perf_counter()
    above = with_scenarios(ahead(space, asked.publication, range(first, first + asked.years), None), SCENARIO)
    outcomes = [above.outcome(asked.publication, year) for year in range(first, first + asked.years)]
    worlds = span(stack(space.library, SCENARIO), outcomes, asked.worlds, 1)
    places = len(outcomes[0].prepared.case.codes)
    print(f"{asked.worlds:,} worlds x {asked.years} years x {places} municipalities, {asked.publication}")
    print(f"the years themselves, once in any way: {time.perf_counter() - begin:.1f} s", flush=True)
    taken: dict[str, list[float]] = {name: [] for name, _, _ in WAYS}
    hashes = set()
    for _ in range(asked.turns):
        for name, how, work in WAYS:
            begin = time.perf_counter()
            hashes.add(computed(worlds, outcomes, how, work, closing=asked.balances))
            taken[name].append(time.perf_counter() - begin)
            print(f"  {name}: {taken[name][-1]:.1f} s", flush=True)
    for name, seconds in taken.items():
        times = median(a / b for a, b in zip(seconds, taken["one process"], strict=True))
        rate = asked.worlds * asked.years * places / median(seconds)
        print(f"{name}: {median(seconds):.1f} s, {times:.2f} x one process; {rate:,.0f} a second")
    print(f"one hash: {len(hashes) == 1}")


def computed(worlds: Span, outcomes: Sequence[Outcome], how: How, work, *, closing: bool) -> str:
    """The hash of all years, each read back as it would be shown."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "middle").write_text(str(outcomes[len(outcomes) // 2].prepared.year.year))
        done = []
        for one in world_parts.years(
            worlds, outcomes, folder, how, lambda _: None, closing=closing, work=work
        ):
            one.amounts()
            done.append(one)
        return world_parts.outcome_of(done)


if __name__ == "__main__":
    main()
