"""What `verdeel model` writes and prints: a table per municipality, all sums exactly, and a receipt."""

import csv
import io
import json
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version

import polars as pl

from allocation.numbers import scaled
from rules.model import law
from rules.model.outcome import country, rows
from rules.model.parts import Part
from rules.model.run import Run
from tables.words import number

SYNTHETIC = "SYNTHETISCH: verzonnen huishoudens. Toont de rekenwijze, zegt niets over een budget."


def stem(run: Run) -> str:
    """The start of the names of its files."""
    return f"{'synthetisch-' if run.synthetic else ''}model-{run.setting.weights.version.year}"


def files(run: Run) -> dict[str, bytes]:
    """All files, by name."""
    made = {f"{stem(run)}.csv": as_csv(_marked(run)), f"{stem(run)}.parquet": _exact(run)}
    return {**made, f"{stem(run)}.receipt.json": _receipt(run, made)}


def _marked(run: Run) -> list[list[str]]:
    """The table; where the households are made up, every row says so."""
    made = rows(run.outcomes, run.setting.names, run.setting.norms)
    if not run.synthetic:
        return made
    return [["herkomst", *made[0]], *(["synthetisch", *row] for row in made[1:])]


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """A table as CSV in UTF-8."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(table)
    return file.getvalue().encode()


def _exact(run: Run) -> bytes:
    """Every sum with all of its decimals, by municipality and norm."""
    by = sorted(run.sums.by.items())
    frame = pl.DataFrame(
        {
            "gemeentecode": [place for (place, _), _ in by],
            "norm": [norm for (_, norm), _ in by],
            "synthetisch": [run.synthetic for _ in by],
            "aantal": [one.rows for _, one in by],
            "kans": pl.Series([scaled(one.chance, 9) for _, one in by], dtype=pl.Decimal(38, 9)),
            "kans_maal_deel_van_de_norm": pl.Series(
                [scaled(one.paid, 18) for _, one in by], dtype=pl.Decimal(38, 18)
            ),
        }
    )
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def _receipt(run: Run, made: dict[str, bytes]) -> bytes:
    weights = run.setting.weights
    content = {
        "model": law.document()["model"],
        "bron": law.document()["source"],
        "synthetisch": run.synthetic,
        "uitkeringsjaar": weights.version.year,
        "tabel": {
            "versie": weights.version.name,
            "bestand": weights.file,
            "eigen": weights.own,
            "jaar": weights.version.status,
        },
        "lezingen": {
            "normen jonge paren met kostendelers een rij terug": run.setting.norms_moved,
            "het deel van de norm is een logit": law.document()["link"]["status"],
            "schaal van wat gemeten is": law.document()["measured"]["status"],
            **{name: said["status"] for name, said in law.document()["lists"].items()},
        },
        "normen in centen": run.setting.norms,
        "indeling": str(weights.version.territory),
        "populatie": {"bestand": run.source, "rijen": country(run.outcomes)[0]},
        "delen": [_part(part, run) for part in run.parts],
        "in Decimal beslist": run.sums.decided,
        "uitkomst": run.sums.hash,
        "verdeelsleutel": version("verdeelsleutel"),
        "polars": version("polars"),
        "uitvoer": {name: sha256(data).hexdigest() for name, data in made.items()},
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _part(part: Part, run: Run) -> dict[str, str]:
    return {
        "deel": part.name,
        "bestand": part.hash,
        "regels": part.digest,
        "uitkomst": run.by_part[part.name].hash,
    }


def lines(run: Run) -> list[str]:
    """What is printed when it is done."""
    all_rows, predicted, outcome = country(run.outcomes)
    empty = [one.code for one in run.outcomes if not one.rows]
    version_of = run.setting.weights.version
    table = (
        f"{run.setting.weights.file} (eigen tabel)"
        if run.setting.weights.own
        else f"tabel {version_of.name} ({version_of.status})"
    )
    return [
        *([SYNTHETIC] if run.synthetic else []),
        f"uitkeringsjaar {version_of.year}, {table}",
        f"  huishoudens: {all_rows:_}".replace("_", "."),
        f"  voorspelde huishoudens: {number(predicted, 1)}",
        f"  uitkomst van het land: {number(outcome, 2)} euro",
        f"  in Decimal beslist: {run.sums.decided} kansen en delen",
        *(
            [f"  let op: {len(empty)} gemeenten zonder huishouden, te beginnen met {', '.join(empty[:3])}"]
            if empty
            else []
        ),
        f"  uitkomst: {run.sums.hash}",
    ]
