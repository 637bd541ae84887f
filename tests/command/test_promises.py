"""Every promise of the README and the docs is held by a test, and docs/promises.md says by which."""

import subprocess
import sys
from collections import defaultdict

import pytest

from tests.promises import PROMISES, ROOT, marked, problems, promises, written

PAGE = """# A page

Some text. The parts add up
exactly.<!-- promise: adds-up --> `check` ends with 1,<!-- promise: one --> or with 2.<!-- promise: two -->

| a | b |
|---|---|
| x | It never jumps.<!-- promise: no-jump --> |
- A list. It goes on.<!-- promise: goes-on -->
"""
TESTS = {"README.md#a": {"tests/test_a.py::test_a"}}


def collected(session):
    """All tests, where this run has collected them; None where it runs some of them."""
    some = session.config.option.keyword or session.config.option.markexpr
    there = {
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if "def test_" in path.read_text(encoding="utf-8")
    }
    return None if some or there - {item.path for item in session.items} else marked(session.items)


def test_every_promise_is_held_and_the_page_is_fresh(request):
    tests = collected(request.session)
    if tests is None:
        command = [sys.executable, "-m", "tests.promises", "--check"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    else:
        assert not problems(promises(), tests, PROMISES.read_text(encoding="utf-8"))


def test_a_promise_is_the_sentence_before_its_name(tmp_path):
    (tmp_path / "README.md").write_text(PAGE, encoding="utf-8")
    assert promises(tmp_path) == {
        "README.md#adds-up": "The parts add up exactly.",
        "README.md#one": "`check` ends with 1,",
        "README.md#two": "or with 2.",
        "README.md#no-jump": "It never jumps.",
        "README.md#goes-on": "It goes on.",
    }


@pytest.mark.parametrize(
    ("sentences", "stale", "said"),
    [
        ({"README.md#a": "A."}, False, []),
        ({"README.md#a": "A."}, True, ["docs/promises.md is stale: make promises"]),
        ({"README.md#a": "A.", "README.md#b": "B."}, False, ["README.md#b: no test holds it"]),
        ({}, False, ["tests/test_a.py::test_a: README.md#a is no promise"]),
    ],
)
def test_what_can_be_wrong(sentences, stale, said):
    page = "stale" if stale else written(sentences, defaultdict(set, TESTS))
    assert problems(sentences, TESTS, page) == said


def test_a_promise_is_made_once(tmp_path):
    (tmp_path / "README.md").write_text("A.<!-- promise: a --> B.<!-- promise: a -->", encoding="utf-8")
    with pytest.raises(SystemExit, match="#a is promised twice"):
        promises(tmp_path)
