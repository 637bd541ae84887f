"""What whoever handed in tables must know of how they were read."""

from collections.abc import Iterable

import click

from rules import Outcome, Workspace
from rules.runs.deliveries import own_asides
from tables.reading.asides import aside_lines


def lines(space: Workspace, outcomes: Iterable[Outcome]) -> list[str]:
    """What was passed over in tables of a user's own, a line for each kind."""
    return aside_lines(aside for outcome in outcomes for aside in own_asides(outcome.prepared, space.read))


def tell(space: Workspace, outcomes: Iterable[Outcome]) -> None:
    """Say it on stderr."""
    for line in lines(space, outcomes):
        click.echo(line, err=True)
