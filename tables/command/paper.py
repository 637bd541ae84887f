"""The command `verdeel paper`: the tables of a policy paper, computed beside what it prints."""

from difflib import get_close_matches
from pathlib import Path

import click

from allocation.errors import InputError, Problem
from rules import Workspace
from tables import writing
from tables.command.options import FILE, data_option, echo
from tables.file_names import by_ending
from tables.labels import above_shipped
from tables.reading.spreadsheets import read_table


@click.command("paper")
@click.argument("name")
@click.option("--out", type=FILE, help="Schrijf ook een werkmap: een naam op .xlsx of .ods.")
@data_option
def paper_command(name: str, out: Path | None, data: Path | None) -> None:
    """Toon de tabellen van het beleidsstuk NAAM: wat er staat, wat is berekend, en het verschil.

    Elk getal is een regel of een cijfer, en dus uit te leggen en te wijzigen; waar het stuk zichzelf
    tegenspreekt staan beide getallen er, met een noot.

    \b
    Voorbeelden:
      verdeel paper verkenning
      verdeel paper verkenning --out verkenning.xlsx
    """
    from rules.analysis.paper import tables  # noqa: PLC0415 - only where it is asked
    from rules.library.paper import papers  # noqa: PLC0415
    from tables.papers import report, sheets  # noqa: PLC0415
    from tables.workbook import ods, xlsx  # noqa: PLC0415

    known, makers = papers(), {".xlsx": xlsx.render, ".ods": ods.render}
    if name not in known:
        near = get_close_matches(name, known, n=3) or sorted(known)
        raise InputError([Problem("beleidsstuk", repr(name), f"bijvoorbeeld {', '.join(near)}")])
    render = by_ending(out, makers, "werkmap") if out else None
    space = Workspace.open(data, read_table)
    computed, told = tables(space, known[name]), above_shipped(space.library)
    echo([*report.lines(known[name], computed), *told])
    if out and render:
        content = render(sheets.workbook(known[name], computed, told))
        echo(f"geschreven: {path}" for path in writing.write({out.name: content}, out.parent))
