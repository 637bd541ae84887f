"""Does a test see it when the code is wrong? A seeded sample of mutants, each run against the tests that fit.

    python -m tests.bite.mutants            go on where it stopped (state in .mutants/)
    python -m tests.bite.mutants --report   what survived, as docs/mutants.md has it

Each worker has a copy of the tree, a process that has loaded the libraries and nothing of ours, and forks for
each mutant. First the quick tests that call the function, then (if it lives) more of them, with more examples.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

from tests.bite.mutations import Mutant, mutants
from tests.bite.touched import OUT

ROOT = Path(__file__).parents[2]
STATE = ROOT / ".mutants"
SEED = 18
CORE = ("expressions", "apportion", "territory", "figures", "evaluation", "balance")
SAMPLE = {"kern": 250, "wet": 200, "kamers": 200}
"""Of the core of the engine, of the modules with rules, and of the rooms around those."""
STAGES = (("quick", 5.0), ("default", 30.0))
"""Examples of a property, and seconds of tests (as measured when they were traced)."""
GRACE = 30.0
ROOMS = ("allocation", "law", "library", "territory", "reading", "comparing", "questions", "checking",
         "explaining", "scenarios", "runs", "model", "papers", "publication/test_publications.py",
         "publication/test_stand_ins.py", "publication/test_official.py",
         "publication/test_specification.py", "publication/test_again.py", "bite")  # fmt: skip
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


def sample(parts: Iterable[str] = SAMPLE) -> list[Mutant]:
    """The same mutants each time, in an order that is itself by chance, so that any first part is a sample."""
    found = population()
    chosen = [m for part in parts for m in random.Random(SEED).sample(found[part], SAMPLE[part])]
    random.Random(SEED).shuffle(chosen)
    return chosen


class Fitting:
    """Which tests fit a mutant."""

    def __init__(self, seen: dict[str, Any], only: Sequence[str] = ()) -> None:
        self.only = [*only]
        self.seconds: dict[str, float] = seen["seconds"]
        self.by_place = {place: set(names) for place, names in seen["tests"].items()}
        self.by_file: dict[str, set[str]] = {}
        for place, names in self.by_place.items():
            self.by_file.setdefault(place.split(":")[0], set()).update(names)

    def fitting(self, mutant: Mutant) -> list[str]:
        """The tests that call it, the quickest first; of what few call, those of the module after it."""
        own = self.by_place.get(mutant.place, set())
        near = self.by_file.get(mutant.file, set())
        if not own:
            rooms = next(rooms for start, rooms in ALONE.items() if mutant.file.startswith(start))
            near = near | {name for name in self.seconds if name.startswith(rooms)}
        return [*sorted(own, key=self._order), *sorted(near - own, key=self._order)]

    def _order(self, name: str) -> tuple[float, str]:
        return round(self.seconds.get(name, 1000), 1), name

    def within(self, names: list[str], budget: float) -> list[str]:
        """The first of them that take no longer than this together; where some are asked for, only those."""
        if self.only:
            return self.only
        chosen, spent = [], 0.0
        for name in names:
            took = self.seconds.get(name, 1000) + 0.02
            if took < 500 and spent + took <= budget:
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
    """Which test fails, "" when none does; None when it takes too long."""
    report = tree / "report.txt"
    report.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        os.setsid()
        os.environ["HYPOTHESIS_PROFILE"] = profile
        os.dup2(os.open(tree / "out.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 1)
        os.dup2(1, 2)
        try:
            _child(names, report)
        finally:
            os._exit(0)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return report.read_text() if report.exists() else "het proces eindigde"
        time.sleep(0.02)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _try(mutant: Mutant, tree: Path, tests: Fitting, sound: set[str]) -> tuple[str, str, int]:
    """What becomes of it, by which test, of how many; `sound` are those that pass without it."""
    names, tried = tests.fitting(mutant), 0
    path = tree / mutant.file
    source = path.read_bytes()
    for profile, budget in STAGES:
        chosen = tests.within(names, budget)
        if not chosen:
            return "zonder test", "", 0
        path.write_bytes(mutant.applied(source))
        by = _forked(tree, chosen, profile, GRACE + 4 * budget)
        path.write_bytes(source)
        tried = len(chosen)
        if by is None:
            return "te lang", "", tried
        if by:
            again = [by] if "::" in by else chosen
            if not sound.issuperset(again) and _forked(tree, again, profile, GRACE + 4 * budget) != "":
                return "ongeldig", by, tried  # it fails without the mutant too
            sound.update(again)
            return "gedood", by, tried
    return "leeft", "", tried


def _worker(
    todo: "Queue[Mutant | None]",
    done: "Queue[dict[str, Any]]",
    seen: dict[str, Any],
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


def touched() -> dict[str, Any]:
    """Which tests call what, measured once."""
    path = STATE / "touched.json"
    if not path.exists():
        STATE.mkdir(exist_ok=True)
        rooms = [f"tests/{room}" for room in ROOMS]
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.bite.touched",
             "-p", "no:cacheprovider", "--hypothesis-seed=0", *rooms],
            cwd=ROOT, check=False,
            env={**os.environ, OUT: str(path), "HYPOTHESIS_PROFILE": "quick", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def main() -> None:
    """Try those that were not tried."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--report", action="store_true")
    options.add_argument("--again", action="store_true", help="those that lived, once more")
    options.add_argument("--tests", nargs="*", default=[], help="against these tests only")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seconds", type=float, default=1e9)
    options.add_argument("--part", action="append", choices=SAMPLE, help="only of this part")
    asked = options.parse_args()
    if not asked.report:
        _run(sample(asked.part or SAMPLE), asked.workers, asked.seconds, again=asked.again, only=asked.tests)
    _report()


def _run(chosen: list[Mutant], workers: int, seconds: float, *, again: bool, only: Sequence[str]) -> None:
    os.nice(19)
    seen, known, until = touched(), results(), time.monotonic() + seconds
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


def _report() -> None:
    known = results()
    for part, found in population().items():
        names = {m.name for m in found}
        tried = [entry for name, entry in known.items() if name in names]
        counts = Counter(entry["outcome"] for entry in tried)
        dead = counts["gedood"] + counts["te lang"]
        sys.stdout.write(f"{part}: {len(found)} mutanten, {len(tried)} geprobeerd, {dict(counts)}: "
                         f"{100 * dead / max(len(tried), 1):.1f}%\n")  # fmt: skip
    for entry in sorted(known.values(), key=lambda e: (e["file"], e["line"])):
        if entry["outcome"] in {"leeft", "zonder test"}:
            sys.stdout.write(f"{entry['name']} {entry['outcome']} {entry['file']}:{entry['line']}: "
                             f"{' '.join(entry['before'].split())} -> {' '.join(entry['after'].split())}\n")  # fmt: skip


if __name__ == "__main__":
    main()
