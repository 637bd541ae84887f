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
