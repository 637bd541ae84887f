"""What is asked of a tree: groups of commands, each group in a process and a folder of its own."""

import csv
import subprocess
import sys
from pathlib import Path

from base_tree import environment

Command = tuple[str, list[str]]
"""The file that keeps what is printed, and the arguments of `verdeel`."""

MUNICIPALITIES = ("Gouda", "Schiermonnikoog", "Amsterdam")
LISTS = ("publications", "rules", "inputs", "figures", "macrobudgetten", "geldstromen", "gemeenten")
COMPARED = (
    ("meicirculaire-2024", "septembercirculaire-2024"),
    ("meicirculaire-2023", "meicirculaire-2024", "--year", "2024"),
    ("septembercirculaire-2023", "septembercirculaire-2024"),
    ("budgetten-2024-voorlopig", "budgetten-2024-definitief"),
    ("budgetten-2025-voorlopig", "budgetten-2025-definitief"),
)
YEARS = ("meicirculaire-2024", "meicirculaire-2024", "--year", "2024", "--to-year", "2025")
HISTORIES = ("iu_participatie", "aantal_beschut_werk", "gebundelde_uitkering")
RECEIVED = {
    # from docs/check.md: an amount of another circular, and two digits swapped
    "opgave.csv": "Onderdeel;2023;2024\nAlgemene uitkering;98.310.002;101.004.377\n"
    "Participatie (cluster);16.302.118;17.332.490\nIntegratie-uitkering Participatie;9.848.145;10.843.601\n",
    "gelijk.csv": "gemeente;cluster participatie\nGouda;17.669.037\nAmsterdam;1\n",
    "bijstand.csv": "gemeente;gebundelde uitkering\nGouda;34.202.482\nSchiermonnikoog;34.202.482\n",
}
CHECKED = (
    ("opgave.csv", "septembercirculaire-2024", "--gemeente", "Gouda"),
    ("opgave.csv", "meicirculaire-2024", "--year", "2024", "--gemeente", "Gouda"),
    ("opgave.csv", "septembercirculaire-2024", "--gemeente", "Nergens"),
    ("gelijk.csv", "septembercirculaire-2024"),
    ("bijstand.csv", "budgetten-2025-definitief"),
)
WHAT_IFS = {
    "samen": ("septembercirculaire-2024", "--merge", "0513+1931=9001:Groot-Gouda", "--formulas"),
    "apart": ("meicirculaire-2024", "--split", "0513=9001:0.25,9002:0.75"),
    "later": ("regeling-beschut-werk-2022", "--territory", "2026-01-01"),
    "bijstand": ("budgetten-2025-definitief", "--merge", "0513+1931=9001"),
}
_FILL = """
import sys
from pathlib import Path
from tests.helpers import made_up_data
for name in made_up_data.OWN:
    folder = Path(sys.argv[1]) / name
    folder.mkdir(parents=True, exist_ok=True)
    made_up_data.folder(folder, name)
"""
"""Data made up by the base commit's own tests, for the publications that ask for a user's own."""


def groups(tree: Path, own: Path) -> dict[str, list[Command]]:
    """By name: a group per publication of `tree`, and one for each of the other commands."""
    listed = _python(tree, "-m", "cli", "list", "publications", "--format", "csv")
    years: dict[str, list[str]] = {}
    lacking = []
    for row in csv.DictReader(listed.splitlines()):
        if row["gegevens"] == "compleet" or (own / row["publicatie"]).is_dir():
            years.setdefault(row["publicatie"], []).append(row["uitkeringsjaar"])
        else:
            lacking.append(row["publicatie"])
    made = {
        name: _publication(name, of, ["--data", "eigen"] if (own / name).is_dir() else [])
        for name, of in years.items()
    }
    lists = [(f"{name}-{k}.txt", ["list", name, "--format", k]) for name in LISTS for k in ("text", "csv")]
    day = ("gemeenten-2015.txt", ["list", "gemeenten", "--date", "2015-01-01"])
    compared = [(f"{i}.txt", ["compare", *pair]) for i, pair in enumerate(COMPARED, 1)]
    first = list(COMPARED[0])
    some = [
        ("gouda.txt", ["compare", *first, "--gemeente", "Gouda"]),
        ("boek.txt", ["compare", *first, "--out", "."]),
        ("jaren.txt", ["compare", *YEARS, "--gemeente", "Gouda"]),
        ("jaren-boek.txt", ["compare", *YEARS, "--out", "jaren"]),
        *((f"history-{rule}.txt", ["history", rule, "--out", f"{rule}.csv"]) for rule in HISTORIES),
    ]
    return made | {
        "lists": [*lists, day],
        "compare": [*compared, *some],
        "check": [
            (f"{i}.txt", ["check", file, "--publication", *more])
            for i, (file, *more) in enumerate(CHECKED, 1)
        ],
        "what-if": [(f"{n}.txt", ["publish", *args, "--out", n]) for n, args in WHAT_IFS.items()],
        "refused": [(f"{name}.txt", ["publish", name, "--out", "."]) for name in lacking],
    }


def fill(tree: Path, own: Path) -> None:
    """Make the folders of made-up data, by the tests of `tree`."""
    _python(tree, "-c", _FILL, str(own.resolve()))


def _publication(name: str, years: list[str], data: list[str]) -> list[Command]:
    """All that is printed of one publication."""
    publish = ["publish", name, *data, "--out"]
    commands: list[Command] = [
        ("xlsx.txt", [*publish, "xlsx", "--formulas"]),
        ("ods.txt", [*publish, "ods", "--format", "ods"]),
        ("verify.txt", ["verify", name, *data]),
    ]
    if len(years) > 1:
        commands += [(f"{year}.txt", [*publish, year, "--year", year, "--formulas"]) for year in years]
    for municipality in MUNICIPALITIES:
        explain = ["explain", municipality, "--publication", name, *data]
        commands += [
            (f"explain-{municipality}.{kind}", [*explain, "--format", "text" if kind == "txt" else kind])
            for kind in ("txt", "json")
        ]
    explain = ["explain", "Gouda", "--publication", name, *data]
    pages = [(f"explain-Gouda.{kind}", [*explain, "--format", kind]) for kind in ("html", "md")]
    return [*commands, *pages, ("explain-xlsx.txt", [*explain, "--xlsx", "Gouda.xlsx"])]


def _python(tree: Path, *args: str) -> str:
    command = [sys.executable, *args]
    return subprocess.run(
        command, cwd=tree, env=environment(tree), check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
