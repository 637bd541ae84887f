"""The command `verdeel guard`: before a publication is signed."""

from pathlib import Path

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
    from rules.analysis.contracts import contracts  # noqa: PLC0415 - only where it is asked
    from rules.analysis.guard import guarded  # noqa: PLC0415
    from rules.analysis.preceding import preceding  # noqa: PLC0415
    from tables.guarding import report  # noqa: PLC0415
    from tables.labels import publication_year  # noqa: PLC0415

    space, wrong = opened(data), False
    for now in looked_at(space.outcomes(publication, year)):
        then = preceding(space, now, before)
        promises, found = contracts(now), guarded(then, now) if then else []
        echo([f"{publication_year(now)}:", *report.contract_lines(promises)])
        echo(report.finding_lines(now, then, found))
        wrong |= bool(found) or any(one.broken for one in promises)
    raise SystemExit(1 if wrong else 0)
