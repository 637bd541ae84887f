"""Does a test see it when the code is wrong? A seeded sample of mutants, each run against the tests that fit.

    python -m tests.bite.mutants            go on where it stopped (state in .mutants/)
    python -m tests.bite.mutants --report   put into docs/bite.md what came of it

Each worker has a copy of the tree, a process that has loaded the libraries and nothing of ours, and forks for
each mutant. First the quick tests that call the function, then (if it lives) more of them, with more examples.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

from tests.bite.mutations import Mutant, mutants
from tests.bite.report import into_page, report
from tests.bite.touched import FAILED, Seen, noted

ROOT = Path(__file__).parents[2]
STATE = ROOT / ".mutants"
SEED = 18
CORE = ("expressions", "apportion", "territory", "figures", "evaluation", "balance")
SAMPLE = {"kern": 330, "wet": 200, "kamers": 300}
"""Of the core of the engine, of the modules with rules, and of the rooms around those."""
STAGES = ((0, "quick", 2.0), (1, "quick", 60.0), (0, "default", 4.0))
"""Of those that reach it (0) or of all that fit (1), examples of a property, and seconds of tests as they were noted."""
GRACE = 30.0
"""Seconds of the processor beyond four times those of the tests: who takes longer does not end."""
BUSY = 10
"""On a busy machine these are so many times as long; for who waits and computes nothing too."""
ALONE = {"rules/": ("tests/law/", "tests/papers/", "tests/checking/test_published.py", "tests/publication/test_publications.py"),
         "allocation/": ("tests/allocation/",)}  # fmt: skip
"""Of functions that run when they are loaded (a formula is traced once) the tests that fit."""


def population() -> dict[str, list[Mutant]]:
    """All mutants, by part."""
    core = [ROOT / "allocation" / f"{name}.py" for name in CORE]
    law, rooms = (sorted((ROOT / "rules").glob(which)) for which in ("*.py", "*/*.py"))
    files = {"kern": core, "wet": law, "kamers": rooms}
    return {
        part: [m for path in paths for m in mutants(path.relative_to(ROOT).as_posix(), path.read_bytes())]
        for part, paths in files.items()
    }


def _by_chance(mutant: Mutant) -> float:
    return random.Random(f"{SEED}{mutant.name}").random()


def sample(parts: Iterable[str] = SAMPLE) -> list[Mutant]:
    """The same mutants each time, in an order that is itself by chance, so that any first part is a sample.

    Each has its own lot: where a line of the code changes, the others of the sample stay.
    """
    found = population()
    return sorted(
        (m for part in parts for m in sorted(found[part], key=_by_chance)[: SAMPLE[part]]), key=_by_chance
    )


class Fitting:
    """Which tests fit a mutant."""

    def __init__(self, seen: Seen, only: Sequence[str] = ()) -> None:
        self.only = [*only]
        self.seen = seen

    def fitting(self, mutant: Mutant) -> tuple[list[str], list[str]]:
        """The tests that reach it, those of its room and the quickest first; also of its module and its room, of rooms for a rule.

        A rule is a function that is called once, when the rules are loaded: whom it serves was not seen. For it
        are the tests that say its name. What runs in a process of its own was not seen either.
        """
        reached = self.seen.reached(mutant.file)
        near = set().union(*reached.values())
        own = self._own(mutant, reached)
        if mutant.file.startswith("rules/") and mutant.file.count("/") == 1:
            own = own | self._saying(mutant)
        if not near or mutant.file.count("/") == 1:
            rooms = next(rooms for start, rooms in ALONE.items() if mutant.file.startswith(start))
            near = near | {name for name in self.seen.seconds if name.startswith(rooms)}
        room = f"tests/{Path(mutant.file).parent.name}/"
        near = near | {name for name in self.seen.seconds if name.startswith(room)}
        first = sorted(own, key=lambda name: (not name.startswith(room), *self._order(name)))
        both = [*first, *sorted(near - own, key=self._order)]
        return first or both, both

    def _saying(self, mutant: Mutant) -> set[str]:
        """The tests of the files that name the function around it."""
        lines = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()
        after = lines[int(mutant.place.rpartition(":")[2] or mutant.line) - 1 :]
        found = next((word for line in after if (word := re.match(r"def (\w+)\(", line))), None)
        if found is None:
            return set()
        word = re.compile(rf"\b{found[1]}\b")
        files = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / "tests").rglob("test_*.py")
            if word.search(path.read_text(encoding="utf-8"))
        }
        return {name for name in self.seen.seconds if name.partition("::")[0] in files}

    @staticmethod
    def _own(mutant: Mutant, reached: dict[int, set[str]]) -> set[str]:
        """Who reaches its lines; where none was noted (a number in a long line), the line before it."""
        last = mutant.line + mutant.before.count("\n")
        if own := set().union(*(reached.get(line, set()) for line in range(mutant.line, last + 1))):
            return own
        first = int(mutant.place.rpartition(":")[2] or mutant.line)
        return next((reached[line] for line in range(mutant.line, first, -1) if reached.get(line)), set())

    def _order(self, name: str) -> tuple[float, str]:
        return round(self.seen.seconds.get(name, FAILED), 1), name

    def within(self, names: list[str], budget: float) -> list[str]:
        """The first of them that take no longer than this together; where some are asked for, only those."""
        if self.only:
            return self.only
        chosen, spent = [], 0.0
        for name in names:
            took = self.seen.seconds.get(name, FAILED) + 0.02
            if took < FAILED and spent + took <= budget:
                chosen.append(name)
                spent += took
        return chosen


def _child(names: list[str], report: Path) -> None:
    import pytest  # noqa: PLC0415 (in the process that runs them)

    class First:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    failed: list[str] = []
    status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *names], [First()])
    report.write_text("" if status == 0 else failed[0] if failed else f"bij het laden ({int(status)})")


def _forked(tree: Path, names: list[str], profile: str, seconds: float) -> str | None:
    """Which test fails, "" when none does; None when it takes too long (seconds of the processor)."""
    report = tree / "report.txt"
    report.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), resource.RLIM_INFINITY))
        os.environ["HYPOTHESIS_PROFILE"] = profile
        os.dup2(os.open(tree / "out.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 1)
        os.dup2(1, 2)
        try:
            _child(names, report)
        finally:
            os._exit(0)
    until, ended = time.monotonic() + BUSY * seconds, (0, 0)
    while not ended[0] and time.monotonic() < until:
        time.sleep(0.02)
        ended = os.waitpid(pid, os.WNOHANG)
    with suppress(ProcessLookupError):  # with all that it started
        os.killpg(pid, signal.SIGKILL)
    if not ended[0]:
        os.waitpid(pid, 0)
        return None
    if os.WIFSIGNALED(ended[1]) and os.WTERMSIG(ended[1]) == signal.SIGXCPU:
        return None
    return report.read_text() if report.exists() else "het proces eindigde"


def _try(mutant: Mutant, tree: Path, tests: Fitting, sound: set[str]) -> tuple[str, str, int]:
    """What becomes of it, by which test, of how many; `sound` are those that pass without it."""
    fitting, tried = tests.fitting(mutant), 0
    path = tree / mutant.file
    source = path.read_bytes()
    for which, profile, budget in STAGES:
        chosen = tests.within(fitting[which], budget)
        if not chosen:
            continue
        path.write_bytes(mutant.applied(source))
        by = _forked(tree, chosen, profile, GRACE + 4 * budget)
        path.write_bytes(source)
        tried = max(tried, len(chosen))
        if by is None:
            return "te lang", "", tried
        if by:
            again = [by] if "::" in by else chosen
            if not sound.issuperset(again) and _forked(tree, again, profile, GRACE + 4 * budget) != "":
                return "ongeldig", by, tried  # it fails without the mutant too
            sound.update(again)
            return "gedood", by, tried
    return "leeft" if tried else "zonder test", "", tried


def _worker(
    todo: "Queue[Mutant | None]",
    done: "Queue[dict[str, Any]]",
    seen: Seen,
    only: Sequence[str],
) -> None:
    import hypothesis  # noqa: F401, PLC0415
    import openpyxl  # noqa: F401, PLC0415
    import polars  # noqa: F401, PLC0415
    import pytest  # noqa: F401, PLC0415

    sys.dont_write_bytecode = True
    tests, sound = Fitting(seen, only), set[str]()
    for name in [n for n in sys.modules if n.split(".")[0] in {"tests", "allocation", "rules"}]:
        del sys.modules[name]  # the child loads those of the copy
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(
            ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", ".mutants", "uit", "pagina")
        )
        os.chdir(tree)
        sys.path[:] = [str(tree), *(p for p in sys.path if p not in {"", str(ROOT)})]
        os.environ["PYTHONPATH"] = str(tree)
        while mutant := todo.get():
            path = tree / mutant.file
            for stale in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
                stale.unlink()
            start = time.monotonic()
            outcome, by, tried = _try(mutant, tree, tests, sound)
            done.put({"name": mutant.name, "file": mutant.file, "line": mutant.line, "before": mutant.before,
                      "after": mutant.after, "outcome": outcome, "by": by, "tests": tried,
                      "seconds": round(time.monotonic() - start, 1)})  # fmt: skip


def results() -> dict[str, dict[str, Any]]:
    """What is known of each mutant that was tried; the last time counts."""
    path = STATE / "tried.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return {entry["name"]: entry for entry in map(json.loads, lines)}


def main() -> None:
    """Try those that were not tried."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--report", action="store_true", help="into docs/bite.md")
    options.add_argument("--again", action="store_true", help="those that lived, once more")
    options.add_argument("--tests", nargs="*", default=[], help="against these tests only")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seconds", type=float, default=1e9)
    options.add_argument("--part", action="append", choices=SAMPLE, help="only of this part")
    asked = options.parse_args()
    if not asked.report:
        _run(sample(asked.part or SAMPLE), asked.workers, asked.seconds, again=asked.again, only=asked.tests)
    text = report(population(), {name: entry["outcome"] for name, entry in results().items()})
    sys.stdout.write(text)
    if asked.report:
        into_page(text)


def _run(chosen: list[Mutant], workers: int, seconds: float, *, again: bool, only: Sequence[str]) -> None:
    os.nice(19)
    seen, known, until = noted(STATE / "seen"), results(), time.monotonic() + seconds
    left = [m for m in chosen if (known[m.name]["outcome"] != "gedood" if m.name in known else not again)]
    left = [m for m in left if again or m.name not in known]
    todo: Queue[Mutant | None] = Queue()
    done: Queue[dict[str, Any]] = Queue()
    started = [Process(target=_worker, args=(todo, done, seen, only)) for _ in range(workers)]
    for process in started:
        process.start()
    waiting = iter(left)
    busy = sum(_put(todo, waiting) for _ in range(2 * workers))
    with (STATE / "tried.jsonl").open("a") as file:
        while busy:
            entry = done.get()
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            busy -= 1
            if time.monotonic() < until:
                busy += _put(todo, waiting)
    for _ in started:
        todo.put(None)
    for process in started:
        process.join()


def _put(todo: "Queue[Mutant | None]", waiting: Any) -> int:
    mutant = next(waiting, None)
    if mutant:
        todo.put(mutant)
    return int(mutant is not None)


if __name__ == "__main__":
    main()
