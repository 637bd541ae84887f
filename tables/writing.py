"""Writing files: all of them, or none."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from allocation.errors import InputError, Problem, of_the_system


def write(content: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write all files into `folder`, or leave it as it was.

    Raises InputError when the folder cannot be written to.
    """
    targets = [folder / name for name in content]
    problems = [
        Problem(str(path), found, "een gewoon bestand, of niets")
        for path in targets
        if (found := _blocked(path))
    ]
    if problems:
        raise InputError(problems)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".verdeel-") as name:
            staged = Path(name)
            for file, data in content.items():
                (staged / file).write_bytes(data)
            _replace_all(staged, targets)
    except OSError as error:
        raise InputError([Problem(str(folder), of_the_system(error), "een map om in te schrijven")]) from None
    return targets


def _blocked(path: Path) -> str:
    """What stands where a file should go, that is not to be replaced by one; "" where that is well."""
    if path.is_symlink():
        return "dit is een verwijzing naar iets anders"
    if path.is_dir():
        return "dit is een map"
    return "dit is een apparaat, een pijp of een socket" if path.exists() and not path.is_file() else ""


def _replace_all(staged: Path, targets: Sequence[Path]) -> None:
    """Move the staged files into place; when one cannot be moved, put the old ones back."""
    kept: list[tuple[Path, Path | None]] = []
    try:
        for target in targets:
            old = staged / f"{target.name}.old"
            if target.exists():
                shutil.copy2(target, old)
            (staged / target.name).replace(target)
            kept.append((target, old if old.exists() else None))
    except OSError:
        for target, before in kept:
            if before:
                before.replace(target)
            else:
                target.unlink()
        raise


LISTED = ".verdeel-site"
"""In a folder of pages: the names of all that was written there, so that a later run may take it away."""


def replace_folder(content: Mapping[str, bytes], folder: Path) -> tuple[int, int]:
    """Make a folder hold these files (by their path in it); how many were written, and taken away.

    What is as it was is not written again. What an earlier run wrote and this one does not is taken away;
    any other file is left. Raises InputError for a folder with files of someone else and nothing of ours, and
    where it cannot be written to.
    """
    listed = folder / LISTED
    if folder.is_dir() and any(folder.iterdir()) and not listed.is_file():
        raise InputError([Problem(str(folder), "hier staat iets anders", "een lege of nieuwe map")])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = set(listed.read_text(encoding="utf-8").splitlines()) if listed.is_file() else set()
        listed.write_text("\n".join(sorted(before | {*content})), encoding="utf-8")
        written = sum(_write_changed(folder / name, data) for name, data in content.items())
        gone = [path for name in before - {*content} if (path := folder / name).is_file()]
        for path in gone:
            path.unlink()
        listed.write_text("\n".join(sorted(content)), encoding="utf-8")
    except OSError as error:
        raise InputError([Problem(str(folder), of_the_system(error), "een map om in te schrijven")]) from None
    return written, len(gone)


def _write_changed(path: Path, data: bytes) -> bool:
    """Write a file that is other than it was, in one move: a reader has the old or the new one."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    staged.write_bytes(data)
    staged.replace(path)
    return True
