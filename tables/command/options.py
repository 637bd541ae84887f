"""Options that more than one command has, and how a command prints."""

from collections.abc import Iterable
from pathlib import Path

import click

from allocation.errors import visible
from rules import Workspace
from tables.command import dutch
from tables.reading.spreadsheets import read_table

dutch.speak()  # before the types below, which click names in the language of that moment
DAY = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
HOUSEHOLDS = click.Path(path_type=Path)
"""A file with a row for each, or a folder of packed ones."""
data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Een map met eigen cijfers, gegevens of publicaties (docs/figures-and-data.md).",
)
strict_option = click.option(
    "--strict",
    is_flag=True,
    expose_value=False,
    callback=lambda ctx, _, strict: ctx.meta.update({"strict": strict}),
    help="Weiger eigen cijfers en gegevens die ver van het gebruikelijke liggen, anders een waarschuwing.",
)
year_option = click.option("--year", type=int, help="Alleen dit uitkeringsjaar.")
listing_option = click.option(
    "--format", "kind", type=click.Choice(["text", "csv"]), default="text", show_default=True
)


def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of publications, for the shell."""
    names = sorted(Workspace.open(ctx.params.get("data"), read_table).library.publications)
    return [name for name in names if name.startswith(incomplete)]


def opened(data: Path | None) -> Workspace:
    """A workspace with a folder of one's own, and with the scenarios that are asked."""
    return supposed(Workspace.open(data, read_table))


def supposed(space: Workspace) -> Workspace:
    """The workspace with the scenarios that are asked (see scenario_option)."""
    from rules.scenarios.stack import with_scenarios  # noqa: PLC0415 - most commands ask none

    asked = click.get_current_context().meta["scenario"]
    return with_scenarios(space, asked) if asked else space


scenario_option = click.option(
    "--scenario",
    metavar="NAAM[+NAAM]",
    default="",
    expose_value=False,
    callback=lambda ctx, _, asked: ctx.meta.update({"scenario": asked}),
    help="Met deze scenario's (verdeel scenario list; docs/scenarios.md).",
)
publication_option = click.option(
    "--publication", required=True, shell_complete=complete, help="Welke publicatie."
)


def echo(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo("\n".join(map(visible, line.split("\n"))))
