"""A table of a user's own on a later territory: its rows as text, and a report of what moved."""

import datetime
from collections.abc import Sequence

from allocation.inputs import InputSpec, Kind
from rules.analysis.restate import Restated
from rules.reading.columns import Table
from tables.words import part


def columns(counts: Sequence[str], amounts: Sequence[str], shares: Sequence[str]) -> list[InputSpec]:
    """The columns of a user's own table; a share is written "COLUMN=OF"."""
    kinds: list[tuple[str, Kind, str]] = [(name, "aantal", "") for name in counts]
    kinds += [(name, "bedrag", "") for name in amounts]
    kinds += [(name, "aandeel", of) for name, _, of in (share.partition("=") for share in shares)]
    return [InputSpec(name, name, "", kind, 0, "", of) for name, kind, of in kinds]


def rows(moved: Restated) -> list[tuple[str, ...]]:
    """The header, and a row per municipality."""
    values = zip(*moved.columns.values(), strict=True)
    cells = [(*place, *(format(v, "f") for v in row)) for place, row in zip(moved.after, values, strict=True)]
    return [("gemeentecode", "naam", *moved.columns), *cells]


def report(moved: Restated, table: Table, start: datetime.date, end: datetime.date) -> list[str]:
    """Which municipalities came from which others, and that the totals are unchanged."""
    lines = [f"{table.place}: {len(moved.before)} gemeenten van {start}, {len(moved.after)} van {end}"]
    for code, naam in moved.after:
        if code in moved.origins:
            olds = [f"{moved.before[old]}{part(share)}" for old, share in sorted(moved.origins[code].items())]
            lines.append(f"  {code} {naam} uit {', '.join(olds)}")
    return lines + [f"  {name}: totaal {total}, voor en na gelijk" for name, total in moved.totals.items()]
