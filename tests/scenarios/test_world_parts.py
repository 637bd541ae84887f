"""Worlds in parts: one outcome whoever computes them, also after a worker was killed or a run was broken off."""

import json
import os
import signal
from hashlib import sha256
from pathlib import Path

import attrs
import polars as pl
import pytest
from click.testing import CliRunner

from allocation.errors import AllocationError
from cli import main
from rules.parts.engines import How, LostError
from rules.scenarios import world_parts
from rules.scenarios.amounts import amounts
from rules.scenarios.known import read_scenario
from rules.scenarios.world_parts import computed, outcome_of
from rules.scenarios.world_runs import numbers, setting
from rules.scenarios.worlds import span
from tests.helpers.workspaces import SHIPPED

MEI = "meicirculaire-2024"
OUTCOMES = SHIPPED.outcomes(MEI)
TEXT = """[scenario]
name = "proef"
title = "Proef"
source = "een proef"
[[vary]]
figure = "uitkeringsfactor"
times = ["1/3", 1, "1.01"]
[[draw]]
figure = "budget_wsw"
times = true
shape = "uniform"
least = "0.9"
most = "1.1"
[[draw]]
figure = "prijs_begeleiding_beschut_werk"
times = true
shape = "triangular"
least = "0.9"
mode = 1
most = "1.3"
"""


@pytest.fixture
def worlds(tmp_path):
    path = tmp_path / "proef.toml"
    path.write_text(TEXT, encoding="utf-8")
    return span([read_scenario(path)], OUTCOMES, 4, 1)


def done(worlds, folder, how, work=computed):
    """All years, and the frame of each."""
    folder.mkdir(exist_ok=True)
    found = list(world_parts.years(worlds, OUTCOMES, folder, how, lambda _: None, closing=True, work=work))
    found.sort(key=lambda one: one.outcome.prepared.year.year)
    return outcome_of(found), [(made.frame, made.closings) for made in (one.amounts() for one in found)]


def same(one, other):
    return one[0] == other[0] and all(
        a.equals(b)
        for mine, theirs in zip(one[1], other[1], strict=True)
        for a, b in zip(mine, theirs, strict=True)
    )


def killed_once(part):
    """A part; the first process that comes to one in the middle kills itself, by its own id."""
    marker = part.path.parent / "killed"
    if part.first and not marker.exists():
        marker.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return computed(part)


def always_killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def not_again(part):
    raise AssertionError(f"{part.name} is computed again")


@pytest.mark.promise("docs/scenarios.md#worlds-in-parts")
def test_processes_and_parts_of_any_size_give_one_hash_and_the_same_amounts(worlds, tmp_path):
    whole = [amounts(setting(worlds, one, closing=True), worlds.names, numbers(worlds)) for one in OUTCOMES]
    alone = (
        world_parts.as_hash(sum(one.outcome for one in whole)),
        [(one.frame, one.closings) for one in whole],
    )
    for n, how in enumerate([How(), How(size=5), How("processes", 2, size=7)]):
        assert same(done(worlds, tmp_path / str(n), how), alone)


def test_another_amount_or_another_world_is_another_hash(worlds):
    made = amounts(setting(worlds, OUTCOMES[0]), worlds.names, numbers(worlds))
    one = attrs.evolve(made, frame=made.frame.with_columns(pl.col("cluster_participatie") + 1))
    names = dict(zip(worlds.names, reversed(worlds.names), strict=True))
    other = attrs.evolve(made, frame=made.frame.with_columns(pl.col("world").replace(names)))
    failed = attrs.evolve(made, failed={"x": "deelt door 0"})
    assert len({each.outcome for each in (made, one, other, failed)}) == 4


@pytest.mark.promise("docs/scenarios.md#a-killed-worker-of-worlds")
@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_a_killed_worker_changes_nothing(worlds, tmp_path, engine):
    if engine == "dask":
        pytest.importorskip("distributed")
    made = done(worlds, tmp_path / "delen", How(engine, 2, size=5), killed_once)
    assert (tmp_path / "delen" / "killed").exists()
    assert same(made, done(worlds, tmp_path / "elders", How()))


@pytest.mark.promise("docs/scenarios.md#resume-of-worlds")
def test_resume_computes_only_what_is_left(worlds, tmp_path):
    folder = tmp_path / "delen"
    first = done(worlds, folder, How(size=5))
    assert same(done(worlds, folder, How(size=5, resume=True), not_again), first)
    names = sorted(path.stem for path in folder.glob("deel-*.json"))
    (folder / f"{names[1]}.json").unlink()  # not done
    (folder / f"{names[2]}.parquet").write_bytes(b"")  # broken
    again = []
    work = lambda part: again.append(part.name) or computed(part)  # noqa: E731
    assert same(done(worlds, folder, How(size=5, resume=True), work), first)
    assert again == names[1:3]


def test_resume_sees_that_worlds_rules_or_the_cut_are_others(worlds, tmp_path):
    folder = tmp_path / "delen"
    done(worlds, folder, How(size=6))
    seen = []
    work = lambda part: seen.append(part.name) or computed(part)  # noqa: E731
    done(attrs.evolve(worlds, years=frozenset()), folder, How(size=6, resume=True), work)
    assert not seen  # what a year reads of an earlier one is not in this circular
    done(worlds, folder, How(size=4, resume=True), work)
    assert len(seen) == 6
    other = attrs.evolve(worlds.draws[0], numbers=tuple(n + 1 for n in worlds.draws[0].numbers))
    done(attrs.evolve(worlds, draws=[other, *worlds.draws[1:]]), folder, How(size=4, resume=True), work)
    assert len(seen) == 12


def test_the_digest_follows_rules_figures_and_inputs(worlds):
    of = setting(worlds, OUTCOMES[0])
    case = of.case
    figure = next(name for name in case.book.figures if name == "budget_wsw")
    name, code = "verwachte_se", case.codes[0]
    column = dict(zip(case.codes, case.inputs[name].exact, strict=True))
    others = [
        attrs.evolve(of, case=case.with_values(figures={figure: case.figures[figure] + 1})),
        attrs.evolve(of, case=case.with_values(inputs={name: {code: column[code] + 1}})),
        attrs.evolve(of, wanted=of.wanted[:1]),
        attrs.evolve(of, closing=True),
        attrs.evolve(of, others=of.others[1:]),
    ]
    assert len({of.digest, *(one.digest for one in others)}) == 6


def test_a_part_is_computed_only_of_its_own_worlds_and_rules(worlds, tmp_path):
    path = world_parts.write_worlds(worlds, tmp_path)
    [part] = world_parts.cut(path, worlds, setting(worlds, OUTCOMES[0]), 1000)
    for other in (attrs.evolve(part, hash="0" * 64), attrs.evolve(part, digest="0" * 64)):
        with pytest.raises(AllocationError, match="een ander dan waarvan"):
            computed(other)


def command(out, *more):
    asked = ["scenario", "worlds", "onzekere-cijfers", MEI, "--draws", "6", "--out", str(out), *more]
    return CliRunner().invoke(main, asked)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.promise("docs/scenarios.md#resume-of-worlds")
def test_a_run_that_was_killed_goes_on_and_writes_the_same_bytes(tmp_path, monkeypatch):
    """Who is killed leaves the parts that are done; nothing else is there, and at the end they are gone."""
    whole = command(tmp_path / "a", "--stretch", "4")
    assert whole.exit_code == 0, whole.output

    def broken_off(part):
        if part.name == "deel-2025-0000004":
            raise LostError("gedood")
        return computed(part)

    monkeypatch.setattr(world_parts.years, "__kwdefaults__", {"closing": False, "work": broken_off})
    assert command(tmp_path / "b", "--stretch", "4").exit_code == 2
    [left] = (tmp_path / "b").iterdir()
    assert len(list(left.glob("deel-*.json"))) == 3

    def the_last(part):
        assert part.name == "deel-2025-0000004"
        return computed(part)

    monkeypatch.setattr(world_parts.years, "__kwdefaults__", {"closing": False, "work": the_last})
    again = command(tmp_path / "b", "--stretch", "4", "--resume")
    assert again.exit_code == 0, again.output
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.promise("docs/scenarios.md#worlds-in-parts")
def test_the_receipt_has_the_cut_and_what_was_written(tmp_path):
    result = command(tmp_path, "--stretch", "4", "--engine", "processes")
    assert result.exit_code == 0, result.output
    [path] = tmp_path.glob("*.receipt.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert [(one["uitkeringsjaar"], one["eerste"], one["aantal"]) for one in said["delen"]] == [
        (2024, 0, 4), (2024, 4, 2), (2025, 0, 4), (2025, 4, 2),
    ]  # fmt: skip
    total = sum(int(one["uitkomst"], 16) for one in said["delen"]) % 2**256
    assert int(said["uitkomst"], 16) == total
    assert f"uitkomst: {said['uitkomst']}" in result.stdout
    assert {name: sha256(Path(tmp_path, name).read_bytes()).hexdigest() for name in said["uitvoer"]} == said[
        "uitvoer"
    ]


def test_a_scheduler_without_dask_is_refused(tmp_path):
    result = command(tmp_path, "--scheduler", "tcp://x:1")
    assert result.exit_code == 2
    assert "hoort bij --engine dask" in result.stderr
