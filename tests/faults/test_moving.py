"""Killed at any moment: the old files or the new ones, never a mix, and nothing left behind."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tables.moving import finish
from tables.writing import write

TIMES = 120 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 12
NAMES = ("a.xlsx", "a.parquet", "map/pagina.html", "a.receipt.json")
AT_THE_MOMENT = """
import os, signal, sys
from pathlib import Path
from tables.moving import move_all
folder, what, count, sign = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
replace, done = Path.replace, [0]
def counted(self, target):
    made = replace(self, target)
    done[0] += 1
    if done[0] == count:
        os.kill(os.getpid(), sign)
    return made
Path.replace = counted
move_all({name: (what + name).encode() * 1000 for name in sys.argv[5:]}, folder)
"""
AGAIN_AND_AGAIN = """
import itertools, sys
from pathlib import Path
from tables.moving import move_all
for n in itertools.count(1):
    move_all({name: f"{n} {name}".encode() * 20000 for name in sys.argv[2:]}, Path(sys.argv[1]))
"""


def python(script, *arguments):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, stderr=subprocess.DEVNULL
    )


def test_all_of_them_or_none(tmp_path):
    old = dict.fromkeys(NAMES, b"oud")
    write({name: data for name, data in old.items() if "/" not in name}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        name for name in NAMES if "/" not in name
    )


@pytest.mark.promise("docs/limits.md#never-a-mix")
@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda sign: sign.name)
def test_killed_at_the_moment_of_moving(tmp_path, count, sign):
    """After the list and after each of the four files; what was begun is ended by whoever writes next."""
    assert python(AT_THE_MOMENT, tmp_path, "oud", 99, 9, *NAMES).wait() == 0
    python(AT_THE_MOMENT, tmp_path, "nieuw", count, int(sign), *NAMES).wait()
    if sign != signal.SIGKILL:  # it waited until all stood there
        assert not list(tmp_path.glob(".verdeel-*"))
    finish(tmp_path)
    texts = {name: (tmp_path / name).read_text() for name in NAMES}
    assert all(text.startswith("nieuw") for text in texts.values())
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == {*NAMES}


@pytest.mark.promise("docs/limits.md#never-a-mix")
def test_killed_at_random_moments(tmp_path):
    draw = random.Random(7)
    for attempt in range(TIMES):
        process = python(AGAIN_AND_AGAIN, tmp_path, *NAMES)
        time.sleep(0.25 + draw.random() / 4)
        process.send_signal(draw.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
        process.wait()
        finish(tmp_path)
        there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
        assert there in ({*NAMES}, set())
        runs = {(tmp_path / name).read_text().split()[0] for name in there}
        assert len(runs) <= 1, attempt


@pytest.mark.promise("docs/limits.md#never-a-mix")
def test_two_at_once_do_not_mix(tmp_path):
    both = [python(AGAIN_AND_AGAIN, tmp_path, *NAMES) for _ in range(2)]
    time.sleep(1.5)
    for process in both:
        process.kill()
        process.wait()
    finish(tmp_path)
    assert len({(tmp_path / name).read_text().split()[0] for name in NAMES}) == 1
    assert not list(tmp_path.glob(".verdeel-*"))


def test_a_full_disk_changes_nothing(tmp_path, monkeypatch):
    write({"a": b"oud", "b": b"oud"}, tmp_path)
    before = Path.write_bytes

    def full(self, data):
        if self.name == "b":
            raise OSError(28, "No space left on device")
        return before(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Exception, match="de schijf is vol"):
        write({"a": b"nieuw", "b": b"nieuw"}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"oud", "b": b"oud"}
