"""What differs between two files, cell by cell, and which of it was meant."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from outputs.read import Rows, parts, read


class Difference(NamedTuple):
    """One cell. `old` is empty where something came, `new` where something went."""

    file: str
    sheet: str
    cell: str
    old: str
    new: str

    def __str__(self) -> str:
        old, new = self.old or "(nothing)", self.new or "(nothing)"
        return f"{self.file} | {self.sheet} | {self.cell}: {old} -> {new}"


def between(before: Path, after: Path) -> Iterator[Difference]:
    """Every difference between two folders: files, sheets, cells, and bytes where no cell differs."""
    old, new = (
        {p.relative_to(top).as_posix() for p in top.rglob("*") if p.is_file()} for top in (before, after)
    )
    for name in sorted(old | new):
        if name in old and name in new:
            yield from _of_file(name, before / name, after / name)
        else:
            yield Difference(name, "", "file", "there" * (name in old), "there" * (name in new))


def _of_file(name: str, before: Path, after: Path) -> Iterator[Difference]:
    if before.read_bytes() == after.read_bytes():
        return
    old, new = read(before), read(after)
    any_cell = False
    for sheet in dict.fromkeys([*old, *new]):
        if sheet in old and sheet in new:
            for cell, was, is_now in _of_rows(old[sheet], new[sheet]):
                any_cell = True
                yield Difference(name, sheet, cell, was, is_now)
        else:
            any_cell = True
            yield Difference(name, sheet, "sheet", _size(old.get(sheet)), _size(new.get(sheet)))
    if not any_cell:  # widths, print settings, metadata
        was_parts, now_parts = parts(before), parts(after)
        for part in sorted({*was_parts, *now_parts}):
            if was_parts.get(part) != now_parts.get(part):
                yield Difference(name, "(no cell)", part, "other bytes", "other bytes")


def _size(rows: Rows | None) -> str:
    return "" if rows is None else f"{len(rows)} rows"


def _of_rows(old: Rows, new: Rows) -> Iterator[tuple[str, str, str]]:
    """Rows are paired by what they hold, so that one more row is one difference."""
    if old == new:
        return
    # most rows stand before the first difference: no need to match those
    first = next(
        (i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    for kind, a, a_end, b, b_end in SequenceMatcher(
        None, old[first:], new[first:], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        was, is_now = old[first + a : first + a_end], new[first + b : first + b_end]
        together = min(len(was), len(is_now))
        for i in range(together):
            yield from _of_row(first + b + i + 1, was[i], is_now[i])
        for i, row in enumerate(was[together:], first + a + together + 1):
            yield f"old row {i}", " | ".join(row), ""
        for i, row in enumerate(is_now[together:], first + b + together + 1):
            yield f"row {i}", "", " | ".join(row)


def _of_row(number: int, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if len(old) == 2 and len(new) == 2 and old[0] == new[0].strip() and old[0].startswith("/"):
        yield f"{number} {old[0]}", old[1], new[1]  # a leaf of JSON: its place says more than B7
        return
    for i in range(max(len(old), len(new))):
        was, is_now = (row[i] if i < len(row) else "" for row in (old, new))
        if was != is_now:
            yield f"{get_column_letter(i + 1)}{number}", was, is_now


class Intended:
    """The differences that are meant, as intended.toml lists them, with how often each was seen."""

    def __init__(self, path: Path) -> None:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        self._renamed = listed.get("renamed", [])
        self._entries = listed.get("intended", [])
        self.seen: Counter[str] = Counter()
        self.reasons = [entry["reason"] for entry in [*self._renamed, *self._entries]]

    def covers(self, found: Difference) -> bool:
        """Whether an entry says that this was meant."""
        for entry in self._entries:
            if _at(entry, found) and all(
                re.fullmatch(entry.get(side, ".*"), getattr(found, side), re.DOTALL)
                for side in ("old", "new")
            ):
                self.seen[entry["reason"]] += 1
                return True
        text, used = found.old, []
        for entry in [entry for entry in self._renamed if _at(entry, found)]:
            text, count = re.subn(entry["old"], entry["new"], text)
            used += [entry["reason"]] * bool(count)
        if not used or text != found.new:
            return False
        self.seen.update(used)
        return True


def _at(entry: dict[str, str], found: Difference) -> bool:
    return all(fnmatchcase(getattr(found, side), entry.get(side, "*")) for side in ("file", "sheet", "cell"))
