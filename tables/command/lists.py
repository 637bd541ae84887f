"""The commands `verdeel list ...`."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from rules import Workspace
from rules.territory.municipalities import with_regions
from tables import listing
from tables.command.options import DAY, data_option, echo, listing_option
from tables.reading.spreadsheets import read_table


@click.group("list")
def list_group() -> None:
    """Toon wat er is: publicaties, regels, gegevens, cijfers, geldstromen en meer.

    \b
    Voorbeelden:
      verdeel list figures --format csv
      verdeel list gemeenten --date 2024-01-01
    """


def add_listing(name: str, make: Callable[[Workspace], Sequence[Sequence[str]]], about: str) -> None:
    """Add `verdeel list NAAM`, which prints the rows that `make` gives (the first is the header)."""

    @list_group.command(name, help=about)
    @data_option
    @listing_option
    def command(data: Path | None, kind: str) -> None:
        echo(listing.FORMATS[kind](make(Workspace.open(data, read_table))))


@list_group.command("gemeenten")
@click.option("--date", type=DAY, default="2026-01-01", show_default=True, help="Op welke dag.")
@listing_option
def list_municipalities(date: datetime.datetime, kind: str) -> None:
    """Elke gemeente op een dag sinds 1 januari 2012, met haar provincie en arbeidsmarktregio."""
    echo(listing.FORMATS[kind](listing.municipalities(with_regions(date.date()))))
