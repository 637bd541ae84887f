"""A folder as a user hands it in: a publication of one's own, with its figures and inputs."""

from pathlib import Path

import polars as pl

from tests.helpers.workspaces import SHIPPED

TOML = """
[publication]
name = "mijn-circulaire"
title = "Mijn circulaire"
date = "2025-01"
issuer = "Gemeente Gouda"

[[publication.years]]
year = 2024
territory = 2024-01-01
stand = "voorlopig"
amounts = ["cluster_participatie", "wsw"]

[[data]]
year = 2024
file = "volumes.csv"
columns = { bijstandsontvangers = "bo", loonkostensubsidie = "lks", huishoudens_laag_inkomen = "li", doelgroepenregister = "dr" }
status = "officieel"
source = "eigen opgave"

[[data]]
year = 2024
file = "se.csv"
key = "code"
columns = { verwachte_se = "se" }
status = "officieel"
source = "eigen opgave"
"""
FIGURES = {
    "uitkeringsfactor": "1.5",
    "bedrag_bijstandsontvanger": "5_000",
    "bedrag_loonkostensubsidie": "5_000",
    "bedrag_huishouden_laag_inkomen": "350",
    "bedrag_doelgroepenregister": "1_000",
    "budget_wsw": "1_000_000",
}


def folder(path: Path) -> Path:
    """Write the folder; every municipality of 2024 has its own numbers."""
    path.mkdir(exist_ok=True)
    values = "".join(
        f'[figures.{name}]\nvalues = [{{ year = 2024, publication = "mijn-circulaire", value = {value}, '
        f'status = "officieel", source = "eigen opgave" }}]\n'
        for name, value in FIGURES.items()
    )
    (path / "mijn.toml").write_text(TOML + values, encoding="utf-8")
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    codes = outcome.prepared.territory["code"]
    volumes = {
        column: [str(i + k) for i in range(len(codes))] for k, column in enumerate(["bo", "lks", "li", "dr"])
    }
    pl.DataFrame({"gemeentecode": codes, **volumes}).write_csv(path / "volumes.csv")
    pl.DataFrame({"code": codes, "se": [f"{i}.5" for i in range(len(codes))]}).write_csv(path / "se.csv")
    return path


def edit(path: Path, row: int, column: int, value: str) -> None:
    """Change one cell of a CSV; row 1 is the header, as a user counts."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[row - 1].split(",")
    cells[column - 1] = value
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
