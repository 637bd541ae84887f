"""More questions to the model of households: why an outcome is another, and how far replicates are apart."""

import tempfile
from pathlib import Path

import click

from rules import Workspace
from rules.territory import naming
from rules.territory.municipalities import municipalities
from tables import writing
from tables.command.options import FILE, HOUSEHOLDS, data_option, echo
from tables.reading.spreadsheets import read_table


@click.command("model-verschil")
@click.argument("earlier", metavar="EERST.parquet", type=HOUSEHOLDS)
@click.argument("later", metavar="DAARNA.parquet", type=HOUSEHOLDS)
@click.option("--uitkeringsjaar", "year", type=int, required=True, help="Het jaar van EERST.")
@click.option("--met", "other", type=int, required=True, help="Het jaar van DAARNA; mag hetzelfde zijn.")
@click.option("--gewichten", "own", type=FILE, help="Een eigen tabel met gewichten bij EERST.")
@click.option("--met-gewichten", "other_own", type=FILE, help="Een eigen tabel met gewichten bij DAARNA.")
@click.option("--gemeente", required=True, help="Welke gemeente (naam of code), in beide jaren.")
def between_model_command(
    earlier: Path,
    later: Path,
    year: int,
    other: int,
    own: Path | None,
    other_own: Path | None,
    gemeente: str,
) -> None:
    """Wat maakte de uitkomst van een gemeente anders: tussen twee jaren, of twee tabellen met gewichten.

    In euro's door het aantal huishoudens, de kans en wat er per huishouden wordt betaald (Shapley, telt exact
    op); daarachter elke groep van indicatoren, tegenover het land en exact op de logit.

    \b
    Voorbeeld:
      verdeel model-verschil a.parquet b.parquet --uitkeringsjaar 2024 --met 2026 --gemeente Gouda
    """
    from rules.model.between import between  # noqa: PLC0415 - only where it is asked
    from rules.model.run import run, setting  # noqa: PLC0415
    from tables import household_reports as reports  # noqa: PLC0415

    of, to = setting(year, own), setting(other, other_own)
    code = naming.find(municipalities(to.weights.version.territory), gemeente)
    with tempfile.TemporaryDirectory() as folder:
        one = run(earlier, of, Path(folder, "eerst"))
        two = run(later, to, Path(folder, "daarna"))
        made = between(one, two, code)
    lines = reports.between_lines(to.names[code], year, other, made)
    echo(reports.marked(one if one.synthetic else two, lines))


@click.command("model-replicaties")
@click.argument("file", metavar="BESTAND.parquet", type=HOUSEHOLDS)
@click.option(
    "--uitkeringsjaar", "year", type=int, required=True, help="Het jaar van de tabel met gewichten en normen."
)
@click.option(
    "--fouten",
    type=FILE,
    required=True,
    help="Een CSV met deelmodel, indicator_id, en standaardfout of replicatie en gewicht.",
)
@click.option(
    "--aantal", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Hoeveel replicaties."
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Een ander getal geeft andere."
)
@click.option("--publicatie", default="", metavar="NAAM", help="Reken door tot in het budget.")
@data_option
@click.option("--out", type=FILE, required=True, help="Een CSV met een rij per gemeente.")
def replicates_model_command(
    file: Path,
    year: int,
    fouten: Path,
    aantal: int,
    seed: int,
    publicatie: str,
    data: Path | None,
    out: Path,
) -> None:
    """Hoe ver uitkomst en budget uiteenlopen als de gewichten onzeker zijn, per gemeente.

    De gedrukte tabellen hebben geen standaardfouten: die geeft u, of uw eigen replicaties. Gewichten hangen
    met standaardfouten niet samen; alleen een tabel met replicaties zegt hoe wel.

    \b
    Voorbeeld:
      verdeel model-replicaties a.parquet --uitkeringsjaar 2026 --fouten fouten.csv --out spreiding.csv
    """
    from rules.model import replicates  # noqa: PLC0415 - only where it is asked
    from rules.model.run import run, setting  # noqa: PLC0415
    from tables import household_reports as reports  # noqa: PLC0415
    from tables.households import as_csv  # noqa: PLC0415

    of = setting(year)
    said = replicates.errors(fouten, of.weights)
    outcomes = Workspace.open(data, read_table).outcomes(publicatie, year) if publicatie else []
    with tempfile.TemporaryDirectory() as folder:
        first = run(file, of, Path(folder))
        made = replicates.replicates(first, said, Path(folder), aantal, seed)
    through = replicates.budgets(outcomes[0], made) if outcomes else {}
    paths = writing.write({out.name: as_csv(list(replicates.rows(made, of.names, through)))}, out.parent)
    lines = reports.replicates_lines(made, given=bool(said.given), seed=seed)
    echo([*reports.marked(first, lines), *(f"geschreven: {path}" for path in paths)])
