"""Worlds cut into parts: each a stretch of worlds in one year, computed once, by whatever engine.

A part is a pure function of a file (what is other in each world), its hash and the digest of the rules,
figures and inputs of the year. What it gives stands in a file beside it; only names, hashes and one whole
number travel.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
from attrs import frozen

from allocation.errors import AllocationError
from allocation.many import WORLD
from allocation.worlds import BATCH
from rules.parts.engines import How, LostError
from rules.parts.receipts import Receipts, all_parts, file_hash
from rules.runs.outcome import Outcome
from rules.scenarios.amounts import WHOLE, Amounts, amounts
from rules.scenarios.world_runs import Setting, numbers, setting
from rules.scenarios.worlds import Span

WORLDS = "werelden.parquet"


@frozen(eq=False)
class Part:
    """So many worlds of a file, from the `first` on (0 is the first of all), in one year."""

    path: Path
    hash: str
    digest: str
    of: Setting
    first: int
    count: int

    @property
    def name(self) -> str:
        """The name of the part, and of its files."""
        return f"deel-{self.of.year}-{self.first:07}"

    def file(self, ending: str) -> Path:
        """A file of the part."""
        return self.path.parent / f"{self.name}{ending}"


@frozen
class Found:
    """What came of a part: its outcome as one number, and the hash of each of its files by the ending."""

    outcome: int
    again: int
    failed: Mapping[str, str]
    files: Mapping[str, str]


@frozen(eq=False)
class Done:
    """A year of which all parts are done."""

    outcome: Outcome
    parts: Sequence[tuple[Part, Found]]

    def amounts(self) -> Amounts:
        """All worlds of the year, in order."""
        frames, closings = (
            pl.concat([pl.read_parquet(part.file(ending)) for part, _ in self.parts]) for ending in ENDINGS
        )
        failed = {name: why for _, found in self.parts for name, why in found.failed.items()}
        again = sum(found.again for _, found in self.parts)
        return Amounts(self.outcome.prepared.year.year, frames, closings, failed, again)


ENDINGS = (".parquet", "-balansen.parquet")


def write_worlds(worlds: Span, folder: Path) -> Path:
    """The file of what is other in each world: a row for each, exactly, as fractions in text."""
    columns = {name: list(map(str, values)) for name, values in numbers(worlds).items()}
    path = folder.absolute() / WORLDS
    pl.DataFrame({WORLD: worlds.names, **columns}).write_parquet(path)
    return path


def cut(path: Path, worlds: Span, of: Setting, size: int) -> list[Part]:
    """The parts of one year."""
    hashed, count = file_hash(path), len(worlds.names)
    starts = range(0, count, size)
    return [Part(path, hashed, of.digest, of, start, min(size, count - start)) for start in starts]


def computed(part: Part) -> Found:
    """Compute a part and write its files. Raises AllocationError when it is another than it says."""
    if file_hash(part.path) != part.hash or part.of.digest != part.digest:
        raise AllocationError(f"{part.path}: dit deel is een ander dan waarvan de uitkomst wordt gevraagd")
    rows = pl.scan_parquet(part.path).slice(part.first, part.count).collect()
    values = {name: list(map(Fraction, rows[name])) for name in rows.columns if name != WORLD}
    made = amounts(part.of, rows[WORLD].to_list(), values)
    hashes = {}
    for ending, frame in zip(ENDINGS, (made.frame, made.closings), strict=True):
        aside = part.file(f".{uuid4().hex}")  # whole, or not there; of two that do one part, each its own
        frame.write_parquet(aside)
        hashes[ending] = file_hash(aside)
        aside.replace(part.file(ending))
    return Found(made.outcome, made.again, made.failed, hashes)


def years(
    worlds: Span,
    outcomes: Sequence[Outcome],
    folder: Path,
    how: How,
    told: Callable[[int], None],
    *,
    closing: bool = False,
    work: Callable[[Part], Found] = computed,
) -> Iterator[Done]:
    """Each year when all of its parts are done; `told` hears how many more worlds are."""
    path = write_worlds(worlds, folder)
    every = [
        (outcome, cut(path, worlds, setting(worlds, outcome, closing=closing), how.size or BATCH))
        for outcome in outcomes
    ]
    of_part = {part.name: (outcome, parts) for outcome, parts in every for part in parts}
    done: dict[str, Found] = {}
    cuts = [part for _, parts in every for part in parts]
    for part, found in all_parts(cuts, Receipts(folder, as_receipt, _read), how, work):
        told(part.count)
        done[part.name] = found
        outcome, parts = of_part[part.name]
        if all(one.name in done for one in parts):
            yield Done(outcome, [(one, done[one.name]) for one in parts])


def outcome_of(years: Iterable[Done]) -> str:
    """One hash of every amount in every world and year, whatever the cut: those of the parts, added up."""
    return as_hash(sum(found.outcome for one in years for _, found in one.parts))


def as_hash(number: int) -> str:
    """An outcome as it is written."""
    return f"{number % WHOLE:064x}"


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """A folder for parts: gone when all is done or something is refused, left by a run that is broken off."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    except LostError:
        raise
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder)


def as_receipt(part: Part, found: Found) -> dict[str, object]:
    """What a part was made of, and what came of it."""
    return {
        "deel": part.name,
        "uitkeringsjaar": part.of.year,
        "eerste": part.first,
        "aantal": part.count,
        "werelden": part.hash,
        "regels": part.digest,
        "op breuken": found.again,
        "niet te berekenen": dict(found.failed),
        "bestanden": dict(found.files),
        "uitkomst": as_hash(found.outcome),
    }


def _read(part: Part, said: Mapping[str, Any]) -> Found | None:
    """What a receipt says of a part; None where it is not of this one, or a file of it is another."""
    found = Found(int(said["uitkomst"], 16), said["op breuken"], said["niet te berekenen"], said["bestanden"])
    same = as_receipt(part, found) == said
    return found if same and all(file_hash(part.file(e)) == found.files[e] for e in ENDINGS) else None
