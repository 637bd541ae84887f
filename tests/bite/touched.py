"""Which test reaches which line, and how long it takes: for `tests.bite.mutants`.

Each room runs once under coverage, that notes per test the lines it reaches; this module is also the plugin
of pytest (`-p tests.bite.touched`) that notes the seconds. What runs while tests are collected, as the
functions of rules do, is nobody's.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]
ROOMS = (
    "allocation", "law", "territory", "library", "reading", "papers", "scenarios", "runs", "questions",
    "comparing", "explaining", "checking", "publication", "guarding", "letters", "model", "command", "bite",
)  # fmt: skip
OUT = "VERDEEL_SECONDS"
FAILED = 1000.0

_seconds: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long it took, what was made for it included; what does not pass is not used."""
    _seconds[report.nodeid] += report.duration + FAILED * (not report.passed)


def pytest_sessionfinish() -> None:
    """Write what was seen."""
    if OUT in os.environ:
        Path(os.environ[OUT]).write_text(json.dumps(_seconds))


@frozen
class Seen:
    """What was seen of each room: seconds by test, and in `folder` the lines that each reached."""

    folder: Path
    seconds: dict[str, float]

    @classmethod
    def of(cls, folder: Path) -> "Seen":
        """What was noted in this folder."""
        notes = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
        return cls(folder, {name: seconds for note in notes for name, seconds in note.items()})

    def reached(self, file: str) -> dict[int, set[str]]:
        """By line of a file of ours the tests that reached it."""
        return _reached(self.folder, file)


@lru_cache(maxsize=4)
def _reached(folder: Path, file: str) -> dict[int, set[str]]:
    from coverage import CoverageData  # noqa: PLC0415 (who only asks for seconds has no need of it)

    found: dict[int, set[str]] = {}
    for path in sorted(folder.glob("*.coverage")):
        data = CoverageData(path)
        data.read()
        for line, contexts in data.contexts_by_lineno(str(ROOT / file)).items():
            names = {name.rpartition("|")[0] for name in contexts if name}
            found.setdefault(line, set()).update(names)
    return found


def rooms_run(folder: Path) -> None:
    """Run every room once that was not seen before."""
    folder.mkdir(parents=True, exist_ok=True)
    for room in ROOMS:
        if (folder / f"{room}.json").exists():
            continue
        subprocess.run(
            [sys.executable, "-m", "pytest", f"tests/{room}", "-q", "-p", "tests.bite.touched",
             "-p", "no:cacheprovider", "--hypothesis-seed=0",
             "--cov", "--cov-context=test", "--cov-report="],
            cwd=ROOT, check=False,
            env={**os.environ, OUT: str(folder / f"{room}.json"), "HYPOTHESIS_PROFILE": "quick",
                 "COVERAGE_FILE": str(folder / f"{room}.coverage"), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
