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
    """List what there is: publications, rules, inputs, figures, geldstromen and more.

    \b
    Examples:
      verdeel list figures --format csv
      verdeel list gemeenten --date 2024-01-01
    """


def add_listing(name: str, make: Callable[[Workspace], Sequence[Sequence[str]]], about: str) -> None:
    """Add `verdeel list NAME`, which prints the rows that `make` gives (the first is the header)."""

    @list_group.command(name, help=about)
    @data_option
    @listing_option
    def command(data: Path | None, kind: str) -> None:
        echo(listing.FORMATS[kind](make(Workspace.open(data, read_table))))


@list_group.command("gemeenten")
@click.option("--date", type=DAY, default="2026-01-01", show_default=True, help="On which day.")
@listing_option
def list_municipalities(date: datetime.datetime, kind: str) -> None:
    """Every municipality on a date since 1 January 2012, with its province and arbeidsmarktregio."""
    echo(listing.FORMATS[kind](listing.municipalities(with_regions(date.date()))))
