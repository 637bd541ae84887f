"""The commands `verdeel model...`: households in, an outcome per municipality out; why, and what if."""

import tempfile
from pathlib import Path

import click

from rules import Workspace
from rules.territory import naming
from rules.territory.municipalities import municipalities
from tables import writing
from tables.command.engines import engine_options, how
from tables.command.options import FILE, FOLDER, HOUSEHOLDS, data_option, echo
from tables.reading.spreadsheets import read_table

year_option = click.option(
    "--uitkeringsjaar", "year", type=int, required=True, help="Het jaar van de tabel met gewichten en normen."
)
weights_option = click.option(
    "--gewichten", "own", type=FILE, help="Een eigen tabel met gewichten, in de vorm van de gedrukte."
)


@click.command("model")
@click.argument("file", metavar="BESTAND.parquet", type=HOUSEHOLDS)
@year_option
@click.option(
    "--out", type=FOLDER, required=True, help="De map voor de uitvoer, en voor de ingepakte huishoudens."
)
@weights_option
@click.option(
    "--publicatie",
    "publications",
    multiple=True,
    metavar="NAAM",
    help="Schrijf ook MAP/eigen, een map voor --data van deze publicatie.",
)
@click.option(
    "--rijen",
    "rows",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="Huishoudens per deel.",
)
@engine_options
def model_command(
    file: Path,
    year: int,
    out: Path,
    own: Path | None,
    publications: tuple[str, ...],
    engine: str,
    workers: int,
    rows: int,
    address: str,
    resume: bool,  # noqa: FBT001 - a flag of the command
) -> None:
    """Bereken het model over huishoudens: kans op een uitkering maal norm maal het deel dat wordt betaald.

    BESTAND.parquet heeft een rij per huishouden: `gemeentecode`, `norm`, en een kolom van 0 en 1 voor elke
    rij van de tabellen, ook de referenties. Alles wordt eerst gecontroleerd, dan pas gerekend. Schrijft de
    uitkomst per gemeente, elke som in alle decimalen, en een reçu. In de plaats van BESTAND.parquet kan ook
    een map komen met huishoudens die al zijn ingepakt (MAP/gepakt van een eerdere keer).

    \b
    Voorbeelden:
      verdeel model huishoudens.parquet --uitkeringsjaar 2026 --out uit
      verdeel model uit/gepakt --uitkeringsjaar 2026 --out elders
      verdeel model huishoudens.parquet --uitkeringsjaar 2026 --out uit --engine processes --resume
    """
    from rules.model.delivery import delivery, refuse_others  # noqa: PLC0415 - only where it is asked
    from rules.model.run import run, setting  # noqa: PLC0415
    from tables import households  # noqa: PLC0415

    asked = how(engine, workers, address, rows, resume=resume)
    refuse_others(publications, year)
    made = run(file, setting(year, own), out, asked)
    extra = delivery(made, publications) if publications else {}
    paths = [
        *writing.write(households.files(made), out),
        *(writing.write(extra, out.joinpath("eigen")) if extra else []),
    ]
    echo([*households.lines(made), *(f"geschreven: {path}" for path in paths)])


@click.command("model-uitleg")
@click.argument("file", metavar="BESTAND.parquet", type=HOUSEHOLDS)
@year_option
@weights_option
@click.option("--huishouden", "row", type=click.IntRange(1), help="Welke rij van het bestand.")
@click.option("--gemeente", default="", help="Welke gemeente (naam of code), naast het land.")
def explain_model_command(file: Path, year: int, own: Path | None, row: int | None, gemeente: str) -> None:
    """Leg uit: gewicht voor gewicht van een huishouden, of waarin een gemeente van het land verschilt.

    \b
    Voorbeelden:
      verdeel model-uitleg huishoudens.parquet --uitkeringsjaar 2026 --huishouden 12
      verdeel model-uitleg huishoudens.parquet --uitkeringsjaar 2026 --gemeente Gouda
    """
    from rules.model import explain  # noqa: PLC0415
    from rules.model.run import run, setting  # noqa: PLC0415
    from tables import household_reports as reports  # noqa: PLC0415

    if (row is None) == (not gemeente):
        raise click.UsageError("--huishouden of --gemeente, een van beide")
    of = setting(year, own)
    code = naming.find(municipalities(of.weights.version.territory), gemeente) if gemeente else ""
    with tempfile.TemporaryDirectory() as folder:
        made = run(file, of, Path(folder))
        lines = (
            reports.apart_lines(of.names[code], explain.apart(made, code))
            if code
            else reports.household_lines(explain.household(explain.row_of(file, row or 1), of))
        )
    echo(reports.marked(made, lines))


@click.command("model-effect")
@click.argument("file", metavar="BESTAND.parquet", type=HOUSEHOLDS)
@year_option
@click.option(
    "--gewichten", "own", type=FILE, required=True, help="De andere tabel, in de vorm van de gedrukte."
)
@click.option(
    "--publicatie", default="", metavar="NAAM", help="Reken door tot in de bedragen van deze publicatie."
)
@data_option
@click.option("--out", type=FILE, required=True, help="Een CSV met een rij per gemeente.")
def effect_model_command(
    file: Path, year: int, own: Path, publicatie: str, data: Path | None, out: Path
) -> None:
    """Wat als de gewichten anders waren: het effect per gemeente, verdeeld over de groepen van gewichten.

    De delen tellen exact op tot het verschil, in welke volgorde de groepen ook veranderen (Shapley). Een rij
    die een van beide tabellen niet heeft, weegt daar 0.

    \b
    Voorbeeld:
      verdeel model-effect huishoudens.parquet --uitkeringsjaar 2026 --gewichten anders.csv --out effect.csv
    """
    from rules.model import effect  # noqa: PLC0415
    from rules.model.run import run, setting  # noqa: PLC0415
    from tables import household_reports as reports  # noqa: PLC0415
    from tables.households import as_csv  # noqa: PLC0415

    of = setting(year)
    printed, other = effect.united(of.weights, setting(year, own).weights)
    outcomes = Workspace.open(data, read_table).outcomes(publicatie, year) if publicatie else []
    with tempfile.TemporaryDirectory() as folder:
        first = run(file, effect.with_weights(of, printed), Path(folder))
        made = effect.effect(first, other, Path(folder))
    through = effect.budgets(outcomes[0], made) if outcomes else None
    paths = writing.write({out.name: as_csv(effect.rows(made, of.names, through))}, out.parent)
    echo(
        [
            *reports.marked(first, reports.effect_lines(made, through)),
            *(f"geschreven: {path}" for path in paths),
        ]
    )


@click.command("model-synthetisch")
@year_option
@click.option(
    "--huishoudens", "count", type=click.IntRange(1), required=True, help="Hoeveel, in het hele land."
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Een ander getal geeft andere."
)
@click.option(
    "--out", type=FILE, required=True, help="Een naam met `synthetisch` erin, die eindigt op .parquet."
)
def synthetic_model_command(year: int, count: int, seed: int, out: Path) -> None:
    """Maak huishoudens die niet bestaan: om de rekenwijze mee te beproeven, nooit voor een budget.

    Het aantal per gemeente, haar inwoners en wie er arm is volgen openbare cijfers; al het andere is
    verzonnen. Hetzelfde getal geeft dezelfde huishoudens.

    \b
    Voorbeeld:
      verdeel model-synthetisch --uitkeringsjaar 2026 --huishoudens 100000 --out synthetisch.parquet
    """
    from rules.model import synthetic  # noqa: PLC0415
    from rules.model.run import setting  # noqa: PLC0415
    from tables.households import SYNTHETIC  # noqa: PLC0415

    synthetic.write(out, setting(year), count, seed)
    echo([SYNTHETIC, f"geschreven: {out}"])
