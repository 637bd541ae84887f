"""What tries the tests is itself right: mutants are other programs, faults still have a place, inputs are files."""

import ast
import random
import re

import pytest
from attrs import frozen
from coverage import CoverageData

from tests.bite.fuzz import bases, file_of, guarded
from tests.bite.mutants import SAMPLE, Fitting, population, sample
from tests.bite.mutations import mutants
from tests.bite.plant import FAULTS, ROOT
from tests.bite.report import report
from tests.bite.touched import Seen

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


@frozen
class Noted:
    """What was seen, said by hand: the lines that tests reach, and their seconds."""

    lines: dict[int, set[str]]
    seconds: dict[str, float]

    def reached(self, _):
        return self.lines


def test_the_tests_that_reach_its_line_come_first_those_of_its_room_and_the_quick_before_others():
    mutant = mutants("rules/room/m.py", MODULE)[3]
    assert mutant.line == 7
    own, room = {"tests/other/t.py::slow", "tests/other/t.py::quick"}, "tests/room/t.py::slowest"
    seconds = {"tests/other/t.py::slow": 3, "tests/other/t.py::quick": 1, room: 4, "near": 0, "broken": 1000}
    tests = Fitting(Noted({7: own | {room}, 10: {"near", "broken"}}, seconds))
    first, both = tests.fitting(mutant)
    assert first == [room, "tests/other/t.py::quick", "tests/other/t.py::slow"]
    assert both == [*first, "near", "broken"]
    assert tests.within(both, 2) == ["tests/other/t.py::quick", "near"]


def test_of_its_room_also_what_runs_in_a_process_of_its_own():
    """Nobody saw what that reached."""
    mutant = mutants("rules/room/m.py", MODULE)[3]
    tests = Fitting(Noted({7: {"own"}}, {"own": 1, "tests/room/t.py::aside": 2, "tests/other/t.py::x": 2}))
    assert tests.fitting(mutant) == (["own"], ["own", "tests/room/t.py::aside"])


def test_what_was_noted_elsewhere_serves_here_and_who_is_gone_is_not_asked(tmp_path):
    noted = CoverageData(tmp_path / "room.coverage")
    noted.set_context("tests/t.py::here|run")
    noted.add_lines({"/another/checkout/rules/room/m.py": {7}})
    noted.set_context("tests/t.py::gone|run")
    noted.add_lines({"/another/checkout/rules/room/m.py": {7, 8}})
    noted.write()
    (tmp_path / "room.json").write_text('{"tests/t.py::here": 1, "tests/t.py::gone": 2}')
    seen = Seen.of(tmp_path).still(["tests/t.py::here", "tests/t.py::new"])
    assert seen.seconds == {"tests/t.py::here": 1}
    assert seen.reached("rules/room/m.py") == {7: {"tests/t.py::here"}, 8: set()}


def test_a_line_of_which_nothing_was_noted_has_the_tests_of_the_line_before_it():
    mutant = mutants("rules/room/m.py", MODULE)[3]
    tests = Fitting(Noted({6: {"before"}, 10: {"near"}}, {"before": 1, "near": 1}))
    assert tests.fitting(mutant) == (["before"], ["before", "near"])


def test_a_mutant_keeps_its_name_when_another_line_changes():
    names = {m.name for m in mutants("m.py", MODULE)}
    longer = MODULE.replace(b"LIMIT = 3", b"LIMIT = 3\nOTHER = 5")
    assert names < {m.name for m in mutants("m.py", longer)}
    changed = {m.name for m in mutants("m.py", MODULE.replace(b"return -b", b"return -a"))}
    assert len(names - changed) == 2


def test_the_report_counts_what_was_tried():
    found = {part: mutants(f"{part}.py", MODULE) for part in SAMPLE}
    dead, alive, endless, invalid = (m.name for m in found["kern"][:4])
    text = report(found, {dead: "gedood", alive: "leeft", endless: "te lang", invalid: "ongeldig"})
    assert f"| core of the engine | {len(found['kern'])} | 3 | 1 | 1 | 1 | 66.7 % |" in text
    assert f"| rule modules | {len(found['wet'])} | 0 | 0 | 0 | 0 |  |" in text
    assert f"**Open** (1):\n\n- `kern.py:{found['kern'][1].line}`" in text
    assert "no longer there: " in text  # none of the real ones is
    assert "All of `rules/`: not every part was tried." in text


def test_a_part_weighs_as_much_as_it_has_mutants():
    """A small part of which all died hardly counts beside a large one of which half did."""
    rooms = mutants("rules/room/m.py", MODULE * 30)
    law = mutants("rules/m.py", MODULE)
    dead = {m.name for m in (*law, *rooms[::2])}
    outcomes = {m.name: "gedood" if m.name in dead else "leeft" for m in (*law, *rooms)}
    text = report({"kern": law, "wet": law, "kamers": rooms}, outcomes)
    assert "weighed by its mutants: 51.6 % (95 %: 51.6 to 51.6 %)" in text  # all were tried: no doubt is left
    few = {m.name: outcomes[m.name] for m in (*law, *rooms[:60])}
    said = re.search(
        r"mutants: ([\d.]+) % \(95 %: ([\d.]+) to ([\d.]+) %\)",
        report({"kern": law, "wet": law, "kamers": rooms}, few),
    )
    score, low, high = map(float, said.groups())
    assert low < score < high and 20 < high - low < 30


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
