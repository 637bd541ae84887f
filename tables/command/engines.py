"""Options of what is cut into parts: who computes them, with how many, and whether a run goes on."""

from collections.abc import Callable
from typing import Any

import click

from rules.parts.engines import DASK, HERE, PROCESSES, How

_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice([HERE, PROCESSES, DASK]),
        default=HERE,
        show_default=True,
        help="Wie rekent; de uitkomst is dezelfde.",
    ),
    click.option(
        "--workers", type=click.IntRange(1), default=2, show_default=True, help="Met hoeveel processen."
    ),
    click.option(
        "--scheduler",
        "address",
        default="",
        metavar="ADRES",
        help="Met --engine dask: een scheduler die er al is; anders een eigen cluster op deze machine.",
    ),
    click.option("--resume", is_flag=True, help="Ga verder: wat er al is, wordt niet opnieuw gedaan."),
)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All of them, as `engine`, `workers`, `address` and `resume`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def how(engine: str, workers: int, address: str, size: int, *, resume: bool) -> How:
    """What was asked. Raises UsageError for a scheduler that nobody goes to."""
    if address and engine != DASK:
        raise click.UsageError("--scheduler hoort bij --engine dask")
    return How(engine, workers, resume, size, address)
