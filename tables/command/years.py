"""The command `verdeel years`: a publication over several years."""

from pathlib import Path

import click

from allocation.errors import InputError
from rules import Workspace
from rules.runs.projection import project
from rules.runs.rulebooks import publication as found
from rules.territory.naming import find
from tables import asides, writing
from tables.command.onward import onward
from tables.command.options import FILE, complete, data_option, echo, scenario_option, strict_option, supposed
from tables.command.refusals import looked_at
from tables.file_names import by_ending
from tables.reading.spreadsheets import read_table

AHEAD = 4


@click.command("years")
@click.argument("gemeente")
@click.argument("publication", shell_complete=complete)
@click.option("--to", "last", type=int, help="Tot en met welk jaar; anders vier jaren na het eerste.")
@click.option("--law", type=int, help="Reken latere jaren met de regels van dit jaar, niet met hun eigen.")
@click.option("--out", type=FILE, help="Schrijf ook alle gemeenten: een naam op .xlsx, .ods of .csv.")
@data_option
@scenario_option
@strict_option
def years_command(
    gemeente: str, publication: str, last: int | None, law: int | None, out: Path | None, data: Path | None
) -> None:
    """Toon de bedragen van GEMEENTE in PUBLICATIE voor meer jaren, zoals een meerjarenbegroting ze vraagt.

    De jaren die de publicatie zelf heeft zijn zoals zij ze geeft. Elk later jaar heeft zijn eigen regels en
    gemeenten, en de cijfers en gegevens die het laatst bekend zijn: indicatief, en niets is geraamd. Een
    scenario geldt ook voor die jaren; een eigen map geeft een cijfer van een later jaar zonder publicatie.
    Wat de wet van een later jaar vraagt en niemand geeft, wordt niet verzonnen; met --law gelden de regels
    van een jaar dat wel bekend is.

    \b
    Voorbeelden:
      verdeel years Gouda meicirculaire-2024
      verdeel years Gouda meicirculaire-2024 --to 2029 --out meerjaren.xlsx
      verdeel years Gouda budgetten-2025-definitief --to 2027 --law 2025
    """
    from tables.workbook import ods, xlsx  # noqa: PLC0415 - only where it is asked
    from tables.years import report  # noqa: PLC0415

    kinds = {".xlsx": xlsx.render, ".ods": ods.render, ".csv": None}
    render = by_ending(out, kinds, "overzicht van jaren") if out else None
    space = Workspace.open(data, read_table)
    first = found(space.library, publication).years[0].year
    asked = onward(space, publication, None, first + AHEAD if last is None else last, law)
    try:
        space = supposed(asked.space(space))
        outcomes = looked_at(list(project(space, publication, asked.years)))
    except InputError as error:
        raise asked.refused(error) from None
    asides.tell(space, outcomes)
    of_later = report.told(outcomes, asked.last, law)
    echo(report.lines(outcomes, find(outcomes[0].prepared.territory, gemeente), of_later))
    if out:
        content = render(report.workbook(outcomes, of_later)) if render else report.as_csv(outcomes)
        echo(f"geschreven: {path}" for path in writing.write({out.name: content}, out.parent))
