"""What tries the tests is itself right: mutants are other programs, faults still have a place, inputs are files."""

import ast
import random

import pytest

from tests.bite.fuzz import bases, file_of, guarded
from tests.bite.mutants import SAMPLE, Fitting, population, sample
from tests.bite.mutations import mutants
from tests.bite.plant import FAULTS, ROOT

MODULE = b'''"""A text."""
LIMIT = 3

def share(a: int | None, b):
    """A text."""
    assert a < 9
    b += 1
    if not a and b > LIMIT:
        return -b
    return [x for x in a if x][0]
'''


def test_every_kind_of_mistake_is_made_and_nothing_else():
    found = {(m.before, m.after) for m in mutants("m.py", MODULE)}
    assert found == {
        ("3", "(4)"), ("1", "(2)"), ("0", "(1)"),
        ("b += 1", "pass"), ("b += 1", "b -= 1"),
        ("not a and b > LIMIT", "(not a or b > LIMIT)"), ("not a and b > LIMIT", "(not (not a and b > LIMIT))"),
        ("not a", "(a)"), ("b > LIMIT", "(b >= LIMIT)"),
        ("return -b", "return None"), ("-b", "(b)"),
        ("return [x for x in a if x][0]", "return None"), ("x", "(not (x))"),
    }  # fmt: skip
    places = {m.place for m in mutants("m.py", MODULE)}
    assert places == {"", "m.py:4"}


def test_each_mutant_of_the_sample_is_another_program():
    chosen = sample()
    assert len({m.name for m in chosen}) == len(chosen) == sum(SAMPLE.values()) >= 600
    assert chosen == sample()
    for mutant in random.Random(1).sample(chosen, 60):
        source = (ROOT / mutant.file).read_bytes()
        assert ast.dump(ast.parse(mutant.applied(source))) != ast.dump(ast.parse(source))
    assert min(map(len, population().values())) > 200


def test_the_quick_tests_that_call_it_come_first():
    mutant = mutants("rules/room/m.py", MODULE)[3]
    seen = {"tests": {mutant.place: ["slow", "quick"], "rules/m.py:99": ["near"]},
            "seconds": {"slow": 3, "quick": 1, "near": 0, "broken": 1000}}  # fmt: skip
    tests = Fitting(seen)
    assert tests.fitting(mutant) == ["quick", "slow", "near"]
    assert tests.within(["quick", "slow", "broken", "near"], 2) == ["quick", "near"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_still_has_its_place_and_its_tests(fault):
    assert fault.before in (ROOT / fault.file).read_text(encoding="utf-8")
    assert all((ROOT / path).exists() for path in fault.tests)


def test_ten_faults():
    assert len({fault.name for fault in FAULTS}) == 10


def test_changed_files_are_read_or_refused(tmp_path):
    """A taste of `make fuzz`: good parts with some bytes changed, by chance and always the same."""
    chance, known, told = random.Random(18), bases(), set()
    for kind, good in ((b"c", b"gemeentecode;n\n0513;5\n"), (b"l", b"[figures.x]\nvalues = []\n"),
                       (b"x", known["n.xlsx"]), (b"d", known["n.ods"]), (b"o", b"<a>x</a>"), (b"s", b"<a/>")):  # fmt: skip
        for _ in range(12):
            changed = bytearray(good)
            for _ in range(3):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            name, content = file_of(kind + bytes(changed), known)
            told.add(bool(guarded(name, content, tmp_path)))
    assert told == {True, False}
    assert file_of(b"?x", known) is None
