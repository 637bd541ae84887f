"""The commit that later work is measured against, unpacked beside it for as long as it is needed."""

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = "82ac076"
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def unpacked(commit: str = BASE) -> Iterator[Path]:
    """A temporary folder with the files of `commit`; no worktree that git would have to forget."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", commit], check=True, capture_output=True
    )
    with tempfile.TemporaryDirectory(prefix=f"base-{commit[:7]}-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder)


def environment(tree: Path) -> dict[str, str]:
    """The environment in which the modules of `tree` go before those that are installed."""
    return {**os.environ, "PYTHONPATH": str(tree.resolve()), "PYTHONUTF8": "1"}
