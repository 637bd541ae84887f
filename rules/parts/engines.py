"""Who computes parts: this process, other processes of this machine, or those of a cluster.

The work on a part is a pure function that any process may call: who does it does not matter, nor how often.
"""

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Protocol, TypeVar

from attrs import frozen

from allocation.errors import AllocationError, InputError, Problem

HERE, PROCESSES, DASK = "een", "processes", "dask"
ATTEMPTS = 3
"""So often a pool of processes is made anew, when one of them was killed."""


class Named(Protocol):
    """A part; its name is its own among all that are computed together."""

    @property
    def name(self) -> str:
        """What it is called."""


PartT = TypeVar("PartT", bound=Named)
FoundT = TypeVar("FoundT")


class LostError(AllocationError):
    """Parts that did not come back, as who computed them was killed each time; others may be done."""


@frozen
class How:
    """How it is computed: none of it changes the outcome.

    `size` is how many households or worlds are a part; None where that is as always. `at_once` is how many
    parts this process has under way, where it computes itself: of what is mostly done outside Python (a
    pass of polars) the processors then need not wait for the end of a part.
    """

    engine: str = HERE
    workers: int = 1
    resume: bool = False
    size: int | None = None
    address: str = ""
    at_once: int = 1


def each(parts: Sequence[PartT], how: How, work: Callable[[PartT], FoundT]) -> Iterator[tuple[PartT, FoundT]]:
    """Every part with what came of it, as they are done. Raises LostError, and what the work raises."""
    if not parts:
        return iter(())
    if how.engine == DASK:
        return _dask(parts, how, work)
    return _processes(parts, how, work) if how.engine == PROCESSES else _here(parts, how, work)


def _here(
    parts: Sequence[PartT], how: How, work: Callable[[PartT], FoundT]
) -> Iterator[tuple[PartT, FoundT]]:
    if how.at_once == 1:
        yield from ((part, work(part)) for part in parts)
        return
    pool = ThreadPoolExecutor(how.at_once)
    try:
        yield from zip(parts, pool.map(work, parts), strict=True)
    finally:  # where one of them goes wrong, the others are not waited for
        pool.shutdown(cancel_futures=True)


def _processes(
    parts: Sequence[PartT], how: How, work: Callable[[PartT], FoundT]
) -> Iterator[tuple[PartT, FoundT]]:
    """In processes that are started anew (a fork of polars hangs); what a killed one had is done again."""
    left = {part.name: part for part in parts}
    for _ in range(ATTEMPTS):
        if not left:
            return
        pool = ProcessPoolExecutor(how.workers, get_context("spawn"), _end_with_the_run)
        try:
            tasks = {pool.submit(work, part): part for part in left.values()}
            for task in as_completed(tasks):
                try:
                    found = task.result()
                except BrokenProcessPool:
                    continue
                yield left.pop(tasks[task].name), found
        finally:  # where one of them goes wrong, the others are not waited for
            pool.shutdown(cancel_futures=True)
    if left:
        raise LostError(
            f"{len(left)} delen kwamen na {ATTEMPTS} pogingen niet klaar: een proces werd steeds beëindigd"
        )


def _end_with_the_run() -> None:
    """In a process of a pool: end it when the run is killed, or else it waits for work forever."""
    run = parent_process()

    def wait() -> None:
        if run:
            run.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _dask(
    parts: Sequence[PartT], how: How, work: Callable[[PartT], FoundT]
) -> Iterator[tuple[PartT, FoundT]]:
    """With dask.distributed, an extra: on a local cluster, or that of the scheduler at an address.

    What a lost worker had is done again by another, three times at most: that is how dask is set.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise _refused("dask.distributed is niet geïnstalleerd", _INSTALL) from None
    local = {"n_workers": how.workers, "threads_per_worker": 1, "dashboard_address": None}
    try:
        client = distributed.Client(how.address) if how.address else distributed.Client(**local)
    except (OSError, ValueError, RuntimeError) as error:
        found = f"{how.address or 'een eigen cluster'}: {error}"
        raise _refused(found, "het adres van een scheduler") from None
    with client:
        tasks = client.map(work, parts, pure=False)  # a task is a part, also where two parts are alike
        of = {task.key: part for task, part in zip(tasks, parts, strict=True)}
        arriving = distributed.as_completed(tasks, with_results=True)
        del tasks  # what has arrived is forgotten there: else it is done again when its worker is lost
        try:
            for task, found in arriving:
                yield of[task.key], found
        except distributed.KilledWorker as error:
            raise LostError(f"een deel kwam niet klaar: {error}") from None


_INSTALL = "pip install verdeelsleutel[dask], of --engine processes"


def _refused(found: str, expected: str) -> InputError:
    return InputError([Problem("--engine dask", found, expected)])
