"""What `verdeel verify` does with a folder that was published: make it again, and compare."""

from pathlib import Path

from rules import Workspace
from tables.command.options import echo


def made_again(place: Path, space: Workspace) -> int:
    """Print of each receipt whether the same comes out; 0 where it does, else 1."""
    from tables import again  # noqa: PLC0415 - only where it is asked

    found = {one.path: (one, list(again.differences(space, one))) for one in again.receipts(place)}
    echo(line for one, wrong in found.values() for line in again.lines(one, wrong))
    return 1 if any(wrong for _, wrong in found.values()) else 0
