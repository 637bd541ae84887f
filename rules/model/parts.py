"""Parts of a population, each computed once: here, in processes of this machine, or in those of a cluster.

A part is a pure function of a file, its hash and the digest of what it is computed with, and gives whole
numbers: who computes it does not matter, nor how often. What is done stands beside it as a receipt, from
which a run that was broken off goes on, and which anyone may compute again.
"""

import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from allocation.errors import AllocationError, InputError, Problem
from rules.model.packing import Layout, file_hash
from rules.model.sums import Sum, Sums, sums
from rules.model.weights import Weights

HERE, PROCESSES, DASK = "een", "processes", "dask"
ATTEMPTS = 3
"""So often a pool of processes is made anew, when one of them was killed."""


@frozen
class Part:
    """One file of packed households, and what it is computed with."""

    path: Path
    hash: str
    digest: str
    weights: Weights
    layout: Layout

    @property
    def name(self) -> str:
        """The name of the part, which is that of its file."""
        return self.path.stem


def digest_of(weights: Weights, layout: Layout) -> str:
    """A hash of all that a part is computed with, but its households."""
    return sha256(repr((weights.digest, layout)).encode()).hexdigest()


def part_of(path: Path, weights: Weights, layout: Layout) -> Part:
    """A part as it is now."""
    return Part(path, file_hash(path), digest_of(weights, layout), weights, layout)


def computed(part: Part) -> Sums:
    """The sums of a part. Raises AllocationError when the file or the weights are others than it says."""
    if file_hash(part.path) != part.hash or digest_of(part.weights, part.layout) != part.digest:
        raise AllocationError(f"{part.path}: dit deel is een ander dan waarvan de som wordt gevraagd")
    return sums(pl.scan_parquet(part.path), part.weights, part.layout)


Work = Callable[[Part], Sums]
Engine = Callable[[Sequence[Part], int, Work], Iterator[tuple[Part, Sums]]]


def all_parts(
    parts: Sequence[Part],
    receipts: Path,
    engine: str = HERE,
    workers: int = 1,
    *,
    resume: bool = False,
    work: Work = computed,
    address: str = "",
) -> Mapping[str, Sums]:
    """The sums of every part, by name, each once; of `resume` those with a receipt are not computed again."""
    receipts.mkdir(parents=True, exist_ok=True)
    for stale in {path.stem for path in receipts.glob("deel-*.json")} - {
        part.name for part in parts if resume
    }:
        (receipts / f"{stale}.json").unlink()
    done = {part.name: found for part in parts if resume and (found := _receipt(receipts, part))}
    left = [part for part in parts if part.name not in done]
    compute = partial(_dask, address=address) if engine == DASK else _ENGINES[engine]
    for part, found in compute(left, workers, work) if left else ():
        _write(receipts, part, found)
        done[part.name] = found
    return {part.name: done[part.name] for part in parts}


def _here(parts: Sequence[Part], _: int, work: Work) -> Iterator[tuple[Part, Sums]]:
    for part in parts:
        yield part, work(part)


def _processes(parts: Sequence[Part], workers: int, work: Work) -> Iterator[tuple[Part, Sums]]:
    """In processes that are started anew (a fork of polars hangs); what a killed one had is done again."""
    left = {part.name: part for part in parts}
    for _ in range(ATTEMPTS):
        if not left:
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            tasks = {pool.submit(work, part): part for part in left.values()}
            for task in as_completed(tasks):
                try:
                    found = task.result()
                except BrokenProcessPool:
                    continue
                yield left.pop(tasks[task].name), found
    if left:
        raise AllocationError(
            f"{len(left)} delen kwamen na {ATTEMPTS} pogingen niet klaar: een proces werd steeds beëindigd"
        )


def _dask(parts: Sequence[Part], workers: int, work: Work, address: str = "") -> Iterator[tuple[Part, Sums]]:
    """With dask.distributed, an extra: on a local cluster, or that of the scheduler at an address.

    What a lost worker had is done again by another, three times at most: that is how dask is set.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise _refused("dask.distributed is niet geïnstalleerd", _INSTALL) from None
    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    try:
        client = distributed.Client(address) if address else distributed.Client(**local)
    except (OSError, ValueError) as error:
        raise _refused(f"{address or 'een eigen cluster'}: {error}", "het adres van een scheduler") from None
    with client:
        tasks = client.map(work, parts, pure=False)  # a task is a part, also where two parts are alike
        of = {task.key: part for task, part in zip(tasks, parts, strict=True)}
        try:
            for task, found in distributed.as_completed(tasks, with_results=True):
                yield of[task.key], found
        except distributed.KilledWorker as error:
            raise AllocationError(f"een deel kwam niet klaar: {error}") from None


_INSTALL = "pip install verdeelsleutel[dask], of --engine processes"


def _refused(found: str, expected: str) -> InputError:
    return InputError([Problem("--engine dask", found, expected)])


_ENGINES: Mapping[str, Engine] = {HERE: _here, PROCESSES: _processes}


def as_receipt(part: Part, found: Sums) -> dict[str, object]:
    """What a part was made of, and what came of it."""
    return {
        "deel": part.name,
        "bestand": part.hash,
        "regels": part.digest,
        "in Decimal beslist": found.decided,
        "uitkomst": found.hash,
        "sommen": [[*key, s.rows, s.chance, s.paid] for key, s in sorted(found.by.items())],
    }


def _write(folder: Path, part: Part, found: Sums) -> None:
    aside = folder / f".{part.name}.json"
    aside.write_text(json.dumps(as_receipt(part, found)) + "\n", encoding="utf-8")
    aside.replace(folder / f"{part.name}.json")  # whole, or not there


def _receipt(folder: Path, part: Part) -> Sums | None:
    """What a receipt says of a part; None where there is none of this file and these weights."""
    try:
        said = json.loads((folder / f"{part.name}.json").read_text(encoding="utf-8"))
        found = Sums(
            {(place, norm): Sum(*rest) for place, norm, *rest in said["sommen"]}, said["in Decimal beslist"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = (said["bestand"], said["regels"], said["uitkomst"]) == (part.hash, part.digest, found.hash)
    return found if same else None


def exactly_once(done: Mapping[str, Sums], names: Iterable[str]) -> list[Sums]:
    """The sums of every part, in order. Raises AllocationError where one is lacking or too many."""
    wanted = list(names)
    if sorted(done) != sorted(wanted):
        raise AllocationError("niet elk deel is precies een keer geteld")
    return [done[name] for name in wanted]
