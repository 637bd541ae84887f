"""The command `verdeel restate`: a table on a later territory."""

import datetime
from pathlib import Path

import click

from tables import restate, writing
from tables.command.options import DAY, FILE, echo
from tables.reading.spreadsheets import read_table


@click.command("restate")
@click.argument("file", type=FILE)
@click.option("--from", "start", type=DAY, required=True, help="De dag van de gemeenten in BESTAND.")
@click.option("--to", "end", type=DAY, required=True, help="De dag van de gemeenten die worden gevraagd.")
@click.option("--count", "counts", multiple=True, metavar="KOLOM", help="Een kolom met aantallen.")
@click.option("--amount", "amounts", multiple=True, metavar="KOLOM", help="Een kolom met bedragen.")
@click.option(
    "--share", "shares", multiple=True, metavar="KOLOM=VAN", help="Een kolom met aandelen in een andere."
)
@click.option("--key", default="gemeentecode", show_default=True, help="De kolom met de codes.")
@click.option("--sheet", default="", help="Het blad van een werkmap; anders het eerste.")
@click.option("--rows", "only", multiple=True, metavar="KOLOM=TEKST", help="Alleen rijen met deze tekst.")
@click.option("--decimal", type=click.Choice([",", "."]), help="Het teken voor decimalen, bij twijfel.")
@click.option("--out", type=FILE, required=True, help="Het CSV-bestand dat wordt geschreven.")
def restate_command(
    file: Path,
    start: datetime.datetime,
    end: datetime.datetime,
    counts: tuple[str, ...],
    amounts: tuple[str, ...],
    shares: tuple[str, ...],
    key: str,
    sheet: str,
    only: tuple[str, ...],
    decimal: str | None,
    out: Path,
) -> None:
    """Zet een eigen tabel om naar een latere gemeentelijke indeling.

    BESTAND (csv, tsv, txt, xlsx of ODS) heeft een rij voor elke gemeente van de eerste dag. Aantallen en
    bedragen gaan met de inwoners mee en houden hun totaal; een aandeel wordt opnieuw berekend uit de kolom
    waarvan het een aandeel is. Schrijft de tabel, en toont wat is verplaatst.

    \b
    Voorbeelden:
      verdeel restate lasten.csv --from 2020-01-01 --to 2024-01-01 --amount lasten --out nieuw.csv
      verdeel restate x.xlsx --from 2018-01-01 --to 2026-01-01 --count n --share rate=n --out y.csv
    """
    specs = restate.columns(counts, amounts, shares)
    table = restate.chosen(read_table(file, sheet), key, specs, only, decimal or "")
    content, report = restate.on_territory(table, key, specs, start.date(), end.date())
    writing.write({out.name: content}, out.parent)
    echo([*report, f"geschreven: {out}"])
