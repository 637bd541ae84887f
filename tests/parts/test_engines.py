"""Who computes parts: processes end with the run that started them, however that ends."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from rules.parts.engines import How, each

ROOT = Path(__file__).parents[2]
RUN = """
from pathlib import Path
from tests.parts.test_engines import How, Waiting, each, waits
parts = [Waiting(name, Path({folder!r})) for name in ("a", "b")]
list(each(parts, How("processes", 2), waits))
"""


@frozen
class Waiting:
    """A part that takes longer than a test."""

    name: str
    folder: Path


def waits(part):
    """Say who computes it, and do not come back."""
    aside = part.folder / f".{part.name}"
    aside.write_text(str(os.getpid()))
    aside.rename(part.folder / part.name)
    time.sleep(600)


def until(what, seconds=60):
    """Whether it comes about."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()


def runs(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_run_that_is_killed_leaves_no_process_behind(tmp_path):
    run = subprocess.Popen([sys.executable, "-c", RUN.format(folder=str(tmp_path))], cwd=ROOT)
    names = {"a", "b"}
    assert until(lambda: names <= {path.name for path in tmp_path.iterdir()})
    pids = [int((tmp_path / name).read_text()) for name in names]
    assert all(map(runs, pids))
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert until(lambda: not any(map(runs, pids)))


def test_nothing_to_do_starts_no_process():
    assert list(each([], How("processes", 2), waits)) == []
