"""The command `verdeel letters`: a letter for each municipality."""

from pathlib import Path

import click

from rules.territory.naming import find
from tables import asides, writing
from tables.command.options import (
    FOLDER,
    complete,
    data_option,
    echo,
    opened,
    scenario_option,
    strict_option,
    year_option,
)
from tables.command.refusals import looked_at


@click.command("letters")
@click.argument("publication", shell_complete=complete)
@click.option("--out", required=True, type=FOLDER, help="De map voor de brieven.")
@click.option("--gemeente", "wanted", multiple=True, help="Alleen deze gemeente (naam of code); mag vaker.")
@year_option
@data_option
@scenario_option
@strict_option
def letters_command(
    publication: str, out: Path, wanted: tuple[str, ...], year: int | None, data: Path | None
) -> None:
    """Schrijf een brief aan elke gemeente over wat PUBLICATIE haar geeft.

    Elke brief is een tekstdocument (ODT) op A4: wat de gemeente krijgt in gewone woorden, een tabel met de
    vorige uitgave en de grootste oorzaak van het verschil, de betaling, hoe zeker het is, en het kenmerk. Een
    eigen publicatie is een concept tot zij is vastgesteld (docs/letters.md); dat staat op elke bladzijde.

    \b
    Voorbeelden:
      verdeel letters septembercirculaire-2024 --out brieven
      verdeel letters septembercirculaire-2024 --gemeente Gouda --gemeente Ameland --out brieven
    """
    from rules.analysis.since import since  # noqa: PLC0415 - only where it is asked
    from tables.letters.document import render  # noqa: PLC0415
    from tables.letters.letter import Letters  # noqa: PLC0415

    space = opened(data)
    outcomes = looked_at(space.outcomes(publication, year))
    asides.tell(space, outcomes)
    letters = Letters([since(space, outcome) for outcome in outcomes])
    codes = [find(outcomes[-1].prepared.territory, one) for one in wanted] or list(letters.names())
    content = {letters.file(code): render(letters.letter(code)) for code in dict.fromkeys(codes)}
    written = writing.write(content, out)
    echo(
        [f"geschreven: {path}" for path in written]
        if wanted
        else [f"geschreven: {len(written)} brieven in {out}"]
    )
