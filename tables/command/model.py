"""The command `verdeel model`: households in, an outcome per municipality out."""

from pathlib import Path

import click

from rules.model.parts import DASK, HERE, PROCESSES
from tables import writing
from tables.command.options import FILE, FOLDER, echo

year_option = click.option(
    "--uitkeringsjaar", "year", type=int, required=True, help="Het jaar van de tabel met gewichten en normen."
)
weights_option = click.option(
    "--gewichten", "own", type=FILE, help="Een eigen tabel met gewichten, in de vorm van de gedrukte."
)


@click.command("model")
@click.argument("file", metavar="FILE.parquet", type=FILE)
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
    help="Schrijf ook DIR/eigen, een map voor --data van deze publicatie.",
)
@click.option(
    "--engine",
    type=click.Choice([HERE, PROCESSES, DASK]),
    default=HERE,
    show_default=True,
    help="Wie rekent; de uitkomst is dezelfde.",
)
@click.option(
    "--workers", type=click.IntRange(1), default=2, show_default=True, help="Met hoeveel processen."
)
@click.option(
    "--rijen",
    "rows",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="Huishoudens per deel.",
)
@click.option("--resume", is_flag=True, help="Ga verder: wat is ingepakt en gerekend, blijft.")
def model_command(
    file: Path,
    year: int,
    out: Path,
    own: Path | None,
    publications: tuple[str, ...],
    engine: str,
    workers: int,
    rows: int,
    resume: bool,  # noqa: FBT001 - a flag of the command
) -> None:
    """Bereken het model over huishoudens: kans op een uitkering maal norm maal het deel dat wordt betaald.

    FILE.parquet heeft een rij per huishouden: `gemeentecode`, `norm`, en een kolom van 0 en 1 voor elke rij
    van de tabellen, ook de referenties. Alles wordt eerst gecontroleerd, dan pas gerekend. Schrijft de
    uitkomst per gemeente, elke som in alle decimalen, en een reçu.

    \b
    Voorbeelden:
      verdeel model huishoudens.parquet --uitkeringsjaar 2026 --out uit
      verdeel model huishoudens.parquet --uitkeringsjaar 2026 --out uit --engine processes --resume
    """
    from rules.model.delivery import delivery, refuse_others  # noqa: PLC0415 - only where it is asked
    from rules.model.run import How, run, setting  # noqa: PLC0415
    from tables import households  # noqa: PLC0415

    refuse_others(publications, year)
    made = run(file, setting(year, own), out, How(engine, workers, resume, rows))
    extra = delivery(made, publications) if publications else {}
    paths = [
        *writing.write(households.files(made), out),
        *(writing.write(extra, out.joinpath("eigen")) if extra else []),
    ]
    echo([*households.lines(made), *(f"geschreven: {path}" for path in paths)])
