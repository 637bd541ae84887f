"""The model of households for each table; that of 2019 with constants made up for a test, as none were printed."""

import tempfile
from functools import cache
from pathlib import Path

from rules.model.run import setting
from rules.model.weights import FILE, weights
from tests.helpers.random_households import households

YEARS = (2019, 2020, 2022, 2024, 2026)
MADE_UP = """2019-12-03,,kans_op_bijstand,,,Constante (verzonnen),constante,0.5,0,,,,2019
2019-12-03,,prijscomponent,,,Constante (verzonnen),constante,2.5,0,,,,2019
"""


@cache
def own_table():
    """The shipped table with made-up constants of 2019."""
    path = Path(tempfile.mkdtemp()) / "gewichten.csv"
    path.write_text(FILE.read_text(encoding="utf-8") + MADE_UP, encoding="utf-8")
    return path


@cache
def of_year(year):
    """All but the households."""
    return setting(year, own_table() if year == 2019 else None)


@cache
def some(year, count=300):
    """Households at random, that are right."""
    return households(of_year(year).weights, of_year(year).layout.codes, count)


def changed(path, year, row, name, value):
    """A table as printed with one weight of the chance changed, as a user makes one."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    version = weights(year).version.name
    for n, line in enumerate(lines):
        cells = line.split(",")
        if line.startswith(version) and f",{row}," in line and f",{name}," in line:
            old = line.split(f",{name},")[1].split(",")[0]
            lines[n] = line.replace(f",{name},{old},", f",{name},{value},")
            assert cells
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
