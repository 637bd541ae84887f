"""A table of a user's own on a later territory: its rows as text, and a report of what moved."""

import datetime
from collections.abc import Sequence

from attrs import evolve

from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec, Kind
from rules.analysis.restate import Restated, restate
from rules.reading.columns import Table, column_problems
from rules.reading.header import headed
from rules.reading.interpret import chosen_rows
from tables.listing import as_csv
from tables.reading.asides import aside_lines
from tables.words import part


def columns(counts: Sequence[str], amounts: Sequence[str], shares: Sequence[str]) -> list[InputSpec]:
    """The columns of a user's own table; a share is written "COLUMN=OF". Refuses a share of a share."""
    kinds: list[tuple[str, Kind, str]] = [(name, "aantal", "") for name in counts]
    kinds += [(name, "bedrag", "") for name in amounts]
    kinds += [(name, "aandeel", of) for name, _, of in (share.partition("=") for share in shares)]
    names = [name for name, _, _ in kinds]
    if not names or len({*names}) < len(names):
        expected = "een of meer kolommen, elk één keer, met --count, --amount of --share"
        raise InputError([Problem("restate", ", ".join(names) or "geen kolommen", expected)])
    own = {name for name, kind, _ in kinds if kind == "aandeel"}
    problems = [
        Problem(
            f"--share {name}={of}", f"{of} is zelf een aandeel", "een aandeel van een aantal of een bedrag"
        )
        for name, _, of in kinds
        if of in own
    ]
    if problems:
        raise InputError(problems)
    return [InputSpec(name, name, "", kind, 0, "", of) for name, kind, of in kinds]


def chosen(table: Table, key: str, specs: Sequence[InputSpec], only: Sequence[str], decimal: str) -> Table:
    """The rows of a table with the texts that are asked ("COLUMN=TEXT")."""
    wanted = {name: text for name, _, text in (each.partition("=") for each in only)}
    table = evolve(headed(table, [key, *(spec.name for spec in specs), *wanted]), decimal=decimal)
    if problems := column_problems(table, [*wanted]):
        raise InputError(problems)
    return evolve(table, frame=chosen_rows(table, wanted)) if wanted else table


def on_territory(
    table: Table, key: str, specs: Sequence[InputSpec], start: datetime.date, end: datetime.date
) -> tuple[bytes, list[str]]:
    """The table on the later territory, as CSV, and what moved."""
    moved = restate(table, key, specs, start, end)
    content = "\n".join(as_csv(rows(moved))) + "\n"
    return content.encode(), report(moved, table, start, end)


def rows(moved: Restated) -> list[tuple[str, ...]]:
    """The header, and a row per municipality."""
    values = zip(*moved.columns.values(), strict=True)
    cells = [(*place, *(format(v, "f") for v in row)) for place, row in zip(moved.after, values, strict=True)]
    return [("gemeentecode", "naam", *moved.columns), *cells]


def report(moved: Restated, table: Table, start: datetime.date, end: datetime.date) -> list[str]:
    """Which municipalities came from which others, and that the totals are unchanged."""
    lines = [
        *aside_lines(moved.asides),
        f"{table.place}: {len(moved.before)} gemeenten van {start}, {len(moved.after)} van {end}",
    ]
    for code, naam in moved.after:
        if code in moved.origins:
            olds = [f"{moved.before[old]}{part(share)}" for old, share in sorted(moved.origins[code].items())]
            lines.append(f"  {code} {naam} uit {', '.join(olds)}")
    return lines + [f"  {name}: totaal {total}, voor en na gelijk" for name, total in moved.totals.items()]
