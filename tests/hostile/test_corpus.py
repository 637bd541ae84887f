"""No input hangs, ends in a fault, floods the terminal or leaves a file: one clear message, or it is read."""

import signal

import pytest

from tests.helpers.dutch import english
from tests.hostile.corpus import CASES, READ, run

SECONDS = 60
"""Longer than any takes, on a busy machine: what hangs fails, and does not stop the suite."""
LINES, SIGNS = 60, 20_000
pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture(autouse=True)
def hangs():
    def stop(*_):
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def test_there_are_enough():
    assert len(CASES) >= 150
    assert {*CASES} > READ


@pytest.mark.promise("docs/limits.md#one-clear-message")
@pytest.mark.parametrize("name", CASES)
def test_each_is_one_clear_message_or_read(name):
    status, message, files = run(CASES[name])
    assert status == (0 if name in READ else 2), message[:500]
    assert bool(files) == (status == 0)
    assert len(message) < SIGNS
    assert len(message.splitlines()) < LINES
    assert all(sign.isprintable() or sign == "\n" for sign in message)
    if status == 2:
        assert message.startswith("verdeel: ")
        assert not any(line.startswith("verdeel: alles is goed") for line in message.splitlines())
        assert "verwacht: " in message
        assert english(message) == []
