"""The command `verdeel site`: a folder of pages that any web server, or a disk, can show."""

from pathlib import Path

import click

from rules import Workspace
from tables import writing
from tables.command.options import FOLDER
from tables.reading.spreadsheets import read_table


@click.command("site")
@click.option("--out", type=FOLDER, required=True, help="De map voor de pagina's.")
def site_command(out: Path) -> None:
    """Maak pagina's: wat elke gemeente krijgt, waarom, wat er veranderde, en wat als.

    Schrijft een map met gewone bestanden, voor een webserver of een schijf: een pagina per gemeente,
    publicatie en groep, een kaart, en rekenbladen die in de browser rekenen. Wat gelijk bleef wordt niet
    opnieuw geschreven; pagina's van een eerdere keer die er niet meer zijn, worden verwijderd.

    \b
    Voorbeelden:
      verdeel site --out pagina
    """
    from tables.site.build import built  # noqa: PLC0415 - only where it is asked

    writing.refuse_other(out)
    content = dict(built(Workspace.open(None, read_table), lambda text: click.echo(f"  {text}", err=True)))
    written, gone = writing.replace_folder(content, out)
    size = len(b"".join(content.values())) / 1_000_000
    click.echo(f"{len(content)} bestanden ({size:.0f} MB) in {out}: {written} geschreven, {gone} verwijderd")
    click.echo(f"Open {out / 'index.html'} in een browser.")
