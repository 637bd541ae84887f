"""Receipts of parts: what is done stands in a folder, from which a run that was broken off goes on.

A receipt says what a part was made of and what came of it, so that anyone may compute it again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from attrs import frozen

from allocation.errors import AllocationError
from rules.parts.engines import FoundT, How, PartT, each

Value = TypeVar("Value")


@frozen
class Receipts(Generic[PartT, FoundT]):
    """The folder that receipts are in, what one says, and how that is read.

    `read` gives None for a receipt of another file, other rules or another outcome than it says; for one that
    is broken it may raise KeyError, TypeError or ValueError.
    """

    folder: Path
    said: Callable[[PartT, FoundT], dict[str, object]]
    read: Callable[[PartT, Mapping[str, Any]], FoundT | None]

    def keep(self, part: PartT, found: FoundT) -> None:
        """Write a receipt: whole, or not at all."""
        aside = self.folder / f".{part.name}.json"
        aside.write_text(json.dumps(self.said(part, found)) + "\n", encoding="utf-8")
        aside.replace(self.folder / f"{part.name}.json")

    def of(self, part: PartT) -> FoundT | None:
        """What the receipt of a part says; None where there is none that holds."""
        try:
            return self.read(
                part, json.loads((self.folder / f"{part.name}.json").read_text(encoding="utf-8"))
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None


def all_parts(
    parts: Sequence[PartT], receipts: Receipts[PartT, FoundT], how: How, work: Callable[[PartT], FoundT]
) -> Iterator[tuple[PartT, FoundT]]:
    """Every part with what came of it, each once; of `how.resume` those with a receipt are not done again."""
    receipts.folder.mkdir(parents=True, exist_ok=True)
    kept = {part.name for part in parts if how.resume}
    for path in receipts.folder.glob("deel-*.json"):
        if path.stem not in kept:
            path.unlink()
    left = []
    for part in parts:
        if how.resume and (known := receipts.of(part)) is not None:
            yield part, known
        else:
            left.append(part)
    for part, found in each(left, how, work):
        receipts.keep(part, found)
        yield part, found


def exactly_once(done: Mapping[str, Value], names: Iterable[str]) -> list[Value]:
    """What came of every part, in order. Raises AllocationError where one is lacking or too many."""
    wanted = list(names)
    if sorted(done) != sorted(wanted):
        raise AllocationError("niet elk deel is precies een keer geteld")
    return [done[name] for name in wanted]


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        made = sha256()
        while chunk := file.read(1 << 20):
            made.update(chunk)
    return made.hexdigest()
