"""Which test reaches which line, and how long it takes: for `tests.bite.mutants`.

Each test runs once under coverage, that notes the lines it reaches, room by room; this module is also the plugin
of pytest (`-p tests.bite.touched`) that notes the seconds, and which tests there are. What runs while tests are
collected, as the functions of rules do, is nobody's.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]
ROOMS = (
    "allocation", "law", "territory", "library", "reading", "papers", "scenarios", "runs", "questions",
    "comparing", "explaining", "checking", "publication", "guarding", "letters", "model", "command", "bite",
    "hostile", "parts", "site",
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


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where tests are only collected: which there are."""
    if OUT in os.environ and session.config.option.collectonly:
        _seconds.update({item.nodeid: 0 for item in session.items})


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

    def still(self, present: Collection[str]) -> "Seen":
        """Without the tests that are no longer there: who is asked for one of those gets none at all."""
        return Seen(self.folder, {name: s for name, s in self.seconds.items() if name in present})

    def reached(self, file: str) -> dict[int, set[str]]:
        """By line of a file of ours the tests that reached it."""
        return {line: names & self.seconds.keys() for line, names in _reached(self.folder, file).items()}


@lru_cache(maxsize=4)
def _reached(folder: Path, file: str) -> dict[int, set[str]]:
    from coverage import CoverageData  # noqa: PLC0415 (who only asks for seconds has no need of it)

    found: dict[int, set[str]] = {}
    for path in sorted(folder.glob("*.coverage")):
        data = CoverageData(path)
        data.read()
        # by its end: what was noted in one checkout serves in another
        noted = next((name for name in data.measured_files() if name.endswith(f"/{file}")), file)
        for line, contexts in data.contexts_by_lineno(noted).items():
            names = {name.rpartition("|")[0] for name in contexts if name}
            found.setdefault(line, set()).update(names)
    return found


def noted(folder: Path) -> Seen:
    """What is known of the tests that are there, after those that were not seen before ran once."""
    folder.mkdir(parents=True, exist_ok=True)
    there = folder.parent / "there"
    _pytest(there, "--collect-only", *(f"tests/{room}" for room in ROOMS))
    present = json.loads(there.read_text())
    for room in ROOMS:
        known = Seen.of(folder).seconds
        if new := [name for name in present if name.startswith(f"tests/{room}/") and name not in known]:
            out = folder / f"{room}-{len([*folder.glob(f'{room}*.json')])}"
            _pytest(out.with_suffix(".json"), "--cov", "--cov-context=test", "--cov-report=", *new)
    return Seen.of(folder).still(present)


def _pytest(out: Path, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.bite.touched", "-p", "no:cacheprovider",
         "--hypothesis-seed=0", *options],
        cwd=ROOT, check=False, stdout=subprocess.DEVNULL,
        env={**os.environ, OUT: str(out), "HYPOTHESIS_PROFILE": "quick",
             "COVERAGE_FILE": str(out.with_suffix(".coverage")), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
