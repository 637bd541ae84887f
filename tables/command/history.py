"""The command `verdeel history`: one amount over all publications and years."""

from pathlib import Path

import click

from rules import Workspace
from rules.analysis.history import history
from rules.territory.municipalities import municipalities
from rules.territory.naming import find
from tables import writing
from tables.command.options import FILE, data_option, echo
from tables.file_names import by_ending
from tables.listing import as_text
from tables.reading.spreadsheets import read_table


@click.command("history")
@click.argument("rule")
@click.option("--gemeente", default="", help="Alleen deze gemeente (naam of code).")
@click.option("--out", type=FILE, help="Schrijf ook alle gemeenten: een naam op .xlsx of .csv.")
@data_option
def history_command(rule: str, gemeente: str, out: Path | None, data: Path | None) -> None:
    """Toon een BEDRAG (naam of omschrijving) in alle publicaties en jaren die het hebben.

    Op de gemeenten van de laatste: wat van een oudere indeling is, is opgeteld, en dat staat erbij. Elke
    waarde heeft haar status: officieel waar het is wat is gepubliceerd.

    \b
    Voorbeelden:
      verdeel history BEDRAG --gemeente Gouda
      verdeel history BEDRAG --out geschiedenis.xlsx
    """
    from tables.comparing import history as shown  # noqa: PLC0415 - only where it is asked

    makers = {".xlsx": shown.xlsx, ".csv": shown.csv}
    make = by_ending(out, makers, "overzicht van jaren") if out else None
    found = history(Workspace.open(data, read_table), rule)
    code = find(municipalities(found.territory), gemeente) if gemeente else ""
    echo([*shown.heading(found, code), *as_text(shown.rows(found, code))])
    if out and make:
        echo(f"geschreven: {path}" for path in writing.write({out.name: make(found)}, out.parent))
