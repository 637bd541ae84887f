"""The command `verdeel guard`: before a publication is signed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tables.command.options import (
    complete,
    data_option,
    echo,
    opened,
    scenario_option,
    strict_option,
    year_option,
)
from tables.command.refusals import looked_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.analysis.watch import Watched


@click.command("guard")
@click.argument("publication", shell_complete=complete)
@click.option("--before", default="", shell_complete=complete, help="De publicatie waarmee wordt vergeleken.")
@year_option
@data_option
@scenario_option
@strict_option
def guard_command(publication: str, before: str, year: int | None, data: Path | None) -> None:
    """Bewaak PUBLICATIE voordat zij wordt getekend.

    Probeert wat elke regel belooft op de echte gegevens, en legt elk gegeven naast dat van de publicatie
    ervoor (--before noemt een andere): een groep die als een andere is geteld, een kolom met overal één
    waarde, twee gemeenten verwisseld, een andere grondslag. Eindigt met 1 als een belofte niet houdt of
    iets opvalt.

    \b
    Voorbeelden:
      verdeel guard septembercirculaire-2024
      verdeel guard meicirculaire-2024 --year 2025 --before septembercirculaire-2024
    """
    from rules.analysis.watch import watch  # noqa: PLC0415 - only where it is asked
    from tables.guarding import report  # noqa: PLC0415
    from tables.labels import publication_year  # noqa: PLC0415

    space, wrong = opened(data), False
    for now in looked_at(space.outcomes(publication, year)):
        found = watch(space, now, before)
        echo([f"{publication_year(now)}:", *report.contract_lines(found.promises)])
        echo(report.finding_lines(now, found.before, found.findings))
        wrong |= bool(found.findings) or found.broken
    raise SystemExit(1 if wrong else 0)


def promises_kept(every: "Sequence[Watched]") -> int:
    """Say what became of the promises, where they were tried; 1 where one does not hold, else 0."""
    from tables.guarding import report  # noqa: PLC0415

    for one in every:
        held = [promise for promise in one.promises if promise.tried and not promise.broken]
        echo([f"beloften: {len(held)} houden; zie Controle beloften"])
        echo(line for line in report.contract_lines(one.promises) if "GEBROKEN" in line)
    return int(any(one.broken for one in every))
