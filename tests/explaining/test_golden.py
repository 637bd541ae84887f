"""Golden explanations: of municipalities that differ, line by line. `make golden` writes them again."""

from difflib import unified_diff

import pytest

from tests.golden import FOLDER, GOLDEN, explained


def difference(name, now):
    """What is otherwise than the file says, as a reviewer reads it."""
    path = FOLDER / f"{name}.txt"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return "".join(
        unified_diff(before.splitlines(True), now.splitlines(True), f"{name}.txt", "make golden", n=1)
    )


@pytest.mark.promise("docs/explain.md#golden")
@pytest.mark.parametrize("name", GOLDEN)
def test_an_explanation_is_as_it_was_read(name):
    changed = difference(name, explained(name))
    assert not changed, f"an explanation changed; if it should have: make golden\n{changed}"


def test_no_file_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == {*GOLDEN}


def test_a_line_that_changes_is_shown():
    now = explained("een-plek").replace("= 1 plekken", "= 2 plekken", 1)
    shown = [line for line in difference("een-plek", now).splitlines() if line[:1] in "+-"][2:]
    assert [line[0] for line in shown] == ["-", "+"]
    assert "= 2 plekken" in shown[1]
