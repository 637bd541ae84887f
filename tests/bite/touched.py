"""Which test calls which function: a plugin of pytest (`-p tests.bite.touched`), for `tests.bite.mutants`.

What is called while tests are collected, as the functions of rules are, has no test of its own: those
functions are in nobody's list, and a mutant there is tried on all tests of its module's rooms.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest

ROOT = f"{Path(__file__).parents[2]}/"
ROOMS = tuple(f"{ROOT}{room}/" for room in ("allocation", "rules"))
OUT = "VERDEEL_TOUCHED"

_tests: defaultdict[str, set[str]] = defaultdict(set)
_seconds: dict[str, float] = {}
_places: dict[object, str | None] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note every function of ours that runs for this test, its fixtures included."""
    name = item.nodeid

    def note(frame: FrameType, event: str, _: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code not in _places:
            ours = code.co_filename.startswith(ROOMS)
            _places[code] = f"{code.co_filename.removeprefix(ROOT)}:{code.co_firstlineno}" if ours else None
        if place := _places[code]:
            _tests[place].add(name)

    sys.setprofile(note)
    try:
        return (yield)
    finally:
        sys.setprofile(None)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long it took; what does not pass is not used."""
    _seconds[report.nodeid] = _seconds.get(report.nodeid, 0) + report.duration + 1000 * (not report.passed)


def pytest_sessionfinish() -> None:
    """Write what was seen."""
    seen = {"tests": {place: sorted(names) for place, names in _tests.items()}, "seconds": _seconds}
    Path(os.environ[OUT]).write_text(json.dumps(seen))
