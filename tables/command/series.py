"""The command `verdeel series`: the national amounts of all streams, year by year."""

from pathlib import Path

import click

from rules import Workspace
from rules.analysis.projected import projected as carried_on
from rules.analysis.series import national_series
from tables import writing
from tables.command.options import FILE, data_option, echo, scenario_option, supposed
from tables.file_names import by_ending
from tables.reading.spreadsheets import read_table


@click.command("series")
@click.option("--out", type=FILE, help="Schrijf ook een bestand: een naam op .xlsx, .ods of .csv.")
@click.option("--projected", is_flag=True, help="Ook wat er na het laatst bekende jaar op aannamen uit komt.")
@data_option
@scenario_option
def series_command(out: Path | None, projected: bool, data: Path | None) -> None:  # noqa: FBT001 - of click
    """Toon alle geldstromen van 2015 tot 2048: wat er landelijk van elk jaar bekend is.

    Elk bedrag is zoals het laatst gepubliceerd of berekend, met hoe zeker het is. Een jaar waarin een
    geldstroom liep en dat niet bekend is, is een punt: niets wordt geraamd. Met --projected staat daarna
    een doorrekening op aannamen, met een teken bij het jaar; elke aanname is een cijfer.

    \b
    Voorbeelden:
      verdeel series
      verdeel series --out reeks.xlsx
      verdeel series --projected --out reeks.xlsx
    """
    from tables.series import book, report  # noqa: PLC0415 - only where it is asked
    from tables.workbook import ods, xlsx  # noqa: PLC0415

    plain = Workspace.open(data, read_table)
    space = supposed(plain)
    kinds = {".xlsx": xlsx.render, ".ods": ods.render, ".csv": None}
    render = by_ending(out, kinds, "reeks") if out else None
    lines = national_series(space)
    if projected:
        lines = carried_on(plain, lines, supposed)
    echo(report.text_lines(space.library, lines))
    if out:
        content = render(book.workbook(space.library, lines)) if render else report.as_csv(lines)
        echo(f"geschreven: {path}" for path in writing.write({out.name: content}, out.parent))
