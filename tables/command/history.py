"""The command `verdeel history`: one amount over all publications and years."""

from pathlib import Path

import click

from allocation.errors import InputError, Problem
from rules import Workspace
from rules.analysis.history import history
from rules.territory.municipalities import municipalities
from rules.territory.naming import find
from tables import writing
from tables.command.options import FILE, data_option, echo
from tables.listing import as_text
from tables.reading.spreadsheets import read_table


@click.command("history")
@click.argument("rule")
@click.option("--gemeente", default="", help="Only this municipality (name or code).")
@click.option("--out", type=FILE, help="Write all municipalities too: a name that ends in .xlsx or .csv.")
@data_option
def history_command(rule: str, gemeente: str, out: Path | None, data: Path | None) -> None:
    """Show an amount RULE (by name or label) over all publications and years that have it.

    On the municipalities of the latest of them: what is of an older territory is added up, and says so.
    Each value has its status: officieel where it is what was published.

    \b
    Examples:
      verdeel history RULE --gemeente Gouda
      verdeel history RULE --out geschiedenis.xlsx
    """
    from tables.comparing import history as shown  # noqa: PLC0415 - only where it is asked

    makers = {".xlsx": shown.xlsx, ".csv": shown.csv}
    if out and out.suffix.lower() not in makers:
        raise InputError([Problem(str(out), "no history has such a name", f"one in {' or '.join(makers)}")])
    found = history(Workspace.open(data, read_table), rule)
    code = find(municipalities(found.territory), gemeente) if gemeente else ""
    echo([*shown.heading(found, code), *as_text(shown.rows(found, code))])
    if out:
        content = makers[out.suffix.lower()](found)
        echo(f"written: {path}" for path in writing.write({out.name: content}, out.parent))
