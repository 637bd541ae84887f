"""The command `verdeel sensitivity`: what another value does."""

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from rules import Outcome, Workspace
from rules.analysis.given_values import Changed, cell_named, refuse_out_of_bounds
from rules.territory.naming import find
from tables import asides, writing
from tables.command.options import complete, data_option, echo, strict_option, year_option
from tables.command.refusals import looked_at
from tables.command.values import typed_values
from tables.reading.spreadsheets import read_table


@click.command("sensitivity")
@click.argument("gemeente")
@click.option(
    "--publication",
    "publications",
    required=True,
    multiple=True,
    shell_complete=complete,
    help="Van welke publicatie; meer dan één mag.",
)
@year_option
@click.option("--wrong", multiple=True, metavar="GEGEVEN=WAARDE", help="Een foute waarde; meer dan één mag.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Schrijf hier ook een werkmap.")
@data_option
@strict_option
def sensitivity_command(
    gemeente: str,
    publications: tuple[str, ...],
    year: int | None,
    wrong: tuple[str, ...],
    out: Path | None,
    data: Path | None,
) -> None:
    """Laat zien wat één eenheid meer van elk gegeven GEMEENTE oplevert, of wat een fout kost.

    Per bedrag: wat de gemeente zelf er meer of minder door krijgt, en alle andere samen. Zonder --wrong is
    dat één eenheid meer van elk gegeven, zonder afronding van bedragen; met --wrong is het een foute waarde
    van een gegeven van de gemeente (of van een landelijk cijfer), in bedragen zoals ze worden betaald. De
    werkmap heeft een rij per gemeente.

    \b
    Voorbeelden:
      verdeel sensitivity Gouda --publication septembercirculaire-2024
      verdeel sensitivity Gouda --publication septembercirculaire-2024 --publication budgetten-2024-definitief
      verdeel sensitivity Gouda --publication septembercirculaire-2024 --wrong GEGEVEN=1800
      verdeel sensitivity Gouda --publication septembercirculaire-2024 --out uit
    """
    space = Workspace.open(data, read_table)
    outcomes = looked_at([one for name in publications for one in space.outcomes(name, year)])
    asides.tell(space, outcomes)
    values = typed_values(wrong, "--wrong")
    codes = [find(outcome.prepared.territory, gemeente) for outcome in outcomes]
    if values:
        _mistakes(outcomes, codes, values, out)
    else:
        _yields(outcomes, codes, out)


def _mistakes(
    outcomes: Sequence[Outcome],
    codes: Sequence[str],
    values: Sequence[tuple[str, Fraction]],
    out: Path | None,
) -> None:
    from rules.analysis.sensitivity import effects  # noqa: PLC0415 - only where it is asked
    from tables.file_names import question_name  # noqa: PLC0415
    from tables.questions import sensitivity as shown  # noqa: PLC0415
    from tables.workbook.xlsx import render  # noqa: PLC0415

    made = []
    for outcome, code in zip(outcomes, codes, strict=True):
        changes = [Changed(cell_named(outcome.prepared, name, code), value) for name, value in values]
        refuse_out_of_bounds(outcome.prepared, changes)
        made.append(list(effects(outcome, changes)))
        for effect in made[-1]:
            echo(shown.mistake_lines(outcome, code, effect))
    if out:
        content = {question_name("fout", outcomes): render(shown.mistake_book(outcomes, made))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))


def _yields(outcomes: Sequence[Outcome], codes: Sequence[str], out: Path | None) -> None:
    from rules.analysis.sensitivity import cells_of, effects, for_every_municipality, one_more  # noqa: PLC0415
    from tables.file_names import question_name  # noqa: PLC0415
    from tables.questions import sensitivity as shown  # noqa: PLC0415
    from tables.workbook.xlsx import render  # noqa: PLC0415

    for outcome, code in zip(outcomes, codes, strict=True):
        changes = [one_more(outcome.prepared, cell) for cell in cells_of(outcome.prepared, code)]
        echo(shown.yield_lines(outcome, code, list(effects(outcome, changes, rounded=False))))
    if out:
        sweeps = []
        for outcome in outcomes:
            every = for_every_municipality(outcome)
            count = len(outcome.prepared.case.inputs)
            with click.progressbar(
                every, count, "alle gemeenten, per gegeven", file=sys.stderr, hidden=not sys.stderr.isatty()
            ) as bar:
                sweeps.append(list(bar))
        content = {question_name("een-meer", outcomes): render(shown.yield_book(outcomes, sweeps))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))
