"""A folder with made-up data for a publication that asks a user's own: enough for every rule to run."""

import random
from pathlib import Path

from rules.runs.rulebooks import publication
from rules.territory.municipalities import municipalities
from tests.helpers.workspaces import BOOKS, LIBRARY

OWN = [
    "budgetten-2017-definitief",
    *(f"budgetten-{year}-voorlopig" for year in (2018, 2019, 2020, 2021, 2022, 2023, 2026)),
    *(f"vangnet-{year}" for year in range(2017, 2028)),
]
"""The years of which the data are a user's own: here made up."""
INSTEAD = (
    "lasten_jaarrekening",
    "objectieve_uitkomst",
    "macrobudget",
    "budget_loonkostensubsidie",
    "budget_jongeren",
)
"""Given instead of all that they are computed from, where the year knows them."""
FIGURES = {
    "netto_uitgaven_landelijk[-2]": 5_900_000_000,
    "macrobudget": 6_400_000_000,
    "budget_loonkostensubsidie": 300_000_000,
    "budget_jongeren": 40_000_000,
    "reservering_vangnet": 8_500_000,
}
RANGES = {
    "inwoners[-1]": (900, 90_000),
    "uitgaven_dak_en_thuislozen[-2]": (0, 90_000),
    "huishoudens[-1]": (500, 600),
    "huishoudens[-2]": (500, 600),
    "fouten_en_onzekerheden": (0, 20_000),
}
"""Of inputs that are no amounts of millions, or that are close to each other."""


def folder(path: Path, name: str) -> Path:
    """Fill `path` with all that publication `name` lacks, the same values every time."""
    chance = random.Random(name)
    of = publication(LIBRARY, name)
    [year] = of.years
    known = {*LIBRARY.inputs, *LIBRARY.figures}
    instead = [n for n in INSTEAD if n in BOOKS.behind(of, year, year.shown).rules and n in known]
    book = BOOKS.behind(of, year, year.shown, instead)
    inputs = [n for n in book.inputs if not LIBRARY.delivered(n, name, year.year)]
    figures = [n for n in book.figures if not LIBRARY.has_figure(n, name, year.year)]
    codes = municipalities(year.territory)["code"]
    rows = [",".join([code, *(str(_value(n, chance)) for n in inputs)]) for code in codes]
    (path / "alles.csv").write_text(
        "\n".join([f"gemeentecode,{','.join(inputs)}", *rows]) + "\n", encoding="utf-8"
    )
    said = 'status = "indicatief"\nsource = "verzonnen, voor een toets"\n'
    columns = ", ".join(f'"{n}" = "{n}"' for n in inputs)
    toml = f'[[data]]\npublication = "{name}"\nyear = {year.year}\nfile = "alles.csv"\ncolumns = {{ {columns} }}\n{said}'
    for figure in figures:
        value = f'year = {year.year}\npublication = "{name}"\nvalue = {FIGURES[figure]}\n{said}'
        toml += f'[[figures."{figure}".values]]\n{value}'
    (path / "eigen.toml").write_text(toml, encoding="utf-8")
    return path


def _value(name: str, chance: random.Random) -> int:
    most = LIBRARY.inputs[name].bounds.most
    if most is not None:
        return chance.randint(0, int(most))
    return chance.randint(*RANGES.get(name, (200_000, 9_000_000)))
