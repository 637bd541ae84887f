"""What the model says, as a folder of one's own data that a publication of budgets is computed with."""

import csv
import io
from collections.abc import Sequence

from allocation.errors import InputError, Problem
from allocation.numbers import decimal
from rules.library.load import library
from rules.model import law
from rules.model.run import Run

TOML = """\
# Geschreven door `verdeel model`; een map voor --data.
[[data]]
publication = "{publication}"
year = {year}
file = "{stem}.csv"
columns = {{ {name} = "uitkomst" }}
territory = {territory}
status = "{status}"
source = "{source}"
"""
SYNTHETIC = """\
approximates = "de uitkomst van het model over de werkelijke huishoudens"
note = "SYNTHETISCHE huishoudens: verzonnen, voor een proef van de rekenwijze"
"""
OWN = 'note = "met een eigen tabel van gewichten: {file}"\n'


def refuse_others(publications: Sequence[str], year: int) -> None:
    """Raise InputError for a publication that does not have the year."""
    known = library().publications
    wrong = [p for p in publications if p not in known or year not in [y.year for y in known[p].years]]
    if wrong:
        expected = f"een publicatie met uitkeringsjaar {year} (verdeel list publications)"
        raise InputError([Problem("--publicatie", one, expected) for one in wrong])


def delivery(run: Run, publications: Sequence[str]) -> dict[str, bytes]:
    """A CSV with O in cents, and a TOML file for each publication."""
    version, name = run.setting.weights.version, str(law.document()["outcome"])
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["gemeentecode", "uitkomst"])
    out.writerows([one.code, f"{decimal(one.outcome, 2)}"] for one in run.outcomes)
    made = {f"{name}.csv": file.getvalue().encode()}
    rows = sum(one.rows for one in run.outcomes)
    source = f"model over {rows} huishoudens, gewichten {version.name}, uitkomst {run.sums.hash[:16]}"
    for publication in publications:
        toml = TOML.format(
            publication=publication, year=version.year, stem=name, name=name, territory=version.territory,
            status="indicatief" if run.synthetic else "afgeleid", source=source,
        )  # fmt: skip
        extra = (
            SYNTHETIC
            if run.synthetic
            else OWN.format(file=run.setting.weights.file)
            if run.setting.weights.own
            else ""
        )
        made[f"{publication}.toml"] = (toml + extra).encode()
    return made
