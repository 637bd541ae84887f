"""What differs between two files, cell by cell."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
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
            was_bytes, now_bytes = was_parts.get(part, b""), now_parts.get(part, b"")
            if was_bytes != now_bytes:
                yield Difference(name, "(no cell)", part, *_excerpts(was_bytes, now_bytes))


def _excerpts(old: bytes, new: bytes) -> tuple[str, str]:
    """What stands around the first byte that differs."""
    first = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    around = slice(max(first - 30, 0), first + 50)
    return repr(old[around]), repr(new[around])


def _size(rows: Rows | None) -> str:
    return "" if rows is None else f"{len(rows)} rows"


def _of_rows(old: Rows, new: Rows) -> Iterator[tuple[str, str, str]]:
    """Rows are paired by what they hold, so that one more row is one difference."""
    for i, j in _paired(old, new):
        was, is_now = None if i is None else old[i], None if j is None else new[j]
        if was and is_now and _place(was) == _place(is_now):
            yield from _of_row(j + 1, was, is_now)
            continue
        if was is not None:
            yield f"old row {i + 1} {_place(was)}".strip(), " | ".join(was) or "(empty)", ""
        if is_now is not None:
            yield f"row {j + 1} {_place(is_now)}".strip(), "", " | ".join(is_now) or "(empty)"


def _place(row: tuple[str, ...]) -> str:
    """Where a leaf of JSON stands; other rows have no name."""
    return row[0] if len(row) == 2 and row[0].startswith("/") else ""


def _of_row(number: int, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if place := _place(new):
        yield f"{number} {place}", old[1], new[1]
        return
    # of as many cells each stands in its own column; one more column is not a change of all after it
    same = (
        ((i, i) for i in range(len(old)) if old[i] != new[i]) if len(old) == len(new) else _paired(old, new)
    )
    for i, j in same:
        column = f"old {get_column_letter(i + 1)}" if j is None else get_column_letter(j + 1)
        yield f"{column}{number}", "" if i is None else old[i], "" if j is None else new[j]


def _paired(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int | None, int | None]]:
    """Positions of what differs: in both, or only in one."""
    ends = min(len(old), len(new))
    start = next(
        (i for i in range(ends) if old[i] != new[i]), ends
    )  # most stands before the first difference
    for kind, a, a_end, b, b_end in SequenceMatcher(
        None, old[start:], new[start:], autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from zip_longest(range(start + a, start + a_end), range(start + b, start + b_end))
