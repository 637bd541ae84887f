"""The command `verdeel derive`: the national numbers of a circular that prints only amounts."""

import datetime
from pathlib import Path

import click

from allocation.errors import InputError
from allocation.inputs import InputSpec
from allocation.numbers import as_written
from rules import library
from rules.data.national import national_numbers
from rules.reading.columns import read_columns
from rules.reading.stated import Purpose
from rules.runs.places import places
from tables.command.options import DAY
from tables.reading.spreadsheets import read_table
from tables.words import number


@click.command("derive")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--column", required=True, help="De kolom met de bedragen.")
@click.option("--territory", type=DAY, required=True, help="De dag van de gemeenten erin.")
@click.option("--key", default="gemeentecode", show_default=True, help="De kolom met de codes.")
@click.option("--sheet", default="", help="Het blad van een werkmap; anders het eerste.")
@click.option(
    "--added", type=click.IntRange(min=0), default=0, help="Wat er nog meer in de bedragen zit, in euro."
)
def derive_command(
    file: Path, column: str, territory: datetime.datetime, key: str, sheet: str, added: int
) -> None:
    """Leid de landelijke getallen achter de bedragen van een circulaire af.

    BESTAND (CSV, xlsx of ODS) heeft een rij voor elke gemeente van die dag, met het bedrag in hele euro's
    zoals de circulaire het geeft. Wat wordt getoond hoort bij de cijfers van een eigen publicatie, met status
    afgeleid (docs/add-a-circular.md, docs/derived-keys.md).

    \b
    Voorbeelden:
      verdeel derive tabel.xlsx --column bedrag --territory 2025-01-01
      verdeel derive tabel.csv --column bedrag --territory 2024-01-01 --added 63900000
    """
    day = territory.date()
    spec = InputSpec("amount", column, "EUR", "bedrag", 0, "")
    there = places(day, f"--territory {day}")
    columns, problems = read_columns(read_table(file, sheet), key, [(spec, column)], there, Purpose())
    if problems:
        raise InputError(problems)
    paid = {code: int(amount) for code, amount in columns.rows()}
    figures = library().figures
    for one in national_numbers(paid, day, added):
        figure = figures[one.figure]
        shown = number(one.value, figure.decimals)
        click.echo(f"{figure.label}: {shown} {figure.unit} (afgeleid, uit {one.municipalities} gemeenten)")
        click.echo(f"  {figure.name} = {as_written(one.value)}")
