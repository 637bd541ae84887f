"""Writing files: all of them, or none."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from allocation.errors import InputError, Problem, of_the_system
from tables import moving
from tables.moving import Content, move_all


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """A folder inside `folder` to make large files in, that `write` then moves.

    Raises InputError where they cannot be written.
    """
    try:
        with moving.room(folder) as made:
            yield made
    except OSError as error:
        raise _no_folder(folder, error) from None


def _no_folder(folder: Path, error: OSError) -> InputError:
    return InputError([Problem(str(folder), of_the_system(error), "een map om in te schrijven")])


def write(content: Content, folder: Path, gone: Sequence[str] = ()) -> list[Path]:
    """Write all files into `folder` and take away those that are `gone`, or leave it as it was.

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
        move_all(content, folder, gone)
    except OSError as error:
        raise _no_folder(folder, error) from None
    return targets


def _blocked(path: Path) -> str:
    """What stands where a file should go, that is not to be replaced by one; "" where that is well."""
    if path.is_symlink():
        return "dit is een verwijzing naar iets anders"
    if path.is_dir():
        return "dit is een map"
    return "dit is een apparaat, een pijp of een socket" if path.exists() and not path.is_file() else ""


LISTED = ".verdeel-site.txt"
"""In a folder of pages: the names of all that was written there, so that a later run may take it away."""


def refuse_other(folder: Path) -> None:
    """Refuse a folder with files of someone else and nothing of ours: before all that would go into it."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / LISTED).is_file():
        raise InputError([Problem(str(folder), "hier staat iets anders", "een lege of nieuwe map")])


def replace_folder(content: Mapping[str, bytes], folder: Path) -> tuple[int, int]:
    """Make a folder hold these files (by their path in it); how many were written, and taken away.

    What is as it was is not written again. What an earlier run wrote and this one does not is taken away;
    any other file is left. Raises InputError for a folder with files of someone else and nothing of ours, and
    where it cannot be written to.
    """
    refuse_other(folder)
    listed = folder / LISTED
    try:
        before = set(listed.read_text(encoding="utf-8").splitlines()) if listed.is_file() else set()
        changed = {name: data for name, data in content.items() if _other(folder / name, data)}
        gone = [name for name in sorted(before - {*content}) if (folder / name).is_file()]
        if changed or gone:
            names = "\n".join(sorted(content)).encode()
            move_all({**changed, LISTED: names}, folder, gone)
    except OSError as error:
        raise _no_folder(folder, error) from None
    return len(changed), len(gone)


def _other(path: Path, data: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != data
