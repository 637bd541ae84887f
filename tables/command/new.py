"""The command `verdeel new`: the folder of a new publication, with a workbook to fill in."""

import datetime
from pathlib import Path

import click

from tables import writing
from tables.command.options import DAY, FOLDER, complete, echo


@click.command("new")
@click.argument("name", metavar="NAAM")
@click.option(
    "--based-on", required=True, shell_complete=complete, help="Een publicatie met dezelfde tabellen."
)
@click.option("--year", type=int, help="Het uitkeringsjaar; anders die van de andere publicatie.")
@click.option("--territory", type=DAY, help="De dag van de gemeenten erin, meestal 1 januari van dat jaar.")
@click.option("--out", type=FOLDER, help="De map die wordt gemaakt; anders NAAM.")
def new_command(
    name: str, based_on: str, year: int | None, territory: datetime.datetime | None, out: Path | None
) -> None:
    """Maak de map van een nieuwe publicatie NAAM: een werkmap om in te vullen, en verder niets.

    Schrijft NAAM.toml, dat klaar is, en NAAM.xlsx: de landelijke cijfers met wat laatst bekend is, een rij
    per gemeente en een kolom per gegeven, alle leeg, met plaats voor status en bron.
    `verdeel publish NAAM --data MAP` berekent wat is ingevuld, of noemt wat nog leeg is.

    \b
    Voorbeelden:
      verdeel new mijn-circulaire --based-on meicirculaire-2024 --year 2025 --territory 2025-01-01
      verdeel new mijn-circulaire --based-on septembercirculaire-2024 --out mijn-map
    """
    from tables.form import new  # noqa: PLC0415 - only where it is asked

    folder = out or Path(name)
    made = new.files(name, based_on, year, territory.date() if territory else None)
    new.refuse_filled_in(made, folder)
    paths = writing.write(made, folder)
    echo([*(f"geschreven: {path}" for path in paths), *new.lines(name, folder)])
