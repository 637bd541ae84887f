"""Parts of a population, each computed once: here, in processes of this machine, or in those of a cluster.

A part is a pure function of a file, its hash and the digest of what it is computed with, and gives whole
numbers: who computes it does not matter, nor how often.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from attrs import evolve, frozen

from allocation.errors import AllocationError
from rules.model.layout import Layout
from rules.model.sums import Sum, Sums, sums
from rules.model.weights import Weights
from rules.parts import receipts as of_receipts
from rules.parts.engines import How
from rules.parts.receipts import Receipts, exactly_once, file_hash

AT_ONCE = 2
"""Parts that one process has under way: while one is added up, the next is read."""


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
    """A part as it is now; by its whole path, for who computes it may stand in another folder."""
    return Part(path.absolute(), file_hash(path), digest_of(weights, layout), weights, layout)


def computed(part: Part) -> Sums:
    """The sums of a part. Raises AllocationError when the file or the weights are others than it says."""
    if file_hash(part.path) != part.hash or digest_of(part.weights, part.layout) != part.digest:
        raise AllocationError(f"{part.path}: dit deel is een ander dan waarvan de som wordt gevraagd")
    return sums(pl.scan_parquet(part.path), part.weights, part.layout)


def all_parts(
    parts: Sequence[Part], folder: Path, how: How, work: Callable[[Part], Sums] = computed
) -> dict[str, Sums]:
    """The sums of every part, by name and in order, each once; receipts are in a folder."""
    names = [part.name for part in parts]
    receipts, how = Receipts(folder, as_receipt, _read), evolve(how, at_once=AT_ONCE)
    done = {part.name: found for part, found in of_receipts.all_parts(parts, receipts, how, work)}
    return dict(zip(names, exactly_once(done, names), strict=True))


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


def _read(part: Part, said: Mapping[str, Any]) -> Sums | None:
    """What a receipt says of a part; None where it is not of this file and these weights."""
    by = {(place, norm): Sum(*rest) for place, norm, *rest in said["sommen"]}
    found = Sums(by, said["in Decimal beslist"])
    same = (said["bestand"], said["regels"], said["uitkomst"]) == (part.hash, part.digest, found.hash)
    return found if same else None
