"""The deep run goes on where it stopped, and begins anew on other code."""

import pytest

from tests.deep import begin, deep, done

TESTS = """
from pathlib import Path
from hypothesis import given, strategies as st
import pytest

RAN = Path(__file__).with_name("ran.txt")

def ran(name):
    with RAN.open("a") as file:
        file.write(name + "\\n")

def test_once():
    ran("once")

@given(st.integers())
def test_first(number):
    pass

@given(st.integers())
def test_second(number):
    assert not RAN.with_name("broken").exists()

@pytest.mark.parametrize("book", ["a", "b", "c"])
@given(number=st.integers())
def test_third(book, number):
    pass
"""


def names(nodes):
    return {node.rpartition("::")[2] for node in nodes}


@pytest.mark.promise("docs/bite.md#deep")
def test_it_goes_on_where_it_stopped(tmp_path):
    path, folder = tmp_path / "test_x.py", tmp_path / "state"
    path.write_text(TESTS, encoding="utf-8")
    (tmp_path / "broken").touch()
    folder.mkdir()
    run = {"rounds": {str(path): 4}, "profile": "quick", "more": ["-p", "no:cacheprovider"]}
    assert deep(folder, **run) == 1
    assert names(done(folder, 1)) == {"test_once", "test_first"}
    assert done(folder, 2) == set()
    (tmp_path / "broken").unlink()
    assert deep(folder, **run) == 0
    assert (tmp_path / "ran.txt").read_text(encoding="utf-8") == "once\n"
    books = {f"test_third[{book}]" for book in "abc"}
    assert names(done(folder, 1)) == {"test_once", "test_first", "test_second", *books}
    assert names(done(folder, 2)) == {"test_first", "test_second", *books}
    assert names(done(folder, 3)) == names(done(folder, 4)) == {"test_first", "test_second"}
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert deep(folder, **run) == 0
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


@pytest.mark.promise("docs/bite.md#deep")
@pytest.mark.parametrize(("tests", "status", "rounds"), [("test_third", 0, [1, 2, 3]), ("test_none", 5, [])])
def test_it_ends_where_no_test_has_a_round_and_no_test_is_no_success(tmp_path, capfd, tests, status, rounds):
    path, folder = tmp_path / "test_x.py", tmp_path / "state"
    path.write_text(TESTS, encoding="utf-8")
    folder.mkdir()
    more = ["-p", "no:cacheprovider", "-k", tests]
    assert deep(folder, rounds={str(path): 9}, profile="quick", more=more) == status
    assert [number for number in range(1, 10) if done(folder, number)] == rounds
    assert "ronde 5" not in capfd.readouterr().out


def test_on_other_code_it_begins_anew(tmp_path):
    (tmp_path / "rules").mkdir()
    code = tmp_path / "rules" / "x.py"
    code.write_text("a = 1", encoding="utf-8")
    folder = tmp_path / "state"
    assert not begin(folder, tmp_path)
    (folder / "ronde-1.txt").write_text("test\n", encoding="utf-8")
    assert begin(folder, tmp_path)
    assert done(folder, 1) == {"test"}
    code.write_text("a = 2", encoding="utf-8")
    assert not begin(folder, tmp_path)
    assert done(folder, 1) == set()
