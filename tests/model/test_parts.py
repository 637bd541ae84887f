"""Parts of a population: one outcome whoever computes them, also after a worker was killed or a run was broken off."""

import os
import signal
from pathlib import Path

import attrs
import pytest

from allocation.errors import AllocationError, InputError
from rules.model import parts as of_parts
from rules.model.run import run
from rules.parts import engines
from rules.parts.engines import How
from rules.parts.receipts import exactly_once
from tests.helpers.model_settings import of_year, some


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "huishoudens.parquet"
    some(2026).write_parquet(made)
    return made


def killed_once(part):
    """The sums of a part; the first process that comes to the second part kills itself, by its own id."""
    marker = part.path.parent / "killed"
    if part.name == "deel-00001" and not marker.exists():
        marker.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return of_parts.computed(part)


def always_killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def not_again(part):
    raise AssertionError(f"{part.name} is computed again")


@pytest.mark.promise("docs/objectief-model.md#one-hash")
def test_processes_and_parts_of_any_size_give_one_hash(path, tmp_path):
    hows = [How(), How(size=77), How("processes", 2, size=100)]
    assert len({run(path, of_year(2026), tmp_path / "uit", how).sums.hash for how in hows}) == 1


@pytest.mark.promise("docs/objectief-model.md#a-killed-worker")
def test_a_killed_worker_changes_nothing(path, tmp_path):
    made = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    done = of_parts.all_parts(made.parts, tmp_path / "delen", How("processes", 2), killed_once)
    assert (made.parts[0].path.parent / "killed").exists()
    assert {n: s.hash for n, s in done.items()} == {n: s.hash for n, s in made.by_part.items()}


def test_who_is_killed_each_time_is_said(path, tmp_path):
    made = run(path, of_year(2026), tmp_path / "uit", How(size=150))
    with pytest.raises(AllocationError, match="2 delen kwamen na 3 pogingen niet klaar"):
        of_parts.all_parts(made.parts, tmp_path / "delen", How("processes", 1), always_killed)


@pytest.mark.promise("docs/objectief-model.md#resume")
def test_resume_computes_only_what_is_left(path, tmp_path):
    made = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    receipts = tmp_path / "uit" / "delen"
    assert of_parts.all_parts(made.parts, receipts, How(resume=True), not_again) == made.by_part
    (receipts / "deel-00001.json").unlink()
    again = []
    of_parts.all_parts(
        made.parts,
        receipts,
        How(resume=True),
        lambda part: again.append(part.name) or of_parts.computed(part),
    )
    assert again == ["deel-00001"]


@pytest.mark.parametrize("wrong", ["{", '{"deel": 1}', None])
def test_a_receipt_that_is_broken_or_of_another_file_does_not_count(path, tmp_path, wrong):
    made = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    receipts = tmp_path / "uit" / "delen"
    first = receipts / "deel-00000.json"
    first.write_text(wrong or (receipts / "deel-00001.json").read_text())
    assert run(path, of_year(2026), tmp_path / "uit", How(size=100, resume=True)).sums.hash == made.sums.hash


def test_resume_sees_that_the_households_are_others(path, tmp_path):
    first = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    some(2026).head(250).write_parquet(path)
    again = run(path, of_year(2026), tmp_path / "uit", How(size=100, resume=True))
    assert again.sums.hash != first.sums.hash
    assert sum(one.rows for one in again.outcomes) == 250
    assert again.sums.hash == run(path, of_year(2026), tmp_path / "elders").sums.hash


def test_a_part_is_computed_only_of_its_own_file_and_weights(path, tmp_path):
    [part] = run(path, of_year(2026), tmp_path / "uit").parts
    for other in (attrs.evolve(part, hash="0" * 64), attrs.evolve(part, digest="0" * 64)):
        with pytest.raises(AllocationError, match="een ander dan waarvan"):
            of_parts.computed(other)


def test_every_part_counts_once(path, tmp_path):
    made = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    with pytest.raises(AllocationError, match="precies een keer"):
        exactly_once(made.by_part, ["deel-00000"])


def test_dask_that_is_not_there_is_refused(path, tmp_path, monkeypatch):
    def not_there(name):
        raise ImportError(name)

    monkeypatch.setattr(engines.importlib, "import_module", not_there)
    with pytest.raises(InputError, match="dask"):
        run(path, of_year(2026), Path(tmp_path / "uit"), How("dask"))


@pytest.mark.promise("docs/objectief-model.md#dask")
def test_dask_gives_the_same_also_when_a_worker_is_killed(path, tmp_path):
    pytest.importorskip("distributed")
    made = run(path, of_year(2026), tmp_path / "uit", How(size=60))
    done = of_parts.all_parts(made.parts, tmp_path / "delen", How("dask", 2), killed_once)
    assert (made.parts[0].path.parent / "killed").exists()
    assert done == made.by_part


def test_dask_on_a_scheduler_that_is_there_already(path, tmp_path):
    distributed = pytest.importorskip("distributed")
    made = run(path, of_year(2026), tmp_path / "uit", How(size=100))
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        how = How("dask", size=100, address=cluster.scheduler_address)
        assert run(path, of_year(2026), tmp_path / "elders", how).by_part == made.by_part


def test_a_worker_of_dask_that_is_killed_each_time_is_said(path, tmp_path):
    pytest.importorskip("distributed")
    made = run(path, of_year(2026), tmp_path / "uit", How(size=300))
    with pytest.raises(AllocationError, match="een deel kwam niet klaar"):
        of_parts.all_parts(made.parts, tmp_path / "delen", How("dask", 1), always_killed)
