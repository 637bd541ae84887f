"""Moving files into a folder: all of them or none, also where the program is stopped half-way.

The new files are made in a folder of their own inside the goal. Only when all are there a list of what is to
be moved is made, and then each is moved by one rename, while no signal is heard. What was killed in between
is finished by the next run that writes there; what was killed before is cleared away.
"""

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: what was killed stays where it is
    fcntl = None  # type: ignore[assignment]

STAGED = ".verdeel-"
LIST = "te verplaatsen.json"
HELD = (signal.SIGINT, signal.SIGTERM)


Content = Mapping[str, "bytes | Path"]
"""By its path in a folder what a file holds, or the file in a `room` that becomes it."""


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """A folder inside the goal to make large files in; of a killed run the next one clears it away."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=STAGED))
    try:
        with _locked(made):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def move_all(content: Content, folder: Path, gone: Sequence[str] = ()) -> None:
    """Put these files in their place, and take away those that are `gone`."""
    folder.mkdir(parents=True, exist_ok=True)
    finish(folder)
    staged = Path(tempfile.mkdtemp(dir=folder, prefix=STAGED))
    try:
        with _locked(staged):
            for name, data in content.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(data, Path):
                    data.replace(path)
                else:
                    path.write_bytes(data)
            olds = _kept(staged, folder, content)
            (staged / f"{LIST}.new").write_text(json.dumps([[*content], [*gone]]), encoding="utf-8")
            with _locked(folder), _unheard():
                _move(staged, folder, olds)
                shutil.rmtree(staged, ignore_errors=True)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def finish(folder: Path) -> None:
    """End what an earlier run began: move what it had listed, clear away what it had not."""
    for staged in sorted(folder.glob(f"{STAGED}*")):
        if fcntl is None or not staged.is_dir():
            continue
        with _locked(folder), _free(staged) as free:
            if free:
                if (staged / LIST).is_file():
                    _rename(staged, folder, [])
                shutil.rmtree(staged, ignore_errors=True)


def _kept(staged: Path, folder: Path, names: Content) -> dict[str, Path]:
    """What stands there now, kept beside the new, to be put back when one cannot be moved."""
    olds = {}
    for number, name in enumerate(names):
        if (folder / name).exists():
            olds[name] = staged / f"{number}.old"
            shutil.copy2(folder / name, olds[name])
    return olds


def _move(staged: Path, folder: Path, olds: Mapping[str, Path]) -> None:
    (staged / f"{LIST}.new").replace(staged / LIST)
    moved: list[str] = []
    try:
        _rename(staged, folder, moved)
    except OSError:
        (staged / LIST).unlink()
        for name in moved:
            if name in olds:
                olds[name].replace(folder / name)
            else:
                (folder / name).unlink()
        raise


def _rename(staged: Path, folder: Path, moved: list[str]) -> None:
    """Move what is still to be moved; `moved` hears of each."""
    names, gone = json.loads((staged / LIST).read_text(encoding="utf-8"))
    for name in names:
        if (staged / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).replace(folder / name)
            moved.append(name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Ctrl-C and an end that is asked wait until the files stand in their place."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One at a time; a process that ends lets go of it."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _free(folder: Path) -> Iterator[bool]:
    """Whether no process that still runs is making its files there."""
    assert fcntl is not None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # its owner was just done
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
