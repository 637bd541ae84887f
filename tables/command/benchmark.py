"""The command `verdeel benchmark`: what was realised, beside what was given."""

from pathlib import Path

import click

from rules import Workspace
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find
from tables import asides, writing
from tables.command.options import FILE, data_option, echo, publication_option, strict_option, year_option
from tables.command.refusals import looked_at
from tables.reading.spreadsheets import read_table


@click.command("benchmark")
@click.argument("file", type=FILE)
@click.option("--column", required=True, help="De kolom met wat is gerealiseerd.")
@publication_option
@year_option
@click.option("--rule", default="", help="Naast welk bedrag, met naam of omschrijving; anders het eerste.")
@click.option("--key", default="gemeentecode", show_default=True, help="De kolom met de codes.")
@click.option("--sheet", default="", help="Het blad van een werkmap; anders het eerste.")
@click.option("--gemeente", default="", help="Deze gemeente naast haar groepen en wie even groot is.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Schrijf hier ook een werkmap.")
@data_option
@strict_option
def benchmark_command(
    file: Path,
    column: str,
    publication: str,
    year: int | None,
    rule: str,
    key: str,
    sheet: str,
    gemeente: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """Zet wat gemeenten realiseerden (BESTAND: CSV, xlsx of ODS) naast wat PUBLICATIE hun geeft.

    BESTAND heeft een rij voor elke gemeente van de publicatie. Het resultaat valt precies uiteen in wat het
    landelijke budget deed en wat de verdeling deed; per gemeente, provincie, arbeidsmarktregio en
    grootteklasse, en naast gemeenten met bijna evenveel inwoners.

    \b
    Voorbeelden:
      verdeel benchmark plekken.csv --column plekken --publication PUBLICATIE --gemeente Gouda
      verdeel benchmark lasten.xlsx --column lasten --publication PUBLICATIE --rule BEDRAG --out uit
    """
    from rules.analysis.benchmark import benchmark, realised_in  # noqa: PLC0415
    from tables.file_names import question_name  # noqa: PLC0415
    from tables.questions import benchmark as shown  # noqa: PLC0415
    from tables.workbook.xlsx import render  # noqa: PLC0415

    space = Workspace.open(data, read_table)
    outcome = space.outcome(publication, year)
    asides.tell(space, looked_at([outcome]))
    amounts, rules = outcome.prepared.year.amounts, outcome.prepared.case.book.rules
    name = named_rule({name: rules[name] for name in amounts}, rule) if rule else amounts[0]
    made = benchmark(outcome, name, realised_in(space.read(file, sheet), key, column, outcome, name))
    echo(shown.lines(made, find(outcome.prepared.territory, gemeente) if gemeente else ""))
    if out:
        content = {question_name("benchmark", [outcome]): render(shown.workbook(made))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))
