"""The command `verdeel shifts`: who gains and who loses."""

from pathlib import Path

import click

from rules import Workspace
from rules.territory.naming import find
from tables import asides, writing
from tables.command.options import complete, data_option, echo, strict_option
from tables.command.refusals import looked_at
from tables.reading.spreadsheets import read_table


@click.command("shifts")
@click.argument("first", shell_complete=complete)
@click.argument("second", shell_complete=complete)
@click.option("--year", type=int, help="Het uitkeringsjaar, als beide er meer hebben.")
@click.option("--to-year", type=int, help="Het uitkeringsjaar van TWEEDE, als dat een ander is.")
@click.option("--gemeente", default="", help="Een tekst voor deze gemeente (naam of code).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Schrijf hier ook een werkmap.")
@data_option
@strict_option
def shifts_command(
    first: str,
    second: str,
    year: int | None,
    to_year: int | None,
    gemeente: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """Toon de herverdeeleffecten van publicatie EERSTE naar TWEEDE: wie gaat erop vooruit, wie achteruit.

    Per gemeente in euro's, per inwoner en als deel van wat zij had; per provincie, arbeidsmarktregio en
    grootteklasse; en in hoeveel handen winst en verlies zijn. Tweemaal dezelfde publicatie met --data: wat uw
    eigen gegevens veranderen. Waardoor bedragen veranderen zegt `verdeel compare`.

    \b
    Voorbeelden:
      verdeel shifts septembercirculaire-2023 septembercirculaire-2024
      verdeel shifts septembercirculaire-2023 septembercirculaire-2024 --gemeente Gouda
      verdeel shifts budgetten-2024-voorlopig budgetten-2024-definitief --out uit
    """
    from rules.analysis.compare import compare_publications  # noqa: PLC0415
    from rules.analysis.shifts import shifts  # noqa: PLC0415
    from tables.file_names import compared_stem  # noqa: PLC0415
    from tables.questions import shifts as shown  # noqa: PLC0415
    from tables.workbook.xlsx import render  # noqa: PLC0415

    space = Workspace.open(data, read_table)
    comparison = compare_publications(space, first, second, year, to_year)
    outcomes = [comparison.before, comparison.after]
    asides.tell(space, looked_at(outcomes))
    found = shifts(comparison)
    code = find(comparison.after.prepared.territory, gemeente) if gemeente else ""
    echo(shown.lines(found, code))
    if out and found:
        content = {f"herverdeeleffecten-{compared_stem(comparison)}.xlsx": render(shown.workbook(found))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))
