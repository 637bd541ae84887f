"""Many things in one line: the first of them, and how many there are."""

from collections.abc import Iterable, Sequence

RANGES = 12
"""So many ranges of rows are named, of more the first and the last."""


def first(items: Iterable[str], count: int = 3) -> str:
    """The first of some things, and how many more there are."""
    listed = list(items)
    more = f" en nog {len(listed) - count}" if len(listed) > count else ""
    return ", ".join(listed[:count]) + more


def row_numbers(rows: Sequence[int]) -> str:
    """Row numbers in words: rij 4; rijen 2-5, 7."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges[:RANGES])
    more = f" en verder tot {ranges[-1][1]}" if len(ranges) > RANGES else ""
    return f"{'rij' if len(rows) == 1 else 'rijen'} {shown}{more}"
